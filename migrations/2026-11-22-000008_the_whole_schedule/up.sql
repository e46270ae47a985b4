-- The whole schedule: what a shift needs, who may see it, who holds which part of it and how they came by it.
-- Nothing here is deleted to end it: a place given back, a withdrawn offer and a cancelled shift are rows with who and when.

-- Two more of the line's rules.
ALTER TABLE line ADD COLUMN cool_off_hours INTEGER NOT NULL DEFAULT 2 CHECK (cool_off_hours BETWEEN 0 AND 72);
ALTER TABLE line ADD COLUMN swaps_need_approval INTEGER NOT NULL DEFAULT 0 CHECK (swaps_need_approval IN (0, 1));

-- Who may lead a shift holds this.
INSERT INTO qualifications (code, name, added_at)
SELECT 'shift_lead', 'Shift lead', '2026-11-22 00:00:00'
WHERE NOT EXISTS (SELECT 1 FROM qualifications WHERE code = 'shift_lead');

-- Every so many weeks, counted from the week of valid_from.
ALTER TABLE shift_templates ADD COLUMN every_weeks INTEGER NOT NULL DEFAULT 1 CHECK (every_weeks BETWEEN 1 AND 8);
ALTER TABLE shift_templates ADD COLUMN on_holidays TEXT NOT NULL DEFAULT 'as_usual'
    CHECK (on_holidays IN ('as_usual', 'left_out', 'only'));
ALTER TABLE shift_templates ADD COLUMN shadow_places INTEGER NOT NULL DEFAULT 0 CHECK (shadow_places BETWEEN 0 AND 5);
ALTER TABLE shift_templates ADD COLUMN lead_needed INTEGER NOT NULL DEFAULT 0 CHECK (lead_needed IN (0, 1));
-- A one-off shift comes from a template of its own, of one date, that is not listed.
ALTER TABLE shift_templates ADD COLUMN one_off INTEGER NOT NULL DEFAULT 0 CHECK (one_off IN (0, 1));
ALTER TABLE shift_templates ADD COLUMN retired_at TIMESTAMP;
ALTER TABLE shift_templates ADD COLUMN version INTEGER NOT NULL DEFAULT 1;

CREATE TABLE shift_template_qualifications (
    template_id TEXT NOT NULL REFERENCES shift_templates (id),
    qualification TEXT NOT NULL REFERENCES qualifications (code),
    PRIMARY KEY (template_id, qualification)
);

CREATE TABLE holidays (
    on_date DATE PRIMARY KEY,
    name TEXT NOT NULL,
    recorded_by TEXT NOT NULL REFERENCES people (id),
    recorded_at TIMESTAMP NOT NULL
);

ALTER TABLE shifts ADD COLUMN shadow_places INTEGER NOT NULL DEFAULT 0 CHECK (shadow_places BETWEEN 0 AND 5);
ALTER TABLE shifts ADD COLUMN lead_needed INTEGER NOT NULL DEFAULT 0 CHECK (lead_needed IN (0, 1));
-- Raised with every change of when it is.
ALTER TABLE shifts ADD COLUMN version INTEGER NOT NULL DEFAULT 1;

CREATE TABLE shift_qualifications (
    shift_id TEXT NOT NULL REFERENCES shifts (id),
    qualification TEXT NOT NULL REFERENCES qualifications (code),
    PRIMARY KEY (shift_id, qualification)
);

CREATE TABLE shift_cancellations (
    shift_id TEXT PRIMARY KEY REFERENCES shifts (id),
    cancelled_at TIMESTAMP NOT NULL,
    cancelled_by TEXT NOT NULL REFERENCES people (id)
);

-- Each publication of a schedule is a version; at most one is in force.
CREATE TABLE publication_versions (
    schedule_id TEXT NOT NULL REFERENCES schedules (id),
    version INTEGER NOT NULL CHECK (version >= 1),
    published_at TIMESTAMP NOT NULL,
    published_by TEXT NOT NULL REFERENCES people (id),
    withdrawn_at TIMESTAMP,
    withdrawn_by TEXT REFERENCES people (id),
    PRIMARY KEY (schedule_id, version),
    CHECK ((withdrawn_at IS NULL) = (withdrawn_by IS NULL))
);
INSERT INTO publication_versions (schedule_id, version, published_at, published_by)
SELECT schedule_id, 1, published_at, published_by FROM publications;

-- A shift that peers may see has a row here, and no other has.
CREATE TABLE showings (
    shift_id TEXT PRIMARY KEY REFERENCES shifts (id),
    shown_at TIMESTAMP NOT NULL
);
INSERT INTO showings (shift_id, shown_at)
SELECT shifts.id, publications.published_at FROM shifts
JOIN publications ON publications.schedule_id = shifts.schedule_id;

DROP TABLE publications;
ALTER TABLE publication_versions RENAME TO publications;
CREATE UNIQUE INDEX one_publication_in_force ON publications (schedule_id) WHERE withdrawn_at IS NULL;

-- What a publication changed for whom, since they last saw the schedule.
CREATE TABLE publication_changes (
    schedule_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    person_id TEXT NOT NULL REFERENCES people (id),
    shift_id TEXT NOT NULL REFERENCES shifts (id),
    change TEXT NOT NULL CHECK (change IN ('added', 'moved', 'removed')),
    starts_at TIMESTAMP NOT NULL,
    ends_at TIMESTAMP NOT NULL,
    PRIMARY KEY (schedule_id, version, person_id, shift_id, change, starts_at),
    FOREIGN KEY (schedule_id, version) REFERENCES publications (schedule_id, version)
);

-- The places of a schedule as peers last saw them, kept while it is taken back.
CREATE TABLE last_seen_places (
    shift_id TEXT NOT NULL REFERENCES shifts (id),
    person_id TEXT NOT NULL REFERENCES people (id),
    starts_at TIMESTAMP NOT NULL,
    ends_at TIMESTAMP NOT NULL,
    PRIMARY KEY (shift_id, person_id, starts_at)
);

-- Somebody's place on a shift or a part of it, held or given back. While it is held it takes one of the shift's places,
-- which are rows, so a shift cannot hold more people than it has places. Places from 51 on are shadow places. The
-- constraints that no place and no person is taken twice at one time have no portable form; they stand beside this file.
CREATE TABLE held_places (
    id TEXT PRIMARY KEY,
    shift_id TEXT NOT NULL REFERENCES shifts (id),
    seat TEXT NOT NULL CHECK (seat IN ('crew', 'shadow')),
    place INTEGER,
    person_id TEXT NOT NULL REFERENCES people (id),
    starts_at TIMESTAMP NOT NULL,
    ends_at TIMESTAMP NOT NULL CHECK (ends_at > starts_at),
    claimed_at TIMESTAMP NOT NULL,
    given_by TEXT NOT NULL REFERENCES people (id),
    how TEXT NOT NULL CHECK (how IN ('claimed', 'assigned', 'waited', 'covered', 'swapped', 'imported')),
    override_reason TEXT,
    released_at TIMESTAMP,
    released_by TEXT REFERENCES people (id),
    release TEXT CHECK (release IN ('dropped', 'taken_back', 'covered', 'swapped', 'shift_cancelled')),
    -- Given back by who holds it less than a day before it starts.
    late INTEGER NOT NULL DEFAULT 0 CHECK (late IN (0, 1)),
    -- Raised with every change, and when that was: what calendars go by.
    version INTEGER NOT NULL DEFAULT 0,
    changed_at TIMESTAMP NOT NULL,
    CHECK ((place IS NULL) = (released_at IS NOT NULL)),
    CHECK ((released_at IS NULL) = (release IS NULL)),
    CHECK ((released_at IS NULL) = (released_by IS NULL)),
    CHECK (place IS NULL OR (place > 50) = (seat = 'shadow')),
    FOREIGN KEY (shift_id, place) REFERENCES places (shift_id, number)
);

-- What somebody did about a place that they hold.
CREATE TABLE attendance (
    claim_id TEXT NOT NULL REFERENCES held_places (id),
    step TEXT NOT NULL CHECK (step IN ('confirmed', 'checked_in', 'checked_out', 'no_show')),
    done_at TIMESTAMP NOT NULL,
    done_by TEXT NOT NULL REFERENCES people (id),
    PRIMARY KEY (claim_id, step)
);

-- Who waits for a place on a shift, in order.
CREATE TABLE waits (
    id TEXT PRIMARY KEY,
    shift_id TEXT NOT NULL REFERENCES shifts (id),
    person_id TEXT NOT NULL REFERENCES people (id),
    asked_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP,
    ended_by TEXT REFERENCES people (id),
    outcome TEXT CHECK (outcome IN ('filled', 'left')),
    CHECK ((ended_at IS NULL) = (outcome IS NULL))
);
CREATE UNIQUE INDEX one_wait_a_person ON waits (shift_id, person_id) WHERE ended_at IS NULL;

-- Somebody asks that another take over a place that they hold.
CREATE TABLE cover_requests (
    id TEXT PRIMARY KEY,
    claim_id TEXT NOT NULL REFERENCES held_places (id),
    asked_at TIMESTAMP NOT NULL,
    asked_by TEXT NOT NULL REFERENCES people (id),
    ended_at TIMESTAMP,
    ended_by TEXT REFERENCES people (id),
    outcome TEXT CHECK (outcome IN ('covered', 'withdrawn', 'released')),
    CHECK ((ended_at IS NULL) = (outcome IS NULL))
);
CREATE UNIQUE INDEX one_cover_request_a_claim ON cover_requests (claim_id) WHERE ended_at IS NULL;

-- Who was asked to cover, and what they said.
CREATE TABLE cover_asks (
    request_id TEXT NOT NULL REFERENCES cover_requests (id),
    person_id TEXT NOT NULL REFERENCES people (id),
    asked_at TIMESTAMP NOT NULL,
    asked_by TEXT NOT NULL REFERENCES people (id),
    answered_at TIMESTAMP,
    answer TEXT CHECK (answer IN ('taken', 'declined')),
    PRIMARY KEY (request_id, person_id),
    CHECK ((answered_at IS NULL) = (answer IS NULL))
);
CREATE INDEX cover_asks_by_person ON cover_asks (person_id, asked_at);

-- A place or a part of it, offered to some or to all, for nothing or for one of some shifts.
CREATE TABLE swap_offers (
    id TEXT PRIMARY KEY,
    claim_id TEXT NOT NULL REFERENCES held_places (id),
    starts_at TIMESTAMP NOT NULL,
    ends_at TIMESTAMP NOT NULL CHECK (ends_at > starts_at),
    to_all INTEGER NOT NULL CHECK (to_all IN (0, 1)),
    offered_at TIMESTAMP NOT NULL,
    offered_by TEXT NOT NULL REFERENCES people (id),
    expires_at TIMESTAMP NOT NULL,
    withdrawn_at TIMESTAMP,
    withdrawn_by TEXT REFERENCES people (id),
    CHECK ((withdrawn_at IS NULL) = (withdrawn_by IS NULL))
);
CREATE INDEX swap_offers_by_claim ON swap_offers (claim_id);

CREATE TABLE swap_addressees (
    offer_id TEXT NOT NULL REFERENCES swap_offers (id),
    person_id TEXT NOT NULL REFERENCES people (id),
    declined_at TIMESTAMP,
    declined_by TEXT REFERENCES people (id),
    PRIMARY KEY (offer_id, person_id)
);

-- The shifts of which the offerer would take one in return.
CREATE TABLE swap_returns (
    offer_id TEXT NOT NULL REFERENCES swap_offers (id),
    shift_id TEXT NOT NULL REFERENCES shifts (id),
    PRIMARY KEY (offer_id, shift_id)
);

-- Somebody took up an offer: waiting for approval, settled, refused or undone.
CREATE TABLE swap_acceptances (
    id TEXT PRIMARY KEY,
    offer_id TEXT NOT NULL REFERENCES swap_offers (id),
    person_id TEXT NOT NULL REFERENCES people (id),
    return_claim_id TEXT REFERENCES held_places (id),
    accepted_at TIMESTAMP NOT NULL,
    accepted_by TEXT NOT NULL REFERENCES people (id),
    refused_at TIMESTAMP,
    refused_by TEXT REFERENCES people (id),
    settled_at TIMESTAMP,
    settled_by TEXT REFERENCES people (id),
    -- The places that it made: the acceptor's, and the offerer's in return.
    taken_claim_id TEXT REFERENCES held_places (id),
    returned_claim_id TEXT REFERENCES held_places (id),
    undone_at TIMESTAMP,
    undone_by TEXT REFERENCES people (id),
    CHECK (refused_at IS NULL OR settled_at IS NULL),
    CHECK (undone_at IS NULL OR settled_at IS NOT NULL)
);
CREATE UNIQUE INDEX one_acceptance_an_offer ON swap_acceptances (offer_id) WHERE refused_at IS NULL;

-- What a person wishes: hours a week, wished and at most.
CREATE TABLE wishes (
    person_id TEXT PRIMARY KEY REFERENCES people (id),
    wished_hours INTEGER CHECK (wished_hours BETWEEN 0 AND 168),
    most_hours INTEGER CHECK (most_hours BETWEEN 0 AND 168),
    version INTEGER NOT NULL,
    changed_at TIMESTAMP NOT NULL
);

-- The weekly pattern: when a person would rather, can and cannot. What is not said can be done.
CREATE TABLE weekly_availability (
    person_id TEXT NOT NULL REFERENCES people (id),
    weekday TEXT NOT NULL CHECK (weekday IN
        ('monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday')),
    starts TEXT NOT NULL,
    ends TEXT NOT NULL,
    preference TEXT NOT NULL CHECK (preference IN ('preferred', 'available', 'unavailable')),
    PRIMARY KEY (person_id, weekday, starts)
);

-- On one date it is otherwise.
CREATE TABLE availability_exceptions (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id),
    on_date DATE NOT NULL,
    starts TEXT NOT NULL,
    ends TEXT NOT NULL,
    preference TEXT NOT NULL CHECK (preference IN ('preferred', 'available', 'unavailable')),
    recorded_at TIMESTAMP NOT NULL,
    recorded_by TEXT NOT NULL REFERENCES people (id),
    withdrawn_at TIMESTAMP,
    withdrawn_by TEXT REFERENCES people (id)
);
CREATE INDEX availability_exceptions_by_person ON availability_exceptions (person_id, on_date);

CREATE TABLE time_off (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id),
    starts_on DATE NOT NULL,
    ends_on DATE NOT NULL CHECK (ends_on >= starts_on),
    recorded_at TIMESTAMP NOT NULL,
    recorded_by TEXT NOT NULL REFERENCES people (id),
    withdrawn_at TIMESTAMP,
    withdrawn_by TEXT REFERENCES people (id)
);
CREATE INDEX time_off_by_person ON time_off (person_id, starts_on);

-- The secret address of a person's calendar; only its hash is kept.
CREATE TABLE calendar_feeds (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id),
    token_hash TEXT NOT NULL UNIQUE,
    created_at TIMESTAMP NOT NULL,
    revoked_at TIMESTAMP
);
CREATE INDEX calendar_feeds_by_person ON calendar_feeds (person_id);

-- A tool reads reports, or who is on duty, and nothing else.
ALTER TABLE report_tokens ADD COLUMN opens TEXT NOT NULL DEFAULT 'reports' CHECK (opens IN ('reports', 'duty'));
