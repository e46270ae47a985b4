//! R1 by hand.

use super::*;
use crate::calls::words::{Channel, ContactType};
use crate::reports::cube::grid::Table;
use crate::reports::facts::Fact;
use crate::reports::figures::samples::{
    are, are_withheld, behind, figure, lies_in, month, plain, quarter, row, times, without,
};

fn contact(contact_type: ContactType, channel: Channel, minutes: u8) -> Fact {
    Fact {
        contact_type,
        channel,
        minutes,
        ..plain()
    }
}

/// Six contacts: four of them support, four by voice.
fn six() -> Vec<Fact> {
    use Channel::{Text, Voice};
    use ContactType::{HangUp, InformationOnly, Support, WrongNumber};
    vec![
        contact(Support, Voice, 22),
        contact(Support, Voice, 31),
        contact(Support, Text, 18),
        contact(InformationOnly, Voice, 9),
        contact(HangUp, Voice, 0),
        contact(WrongNumber, Text, 1),
    ]
}

#[test]
fn the_worked_example_of_the_documentation() {
    let figures = figures(&month(&six()), Some(Dimension::Channel));
    are(
        &figures,
        &[
            ("contacts", 6.0),
            ("support_contacts", 4.0),
            // 22 + 31 + 18 + 9 + 0 + 1.
            ("talk_minutes", 81.0),
            ("length_mean", 13.5),
            ("voice:contacts", 4.0),
            ("voice:support_contacts", 3.0),
            ("voice:share_of_contacts", 66.7),
            ("voice:talk_minutes", 62.0),
            ("voice:length_mean", 15.5),
        ],
    );
    lies_in(&figures, "voice:share_of_contacts", 30.0, 90.3);
    assert_eq!(behind(&figures, "voice:share_of_contacts").0, Some(6.0));
    are_withheld(&figures, &["length_median", "length_p90"]);
    // Of two contacts who knows one knows the other.
    are_withheld(&figures, &["text:talk_minutes", "text:length_mean"]);
}

#[test]
fn five_such_days_are_enough_for_a_median() {
    let facts: Vec<Fact> = six().iter().flat_map(|fact| times(5, fact)).collect();
    let figures = figures(&month(&facts), None);
    are(
        &figures,
        &[
            ("talk_minutes", 405.0),
            // Halfway from the 15th of 30, 9 minutes, to the 16th, 18.
            ("length_median", 13.5),
            // A tenth of the way from the 27th, 31 minutes, to the 28th, 31 too.
            ("length_p90", 31.0),
        ],
    );
    assert!(!row(&figures, "length_median").few);
}

#[test]
fn a_withheld_level_takes_its_share_and_its_lengths_with_it() {
    let source = without(month(&six()), Table::Channel, "text", Plain::Contacts);
    let figures = figures(&source, Some(Dimension::Channel));
    are_withheld(
        &figures,
        &[
            "text:contacts",
            "text:share_of_contacts",
            "text:talk_minutes",
            "text:length_mean",
            "text:length_median",
        ],
    );
    assert_eq!(behind(&figures, "text:length_mean").0, None);
    are(
        &figures,
        &[("voice:share_of_contacts", 66.7), ("contacts", 6.0)],
    );
}

#[test]
fn shares_of_a_withheld_whole_are_withheld() {
    let source = without(month(&six()), Table::Whole, "", Plain::Contacts);
    let figures = figures(&source, Some(Dimension::ContactType));
    are_withheld(
        &figures,
        &["contacts", "talk_minutes", "support:share_of_contacts"],
    );
    are(&figures, &[("support:contacts", 3.0)]);
}

#[test]
fn minutes_that_the_second_largest_could_reckon_are_withheld_and_the_count_is_not() {
    let lengths = [240, 100, 10, 13];
    let facts = lengths.map(|minutes| contact(ContactType::Support, Channel::Voice, minutes));
    let figures = figures(&month(&facts), None);
    are(&figures, &[("contacts", 4.0)]);
    are_withheld(&figures, &["talk_minutes", "length_mean"]);
}

#[test]
fn of_no_contacts_there_are_no_minutes_and_no_mean_exists() {
    let figures = figures(&month(&[]), None);
    are(&figures, &[("contacts", 0.0), ("talk_minutes", 0.0)]);
    for name in ["length_mean", "length_median", "length_p90"] {
        assert_eq!(figure(&figures, name), Figure::UNDEFINED, "{name}");
    }
}

#[test]
fn the_hours_of_the_week_are_blocks_of_three_and_there_from_a_quarter_on() {
    let at = |hour_of_week| Fact {
        hour_of_week,
        ..plain()
    };
    let facts = [at(0), at(2), at(3), at(167)];
    let by = Some(Dimension::HourOfWeek);
    let of_quarter = figures(&quarter([&facts, &[], &[]]), by);
    are(
        &of_quarter,
        &[
            ("mon_00:contacts", 2.0),
            ("mon_03:contacts", 1.0),
            ("sun_21:share_of_contacts", 25.0),
            ("tue_00:contacts", 0.0),
        ],
    );
    let of_month = figures(&month(&facts), by);
    assert!(of_month.iter().all(|figure| figure.by.is_none()));
}

#[test]
fn months_together_are_added_and_the_median_is_of_both() {
    let day = |minutes| times(30, &contact(ContactType::Support, Channel::Voice, minutes));
    let both = Source::sum(&[month(&day(10)), month(&day(30))]);
    let shown = figures(&both, None);
    are(
        &shown,
        &[
            ("contacts", 60.0),
            ("length_mean", 20.0),
            ("length_median", 20.0),
        ],
    );
    let hidden = without(month(&day(10)), Table::Whole, "", Plain::Contacts);
    let both = figures(&Source::sum(&[hidden, month(&day(30))]), None);
    are_withheld(&both, &["contacts", "talk_minutes", "length_median"]);
}
