//! How much of a month's shifts was staffed: what is counted of shifts and places, and what is kept of it. Knows no
//! caller and nobody's name.

use std::collections::BTreeSet;

use chrono::Duration;
use serde::{Deserialize, Serialize};

use crate::schedule::Span;
use crate::schedule::presence::Step;

/// A month's published shifts and the swaps of places on them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Crews {
    /// The shifts.
    pub shifts: Vec<Crewed>,
    /// How long each settled swap took, from the offer on.
    pub swaps: Vec<Duration>,
}

/// A shift and the places on its crew that somebody held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crewed {
    /// When it is.
    pub span: Span,
    /// Its least crew.
    pub required: u8,
    /// The places, held or given back.
    pub places: Vec<Taken>,
}

/// A place on the crew of a shift, or a part of it, that somebody has or had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// From when to when.
    pub span: Span,
    /// Whether they held every needed qualification at the shift's start.
    pub qualified: bool,
    /// What they did about it.
    pub steps: BTreeSet<Step>,
    /// How it was given back, if it was.
    pub given_back: Option<GivenBack>,
}

/// How a place was given back, as far as reports tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GivenBack {
    /// By its holder, less than a day before it began.
    DroppedLate,
    /// In time, or by another, or for another.
    Otherwise,
}

impl Taken {
    fn is_held(&self) -> bool {
        self.given_back.is_none()
    }

    fn is_no_show(&self) -> bool {
        self.steps.contains(&Step::NoShow)
    }

    /// Whether somebody who counts was there or said that they would be.
    fn is_staffed(&self) -> bool {
        let said = self.steps.contains(&Step::Confirmed) || self.steps.contains(&Step::CheckedIn);
        self.is_held() && self.qualified && said && !self.is_no_show()
    }
}

/// The sums behind the figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sums {
    /// Required time of all places of the least crews.
    #[serde(with = "seconds")]
    pub required: Duration,
    /// Of that, what was staffed.
    #[serde(with = "seconds")]
    pub staffed: Duration,
    /// Time of shifts with nobody staffed.
    #[serde(with = "seconds")]
    pub unstaffed: Duration,
    /// Time of shifts with somebody staffed, but fewer than required.
    #[serde(with = "seconds")]
    pub understaffed: Duration,
    /// Places of the least crews.
    pub needed: usize,
    /// Of these, places that somebody held all the time.
    pub filled: usize,
    /// Places on the crews that were held, or given back after a no-show.
    pub held: usize,
    /// Of these, those whose holders did not come.
    pub no_shows: usize,
    /// Places dropped late.
    pub late_cancels: usize,
    /// Places of which any step is known.
    pub attended: usize,
}

impl Sums {
    /// Of some shifts.
    pub fn of(shifts: &[Crewed]) -> Self {
        let mut sums = Self::default();
        for shift in shifts {
            sums.add_time(shift);
            sums.add_places(shift);
        }
        sums
    }

    fn add_time(&mut self, shift: &Crewed) {
        let required = usize::from(shift.required);
        for (length, staffed) in stretches(shift, Taken::is_staffed) {
            let times = |number: usize| length * i32::try_from(number).unwrap_or_default();
            self.required += times(required);
            self.staffed += times(staffed.min(required));
            if staffed == 0 {
                self.unstaffed += length;
            } else if staffed < required {
                self.understaffed += length;
            }
        }
    }

    fn add_places(&mut self, shift: &Crewed) {
        let required = usize::from(shift.required);
        let all_the_time = stretches(shift, Taken::is_held)
            .into_iter()
            .map(|(_, held)| held)
            .min();
        self.needed += required;
        self.filled += all_the_time.unwrap_or_default().min(required);
        for place in &shift.places {
            self.held += usize::from(place.is_held() || place.is_no_show());
            self.no_shows += usize::from(place.is_no_show());
            self.late_cancels += usize::from(place.given_back == Some(GivenBack::DroppedLate));
            self.attended += usize::from(!place.steps.is_empty());
        }
    }

    /// Whether it is known who came.
    pub const fn knows_who_came(&self) -> bool {
        self.held == 0 || self.attended > 0
    }
}

impl std::ops::Add for Sums {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            required: self.required + other.required,
            staffed: self.staffed + other.staffed,
            unstaffed: self.unstaffed + other.unstaffed,
            understaffed: self.understaffed + other.understaffed,
            needed: self.needed + other.needed,
            filled: self.filled + other.filled,
            held: self.held + other.held,
            no_shows: self.no_shows + other.no_shows,
            late_cancels: self.late_cancels + other.late_cancels,
            attended: self.attended + other.attended,
        }
    }
}

/// A length of time, kept as whole seconds.
mod seconds {
    use chrono::Duration;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(
        length: &Duration,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(length.num_seconds())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Duration, D::Error> {
        i64::deserialize(deserializer).map(Duration::seconds)
    }
}

/// The stretches of a shift between which nothing changes: how long each is, and how many places count in it.
fn stretches(shift: &Crewed, counts: fn(&Taken) -> bool) -> Vec<(Duration, usize)> {
    let places: Vec<Span> = shift
        .places
        .iter()
        .filter(|place| counts(place))
        .map(|place| place.span)
        .collect();
    let edges: BTreeSet<_> = places
        .iter()
        .chain([&shift.span])
        .flat_map(|span| [span.starts, span.ends])
        .filter(|edge| (shift.span.starts..=shift.span.ends).contains(edge))
        .collect();
    let there = |at| places.iter().filter(|span| span.holds(at)).count();
    edges
        .iter()
        .zip(edges.iter().skip(1))
        .map(|(starts, ends)| (ends.since(*starts), there(*starts)))
        .collect()
}

/// What is kept of a month's shifts, so that a quarter is the exact sum of its months.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Staffing {
    /// Published shifts that were not cancelled.
    pub shifts: usize,
    /// The sums behind the figures.
    pub sums: Sums,
    /// How many seconds each settled swap took, from the offer on.
    pub swaps: Vec<i64>,
}

impl Staffing {
    /// Of a month's shifts.
    pub fn of(month: &Crews) -> Self {
        Self {
            shifts: month.shifts.len(),
            sums: Sums::of(&month.shifts),
            swaps: month.swaps.iter().map(Duration::num_seconds).collect(),
        }
    }

    /// Of several months.
    #[must_use]
    pub fn sum<'a>(months: impl IntoIterator<Item = &'a Self>) -> Self {
        months.into_iter().fold(Self::default(), |sum, month| Self {
            shifts: sum.shifts + month.shifts,
            sums: sum.sums + month.sums,
            swaps: sum.swaps.iter().chain(&month.swaps).copied().collect(),
        })
    }
}
