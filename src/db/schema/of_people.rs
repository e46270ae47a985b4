//! The tables of the line, its people, and what they did.

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
        key_check -> Nullable<Text>,
        caller_code_tier -> Integer,
        contacts_a_day -> Integer,
        notes_on -> Integer,
        version -> Integer,
        cool_off_hours -> Integer,
        swaps_need_approval -> Integer,
        closing_day -> Integer,
        fiscal_year_starts -> Integer,
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
        version -> Integer,
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
    links (id) {
        id -> Text,
        person_id -> Text,
        purpose -> Text,
        token_hash -> Text,
        made_by -> Nullable<Text>,
        created_at -> Timestamp,
        expires_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
        withdrawn_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    sign_in_attempts (attempt_key) {
        attempt_key -> Text,
        failures -> Integer,
        failed_at -> Nullable<Timestamp>,
        succeeded_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    second_factors (id) {
        id -> Text,
        person_id -> Text,
        sealed_secret -> Text,
        created_at -> Timestamp,
        confirmed_at -> Nullable<Timestamp>,
        removed_at -> Nullable<Timestamp>,
        last_step -> BigInt,
    }
}

diesel::table! {
    recovery_codes (code_hash) {
        code_hash -> Text,
        second_factor_id -> Text,
        used_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    report_tokens (id) {
        id -> Text,
        person_id -> Text,
        name -> Text,
        token_hash -> Text,
        created_at -> Timestamp,
        expires_at -> Timestamp,
        revoked_at -> Nullable<Timestamp>,
        opens -> Text,
    }
}

diesel::table! {
    qualifications (code) {
        code -> Text,
        name -> Text,
        added_at -> Timestamp,
    }
}

diesel::table! {
    held_qualifications (id) {
        id -> Text,
        person_id -> Text,
        qualification -> Text,
        earned_on -> Date,
        expires_on -> Nullable<Date>,
        recorded_by -> Text,
        recorded_at -> Timestamp,
        withdrawn_by -> Nullable<Text>,
        withdrawn_at -> Nullable<Timestamp>,
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
    audit_entries (id) {
        id -> Text,
        at -> Timestamp,
        person_id -> Nullable<Text>,
        roles -> Text,
        action -> Text,
        subject -> Text,
        request_id -> Text,
        result -> Text,
        mark -> Text,
        position -> Nullable<BigInt>,
        seal -> Nullable<Text>,
    }
}

diesel::table! {
    #[sql_name = "__diesel_schema_migrations"]
    migrations_done (version) {
        version -> Text,
    }
}

diesel::table! {
    regions (code) {
        code -> Text,
        name -> Text,
        population -> Integer,
        added_at -> Timestamp,
    }
}
