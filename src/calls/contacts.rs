//! How often one caller was in contact on a day. Knows no code and no caller.

use chrono::Duration;

use crate::clock::Moment;
use crate::line::Wall;

/// A call-back so soon after a dropped call goes on with the same contact.
pub const CALL_BACK: Duration = Duration::minutes(10);

/// One call of a caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contact {
    /// When it began.
    pub started_at: Moment,
    /// When it ended.
    pub ended_at: Moment,
    /// Whether the line broke.
    pub dropped: bool,
}

/// The contacts of one caller on the local day of `now`.
///
/// A contact is of the day on which it began. A dropped call and an immediate call-back are one.
pub fn today(calls: &[Contact], wall: Wall, now: Moment) -> usize {
    let mut calls = calls.to_vec();
    calls.sort_by_key(|call| (call.started_at, call.ended_at));
    let goes_on = |before: &Contact, call: &Contact| {
        before.dropped && call.started_at.since(before.ended_at) <= CALL_BACK
    };
    let before = std::iter::once(None).chain(calls.iter().map(Some));
    let first = before
        .zip(&calls)
        .filter(|(before, call)| !before.is_some_and(|before| goes_on(before, call)));
    let day = wall.date(now);
    first
        .filter(|(_, call)| wall.date(call.started_at) == day)
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOS_ANGELES: Wall = Wall(chrono_tz::America::Los_Angeles);

    fn at(text: &str) -> Moment {
        let local = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
        LOS_ANGELES.instant(local)
    }

    /// Calls of five minutes, by their local beginnings; those with a `!` were dropped.
    fn calls(starts: &[&str]) -> Vec<Contact> {
        let call = |text: &&str| {
            let started_at = at(text.trim_end_matches('!'));
            Contact {
                started_at,
                ended_at: started_at.plus(Duration::minutes(5)),
                dropped: text.ends_with('!'),
            }
        };
        starts.iter().map(call).collect()
    }

    #[test]
    fn contacts_are_counted_by_local_day_and_call_backs_joined() {
        for (starts, now, count, why) in [
            (&[][..], "2026-06-10 12:00", 0, "nobody called"),
            (
                &["2026-06-10 09:00", "2026-06-10 11:00"],
                "2026-06-10 12:00",
                2,
                "each counts",
            ),
            (
                &["2026-06-10 11:00", "2026-06-10 09:00!", "2026-06-10 09:15"],
                "2026-06-10 12:00",
                2,
                "ten minutes after a drop, in any order",
            ),
            (
                &["2026-06-10 09:00!", "2026-06-10 09:16"],
                "2026-06-10 12:00",
                2,
                "eleven minutes after",
            ),
            (
                &["2026-06-10 09:00", "2026-06-10 09:10"],
                "2026-06-10 12:00",
                2,
                "nothing was dropped",
            ),
            (
                &["2026-06-10 09:00!", "2026-06-10 09:10!", "2026-06-10 09:20"],
                "2026-06-10 12:00",
                1,
                "dropped again and again",
            ),
            (
                &["2026-06-09 23:50", "2026-06-10 00:00"],
                "2026-06-10 00:30",
                1,
                "midnight begins anew",
            ),
            (
                &["2026-06-09 23:50!", "2026-06-10 00:03"],
                "2026-06-10 00:30",
                0,
                "a call-back over midnight is of the day before",
            ),
            (
                &["2026-06-09 23:50!", "2026-06-10 00:03", "2026-06-10 08:00"],
                "2026-06-10 23:59",
                1,
                "and the next call is not",
            ),
        ] {
            assert_eq!(today(&calls(starts), LOS_ANGELES, at(now)), count, "{why}");
        }
    }

    #[test]
    fn a_day_of_23_or_25_hours_is_one_day() {
        let utc = |text: &str| Moment::parse(text).unwrap();
        for (starts, now, count, why) in [
            // 8 March 2026 is from 08:00 UTC until 07:00 UTC of the next day.
            (
                ["2026-03-08T07:59:00Z", "2026-03-08T08:00:00Z"],
                "2026-03-09T06:59:00Z",
                1,
                "the spring day begins at 08:00",
            ),
            (
                ["2026-03-08T20:00:00Z", "2026-03-09T07:00:00Z"],
                "2026-03-09T06:59:00Z",
                1,
                "and ends at 07:00",
            ),
            // 1 November 2026 is from 07:00 UTC until 08:00 UTC of the next day.
            (
                ["2026-11-01T07:00:00Z", "2026-11-02T07:59:00Z"],
                "2026-11-02T07:59:00Z",
                2,
                "the autumn day has 25 hours",
            ),
            (
                ["2026-11-01T08:30:00Z", "2026-11-01T09:30:00Z"],
                "2026-11-01T12:00:00Z",
                2,
                "01:30 twice",
            ),
            (
                ["2026-11-01T07:00:00Z", "2026-11-02T08:00:00Z"],
                "2026-11-02T08:00:00Z",
                1,
                "then it is the next day",
            ),
        ] {
            let calls = starts.map(|start| Contact {
                started_at: utc(start),
                ended_at: utc(start).plus(Duration::minutes(5)),
                dropped: false,
            });
            assert_eq!(today(&calls, LOS_ANGELES, utc(now)), count, "{why}");
        }
    }

    #[test]
    fn a_call_back_across_the_repeated_hour_is_measured_in_elapsed_time() {
        let utc = |text: &str| Moment::parse(text).unwrap();
        let dropped = Contact {
            started_at: utc("2026-11-01T08:50:00Z"),
            ended_at: utc("2026-11-01T08:55:00Z"),
            dropped: true,
        };
        let back = |text| Contact {
            started_at: utc(text),
            ended_at: utc(text).plus(Duration::minutes(5)),
            dropped: false,
        };
        let now = utc("2026-11-01T12:00:00Z");
        // The wall shows 01:55, and then 01:00.
        let soon = back("2026-11-01T09:00:00Z");
        assert_eq!(today(&[dropped, soon], LOS_ANGELES, now), 1);
        // The wall shows 01:56 again, an hour later.
        let late = back("2026-11-01T09:56:00Z");
        assert_eq!(today(&[dropped, late], LOS_ANGELES, now), 2);
    }
}
