//! The tables of who takes part in the schedule: places held, waits, cover, swaps, calendars.

#![expect(missing_docs, reason = "the migrations say what each table is for")]

diesel::table! {
    claims (id) {
        id -> Text,
        shift_id -> Text,
        seat -> Text,
        place -> Nullable<Integer>,
        person_id -> Text,
        starts_at -> Timestamp,
        ends_at -> Timestamp,
        claimed_at -> Timestamp,
        given_by -> Text,
        how -> Text,
        override_reason -> Nullable<Text>,
        released_at -> Nullable<Timestamp>,
        released_by -> Nullable<Text>,
        release -> Nullable<Text>,
        late -> Integer,
        version -> Integer,
        changed_at -> Timestamp,
    }
}

diesel::table! {
    attendance (claim_id, step) {
        claim_id -> Text,
        step -> Text,
        done_at -> Timestamp,
        done_by -> Text,
    }
}

diesel::table! {
    waits (id) {
        id -> Text,
        shift_id -> Text,
        person_id -> Text,
        asked_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
        ended_by -> Nullable<Text>,
        outcome -> Nullable<Text>,
    }
}

diesel::table! {
    cover_requests (id) {
        id -> Text,
        claim_id -> Text,
        asked_at -> Timestamp,
        asked_by -> Text,
        ended_at -> Nullable<Timestamp>,
        ended_by -> Nullable<Text>,
        outcome -> Nullable<Text>,
    }
}

diesel::table! {
    cover_asks (request_id, person_id) {
        request_id -> Text,
        person_id -> Text,
        asked_at -> Timestamp,
        asked_by -> Text,
        answered_at -> Nullable<Timestamp>,
        answer -> Nullable<Text>,
    }
}

diesel::table! {
    swap_offers (id) {
        id -> Text,
        claim_id -> Text,
        starts_at -> Timestamp,
        ends_at -> Timestamp,
        to_all -> Integer,
        offered_at -> Timestamp,
        offered_by -> Text,
        expires_at -> Timestamp,
        withdrawn_at -> Nullable<Timestamp>,
        withdrawn_by -> Nullable<Text>,
    }
}

diesel::table! {
    swap_addressees (offer_id, person_id) {
        offer_id -> Text,
        person_id -> Text,
        declined_at -> Nullable<Timestamp>,
        declined_by -> Nullable<Text>,
    }
}

diesel::table! {
    swap_returns (offer_id, shift_id) {
        offer_id -> Text,
        shift_id -> Text,
    }
}

diesel::table! {
    swap_acceptances (id) {
        id -> Text,
        offer_id -> Text,
        person_id -> Text,
        return_claim_id -> Nullable<Text>,
        accepted_at -> Timestamp,
        accepted_by -> Text,
        refused_at -> Nullable<Timestamp>,
        refused_by -> Nullable<Text>,
        settled_at -> Nullable<Timestamp>,
        settled_by -> Nullable<Text>,
        taken_claim_id -> Nullable<Text>,
        returned_claim_id -> Nullable<Text>,
        undone_at -> Nullable<Timestamp>,
        undone_by -> Nullable<Text>,
    }
}

diesel::table! {
    calendar_feeds (id) {
        id -> Text,
        person_id -> Text,
        token_hash -> Text,
        created_at -> Timestamp,
        revoked_at -> Nullable<Timestamp>,
    }
}
