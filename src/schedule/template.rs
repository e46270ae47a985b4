//! Templates: rules in wall time from which shifts are made, and whom those need.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};

use super::{Day, WallTime};
use crate::clock::Moment;
use crate::error::Fault;
use crate::id::TemplateId;
use crate::line::monday;
use crate::people::qualifications::QualificationCode;
use crate::words::words;

/// A rule in local wall time from which shifts are made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// Its id.
    pub id: TemplateId,
    /// What people call these shifts.
    pub name: String,
    /// The days on which a shift starts.
    pub days: BTreeSet<Day>,
    /// When it starts.
    pub starts: WallTime,
    /// When it ends: the next day if not after the start.
    pub ends: WallTime,
    /// Whom a shift needs.
    pub needs: Needs,
    /// In every so manieth week, counted from the week of `valid_from`.
    pub every_weeks: u8,
    /// What happens on holidays.
    pub on_holidays: OnHolidays,
    /// The first date on which a shift starts.
    pub valid_from: NaiveDate,
    /// The last such date, if there is one.
    pub valid_until: Option<NaiveDate>,
    /// Whether it stands for a single shift and is not listed.
    pub one_off: bool,
    /// Since when no shifts are made from it, if so.
    pub retired_at: Option<Moment>,
    /// Raised with every change.
    pub version: i32,
}

impl Template {
    /// Whether a shift starts on a date, which may be one of the holidays.
    pub fn asks_for(&self, date: NaiveDate, holidays: &BTreeSet<NaiveDate>) -> bool {
        let weeks = (monday(date) - monday(self.valid_from)).num_weeks();
        let holiday = holidays.contains(&date);
        let valid = self.valid_from <= date && self.valid_until.is_none_or(|until| date <= until);
        valid
            && self.days.contains(&Day::from(date.weekday()))
            && weeks % i64::from(self.every_weeks.max(1)) == 0
            && match self.on_holidays {
                OnHolidays::AsUsual => true,
                OnHolidays::LeftOut => !holiday,
                OnHolidays::Only => holiday,
            }
    }
}

words! {
    /// What a template asks for on holidays.
    #[derive(Default)]
    OnHolidays {
        #[default]
        AsUsual = "as_usual",
        LeftOut = "left_out",
        Only = "only",
    }
}

/// Whom a shift needs, and for how many it has room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Needs {
    /// How many people, at least and at most.
    pub crew: Crew,
    /// For how many trainees it has room beside them.
    pub shadows: u8,
    /// Whether one of the crew must be a shift lead.
    pub lead: bool,
    /// What each of the crew must hold.
    pub qualifications: BTreeSet<QualificationCode>,
}

impl Needs {
    /// So many people, whoever they are.
    pub const fn only(crew: Crew) -> Self {
        Self {
            crew,
            shadows: 0,
            lead: false,
            qualifications: BTreeSet::new(),
        }
    }
}

/// What people call a shift: 1 to 80 characters on one line, spaces at the ends left out.
pub fn shift_name(asked: &str) -> Result<String, Fault> {
    let name = asked.trim();
    if name.is_empty() || name.chars().count() > 80 || name.contains(char::is_control) {
        let detail = "name is one line, 1 to 80 characters long.";
        return Err(Fault::at("/name", "length", detail));
    }
    Ok(name.to_owned())
}

/// How many people a shift needs and has room for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Crew {
    min: u8,
    max: u8,
}

impl Crew {
    /// At least one person, at most fifty, and no less room than need.
    pub fn new(min: u8, max: u8) -> Result<Self, Fault> {
        if !(1..=50).contains(&min) {
            return Err(Fault::at(
                "/min_crew",
                "out_of_range",
                "min_crew is from 1 to 50.",
            ));
        }
        if max < min || max > 50 {
            return Err(Fault::at(
                "/max_crew",
                "out_of_range",
                "max_crew is from min_crew to 50.",
            ));
        }
        Ok(Self { min, max })
    }

    /// The number below which the shift has a gap.
    pub const fn min(self) -> u8 {
        self.min
    }

    /// The number of places.
    pub const fn max(self) -> u8 {
        self.max
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shift_has_a_name_on_one_line() {
        assert_eq!(shift_name(" Frühschicht ").unwrap(), "Frühschicht");
        for wrong in ["", "  ", "a\nb", "bell\u{7}", "\u{9b}", &"x".repeat(81)] {
            assert!(shift_name(wrong).is_err(), "{wrong:?}");
        }
    }
}
