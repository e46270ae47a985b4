//! The tables, as the migrations make them.

#![expect(missing_docs, reason = "the migrations say what each table is for")]

diesel::table! {
    line (id) {
        id -> Integer,
        name -> Text,
        time_zone -> Text,
        rest_hours -> Integer,
        week_hours -> Integer,
        week_nights -> Integer,
        days_in_a_row -> Integer,
        patience_seconds -> Integer,
        wrap_up_seconds -> Integer,
        withhold_under -> Integer,
    }
}

diesel::table! {
    people (id) {
        id -> Text,
        email -> Text,
        name -> Text,
        password_hash -> Nullable<Text>,
        suspended_at -> Nullable<Timestamp>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    person_roles (person_id, role) {
        person_id -> Text,
        role -> Text,
        granted_at -> Timestamp,
    }
}

diesel::table! {
    invitations (id) {
        id -> Text,
        person_id -> Text,
        token_hash -> Text,
        created_at -> Timestamp,
        expires_at -> Timestamp,
        accepted_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    sessions (id) {
        id -> Text,
        person_id -> Text,
        started_at -> Timestamp,
        expires_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    refresh_tokens (token_hash) {
        token_hash -> Text,
        session_id -> Text,
        issued_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    shift_templates (id) {
        id -> Text,
        name -> Text,
        starts -> Text,
        ends -> Text,
        min_crew -> Integer,
        max_crew -> Integer,
        valid_from -> Date,
        valid_until -> Nullable<Date>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    shift_template_weekdays (template_id, weekday) {
        template_id -> Text,
        weekday -> Text,
    }
}

diesel::table! {
    schedules (id) {
        id -> Text,
        starts_on -> Date,
        ends_on -> Date,
        created_at -> Timestamp,
    }
}

diesel::table! {
    publications (schedule_id) {
        schedule_id -> Text,
        published_at -> Timestamp,
        published_by -> Text,
    }
}

diesel::table! {
    shifts (id) {
        id -> Text,
        schedule_id -> Text,
        template_id -> Text,
        name -> Text,
        local_date -> Date,
        starts_at -> Timestamp,
        ends_at -> Timestamp,
        min_crew -> Integer,
        max_crew -> Integer,
    }
}

diesel::table! {
    places (shift_id, number) {
        shift_id -> Text,
        number -> Integer,
    }
}

diesel::table! {
    claims (shift_id, place) {
        shift_id -> Text,
        place -> Integer,
        person_id -> Text,
        claimed_at -> Timestamp,
    }
}

diesel::table! {
    drops (id) {
        id -> Text,
        shift_id -> Text,
        person_id -> Text,
        claimed_at -> Timestamp,
        dropped_at -> Timestamp,
    }
}

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
    closures (month) {
        month -> Text,
        closed_at -> Timestamp,
        closed_by -> Nullable<Text>,
    }
}

diesel::table! {
    releases (id) {
        id -> Text,
        month -> Text,
        report -> Text,
        definition_version -> Integer,
        released_at -> Timestamp,
        document -> Text,
    }
}

diesel::table! {
    audit_entries (id) {
        id -> Text,
        at -> Timestamp,
        person_id -> Nullable<Text>,
        roles -> Text,
        action -> Text,
        subject -> Text,
        request_id -> Text,
    }
}

diesel::table! {
    #[sql_name = "__diesel_schema_migrations"]
    migrations_done (version) {
        version -> Text,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    line,
    people,
    person_roles,
    invitations,
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
);
