-- People and access: link tokens, second factors, report tokens, qualifications, and an audit log that is sealed.

-- Which secret belongs to this line: a mark made with it, so that a process with another one is refused.
ALTER TABLE line ADD COLUMN key_check TEXT;

-- Raised with every change of a person or their roles; an edit names the version it was made on.
ALTER TABLE people ADD COLUMN version INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1);

-- Single-use link tokens, of which only the digest is kept. Invitations were the first kind.
CREATE TABLE links (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id),
    purpose TEXT NOT NULL CHECK (purpose IN ('invitation', 'password_reset')),
    token_hash TEXT NOT NULL UNIQUE,
    -- Null when made from the command line.
    made_by TEXT REFERENCES people (id),
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP,
    -- A newer link of the same purpose withdraws the older ones.
    withdrawn_at TIMESTAMP
);
CREATE INDEX links_by_person ON links (person_id);
INSERT INTO links (id, person_id, purpose, token_hash, made_by, created_at, expires_at, used_at, withdrawn_at)
SELECT id, person_id, 'invitation', token_hash, NULL, created_at, expires_at, accepted_at, NULL FROM invitations;
DROP TABLE invitations;

-- How often signing in failed. The key is a keyed digest of the e-mail, or of e-mail and network address.
CREATE TABLE sign_in_attempts (
    attempt_key TEXT PRIMARY KEY,
    failures INTEGER NOT NULL CHECK (failures >= 0),
    failed_at TIMESTAMP,
    succeeded_at TIMESTAMP
);

-- The secret is sealed with the line's key, and emptied when the factor is removed.
CREATE TABLE second_factors (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id),
    sealed_secret TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    confirmed_at TIMESTAMP,
    removed_at TIMESTAMP,
    -- The newest half-minute whose code was used: a code works once.
    last_step BIGINT NOT NULL
);
CREATE INDEX second_factors_by_person ON second_factors (person_id);
CREATE UNIQUE INDEX one_second_factor_a_person ON second_factors (person_id)
    WHERE confirmed_at IS NOT NULL AND removed_at IS NULL;

CREATE TABLE recovery_codes (
    code_hash TEXT PRIMARY KEY,
    second_factor_id TEXT NOT NULL REFERENCES second_factors (id),
    used_at TIMESTAMP
);
CREATE INDEX recovery_codes_by_factor ON recovery_codes (second_factor_id);

-- Tokens for evaluators' tools; they open reports and nothing else.
CREATE TABLE report_tokens (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id),
    name TEXT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL CHECK (expires_at > created_at),
    revoked_at TIMESTAMP
);
CREATE INDEX report_tokens_by_person ON report_tokens (person_id);

-- What a peer may be qualified in.
CREATE TABLE qualifications (
    code TEXT PRIMARY KEY CHECK (length(code) BETWEEN 1 AND 40),
    name TEXT NOT NULL,
    added_at TIMESTAMP NOT NULL
);
INSERT INTO qualifications (code, name, added_at) VALUES
    ('wrap', 'Wellness Recovery Action Plan (WRAP) training', '2026-11-22 00:00:00'),
    ('motivational_interviewing', 'Motivational interviewing', '2026-11-22 00:00:00'),
    ('basic_cbt', 'Basic cognitive behavioural techniques', '2026-11-22 00:00:00'),
    ('peer_certification', 'Peer specialist certification', '2026-11-22 00:00:00');

-- Who holds which, and until when. A renewal is a row of its own.
CREATE TABLE held_qualifications (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id),
    qualification TEXT NOT NULL REFERENCES qualifications (code),
    earned_on DATE NOT NULL,
    -- The last day on which it holds; null if it does not run out.
    expires_on DATE CHECK (expires_on >= earned_on),
    recorded_by TEXT NOT NULL REFERENCES people (id),
    recorded_at TIMESTAMP NOT NULL,
    withdrawn_by TEXT REFERENCES people (id),
    withdrawn_at TIMESTAMP
);
CREATE INDEX held_qualifications_by_person ON held_qualifications (person_id);
CREATE INDEX held_qualifications_by_expiry ON held_qualifications (expires_on);

-- Each entry carries the mark of whoever wrote it, and soon its place in the chain with a seal over all before it.
-- Entries from before this migration have no mark.
ALTER TABLE audit_entries ADD COLUMN result TEXT NOT NULL DEFAULT 'done' CHECK (result IN ('done', 'refused'));
ALTER TABLE audit_entries ADD COLUMN mark TEXT NOT NULL DEFAULT '';
ALTER TABLE audit_entries ADD COLUMN position BIGINT;
ALTER TABLE audit_entries ADD COLUMN seal TEXT;
CREATE UNIQUE INDEX audit_entries_in_order ON audit_entries (position) WHERE position IS NOT NULL;
CREATE INDEX audit_entries_unsealed ON audit_entries (id) WHERE seal IS NULL;
CREATE INDEX audit_entries_by_person ON audit_entries (person_id, at);
CREATE INDEX audit_entries_by_subject ON audit_entries (subject, at);
