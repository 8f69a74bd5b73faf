-- Invented records for benchmarks/wall_list.py, written as the owner; current_setting('bench.records') says how many.
INSERT INTO people_organisation (kind, name, name_mn, place_id, is_demonstration, created_at)
SELECT 'community', '示例社区' || n, '', '152530', true, now() FROM generate_series(1, 200) AS n;
-- NEXT
INSERT INTO people_user (password, is_superuser, username, email, is_staff, is_active, date_joined, display_name,
    display_name_mn, language)
VALUES ('!', false, 'wall-reader', '', false, true, now(), '示例', '', '');
-- NEXT
INSERT INTO people_group (organisation_id, kind, name, name_mn, created_at)
SELECT o.id, sort, '示例' || sort, '', now() FROM people_organisation AS o, unnest(ARRAY['clan', 'women']) AS sort
WHERE o.kind = 'community';
-- NEXT
CREATE TEMPORARY TABLE drawn AS
SELECT n, hashint4(n) & 1023 AS a, hashint4(n + 1000003) & 1023 AS b, hashint4(n + 2000003) & 1023 AS c,
    hashint4(n + 3000017) & 1023 AS d
FROM generate_series(1, current_setting('bench.records')::integer) AS n;
-- NEXT
CREATE TEMPORARY TABLE communities AS
SELECT row_number() OVER (ORDER BY id) - 1 AS place, id FROM people_organisation WHERE kind = 'community' LIMIT 200;
-- NEXT
CREATE TEMPORARY TABLE banners AS
SELECT row_number() OVER (ORDER BY code) - 1 AS place, code FROM people_place WHERE level = 'banner';
-- NEXT
-- The small trail of statuses is left to the benchmark: a record is written in the state that it has.
SET CONSTRAINTS ALL IMMEDIATE;
-- NEXT
ALTER TABLE knowledge_record DISABLE TRIGGER record_takes_legal_steps;
-- NEXT
INSERT INTO knowledge_record (number, kind, status, status_reason, name, name_mn, name_mn_checked, name_other, tk_class, tk_type,
    subject_groups, ich_category, item_code, level, protection_unit, diffusion_tier, diffusion_reason, confidence,
    confidence_note, known_since_text, known_since_confidence, community_id, place_id, place_search, holder_type, people_group,
    tradition, vitality, biological_source, summary, text, indication, lineage, note, book, version, is_demonstration, source_key,
    extra, search_text, sort_key, created_at, updated_at, registered_at, legal_cap, legal_cap_reason, consent_until,
    level_public, level_signed_in, level_office, level_grant, holders, holders_together, required_groups)
SELECT 'TK-' || rpad(coalesce(b.code, '000000'), 6, '0') || '-' || lpad(n::text, 7, '0'),
    (ARRAY['formula', 'process', 'narrative'])[1 + a % 3],
    CASE WHEN b.place IS NULL OR x.b < 820 THEN 'registered' WHEN x.b < 940 THEN 'draft' WHEN x.b < 990 THEN 'submitted' ELSE 'withdrawn' END,
    CASE WHEN x.b >= 990 THEN '示例' ELSE '' END,
    '示例方' || n, '', false, '', (1 + a % 5)::text, '', '{MED}', '', '', '', '',
    CASE WHEN c < 50 THEN 'D1' WHEN c < 410 THEN 'D2' WHEN c < 720 THEN 'D3' ELSE 'D4' END, '', 'unknown', '', '', '',
    CASE WHEN d < 920 THEN k.id END, b.code, CASE WHEN b.code IS NULL THEN '' ELSE ' ' || b.code END, '', '', '', 'unknown', '',
    repeat('示例说明', 10), repeat('示例正文', 60), '', '', '', '', 1, true, '', '{}', '示例方' || n || ' ' || repeat('文', 20),
    'shi li fang ' || lpad((hashint4(n) & 1048575)::text, 7, '0'), now() - (n % 900) * interval '1 hour',
    now() - (a * 7 + n % 977) * interval '1 hour', now(), CASE WHEN a < 8 THEN 2 ELSE 5 END, CASE WHEN a < 8 THEN '示例' ELSE '' END,
    CASE WHEN d % 10 = 0 THEN current_date + (x.b - 300) END,
    0, 0, 0, 0, '{}', false, '{}'
FROM drawn AS x LEFT JOIN communities AS k ON k.place = (x.a * 31 + n) % 200 LEFT JOIN banners AS b ON b.place = (x.c + n) % 103;
-- NEXT
SET CONSTRAINTS ALL IMMEDIATE;
-- NEXT
ALTER TABLE knowledge_record ENABLE TRIGGER record_takes_legal_steps;
-- NEXT
-- Every fifth record is held by a second community; of these one in four asks for all of them together.
INSERT INTO knowledge_holding (record_id, community_id, state, holder_type, together, content_warning, names_deceased, version,
    created_at, updated_at)
SELECT r.id, k.id, 'active', '', r.id % 20 = 0, '', false, 1, now(), now()
FROM knowledge_record AS r JOIN communities AS k ON k.place = (r.id * 7) % 200
WHERE r.id % 5 = 0 AND r.community_id IS NOT NULL AND k.id <> r.community_id;
-- NEXT
-- One in seven communities has limited the public or everybody.
UPDATE knowledge_holding SET to_public = id % 5, to_signed_in = id % 4 + 1 WHERE id % 7 = 0;
-- NEXT
INSERT INTO knowledge_labeluse (record_id, community_id, code, group_id, season, applied_at, removed_reason)
SELECT r.id, r.community_id, CASE WHEN r.id % 2 = 0 THEN 'tkcl' ELSE 'tkwr' END,
    (SELECT g.id FROM people_group AS g WHERE g.organisation_id = r.community_id AND g.kind = CASE WHEN r.id % 2 = 0 THEN 'clan' ELSE 'women' END),
    '{}', now(), ''
FROM knowledge_record AS r WHERE r.id % 11 = 0 AND r.community_id IS NOT NULL;
-- NEXT
INSERT INTO knowledge_labeluse (record_id, community_id, code, season, open_dates, applied_at, removed_reason)
SELECT r.id, r.community_id, 'tks', '{}',
    datemultirange(daterange(current_date - 30 + (r.id % 60)::integer, current_date + (r.id % 60)::integer)), now(), ''
FROM knowledge_record AS r WHERE r.id % 23 = 0 AND r.community_id IS NOT NULL;
-- NEXT
INSERT INTO knowledge_labeluse (record_id, community_id, code, season, applied_at, removed_reason)
SELECT r.id, r.community_id, (ARRAY['tka', 'tknc', 'tkcs', 'tkss'])[1 + r.id % 4], '{}', now(), ''
FROM knowledge_record AS r WHERE r.id % 6 = 0 AND r.community_id IS NOT NULL;
-- NEXT
INSERT INTO knowledge_accessgrant (record_id, community_id, user_id, level, purpose, reference, valid_from, valid_until, created_at)
SELECT r.id, r.community_id, (SELECT id FROM people_user WHERE username = 'wall-reader'), 4, 'research', '示例', current_date - 10,
    current_date + (r.id % 30)::integer - 5, now()
FROM knowledge_record AS r WHERE r.id % 331 = 0 AND r.community_id IS NOT NULL AND r.diffusion_tier IN ('D2', 'D3');
