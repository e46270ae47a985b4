//! Keyset cursors: where a list goes on. Opaque to the client, and no secret.

use serde::{Deserialize, Deserializer};

use crate::clock::Moment;
use crate::error::{Error, Fault};

/// The most rows on a page.
const MOST: i64 = 200;

/// A place in a list that is ordered by a moment and then by an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor<I> {
    /// The moment of the last row seen.
    pub at: Moment,
    /// The id of the last row seen.
    pub id: I,
}

impl<I: std::fmt::Display> std::fmt::Display for Cursor<I> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.at.epoch(), self.id)
    }
}

impl<'de, I: std::str::FromStr> Deserialize<'de> for Cursor<I> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let read = || {
            let (at, id) = text.split_once('.')?;
            let at = chrono::DateTime::from_timestamp(at.parse().ok()?, 0)?;
            Some(Self {
                at: Moment::new(at),
                id: id.parse().ok()?,
            })
        };
        // PostgreSQL refuses times before 4713 BC, and no row of ours is near.
        let cursor = read().filter(|cursor| cursor.at.is_in_reach());
        cursor.ok_or_else(|| serde::de::Error::custom("Give the cursor as it came in `next`."))
    }
}

/// How many rows are asked for: 1 to 200, 50 if not said.
pub fn limit(asked: Option<&str>) -> Result<i64, Error> {
    let limit = asked.map_or(Some(50), |text| text.parse::<i64>().ok());
    limit
        .filter(|limit| (1..=MOST).contains(limit))
        .ok_or_else(|| {
            Error::invalid(vec![Fault::at(
                "/limit",
                "out_of_range",
                "limit is a number from 1 to 200.",
            )])
        })
}

/// Splits off the row that was read beyond the page to see whether there is a next one.
pub fn page<T, C>(
    mut rows: Vec<T>,
    limit: i64,
    cursor: impl Fn(&T) -> C,
) -> (Vec<T>, Option<String>)
where
    C: std::fmt::Display,
{
    let most = usize::try_from(limit).unwrap_or_default();
    let more = rows.len() > most;
    rows.truncate(most);
    let next = rows
        .last()
        .filter(|_| more)
        .map(|last| cursor(last).to_string());
    (rows, next)
}
