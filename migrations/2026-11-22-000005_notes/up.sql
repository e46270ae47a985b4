-- What a peer added to a call in words, for thirty days. Locked with the key of its month, which is kept beside the
-- database and never in it: when the key is gone, no copy of this table can be read.
CREATE TABLE call_notes (
    call_id TEXT PRIMARY KEY REFERENCES calls (id),
    month TEXT NOT NULL CHECK (length(month) = 7),
    locked TEXT NOT NULL,
    written_at TIMESTAMP NOT NULL
);
CREATE INDEX call_notes_by_time ON call_notes (written_at);
