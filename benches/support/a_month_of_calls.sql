-- One month of calls that somebody might have logged, retention done. What stands in braces is put in; functions are SQLite's.
CREATE TEMPORARY TABLE made AS
WITH RECURSIVE
    n (i) AS (SELECT CAST(0 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {count}),
    -- Squares of squares: each number looks like chance and is the same on every machine.
    v (i, a) AS (SELECT i, ((i + {before} + 1) * 48271 + 11) % 2147483647 FROM n),
    w (i, b) AS (SELECT i, (a * a + i) % 2147483647 FROM v),
    x (i, b, c) AS (SELECT i, b, (b * b + 12345) % 2147483647 FROM w),
    y (i, b, c, d) AS (SELECT i, b, c, (c * c + 777) % 2147483647 FROM x),
    z (i, at, b, c, d) AS (SELECT i, {start} + i * {seconds} / {count}, b, c, d FROM y)
SELECT
    printf('%08x-%04x-7%03x-8%03x-%012x', at * 1000 / 65536, at * 1000 % 65536, b % 4096, c % 4096, i + {before}) AS id,
    at,
    CASE WHEN b % 100 < 80 THEN 'support' WHEN b % 100 < 84 THEN 'information_only'
        WHEN b % 100 < 86 THEN 'third_party_concern' WHEN b % 100 < 93 THEN 'hang_up'
        WHEN b % 100 < 96 THEN 'wrong_number' WHEN b % 100 < 98 THEN 'silent' ELSE 'test' END AS type,
    b % 100 < 86 AS supports,
    CASE WHEN c / 1000000 % 100 < 60 THEN d % {frequent} ELSE {frequent} + d % ({frequent} * 33) END AS caller,
    b / 100 % 100 AS p1, b / 10000 % 100 AS p2, b / 1000000 % 100 AS p3,
    c % 100 AS p4, c / 100 % 100 AS p5, c / 10000 % 100 AS p6,
    d % 100 AS p7, d / 100 % 100 AS p8, d / 10000 % 100 AS p9
FROM z;

INSERT INTO calls (id, peer_id, logged_at, started_at, ended_at, minutes, hour_of_week, local_date, posting_month,
    contact_type, channel, caller_relation, "returning", inbound_from, how_heard, would_have_done_instead, escalation,
    handoff_result, ended_by, isolation_mode, isolation_start_status, isolation_start, isolation_end_status,
    isolation_end, caller_code, caller_rating, coarsened_at)
SELECT id, {peer}, datetime(at + 3600, 'unixepoch'), datetime(at - at % 3600, 'unixepoch'),
    datetime(at - at % 3600 + 3600, 'unixepoch'), CASE WHEN supports THEN 3 + p1 % 40 ELSE p1 % 3 END,
    (at / 3600 + 72) % 168, date(at, 'unixepoch'), '{month}', type,
    CASE WHEN p2 < 80 THEN 'voice' WHEN p2 < 90 THEN 'text' WHEN p2 < 97 THEN 'chat' ELSE 'callback' END,
    CASE WHEN NOT supports THEN 'not_asked' WHEN p3 < 90 THEN 'self' WHEN p3 < 96 THEN 'family' ELSE 'friend' END,
    CASE WHEN NOT supports OR p4 < 10 THEN 'not_asked' WHEN p4 < 40 THEN 'first_time' ELSE 'returning' END,
    CASE WHEN NOT supports OR p5 < 20 THEN 'not_asked' WHEN p5 < 80 THEN 'direct' WHEN p5 < 95 THEN 'line_988' ELSE 'line_211' END,
    CASE WHEN NOT supports OR p6 < 40 THEN 'not_asked' WHEN p6 < 60 THEN 'previous_caller' WHEN p6 < 75 THEN 'web'
        WHEN p6 < 90 THEN 'provider' ELSE 'family_friend' END,
    CASE WHEN NOT supports OR p7 < 30 THEN 'not_asked' WHEN p7 < 60 THEN 'nothing' WHEN p7 < 80 THEN 'called_friend_family'
        WHEN p7 < 90 THEN 'gone_to_emergency' ELSE 'called_988' END,
    CASE WHEN NOT supports THEN 'not_asked' WHEN p8 < 95 THEN 'none' WHEN p8 < 98 THEN 'supervisor_consulted' ELSE 'number_988_given' END,
    'not_asked',
    CASE WHEN NOT supports THEN 'not_asked' WHEN p9 < 60 THEN 'mutual' WHEN p9 < 90 THEN 'caller' ELSE 'time_limit' END,
    CASE WHEN supports AND p5 < 70 THEN 'prospective' END,
    CASE WHEN supports AND p5 < 70 THEN 'asked' ELSE 'not_asked' END,
    CASE WHEN supports AND p5 < 70 THEN 3 + p6 % 8 END,
    CASE WHEN supports AND p5 < 70 THEN 'asked' ELSE 'not_asked' END,
    CASE WHEN supports AND p5 < 70 THEN 3 + p6 % 8 - p7 % 4 END,
    -- One caller in eight withholds the number.
    CASE WHEN supports AND caller % 8 <> 0 THEN substr('{month}', 1, 4) || '-' || caller || '-code-of-a-caller-without-a-name' END,
    CASE WHEN NOT supports OR p8 < 60 THEN 'not_asked' WHEN p8 < 90 THEN '5' ELSE '4' END,
    datetime(at + 300000, 'unixepoch')
FROM made;
