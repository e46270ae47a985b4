//! The two sides of a swap: what each gives, and everything that speaks against each getting what the other gives.

use super::told_to;
use crate::clock::Moment;
use crate::db::Conn;
use crate::error::{Error, Fault};
use crate::id::{ClaimId, PersonId, ShiftId};
use crate::line::Line;
use crate::schedule::changes::asker::Asker;
use crate::schedule::eligibility::Reason;
use crate::schedule::swaps::parts;
use crate::schedule::{Claim, Span, Staffed, changes};

/// What somebody gives: a place on a shift, or a part of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Giving<'a> {
    /// The shift.
    pub(super) on: &'a Staffed,
    /// The place.
    pub(super) claim: &'a Claim,
    /// How much of it.
    pub(super) part: Span,
}

/// Everything that speaks against somebody getting what is given, if they give something in return.
pub(super) fn against(
    taker: &Asker,
    given: Giving<'_>,
    in_return: Option<Giving<'_>>,
    line: &Line,
    now: Moment,
) -> Vec<Reason> {
    let on = parts::given_back(given.on, given.claim, given.part);
    let place = (given.claim.seat, given.part);
    let Some(Giving { claim, part, .. }) = in_return else {
        return taker.refusals(&on, place, line, now);
    };
    let mut taker = taker.without(&[claim]);
    taker.claims.extend(parts::kept(claim, part));
    taker.refusals(&on, place, line, now)
}

/// A place that is held, and how much of it goes.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) on: Staffed,
    pub(super) claim: Claim,
    part: Span,
}

impl Place {
    /// A place by its claim, all of it unless a part is named; nothing if it is no longer held.
    pub(super) fn find(
        conn: &mut Conn,
        (claim, shift): (ClaimId, ShiftId),
        part: Option<Span>,
        line: &Line,
    ) -> Result<Option<Self>, Error> {
        let Some(on) = changes::staffed_one(conn, shift, line.wall)? else {
            return Ok(None);
        };
        let held = on.claims.iter().find(|held| held.id == claim).cloned();
        Ok(held.map(|claim| Self {
            part: part.unwrap_or(claim.span),
            on,
            claim,
        }))
    }

    pub(super) const fn giving(&self) -> Giving<'_> {
        Giving {
            on: &self.on,
            claim: &self.claim,
            part: self.part,
        }
    }
}

/// Who gives what to whom.
#[derive(Clone, Debug)]
pub(super) struct Sides {
    /// What goes to the taker.
    pub(super) given: Place,
    /// What the taker gives in return.
    pub(super) returned: Option<Place>,
    /// Who gets what is given.
    pub(super) taker: PersonId,
}

impl Sides {
    /// Everything that speaks against the exchange: of the taker first, then of the other, at the place in return.
    pub(super) fn faults(
        &self,
        conn: &mut Conn,
        line: &Line,
        now: Moment,
    ) -> Result<Vec<Fault>, Error> {
        let given = self.given.giving();
        let returned = self.returned.as_ref().map(Place::giving);
        let spans = [Some(given.part), returned.map(|place| place.part)];
        let taker = Asker::of(conn, self.taker, spans.into_iter().flatten(), line)?;
        let reasons = against(&taker, given, returned, line, now);
        let mut faults: Vec<Fault> = reasons.into_iter().map(Reason::fault).collect();
        if let Some(returned) = returned {
            let other = given.claim.person;
            let other = Asker::of(conn, other, spans.into_iter().flatten(), line)?;
            let reasons = against(&other, returned, Some(given), line, now).into_iter();
            faults.extend(reasons.map(|reason| told_to("/return_shift_id".to_owned(), reason)));
        }
        Ok(faults)
    }
}
