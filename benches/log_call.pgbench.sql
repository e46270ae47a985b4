-- What one logged call asks of PostgreSQL: who is it, then one change.
\set n random(1, 1000000000)
\set m random(1, 1000000000)
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
SELECT people.suspended_at, person_roles.role FROM sessions
    JOIN people ON people.id = sessions.person_id
    LEFT JOIN person_roles ON person_roles.person_id = sessions.person_id
    WHERE sessions.id = 'nobody' AND sessions.ended_at IS NULL;
COMMIT;
BEGIN ISOLATION LEVEL READ COMMITTED;
SELECT pg_advisory_xact_lock_shared(7220062);
SELECT * FROM line LIMIT 1;
SELECT shifts.id FROM claims JOIN shifts ON shifts.id = claims.shift_id
    WHERE claims.person_id = 'nobody' AND shifts.starts_at < now() AND shifts.ends_at > now();
SELECT max(month) FROM closures;
INSERT INTO calls (id, peer_id, logged_at, started_at, ended_at, minutes, hour_of_week, local_date, posting_month,
        contact_type, channel, caller_relation, "returning", inbound_from, how_heard, would_have_done_instead,
        escalation, handoff_result, ended_by, isolation_mode, isolation_start_status, isolation_start,
        isolation_end_status, isolation_end)
    SELECT :n || '-' || :m, (SELECT id FROM people LIMIT 1), now(), now() - interval '22 minutes', now(), 22, 5, current_date, '2026-11',
        'support', 'voice', 'self', 'not_asked', 'not_asked', 'not_asked', 'not_asked', 'not_asked', 'not_asked',
        'not_asked', 'prospective', 'asked', 8, 'asked', 5;
INSERT INTO call_reasons VALUES (:n || '-' || :m, 1, 'loneliness_isolation');
INSERT INTO call_reasons VALUES (:n || '-' || :m, 2, 'sleep');
INSERT INTO audit_entries VALUES (:n || '-' || :m, now(), 'nobody', 'peer', 'call_logged', :n || '-' || :m, '');
COMMIT;
