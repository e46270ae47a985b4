//! The table of notes.

#![expect(missing_docs, reason = "the migrations say what each table is for")]

diesel::table! {
    call_notes (call_id) {
        call_id -> Text,
        month -> Text,
        locked -> Text,
        written_at -> Timestamp,
    }
}
