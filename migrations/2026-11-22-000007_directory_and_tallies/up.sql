-- The line's own directory of services, what telephony counted each hour, and which calls came from older logs.

-- Services that callers are pointed to. They are public, so their contact may be kept.
CREATE TABLE resources (
    id TEXT PRIMARY KEY CHECK (length(id) = 36),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
    kind TEXT NOT NULL CHECK (kind IN
        ('crisis_center_hub', 'crisis_line', 'crisis_trained_responder', 'medical_triage', 'mobile_crisis',
         'urgent_care', 'intensive_community', 'observation_23h', 'crisis_residential', 'stabilization_unit',
         'hospital', 'transportation', 'warm_line', 'peer_respite', 'peer_support_group', 'recovery_center',
         'school_peer_program', 'outpatient', 'substance_use_service', 'primary_care', 'care_court_support',
         'assertive_outreach', 'full_service_partnership', 'housing', 'food', 'benefits_legal',
         'employment_education', 'domestic_violence', 'veterans', 'directory_211', 'other')),
    -- Null: everywhere.
    region TEXT REFERENCES regions (code),
    hours TEXT NOT NULL CHECK (length(hours) <= 200),
    contact TEXT NOT NULL CHECK (length(contact) BETWEEN 1 AND 300),
    -- When somebody last saw that it is right; null if nobody has.
    last_checked DATE,
    active INTEGER NOT NULL CHECK (active IN (0, 1)),
    -- The name in small letters, for the order of lists.
    sort_name TEXT NOT NULL,
    -- All words in small letters, for the search: databases disagree on letters that are not ASCII.
    words TEXT NOT NULL,
    added_at TIMESTAMP NOT NULL,
    -- Raised with every change.
    version INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1)
);
CREATE INDEX resources_by_name ON resources (sort_name, id);

CREATE TABLE resource_languages (
    resource_id TEXT NOT NULL REFERENCES resources (id),
    language TEXT NOT NULL CHECK (length(language) BETWEEN 2 AND 35),
    PRIMARY KEY (resource_id, language)
);

-- Which service a referral pointed to, if it was one of the directory.
CREATE TABLE call_referral_resources (
    call_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    resource_id TEXT NOT NULL REFERENCES resources (id),
    PRIMARY KEY (call_id, position),
    FOREIGN KEY (call_id, position) REFERENCES call_referrals (call_id, position)
);
CREATE INDEX call_referral_resources_by_resource ON call_referral_resources (resource_id);

-- What telephony counted in one hour of the line's clock.
CREATE TABLE hourly_tallies (
    starts_at TIMESTAMP PRIMARY KEY,
    -- The hour as the line's clock shows it, with its offset if the clock shows it twice.
    hour TEXT NOT NULL UNIQUE,
    local_date DATE NOT NULL,
    hour_of_week INTEGER NOT NULL CHECK (hour_of_week BETWEEN 0 AND 167),
    offered INTEGER NOT NULL CHECK (offered >= 0),
    answered INTEGER NOT NULL CHECK (answered >= 0),
    abandoned INTEGER NOT NULL CHECK (abandoned >= 0),
    -- How long the answered callers waited, all together.
    wait_seconds INTEGER NOT NULL CHECK (wait_seconds >= 0),
    recorded_at TIMESTAMP NOT NULL,
    version INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1),
    CHECK (answered + abandoned <= offered),
    CHECK (answered > 0 OR wait_seconds = 0)
);
CREATE INDEX hourly_tallies_by_date ON hourly_tallies (local_date);

-- Calls that were read in from an older log, and which. Their exact times are as old as that log's.
CREATE TABLE imported_calls (
    call_id TEXT PRIMARY KEY REFERENCES calls (id),
    import_name TEXT NOT NULL CHECK (length(import_name) BETWEEN 1 AND 40),
    row_number INTEGER NOT NULL CHECK (row_number >= 2)
);
