//! R9 by hand.

use super::*;
use crate::calls::words::Destination;
use crate::reports::facts::{Fact, Referral, Several};
use crate::reports::figure::Figure;
use crate::reports::figures::samples::{
    are, are_withheld, behind, figure, lies_in, month, plain, without_node,
};

fn offered(referrals: &[(Destination, ReferralResult)]) -> Fact {
    let one = |(destination, result): &(Destination, ReferralResult)| Referral {
        destination: *destination,
        result: *result,
    };
    Fact {
        referrals: Several(referrals.iter().map(one).collect()),
        ..plain()
    }
}

/// Five contacts with eight referrals.
fn five() -> Vec<Fact> {
    use Destination::{CrisisResidential, Food, Hospital, PeerRespite};
    use ReferralResult::{Accepted, Declined, InformationOnly};
    vec![
        offered(&[(PeerRespite, Accepted), (Food, InformationOnly)]),
        offered(&[(PeerRespite, Accepted), (Food, Accepted)]),
        offered(&[(PeerRespite, Declined)]),
        offered(&[(CrisisResidential, Accepted), (Hospital, Declined)]),
        offered(&[(Food, InformationOnly)]),
    ]
}

#[test]
fn the_worked_example_of_the_documentation() {
    let figures = figures(&month(&five()), Some(Dimension::ContinuumPlace));
    are(
        &figures,
        &[
            ("offered", 8.0),
            ("accepted", 4.0),
            ("declined", 2.0),
            ("information_only", 2.0),
            ("accepted_share", 66.7),
            // Respite three times, crisis residential once.
            ("residential_and_respite:offered", 4.0),
            ("residential_and_respite:accepted_share", 75.0),
            ("community_support:offered", 3.0),
            ("community_support:accepted_share", 100.0),
            ("hospital:accepted_share", 0.0),
        ],
    );
    lies_in(&figures, "accepted_share", 30.0, 90.3);
    lies_in(
        &figures,
        "residential_and_respite:accepted_share",
        30.1,
        95.4,
    );
    assert_eq!(behind(&figures, "accepted_share").0, Some(6.0));
    assert_eq!(
        figure(&figures, "urgent_and_observation:accepted_share"),
        Figure::UNDEFINED
    );
}

#[test]
fn a_destination_is_named_as_it_is_and_is_no_place_of_the_same_name() {
    let figures = figures(&month(&five()), Some(Dimension::Destination));
    are(
        &figures,
        &[
            ("peer_respite:offered", 3.0),
            ("food:information_only", 2.0),
            ("hospital:declined", 1.0),
        ],
    );
    assert!(figures.iter().all(|one| {
        one.level
            .as_deref()
            .is_none_or(|level| !level.contains(':'))
    }));
}

#[test]
fn a_withheld_result_withholds_the_share_of_its_level_alone() {
    let accepted = Node::Referrals(Some(ReferralResult::Accepted));
    let source = without_node(month(&five()), Table::Referrals, "hospital", accepted);
    let figures = figures(&source, Some(Dimension::ContinuumPlace));
    are_withheld(&figures, &["hospital:accepted", "hospital:accepted_share"]);
    are(
        &figures,
        &[
            ("hospital:declined", 1.0),
            ("hospital:offered", 1.0),
            ("accepted_share", 66.7),
        ],
    );
}
