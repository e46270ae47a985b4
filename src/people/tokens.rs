//! Access tokens: what one says, and when it is valid. Handed its keys and the time.

use jsonwebtoken::{Algorithm, Header, Validation};
use serde::{Deserialize, Serialize};

use super::ring::{LEEWAY, LIFETIME, Ring};
use crate::clock::Moment;
use crate::error::Error;
use crate::id::{PersonId, RequestId, SessionId};

const ISSUER: &str = "warmline";
const AUDIENCE: &str = "warmline-api";
/// RFC 9068: an access token, not some other token of ours.
const KIND: &str = "at+jwt";

/// What a token says, and all it says. An unknown claim is skipped unread by `serde_json`, so it could hold bytes that
/// are no JSON.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
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

impl Ring {
    /// A token for a holder, signed with the key that signs now.
    pub fn sign(&self, holder: Holder, jti: RequestId, now: Moment) -> Result<String, Error> {
        let key = self
            .signing(now)
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
        if !is_plain(&header) {
            return None;
        }
        let kid = header.kid.as_deref()?;
        let key = self.verifying(now).find(|key| key.name == kid)?;
        let claims = jsonwebtoken::decode::<Claims>(token, &key.verifies, &validation())
            .ok()?
            .claims;
        let leeway = LEEWAY.num_seconds();
        let now = now.epoch();
        // Reckoned from our own time: a claim may be any number.
        let timely =
            claims.nbf <= now + leeway && claims.iat <= now + leeway && now - leeway < claims.exp;
        let short = claims.exp <= claims.iat.saturating_add(LIFETIME.num_seconds());
        (timely && short).then_some(Holder {
            person: claims.sub,
            session: claims.sid,
        })
    }
}

/// Whether a header says the kind, the algorithm and the key, and nothing that would lead elsewhere.
fn is_plain(header: &Header) -> bool {
    let bare = Header {
        typ: Some(KIND.to_owned()),
        kid: header.kid.clone(),
        ..Header::new(Algorithm::EdDSA)
    };
    *header == bare
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
    use chrono::Duration;

    use super::super::ring::Key;
    use super::*;

    fn key(name: &str, since: Moment) -> Key {
        Key::read(name.to_owned(), since, &Key::generate().unwrap()).unwrap()
    }

    fn ring(name: &str) -> Ring {
        Ring::new(vec![key(name, noon())])
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
    fn a_token_with_times_beyond_the_calendar_is_not_valid() {
        let ring = ring("a");
        let key = ring.signing(noon()).unwrap();
        let mut header = Header::new(Algorithm::EdDSA);
        (header.typ, header.kid) = (Some(KIND.to_owned()), Some("a".to_owned()));
        for (exp, iat) in [
            (i64::MAX, noon().epoch()),
            (i64::MAX, i64::MAX),
            (0, i64::MIN),
        ] {
            let claims = Claims {
                iss: ISSUER.to_owned(),
                aud: AUDIENCE.to_owned(),
                sub: holder().person,
                sid: holder().session,
                jti: jti(),
                iat,
                nbf: noon().epoch(),
                exp,
            };
            let token = jsonwebtoken::encode(&header, &claims, &key.signs).unwrap();
            assert_eq!(ring.verify(&token, noon()), None, "{exp} {iat}");
        }
    }

    #[test]
    fn a_token_of_another_ring_is_not_valid_even_under_the_same_key_name() {
        let token = ring("a").sign(holder(), jti(), noon()).unwrap();
        assert_eq!(ring("a").verify(&token, noon()), None);
        assert_eq!(ring("b").verify(&token, noon()), None);
    }

    #[test]
    fn a_token_of_a_retired_key_is_not_valid() {
        let old = key("old", noon());
        let pkcs8 = Key::generate().unwrap();
        let made = noon().plus(Duration::hours(1));
        let token = Ring::new(vec![old]).sign(holder(), jti(), made).unwrap();
        let old = Key::read("old".to_owned(), noon(), &pkcs8).unwrap();
        let both = Ring::new(vec![old, key("new", made)]);
        assert_eq!(
            both.verify(&token, made),
            None,
            "of another key of that name"
        );
        let token = both.sign(holder(), jti(), made).unwrap();
        assert_eq!(both.verify(&token, made), Some(holder()));
        assert_eq!(both.verify(&token, made.plus(Duration::minutes(12))), None);
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
