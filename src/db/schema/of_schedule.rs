//! The tables of what is planned: templates, schedules, shifts, publications.

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
        every_weeks -> Integer,
        on_holidays -> Text,
        shadow_places -> Integer,
        lead_needed -> Integer,
        one_off -> Integer,
        retired_at -> Nullable<Timestamp>,
        version -> Integer,
    }
}

diesel::table! {
    shift_template_weekdays (template_id, weekday) {
        template_id -> Text,
        weekday -> Text,
    }
}

diesel::table! {
    shift_template_qualifications (template_id, qualification) {
        template_id -> Text,
        qualification -> Text,
    }
}

diesel::table! {
    holidays (on_date) {
        on_date -> Date,
        name -> Text,
        recorded_by -> Text,
        recorded_at -> Timestamp,
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
    publications (schedule_id, version) {
        schedule_id -> Text,
        version -> Integer,
        published_at -> Timestamp,
        published_by -> Text,
        withdrawn_at -> Nullable<Timestamp>,
        withdrawn_by -> Nullable<Text>,
    }
}

diesel::table! {
    publication_changes (schedule_id, version, person_id, shift_id, change, starts_at) {
        schedule_id -> Text,
        version -> Integer,
        person_id -> Text,
        shift_id -> Text,
        change -> Text,
        starts_at -> Timestamp,
        ends_at -> Timestamp,
    }
}

diesel::table! {
    last_seen_places (shift_id, person_id, starts_at) {
        shift_id -> Text,
        person_id -> Text,
        starts_at -> Timestamp,
        ends_at -> Timestamp,
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
        shadow_places -> Integer,
        lead_needed -> Integer,
        version -> Integer,
    }
}

diesel::table! {
    shift_qualifications (shift_id, qualification) {
        shift_id -> Text,
        qualification -> Text,
    }
}

diesel::table! {
    shift_cancellations (shift_id) {
        shift_id -> Text,
        cancelled_at -> Timestamp,
        cancelled_by -> Text,
    }
}

diesel::table! {
    showings (shift_id) {
        shift_id -> Text,
        shown_at -> Timestamp,
    }
}

diesel::table! {
    places (shift_id, number) {
        shift_id -> Text,
        number -> Integer,
    }
}
