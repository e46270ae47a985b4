//! Talks that peers ask for after hard calls: waiting, claimed by a supervisor, done.

use chrono::Duration;

use crate::clock::Moment;
use crate::error::{Error, Fault};
use crate::id::{CallId, DebriefId, PersonId};
use crate::words::words;

words! {
    /// How far a debrief has come.
    State {
        /// No supervisor has taken it on.
        Waiting = "waiting",
        /// A supervisor has taken it on.
        Claimed = "claimed",
        /// It was held.
        Done = "done",
    }
}

/// Who did something, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct By {
    /// The supervisor.
    pub person: PersonId,
    /// When.
    pub at: Moment,
}

/// A talk that a peer asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Debrief {
    /// Its id.
    pub id: DebriefId,
    /// Who asked for it.
    pub peer: PersonId,
    /// About which call, if about one.
    pub call: Option<CallId>,
    /// When it was asked for.
    pub asked_at: Moment,
    /// Who has taken it on.
    pub claim: Option<By>,
    /// Who held it.
    pub completion: Option<By>,
}

impl Debrief {
    /// How far it has come.
    pub const fn state(&self) -> State {
        match (self.claim, self.completion) {
            (_, Some(_)) => State::Done,
            (Some(_), None) => State::Claimed,
            (None, None) => State::Waiting,
        }
    }

    /// How long the peer waited until it was held, or waits by now.
    pub fn wait(&self, now: Moment) -> Duration {
        let until = self.completion.map_or(now, |held| held.at);
        until.since(self.asked_at).max(Duration::zero())
    }

    /// Whether a supervisor may take it on: true if it is theirs already.
    pub fn may_claim(&self, supervisor: PersonId) -> Result<bool, Error> {
        if self.peer == supervisor {
            return Err(refused(
                "own_debrief",
                "You asked for this debrief yourself; another supervisor holds it.",
            ));
        }
        match (self.completion, self.claim) {
            (Some(_), _) => Err(already_done()),
            (None, Some(claim)) if claim.person != supervisor => Err(refused(
                "already_claimed",
                "Another supervisor has taken this debrief on.",
            )),
            (None, claim) => Ok(claim.is_some()),
        }
    }

    /// Whether a supervisor may give it back: false if nobody has it.
    pub fn may_give_back(&self, supervisor: PersonId) -> Result<bool, Error> {
        match (self.completion, self.claim) {
            (Some(_), _) => Err(already_done()),
            (None, Some(claim)) if claim.person != supervisor => Err(refused(
                "not_yours",
                "Another supervisor has taken this debrief on.",
            )),
            (None, claim) => Ok(claim.is_some()),
        }
    }

    /// Whether a supervisor may say that it was held: true if they said so already.
    pub fn may_complete(&self, supervisor: PersonId) -> Result<bool, Error> {
        if let Some(held) = self.completion {
            return if held.person == supervisor {
                Ok(true)
            } else {
                Err(already_done())
            };
        }
        match self.claim {
            Some(claim) if claim.person == supervisor => Ok(false),
            Some(_) => Err(refused(
                "not_yours",
                "Another supervisor has taken this debrief on.",
            )),
            None => Err(refused(
                "not_claimed",
                "Claim the debrief first, so that nobody else comes too.",
            )),
        }
    }
}

fn already_done() -> Error {
    refused("already_done", "This debrief was held already.")
}

fn refused(code: &'static str, detail: &str) -> Error {
    Error::conflict(vec![Fault::reason(code, detail)])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(digit: char) -> PersonId {
        format!("0199a3f2-7c1d-7e07-9b5a-3f1c2d4e5a6{digit}")
            .parse()
            .unwrap()
    }

    fn at(text: &str) -> Moment {
        Moment::parse(text).unwrap()
    }

    fn debrief(claimed: Option<char>, held: Option<char>) -> Debrief {
        let by = |who: Option<char>, when| {
            who.map(|who| By {
                person: person(who),
                at: at(when),
            })
        };
        Debrief {
            id: "0199a3f2-7c1d-7e07-9b5a-3f1c2d4e5a6f".parse().unwrap(),
            peer: person('0'),
            call: None,
            asked_at: at("2026-06-10T19:00:00Z"),
            claim: by(claimed, "2026-06-10T19:10:00Z"),
            completion: by(held, "2026-06-10T20:00:00Z"),
        }
    }

    fn said(outcome: Result<bool, Error>) -> Result<bool, &'static str> {
        outcome.map_err(|error| match error {
            Error::Refused(problem) => problem.code,
            other => panic!("{other}"),
        })
    }

    #[test]
    fn a_debrief_is_claimed_given_back_and_held_by_one_supervisor() {
        // Claimed by, held by; what supervisor 1 is told when they claim, give back, and complete.
        let cases = [
            (None, None, Ok(false), Ok(false), Err("not_claimed")),
            (Some('1'), None, Ok(true), Ok(true), Ok(false)),
            (
                Some('2'),
                None,
                Err("already_claimed"),
                Err("not_yours"),
                Err("not_yours"),
            ),
            (
                Some('1'),
                Some('1'),
                Err("already_done"),
                Err("already_done"),
                Ok(true),
            ),
            (
                Some('2'),
                Some('2'),
                Err("already_done"),
                Err("already_done"),
                Err("already_done"),
            ),
        ];
        for (claimed, held, claim, give_back, complete) in cases {
            let debrief = debrief(claimed, held);
            let one = person('1');
            assert_eq!(said(debrief.may_claim(one)), claim);
            assert_eq!(said(debrief.may_give_back(one)), give_back);
            assert_eq!(said(debrief.may_complete(one)), complete);
        }
    }

    #[test]
    fn nobody_holds_their_own_debrief() {
        assert_eq!(
            said(debrief(None, None).may_claim(person('0'))),
            Err("own_debrief")
        );
    }

    #[test]
    fn the_wait_ends_when_the_debrief_is_held() {
        let later = at("2026-06-10T22:00:00Z");
        assert_eq!(
            debrief(Some('1'), None).wait(later).num_minutes(),
            180,
            "a claim is no talk"
        );
        assert_eq!(debrief(Some('1'), Some('1')).wait(later).num_minutes(), 60);
    }
}
