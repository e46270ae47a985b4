//! The tables, as the migrations make them.

mod of_amendments;
mod of_caller_codes;
mod of_calls;
mod of_directory;
mod of_notes;
mod of_people;
mod of_schedule;

pub use of_amendments::*;
pub use of_caller_codes::*;
pub use of_calls::*;
pub use of_directory::*;
pub use of_notes::*;
pub use of_people::*;
pub use of_schedule::*;

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
    schedules,
    publications,
    shifts,
    places,
    claims,
    drops,
    calls,
    call_reasons,
    call_supports,
    call_referrals,
    closures,
    releases,
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
