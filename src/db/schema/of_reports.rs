//! The tables of closed months and of what was released of them.

#![expect(missing_docs, reason = "the migrations say what each table is for")]

diesel::table! {
    closures (month) {
        month -> Text,
        closed_at -> Timestamp,
        closed_by -> Nullable<Text>,
        held_by -> Nullable<Text>,
        held_until -> Nullable<Timestamp>,
        failure -> Nullable<Text>,
        failed_at -> Nullable<Timestamp>,
        caution -> Text,
    }
}

diesel::table! {
    releases (id) {
        id -> Text,
        month -> Text,
        released_at -> Timestamp,
    }
}

diesel::table! {
    frozen_months (month) {
        month -> Text,
        frozen_at -> Timestamp,
        contacts -> Integer,
        late -> Integer,
        facts -> Text,
        tallies -> Text,
        crews -> Text,
    }
}

diesel::table! {
    cubes (period, part) {
        period -> Text,
        part -> Text,
        month -> Text,
        document -> Text,
    }
}

diesel::table! {
    released (period, part) {
        period -> Text,
        part -> Text,
        month -> Text,
        document -> Text,
    }
}

diesel::table! {
    overlapping_calls (call_id) {
        call_id -> Text,
    }
}
