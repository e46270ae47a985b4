//! Withheld levels add up with those that are shown.

use super::*;
use crate::calls::words::{
    AgeBand, CallReason, Channel, ContactType, Destination, Escalation, HandoffResult, InboundFrom,
    ReferralResult, WouldHaveDoneInstead,
};
use crate::reports::ReportName;
use crate::reports::cube::grid::Table;
use crate::reports::cube::nodes::{Node, Plain};
use crate::reports::document::Unit;
use crate::reports::facts::{Fact, Referral, Several};
use crate::reports::figures::observe::counted;
use crate::reports::figures::samples::{are, plain, times, without_node, year};
use crate::reports::release::Shown;

fn shown(n: u64) -> Shown {
    Shown {
        n,
        ..Shown::default()
    }
}

fn of(whole: Said<'_>, levels: &[Said<'_>]) -> Vec<(Option<String>, Option<f64>)> {
    let one = |said: Said<'_>| [counted("answer_count", Unit::Contacts, said)];
    let figures = together(Dimension::Gender, whole, levels.iter().copied(), one);
    let figures = figures.into_iter();
    figures.map(|one| (one.level, one.figure.value)).collect()
}

#[test]
fn withheld_levels_are_what_the_whole_leaves_of_the_others() {
    let [all, women] = [shown(100), shown(70)];
    let levels = [
        Said::Shown(&women),
        Said::Withheld,
        Said::Absent,
        Said::Withheld,
    ];
    let together = (Some(TOGETHER.to_owned()), Some(30.0));
    assert_eq!(of(Said::Shown(&all), &levels), [together]);
}

#[test]
fn nothing_is_told_together_where_all_is_shown_or_the_whole_is_withheld() {
    let [all, women, men] = [shown(100), shown(70), shown(30)];
    let levels = [Said::Shown(&women), Said::Shown(&men)];
    assert_eq!(of(Said::Shown(&all), &levels), []);
    assert_eq!(of(Said::Withheld, &[Said::Withheld, Said::Withheld]), []);
}

/// Two contacts of one kind, three of another, five of a third, and one of which nothing is known.
fn eleven() -> Vec<Fact> {
    let referral = |destination| {
        Several(vec![Referral {
            destination,
            result: ReferralResult::Accepted,
        }])
    };
    let few = Fact {
        channel: Channel::Text,
        contact_type: ContactType::InformationOnly,
        inbound_from: InboundFrom::Line211,
        age_band: AgeBand::From18,
        would_have_done_instead: WouldHaveDoneInstead::Called911,
        escalation: Escalation::MobileCrisis,
        handoff_result: HandoffResult::NotCompleted,
        reasons: Several(vec![CallReason::Housing]),
        referrals: referral(Destination::Hospital),
        ..plain()
    };
    let more = Fact {
        channel: Channel::Chat,
        contact_type: ContactType::ThirdPartyConcern,
        inbound_from: InboundFrom::Line988,
        age_band: AgeBand::From25,
        would_have_done_instead: WouldHaveDoneInstead::Called988,
        escalation: Escalation::SupervisorConsulted,
        handoff_result: HandoffResult::CallerDeclined,
        reasons: Several(vec![CallReason::Sleep]),
        referrals: referral(Destination::PeerRespite),
        ..plain()
    };
    let most = Fact {
        inbound_from: InboundFrom::Direct,
        age_band: AgeBand::From35,
        would_have_done_instead: WouldHaveDoneInstead::Nothing,
        escalation: Escalation::None,
        handoff_result: HandoffResult::Completed,
        referrals: referral(Destination::Food),
        ..plain()
    };
    [
        times(2, &few),
        times(3, &more),
        times(5, &most),
        times(1, &plain()),
    ]
    .concat()
}

/// A report and its breakdown, two levels of which a table withholds a set, and what is told of both together.
type Case = (
    ReportName,
    Option<Dimension>,
    (Table, Node, [&'static str; 2]),
    [&'static str; 2],
);

const fn of_support(
    report: ReportName,
    by: Option<Dimension>,
    table: Table,
    levels: [&'static str; 2],
    told: [&'static str; 2],
) -> Case {
    (
        report,
        by,
        (table, Node::Of(Plain::SupportContacts), levels),
        told,
    )
}

const fn of_volume(by: Dimension, table: Table, levels: [&'static str; 2]) -> Case {
    let told = ["contacts", "share_of_contacts"];
    (
        ReportName::Volume,
        Some(by),
        (table, Node::Of(Plain::Contacts), levels),
        told,
    )
}

const fn of_referrals(by: Dimension, levels: [&'static str; 2]) -> Case {
    let hidden = (Table::Referrals, Node::Referrals(None), levels);
    (
        ReportName::Referrals,
        Some(by),
        hidden,
        ["offered", "offered"],
    )
}

const MAIN: [&str; 2] = ["main_reason_count", "main_reason_share"];
const COUNT: [&str; 2] = ["count", "rate"];

const CASES: [Case; 11] = {
    use Dimension as By;
    use ReportName as R;
    [
        of_volume(By::Channel, Table::Channel, ["text", "chat"]),
        of_volume(
            By::ContactType,
            Table::ContactType,
            ["information_only", "third_party_concern"],
        ),
        of_support(
            R::Callers,
            Some(By::InboundFrom),
            Table::InboundFrom,
            ["line_211", "line_988"],
            ["support_contacts", "share_of_support_contacts"],
        ),
        of_support(
            R::Reasons,
            None,
            Table::Reason,
            ["practical_needs", "mood_and_mind"],
            MAIN,
        ),
        (
            R::Reasons,
            None,
            (
                Table::Reason,
                Node::Of(Plain::OfMainReason),
                ["housing", "sleep"],
            ),
            MAIN,
        ),
        of_support(
            R::Diversion,
            None,
            Table::WouldHaveDoneInstead,
            ["called_911", "called_988"],
            ["named_count", "named_share"],
        ),
        of_support(
            R::Escalation,
            None,
            Table::Escalation,
            ["mobile_crisis", "supervisor_consulted"],
            COUNT,
        ),
        of_support(
            R::Escalation,
            None,
            Table::HandoffResult,
            ["not_completed", "caller_declined"],
            COUNT,
        ),
        of_referrals(By::ContinuumPlace, ["hospital", "residential_and_respite"]),
        of_referrals(By::Destination, ["to:hospital", "to:peer_respite"]),
        of_support(
            R::Reach,
            Some(By::AgeBand),
            Table::AgeBand,
            ["18_24", "25_34"],
            ["answer_count", "answer_share"],
        ),
    ]
};

#[test]
fn every_report_tells_its_withheld_levels_together() {
    for (report, by, (table, node, hidden), told) in CASES {
        let hide = |source, level: &&str| without_node(source, table, level, node);
        let source = hidden.iter().fold(year(&eleven()), hide);
        let figures = report.figures(&source, by, None);
        let [count, share] = told.map(|statistic| format!("{TOGETHER}:{statistic}"));
        // Five of all eleven, of the ten who said something, or of a thousand.
        let part = match report {
            ReportName::Escalation => 454.5,
            ReportName::Diversion | ReportName::Reach => 50.0,
            ReportName::Referrals => 5.0,
            _ => 45.5,
        };
        are(&figures, &[(count.as_str(), 5.0), (share.as_str(), part)]);
    }
}

#[test]
fn several_races_do_not_add_up_and_are_not_told_together() {
    let mut source = year(&eleven());
    for level in ["white", "asian"] {
        let node = Node::Of(Plain::SupportContacts);
        source = without_node(source, Table::RaceEthnicity, level, node);
    }
    let figures = ReportName::Reach.figures(&source, Some(Dimension::RaceEthnicity), None);
    let levels: Vec<_> = figures
        .iter()
        .filter_map(|one| one.level.as_deref())
        .collect();
    assert!(levels.contains(&"white") && !levels.contains(&TOGETHER));
}
