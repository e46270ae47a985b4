//! An offer as somebody asks for it: what is wrong with it as it stands, and whether it is one that is known.

use std::collections::BTreeSet;

use super::{MOST_ADDRESSEES, MOST_RETURNS, Offer};
use crate::clock::Moment;
use crate::error::Fault;
use crate::id::{PersonId, ShiftId, SwapOfferId};

/// An offer as somebody asks for it.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Its id.
    pub id: SwapOfferId,
    /// On which shift the place is.
    pub shift: ShiftId,
    /// Whose place it is.
    pub person: PersonId,
    /// When the part begins that is offered, if not with the place.
    pub starts: Option<Moment>,
    /// When it ends, if not with the place.
    pub ends: Option<Moment>,
    /// To whom; to all peers if not said.
    pub to: Option<Vec<PersonId>>,
    /// The shifts of which one is taken in return.
    pub returns: Vec<ShiftId>,
    /// Until when; until the start if not said.
    pub expires_at: Option<Moment>,
}

impl Asked {
    /// Those who are named.
    pub fn addressees(&self) -> &[PersonId] {
        self.to.as_deref().unwrap_or_default()
    }

    /// What is wrong with it, whoever the people are and whatever the shifts.
    pub fn faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        if let Some(to) = &self.to {
            if to.is_empty() || to.len() > MOST_ADDRESSEES {
                let detail = "Name 1 to 20 people, or say \"all\".";
                faults.push(Fault::at("/to", "length", detail));
            }
            faults.extend(repeated("/to", to));
            for (index, _) in to.iter().enumerate().filter(|(_, to)| **to == self.person) {
                let detail = "Nobody swaps with themselves.";
                faults.push(Fault::at(format!("/to/{index}"), "themselves", detail));
            }
        }
        if self.returns.len() > MOST_RETURNS {
            let detail = "Name at most 10 shifts.";
            faults.push(Fault::at("/in_return", "length", detail));
        }
        faults.extend(repeated("/in_return", &self.returns));
        let same = |(_, shift): &(usize, &ShiftId)| **shift == self.shift;
        for (index, _) in self.returns.iter().enumerate().filter(same) {
            let pointer = format!("/in_return/{index}");
            let detail = "This is the shift whose place is offered.";
            faults.push(Fault::at(pointer, "same_shift", detail));
        }
        faults
    }

    /// What is wrong with when it runs out, for a place that begins then.
    pub fn expiry_fault(&self, starts: Moment, now: Moment) -> Option<Fault> {
        let expires_at = self.expires_at?;
        let detail = "An offer runs out after now, and at the latest when what is offered begins.";
        (expires_at <= now || expires_at > starts)
            .then(|| Fault::at("/expires_at", "out_of_range", detail))
    }

    /// Whether it says the same as an offer that is known.
    pub fn is(&self, offer: &Offer) -> bool {
        let whole = offer.place.whole;
        let to: BTreeSet<PersonId> = offer.to.iter().map(|one| one.person).collect();
        let returns: BTreeSet<ShiftId> = offer.returns.iter().copied().collect();
        (self.shift, self.person) == (offer.place.shift, offer.place.person)
            && self.starts.unwrap_or(whole.starts) == offer.span.starts
            && self.ends.unwrap_or(whole.ends) == offer.span.ends
            && self.addressees().iter().copied().collect::<BTreeSet<_>>() == to
            && self.returns.iter().copied().collect::<BTreeSet<_>>() == returns
            && self.expires_at.unwrap_or(offer.span.starts) == offer.expires_at
    }
}

fn repeated<T: Ord>(list: &str, items: &[T]) -> Vec<Fault> {
    let mut seen = BTreeSet::new();
    let again = items
        .iter()
        .enumerate()
        .filter(|(_, item)| !seen.insert(*item));
    again
        .map(|(index, _)| {
            Fault::at(
                format!("{list}/{index}"),
                "repeated",
                "This is named twice.",
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id<T: std::str::FromStr<Err: std::fmt::Debug>>(last: usize) -> T {
        let text = format!("0199a3f2-7c1d-7e07-9b5a-3f1c2d4e5{last:03}");
        text.parse().unwrap()
    }

    fn asked(to: Option<Vec<usize>>, returns: Vec<usize>) -> Asked {
        Asked {
            id: id(1),
            shift: id(2),
            person: id(3),
            starts: None,
            ends: None,
            to: to.map(|to| to.into_iter().map(id).collect()),
            returns: returns.into_iter().map(id).collect(),
            expires_at: None,
        }
    }

    #[test]
    fn all_that_is_wrong_with_an_offer_is_said_at_once() {
        let found = |asked: Asked| {
            let faults = asked.faults().into_iter();
            faults
                .map(|fault| (fault.pointer.unwrap(), fault.code))
                .collect::<Vec<_>>()
        };
        let said = |list: &[(&str, &'static str)]| {
            let list = list.iter();
            list.map(|(pointer, code)| ((*pointer).to_owned(), *code))
                .collect::<Vec<_>>()
        };
        assert_eq!(found(asked(None, vec![])), said(&[]));
        assert_eq!(
            found(asked(Some((10..30).collect()), (30..40).collect())),
            said(&[])
        );
        assert_eq!(
            found(asked(Some(vec![]), (30..41).collect())),
            said(&[("/to", "length"), ("/in_return", "length")])
        );
        assert_eq!(
            found(asked(Some((10..31).collect()), vec![])),
            said(&[("/to", "length")])
        );
        assert_eq!(
            found(asked(Some(vec![5, 3, 5]), vec![2, 9, 9])),
            said(&[
                ("/to/2", "repeated"),
                ("/to/1", "themselves"),
                ("/in_return/2", "repeated"),
                ("/in_return/0", "same_shift"),
            ])
        );
    }

    #[test]
    fn an_offer_runs_out_between_now_and_the_start() {
        let at = |hour: u32| Moment::parse(&format!("2026-06-10T{hour:02}:00:00Z")).unwrap();
        for (hour, is_wrong) in [(8, true), (9, false), (12, false), (13, true)] {
            let mut asked = asked(None, vec![]);
            asked.expires_at = Some(at(hour));
            assert_eq!(
                asked.expiry_fault(at(12), at(8)).is_some(),
                is_wrong,
                "{hour}"
            );
        }
        assert_eq!(asked(None, vec![]).expiry_fault(at(12), at(8)), None);
    }
}
