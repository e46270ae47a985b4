//! The tables of what is done with the codes of callers.

#![expect(missing_docs, reason = "the migrations say what each table is for")]

diesel::table! {
    shredded_years (year) {
        year -> Integer,
        shredded_at -> Timestamp,
        shredded_by -> Nullable<Text>,
    }
}

diesel::table! {
    measures (call_id, instrument) {
        call_id -> Text,
        instrument -> Text,
        score -> Integer,
        taken_on -> Date,
    }
}

diesel::table! {
    measure_answers (call_id, instrument, position) {
        call_id -> Text,
        instrument -> Text,
        position -> Integer,
        answer -> Integer,
    }
}
