//! Access tokens: what one says, and when it is valid. Handed its keys and the time.

use chrono::Duration;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};

use crate::clock::Moment;
use crate::error::Error;
use crate::id::{PersonId, RequestId, SessionId};

/// How long an access token is valid.
pub const LIFETIME: Duration = Duration::minutes(10);
/// How far two clocks may differ.
const LEEWAY: Duration = Duration::seconds(5);
const ISSUER: &str = "warmline";
const AUDIENCE: &str = "warmline-api";
/// RFC 9068: an access token, not some other token of ours.
const KIND: &str = "at+jwt";

#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: PersonId,
    sid: SessionId,
    jti: RequestId,
    iat: i64,
    nbf: i64,
    exp: i64,
}

/// The holder of a valid token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The person.
    pub person: PersonId,
    /// The session it was given in.
    pub session: SessionId,
}

struct Key {
    name: String,
    signs: EncodingKey,
    verifies: DecodingKey,
}

/// The keys that sign and verify. The last one signs; all verify.
pub struct Ring(Vec<Key>);

impl Ring {
    /// A ring of Ed25519 keys in PKCS #8 form, each with its name, oldest first.
    pub fn new(keys: impl IntoIterator<Item = (String, Vec<u8>)>) -> Result<Self, Error> {
        let keys = keys.into_iter().map(|(name, pkcs8)| {
            use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
            let pair = Ed25519KeyPair::from_pkcs8(&pkcs8);
            let pair = pair.map_err(|why| {
                Error::Broken(format!("the signing key {name} cannot be read: {why}"))
            })?;
            let verifies = DecodingKey::from_ed_der(pair.public_key().as_ref());
            Ok(Key {
                name,
                signs: EncodingKey::from_ed_der(&pkcs8),
                verifies,
            })
        });
        Ok(Self(keys.collect::<Result<_, Error>>()?))
    }

    /// A new key in PKCS #8 form.
    pub fn new_key() -> Result<Vec<u8>, Error> {
        let key = aws_lc_rs::signature::Ed25519KeyPair::generate()
            .and_then(|pair| pair.to_pkcs8().map(|der| der.as_ref().to_vec()));
        key.map_err(|why| Error::Broken(format!("no signing key could be made: {why}")))
    }

    /// A token for a holder, signed with the newest key.
    pub fn sign(&self, holder: Holder, jti: RequestId, now: Moment) -> Result<String, Error> {
        let key = self
            .0
            .last()
            .ok_or_else(|| Error::Broken("there is no signing key".to_owned()))?;
        let mut header = Header::new(Algorithm::EdDSA);
        header.typ = Some(KIND.to_owned());
        header.kid = Some(key.name.clone());
        let claims = Claims {
            iss: ISSUER.to_owned(),
            aud: AUDIENCE.to_owned(),
            sub: holder.person,
            sid: holder.session,
            jti,
            iat: now.epoch(),
            nbf: now.epoch(),
            exp: now.plus(LIFETIME).epoch(),
        };
        jsonwebtoken::encode(&header, &claims, &key.signs).map_err(Error::broken)
    }

    /// The holder of a token, if it is one of ours and valid now.
    pub fn verify(&self, token: &str, now: Moment) -> Option<Holder> {
        let header = jsonwebtoken::decode_header(token).ok()?;
        let plain = header.typ.as_deref() == Some(KIND)
            && header.crit.is_none()
            && header.jku.is_none()
            && header.jwk.is_none()
            && header.x5u.is_none();
        let key = self
            .0
            .iter()
            .find(|key| header.kid.as_deref() == Some(&key.name))
            .filter(|_| plain)?;
        let claims = jsonwebtoken::decode::<Claims>(token, &key.verifies, &validation())
            .ok()?
            .claims;
        let leeway = LEEWAY.num_seconds();
        let now = now.epoch();
        let timely =
            claims.nbf <= now + leeway && claims.iat <= now + leeway && now < claims.exp + leeway;
        timely.then_some(Holder {
            person: claims.sub,
            session: claims.sid,
        })
    }
}

/// Everything but the times, which are checked against the time we are handed.
fn validation() -> Validation {
    let mut validation = Validation::new(Algorithm::EdDSA);
    validation.set_audience(&[AUDIENCE]);
    validation.set_issuer(&[ISSUER]);
    validation.set_required_spec_claims(&["exp", "nbf", "aud", "iss", "sub"]);
    validation.validate_exp = false;
    validation.validate_nbf = false;
    validation
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(name: &str) -> Ring {
        Ring::new([(name.to_owned(), Ring::new_key().unwrap())]).unwrap()
    }

    fn holder() -> Holder {
        Holder {
            person: "0199a3f2-7c1d-7e07-9b5a-3f1c2d4e5a6b".parse().unwrap(),
            session: "0199a3f2-7c1d-7e07-9b5a-3f1c2d4e5a6c".parse().unwrap(),
        }
    }

    fn jti() -> RequestId {
        "0199a3f2-7c1d-7e07-9b5a-3f1c2d4e5a6d".parse().unwrap()
    }

    fn noon() -> Moment {
        Moment::parse("2026-11-20T12:00:00Z").unwrap()
    }

    #[test]
    fn a_token_is_valid_for_ten_minutes_and_five_seconds_of_clock_difference() {
        let ring = ring("a");
        let token = ring.sign(holder(), jti(), noon()).unwrap();
        assert_eq!(ring.verify(&token, noon()), Some(holder()));
        assert_eq!(
            ring.verify(&token, noon().minus(Duration::seconds(5))),
            Some(holder())
        );
        assert_eq!(
            ring.verify(&token, noon().minus(Duration::seconds(6))),
            None
        );
        assert_eq!(
            ring.verify(&token, noon().plus(Duration::seconds(604))),
            Some(holder())
        );
        assert_eq!(
            ring.verify(&token, noon().plus(Duration::seconds(605))),
            None
        );
    }

    #[test]
    fn a_token_of_another_ring_is_not_valid_even_under_the_same_key_name() {
        let token = ring("a").sign(holder(), jti(), noon()).unwrap();
        assert_eq!(ring("a").verify(&token, noon()), None);
        assert_eq!(ring("b").verify(&token, noon()), None);
    }

    #[test]
    fn a_token_signed_before_a_new_key_came_stays_valid() {
        let old = Ring::new_key().unwrap();
        let token = Ring::new([("1".to_owned(), old.clone())])
            .unwrap()
            .sign(holder(), jti(), noon())
            .unwrap();
        let both = Ring::new([
            ("1".to_owned(), old),
            ("2".to_owned(), Ring::new_key().unwrap()),
        ])
        .unwrap();
        assert_eq!(both.verify(&token, noon()), Some(holder()));
    }

    #[test]
    fn a_token_that_claims_no_algorithm_or_is_no_access_token_is_not_valid() {
        let ring = ring("a");
        let token = ring.sign(holder(), jti(), noon()).unwrap();
        let (_, rest) = token.split_once('.').unwrap();
        // {"alg":"none","typ":"at+jwt","kid":"a"}
        let none = format!("eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0Iiwia2lkIjoiYSJ9.{rest}");
        assert_eq!(ring.verify(&none, noon()), None);
        assert_eq!(ring.verify("", noon()), None);
    }
}
