//! Rows of what is held past its time, what was destroyed, and who asked for reports.

use std::collections::BTreeSet;

use diesel::prelude::*;

use crate::audit::Action;
use crate::calls::changes;
use crate::calls::retention::Duty;
use crate::clock::Moment;
use crate::db::Conn;
use crate::db::schema::audit_entries;
use crate::error::Error;
use crate::id::PersonId;
use crate::line;
use crate::reports::closings::Kept;
use crate::reports::periods::Period;
use crate::reports::store::closings;

/// What the subject of a pulled report ends with if a tool pulled it.
pub const BY_TOOL: &str = " by tool";

/// Retention that runs every five minutes is late only if it failed for this long.
const GRACE: chrono::Duration = chrono::Duration::hours(1);

/// What there is to tell of a period, as of the closing of its last month.
pub fn of(conn: &mut Conn, period: Period) -> Result<Kept, Error> {
    let wall = line::store::find(conn)?.wall;
    let from = wall.midnight(period.first().first());
    let until = wall.midnight(period.last().next().first());
    let mut kept = Kept {
        overdue: overdue(conn, period)?,
        ..Kept::default()
    };
    let mut askers = BTreeSet::new();
    for (action, subject, person) in entries(conn, from, until)? {
        match action {
            Action::RetentionDone => kept.notes += notes_in(&subject),
            Action::NoteDestroyed => kept.notes += 1,
            Action::NoteKeyDestroyed => kept.note_keys += 1,
            Action::CallerKeyShredded => kept.year_keys += 1,
            _ => {
                askers.extend(person);
                if subject.ends_with(BY_TOOL) {
                    kept.by_tools += 1;
                } else {
                    kept.by_people += 1;
                }
            }
        }
    }
    kept.askers = askers.len();
    Ok(kept)
}

type Entry = (Action, String, Option<PersonId>);

fn entries(conn: &mut Conn, from: Moment, until: Moment) -> Result<Vec<Entry>, Error> {
    let told = [
        Action::RetentionDone,
        Action::NoteDestroyed,
        Action::NoteKeyDestroyed,
        Action::CallerKeyShredded,
        Action::ReportPulled,
    ];
    Ok(audit_entries::table
        .filter(audit_entries::at.ge(from))
        .filter(audit_entries::at.lt(until))
        .filter(audit_entries::action.eq_any(told.map(Action::as_str)))
        .select((
            audit_entries::action,
            audit_entries::subject,
            audit_entries::person_id,
        ))
        .load(conn)?)
}

/// How many notes an entry of retention tells of.
fn notes_in(subject: &str) -> usize {
    let told = subject
        .strip_prefix(Duty::Notes.as_str())
        .and_then(|rest| rest.strip_prefix(": "));
    told.and_then(|count| count.parse().ok())
        .unwrap_or_default()
}

/// How many rows were held past their time when the period's last month was closed.
fn overdue(conn: &mut Conn, period: Period) -> Result<usize, Error> {
    let Some(closed) = closings::closure(conn, period.last())? else {
        return Ok(0);
    };
    let mut overdue = 0;
    for duty in Duty::ALL {
        let due = changes::due(conn, *duty, closed.minus(GRACE))?;
        overdue += usize::try_from(due).unwrap_or_default();
    }
    Ok(overdue)
}
