//! Passwords and link tokens: what is good enough, and the only forms in which they are kept.

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use secrecy::{ExposeSecret, SecretString};

use crate::digest;
use crate::error::{Error, Fault};

/// Bytes of a password: at least, and at most.
pub const PASSWORD_BYTES: std::ops::RangeInclusive<usize> = 8..=1024;

/// A password somebody chose, long enough to be kept.
#[derive(Debug)]
pub struct Password(SecretString);

impl Password {
    /// Takes a chosen password, or says at this pointer what is wrong with it.
    pub fn parse(text: String, pointer: &str) -> Result<Self, Fault> {
        if PASSWORD_BYTES.contains(&text.len()) {
            return Ok(Self(text.into()));
        }
        Err(Fault::at(
            pointer,
            "password_length",
            "Choose a password of at least 8 characters; 15 or more is better. Any characters will do.",
        ))
    }

    /// The form that is kept: Argon2id, 19 MiB, two passes, with this salt.
    pub fn hash(&self, salt: &[u8; 16]) -> Result<String, Error> {
        let hash = hasher()?.hash_password_with_salt(self.0.expose_secret().as_bytes(), salt);
        Ok(hash.map_err(Error::broken)?.to_string())
    }
}

/// Whether a password is the one that was kept. Without a kept one it takes the same time and says no.
pub fn matches(password: &SecretString, kept: Option<&str>) -> Result<bool, Error> {
    let password = password.expose_secret().as_bytes();
    if !PASSWORD_BYTES.contains(&password.len()) {
        return Ok(false);
    }
    let hasher = hasher()?;
    let Some(kept) = kept else {
        let mut nowhere = [0_u8; 32];
        hasher
            .hash_password_into(password, b"an empty account", &mut nowhere)
            .map_err(Error::broken)?;
        return Ok(false);
    };
    let kept = PasswordHash::new(kept).map_err(Error::broken)?;
    Ok(hasher.verify_password(password, &kept).is_ok())
}

/// How a link token or refresh token is kept: it has 256 bits of its own, so a plain digest is enough.
pub fn digest(token: &str) -> String {
    digest::sha256(token.as_bytes())
}

fn hasher() -> Result<Argon2<'static>, Error> {
    let params = Params::new(19 * 1024, 2, 1, Some(32)).map_err(Error::broken)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kept_password_matches_itself_and_nothing_else() {
        let kept = Password::parse("tea with honey".to_owned(), "/password")
            .unwrap()
            .hash(&[7; 16])
            .unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(matches(&"tea with honey".into(), Some(&kept)).unwrap());
        assert!(!matches(&"tea with money".into(), Some(&kept)).unwrap());
        assert!(!matches(&"tea with honey".into(), None).unwrap());
    }

    #[test]
    fn a_short_or_endless_password_is_refused() {
        assert!(Password::parse("1234567".to_owned(), "/password").is_err());
        assert!(Password::parse("x".repeat(1025), "/password").is_err());
    }
}
