//! What is expected of the fictional line.

use super::*;
use crate::calls::measures::{Instrument, days_to_wait};
use crate::calls::words::{AgeBand, CallerRating, Escalation, HandoffResult};
use crate::schedule::presence::Step;
use std::collections::BTreeMap;
use std::sync::LazyLock;

fn now() -> Moment {
    Moment::parse("2026-11-20T20:00:00Z").unwrap()
}

fn a_plan() -> &'static Plan {
    static PLAN: LazyLock<Plan> = LazyLock::new(|| plan(7, Size { calls_a_month: 400 }, now()));
    &PLAN
}

#[test]
fn the_same_seed_makes_the_same_line() {
    let (one, other) = (a_plan(), plan(7, Size { calls_a_month: 400 }, now()));
    assert_eq!(one.calls, other.calls);
    assert_eq!(one.claims, other.claims);
    assert_eq!(one.presence, other.presence);
    assert_eq!(one.dropped_late, other.dropped_late);
    assert_eq!(one.people, other.people);
    assert_eq!(one.measures, other.measures);
    assert_eq!(one.debriefs, other.debriefs);
    assert_eq!(one.tallies, other.tallies);
}

#[test]
fn it_has_thirteen_months_of_about_four_hundred_calls_and_twelve_to_close() {
    let plan = a_plan();
    assert_eq!(plan.closed.len(), 12);
    let mut by_month: BTreeMap<Month, u32> = BTreeMap::new();
    for (_, filing) in &plan.calls {
        *by_month.entry(filing.posting_month).or_default() += 1;
    }
    assert_eq!(by_month.len(), 13);
    assert!(
        plan.closed
            .iter()
            .all(|month| (340..=460).contains(&by_month[month])),
        "{by_month:?}"
    );
}

#[test]
fn three_in_a_hundred_callers_make_most_calls() {
    let plan = a_plan();
    let mut by_code: BTreeMap<&str, u32> = BTreeMap::new();
    for code in plan
        .calls
        .iter()
        .filter(|(_, f)| f.posting_month.as_str() >= "2026-01")
        .filter_map(|(_, f)| f.caller_code.as_deref())
    {
        *by_code.entry(code).or_default() += 1;
    }
    let mut counts: Vec<u32> = by_code.into_values().collect();
    counts.sort_unstable_by(|a, b| b.cmp(a));
    let top: u32 = counts.iter().take(counts.len() * 4 / 100).sum();
    let share = f64::from(top) / f64::from(counts.iter().sum::<u32>());
    assert!(
        (0.4..0.8).contains(&share),
        "the busiest 4 in a hundred make {share}"
    );
}

#[test]
fn every_claim_was_allowed_and_next_week_has_gaps_and_an_open_shift_for_the_first_peer() {
    let plan = a_plan();
    assert!(plan.open_to_first_peer.is_some());
    let mut crews: BTreeMap<ShiftId, u8> = BTreeMap::new();
    for claim in &plan.claims {
        *crews.entry(claim.shift).or_default() += 1;
    }
    let shifts = plan.schedules.iter().flat_map(|(_, shifts)| shifts);
    let next_week =
        shifts.filter(|s| s.span.starts > now() && s.span.starts < now().plus(Duration::days(7)));
    let lacking = next_week
        .filter(|s| crews.get(&s.id).copied().unwrap_or_default() < s.needs.crew.min())
        .count();
    assert!(lacking >= 3, "{lacking}");
    assert!(
        plan.schedules.iter().flat_map(|(_, s)| s).all(|s| crews
            .get(&s.id)
            .copied()
            .unwrap_or_default()
            <= s.needs.crew.max())
    );
}

#[test]
fn most_come_a_few_do_not_and_a_few_give_their_places_back_late() {
    let plan = a_plan();
    let of = |step| plan.presence.iter().filter(move |done| done.step == step);
    let past = plan.claims.iter().filter(|c| c.span.ends < now()).count();
    assert!(of(Step::CheckedIn).count() * 10 > past * 9);
    assert!((past / 200..past / 20).contains(&of(Step::NoShow).count()));
    assert!((10..200).contains(&plan.dropped_late.len()));
    assert!(plan.presence.iter().all(|done| done.at <= now()));
    let absent: Vec<_> = of(Step::NoShow).map(|done| done.claim).collect();
    assert!(of(Step::CheckedIn).all(|done| !absent.contains(&done.claim)));
}

#[test]
fn every_call_keeps_the_rules_of_the_record() {
    for (call, filing) in &a_plan().calls {
        Call::new(call.id(), call.record().clone(), filing.logged_at).unwrap();
    }
}

#[test]
fn a_caller_is_asked_a_questionnaire_again_after_four_weeks_and_enough_are() {
    let plan = a_plan();
    let codes: BTreeMap<_, &str> = plan
        .calls
        .iter()
        .filter_map(|(call, filing)| Some((call.id(), filing.caller_code.as_deref()?)))
        .collect();
    let mut asked: BTreeMap<(&str, Instrument), Vec<NaiveDate>> = BTreeMap::new();
    for taken in &plan.measures {
        assert!(taken.measure.faults().is_empty(), "{taken:?}");
        let dates = asked
            .entry((codes[&taken.call], taken.measure.instrument))
            .or_default();
        assert_eq!(days_to_wait(dates, taken.on), None);
        dates.push(taken.on);
    }
    let of = |instrument| {
        asked
            .iter()
            .filter(move |((_, of), dates)| *of == instrument && dates.len() > 1)
            .count()
    };
    assert!(of(Instrument::Ucla3) >= 40, "{}", of(Instrument::Ucla3));
    assert!(of(Instrument::OnsDirect) >= 15);
}

#[test]
fn some_callers_say_of_themselves_what_they_are_asked_and_most_calls_escalate_nothing() {
    let support: Vec<_> = a_plan()
        .calls
        .iter()
        .map(|(call, _)| call.record())
        .filter(|record| record.contact_type.is_support())
        .collect();
    let share = |n: usize| n * 100 / support.len();
    let said = support.iter().filter(|record| {
        !matches!(
            record.demographics.age_band,
            AgeBand::NotAsked | AgeBand::Declined
        )
    });
    assert!((40..70).contains(&share(said.count())));
    let region = support
        .iter()
        .filter(|record| record.demographics.region.given().is_some());
    assert!((35..70).contains(&share(region.count())));
    let rated = support
        .iter()
        .filter(|record| record.caller_rating != CallerRating::NotAsked);
    assert!((30..50).contains(&share(rated.count())));
    let quiet = support
        .iter()
        .filter(|record| matches!(record.escalation, Escalation::None | Escalation::NotAsked));
    assert!((88..97).contains(&share(quiet.count())));
    assert!(
        support
            .iter()
            .any(|record| record.handoff_result == HandoffResult::Completed)
    );
}

#[test]
fn telephony_counted_nearly_each_hour_and_each_figure_fits() {
    let plan = a_plan();
    let hours = u64::try_from(plan.tallies.len()).unwrap();
    assert!((9_100..9_400).contains(&hours), "{hours}");
    for tally in &plan.tallies {
        assert!(tally.figures.faults().is_empty(), "{tally:?}");
        assert!(tally.hour.ends_at <= now());
    }
    let offered: u32 = plan.tallies.iter().map(|tally| tally.figures.offered).sum();
    let answered: u32 = plan
        .tallies
        .iter()
        .map(|tally| tally.figures.answered)
        .sum();
    assert!((60..90).contains(&(100 * answered / offered)));
}

#[test]
fn debriefs_are_about_calls_that_asked_for_one_and_most_are_held() {
    let plan = a_plan();
    let asked = plan
        .calls
        .iter()
        .filter(|(call, _)| call.record().debrief_requested);
    assert_eq!(plan.debriefs.len(), asked.count());
    assert!(plan.debriefs.len() > 20);
    let held = plan.debriefs.iter().filter(|one| one.completion.is_some());
    assert!(held.count() * 10 > plan.debriefs.len() * 8);
    assert!(plan.debriefs.iter().any(|one| one.claim.is_none()));
}

#[test]
fn the_closed_months_are_a_fiscal_year() {
    let plan = a_plan();
    let first = plan.closed[0];
    assert_eq!(plan.fiscal_year.before(plan.closed[11]), first);
}
