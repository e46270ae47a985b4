//! Caller codes: how the line knows who calls again without knowing who calls. Knows no key's place.
//!
//! A code is Argon2id of a phone number or a code word, under a random key of the reporting year. Whoever
//! has the database alone can make no code; whoever has the key too pays a hash for each number they try;
//! and once a year's key is destroyed nobody can make or compare codes of that year.

use argon2::{Algorithm, Argon2, Params, Version};
use chrono::{Days, NaiveDate};
use data_encoding::HEXLOWER;
use phonenumber::country::Id as Country;
use phonenumber::{Mode, PhoneNumber};
use secrecy::{ExposeSecret, SecretBox, SecretString};
use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;
use utoipa::ToSchema;

use crate::error::{Error, Fault};
use crate::line::Tier;
use crate::people::credentials::{PARAMS, in_room};

/// Where a number is from that does not say so with a plus.
const HOME: Country = Country::US;
/// The longest way to write a phone number, in characters.
const LONGEST_NUMBER: usize = 40;
/// The longest text that is looked at as a code word, in bytes.
const LONGEST_WORDS_SENT: usize = 1000;
/// The length of a code word in its one spelling, in characters.
const WORDS_LENGTH: std::ops::RangeInclusive<usize> = 6..=100;
/// Bytes of a code.
const CODE_LENGTH: usize = 16;
/// Days after a year's end for which its key is kept: calls come in late, and reports are closed.
const KEPT_AFTER_YEAR: Days = Days::new(90);

/// Who calls, as the peer was told. Turned into a code at once; neither kept, nor logged, nor sent back.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Caller {
    /// The phone number, at most 40 characters; of the United States unless it begins with a plus.
    #[serde(default)]
    #[schema(max_length = 40, example = "(510) 555-0123")]
    phone: Option<String>,
    /// The words that the caller chose: two or more, 6 to 100 characters.
    #[serde(default)]
    #[schema(max_length = 1000, example = "blue heron lake")]
    code_word: Option<String>,
}

/// A caller in the one spelling that codes are made of.
#[derive(Clone, Debug)]
pub enum CallerName {
    /// A phone number in E.164.
    Phone(SecretString),
    /// Words in NFKC, their letter case folded, with single spaces.
    CodeWord(SecretString),
}

/// The key of a reporting year.
pub struct YearKey(SecretBox<[u8; 32]>);

/// Keeps the keys of the reporting years, outside the database.
pub trait YearKeys: Send + Sync {
    /// The key of a year, made if it is not there. Not to be asked for a year whose key was destroyed.
    fn key(&self, year: i32) -> Result<YearKey, Error>;
}

impl YearKey {
    /// The key of these bytes.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(SecretBox::new(Box::new(bytes)))
    }
}

impl Caller {
    /// A caller by the phone number of an older log.
    pub fn by_phone(number: &str) -> Self {
        Self {
            phone: Some(number.to_owned()),
            code_word: None,
        }
    }

    /// The caller in the one spelling, or what is wrong with what was sent.
    pub fn name(&self) -> Result<CallerName, Fault> {
        match (&self.phone, &self.code_word) {
            (Some(text), None) => phone(text).map(CallerName::Phone),
            (None, Some(text)) => code_word(text).map(CallerName::CodeWord),
            _ => {
                let detail = "Give either the phone number or the code word.";
                Err(Fault::at("/caller", "one_of_two", detail))
            }
        }
    }
}

impl CallerName {
    /// Why the line does not take such a caller, if it does not.
    pub fn refusal(&self, tier: Tier) -> Option<Fault> {
        match (tier, self) {
            (Tier::Nothing | Tier::AsSaid, _) => {
                let detail = "This line keeps no caller codes. Leave the caller out.";
                Some(Fault::at("/caller", "caller_codes_off", detail))
            }
            (Tier::ByPhone, Self::CodeWord(_)) => {
                let detail = "This line takes no code words.";
                Some(Fault::at("/caller/code_word", "code_words_off", detail))
            }
            (Tier::ByPhone, Self::Phone(_)) | (Tier::ByPhoneOrCodeWord, _) => None,
        }
    }

    /// The code under a year's key: 32 hexadecimal digits. Takes a core for some 30 ms, and 19 MiB.
    pub fn code(&self, key: &YearKey) -> Result<String, Error> {
        // One salt for all callers: the key does what a salt does, and the same caller must give the same
        // code. Of its own for each kind, so that no words are ever some number.
        let (text, salt) = match self {
            Self::Phone(text) => (text, b"warmline: phone".as_slice()),
            Self::CodeWord(text) => (text, b"warmline: code word".as_slice()),
        };
        let (memory, passes, lanes) = PARAMS;
        let params =
            Params::new(memory, passes, lanes, Some(CODE_LENGTH)).map_err(Error::broken)?;
        let key = key.0.expose_secret();
        let argon = Argon2::new_with_secret(key, Algorithm::Argon2id, Version::V0x13, params);
        let mut code = [0_u8; CODE_LENGTH];
        in_room(
            &argon.map_err(Error::broken)?,
            text.expose_secret().as_bytes(),
            salt,
            &mut code,
        )?;
        Ok(HEXLOWER.encode(&code))
    }
}

fn phone(text: &str) -> Result<SecretString, Fault> {
    let parsed = (text.chars().count() <= LONGEST_NUMBER)
        .then(|| phonenumber::parse(Some(HOME), text).ok())
        .flatten();
    match parsed.filter(is_number) {
        Some(number) => Ok(number.format().mode(Mode::E164).to_string().into()),
        None => Err(Fault::at(
            "/caller/phone",
            "phone",
            "This is no phone number. Give it with its area code, or with a plus and its country code.",
        )),
    }
}

/// Whether there can be such a number. At home its form is enough: there are new area codes every year,
/// and the library learns of them late.
fn is_number(number: &PhoneNumber) -> bool {
    let national = number.national().to_string();
    let digit = |at| national.as_bytes().get(at).copied().unwrap_or_default();
    let as_at_home = national.len() == 10 && digit(0) >= b'2' && digit(3) >= b'2';
    if number.code().value() == 1 {
        as_at_home
    } else {
        number.is_valid()
    }
}

fn code_word(text: &str) -> Result<SecretString, Fault> {
    let words = folded(text.get(..LONGEST_WORDS_SENT).map_or(text, |_too_long| ""));
    let words: Vec<&str> = words.split_whitespace().collect();
    let joined = words.join(" ");
    let fits = WORDS_LENGTH.contains(&joined.chars().count());
    if words.len() < 2 || !fits || joined.chars().any(char::is_control) {
        let detail = "A code word is two or more words, 6 to 100 characters in all.";
        return Err(Fault::at("/caller/code_word", "code_word", detail));
    }
    Ok(joined.into())
}

/// One spelling for all letter cases and all ways in which keyboards write a letter. Upper case first, for
/// some letters have more than one lower-case form.
fn folded(text: &str) -> String {
    let upper: String = text.nfkc().flat_map(char::to_uppercase).collect();
    upper.chars().flat_map(char::to_lowercase).nfkc().collect()
}

/// The first local date on which a year's key may be destroyed; none for no year of ours.
pub fn may_shred_from(year: i32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year.checked_add(1)?, 1, 1)?.checked_add_days(KEPT_AFTER_YEAR)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spelled(caller: &Caller) -> Result<String, &'static str> {
        match caller.name() {
            Ok(CallerName::Phone(text) | CallerName::CodeWord(text)) => {
                Ok(text.expose_secret().to_owned())
            }
            Err(fault) => Err(fault.code),
        }
    }

    fn by_phone(text: &str) -> Caller {
        Caller {
            phone: Some(text.to_owned()),
            code_word: None,
        }
    }

    fn by_word(text: &str) -> Caller {
        Caller {
            phone: None,
            code_word: Some(text.to_owned()),
        }
    }

    #[test]
    fn a_number_has_one_spelling_however_it_is_written() {
        for (text, number) in [
            ("(510) 555-0123", "+15105550123"),
            ("510.555.0123", "+15105550123"),
            ("510-555-0123", "+15105550123"),
            ("5105550123", "+15105550123"),
            ("1 510 555 0123", "+15105550123"),
            ("+1 510 555 0123", "+15105550123"),
            ("+1 (510) 555-0123", "+15105550123"),
            ("  510 555 0123 ", "+15105550123"),
            ("+52 55 1234 5678", "+525512345678"),
            ("+44 20 7946 0018", "+442079460018"),
        ] {
            assert_eq!(spelled(&by_phone(text)), Ok(number.to_owned()), "{text}");
        }
    }

    #[test]
    fn what_is_no_number_is_refused() {
        let endless = "1".repeat(41);
        for text in [
            "",
            "555-0123",
            "911",
            "110 555 0123",
            "510 155 0123",
            "Jo Doe",
            "+999 1",
            "+",
            &endless,
        ] {
            assert_eq!(spelled(&by_phone(text)), Err("phone"), "{text}");
        }
    }

    #[test]
    fn a_code_word_has_one_spelling_however_it_is_typed() {
        for text in [
            "Blue  Heron",
            " blue heron ",
            "BLUE\u{a0}HERON",
            "ｂｌｕｅ heron",
        ] {
            assert_eq!(
                spelled(&by_word(text)),
                Ok("blue heron".to_owned()),
                "{text}"
            );
        }
        assert_eq!(
            spelled(&by_word("große Straße")),
            spelled(&by_word("GROSSE STRASSE"))
        );
        assert_eq!(
            spelled(&by_word("cafe\u{301} au lait")),
            Ok("café au lait".to_owned())
        );
    }

    #[test]
    fn one_word_or_too_few_or_too_many_letters_are_refused() {
        for text in ["heron", "a b c", &"ab ".repeat(40), &"a ".repeat(600), ""] {
            assert_eq!(spelled(&by_word(text)), Err("code_word"), "{text}");
        }
        let both = Caller {
            phone: Some(String::new()),
            code_word: Some(String::new()),
        };
        assert_eq!(spelled(&both), Err("one_of_two"));
    }

    #[test]
    fn each_tier_takes_what_it_says() {
        let (phone, word) = (
            by_phone("510 555 0123").name().unwrap(),
            by_word("blue heron").name().unwrap(),
        );
        for (tier, of_phone, of_word) in [
            (
                Tier::Nothing,
                Some("caller_codes_off"),
                Some("caller_codes_off"),
            ),
            (
                Tier::AsSaid,
                Some("caller_codes_off"),
                Some("caller_codes_off"),
            ),
            (Tier::ByPhone, None, Some("code_words_off")),
            (Tier::ByPhoneOrCodeWord, None, None),
        ] {
            let code = |name: &CallerName| name.refusal(tier).map(|fault| fault.code);
            assert_eq!((code(&phone), code(&word)), (of_phone, of_word), "{tier}");
        }
    }

    #[test]
    fn a_code_is_of_its_caller_its_kind_and_its_year() {
        let (one, two) = (YearKey::new([1; 32]), YearKey::new([2; 32]));
        let ana = by_phone("510 555 0123").name().unwrap();
        let code = ana.code(&one).unwrap();
        assert_eq!(code.len(), 32);
        assert_eq!(
            by_phone("+1 510 555 0123")
                .name()
                .unwrap()
                .code(&one)
                .unwrap(),
            code
        );
        let others = [
            ana.code(&two).unwrap(),
            by_phone("510 555 0124").name().unwrap().code(&one).unwrap(),
            CallerName::CodeWord("+15105550123".into())
                .code(&one)
                .unwrap(),
        ];
        assert!(!others.contains(&code));
    }

    #[test]
    fn a_key_is_kept_for_ninety_days_after_its_year() {
        let date = |text: &str| text.parse::<NaiveDate>().ok();
        assert_eq!(may_shred_from(2025), date("2026-04-01"));
        assert_eq!(may_shred_from(2027), date("2028-03-31"), "a leap year");
        assert_eq!(may_shred_from(i32::MAX), None);
    }

    #[test]
    fn a_caller_is_not_printed_with_what_is_around_it() {
        let printed = format!("{:?}", by_phone("510 555 0123").name().unwrap());
        assert!(!printed.contains("555"), "{printed}");
    }
}
