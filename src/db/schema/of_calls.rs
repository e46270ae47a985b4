//! The tables of calls.

#![expect(missing_docs, reason = "the migrations say what each table is for")]

diesel::table! {
    calls (id) {
        id -> Text,
        peer_id -> Text,
        shift_id -> Nullable<Text>,
        logged_at -> Timestamp,
        started_at -> Timestamp,
        ended_at -> Timestamp,
        minutes -> Integer,
        hour_of_week -> Integer,
        local_date -> Date,
        posting_month -> Text,
        contact_type -> Text,
        channel -> Text,
        caller_relation -> Text,
        returning -> Text,
        inbound_from -> Text,
        how_heard -> Text,
        would_have_done_instead -> Text,
        escalation -> Text,
        handoff_result -> Text,
        ended_by -> Text,
        isolation_mode -> Nullable<Text>,
        isolation_start_status -> Text,
        isolation_start -> Nullable<Integer>,
        isolation_end_status -> Text,
        isolation_end -> Nullable<Integer>,
        caller_code -> Nullable<Text>,
        caller_rating -> Text,
        peer_impact -> Nullable<Integer>,
        review_flag -> Integer,
        debrief_requested -> Integer,
        coarsened_at -> Nullable<Timestamp>,
        version -> Integer,
    }
}

diesel::table! {
    call_reasons (call_id, position) {
        call_id -> Text,
        position -> Integer,
        reason -> Text,
    }
}

diesel::table! {
    call_supports (call_id, support) {
        call_id -> Text,
        support -> Text,
    }
}

diesel::table! {
    call_referrals (call_id, position) {
        call_id -> Text,
        position -> Integer,
        destination -> Text,
        result -> Text,
    }
}

diesel::table! {
    call_demographics (call_id) {
        call_id -> Text,
        age_band -> Text,
        gender -> Text,
        veteran -> Text,
        living_alone -> Text,
        language -> Text,
        region -> Nullable<Text>,
        region_status -> Text,
    }
}

diesel::table! {
    call_ethnicities (call_id, ethnicity) {
        call_id -> Text,
        ethnicity -> Text,
    }
}
