//! The proposal for whoever asks.

use serde::Serialize;
use utoipa::ToSchema;

use super::{AFTER_SHIFT, LastCall, Proposal, propose};
use crate::calls::store::{self, Wanted};
use crate::calls::words::{Channel, ContactType};
use crate::clock::Moment;
use crate::door::{As, Peer};
use crate::error::Error;
use crate::http::Found;
use crate::id::ShiftId;
use crate::line;
use crate::schedule::{self, Span};

/// What the next call of the asker is likely to be. The fields but the first two are as in the body of a call.
#[derive(Serialize, ToSchema)]
pub struct ProposalView {
    /// The shift it would be filed on; null if on none. The server finds it again when the call is logged.
    shift_id: Option<ShiftId>,
    /// The line's time zone.
    time_zone: &'static str,
    /// When it began.
    started_at: Moment,
    /// When it ended.
    ended_at: Moment,
    /// How it came about.
    channel: Channel,
    /// What kind of contact it was.
    contact_type: ContactType,
}

/// Proposes the next call.
pub async fn show(who: As<Peer>) -> Result<Found<ProposalView>, Error> {
    let (me, now) = (who.id(), who.now());
    let (proposal, wall) = who
        .read(move |conn| {
            let wanted = Wanted {
                peer: Some(me),
                ..Wanted::default()
            };
            let last = store::list(conn, &wanted, 1)?.pop();
            let last = last.map(|(call, _)| LastCall {
                channel: call.record().channel,
                ended_at: call.record().ended_at,
            });
            let lately = Span {
                starts: now.minus(AFTER_SHIFT),
                ends: now.plus(chrono::Duration::seconds(1)),
            };
            let held = schedule::store::held_by(conn, me, lately)?;
            let shifts: Vec<_> = held.iter().map(|held| (held.shift, held.span)).collect();
            let wall = line::store::find(conn)?.wall;
            Ok((propose(&shifts, last, now), wall))
        })
        .await?;
    let Proposal {
        shift,
        channel,
        started_at,
        ended_at,
    } = proposal;
    Ok(Found(ProposalView {
        shift_id: shift,
        time_zone: wall.0.name(),
        started_at,
        ended_at,
        channel,
        contact_type: ContactType::Support,
    }))
}
