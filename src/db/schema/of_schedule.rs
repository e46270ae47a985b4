//! The tables of the schedule.

#![expect(missing_docs, reason = "the migrations say what each table is for")]

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
