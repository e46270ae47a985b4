//! What is sent of a template or of a single shift: looked at once, with all faults at once.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::clock::Date;
use crate::error::Fault;
use crate::id::{ScheduleId, TemplateId};
use crate::people::qualifications::QualificationCode;
use crate::schedule::template::OnHolidays;
use crate::schedule::{Crew, Day, Needs, Template, WallTime, shift_name};
use crate::words::words;

/// The most trainees on one shift.
const MOST_SHADOWS: u8 = 5;
/// The longest cycle of a template, in weeks.
const LONGEST_CYCLE: u8 = 8;

/// Declares a body that holds what every shift has, and fields of its own: `flatten` would take unknown fields.
macro_rules! with_content {
    ($(#[$about:meta])* $name:ident { $($own:tt)* }) => {
        $(#[$about])*
        #[derive(Clone, Serialize, Deserialize, ToSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            /// What people call it.
            #[schema(min_length = 1, max_length = 80, example = "Evening")]
            pub name: String,
            /// When it starts, as HH:MM.
            #[schema(example = "20:00")]
            pub starts: String,
            /// When it ends, as HH:MM; on the next day if not after the start.
            #[schema(example = "00:00")]
            pub ends: String,
            /// With fewer people it has a gap.
            #[schema(minimum = 1, maximum = 50)]
            pub min_crew: u8,
            /// How many places it has.
            #[schema(minimum = 1, maximum = 50)]
            pub max_crew: u8,
            /// For how many trainees it has room beside them; none if not given.
            #[serde(default)]
            #[schema(minimum = 0, maximum = 5)]
            pub shadow_places: u8,
            /// Whether one of the crew must be a shift lead; no if not given.
            #[serde(default)]
            pub lead_needed: bool,
            /// What each of the crew must hold; nothing if not given.
            #[serde(default)]
            pub qualifications: Vec<QualificationCode>,
            $($own)*
        }

        impl $name {
            /// What every shift has, if nothing is wrong with it.
            fn content(
                &self,
                known: &BTreeSet<QualificationCode>,
                faults: &mut Vec<Fault>,
            ) -> Option<Content> {
                let asked = Asked {
                    name: &self.name,
                    times: (&self.starts, &self.ends),
                    crew: (self.min_crew, self.max_crew),
                    shadows: self.shadow_places,
                    lead: self.lead_needed,
                    qualifications: &self.qualifications,
                };
                asked.content(known, faults)
            }
        }
    };
}

/// Declares a body that holds a whole template, and fields of its own.
macro_rules! with_template {
    ($(#[$about:meta])* $name:ident { $($own:tt)* }) => {
        with_content! {
            $(#[$about])*
            $name {
                /// The days on which a shift starts.
                #[schema(min_items = 1, max_items = 7)]
                pub weekdays: Vec<Day>,
                /// In every so manieth week, counted from the week (Monday to Sunday) of `valid_from`; 1 if not given.
                #[serde(default = "every_week")]
                #[schema(minimum = 1, maximum = 8)]
                pub every_weeks: u8,
                /// What happens on holidays; `as_usual` if not given.
                #[serde(default)]
                pub on_holidays: OnHolidays,
                /// The first date on which a shift starts.
                pub valid_from: Date,
                /// The last such date; none if not given.
                #[serde(default)]
                pub valid_until: Option<Date>,
                $($own)*
            }
        }

        impl $name {
            /// The template, or everything that is wrong with it.
            pub fn template(
                &self,
                id: TemplateId,
                known: &BTreeSet<QualificationCode>,
            ) -> Result<Template, Vec<Fault>> {
                let mut faults = Vec::new();
                let content = self.content(known, &mut faults);
                let dates = (self.valid_from, self.valid_until);
                rule_faults(&self.weekdays, self.every_weeks, dates, &mut faults);
                let content = content.filter(|_| faults.is_empty()).ok_or(faults)?;
                Ok(Template {
                    id,
                    name: content.name,
                    days: self.weekdays.iter().copied().collect(),
                    starts: content.times.0,
                    ends: content.times.1,
                    needs: content.needs,
                    every_weeks: self.every_weeks,
                    on_holidays: self.on_holidays,
                    valid_from: self.valid_from.day(),
                    valid_until: self.valid_until.map(Date::day),
                    one_off: false,
                    retired_at: None,
                    version: 1,
                })
            }
        }
    };
}

with_template! {
    /// A rule from which shifts are made, in the line's wall time.
    TemplateBody {}
}

with_template! {
    /// A rule as it shall be from now on.
    TemplateChange {
        /// Which shifts that it has made follow the change; those that peers do not see yet if not given.
        #[serde(default)]
        pub apply_to: ApplyTo,
    }
}

with_content! {
    /// A single shift, in the line's wall time.
    OneOffBody {
        /// The schedule that it belongs to.
        pub schedule_id: ScheduleId,
        /// The local date on which it starts; one of the schedule's.
        pub local_date: Date,
    }
}

with_content! {
    /// What a shift shall be, on its date.
    ShiftBody {}
}

words! {
    /// Which of the coming shifts follow a change of their template.
    #[derive(Default)]
    ApplyTo {
        /// Those that peers do not see.
        #[default]
        Drafts = "drafts",
        /// All of them.
        PublishedToo = "published_too",
    }
}

/// What every shift has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    /// What people call it.
    pub name: String,
    /// When it starts and ends.
    pub times: (WallTime, WallTime),
    /// Whom it needs.
    pub needs: Needs,
}

impl OneOffBody {
    /// What the shift is, or everything that is wrong with it.
    pub fn parsed(&self, known: &BTreeSet<QualificationCode>) -> Result<Content, Vec<Fault>> {
        let mut faults = Vec::new();
        self.content(known, &mut faults).ok_or(faults)
    }
}

impl ShiftBody {
    /// What the shift is, or everything that is wrong with it.
    pub fn parsed(&self, known: &BTreeSet<QualificationCode>) -> Result<Content, Vec<Fault>> {
        let mut faults = Vec::new();
        self.content(known, &mut faults).ok_or(faults)
    }
}

const fn every_week() -> u8 {
    1
}

/// What every shift has, as it was sent.
struct Asked<'a> {
    name: &'a str,
    times: (&'a str, &'a str),
    crew: (u8, u8),
    shadows: u8,
    lead: bool,
    qualifications: &'a [QualificationCode],
}

impl Asked<'_> {
    fn content(
        &self,
        known: &BTreeSet<QualificationCode>,
        faults: &mut Vec<Fault>,
    ) -> Option<Content> {
        let (named, before) = (shift_name(self.name), faults.len());
        let name = named.map_err(|fault| faults.push(fault)).ok();
        let starts = WallTime::read(self.times.0, "/starts", faults);
        let ends = WallTime::read(self.times.1, "/ends", faults);
        let crew = Crew::new(self.crew.0, self.crew.1);
        let crew = crew.map_err(|fault| faults.push(fault)).ok();
        if self.shadows > MOST_SHADOWS {
            let detail = "shadow_places is from 0 to 5.";
            faults.push(Fault::at("/shadow_places", "out_of_range", detail));
        }
        let unknown = self.qualifications.iter().enumerate();
        for (at, _) in unknown.filter(|(_, code)| !known.contains(code)) {
            let detail = "The line knows of no such qualification.";
            let pointer = format!("/qualifications/{at}");
            faults.push(Fault::at(pointer, "unknown_qualification", detail));
        }
        let content = Content {
            name: name?,
            times: (starts?, ends?),
            needs: Needs {
                crew: crew?,
                shadows: self.shadows,
                lead: self.lead,
                qualifications: self.qualifications.iter().copied().collect(),
            },
        };
        (faults.len() == before).then_some(content)
    }
}

fn rule_faults(
    days: &[Day],
    every_weeks: u8,
    (from, until): (Date, Option<Date>),
    faults: &mut Vec<Fault>,
) {
    if days.is_empty() {
        let detail = "Name at least one weekday.";
        faults.push(Fault::at("/weekdays", "length", detail));
    }
    if !(1..=LONGEST_CYCLE).contains(&every_weeks) {
        let detail = "every_weeks is from 1 to 8.";
        faults.push(Fault::at("/every_weeks", "out_of_range", detail));
    }
    if until.is_some_and(|until| until < from) {
        let detail = "valid_until is not before valid_from.";
        faults.push(Fault::at("/valid_until", "out_of_range", detail));
    }
}
