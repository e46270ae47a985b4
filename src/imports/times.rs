//! When a call of an older log began and ended, from whichever columns say so.

use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveDateTime, NaiveTime};

use super::mapping::{Column, Plan};
use super::target::{Target, TimePart};
use crate::clock::{Moment, YEARS};
use crate::line::Wall;
use crate::sheet::Row;

/// Start and end, or the field that cannot be read.
pub(super) fn of(row: &Row, plan: &Plan, wall: Wall) -> Result<(Moment, Moment), TimePart> {
    let find = |part: TimePart| {
        let columns = plan.columns.iter().enumerate();
        columns
            .into_iter()
            .find_map(|(position, (target, column))| {
                let text = || put(row.cell(position), column);
                (*target == Target::Time(part)).then(|| (text(), column))
            })
    };
    let started = if let Some((text, column)) = find(TimePart::StartedAt) {
        moment(&text, column, wall).ok_or(TimePart::StartedAt)?
    } else {
        let date = find(TimePart::StartedOn).and_then(|(text, column)| {
            read(column, |format| {
                NaiveDate::parse_from_str(&text, format).ok()
            })
        });
        let date = date.filter(|date| YEARS.contains(&date.year()));
        let date = date.ok_or(TimePart::StartedOn)?;
        let time = find(TimePart::StartedTime).and_then(|(text, column)| clock(&text, column));
        wall.instant(date.and_time(time.ok_or(TimePart::StartedTime)?))
    };
    for part in TimePart::ALL {
        let Some((text, column)) = find(*part) else {
            continue;
        };
        let whole = || text.parse::<u16>().ok().map(i64::from);
        let ended = match part {
            TimePart::StartedAt | TimePart::StartedOn | TimePart::StartedTime => continue,
            TimePart::EndedAt => moment(&text, column, wall),
            TimePart::EndedTime => clock(&text, column).map(|time| after(started, time, wall)),
            TimePart::Minutes => whole().map(|count| started.plus(Duration::minutes(count))),
            TimePart::Seconds => whole().map(|count| started.plus(Duration::seconds(count))),
            TimePart::Length => length(&text).map(|length| started.plus(length)),
        };
        return ended.map(|ended| (started, ended)).ok_or(*part);
    }
    Err(TimePart::EndedAt)
}

/// A cell with its pieces replaced.
fn put(cell: &str, column: &Column) -> String {
    if column.values.is_empty() {
        return cell.to_owned();
    }
    let small = cell.to_lowercase();
    let pieces = column.values.iter();
    pieces.fold(small, |text, (piece, instead)| {
        text.replace(&piece.to_lowercase(), instead)
    })
}

fn read<T>(column: &Column, parse: impl Fn(&str) -> Option<T>) -> Option<T> {
    column.formats.iter().find_map(|format| parse(format))
}

fn moment(text: &str, column: &Column, wall: Wall) -> Option<Moment> {
    read(column, |format| {
        let with_offset = DateTime::parse_from_str(text, format).ok();
        let local = || NaiveDateTime::parse_from_str(text, format).ok();
        with_offset
            .map(|at| Moment::new(at.to_utc()))
            .or_else(|| local().map(|local| wall.instant(local)))
    })
    .filter(|at| YEARS.contains(&at.utc().year()))
}

fn clock(text: &str, column: &Column) -> Option<NaiveTime> {
    read(column, |format| {
        NaiveTime::parse_from_str(text, format).ok()
    })
}

/// The first time after the start at which the clock shows this.
fn after(started: Moment, time: NaiveTime, wall: Wall) -> Moment {
    let date = wall.date(started);
    let same_day = wall.instant(date.and_time(time));
    if same_day > started {
        return same_day;
    }
    let next = date.succ_opt().unwrap_or(date);
    wall.instant(next.and_time(time))
}

/// A length as hours, minutes and perhaps seconds: `0:22` or `00:22:30`.
fn length(text: &str) -> Option<Duration> {
    let parts: Option<Vec<i64>> = text
        .split(':')
        .map(|part| part.parse::<u8>().ok().map(i64::from))
        .collect();
    match parts?.as_slice() {
        [hours, minutes] => Some(Duration::minutes(hours * 60 + minutes)),
        [hours, minutes, seconds] => Some(Duration::seconds(hours * 3600 + minutes * 60 + seconds)),
        _ => None,
    }
}
