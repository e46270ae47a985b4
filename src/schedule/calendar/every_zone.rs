//! Every change of clocks of every zone from 2020 to 2035: shifts tile the days around it.

use chrono::{DateTime, Duration, LocalResult, NaiveDateTime, Offset, TimeZone};
use chrono_tz::{TZ_VARIANTS, Tz};
use rand::rngs::ChaCha12Rng;
use rand::{RngExt, SeedableRng};

use super::*;
use crate::clock::Moment;
use crate::schedule::template::OnHolidays;
use crate::schedule::{Crew, Day, Needs};

fn template(starts: WallTime, ends: WallTime) -> Template {
    Template {
        id: "0199a3f2-7c1d-7e07-9b5a-3f1c2d4e5a6b".parse().unwrap(),
        name: "Any".to_owned(),
        days: Day::ALL.iter().copied().collect(),
        starts,
        ends,
        needs: Needs::only(Crew::new(1, 2).unwrap()),
        every_weeks: 1,
        on_holidays: OnHolidays::AsUsual,
        valid_from: "2019-01-01".parse().unwrap(),
        valid_until: None,
        one_off: false,
        retired_at: None,
        version: 1,
    }
}

fn time(minutes: u32) -> WallTime {
    format!("{:02}:{:02}", minutes / 60 % 24, minutes % 60)
        .parse()
        .unwrap()
}

/// Seconds east of Greenwich at a moment.
fn offset(zone: Tz, at: i64) -> i32 {
    let at = DateTime::from_timestamp(at, 0).unwrap().naive_utc();
    zone.offset_from_utc_datetime(&at).fix().local_minus_utc()
}

/// The first seconds with another offset. No zone changes twice within ten days.
fn changes(zone: Tz) -> Vec<i64> {
    let year = |year| {
        let new_year = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
        new_year
            .and_time(chrono::NaiveTime::MIN)
            .and_utc()
            .timestamp()
    };
    let (mut found, mut from, step) = (Vec::new(), year(2020), 10 * 86_400);
    while from < year(2036) {
        let (mut before, mut after) = (from, from + step);
        if offset(zone, before) != offset(zone, after) {
            while after - before > 1 {
                let middle = before.midpoint(after);
                if offset(zone, middle) == offset(zone, before) {
                    before = middle;
                } else {
                    after = middle;
                }
            }
            found.push(after);
        }
        from += step;
    }
    found
}

/// Templates that share out the day at these minutes of it.
fn sharing(edges: &[u32]) -> Vec<Template> {
    let nexts = edges.iter().cycle().skip(1);
    let pairs = edges.iter().zip(nexts);
    pairs
        .map(|(from, to)| template(time(*from), time(*to)))
        .collect()
}

/// The shifts of templates that share out the day follow one another without a hole, from the first midnight (or the
/// first edge) to the last.
fn tile(templates: &[Template], wall: Wall, first: NaiveDate, last: NaiveDate) {
    let mut shifts: Vec<Planned> = templates
        .iter()
        .flat_map(|template| planned(template, wall, first, last, &BTreeSet::new()))
        .collect();
    shifts.sort_by_key(|shift| shift.span);
    let opening = templates.first().unwrap().starts.time();
    let edge = |date: NaiveDate| wall.instant(date.and_time(opening));
    let mut covered_until = edge(first);
    for shift in &shifts {
        let Span { starts, ends } = shift.span;
        assert_eq!(starts, covered_until, "{} {shift:?}", wall.0);
        assert!(ends > starts, "{} {shift:?}", wall.0);
        covered_until = ends;
    }
    assert_eq!(covered_until, edge(last + Duration::days(1)), "{}", wall.0);
}

/// Where the wall shows a time, an edge of a shift is when it first does; where it skips it, the edge is the first
/// instant after.
fn is_first_valid(at: Moment, local: NaiveDateTime, wall: Wall) {
    let text = format!("{} {local}", wall.0);
    match wall.0.from_local_datetime(&local) {
        LocalResult::Single(only) => assert_eq!(at, Moment::new(only.to_utc()), "{text}"),
        LocalResult::Ambiguous(one, other) => {
            assert_eq!(at, Moment::new(one.min(other).to_utc()), "{text}");
        }
        LocalResult::None => {
            assert!(wall.shows(at) > local, "{text}");
            assert!(wall.shows(at.minus(Duration::seconds(1))) < local, "{text}");
        }
    }
}

/// The shifts of one template: in order, as long as the time between their edges, and none where nothing is left.
fn follow(template: &Template, wall: Wall, first: NaiveDate, last: NaiveDate) {
    let shifts = planned(template, wall, first, last, &BTreeSet::new());
    let mut made = shifts.iter().peekable();
    let mut before: Option<Span> = None;
    for date in first.iter_days().take_while(|date| *date <= last) {
        let over_midnight = template.ends <= template.starts;
        let end_date = date + Duration::days(over_midnight.into());
        let (starts, ends) = (
            date.and_time(template.starts.time()),
            end_date.and_time(template.ends.time()),
        );
        let Some(shift) = made.next_if(|shift| shift.local_date == date) else {
            assert_eq!(
                wall.instant(starts),
                wall.instant(ends),
                "{} {date}",
                wall.0
            );
            assert_eq!(wall.0.from_local_datetime(&starts), LocalResult::None);
            continue;
        };
        is_first_valid(shift.span.starts, starts, wall);
        is_first_valid(shift.span.ends, ends, wall);
        let elapsed = shift.span.ends.epoch() - shift.span.starts.epoch();
        assert_eq!(shift.span.length().num_seconds(), elapsed);
        assert!(elapsed > 0, "{} {date}", wall.0);
        assert!(
            before.is_none_or(|before| before.starts < shift.span.starts),
            "{} {date}",
            wall.0
        );
        before = Some(shift.span);
    }
    assert_eq!(made.next(), None);
}

#[test]
fn around_every_change_of_clocks_shifts_tile_the_days_and_last_as_long_as_time_does() {
    let mut chance = ChaCha12Rng::seed_from_u64(8);
    let (mut zones, mut tried) = (0, 0);
    for zone in TZ_VARIANTS {
        let changes = changes(zone);
        zones += u32::from(!changes.is_empty());
        for change in changes {
            tried += 1;
            let wall = Wall(zone);
            let day = wall.date(Moment::new(DateTime::from_timestamp(change, 0).unwrap()));
            let (first, last) = (day - Duration::days(2), day + Duration::days(2));
            let by_four_hours: Vec<u32> = (0..6).map(|number| number * 240).collect();
            tile(&sharing(&by_four_hours), wall, first, last);
            let edges: BTreeSet<u32> = (0..4).map(|_| chance.random_range(0..1440)).collect();
            tile(
                &sharing(&edges.into_iter().collect::<Vec<_>>()),
                wall,
                first,
                last,
            );
            // Near the small hours, where clocks change; short ones too, for the gap to swallow.
            let starts = chance.random_range(0..240);
            let ends = starts + chance.random_range(1..90);
            follow(&template(time(starts), time(ends)), wall, first, last);
            let (starts, ends) = (chance.random_range(0..1440), chance.random_range(0..1440));
            follow(&template(time(starts), time(ends)), wall, first, last);
        }
    }
    assert!(
        zones > 150 && tried > 3000,
        "{zones} zones, {tried} changes"
    );
}

#[test]
fn some_shifts_are_swallowed() {
    let wall = Wall(chrono_tz::America::Los_Angeles);
    let day = "2026-03-08".parse().unwrap();
    let short = template(time(125), time(170));
    assert_eq!(planned(&short, wall, day, day, &BTreeSet::new()), []);
    follow(&short, wall, day, day);
}
