-- Offices, officers and cases for `cases_queue.py`; every name is invented. `bench.cases` says how many cases.
INSERT INTO people_organisation (kind, name, name_mn, place_id, is_demonstration, created_at)
SELECT 'office', '示例局' || p.code, '', p.code, false, now() FROM people_place AS p WHERE p.level = 'banner'
UNION ALL SELECT 'office', '示例局150000', '', '150000', false, now();
-- NEXT
INSERT INTO people_user (username, display_name, display_name_mn, language, password, email, is_superuser, is_staff, is_active, date_joined)
SELECT 'bench-' || o.place_id || '-' || n, '示例人员' || o.place_id || '-' || n, '', 'zh-hans', '!', '', false, false, true, now()
FROM people_organisation AS o CROSS JOIN generate_series(1, 6) AS n WHERE o.name LIKE '示例局%'
UNION ALL SELECT 'bench-lawyer', '示例律师', '', 'zh-hans', '!', '', false, false, true, now();
-- NEXT
INSERT INTO people_membership (user_id, organisation_id, role, title)
SELECT u.id, o.id, CASE WHEN o.place_id = '150000' THEN 'region_officer' ELSE 'county_officer' END, ''
FROM people_organisation AS o JOIN people_user AS u ON u.username LIKE 'bench-' || o.place_id || '-%'
WHERE o.name LIKE '示例局%';
-- NEXT
UPDATE people_user SET username = 'bench-county' WHERE username = 'bench-152530-1';
-- NEXT
UPDATE people_user SET username = 'bench-region' WHERE username = 'bench-150000-1';
-- NEXT
WITH offices AS MATERIALIZED (
    SELECT o.id, o.place_id, array_agg(m.user_id ORDER BY m.user_id) AS people,
        row_number() OVER (ORDER BY o.place_id = '150000', o.place_id) AS place, count(*) OVER () AS many
    FROM people_organisation AS o JOIN people_membership AS m ON m.organisation_id = o.id
    WHERE o.name LIKE '示例局%' GROUP BY o.id
), drawn AS (
    SELECT n, CASE WHEN n % 10 = 0 THEN (SELECT max(place) FROM offices) ELSE 1 + (n * 7919) % (SELECT max(place) - 1 FROM offices) END AS place
    FROM generate_series(1, current_setting('bench.cases')::int) AS n
)
INSERT INTO cases_case (number, kind, status, outcome, status_reason, outcome_note, subject, channel, title, facts, demand, right_number,
    is_named, particulars, place_code, office_id, handler_id, shared_with, taking_part, communities, received_on, due_on, version,
    created_at, updated_at)
SELECT 'TS' || o.place_id || '-2026-' || lpad(d.n::text, 6, '0'), 'complaint', 'received', '', '', '',
    (ARRAY['consumer', 'trademark', 'geographical_indication', 'unfair_competition', 'folk_copyright'])[1 + d.n % 5],
    (ARRAY['web', 'letter', 'phone', '12315', '12345', 'visit'])[1 + d.n % 6],
    '示例案件' || d.n || '：标签与实际不符', repeat('示例事实。', 40), '示例诉求', CASE WHEN d.n % 3 = 0 THEN 'SB' || d.n ELSE '' END,
    d.n % 4 = 0, '{}', o.place_id, o.id,
    CASE WHEN d.n % 10 = 3 THEN NULL ELSE o.people[1 + (d.n * 31) % 6] END,
    CASE WHEN d.n % 50 = 7 THEN ARRAY[(SELECT min(id) FROM offices)] ELSE '{}'::bigint[] END,
    '{}', '{}', current_date - (d.n * 13) % 300,
    CASE WHEN d.n % 30 = 5 THEN NULL ELSE current_date + ((d.n * 17) % 60) - 3 END, 1, now(), now()
FROM drawn AS d JOIN offices AS o USING (place);
-- NEXT
UPDATE cases_case SET status = 'mediating' WHERE id % 3 = 0;
-- NEXT
INSERT INTO cases_casemember (case_id, user_id, role, since)
SELECT c.id, u.id, 'lawyer', now() FROM cases_case AS c, people_user AS u WHERE c.id % 500 = 1 AND u.username = 'bench-lawyer';
