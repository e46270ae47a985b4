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
    contacts Contacts "All contacts posted to the period, or to one level."
    support_contacts Contacts "Contacts of type support, information_only or third_party_concern."
    talk_minutes Minutes "Minutes of all contacts together, each in whole minutes, rounded down; of a level from five times the threshold on."
    length_mean Minutes "Mean length of a contact; of a level from five times the threshold on."
    length_median Minutes "Median length of a contact, from 30 contacts on."
    length_p90 Minutes "Length that nine in ten contacts do not exceed, from 30 contacts on."
    share_of_contacts Percent "Contacts of the level of all contacts, with their Wilson 95 % interval."
};

const ACCESS: &[Statistic] = list! {
    offered Contacts "Calls that reached the line."
    answered Contacts "Of these, calls that were answered."
    abandoned Contacts "Of these, calls that were given up before an answer."
    answer_rate Percent "Answered of offered, with its Wilson 95 % interval."
    abandonment Percent "Abandoned of offered, with its Wilson 95 % interval."
    average_speed_of_answer Seconds "Mean wait of the answered calls."
    hours Hours "Hours that the tally holds."
};

const CALLERS: &[Statistic] = list! {
    callers Callers "Distinct caller codes, rounded down to a multiple of 5."
    coded_contacts Contacts "Contacts with a caller code."
    code_coverage Percent "These of all contacts."
    frequent_callers Callers "Caller codes with 8 or more contacts in a calendar month, rounded down to a multiple of 5."
    contacts_of_frequent_callers Contacts "Contacts of these callers in such months."
    share_of_frequent_callers Percent "These of all contacts, with a code or without."
    first_time_contacts Contacts "Support contacts whose caller says that it is their first call."
    first_time_share Percent "These of the support contacts whose caller said whether it is."
    support_contacts Contacts "Support contacts of the level."
    share_of_support_contacts Percent "These of all support contacts."
};

const ISOLATION_CHANGE: &[Statistic] = list! {
    eligible Contacts "Support contacts of callers who called for themselves, of 5 minutes or longer."
    pairs Contacts "Of these, contacts with a rating at the start and at the end; by caller, callers with one."
    capture Percent "Pairs of eligible contacts."
    mean_start Points "Mean rating at the start, 0 (not at all alone) to 10 (completely alone)."
    mean_end Points "Mean rating at the end."
    mean_change Points "Mean of end minus start, with its 95 % t interval; below 0 is better."
    sd_change Points "Standard deviation of the change (n - 1)."
    effect_size_dz Ratio "Mean change over its standard deviation (Cohen's dz)."
    improved_count Contacts "Pairs that fell by 1 point or more."
    improved_share Percent "These of the pairs, with their Wilson 95 % interval."
    improved_2_count Contacts "Pairs that fell by 2 points or more."
    improved_2_share Percent "These of the pairs."
    improved_1_count Contacts "Pairs that fell by exactly 1 point."
    improved_1_share Percent "These of the pairs."
    unchanged_count Contacts "Pairs that stayed the same."
    unchanged_share Percent "These of the pairs."
    worsened_1_count Contacts "Pairs that rose by exactly 1 point."
    worsened_1_share Percent "These of the pairs."
    worsened_2_count Contacts "Pairs that rose by 2 points or more."
    worsened_2_share Percent "These of the pairs."
    worsened_count Contacts "Pairs that rose by 1 point or more."
    worsened_share Percent "These of the pairs."
};

const ISOLATION_OVER_TIME: &[Statistic] = list! {
    measured Callers "Caller codes with an answer to the questionnaire."
    linked Callers "Of these, caller codes with two answers 28 days apart or more; the first and the last count."
    lonely_at_first Percent "Of the linked, those lonely at the first answer."
    lonely_at_last Percent "Of the linked, those lonely at the last answer."
    mean_first Points "Mean first score of the linked."
    mean_last Points "Mean last score of the linked."
    mean_change Points "Mean of last minus first, with its 95 % t interval; below 0 is better."
    sd_change Points "Standard deviation of the change (n - 1)."
    reliably_improved Percent "Of the linked, those whose UCLA-3 score fell by 3 points or more."
    reliably_unchanged Percent "Of the linked, those whose UCLA-3 score changed by less than 3 points."
    reliably_worsened Percent "Of the linked, those whose UCLA-3 score rose by 3 points or more."
};

const REASONS: &[Statistic] = list! {
    support_contacts Contacts "All support contacts."
    main_reason_count Contacts "Support contacts with this main reason, the first of theirs, or one of this group."
    main_reason_share Percent "These of all support contacts; over all reasons they add up to 100."
    any_reason_count Contacts "Support contacts with this reason among theirs."
    any_reason_share Percent "These of all support contacts; over all reasons they add up to more than 100."
};

const DIVERSION: &[Statistic] = list! {
    answered Contacts "Support contacts whose caller was asked what they would have done instead, and answered."
    diverted_count Contacts "Of these, those that named 988, 911, an emergency department or a hospital."
    diverted_share Percent "These of the answered, with their Wilson 95 % interval; caller-stated."
    named_count Contacts "Of the answered, those that named this; caller-stated."
    named_share Percent "These of the answered, with their Wilson 95 % interval."
    avoided_cost Currency "Those that named the service times the reader's unit cost, low and high by the Wilson bounds."
};

const ESCALATION: &[Statistic] = list! {
    support_contacts Contacts "All support contacts."
    count Contacts "Support contacts that went so far, or whose hand-off had this result."
    rate Per1000 "These per 1,000 support contacts, with their Garwood 95 % interval."
    handoff_completion Percent "Completed hand-offs of the completed, not completed and disconnected."
};

const REFERRALS: &[Statistic] = list! {
    offered Referrals "Referrals that were made, whatever came of them."
    accepted Referrals "Of these, referrals that the caller took."
    declined Referrals "Of these, referrals that the caller did not want."
    information_only Referrals "Of these, places that were only told of."
    accepted_share Percent "Accepted of accepted and declined, with its Wilson 95 % interval."
};

const REACH: &[Statistic] = list! {
    support_contacts Contacts "All support contacts."
    answer_count Contacts "Support contacts with this answer."
    answer_share Percent "These of the support contacts with an answer, with their Wilson 95 % interval."
    missing_count Contacts "Support contacts without an answer: not asked, declined or unknown."
    missing_share Percent "These of all support contacts."
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
    no_show_share Percent "No-shows of held places."
    late_cancels Shifts "Places given back less than 24 hours before they began."
    swaps Shifts "Swaps that were settled."
    swap_hours_median Hours "Median time from the offer of a swap to its settling."
};

const DATA_QUALITY: &[Statistic] = list! {
    contacts Contacts "All contacts posted to the period."
    support_contacts Contacts "All support contacts."
    logged_late_count Contacts "Contacts logged more than 24 hours after they ended."
    logged_late_share Percent "These of all contacts."
    overlapping_count Contacts "Contacts that overlap another of the same peer."
    overlapping_share Percent "These of all contacts."
    without_shift_count Contacts "Contacts that fell into no shift."
    without_shift_share Percent "These of all contacts."
    amended_count Contacts "Contacts that were amended before their month was closed."
    amended_share Percent "These of all contacts."
    of_closed_months_count Contacts "Contacts that began in a month that was closed before they came."
    of_closed_months_share Percent "These of all contacts."
    asked_rate Percent "Eligible contacts of R4 whose caller was asked for the rating at the start."
    completeness Percent "Support contacts with an answer to the question that the group names."
};

const PRIVACY: &[Statistic] = list! {
    rows_past_retention Rows "Rows of which more is held than may be: must be 0."
    notes_destroyed Rows "Notes that were destroyed."
    note_keys_destroyed Months "Months whose key of notes was destroyed."
    year_keys_destroyed Rows "Keys of reporting years, by which caller codes are made, that were destroyed."
    cells_withheld Fields "Cells of this period's tables that evaluators are not shown."
    queries_by_people Queries "Reports that people pulled."
    queries_by_tools Queries "Reports that tools pulled."
    askers Queries "How many people pulled them, or had a tool do so."
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

/// The group and the statistic of the whole that stand for a report where there is room for one; R5 has none of the
/// whole, and is given by questionnaire.
pub const fn headline(report: ReportName) -> (&'static str, &'static str) {
    match report {
        ReportName::Volume => ("", "contacts"),
        ReportName::Access => ("", "answer_rate"),
        ReportName::Callers => ("", "first_time_share"),
        ReportName::IsolationChange => ("per_call.all", "mean_change"),
        ReportName::IsolationOverTime => ("", "mean_change"),
        ReportName::Reasons | ReportName::Reach => ("", "support_contacts"),
        ReportName::Diversion => ("", "diverted_share"),
        ReportName::Escalation => ("", "handoff_completion"),
        ReportName::Referrals => ("", "accepted_share"),
        ReportName::Coverage => ("", "coverage"),
        ReportName::DataQuality => ("", "asked_rate"),
        ReportName::Privacy => ("", "rows_past_retention"),
    }
}
