//! Regions of the line's area, each of 20,000 people or more, so that a region gives nobody away.

use crate::error::Fault;
use crate::words::text_in_sql;

/// The least population of a region.
pub const LEAST_POPULATION: i32 = 20_000;

/// A region's short name: 2 to 40 of a to z, 0 to 9 and underscores, beginning with a letter.
#[derive(
    Clone, Debug, PartialEq, Eq, diesel::expression::AsExpression, diesel::deserialize::FromSqlRow,
)]
#[diesel(sql_type = diesel::sql_types::Text)]
pub struct RegionCode(String);

/// Why a text is no region's short name.
#[derive(Debug, thiserror::Error)]
#[error("A region's code has 2 to 40 of a to z, 0 to 9 and underscores, and begins with a letter.")]
pub struct NotARegion;

impl RegionCode {
    /// The code.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::str::FromStr for RegionCode {
    type Err = NotARegion;

    fn from_str(text: &str) -> Result<Self, NotARegion> {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        let begins = text
            .bytes()
            .next()
            .is_some_and(|first| first.is_ascii_lowercase());
        // These say how there is no answer.
        let taken = matches!(text, "not_asked" | "declined" | "unknown" | "asked");
        if !begins || taken || !(2..=40).contains(&text.len()) || !text.bytes().all(plain) {
            return Err(NotARegion);
        }
        Ok(Self(text.to_owned()))
    }
}

impl std::fmt::Display for RegionCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> serde::Deserialize<'de> for RegionCode {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl serde::Serialize for RegionCode {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

text_in_sql!(RegionCode);

/// A region.
#[derive(Clone, Debug, PartialEq, Eq, diesel::Queryable)]
pub struct Region {
    /// Its short name.
    pub code: RegionCode,
    /// What people call it.
    pub name: String,
    /// How many live there.
    pub population: i32,
}

impl Region {
    /// Everything that is wrong with a region.
    pub fn faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        let letters = self.name.chars().count();
        if !(1..=80).contains(&letters) || self.name.chars().any(char::is_control) {
            let detail = "Give a name of 1 to 80 characters on one line.";
            faults.push(Fault::at("/name", "name", detail));
        }
        if self.population < LEAST_POPULATION {
            let detail = "A region has 20,000 people or more, so that it gives nobody away. Join it with a neighbour.";
            faults.push(Fault::at("/population", "too_small", detail));
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_is_large_enough_to_hide_in() {
        let region = |population| Region {
            code: "alameda_county".parse().unwrap(),
            name: "Alameda County".to_owned(),
            population,
        };
        assert!(region(20_000).faults().is_empty());
        assert_eq!(region(19_999).faults().len(), 1);
    }

    #[test]
    fn a_code_is_not_one_of_the_ways_of_having_no_answer() {
        for wrong in ["unknown", "", "x", "9th", "North", "a-b"] {
            assert!(wrong.parse::<RegionCode>().is_err(), "{wrong}");
        }
    }
}
