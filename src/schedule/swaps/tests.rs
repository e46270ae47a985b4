//! What state an offer is in, who sees it, and who may accept it.

use super::*;

fn person(digit: char) -> PersonId {
    let id = format!("0199a3f2-7c1d-7e07-9b5a-3f1c2d4e5a6{digit}");
    id.parse().unwrap()
}

fn at(hour: u32) -> Moment {
    Moment::parse(&format!("2026-06-10T{hour:02}:00:00Z")).unwrap()
}

fn by(hour: u32) -> By {
    By {
        person: person('9'),
        at: at(hour),
    }
}

/// Offered at 6 by person 0 to persons 1 and 2, until 10; the place is from 12 to 16.
fn offer() -> Offer {
    let shift: ShiftId = "0199a3f2-7c1d-7e07-9b5a-3f1c2d4e5b6b".parse().unwrap();
    let span = Span {
        starts: at(12),
        ends: at(16),
    };
    let addressee = |person| Addressee {
        person,
        declined: None,
    };
    Offer {
        id: "0199a3f2-7c1d-7e07-9b5a-3f1c2d4e5b6a".parse().unwrap(),
        place: Offered {
            claim: "0199a3f2-7c1d-7e07-9b5a-3f1c2d4e5b6c".parse().unwrap(),
            shift,
            seat: Seat::Crew,
            person: person('0'),
            name: "Ana".to_owned(),
            whole: span,
            held: true,
        },
        span,
        to: vec![addressee(person('1')), addressee(person('2'))],
        returns: Vec::new(),
        offered: by(6),
        expires_at: at(10),
        withdrawn: None,
        acceptances: Vec::new(),
    }
}

fn acceptance(digit: char) -> Acceptance {
    Acceptance {
        id: "0199a3f2-7c1d-7e07-9b5a-3f1c2d4e5b6d".parse().unwrap(),
        person: person(digit),
        gives: None,
        accepted: by(7),
        refused: None,
        settled: None,
        taken: None,
        returned: None,
        undone: None,
    }
}

fn with(change: impl FnOnce(&mut Offer)) -> Offer {
    let mut offer = offer();
    change(&mut offer);
    offer
}

fn accepted(change: impl FnOnce(&mut Acceptance)) -> Offer {
    let mut taken_up = acceptance('1');
    change(&mut taken_up);
    with(|offer| offer.acceptances.push(taken_up))
}

#[test]
fn the_state_follows_from_the_rows_and_the_time() {
    use OfferState::{
        AwaitingApproval, Declined, Expired, Open, Refused, Settled, Undone, Withdrawn,
    };
    let decline = |offer: &mut Offer, one: usize| offer.to[one].declined = Some(by(7));
    let refused_one = || accepted(|it| it.refused = Some(by(8)));
    // At 8, after the offer has run out at 10, and once the shift has begun at 12.
    let cases = [
        ("untouched", offer(), [Open, Expired, Expired]),
        (
            "withdrawn",
            with(|it| it.withdrawn = Some(by(7))),
            [Withdrawn; 3],
        ),
        ("dropped", with(|it| it.place.held = false), [Withdrawn; 3]),
        (
            "one declined",
            with(|it| decline(it, 0)),
            [Open, Expired, Expired],
        ),
        (
            "all declined",
            with(|it| {
                decline(it, 0);
                decline(it, 1);
            }),
            [Declined; 3],
        ),
        (
            "accepted",
            accepted(|_| {}),
            [AwaitingApproval, AwaitingApproval, Expired],
        ),
        (
            "accepted, then withdrawn",
            with(|it| {
                it.acceptances.push(acceptance('1'));
                it.withdrawn = Some(by(7));
            }),
            [Withdrawn; 3],
        ),
        ("one refused", refused_one(), [Open, Expired, Expired]),
        (
            "one refused, the other declined",
            {
                let mut offer = refused_one();
                decline(&mut offer, 1);
                offer
            },
            [Refused; 3],
        ),
        (
            "one refused, to all",
            {
                let mut offer = refused_one();
                offer.to.clear();
                offer
            },
            [Open, Expired, Expired],
        ),
        (
            "one refused, the other accepted",
            {
                let mut offer = refused_one();
                offer.acceptances.push(acceptance('2'));
                offer
            },
            [AwaitingApproval, AwaitingApproval, Expired],
        ),
        (
            "settled, so that it is held no more",
            {
                let mut offer = accepted(|it| it.settled = Some(by(7)));
                offer.place.held = false;
                offer
            },
            [Settled; 3],
        ),
        (
            "undone",
            accepted(|it| {
                it.settled = Some(by(7));
                it.undone = Some(by(8));
            }),
            [Undone; 3],
        ),
    ];
    for (about, offer, expected) in cases {
        let states = [8, 10, 12].map(|hour| offer.state(at(hour)));
        assert_eq!(states, expected, "{about}");
    }
}

fn code(outcome: Result<(), Error>) -> &'static str {
    match outcome {
        Ok(()) => "yes",
        Err(Error::Refused(problem)) => problem.code,
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn an_offer_is_accepted_by_whom_it_was_made_to() {
    let asked = |offer: &Offer, digit| code(offer.may_be_accepted_by(person(digit), at(8)));
    let named = offer();
    assert_eq!(asked(&named, '1'), "yes");
    assert_eq!(asked(&named, '3'), "not_addressed");
    assert_eq!(
        asked(&named, '0'),
        "not_addressed",
        "nobody takes their own"
    );
    let to_all = with(|it| it.to.clear());
    assert_eq!(asked(&to_all, '3'), "yes");
    assert_eq!(asked(&to_all, '0'), "not_addressed");
    let declined = with(|it| it.to[0].declined = Some(by(7)));
    assert_eq!(asked(&declined, '1'), "declined_before");
    assert_eq!(asked(&declined, '2'), "yes");
    let refused = accepted(|it| it.refused = Some(by(7)));
    assert_eq!(asked(&refused, '1'), "refused_before");
    assert_eq!(asked(&refused, '2'), "yes");
    assert_eq!(asked(&accepted(|_| {}), '2'), "no_longer_open");
}

#[test]
fn an_offer_to_all_is_seen_while_it_is_open_and_by_who_took_it_up() {
    let seen = |offer: &Offer, hour: u32| {
        ['0', '1', '2', '3'].map(|digit| offer.is_seen_by(person(digit), at(hour)))
    };
    assert_eq!(seen(&offer(), 8), [true, true, true, false]);
    assert_eq!(seen(&offer(), 11), [true, true, true, false]);
    let mut to_all = with(|it| it.to.clear());
    assert_eq!(seen(&to_all, 8), [true; 4]);
    assert_eq!(seen(&to_all, 11), [true, false, false, false]);
    to_all.acceptances.push(acceptance('3'));
    assert_eq!(seen(&to_all, 8), [true, false, false, true]);
}

#[test]
fn a_place_in_return_is_on_one_of_the_shifts_asked_for() {
    let shift = |text: &str| text.parse::<ShiftId>().unwrap();
    let asked_for = shift("0199a3f2-7c1d-7e07-9b5a-3f1c2d4e5c01");
    let other = shift("0199a3f2-7c1d-7e07-9b5a-3f1c2d4e5c02");
    let told = |offer: &Offer, given| offer.return_fault(given).map(|fault| fault.code);
    let for_nothing = offer();
    assert_eq!(told(&for_nothing, None), None);
    assert_eq!(told(&for_nothing, Some(other)), Some("not_asked_for"));
    let in_return = with(|it| it.returns.push(asked_for));
    assert_eq!(told(&in_return, None), Some("required"));
    assert_eq!(told(&in_return, Some(asked_for)), None);
    assert_eq!(told(&in_return, Some(other)), Some("not_asked_for"));
}

#[test]
fn who_was_refused_has_no_part_in_what_another_took_up() {
    let mut offer = accepted(|it| it.refused = Some(by(7)));
    let parties = |offer: &Offer| ['0', '1', '2'].map(|digit| offer.is_party(person(digit)));
    assert_eq!(parties(&offer), [true, true, false]);
    offer.acceptances.push(acceptance('2'));
    assert_eq!(parties(&offer), [true, false, true]);
}
