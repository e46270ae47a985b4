-- What is done with the codes of callers. A code itself stands in `calls.caller_code` and nowhere else.

-- Today's contacts of a caller, and the calls of a code, are found without reading all calls.
CREATE INDEX calls_of_caller ON calls (caller_code, local_date) WHERE caller_code IS NOT NULL;

-- Reporting years whose key was destroyed: no code of theirs can be made again.
CREATE TABLE shredded_years (
    year INTEGER PRIMARY KEY CHECK (year BETWEEN 2000 AND 9998),
    shredded_at TIMESTAMP NOT NULL,
    -- Null: the command line.
    shredded_by TEXT REFERENCES people (id)
);

-- What a caller answered to a published questionnaire. Whose it is says the call alone.
CREATE TABLE measures (
    call_id TEXT NOT NULL REFERENCES calls (id),
    instrument TEXT NOT NULL CHECK (instrument IN ('ucla_3', 'ons_direct')),
    score INTEGER NOT NULL CHECK (score BETWEEN 1 AND 9),
    taken_on DATE NOT NULL,
    PRIMARY KEY (call_id, instrument)
);
CREATE INDEX measures_by_day ON measures (instrument, taken_on);

CREATE TABLE measure_answers (
    call_id TEXT NOT NULL,
    instrument TEXT NOT NULL,
    position INTEGER NOT NULL CHECK (position BETWEEN 1 AND 3),
    answer INTEGER NOT NULL CHECK (answer BETWEEN 1 AND 5),
    PRIMARY KEY (call_id, instrument, position),
    FOREIGN KEY (call_id, instrument) REFERENCES measures (call_id, instrument)
);
