-- The first schema. Portable: the same text runs on SQLite and PostgreSQL.
-- Ids are UUIDv7 text made by whoever creates the row. Times are UTC in whole seconds.
-- There is no column for anything that says who a caller is, and none may be added.

-- The line itself: exactly one row.
CREATE TABLE line (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    name TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    rest_hours INTEGER NOT NULL CHECK (rest_hours BETWEEN 0 AND 48),
    week_hours INTEGER NOT NULL CHECK (week_hours BETWEEN 1 AND 168),
    week_nights INTEGER NOT NULL CHECK (week_nights BETWEEN 0 AND 7),
    days_in_a_row INTEGER NOT NULL CHECK (days_in_a_row BETWEEN 1 AND 31),
    patience_seconds INTEGER NOT NULL CHECK (patience_seconds BETWEEN 1 AND 86400),
    wrap_up_seconds INTEGER NOT NULL CHECK (wrap_up_seconds BETWEEN 0 AND 14400),
    withhold_under INTEGER NOT NULL CHECK (withhold_under BETWEEN 5 AND 1000)
);

CREATE TABLE people (
    id TEXT PRIMARY KEY,
    email TEXT NOT NULL UNIQUE CHECK (email = lower(email)),
    name TEXT NOT NULL,
    password_hash TEXT,
    suspended_at TIMESTAMP,
    created_at TIMESTAMP NOT NULL
);

CREATE TABLE person_roles (
    person_id TEXT NOT NULL REFERENCES people (id),
    role TEXT NOT NULL CHECK (role IN ('peer', 'supervisor', 'evaluator', 'admin')),
    granted_at TIMESTAMP NOT NULL,
    PRIMARY KEY (person_id, role)
);

-- A single-use link token; only its hash is kept.
CREATE TABLE invitations (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id),
    token_hash TEXT NOT NULL UNIQUE,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    accepted_at TIMESTAMP
);

CREATE TABLE sessions (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id),
    started_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP
);
CREATE INDEX sessions_by_person ON sessions (person_id);

-- Each refresh token is used once; a second use ends its session.
CREATE TABLE refresh_tokens (
    token_hash TEXT PRIMARY KEY,
    session_id TEXT NOT NULL REFERENCES sessions (id),
    issued_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP
);
CREATE INDEX refresh_tokens_by_session ON refresh_tokens (session_id);

-- A rule in local wall time. An end at or before the start is on the next day.
CREATE TABLE shift_templates (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    starts TEXT NOT NULL,
    ends TEXT NOT NULL,
    min_crew INTEGER NOT NULL CHECK (min_crew >= 1),
    max_crew INTEGER NOT NULL CHECK (max_crew BETWEEN min_crew AND 50),
    valid_from DATE NOT NULL,
    valid_until DATE,
    created_at TIMESTAMP NOT NULL
);

CREATE TABLE shift_template_weekdays (
    template_id TEXT NOT NULL REFERENCES shift_templates (id),
    weekday TEXT NOT NULL CHECK (weekday IN
        ('monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday')),
    PRIMARY KEY (template_id, weekday)
);

-- A schedule is a stretch of local dates, a draft until it is published.
CREATE TABLE schedules (
    id TEXT PRIMARY KEY,
    starts_on DATE NOT NULL,
    ends_on DATE NOT NULL CHECK (ends_on >= starts_on),
    created_at TIMESTAMP NOT NULL
);

CREATE TABLE publications (
    schedule_id TEXT PRIMARY KEY REFERENCES schedules (id),
    published_at TIMESTAMP NOT NULL,
    published_by TEXT NOT NULL REFERENCES people (id)
);

CREATE TABLE shifts (
    id TEXT PRIMARY KEY,
    schedule_id TEXT NOT NULL REFERENCES schedules (id),
    template_id TEXT NOT NULL REFERENCES shift_templates (id),
    name TEXT NOT NULL,
    local_date DATE NOT NULL,
    starts_at TIMESTAMP NOT NULL,
    ends_at TIMESTAMP NOT NULL CHECK (ends_at > starts_at),
    min_crew INTEGER NOT NULL CHECK (min_crew >= 1),
    max_crew INTEGER NOT NULL CHECK (max_crew >= min_crew),
    UNIQUE (template_id, local_date)
);
CREATE INDEX shifts_by_start ON shifts (starts_at);
CREATE INDEX shifts_by_schedule ON shifts (schedule_id);

-- The places of a shift, numbered from 1 and made with it. A claim takes one of these rows,
-- so a shift cannot hold more people than it has places, whatever the program does.
CREATE TABLE places (
    shift_id TEXT NOT NULL REFERENCES shifts (id),
    number INTEGER NOT NULL CHECK (number >= 1),
    PRIMARY KEY (shift_id, number)
);

CREATE TABLE claims (
    shift_id TEXT NOT NULL,
    place INTEGER NOT NULL,
    person_id TEXT NOT NULL REFERENCES people (id),
    claimed_at TIMESTAMP NOT NULL,
    PRIMARY KEY (shift_id, place),
    UNIQUE (person_id, shift_id),
    FOREIGN KEY (shift_id, place) REFERENCES places (shift_id, number)
);

-- A claim given back, kept for the coverage report.
CREATE TABLE drops (
    id TEXT PRIMARY KEY,
    shift_id TEXT NOT NULL REFERENCES shifts (id),
    person_id TEXT NOT NULL REFERENCES people (id),
    claimed_at TIMESTAMP NOT NULL,
    dropped_at TIMESTAMP NOT NULL
);
CREATE INDEX drops_by_shift ON drops (shift_id);

CREATE TABLE calls (
    id TEXT PRIMARY KEY,
    peer_id TEXT NOT NULL REFERENCES people (id),
    shift_id TEXT REFERENCES shifts (id),
    logged_at TIMESTAMP NOT NULL,
    started_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP NOT NULL CHECK (ended_at > started_at),
    -- Whole minutes, rounded down; what reports count.
    minutes INTEGER NOT NULL CHECK (minutes BETWEEN 0 AND 240),
    -- Monday 00:00 local is 0, Sunday 23:00 is 167.
    hour_of_week INTEGER NOT NULL CHECK (hour_of_week BETWEEN 0 AND 167),
    local_date DATE NOT NULL,
    posting_month TEXT NOT NULL CHECK (length(posting_month) = 7),
    contact_type TEXT NOT NULL CHECK (contact_type IN
        ('support', 'information_only', 'third_party_concern', 'silent', 'hang_up', 'wrong_number',
         'prank', 'sexual_misuse', 'abusive', 'test', 'admin')),
    channel TEXT NOT NULL CHECK (channel IN
        ('not_asked', 'declined', 'unknown', 'voice', 'text', 'chat', 'video', 'callback', 'voicemail_return')),
    caller_relation TEXT NOT NULL CHECK (caller_relation IN
        ('not_asked', 'declined', 'unknown', 'self', 'family', 'friend', 'professional', 'other')),
    "returning" TEXT NOT NULL CHECK ("returning" IN
        ('not_asked', 'declined', 'unknown', 'first_time', 'returning')),
    inbound_from TEXT NOT NULL CHECK (inbound_from IN
        ('not_asked', 'declined', 'unknown', 'direct', 'line_988', 'line_911', 'line_211', 'other_line')),
    how_heard TEXT NOT NULL CHECK (how_heard IN
        ('not_asked', 'declined', 'unknown', 'previous_caller', 'line_988', 'line_211', 'other_warm_line',
         'crisis_line', 'hospital', 'provider', 'social_service', 'family_friend', 'web', 'social_media',
         'print', 'other')),
    would_have_done_instead TEXT NOT NULL CHECK (would_have_done_instead IN
        ('not_asked', 'declined', 'unknown', 'nothing', 'called_988', 'called_911', 'gone_to_emergency',
         'hospital_admission', 'called_provider', 'called_friend_family', 'other')),
    escalation TEXT NOT NULL CHECK (escalation IN
        ('not_asked', 'declined', 'unknown', 'none', 'supervisor_consulted', 'professional_consulted',
         'number_988_given', 'warm_handoff_988', 'mobile_crisis', 'emergency_with_consent',
         'emergency_without_consent', 'mandated_report', 'poison_medical')),
    handoff_result TEXT NOT NULL CHECK (handoff_result IN
        ('not_asked', 'declined', 'unknown', 'completed', 'not_completed', 'caller_declined', 'disconnected')),
    ended_by TEXT NOT NULL CHECK (ended_by IN
        ('not_asked', 'declined', 'unknown', 'mutual', 'caller', 'peer_boundary', 'time_limit', 'dropped',
         'transferred')),
    isolation_mode TEXT CHECK (isolation_mode IN ('prospective', 'retrospective')),
    isolation_start_status TEXT NOT NULL CHECK (isolation_start_status IN
        ('asked', 'declined', 'not_appropriate', 'not_asked')),
    isolation_start INTEGER CHECK (isolation_start BETWEEN 0 AND 10),
    isolation_end_status TEXT NOT NULL CHECK (isolation_end_status IN
        ('asked', 'declined', 'not_appropriate', 'not_asked')),
    isolation_end INTEGER CHECK (isolation_end BETWEEN 0 AND 10),
    -- Pseudonymous, one key a reporting year; never leaves the server.
    caller_code TEXT,
    CHECK ((isolation_start_status = 'asked') = (isolation_start IS NOT NULL)),
    CHECK ((isolation_end_status = 'asked') = (isolation_end IS NOT NULL)),
    CHECK (isolation_mode IS NOT NULL OR (isolation_start IS NULL AND isolation_end IS NULL))
);
CREATE INDEX calls_by_start ON calls (started_at, id);
CREATE INDEX calls_by_peer ON calls (peer_id, started_at, id);
CREATE INDEX calls_by_posting_month ON calls (posting_month);

CREATE TABLE call_reasons (
    call_id TEXT NOT NULL REFERENCES calls (id),
    -- 1 is the main reason.
    position INTEGER NOT NULL CHECK (position BETWEEN 1 AND 5),
    reason TEXT NOT NULL CHECK (reason IN
        ('loneliness_isolation', 'anxiety_stress', 'low_mood', 'grief_loss', 'relationships_family', 'romantic',
         'trauma', 'voices_unusual_experiences', 'sleep', 'physical_health_pain', 'medication_question',
         'substance_use_concern', 'self_harm_thoughts', 'suicidal_thoughts', 'safety_violence', 'housing',
         'food_basic_needs', 'money_benefits', 'work_education', 'legal_justice', 'caregiving',
         'identity_belonging', 'meaning_spiritual', 'service_navigation', 'good_news', 'daily_chat', 'other')),
    PRIMARY KEY (call_id, position),
    UNIQUE (call_id, reason)
);

CREATE TABLE call_supports (
    call_id TEXT NOT NULL REFERENCES calls (id),
    support TEXT NOT NULL CHECK (support IN
        ('listening', 'shared_experience', 'validation', 'coping_ideas', 'problem_exploration', 'wrap_plan',
         'information', 'referral', 'boundary_set', 'safety_talk', 'other')),
    PRIMARY KEY (call_id, support)
);

CREATE TABLE call_referrals (
    call_id TEXT NOT NULL REFERENCES calls (id),
    position INTEGER NOT NULL CHECK (position BETWEEN 1 AND 20),
    destination TEXT NOT NULL CHECK (destination IN
        ('crisis_center_hub', 'crisis_line', 'crisis_trained_responder', 'medical_triage', 'mobile_crisis',
         'urgent_care', 'intensive_community', 'observation_23h', 'crisis_residential', 'stabilization_unit',
         'hospital', 'transportation', 'warm_line', 'peer_respite', 'peer_support_group', 'recovery_center',
         'school_peer_program', 'outpatient', 'substance_use_service', 'primary_care', 'care_court_support',
         'assertive_outreach', 'full_service_partnership', 'housing', 'food', 'benefits_legal',
         'employment_education', 'domestic_violence', 'veterans', 'directory_211', 'other')),
    result TEXT NOT NULL CHECK (result IN ('accepted', 'declined', 'information_only')),
    PRIMARY KEY (call_id, position)
);

-- A month with a row here is closed and never changes again.
CREATE TABLE closures (
    month TEXT PRIMARY KEY CHECK (length(month) = 7),
    closed_at TIMESTAMP NOT NULL,
    -- Null when closed from the command line.
    closed_by TEXT REFERENCES people (id)
);

-- What may be shown of a closed month: figures after withholding, as they were at the closing.
CREATE TABLE releases (
    id TEXT PRIMARY KEY,
    month TEXT NOT NULL REFERENCES closures (month),
    report TEXT NOT NULL,
    definition_version INTEGER NOT NULL,
    released_at TIMESTAMP NOT NULL,
    document TEXT NOT NULL,
    UNIQUE (month, report)
);

CREATE TABLE audit_entries (
    id TEXT PRIMARY KEY,
    at TIMESTAMP NOT NULL,
    -- Null for the command line and for people who are not signed in.
    person_id TEXT,
    roles TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    request_id TEXT NOT NULL
);
CREATE INDEX audit_entries_by_time ON audit_entries (at, id);
