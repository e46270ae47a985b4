//! Rows of what each peer held, did and asked for in a month.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Duration;
use diesel::dsl::count_star;
use diesel::prelude::*;

use super::crews::{gathered, given_back};
use crate::calls::record::HARDEST;
use crate::clock::Moment;
use crate::db::Conn;
use crate::db::schema::{
    attendance, calls, claims, debrief_completions, debriefs, people, person_roles,
    shift_cancellations, shifts, showings, wishes,
};
use crate::error::Error;
use crate::id::{ClaimId, DebriefId, PersonId};
use crate::reports::peer_load::{Part, Peer, Tally};
use crate::reports::periods::Month;
use crate::role::Role;
use crate::schedule::presence::Step;
use crate::schedule::shift::Release;
use crate::schedule::{Seat, Span};

/// Everybody who is a peer, and everybody else who did a peer's work in the month, by name.
pub fn of(conn: &mut Conn, month: Month, span: Span) -> Result<Vec<Peer>, Error> {
    let peers: BTreeSet<PersonId> = person_roles::table
        .filter(person_roles::role.eq(Role::Peer))
        .select(person_roles::person_id)
        .load(conn)?
        .into_iter()
        .collect();
    let mut parts = parts(conn, span)?;
    let mut tallies = tallies(conn, month, span)?;
    let wished: BTreeMap<PersonId, Option<i32>> = wishes::table
        .select((wishes::person_id, wishes::wished_hours))
        .load(conn)?
        .into_iter()
        .collect();
    let everybody: Vec<(PersonId, String)> = people::table
        .order((people::name, people::id))
        .select((people::id, people::name))
        .load(conn)?;
    let of = |(id, name)| {
        let (parts, tally) = (parts.remove(&id), tallies.remove(&id));
        let counts = peers.contains(&id) || parts.is_some() || tally.is_some();
        counts.then(|| Peer {
            id,
            name,
            parts: parts.unwrap_or_default(),
            tally: tally.unwrap_or_default(),
            wished: wished
                .get(&id)
                .copied()
                .flatten()
                .map(|hours| Duration::hours(hours.into())),
        })
    };
    Ok(everybody.into_iter().filter_map(of).collect())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = claims)]
struct Row {
    id: ClaimId,
    person_id: PersonId,
    starts_at: Moment,
    ends_at: Moment,
    override_reason: Option<String>,
    release: Option<Release>,
    late: i32,
}

/// The places on crews of published shifts that touch the span, by who has or had them.
fn parts(conn: &mut Conn, span: Span) -> Result<BTreeMap<PersonId, Vec<Part>>, Error> {
    let rows = claims::table
        .inner_join(shifts::table.on(shifts::id.eq(claims::shift_id)))
        .inner_join(showings::table.on(showings::shift_id.eq(claims::shift_id)))
        .left_join(
            shift_cancellations::table.on(shift_cancellations::shift_id.eq(claims::shift_id)),
        )
        .filter(shift_cancellations::cancelled_at.is_null())
        .filter(claims::seat.eq(Seat::Crew))
        .filter(claims::starts_at.lt(span.ends))
        .filter(claims::ends_at.gt(span.starts))
        .order((claims::starts_at, claims::id))
        .select(Row::as_select())
        .load(conn)?;
    let mut steps: BTreeMap<ClaimId, BTreeSet<Step>> = gathered(
        attendance::table
            .inner_join(claims::table.on(claims::id.eq(attendance::claim_id)))
            .filter(claims::starts_at.lt(span.ends))
            .filter(claims::ends_at.gt(span.starts))
            .select((attendance::claim_id, attendance::step))
            .load(conn)?,
    );
    let mut parts: BTreeMap<PersonId, Vec<Part>> = BTreeMap::new();
    for row in rows {
        parts.entry(row.person_id).or_default().push(Part {
            span: Span {
                starts: row.starts_at,
                ends: row.ends_at,
            },
            steps: steps.remove(&row.id).unwrap_or_default(),
            given_back: given_back(row.release, row.late),
            overridden: row.override_reason.is_some(),
        });
    }
    Ok(parts)
}

fn tallies(conn: &mut Conn, month: Month, span: Span) -> Result<BTreeMap<PersonId, Tally>, Error> {
    let mut tallies: BTreeMap<PersonId, Tally> = BTreeMap::new();
    let number = |count: i64| usize::try_from(count).unwrap_or_default();
    let answered = calls::table
        .filter(calls::local_date.ge(month.first()))
        .filter(calls::local_date.lt(month.next().first()))
        .group_by(calls::peer_id);
    let contacts = answered.select((calls::peer_id, count_star()));
    for (peer, count) in contacts.load::<(PersonId, i64)>(conn)? {
        tallies.entry(peer).or_default().contacts = number(count);
    }
    let hard = answered
        .filter(calls::peer_impact.eq(i32::from(HARDEST)))
        .select((calls::peer_id, count_star()));
    for (peer, count) in hard.load::<(PersonId, i64)>(conn)? {
        tallies.entry(peer).or_default().hard_calls = number(count);
    }
    let asked = debriefs::table
        .left_join(debrief_completions::table)
        .filter(debriefs::asked_at.ge(span.starts))
        .filter(debriefs::asked_at.lt(span.ends))
        .select((
            debriefs::peer_id,
            debrief_completions::debrief_id.nullable(),
        ));
    for (peer, held) in asked.load::<(PersonId, Option<DebriefId>)>(conn)? {
        let tally = tallies.entry(peer).or_default();
        tally.debriefs_asked += 1;
        tally.debriefs_done += usize::from(held.is_some());
    }
    Ok(tallies)
}
