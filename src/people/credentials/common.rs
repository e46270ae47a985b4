//! The passwords that are tried first. Knows texts, and nobody's password.
//!
//! The list is `django/contrib/auth/common-passwords.txt.gz` of Django 5.2.19, from Python's package
//! index (BSD-3-Clause, see `common_passwords.license.txt`): the 19,640 most used passwords of leaked
//! collections. Kept here are the 8,359 that [`Password::parse`] would not refuse by their length
//! anyway: each trimmed, in lower case and in NFC, of 8 bytes or more, one a line, sorted by bytes.
//!
//! [`Password::parse`]: super::Password::parse

use std::sync::LazyLock;

static COMMON: LazyLock<Vec<&str>> =
    LazyLock::new(|| include_str!("common_passwords.txt").lines().collect());

/// Whether a password, in whatever letter case, is one of the list.
pub(super) fn is_common(password: &str) -> bool {
    let lower = password.to_lowercase();
    COMMON.binary_search(&lower.as_str()).is_ok()
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization;

    use super::*;

    #[test]
    fn the_list_is_in_the_order_and_the_form_in_which_it_is_searched() {
        assert!(COMMON.len() > 8000);
        assert!(COMMON.is_sorted_by(|one, next| one < next));
        for password in COMMON.iter() {
            assert!(password.len() >= 8, "{password}");
            assert_eq!(*password, password.to_lowercase());
            assert!(password.nfc().eq(password.chars()), "{password}");
        }
    }

    #[test]
    fn a_common_password_is_known_in_any_letter_case() {
        for password in ["password", "PassWord1", "iloveyou", "12345678", "ЛЮБОВЬ"] {
            assert!(is_common(password), "{password}");
        }
        assert!(!is_common("a quiet harbour at dawn"));
    }
}
