//! Who may amend a call and when, what a reason may be, and what changed from one version to the next.

use chrono::Duration;
use serde_json::Value;

use super::record::Record;
use super::{Call, minutes, note, retention, times};
use crate::clock::Moment;
use crate::error::{Error, Fault};
use crate::line::Wall;

/// How long an author may amend a call after logging it.
pub const AUTHORS_TIME: Duration = Duration::hours(24);
/// The most versions of a call: more are no corrections.
pub const MOST_VERSIONS: i32 = 50;
/// The longest reason, in characters.
const LONGEST_REASON: usize = 300;
/// So many digits, with nothing but signs between them, may be a phone number.
const DIGITS_OF_A_NUMBER: usize = 7;

/// Who asks to amend a call.
#[derive(Clone, Copy, Debug)]
pub struct Asker {
    /// Whether they logged it.
    pub is_author: bool,
    /// Whether they are a supervisor.
    pub is_supervisor: bool,
}

/// Whether somebody who sees the call may amend it now.
pub fn may_amend(
    asker: Asker,
    logged_at: Moment,
    has_reason: bool,
    now: Moment,
) -> Result<(), Error> {
    if asker.is_author && now.since(logged_at) <= AUTHORS_TIME {
        return Ok(());
    }
    if !asker.is_supervisor {
        let detail = "You could amend this call for 24 hours after logging it. A supervisor still can, with a reason.";
        return Err(Error::conflict(vec![Fault::reason(
            "amending_over",
            detail,
        )]));
    }
    if !has_reason {
        let detail = "A supervisor says why a call is amended.";
        return Err(Error::invalid(vec![Fault::at(
            "/reason", "required", detail,
        )]));
    }
    Ok(())
}

/// Everything that is wrong with a reason. It says why the record was wrong, and nothing of who called. `year` is the
/// present one.
pub fn reason_faults(reason: &str, year: i32) -> Vec<Fault> {
    let mut faults = Vec::new();
    let length = reason.trim().chars().count();
    if !(1..=LONGEST_REASON).contains(&length) || reason.chars().any(char::is_control) {
        let detail = "Give a reason of 1 to 300 characters on one line.";
        faults.push(Fault::at("/reason", "length", detail));
    }
    // Stricter than of a note: nobody needs seven digits to say why a record was wrong.
    let strict = reason.contains('@') || holds_a_number(reason);
    if strict || note::gives_away(reason, year) {
        let detail = "A reason holds no phone number and no address: say what was wrong with the record, not who called.";
        faults.push(Fault::at("/reason", "identifying", detail));
    }
    faults
}

/// Whether enough digits follow one another to be a phone number, whatever signs stand between them.
fn holds_a_number(text: &str) -> bool {
    let mut digits = 0;
    for letter in text.chars() {
        if letter.is_numeric() {
            digits += 1;
        } else if letter.is_alphabetic() {
            digits = 0;
        }
        if digits >= DIGITS_OF_A_NUMBER {
            return true;
        }
    }
    false
}

/// A call with another content, as if that had been logged then; or everything that is wrong with it. Once the
/// exact times are gone, the times stay as they are.
pub fn amended(
    call: &Call,
    record: &Record,
    logged_at: Moment,
    coarse: Option<Wall>,
) -> Result<Call, Vec<Fault>> {
    let mut faults = Vec::new();
    let (record, minutes) = match coarse {
        None => {
            faults.extend(times(record, logged_at));
            (record.clone(), minutes(record))
        }
        Some(wall) => {
            let coarse = retention::coarse(record, wall);
            for (pointer, sent, kept) in [
                ("/started_at", coarse.started_at, call.record.started_at),
                ("/ended_at", coarse.ended_at, call.record.ended_at),
            ] {
                if sent != kept {
                    let detail = "The exact times are no longer kept. Send the times as the call shows them.";
                    faults.push(Fault::at(pointer, "times_coarsened", detail));
                }
            }
            (coarse, call.minutes)
        }
    };
    faults.extend(record.faults());
    if faults.is_empty() {
        Ok(Call::kept(call.id, record, minutes))
    } else {
        Err(faults)
    }
}

/// One field that is not as it was.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Where in the record it is: a JSON pointer.
    pub pointer: String,
    /// What it was.
    pub from: Value,
    /// What it became.
    pub to: Value,
}

/// The fields in which two records differ, in the order of the record. Lists are compared whole.
pub fn changes(from: &Value, to: &Value) -> Vec<Change> {
    let mut found = Vec::new();
    collect(String::new(), from, to, &mut found);
    found
}

fn collect(pointer: String, from: &Value, to: &Value, found: &mut Vec<Change>) {
    if let (Value::Object(before), Value::Object(after)) = (from, to) {
        // A field that one version of the program knew and another did not is there as null.
        let lost = before.keys().filter(|name| !after.contains_key(*name));
        for name in after.keys().chain(lost) {
            let one = before.get(name).unwrap_or(&Value::Null);
            let other = after.get(name).unwrap_or(&Value::Null);
            collect(format!("{pointer}/{name}"), one, other, found);
        }
    } else if from != to {
        found.push(Change {
            pointer,
            from: from.clone(),
            to: to.clone(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn codes<T>(outcome: Result<T, Error>) -> Vec<&'static str> {
        match outcome {
            Err(Error::Refused(problem)) => problem.faults.iter().map(|fault| fault.code).collect(),
            Err(other) => panic!("{other}"),
            Ok(_) => Vec::new(),
        }
    }

    #[test]
    fn the_author_amends_for_a_day_and_a_supervisor_always_with_a_reason() {
        let logged_at = Moment::parse("2026-06-10T19:00:00Z").unwrap();
        let in_time = logged_at.plus(AUTHORS_TIME);
        let too_late = in_time.plus(Duration::seconds(1));
        let asker = |is_author, is_supervisor| Asker {
            is_author,
            is_supervisor,
        };
        let cases: [(Asker, bool, Moment, &[&str]); 8] = [
            (asker(true, false), false, in_time, &[]),
            (asker(true, false), false, too_late, &["amending_over"]),
            (asker(true, false), true, too_late, &["amending_over"]),
            (asker(false, true), false, in_time, &["required"]),
            (asker(false, true), true, in_time, &[]),
            (asker(false, true), true, too_late, &[]),
            (asker(true, true), false, in_time, &[]),
            (asker(true, true), false, too_late, &["required"]),
        ];
        for (asker, has_reason, now, expected) in cases {
            let said = codes(may_amend(asker, logged_at, has_reason, now));
            assert_eq!(said, expected, "{asker:?} {has_reason} {now}");
        }
    }

    #[test]
    fn a_reason_is_short_and_holds_no_number_and_no_address() {
        let cases: [(&str, &[&str]); 11] = [
            ("The peer chose the wrong type.", &[]),
            ("Rating was 7, not 8; see 2 calls of 6 June 2026", &[]),
            ("  ", &["length"]),
            ("One line\nand another", &["length"]),
            ("Call 555-0199 back", &["identifying"]),
            ("Call (510) 555 01 99 back", &["identifying"]),
            ("Call 5.5.5.0.1.9.9", &["identifying"]),
            ("See ana@oak.example", &["identifying"]),
            ("She lives at 12 Larkspur Lane", &["identifying"]),
            ("See www.oak.example/ana", &["identifying"]),
            ("Fullwidth ５５５０１９９", &["identifying"]),
        ];
        for (reason, expected) in cases {
            let said: Vec<_> = reason_faults(reason, 2026)
                .iter()
                .map(|one| one.code)
                .collect();
            assert_eq!(said, expected, "{reason}");
        }
        assert_eq!(reason_faults(&"a".repeat(300), 2026), []);
        assert_eq!(reason_faults(&"a".repeat(301), 2026).len(), 1);
    }

    #[test]
    fn changes_are_told_field_by_field_and_lists_whole() {
        let from = json!({"reasons": ["sleep"], "isolation": {"mode": null, "end": {"rating": 5}}, "peer_impact": 1});
        let to = json!({"reasons": ["sleep", "trauma"], "isolation": {"mode": null, "end": {"rating": 4}}, "peer_impact": 1});
        let found = changes(&from, &to);
        let told: Vec<_> = found
            .iter()
            .map(|one| (one.pointer.as_str(), one.from.clone(), one.to.clone()))
            .collect();
        assert_eq!(
            told,
            [
                ("/reasons", json!(["sleep"]), json!(["sleep", "trauma"])),
                ("/isolation/end/rating", json!(5), json!(4)),
            ]
        );
        assert_eq!(changes(&to, &to), []);
    }

    #[test]
    fn a_field_that_came_later_was_null_before() {
        let told = changes(&json!({"gone": 1}), &json!({"new": true}));
        let pointers: Vec<_> = told.iter().map(|one| one.pointer.as_str()).collect();
        assert_eq!(pointers, ["/new", "/gone"]);
    }
}
