-- Places that were held and given back before they had ids get some: version 7 UUIDs, of no moment.
INSERT INTO held_places (id, shift_id, seat, place, person_id, starts_at, ends_at, claimed_at, given_by, how, changed_at)
SELECT overlay(gen_random_uuid()::text PLACING '7' FROM 15),
    claims.shift_id, 'crew', claims.place, claims.person_id, shifts.starts_at, shifts.ends_at, claims.claimed_at,
    claims.person_id, 'claimed', claims.claimed_at
FROM claims JOIN shifts ON shifts.id = claims.shift_id;

INSERT INTO held_places (id, shift_id, seat, person_id, starts_at, ends_at, claimed_at, given_by, how,
    released_at, released_by, release, late, version, changed_at)
SELECT drops.id, drops.shift_id, 'crew', drops.person_id, shifts.starts_at, shifts.ends_at, drops.claimed_at,
    drops.person_id, 'claimed', drops.dropped_at, drops.person_id, 'dropped',
    (shifts.starts_at - drops.dropped_at < interval '1 day')::integer, 1, drops.dropped_at
FROM drops JOIN shifts ON shifts.id = drops.shift_id;

DROP TABLE claims;
DROP TABLE drops;
ALTER TABLE held_places RENAME TO claims;
CREATE INDEX claims_by_shift ON claims (shift_id);
CREATE INDEX claims_by_person ON claims (person_id, starts_at);

-- Nobody is in two places at one time, and no place holds two people at one time.
CREATE EXTENSION IF NOT EXISTS btree_gist;
ALTER TABLE claims ADD CONSTRAINT a_person_is_in_one_place EXCLUDE USING gist
    (person_id WITH =, tsrange(starts_at, ends_at) WITH &&) WHERE (released_at IS NULL);
ALTER TABLE claims ADD CONSTRAINT a_place_holds_one_person EXCLUDE USING gist
    (shift_id WITH =, place WITH =, tsrange(starts_at, ends_at) WITH &&) WHERE (released_at IS NULL);
