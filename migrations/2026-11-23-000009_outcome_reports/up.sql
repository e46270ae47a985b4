-- Outcome reports: what a closed month was counted of, what was decided of each count, and what evaluators may see.

-- Calls stop counting in a month with its closure; its release is made after that, step by step, by one process at a time.
ALTER TABLE closures ADD COLUMN held_by TEXT;
ALTER TABLE closures ADD COLUMN held_until TIMESTAMP;
-- Why the last step failed, if it did, and when.
ALTER TABLE closures ADD COLUMN failure TEXT;
ALTER TABLE closures ADD COLUMN failed_at TIMESTAMP;

-- One release a month, with all reports of all periods that the month completes. Months closed before are released anew.
DROP TABLE releases;
CREATE TABLE releases (
    id TEXT PRIMARY KEY,
    month TEXT NOT NULL UNIQUE REFERENCES closures (month),
    released_at TIMESTAMP NOT NULL
);

-- A closed month as it was counted: sheets that never change, whatever becomes of calls and shifts.
CREATE TABLE frozen_months (
    month TEXT PRIMARY KEY REFERENCES closures (month),
    frozen_at TIMESTAMP NOT NULL,
    contacts INTEGER NOT NULL CHECK (contacts >= 0),
    -- Of those, calls that began in a month that was closed before they came.
    late INTEGER NOT NULL CHECK (late >= 0),
    facts TEXT NOT NULL,
    tallies TEXT NOT NULL,
    crews TEXT NOT NULL
);

-- What was decided of a table of a period, exact. Read by closings alone.
CREATE TABLE cubes (
    period TEXT NOT NULL,
    part TEXT NOT NULL,
    month TEXT NOT NULL REFERENCES closures (month),
    document TEXT NOT NULL,
    PRIMARY KEY (period, part)
);
CREATE INDEX cubes_by_part ON cubes (part, month);

-- What evaluators may see of it: no withheld count is in here.
CREATE TABLE released (
    period TEXT NOT NULL,
    part TEXT NOT NULL,
    month TEXT NOT NULL REFERENCES closures (month),
    document TEXT NOT NULL,
    PRIMARY KEY (period, part)
);
CREATE INDEX released_by_month ON released (month);

-- The line closes a month by itself in the night after this day of the next; 0: it never does.
ALTER TABLE line ADD COLUMN closing_day INTEGER NOT NULL DEFAULT 10 CHECK (closing_day BETWEEN 0 AND 28);
-- The month with which the fiscal year begins.
ALTER TABLE line ADD COLUMN fiscal_year_starts INTEGER NOT NULL DEFAULT 1 CHECK (fiscal_year_starts BETWEEN 1 AND 12);

-- Calls that overlapped another of the same peer, written down when their exact times went.
CREATE TABLE overlapping_calls (
    call_id TEXT PRIMARY KEY REFERENCES calls (id)
);

-- What is counted of the last weeks, live, and what forecasts rest on.
CREATE INDEX calls_by_local_date ON calls (local_date);
