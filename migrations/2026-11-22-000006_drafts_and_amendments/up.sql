-- What becomes of a call before and after it is logged: drafts, amendments, debriefs, coarse times.

-- A call in progress, seen by its author alone; gone a day after it was last saved.
CREATE TABLE drafts (
    peer_id TEXT NOT NULL REFERENCES people (id),
    -- The id that the call will have.
    call_id TEXT NOT NULL,
    saved_at TIMESTAMP NOT NULL,
    -- A partial record as JSON: closed lists and numbers, like the record itself.
    record TEXT NOT NULL,
    PRIMARY KEY (peer_id, call_id)
);
CREATE INDEX drafts_by_age ON drafts (saved_at);

-- A change of a logged call, with the content that it replaced. The call itself holds the newest.
CREATE TABLE amendments (
    id TEXT PRIMARY KEY,
    call_id TEXT NOT NULL REFERENCES calls (id),
    -- The version of the call that it made.
    version INTEGER NOT NULL CHECK (version >= 2),
    amended_at TIMESTAMP NOT NULL,
    amended_by TEXT NOT NULL REFERENCES people (id),
    -- Why, if said; a supervisor always says it.
    reason TEXT CHECK (length(reason) BETWEEN 1 AND 300),
    -- 1: the month in which the call counts was closed then, so the released figures do not show the change.
    after_closing INTEGER NOT NULL CHECK (after_closing IN (0, 1)),
    -- The record of the version before, as JSON; its times are coarsened with those of the call.
    replaced TEXT NOT NULL,
    UNIQUE (call_id, version)
);

-- The calls that were logged late, written down when their exact times went.
CREATE TABLE late_calls (
    call_id TEXT PRIMARY KEY REFERENCES calls (id)
);

-- A talk that a peer asked for, after a call or without one.
CREATE TABLE debriefs (
    id TEXT PRIMARY KEY,
    peer_id TEXT NOT NULL REFERENCES people (id),
    call_id TEXT UNIQUE REFERENCES calls (id),
    asked_at TIMESTAMP NOT NULL
);
CREATE INDEX debriefs_by_age ON debriefs (asked_at, id);
CREATE INDEX debriefs_of_peer ON debriefs (peer_id, asked_at);

-- Who took it on. A claim that was given back is no row; the audit log tells of it.
CREATE TABLE debrief_claims (
    debrief_id TEXT PRIMARY KEY REFERENCES debriefs (id),
    supervisor_id TEXT NOT NULL REFERENCES people (id),
    claimed_at TIMESTAMP NOT NULL
);

-- Who held it.
CREATE TABLE debrief_completions (
    debrief_id TEXT PRIMARY KEY REFERENCES debriefs (id),
    supervisor_id TEXT NOT NULL REFERENCES people (id),
    completed_at TIMESTAMP NOT NULL
);

-- The last hard call of a peer.
CREATE INDEX calls_hard ON calls (peer_id, ended_at) WHERE peer_impact = 3;
