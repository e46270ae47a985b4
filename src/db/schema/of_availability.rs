//! The tables of when people can and would rather be there.

#![expect(missing_docs, reason = "the migrations say what each table is for")]

diesel::table! {
    wishes (person_id) {
        person_id -> Text,
        wished_hours -> Nullable<Integer>,
        most_hours -> Nullable<Integer>,
        version -> Integer,
        changed_at -> Timestamp,
    }
}

diesel::table! {
    weekly_availability (person_id, weekday, starts) {
        person_id -> Text,
        weekday -> Text,
        starts -> Text,
        ends -> Text,
        preference -> Text,
    }
}

diesel::table! {
    availability_exceptions (id) {
        id -> Text,
        person_id -> Text,
        on_date -> Date,
        starts -> Text,
        ends -> Text,
        preference -> Text,
        recorded_at -> Timestamp,
        recorded_by -> Text,
        withdrawn_at -> Nullable<Timestamp>,
        withdrawn_by -> Nullable<Text>,
    }
}

diesel::table! {
    time_off (id) {
        id -> Text,
        person_id -> Text,
        starts_on -> Date,
        ends_on -> Date,
        recorded_at -> Timestamp,
        recorded_by -> Text,
        withdrawn_at -> Nullable<Timestamp>,
        withdrawn_by -> Nullable<Text>,
    }
}
