//! Templates to shifts: rules in wall time become instants, across daylight-saving changes.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};

use super::{Shift, Span, Template, WallTime};
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
    /// A shift with these wall times that starts on this date; none if a daylight-saving gap swallows it whole, and
    /// none if it ends in the year 10000 in UTC: its end could not be written with four digits of year.
    pub fn on(
        local_date: NaiveDate,
        (starts, ends): (WallTime, WallTime),
        wall: Wall,
    ) -> Option<Self> {
        let end_date = if ends <= starts {
            local_date.checked_add_days(Days::new(1))?
        } else {
            local_date
        };
        let starts = wall.instant(local_date.and_time(starts.time()));
        let ends = wall.instant(end_date.and_time(ends.time()));
        (starts < ends && ends.is_in_reach()).then_some(Self {
            local_date,
            span: Span { starts, ends },
        })
    }

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

/// The shifts a template asks for on the dates from `first` to `last`, both included, of which some are holidays.
pub fn planned(
    template: &Template,
    wall: Wall,
    first: NaiveDate,
    last: NaiveDate,
    holidays: &BTreeSet<NaiveDate>,
) -> Vec<Planned> {
    let first = first.max(template.valid_from);
    let last = template.valid_until.map_or(last, |until| last.min(until));
    first
        .iter_days()
        .take_while(|date| *date <= last)
        .filter(|date| template.asks_for(*date, holidays))
        .filter_map(|date| Planned::on(date, (template.starts, template.ends), wall))
        .collect()
}

#[cfg(test)]
mod every_zone;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::template::OnHolidays;
    use crate::schedule::{Crew, Day, Needs};

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
        let shifts = planned(&template(starts, ends), wall, date(on), date(on), &none());
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
        let made = |starts, ends| planned(&template(starts, ends), wall, last, last, &none()).len();
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

    fn none() -> BTreeSet<NaiveDate> {
        BTreeSet::new()
    }

    /// The dates of June 2026 on which a template asks for a shift.
    fn in_june(template: &Template, holidays: &[&str]) -> Vec<String> {
        let (first, last) = (date("2026-06-01"), date("2026-06-30"));
        let holidays = holidays.iter().map(|text| date(text)).collect();
        let shifts = planned(template, Wall(chrono_tz::UTC), first, last, &holidays);
        let dates = shifts.iter().map(|shift| shift.local_date.to_string());
        dates.collect()
    }

    #[test]
    fn only_the_templates_days_and_dates_are_planned() {
        let mut template = template("08:00", "12:00");
        template.days = [Day::Monday, Day::Friday].into();
        template.valid_until = Some(date("2026-06-08"));
        assert_eq!(
            in_june(&template, &[]),
            ["2026-06-01", "2026-06-05", "2026-06-08"]
        );
    }

    #[test]
    fn every_other_week_is_counted_from_the_week_of_the_first_date() {
        let mut template = template("08:00", "12:00");
        template.days = [Day::Monday, Day::Friday].into();
        // A Wednesday: the Monday of that week is before it, its Friday is not.
        template.valid_from = date("2026-06-03");
        template.every_weeks = 2;
        let dates = in_june(&template, &[]);
        assert_eq!(
            dates,
            ["2026-06-05", "2026-06-15", "2026-06-19", "2026-06-29"]
        );
        template.valid_from = date("2025-12-31");
        template.every_weeks = 8;
        assert_eq!(in_june(&template, &[]), ["2026-06-15", "2026-06-19"]);
    }

    #[test]
    fn holidays_are_as_usual_left_out_or_the_only_days() {
        let mut template = template("08:00", "12:00");
        template.days = [Day::Friday].into();
        let holidays = ["2026-06-19", "2026-06-22"];
        assert_eq!(in_june(&template, &holidays).len(), 4);
        template.on_holidays = OnHolidays::LeftOut;
        assert_eq!(
            in_june(&template, &holidays),
            ["2026-06-05", "2026-06-12", "2026-06-26"]
        );
        template.on_holidays = OnHolidays::Only;
        assert_eq!(in_june(&template, &holidays), ["2026-06-19"]);
    }
}
