//! The tables of the directory, of the hourly tallies, and of what came from older logs.

#![expect(missing_docs, reason = "the migrations say what each table is for")]

diesel::table! {
    resources (id) {
        id -> Text,
        name -> Text,
        kind -> Text,
        region -> Nullable<Text>,
        hours -> Text,
        contact -> Text,
        last_checked -> Nullable<Date>,
        active -> Integer,
        sort_name -> Text,
        words -> Text,
        added_at -> Timestamp,
        version -> Integer,
    }
}

diesel::table! {
    resource_languages (resource_id, language) {
        resource_id -> Text,
        language -> Text,
    }
}

diesel::table! {
    call_referral_resources (call_id, position) {
        call_id -> Text,
        position -> Integer,
        resource_id -> Text,
    }
}

diesel::table! {
    hourly_tallies (starts_at) {
        starts_at -> Timestamp,
        hour -> Text,
        local_date -> Date,
        hour_of_week -> Integer,
        offered -> Integer,
        answered -> Integer,
        abandoned -> Integer,
        wait_seconds -> Integer,
        recorded_at -> Timestamp,
        version -> Integer,
    }
}

diesel::table! {
    imported_calls (call_id) {
        call_id -> Text,
        import_name -> Text,
        row_number -> Integer,
    }
}
