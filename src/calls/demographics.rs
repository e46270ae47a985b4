//! What a caller was willing to say of themselves, in groups so large that they give nobody away.

use std::collections::BTreeSet;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use unic_langid::LanguageIdentifier;
use utoipa::ToSchema;

use super::words::{AgeBand, Ethnicity, Gender, YesOrNo};
use crate::error::Fault;
use crate::line::regions::RegionCode;
use crate::words::text_in_sql;

/// What a caller said of themselves. A question left out was not asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Demographics {
    /// Between which ages.
    pub age_band: AgeBand,
    /// Their gender.
    pub gender: Gender,
    /// Their race and ethnicity, several if they name several; alone `declined` or `unknown`. Empty: not asked.
    pub race_ethnicity: BTreeSet<Ethnicity>,
    /// Whether they served in the armed forces.
    pub veteran: YesOrNo,
    /// The language they would rather speak, by its BCP 47 tag; or `not_asked`, `declined`, `unknown`.
    #[schema(value_type = String, example = "es")]
    pub language: Answer<Language>,
    /// The region they live in, of the line's own list; or `not_asked`, `declined`, `unknown`.
    #[schema(value_type = String, example = "alameda_county")]
    pub region: Answer<RegionCode>,
    /// Whether they live alone.
    pub living_alone: YesOrNo,
}

impl Demographics {
    /// Everything that is wrong with the answers. Whether the line knows the region is asked elsewhere.
    pub fn faults(&self) -> Vec<Fault> {
        let none = |word: &Ethnicity| matches!(word, Ethnicity::Declined | Ethnicity::Unknown);
        if self.race_ethnicity.len() > 1 && self.race_ethnicity.iter().any(none) {
            let detail = "`declined` and `unknown` stand alone.";
            let at = "/demographics/race_ethnicity";
            return vec![Fault::at(at, "not_alone", detail)];
        }
        Vec::new()
    }
}

/// An answer of an open list, or how there is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Answer<T> {
    /// The question was not asked.
    #[default]
    NotAsked,
    /// The caller would rather not say.
    Declined,
    /// The caller does not know, or the peer does not.
    Unknown,
    /// What the caller said.
    Given(T),
}

impl<T> Answer<T> {
    /// The answer, if one was given.
    pub const fn given(&self) -> Option<&T> {
        match self {
            Self::Given(answer) => Some(answer),
            _ => None,
        }
    }

    /// How there is none; `asked` if there is one.
    pub const fn status(&self) -> &'static str {
        match self {
            Self::NotAsked => "not_asked",
            Self::Declined => "declined",
            Self::Unknown => "unknown",
            Self::Given(_) => "asked",
        }
    }

    /// The answer of a status, or of a text that is given.
    pub fn of<E>(text: &str, parse: impl FnOnce(&str) -> Result<T, E>) -> Result<Self, E> {
        match text {
            "not_asked" => Ok(Self::NotAsked),
            "declined" => Ok(Self::Declined),
            "unknown" => Ok(Self::Unknown),
            given => parse(given).map(Self::Given),
        }
    }
}

impl<T: std::fmt::Display> Serialize for Answer<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Given(answer) => serializer.collect_str(answer),
            none => serializer.serialize_str(none.status()),
        }
    }
}

impl<'de, T: std::str::FromStr<Err: std::fmt::Display>> Deserialize<'de> for Answer<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::of(&text, str::parse).map_err(serde::de::Error::custom)
    }
}

/// A language by its BCP 47 tag in its usual spelling, such as `es` or `zh-Hant`.
#[derive(
    Clone,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    diesel::expression::AsExpression,
    diesel::deserialize::FromSqlRow,
)]
#[diesel(sql_type = diesel::sql_types::Text)]
pub struct Language(String);

/// The languages that a form offers first; any other may be said by its tag. `ase` is American Sign Language.
pub const LANGUAGES: [&str; 11] = [
    "en", "es", "zh", "vi", "tl", "ko", "hy", "ru", "ar", "fa", "ase",
];

/// Why a text is no language.
#[derive(Debug, thiserror::Error)]
#[error("Give a language by its BCP 47 tag, such as en, es or zh-Hant.")]
pub struct NotALanguage;

impl Language {
    /// The tag.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::str::FromStr for Language {
    type Err = NotALanguage;

    fn from_str(text: &str) -> Result<Self, NotALanguage> {
        let tag: LanguageIdentifier = text.parse().map_err(|_unreadable| NotALanguage)?;
        // `und`, the undetermined language, is said with `unknown`.
        if tag.language.is_empty() || text.len() > 35 {
            return Err(NotALanguage);
        }
        Ok(Self(tag.to_string()))
    }
}

impl std::fmt::Display for Language {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Language {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Language {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

text_in_sql!(Language);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_open_question_keeps_its_three_ways_of_having_no_answer_apart() {
        let read = |text: &str| serde_json::from_str::<Demographics>(text);
        let said = read(r#"{"language": "ES-mx", "region": "declined"}"#).unwrap();
        assert_eq!(said.language.given().unwrap().as_str(), "es-MX");
        assert_eq!(said.region, Answer::Declined);
        assert_eq!(said.veteran, YesOrNo::NotAsked);
        assert!(read(r#"{"language": "Spanish please"}"#).is_err());
        assert!(read(r#"{"language": "und"}"#).is_err());
    }

    #[test]
    fn declined_stands_alone_among_ethnicities() {
        let several = Demographics {
            race_ethnicity: [Ethnicity::Asian, Ethnicity::White].into(),
            ..Demographics::default()
        };
        assert!(several.faults().is_empty());
        let both = Demographics {
            race_ethnicity: [Ethnicity::Asian, Ethnicity::Declined].into(),
            ..Demographics::default()
        };
        assert_eq!(both.faults().len(), 1);
    }
}
