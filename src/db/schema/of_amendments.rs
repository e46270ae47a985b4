//! The tables of what becomes of a call before and after it is logged.

#![expect(missing_docs, reason = "the migrations say what each table is for")]

diesel::table! {
    drafts (peer_id, call_id) {
        peer_id -> Text,
        call_id -> Text,
        saved_at -> Timestamp,
        record -> Text,
    }
}

diesel::table! {
    amendments (id) {
        id -> Text,
        call_id -> Text,
        version -> Integer,
        amended_at -> Timestamp,
        amended_by -> Text,
        reason -> Nullable<Text>,
        after_closing -> Integer,
        replaced -> Text,
    }
}

diesel::table! {
    late_calls (call_id) {
        call_id -> Text,
    }
}

diesel::table! {
    debriefs (id) {
        id -> Text,
        peer_id -> Text,
        call_id -> Nullable<Text>,
        asked_at -> Timestamp,
    }
}

diesel::table! {
    debrief_claims (debrief_id) {
        debrief_id -> Text,
        supervisor_id -> Text,
        claimed_at -> Timestamp,
    }
}

diesel::table! {
    debrief_completions (debrief_id) {
        debrief_id -> Text,
        supervisor_id -> Text,
        completed_at -> Timestamp,
    }
}

diesel::joinable!(debrief_claims -> debriefs (debrief_id));
diesel::joinable!(debrief_completions -> debriefs (debrief_id));
