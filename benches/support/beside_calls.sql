-- What stands in other tables of the month of calls that was made last.
INSERT INTO call_reasons (call_id, position, reason)
SELECT id, 1, CASE WHEN p1 < 25 THEN 'loneliness_isolation' WHEN p1 < 45 THEN 'anxiety_stress' WHEN p1 < 60 THEN 'low_mood'
    WHEN p1 < 70 THEN 'relationships_family' WHEN p1 < 78 THEN 'trauma' WHEN p1 < 84 THEN 'housing' WHEN p1 < 90 THEN 'daily_chat'
    WHEN p1 < 95 THEN 'money_benefits' ELSE 'other' END
FROM made WHERE supports;
INSERT INTO call_reasons (call_id, position, reason)
SELECT id, 2, CASE WHEN p2 < 30 THEN 'sleep' WHEN p2 < 60 THEN 'grief_loss' WHEN p2 < 85 THEN 'physical_health_pain' ELSE 'good_news' END
FROM made WHERE supports AND p3 < 50;
INSERT INTO call_supports (call_id, support)
SELECT id, CASE WHEN p4 < 70 THEN 'listening' WHEN p4 < 90 THEN 'shared_experience' ELSE 'coping_ideas' END
FROM made WHERE supports;
INSERT INTO call_referrals (call_id, position, destination, result)
SELECT id, 1, CASE WHEN p5 < 30 THEN 'peer_support_group' WHEN p5 < 50 THEN 'outpatient' WHEN p5 < 70 THEN 'housing'
    WHEN p5 < 85 THEN 'crisis_line' ELSE 'peer_respite' END,
    CASE WHEN p6 < 60 THEN 'accepted' WHEN p6 < 80 THEN 'declined' ELSE 'information_only' END
FROM made WHERE supports AND p7 < 20;
INSERT INTO call_demographics (call_id, age_band, gender, veteran, living_alone, language, region_status)
SELECT id,
    CASE WHEN p8 < 30 THEN 'not_asked' WHEN p8 < 40 THEN '18_24' WHEN p8 < 55 THEN '25_34' WHEN p8 < 70 THEN '35_44'
        WHEN p8 < 85 THEN '45_54' ELSE '55_64' END,
    CASE WHEN p9 < 20 THEN 'not_asked' WHEN p9 < 65 THEN 'woman' WHEN p9 < 95 THEN 'man' ELSE 'non_binary' END,
    CASE WHEN p1 < 50 THEN 'not_asked' WHEN p1 < 55 THEN 'yes' ELSE 'no' END,
    CASE WHEN p2 < 50 THEN 'not_asked' WHEN p2 < 75 THEN 'yes' ELSE 'no' END,
    CASE WHEN p3 < 30 THEN 'not_asked' WHEN p3 < 90 THEN 'en' ELSE 'es' END, 'not_asked'
FROM made WHERE supports AND p4 < 80;
INSERT INTO call_ethnicities (call_id, ethnicity)
SELECT id, CASE WHEN p6 < 45 THEN 'white' WHEN p6 < 65 THEN 'hispanic_latino' WHEN p6 < 80 THEN 'black_african_american'
    WHEN p6 < 90 THEN 'asian' ELSE 'declined' END
FROM made WHERE supports AND p5 < 60;
