//! The tables, as the migrations make them.

mod of_amendments;
mod of_availability;
mod of_caller_codes;
mod of_calls;
mod of_directory;
mod of_notes;
mod of_people;
mod of_reports;
mod of_schedule;
mod of_taking_part;

pub use of_amendments::*;
pub use of_availability::*;
pub use of_caller_codes::*;
pub use of_calls::*;
pub use of_directory::*;
pub use of_notes::*;
pub use of_people::*;
pub use of_reports::*;
pub use of_schedule::*;
pub use of_taking_part::*;

diesel::allow_tables_to_appear_in_same_query!(
    line,
    people,
    person_roles,
    links,
    sign_in_attempts,
    second_factors,
    recovery_codes,
    report_tokens,
    qualifications,
    held_qualifications,
    sessions,
    refresh_tokens,
    shift_templates,
    shift_template_weekdays,
    shift_template_qualifications,
    holidays,
    schedules,
    publications,
    publication_changes,
    last_seen_places,
    shifts,
    shift_qualifications,
    shift_cancellations,
    showings,
    places,
    claims,
    attendance,
    waits,
    cover_requests,
    cover_asks,
    swap_offers,
    swap_addressees,
    swap_returns,
    swap_acceptances,
    calendar_feeds,
    wishes,
    weekly_availability,
    availability_exceptions,
    time_off,
    calls,
    call_reasons,
    call_supports,
    call_referrals,
    closures,
    releases,
    frozen_months,
    cubes,
    released,
    overlapping_calls,
    audit_entries,
    regions,
    call_demographics,
    call_ethnicities,
    drafts,
    amendments,
    late_calls,
    debriefs,
    debrief_claims,
    debrief_completions,
    shredded_years,
    measures,
    measure_answers,
    resources,
    resource_languages,
    call_referral_resources,
    hourly_tallies,
    imported_calls,
    call_notes,
);
