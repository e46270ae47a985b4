//! Passwords and link tokens: what is good enough, and the only forms in which they are kept.

mod common;
mod kept;

use secrecy::{ExposeSecret, SecretString};
use unicode_normalization::UnicodeNormalization;

use self::common::is_common;
pub(crate) use self::kept::{PARAMS, in_room};
use crate::digest;
use crate::error::{Error, Fault};

/// Bytes of a password in NFC: at least, and at most.
pub const PASSWORD_BYTES: std::ops::RangeInclusive<usize> = 8..=1024;

/// A password somebody chose, good enough to be kept, in NFC: keyboards write the same letter in several ways.
#[derive(Debug)]
pub struct Password(SecretString);

impl Password {
    /// Takes a chosen password, or says at this pointer what is wrong with it.
    ///
    /// Length is all that is asked of it, but that it is not among the first to be guessed: neither
    /// common, nor one of the texts `about` the person: their e-mail address, what stands before its
    /// `@`, their name.
    pub fn parse(text: String, pointer: &str, about: &[&str]) -> Result<Self, Fault> {
        let password = normal(&text.into());
        let text = password.expose_secret();
        let fault = |code, detail: &str| Err(Fault::at(pointer, code, detail));
        if !PASSWORD_BYTES.contains(&text.len()) {
            return fault(
                "password_length",
                "Choose a password of at least 8 characters; 15 or more is better. Any characters will do.",
            );
        }
        if about.iter().any(|own| is_own(text, own)) {
            return fault(
                "password_own",
                "This is your own name or address, and would be guessed first. Please choose another password.",
            );
        }
        if is_common(text) {
            return fault(
                "password_common",
                "Many people use this password, so it would soon be guessed. Please choose another.",
            );
        }
        Ok(Self(password))
    }

    /// The form that is kept: Argon2id, 19 MiB, two passes, with this salt.
    pub fn hash(&self, salt: &[u8; 16]) -> Result<String, Error> {
        kept::form(self.0.expose_secret().as_bytes(), salt)
    }
}

fn normal(password: &SecretString) -> SecretString {
    password.expose_secret().nfc().collect::<String>().into()
}

/// Whether a password is such a text or, of an e-mail address, what stands before the `@`.
fn is_own(password: &str, own: &str) -> bool {
    let same =
        |own: &str| password.to_lowercase() == own.trim().nfc().collect::<String>().to_lowercase();
    same(own) || own.split_once('@').is_some_and(|(local, _)| same(local))
}

/// Whether a password is the one that was kept. Without a kept one it takes the same time and says no.
pub fn matches(password: &SecretString, kept: Option<&str>) -> Result<bool, Error> {
    let password = normal(password);
    let password = password.expose_secret().as_bytes();
    if !PASSWORD_BYTES.contains(&password.len()) {
        return Ok(false);
    }
    match kept {
        Some(kept) => kept::is_of(kept, password),
        None => kept::of_nobody(password).map(|()| false),
    }
}

/// How a link token or refresh token is kept: it has 256 bits of its own, so a plain digest is enough.
pub fn digest(token: &str) -> String {
    digest::sha256(token.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Password, Fault> {
        let about = ["rosa.lind@oak.example", "Zoë Lindqvist"];
        Password::parse(text.to_owned(), "/password", &about)
    }

    #[test]
    fn a_kept_password_matches_itself_and_nothing_else() {
        let kept = parse("tea with honey").unwrap().hash(&[7; 16]).unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(matches(&"tea with honey".into(), Some(&kept)).unwrap());
        assert!(!matches(&"tea with money".into(), Some(&kept)).unwrap());
        assert!(!matches(&"tea with honey".into(), None).unwrap());
    }

    #[test]
    fn a_short_or_endless_password_is_refused() {
        for text in ["7 bytes".to_owned(), "x".repeat(1025)] {
            assert_eq!(parse(&text).unwrap_err().code, "password_length");
        }
        assert!(parse("8 bytes.").is_ok());
    }

    #[test]
    fn what_is_guessed_first_is_refused() {
        assert_eq!(parse("Password1").unwrap_err().code, "password_common");
        for own in [
            "Rosa.Lind@oak.example",
            "rosa.lind",
            "zoë lindqvist",
            "ZOE\u{308} LINDQVIST",
        ] {
            assert_eq!(parse(own).unwrap_err().code, "password_own", "{own}");
        }
        assert!(parse("rosa.lind likes rain").is_ok());
    }

    #[test]
    fn a_letter_is_the_same_however_the_keyboard_writes_it() {
        let kept = parse("café at dawn").unwrap().hash(&[7; 16]).unwrap();
        assert!(matches(&"cafe\u{301} at dawn".into(), Some(&kept)).unwrap());
        assert!(!matches(&"cafe at dawn".into(), Some(&kept)).unwrap());
    }
}
