//! The public halves of the signing keys, for whoever wants to check our tokens themselves.

use actix_web::web::Data;
use serde::Serialize;
use utoipa::ToSchema;

use crate::door::Anyone;
use crate::error::Error;
use crate::http::{Found, Part, Sketch};
use crate::people::ring::{Key, LiveRing};

/// A set of public keys (RFC 7517).
#[derive(Serialize, ToSchema)]
pub struct KeySet {
    /// Those whose tokens are valid now, and one that is about to sign.
    keys: Vec<PublicKey>,
}

/// An Ed25519 key (RFC 8037).
#[derive(Serialize, ToSchema)]
pub struct PublicKey {
    /// Always `OKP`.
    kty: &'static str,
    /// Always `Ed25519`.
    crv: &'static str,
    /// Always `EdDSA`.
    alg: &'static str,
    /// Always `sig`.
    #[serde(rename = "use")]
    purpose: &'static str,
    /// The key's name in tokens.
    kid: String,
    /// The public key in base64url.
    x: String,
}

impl PublicKey {
    fn of(key: &Key) -> Self {
        Self {
            kty: "OKP",
            crv: "Ed25519",
            alg: "EdDSA",
            purpose: "sig",
            kid: key.name.clone(),
            x: key.public().to_owned(),
        }
    }
}

impl Part for Data<LiveRing> {
    fn sketch(_sketch: &mut Sketch) {}
}

/// The public keys of access tokens.
pub async fn published(who: Anyone, ring: Data<LiveRing>) -> Result<Found<KeySet>, Error> {
    let ring = ring.current();
    let keys = ring.verifying(who.now()).map(PublicKey::of).collect();
    Ok(Found(KeySet { keys }))
}
