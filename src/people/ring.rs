//! The keys of access tokens, and from when until when each of them counts. Handed its keys and the time.

use std::sync::{Arc, PoisonError, RwLock};

use chrono::Duration;
use data_encoding::BASE64URL_NOPAD;
use jsonwebtoken::{DecodingKey, EncodingKey};

use crate::clock::Moment;
use crate::error::Error;

/// How long an access token is valid.
pub const LIFETIME: Duration = Duration::minutes(10);
/// How far two clocks may differ.
pub(super) const LEEWAY: Duration = Duration::seconds(5);
/// After so long no token is valid any more: its life and the leeway, with room to spare.
const OUTLIVED: Duration = Duration::minutes(11);
/// A new key is known for so long before it signs, so that every process has read it by then.
const SETTLING: Duration = Duration::minutes(1);

/// A key pair (Ed25519) with its name and the moment it was made.
pub struct Key {
    /// What `kid` says in tokens.
    pub name: String,
    since: Moment,
    pub(super) signs: EncodingKey,
    pub(super) verifies: DecodingKey,
    /// The public key in base64url, as JWKS wants it.
    public: String,
}

impl Key {
    /// Reads a key in PKCS #8 form.
    pub fn read(name: String, since: Moment, pkcs8: &[u8]) -> Result<Self, Error> {
        use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
        let pair = Ed25519KeyPair::from_pkcs8(pkcs8).map_err(|why| {
            Error::Broken(format!("the signing key {name} cannot be read: {why}"))
        })?;
        let public = pair.public_key().as_ref();
        Ok(Self {
            name,
            since,
            signs: EncodingKey::from_ed_der(pkcs8),
            verifies: DecodingKey::from_ed_der(public),
            public: BASE64URL_NOPAD.encode(public),
        })
    }

    /// A new key in PKCS #8 form.
    pub fn generate() -> Result<Vec<u8>, Error> {
        let key = aws_lc_rs::signature::Ed25519KeyPair::generate()
            .and_then(|pair| pair.to_pkcs8().map(|der| der.as_ref().to_vec()));
        key.map_err(|why| Error::Broken(format!("no signing key could be made: {why}")))
    }

    /// The public half: its `x` coordinate in base64url.
    pub fn public(&self) -> &str {
        &self.public
    }

    fn signs_from(&self) -> Moment {
        self.since.plus(SETTLING)
    }
}

/// The keys that sign and verify, oldest first.
pub struct Ring(Vec<Key>);

impl Ring {
    /// A ring of these keys.
    pub fn new(mut keys: Vec<Key>) -> Self {
        keys.sort_by(|one, other| (one.since, &one.name).cmp(&(other.since, &other.name)));
        Self(keys)
    }

    /// The key that signs now: the newest that every process has had time to read.
    pub fn signing(&self, now: Moment) -> Option<&Key> {
        let settled = self.0.iter().rev().find(|key| key.signs_from() <= now);
        settled.or(self.0.first())
    }

    /// The keys whose tokens are valid now.
    pub fn verifying(&self, now: Moment) -> impl Iterator<Item = &Key> {
        let (_retired, rest) = self.0.split_at(self.retired_count(now));
        rest.iter()
    }

    /// The keys that nothing needs any more: the last token they signed has run out.
    pub fn retired(&self, now: Moment) -> impl Iterator<Item = &Key> {
        self.0.iter().take(self.retired_count(now))
    }

    fn retired_count(&self, now: Moment) -> usize {
        let newer_for_long = |key: &Key| key.signs_from().plus(OUTLIVED) <= now;
        // A key is retired by a newer one that has signed for as long as a token lives.
        self.0.iter().rposition(newer_for_long).unwrap_or(0)
    }
}

/// The ring of a running server, which may be replaced by a newer one.
pub struct LiveRing(RwLock<Arc<Ring>>);

impl LiveRing {
    /// Begins with this ring.
    pub fn new(ring: Ring) -> Self {
        Self(RwLock::new(Arc::new(ring)))
    }

    /// The ring as it is now.
    pub fn current(&self) -> Arc<Ring> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts a newer ring in its place.
    pub fn replace(&self, ring: Ring) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(ring);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> Moment {
        Moment::parse("2026-11-20T12:00:00Z")
            .unwrap()
            .plus(Duration::minutes(minute))
    }

    fn ring(made: &[i64]) -> Ring {
        let key = |minute: &i64| {
            Key::read(minute.to_string(), at(*minute), &Key::generate().unwrap()).unwrap()
        };
        Ring::new(made.iter().map(key).collect())
    }

    fn names<'a>(keys: impl Iterator<Item = &'a Key>) -> Vec<&'a str> {
        keys.map(|key| key.name.as_str()).collect()
    }

    #[test]
    fn a_new_key_is_known_at_once_and_signs_after_a_minute() {
        let ring = ring(&[-1000, 0]);
        assert_eq!(ring.signing(at(0)).unwrap().name, "-1000");
        assert_eq!(names(ring.verifying(at(0))), ["-1000", "0"]);
        assert_eq!(ring.signing(at(1)).unwrap().name, "0");
    }

    #[test]
    fn the_only_key_signs_at_once() {
        assert_eq!(ring(&[0]).signing(at(0)).unwrap().name, "0");
        assert!(ring(&[]).signing(at(0)).is_none());
    }

    #[test]
    fn an_old_key_is_retired_when_its_last_token_has_run_out() {
        let ring = ring(&[-1000, 0]);
        assert_eq!(names(ring.verifying(at(11))), ["-1000", "0"]);
        assert_eq!(names(ring.verifying(at(12))), ["0"]);
        assert_eq!(names(ring.retired(at(12))), ["-1000"]);
        assert_eq!(names(ring.retired(at(11))), Vec::<&str>::new());
    }
}
