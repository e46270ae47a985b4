-- The whole call record, and what hangs on a call. Still no column for anything that says who a caller is.

ALTER TABLE calls ADD COLUMN caller_rating TEXT NOT NULL DEFAULT 'not_asked'
    CHECK (caller_rating IN ('not_asked', 'declined', 'unknown', '1', '2', '3', '4', '5'));
-- What the call did to the peer, 0 (nothing) to 3 (hard); null if not said.
ALTER TABLE calls ADD COLUMN peer_impact INTEGER CHECK (peer_impact BETWEEN 0 AND 3);
ALTER TABLE calls ADD COLUMN review_flag INTEGER NOT NULL DEFAULT 0 CHECK (review_flag IN (0, 1));
ALTER TABLE calls ADD COLUMN debrief_requested INTEGER NOT NULL DEFAULT 0 CHECK (debrief_requested IN (0, 1));
-- When the exact times were coarsened to the hour; null while they are exact.
ALTER TABLE calls ADD COLUMN coarsened_at TIMESTAMP;
-- Raised with every amendment.
ALTER TABLE calls ADD COLUMN version INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1);
CREATE INDEX calls_to_coarsen ON calls (ended_at) WHERE coarsened_at IS NULL;

-- What the line has decided to ask and to keep.
-- 0: nothing of who calls again; 1: what the caller says; 2: codes of phone numbers; 3: of code words too.
ALTER TABLE line ADD COLUMN caller_code_tier INTEGER NOT NULL DEFAULT 1 CHECK (caller_code_tier BETWEEN 0 AND 3);
ALTER TABLE line ADD COLUMN contacts_a_day INTEGER NOT NULL DEFAULT 3 CHECK (contacts_a_day BETWEEN 1 AND 100);
ALTER TABLE line ADD COLUMN notes_on INTEGER NOT NULL DEFAULT 0 CHECK (notes_on IN (0, 1));
-- Raised with every change of the settings.
ALTER TABLE line ADD COLUMN version INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1);

-- Regions of 20,000 people or more, so that a region gives nobody away.
CREATE TABLE regions (
    code TEXT PRIMARY KEY CHECK (length(code) BETWEEN 1 AND 40),
    name TEXT NOT NULL,
    population INTEGER NOT NULL CHECK (population >= 20000),
    added_at TIMESTAMP NOT NULL
);

-- What a caller was willing to say of themselves. A call without a row: nothing was asked.
CREATE TABLE call_demographics (
    call_id TEXT PRIMARY KEY REFERENCES calls (id),
    age_band TEXT NOT NULL CHECK (age_band IN
        ('not_asked', 'declined', 'unknown', '13_17', '18_24', '25_34', '35_44', '45_54', '55_64', '65_74',
         '75_89', '90_plus')),
    gender TEXT NOT NULL CHECK (gender IN
        ('not_asked', 'declined', 'unknown', 'woman', 'man', 'non_binary', 'another')),
    veteran TEXT NOT NULL CHECK (veteran IN ('not_asked', 'declined', 'unknown', 'yes', 'no')),
    living_alone TEXT NOT NULL CHECK (living_alone IN ('not_asked', 'declined', 'unknown', 'yes', 'no')),
    -- A BCP 47 tag of a language, or how there is none.
    language TEXT NOT NULL CHECK (length(language) BETWEEN 2 AND 35),
    region TEXT REFERENCES regions (code),
    region_status TEXT NOT NULL CHECK (region_status IN ('not_asked', 'declined', 'unknown', 'asked')),
    CHECK ((region_status = 'asked') = (region IS NOT NULL))
);

CREATE TABLE call_ethnicities (
    call_id TEXT NOT NULL REFERENCES calls (id),
    ethnicity TEXT NOT NULL CHECK (ethnicity IN
        ('declined', 'unknown', 'american_indian_alaska_native', 'asian', 'black_african_american',
         'hispanic_latino', 'middle_eastern_north_african', 'native_hawaiian_pacific_islander', 'white', 'other')),
    PRIMARY KEY (call_id, ethnicity)
);
