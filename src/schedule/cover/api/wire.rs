//! Cover as JSON.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::clock::Moment;
use crate::http::Page;
use crate::id::{CoverRequestId, PersonId, ShiftId};
use crate::schedule::Seat;
use crate::schedule::api::wire::MayClaim;
use crate::schedule::cover::changes::looking::Seen;
use crate::schedule::cover::{Answer, Ask, Ending, Suggestion};

/// Which place is to be taken over.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCoverRequest {
    /// On which shift.
    pub(super) shift_id: ShiftId,
    /// Whose, if a supervisor asks for somebody; yours if not said.
    #[serde(default)]
    pub(super) person_id: Option<PersonId>,
}

/// Somebody who was asked to take a place over.
#[derive(Serialize, ToSchema)]
pub struct AskView {
    /// Who.
    person_id: PersonId,
    /// What colleagues call them.
    name: String,
    /// When they were asked.
    asked_at: Moment,
    /// What they said; null if nothing yet.
    answer: Option<Answer>,
}

impl From<Ask> for AskView {
    fn from(ask: Ask) -> Self {
        Self {
            person_id: ask.person,
            name: ask.name,
            asked_at: ask.asked_at,
            answer: ask.answer,
        }
    }
}

/// A wish that somebody take a place over.
#[derive(Serialize, ToSchema)]
pub struct CoverRequestView {
    /// Its id.
    id: CoverRequestId,
    /// The shift.
    shift_id: ShiftId,
    /// What people call the shift.
    shift_name: String,
    /// Who holds the place.
    person_id: PersonId,
    /// What colleagues call them.
    name: String,
    /// As what they are there.
    seat: Seat,
    /// When the place starts.
    starts_at: Moment,
    /// When it ends.
    ends_at: Moment,
    /// When it was asked for.
    asked_at: Moment,
    /// How it ended; null while it is open.
    outcome: Option<Ending>,
    /// Who was asked: all of them for its holder and for supervisors, yourself for others.
    asked: Vec<AskView>,
    /// Whether you may take the place over; null for its holder and for who is not a peer.
    may_cover: Option<MayClaim>,
}

impl From<Seen> for CoverRequestView {
    fn from(seen: Seen) -> Self {
        let request = seen.request;
        Self {
            id: request.id,
            shift_id: request.shift,
            shift_name: request.shift_name,
            person_id: request.holder,
            name: request.name,
            seat: request.seat,
            starts_at: request.span.starts,
            ends_at: request.span.ends,
            asked_at: request.asked_at,
            outcome: request.outcome,
            asked: seen.asks.into_iter().map(AskView::from).collect(),
            may_cover: seen.reasons.map(MayClaim::from),
        }
    }
}

/// A page of wishes for cover.
#[derive(Serialize, ToSchema)]
pub struct CoverRequestList {
    /// The wishes, the soonest place first.
    pub(super) items: Vec<CoverRequestView>,
    /// The cursor of the next page.
    pub(super) next: Option<String>,
}

impl Page for CoverRequestList {
    fn next(&self) -> Option<&str> {
        self.next.as_deref()
    }
}

/// Somebody who may take a place over.
#[derive(Serialize, ToSchema)]
pub struct SuggestionView {
    /// Who.
    person_id: PersonId,
    /// What colleagues call them.
    name: String,
    /// When they were last asked to cover anything; null if never.
    last_asked_at: Option<Moment>,
    /// What they work in the week of the place, without it, in hours.
    #[schema(minimum = 0)]
    hours: f64,
    /// What they would like to work in a week, in hours; null if they have not said.
    #[schema(minimum = 0)]
    wished_hours: Option<f64>,
}

impl From<Suggestion> for SuggestionView {
    fn from(one: Suggestion) -> Self {
        let hours = |length: chrono::Duration| {
            let hundredths = length.as_seconds_f64() / 36.0;
            hundredths.round() / 100.0
        };
        Self {
            person_id: one.person,
            name: one.name,
            last_asked_at: one.last_asked,
            hours: hours(one.worked),
            wished_hours: one.wished.map(hours),
        }
    }
}

/// Whom to ask.
#[derive(Serialize, ToSchema)]
pub struct SuggestionList {
    /// Who was asked longest ago comes first, then who has the fewest hours against their wish, then by name.
    pub(super) items: Vec<SuggestionView>,
    /// Always null: a line has few peers who may.
    pub(super) next: Option<String>,
}
