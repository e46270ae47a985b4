//! What is known of all peers at once, so that no list asks for each of them.

use std::collections::BTreeMap;

use super::Asker;
use crate::calls;
use crate::db::Conn;
use crate::error::Error;
use crate::id::PersonId;
use crate::line::Line;
use crate::people;
use crate::people::qualifications::Held;
use crate::schedule::store::peers::Wisher;
use crate::schedule::{Claim, LONGEST, Span, eligibility, store};

impl Asker {
    /// What must be known of each peer who is not suspended to judge about a place at this time, with their names.
    pub fn everybody(
        conn: &mut Conn,
        span: Span,
        line: &Line,
    ) -> Result<Vec<(Self, String)>, Error> {
        let window = eligibility::window(span, line.limits);
        let mut claims: BTreeMap<PersonId, Vec<Claim>> = BTreeMap::new();
        for claim in store::claims::held_in(conn, window)? {
            claims.entry(claim.person).or_default().push(claim);
        }
        let mut held: BTreeMap<PersonId, Vec<Held>> = BTreeMap::new();
        for named in people::store::qualifications::held_by_all(conn)? {
            held.entry(named.held.person).or_default().push(named.held);
        }
        let from = line.wall.date(window.starts);
        let mut availability = store::availability::of_all(conn, from)?;
        // A call that ended before cannot matter any more.
        let since = span.starts.minus(line.limits.cool_off + LONGEST);
        let hard = calls::store::debriefs::last_hard_calls(conn, since)?;
        let peers = store::peers::active_peers(conn)?.into_iter();
        let asker = |Wisher { person, name, .. }| {
            let asker = Self {
                person,
                claims: claims.remove(&person).unwrap_or_default(),
                availability: availability.remove(&person).unwrap_or_default(),
                held: held.remove(&person).unwrap_or_default(),
                suspended: false,
                last_hard_call: hard.get(&person).copied(),
            };
            (asker, name)
        };
        Ok(peers.map(asker).collect())
    }
}
