-- Places that were held and given back before they had ids get some: version 7 UUIDs, of no moment.
INSERT INTO held_places (id, shift_id, seat, place, person_id, starts_at, ends_at, claimed_at, given_by, how, changed_at)
SELECT lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-7' || substr(hex(randomblob(2)), 2) || '-8'
        || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6))),
    claims.shift_id, 'crew', claims.place, claims.person_id, shifts.starts_at, shifts.ends_at, claims.claimed_at,
    claims.person_id, 'claimed', claims.claimed_at
FROM claims JOIN shifts ON shifts.id = claims.shift_id;

INSERT INTO held_places (id, shift_id, seat, person_id, starts_at, ends_at, claimed_at, given_by, how,
    released_at, released_by, release, late, version, changed_at)
SELECT drops.id, drops.shift_id, 'crew', drops.person_id, shifts.starts_at, shifts.ends_at, drops.claimed_at,
    drops.person_id, 'claimed', drops.dropped_at, drops.person_id, 'dropped',
    julianday(shifts.starts_at) - julianday(drops.dropped_at) < 1, 1, drops.dropped_at
FROM drops JOIN shifts ON shifts.id = drops.shift_id;

DROP TABLE claims;
DROP TABLE drops;
ALTER TABLE held_places RENAME TO claims;
CREATE INDEX claims_by_shift ON claims (shift_id);
CREATE INDEX claims_by_person ON claims (person_id, starts_at);

-- Nobody is in two places at one time, and no place holds two people at one time.
CREATE TRIGGER claims_overlap_at_insert BEFORE INSERT ON claims
WHEN NEW.released_at IS NULL AND EXISTS (
    SELECT 1 FROM claims AS other
    WHERE other.released_at IS NULL AND other.starts_at < NEW.ends_at AND other.ends_at > NEW.starts_at
        AND (other.person_id = NEW.person_id OR (other.shift_id = NEW.shift_id AND other.place = NEW.place)))
BEGIN
    SELECT RAISE(ABORT, 'a person or a place is taken at that time');
END;

CREATE TRIGGER claims_overlap_at_update BEFORE UPDATE ON claims
WHEN NEW.released_at IS NULL AND EXISTS (
    SELECT 1 FROM claims AS other
    WHERE other.id <> OLD.id AND other.released_at IS NULL
        AND other.starts_at < NEW.ends_at AND other.ends_at > NEW.starts_at
        AND (other.person_id = NEW.person_id OR (other.shift_id = NEW.shift_id AND other.place = NEW.place)))
BEGIN
    SELECT RAISE(ABORT, 'a person or a place is taken at that time');
END;
