//! Every statistic of every report: its name, in what it is measured and what it means. Knows no figure.

use crate::reports::ReportName;
use crate::reports::document::Unit;

/// A statistic of a report.
#[derive(Clone, Copy, Debug)]
pub struct Statistic {
    /// Its name.
    pub name: &'static str,
    /// In what it is counted or measured. In groups that are counted by caller, a count is of callers.
    pub unit: Unit,
    /// What it means.
    pub meaning: &'static str,
}

/// A list of statistics: name, unit, meaning.
macro_rules! list {
    ($($name:ident $unit:ident $meaning:literal)+) => {
        &[$(Statistic { name: stringify!($name), unit: Unit::$unit, meaning: $meaning }),+]
    };
}

const VOLUME: &[Statistic] = list! {
    contacts Contacts "All contacts posted to the period."
    support_contacts Contacts "Contacts of type support, information_only or third_party_concern."
    talk_minutes Minutes "Minutes of all contacts together."
    length_mean Minutes "Mean length of a contact."
    length_median Minutes "Median length of a contact."
    length_p90 Minutes "Length that nine in ten contacts do not exceed."
};

const ACCESS: &[Statistic] = list! {
    offered Contacts "Contacts that reached the line."
    answered Contacts "Of these, contacts that were answered."
    abandoned Contacts "Of these, contacts that were given up before an answer."
    answer_rate Percent "Answered of offered."
    abandonment_rate Percent "Abandoned of offered."
    speed_of_answer_mean Seconds "Mean wait before an answer."
};

const CALLERS: &[Statistic] = list! {
    callers Callers "Distinct caller codes, rounded down to 5."
    coded_contacts Contacts "Support contacts with a caller code."
    coded_share Percent "These of all support contacts."
    first_time_share Percent "Support contacts of callers who say that it is their first call, of those that answered."
    frequent_callers Callers "Caller codes with 8 or more contacts in a calendar month, rounded down to 5."
    frequent_contacts Contacts "Contacts of these callers."
    frequent_share Percent "Contacts of these callers of all contacts with a caller code."
};

const ISOLATION_CHANGE: &[Statistic] = list! {
    eligible Contacts "Support contacts of callers who called for themselves, of 5 minutes or more."
    pairs Contacts "Of these, contacts with a rating at the start and at the end."
    capture Percent "Pairs of eligible contacts."
    mean_start Points "Mean rating at the start, 0 (not at all alone) to 10 (completely alone)."
    mean_end Points "Mean rating at the end."
    mean_change Points "Mean of end minus start, with its 95 % t interval; below 0 is better."
    sd_change Points "Standard deviation of the change."
    effect_size_dz Ratio "Mean change over its standard deviation (Cohen's dz)."
    improved_share Percent "Pairs that fell by 1 point or more, with their Wilson 95 % interval."
    unchanged_share Percent "Pairs that stayed the same."
    worsened_share Percent "Pairs that rose by 1 point or more."
    improved_2_share Percent "Pairs that fell by 2 points or more."
    worsened_2_share Percent "Pairs that rose by 2 points or more."
    improved_2_count Contacts "How many fell by 2 points or more."
    improved_1_count Contacts "How many fell by 1 point."
    unchanged_count Contacts "How many stayed the same."
    worsened_1_count Contacts "How many rose by 1 point."
    worsened_2_count Contacts "How many rose by 2 points or more."
};

const ISOLATION_OVER_TIME: &[Statistic] = list! {
    measured Callers "Caller codes with a periodic measure."
    linked Callers "Of these, caller codes measured twice, 28 days apart or more, by the same instrument."
    lonely_first_share Percent "Of the linked, those lonely at the first measure."
    lonely_last_share Percent "Of the linked, those lonely at the last measure."
    mean_change Points "Mean of the last measure minus the first; below 0 is better."
    sd_change Points "Standard deviation of the change."
    improved_share Percent "Of the linked, those who fell by 3 points or more, a reliable change on UCLA-3."
    unchanged_share Percent "Of the linked, those whose change is not reliable."
    worsened_share Percent "Of the linked, those who rose by 3 points or more."
};

const REASONS: &[Statistic] = list! {
    contacts Contacts "Support contacts with this reason."
    share Percent "These of all support contacts with a reason. Shares of the main reason sum to 100."
};

const DIVERSION: &[Statistic] = list! {
    asked Contacts "Support contacts in which the caller was asked what else they would have done."
    answered Contacts "Of these, contacts with an answer."
    contacts Contacts "Contacts with this answer, as callers state it."
    share Percent "These of the answered."
    diverted Contacts "Answers that name 988, 911, an emergency department or a hospital, as callers state it."
    diverted_share Percent "These of the answered, with their Wilson 95 % interval."
    cost_low Currency "Lower Wilson bound of the diverted, times the line's own unit cost."
    cost_high Currency "Upper Wilson bound of the diverted, times the line's own unit cost."
};

const ESCALATION: &[Statistic] = list! {
    contacts Contacts "Support contacts with this kind of escalation."
    rate Per1000 "These per 1,000 support contacts, with their Garwood 95 % interval."
    handoffs Contacts "Hand-offs that were completed, not completed or disconnected."
    handoffs_completed Contacts "Of these, hand-offs that were completed."
    handoff_completion Percent "Completed of these hand-offs."
};

const REFERRALS: &[Statistic] = list! {
    offered Referrals "Referrals that were made, whatever came of them."
    accepted Referrals "Of these, referrals that the caller took."
    declined Referrals "Of these, referrals that the caller did not want."
    information_only Referrals "Of these, places that were only told of."
    accepted_share Percent "Accepted of accepted and declined."
};

const REACH: &[Statistic] = list! {
    contacts Contacts "Support contacts with this answer."
    share Percent "These of the support contacts with an answer."
    missing_share Percent "Support contacts without an answer, of all."
};

const COVERAGE: &[Statistic] = list! {
    shifts Shifts "Published shifts that were not cancelled."
    coverage Percent "Staffed hours of the required ones."
    required_hours Hours "Hours of all places of the least crews together."
    staffed_hours Hours "Of these, hours that were staffed."
    unstaffed_hours Hours "Hours of shifts with nobody staffed."
    understaffed_hours Hours "Hours of shifts with somebody staffed, but fewer than required."
    places_needed Shifts "Places of the least crews."
    places_filled Shifts "Of these, places held for all of the shift."
    fill_rate Percent "Filled of needed places."
    places_held Shifts "Places that were held."
    no_shows Shifts "Of these, places whose holders did not come."
    no_show_rate Percent "No-shows of held places."
    late_cancels Shifts "Places given back less than 24 hours before they began."
    swaps Shifts "Swaps that were settled."
    swap_time_median Hours "Median time from the offer of a swap to its settling."
};

const DATA_QUALITY: &[Statistic] = list! {
    filled Fields "Contacts in which the field is filled."
    completeness Percent "These of the contacts that could have it."
    late_logs Contacts "Contacts logged more than 24 hours after they ended."
    overlapping_logs Contacts "Contacts that overlap another of the same peer."
    without_shift Contacts "Contacts outside every shift of their peer."
    asked_share Percent "Eligible contacts in which the isolation question was asked."
    amended Contacts "Contacts that were amended."
    amended_share Percent "These of all contacts."
    late_for_closed_months Contacts "Contacts that came after their month was closed."
};

const PRIVACY: &[Statistic] = list! {
    rows_past_retention Rows "Rows that are kept longer than they may be: must be 0."
    notes_destroyed Rows "Notes that were destroyed."
    keys_destroyed Months "Months whose keys are destroyed."
    withheld_cells Fields "Figures that are withheld in this release."
    evaluator_queries Queries "Reports that evaluators asked for."
};

/// The statistics of a report.
pub const fn statistics(report: ReportName) -> &'static [Statistic] {
    match report {
        ReportName::Volume => VOLUME,
        ReportName::Access => ACCESS,
        ReportName::Callers => CALLERS,
        ReportName::IsolationChange => ISOLATION_CHANGE,
        ReportName::IsolationOverTime => ISOLATION_OVER_TIME,
        ReportName::Reasons => REASONS,
        ReportName::Diversion => DIVERSION,
        ReportName::Escalation => ESCALATION,
        ReportName::Referrals => REFERRALS,
        ReportName::Reach => REACH,
        ReportName::Coverage => COVERAGE,
        ReportName::DataQuality => DATA_QUALITY,
        ReportName::Privacy => PRIVACY,
    }
}

/// The group and the statistic that stand for a report where there is room for one.
pub const fn headline(report: ReportName) -> (&'static str, &'static str) {
    match report {
        ReportName::Volume | ReportName::Reasons | ReportName::Reach => ("", "contacts"),
        ReportName::Access => ("", "answer_rate"),
        ReportName::Callers => ("", "first_time_share"),
        ReportName::IsolationChange => ("per_call.all", "mean_change"),
        ReportName::IsolationOverTime => ("", "mean_change"),
        ReportName::Diversion => ("", "diverted_share"),
        ReportName::Escalation => ("", "rate"),
        ReportName::Referrals => ("", "accepted_share"),
        ReportName::Coverage => ("", "coverage"),
        ReportName::DataQuality => ("", "asked_share"),
        ReportName::Privacy => ("", "rows_past_retention"),
    }
}
