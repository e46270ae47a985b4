//! Templates to shifts: rules in wall time become instants, across daylight-saving changes.

use chrono::{Datelike, Days, NaiveDate};

use super::{Day, Shift, Span, Template};
use crate::id::{ScheduleId, ShiftId};
use crate::line::Wall;

/// A shift that a template asks for on a local date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Planned {
    /// The local date on which it starts.
    pub local_date: NaiveDate,
    /// When it is.
    pub span: Span,
}

impl Planned {
    /// The shift itself, still a draft.
    pub fn shift(&self, id: ShiftId, schedule: ScheduleId, template: &Template) -> Shift {
        Shift {
            id,
            schedule,
            template: template.id,
            name: template.name.clone(),
            local_date: self.local_date,
            span: self.span,
            needs: template.needs.clone(),
            published: false,
            cancelled: false,
            version: 1,
        }
    }
}

/// The shifts a template asks for on the dates from `first` to `last`, both included.
/// A shift that a daylight-saving gap swallows whole is left out, and so is one that ends in the year 10000 in UTC: its
/// end could not be written with four digits of year.
pub fn planned(template: &Template, wall: Wall, first: NaiveDate, last: NaiveDate) -> Vec<Planned> {
    let first = first.max(template.valid_from);
    let last = template.valid_until.map_or(last, |until| last.min(until));
    first
        .iter_days()
        .take_while(|date| *date <= last)
        .filter(|date| template.days.contains(&Day::from(date.weekday())))
        .filter_map(|local_date| {
            let overnight = template.ends <= template.starts;
            let end_date = if overnight {
                local_date.checked_add_days(Days::new(1))?
            } else {
                local_date
            };
            let starts = wall.instant(local_date.and_time(template.starts.time()));
            let ends = wall.instant(end_date.and_time(template.ends.time()));
            (starts < ends && ends.is_in_reach()).then_some(Planned {
                local_date,
                span: Span { starts, ends },
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::template::OnHolidays;
    use crate::schedule::{Crew, Needs};

    fn template(starts: &str, ends: &str) -> Template {
        Template {
            id: "0199a3f2-7c1d-7e07-9b5a-3f1c2d4e5a6b".parse().unwrap(),
            name: "Nights".to_owned(),
            days: Day::ALL.iter().copied().collect(),
            starts: starts.parse().unwrap(),
            ends: ends.parse().unwrap(),
            needs: Needs::only(Crew::new(1, 2).unwrap()),
            every_weeks: 1,
            on_holidays: OnHolidays::AsUsual,
            valid_from: date("2026-01-01"),
            valid_until: None,
            one_off: false,
            retired_at: None,
            version: 1,
        }
    }

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn one(starts: &str, ends: &str, on: &str) -> Option<(String, String, i64)> {
        let wall = Wall(chrono_tz::America::Los_Angeles);
        let shifts = planned(&template(starts, ends), wall, date(on), date(on));
        shifts.first().map(|shift| {
            (
                shift.span.starts.to_string(),
                shift.span.ends.to_string(),
                shift.span.length().num_hours(),
            )
        })
    }

    #[test]
    fn no_shift_ends_after_the_last_time_that_can_be_written() {
        let wall = Wall(chrono_tz::America::Los_Angeles);
        let last = date("9999-12-31");
        let made = |starts, ends| planned(&template(starts, ends), wall, last, last).len();
        assert_eq!(
            [
                made("08:00", "12:00"),
                made("12:00", "18:00"),
                made("22:00", "06:00")
            ],
            [1, 0, 0]
        );
    }

    #[test]
    fn a_night_lasts_an_hour_less_in_spring_and_an_hour_more_in_autumn() {
        assert_eq!(one("22:00", "06:00", "2026-03-06").unwrap().2, 8);
        assert_eq!(one("22:00", "06:00", "2026-03-07").unwrap().2, 7);
        assert_eq!(one("22:00", "06:00", "2026-10-31").unwrap().2, 9);
    }

    #[test]
    fn in_the_gap_the_start_moves_to_the_first_valid_instant() {
        let (starts, ends, _) = one("02:30", "06:00", "2026-03-08").unwrap();
        assert_eq!(
            (starts.as_str(), ends.as_str()),
            ("2026-03-08T10:00:00Z", "2026-03-08T13:00:00Z")
        );
    }

    #[test]
    fn in_the_fold_the_earlier_instant_is_taken() {
        let (starts, ends, _) = one("01:30", "03:00", "2026-11-01").unwrap();
        assert_eq!(
            (starts.as_str(), ends.as_str()),
            ("2026-11-01T08:30:00Z", "2026-11-01T11:00:00Z")
        );
    }

    #[test]
    fn a_shift_swallowed_whole_by_the_gap_is_left_out() {
        assert_eq!(one("02:00", "03:00", "2026-03-08"), None);
    }

    #[test]
    fn an_end_not_after_the_start_is_on_the_next_day() {
        assert_eq!(one("20:00", "00:00", "2026-06-01").unwrap().2, 4);
        assert_eq!(one("08:00", "08:00", "2026-06-01").unwrap().2, 24);
    }

    #[test]
    fn only_the_templates_days_and_dates_are_planned() {
        let mut template = template("08:00", "12:00");
        template.days = [Day::Monday, Day::Friday].into();
        template.valid_until = Some(date("2026-06-08"));
        let wall = Wall(chrono_tz::UTC);
        let dates: Vec<_> = planned(&template, wall, date("2026-06-01"), date("2026-06-30"))
            .iter()
            .map(|shift| shift.local_date.to_string())
            .collect();
        assert_eq!(dates, ["2026-06-01", "2026-06-05", "2026-06-08"]);
    }
}
