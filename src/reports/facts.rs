//! What is counted of a call, as it was when its month was closed. Kept as a sheet that never changes, so that a
//! quarter or a year is the exact sum of its months, whatever became of the calls since.

use std::fmt::Display;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::periods::Month;
use crate::calls::measures::Instrument;
use crate::calls::words::{
    AgeBand, CallReason, CallerRating, CallerRelation, Channel, ContactType, Destination, EndedBy,
    Escalation, Ethnicity, Gender, HandoffResult, HowHeard, InboundFrom, IsolationMode,
    RatingStatus, ReferralResult, Returning, Support, WouldHaveDoneInstead, YesOrNo,
};
use crate::error::Error;

/// What is counted of a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(
    missing_docs,
    clippy::struct_excessive_bools,
    reason = "the fields of the record, in the domain's words, and a flag for each count of R13"
)]
pub struct Fact {
    pub contact_type: ContactType,
    pub channel: Channel,
    pub caller_relation: CallerRelation,
    pub returning: Returning,
    pub inbound_from: InboundFrom,
    pub how_heard: HowHeard,
    pub would_have_done_instead: WouldHaveDoneInstead,
    pub escalation: Escalation,
    pub handoff_result: HandoffResult,
    pub ended_by: EndedBy,
    pub caller_rating: CallerRating,
    /// Whole minutes, rounded down.
    pub minutes: u8,
    /// Monday 00:00 local is 0, Sunday 23:00 is 167.
    pub hour_of_week: u8,
    pub isolation_mode: Option<IsolationMode>,
    pub start_status: RatingStatus,
    /// The rating at the start, 0 to 10.
    pub start: Option<u8>,
    /// The rating at the end, 0 to 10.
    pub end: Option<u8>,
    pub age_band: AgeBand,
    pub gender: Gender,
    pub veteran: YesOrNo,
    pub living_alone: YesOrNo,
    /// A language tag; none if none was given.
    pub language: Option<String>,
    /// A code of the line's own list; none if none was given.
    pub region: Option<String>,
    pub race_ethnicity: Several<Ethnicity>,
    /// The first is the main one.
    pub reasons: Several<CallReason>,
    pub supports: Several<Support>,
    pub referrals: Several<Referral>,
    pub measures: Several<Measured>,
    /// Which calls are the same caller's, if that is kept.
    pub caller_code: Option<String>,
    /// The month in which the call began, if it came too late to count there.
    pub late_for: Option<Month>,
    /// Whether it was logged more than 24 hours after it ended.
    pub logged_late: bool,
    /// Whether it overlaps another call of the same peer.
    pub overlaps: bool,
    /// Whether it fell into no shift.
    pub without_shift: bool,
    /// Whether it was amended before it was counted.
    pub amended: bool,
}

/// A referral that was offered, and what the caller made of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Referral {
    /// To what.
    pub destination: Destination,
    /// With what result.
    pub result: ReferralResult,
}

/// A periodic measure that was taken in a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measured {
    /// With which questionnaire.
    pub instrument: Instrument,
    /// Its score.
    pub score: u8,
    /// On which local date.
    pub on: chrono::NaiveDate,
}

/// Why a text is no part of a fact.
#[derive(Debug, thiserror::Error)]
#[error("a kept fact cannot be read")]
pub struct Unreadable;

impl Display for Referral {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.destination, self.result)
    }
}

impl FromStr for Referral {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Self, Unreadable> {
        let (destination, result) = text.split_once(':').ok_or(Unreadable)?;
        Ok(Self {
            destination: destination.parse().map_err(|_unknown| Unreadable)?,
            result: result.parse().map_err(|_unknown| Unreadable)?,
        })
    }
}

impl Display for Measured {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}:{}", self.instrument, self.score, self.on)
    }
}

impl FromStr for Measured {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Self, Unreadable> {
        let (instrument, rest) = text.split_once(':').ok_or(Unreadable)?;
        let (score, on) = rest.split_once(':').ok_or(Unreadable)?;
        Ok(Self {
            instrument: instrument.parse().map_err(|_unknown| Unreadable)?,
            score: score.parse().map_err(|_unknown| Unreadable)?,
            on: on.parse().map_err(|_unknown| Unreadable)?,
        })
    }
}

/// Several values in one cell of the sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Several<T>(pub Vec<T>);

impl<T> Default for Several<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Display> Serialize for Several<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let texts: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        serializer.serialize_str(&texts.join(" "))
    }
}

impl<'de, T: FromStr> Deserialize<'de> for Several<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Words<T>(PhantomData<T>);
        impl<T: FromStr> serde::de::Visitor<'_> for Words<T> {
            type Value = Several<T>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("words with spaces between them")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Several<T>, E> {
                let read = text.split_whitespace().map(str::parse);
                read.collect::<Result<Vec<T>, _>>()
                    .map(Several)
                    .map_err(|_unreadable| E::custom(Unreadable))
            }
        }
        deserializer
            .deserialize_str(Words(PhantomData))
            .map_err(D::Error::custom)
    }
}

/// The facts of a month as the sheet that is kept.
pub fn sheet(facts: &[Fact]) -> Result<String, Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for fact in facts {
        writer.serialize(fact).map_err(Error::broken)?;
    }
    let bytes = writer.into_inner().map_err(Error::broken)?;
    String::from_utf8(bytes).map_err(Error::broken)
}

/// The facts that a sheet keeps.
pub fn read(sheet: &str) -> Result<Vec<Fact>, Error> {
    csv::Reader::from_reader(sheet.as_bytes())
        .deserialize()
        .collect::<Result<_, _>>()
        .map_err(Error::broken)
}

#[cfg(test)]
pub(crate) mod tests;
