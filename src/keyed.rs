//! What can be done with the line's own secret: mark a text so that it can be recognised, and lock a
//! secret away. Refuses to know what for.

use std::sync::Arc;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::hmac;
use data_encoding::{BASE64, HEXLOWER};

use crate::error::Error;

/// The line's secret: 32 random bytes that are kept beside the database and never in it.
///
/// It is never used itself: each purpose has a key of its own, made from it by HMAC-SHA-256.
pub struct LineKey(hmac::Key);

impl LineKey {
    /// The key of these bytes.
    pub fn new(bytes: &[u8; 32]) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, bytes))
    }

    fn of(&self, purpose: &str) -> hmac::Tag {
        hmac::sign(&self.0, purpose.as_bytes())
    }

    /// The pen of a purpose.
    pub fn pen(&self, purpose: &str) -> Pen {
        Pen(Arc::new(hmac::Key::new(
            hmac::HMAC_SHA256,
            self.of(purpose).as_ref(),
        )))
    }

    /// The safe of a purpose.
    pub fn safe(&self, purpose: &str) -> Result<Safe, Error> {
        let key = UnboundKey::new(&AES_256_GCM, self.of(purpose).as_ref());
        Ok(Safe(LessSafeKey::new(key.map_err(Error::broken)?)))
    }
}

/// Marks texts (HMAC-SHA-256), so that only who has the key can make or tell a mark. Cheap to clone.
#[derive(Clone)]
pub struct Pen(Arc<hmac::Key>);

impl std::fmt::Debug for Pen {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pen")
    }
}

impl Pen {
    /// The mark of some texts in this order: 64 hexadecimal digits.
    ///
    /// Each text goes in with its length, so that no other texts give the same bytes.
    pub fn mark(&self, texts: &[&str]) -> String {
        HEXLOWER.encode(self.tag(texts).as_ref())
    }

    /// Whether this is the mark of these texts.
    pub fn made(&self, mark: &str, texts: &[&str]) -> bool {
        let Ok(mark) = HEXLOWER.decode(mark.as_bytes()) else {
            return false;
        };
        aws_lc_rs::constant_time::verify_slices_are_equal(&mark, self.tag(texts).as_ref()).is_ok()
    }

    fn tag(&self, texts: &[&str]) -> hmac::Tag {
        let mut context = hmac::Context::with_key(&self.0);
        for text in texts {
            context.update(&u64::try_from(text.len()).unwrap_or(u64::MAX).to_be_bytes());
            context.update(text.as_bytes());
        }
        context.sign()
    }
}

/// Locks secrets away (AES-256-GCM), each for one owner.
pub struct Safe(LessSafeKey);

/// Bytes that are used for one secret alone.
pub type Once = [u8; NONCE_LEN];

impl Safe {
    /// The locked form of a secret, as text. It opens for the same owner alone.
    pub fn lock(&self, once: Once, owner: &str, secret: &[u8]) -> Result<String, Error> {
        let mut bytes = secret.to_vec();
        let nonce = Nonce::assume_unique_for_key(once);
        let owner = Aad::from(owner.as_bytes());
        self.0
            .seal_in_place_append_tag(nonce, owner, &mut bytes)
            .map_err(Error::broken)?;
        Ok(BASE64.encode(&[once.as_slice(), bytes.as_slice()].concat()))
    }

    /// The secret of a locked form, if it was locked here for this owner.
    pub fn open(&self, owner: &str, locked: &str) -> Option<Vec<u8>> {
        let bytes = BASE64.decode(locked.as_bytes()).ok()?;
        let (once, rest) = bytes.split_at_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(once).ok()?;
        let mut rest = rest.to_vec();
        let secret = self
            .0
            .open_in_place(nonce, Aad::from(owner.as_bytes()), &mut rest);
        secret.ok().map(|secret| secret.to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_tells_its_texts_from_all_others() {
        let pen = LineKey::new(&[1; 32]).pen("audit");
        let mark = pen.mark(&["ab", "c"]);
        assert!(pen.made(&mark, &["ab", "c"]));
        assert!(!pen.made(&mark, &["a", "bc"]), "texts keep their ends");
        assert!(!pen.made("", &["ab", "c"]));
        for other in [
            LineKey::new(&[1; 32]).pen("x"),
            LineKey::new(&[2; 32]).pen("audit"),
        ] {
            assert!(!other.made(&mark, &["ab", "c"]));
        }
    }

    #[test]
    fn what_is_locked_opens_for_its_owner_alone() {
        let safe = LineKey::new(&[1; 32]).safe("codes").unwrap();
        let locked = safe.lock([9; 12], "ana", b"secret").unwrap();
        assert_eq!(safe.open("ana", &locked).unwrap(), b"secret");
        assert_eq!(safe.open("ben", &locked), None);
        assert_eq!(safe.open("ana", "x"), None);
        assert_eq!(
            LineKey::new(&[2; 32])
                .safe("codes")
                .unwrap()
                .open("ana", &locked),
            None
        );
    }
}
