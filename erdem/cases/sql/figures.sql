-- Figures counted beyond row-level security, by two functions that tell counts and nothing else. Mirrors policies/figures.py.
SELECT set_config('erdem.kind', 'system', true);
INSERT INTO cases_legalfigure (name, value, basis, confidence, valid_from) VALUES
    ('smallest_cell', 5, '本系统的建议：少于5的数不公布（指标目录说明）', 'P', '2020-01-01');
SELECT set_config('erdem.kind', '', true);

-- Asked for once a statement, not once a row.
CREATE FUNCTION cases_overseen_places() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT CASE WHEN 'region_officer' = ANY (erdem_roles()) THEN erdem_places() ELSE '{}'::text[] END $$;
ALTER POLICY case_read ON cases_case USING (
    (SELECT erdem_is_machine())
    OR office_id = ANY ((SELECT cases_own_offices())::bigint[])
    OR place_code ^@ ANY ((SELECT cases_overseen_places())::text[])
    OR shared_with && (SELECT cases_own_offices())::bigint[]
    OR (SELECT erdem_user_id()) = ANY (taking_part)
    OR (kind = 'misuse_action' AND communities && (SELECT cases_own_communities())::bigint[])
);

-- What a list in another order walks along.
CREATE INDEX case_by_title ON cases_case (title, id);
CREATE INDEX case_by_kind ON cases_case (kind, id);
CREATE INDEX case_by_status ON cases_case (status, id);
CREATE INDEX case_by_receipt ON cases_case (received_on, id);

-- Places whose cases somebody may count whole: officers, those of their offices.
CREATE FUNCTION cases_counted_places() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT CASE WHEN erdem_roles() && ARRAY['county_officer', 'region_officer'] THEN erdem_places() ELSE '{}'::text[] END $$;

-- Where a clock stands on a day: what still ran then and was over is overdue, whatever was entered afterwards.
CREATE FUNCTION cases_clock_result(state text, due_on date, today date) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT CASE state WHEN 'met' THEN 'met' WHEN 'missed_met' THEN 'late' WHEN 'paused' THEN 'paused' WHEN 'stopped' THEN 'stopped'
    ELSE CASE WHEN due_on < today THEN 'overdue' ELSE 'running' END END $$;

-- Counts of a period in the places that the caller may count whole; blanks narrow nothing. Days come with the count of what lasted
-- from one to the other; no number, name or word of a case is told.
CREATE FUNCTION cases_tally(first date, last date, within text, of_kind text, of_subject text, of_channel text)
RETURNS TABLE (what text, part text, facet text, key text, day date, until date, n bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET erdem.kind = 'system' AS
$$ WITH wanted AS MATERIALIZED (
    SELECT c.id, c.kind, c.subject, c.channel, c.outcome, left(c.place_code, 6) AS county, c.received_on,
        (c.closed_at AT TIME ZONE 'Asia/Shanghai')::date AS closed_on
    FROM cases_case AS c
    WHERE c.place_code ^@ ANY ((SELECT cases_counted_places())::text[]) AND c.place_code ^@ within
      AND of_kind IN ('', c.kind) AND of_subject IN ('', c.subject) AND of_channel IN ('', c.channel)
), moved AS (
    SELECT 'received' AS what, w.*, to_char(received_on, 'YYYY-MM') AS month FROM wanted AS w WHERE received_on BETWEEN first AND last
    UNION ALL SELECT 'closed', w.*, to_char(closed_on, 'YYYY-MM') FROM wanted AS w WHERE closed_on BETWEEN first AND last
    UNION ALL SELECT 'open', w.*, '' FROM wanted AS w WHERE received_on <= last AND (closed_on IS NULL OR closed_on > last)
), clocks AS (
    SELECT w.id, w.kind, w.county, w.received_on, w.closed_on, r.process || '.' || r.step AS rule, k.started_on, k.due_on, k.met_on,
        cases_clock_result(k.state, k.due_on, erdem_today()) AS result
    FROM wanted AS w JOIN cases_caseclock AS k ON k.case_id = w.id JOIN base_clockrule AS r ON r.id = k.rule_id
    WHERE k.due_on IS NOT NULL
), sent AS (
    SELECT w.kind, w.county, w.received_on, (t.received_at AT TIME ZONE 'Asia/Shanghai')::date AS acknowledged_on,
        (t.sent_at AT TIME ZONE 'Asia/Shanghai')::date AS sent_on
    FROM wanted AS w JOIN cases_casetransfer AS t ON t.case_id = w.id WHERE t.sent_at IS NOT NULL
), judged AS (
    -- I33: cases of P3 and P4 closed in the period, by the clock of their decision.
    SELECT 'I33' AS key, bool_and(k.result = 'met') AS well FROM clocks AS k
        WHERE k.rule IN ('P3.decision', 'P4.close') AND k.closed_on BETWEEN first AND last AND k.result IN ('met', 'late', 'overdue')
        GROUP BY k.id
    UNION ALL SELECT 'I36', acknowledged_on IS NOT NULL FROM sent WHERE sent_on BETWEEN first AND last
    -- I38: applications of the period that were ever accepted; the two tracks apart.
    UNION ALL SELECT CASE w.kind WHEN 'legal_aid' THEN 'I38.P5' ELSE 'I38.P6' END, EXISTS (
            SELECT 1 FROM cases_caseevent AS e
            WHERE e.case_id = w.id AND e.to_status = CASE w.kind WHEN 'legal_aid' THEN 'granted' ELSE 'accepted' END)
        FROM wanted AS w WHERE w.kind IN ('legal_aid', 'rights_assistance') AND w.received_on BETWEEN first AND last
    -- I39: decided in time and, where aid was granted, assigned in time; what is not judged yet is left out.
    UNION ALL SELECT 'I39', bool_and(k.result = 'met') FROM clocks AS k
        WHERE k.rule IN ('P5.decide', 'P5.assign') AND k.received_on BETWEEN first AND last AND k.result NOT IN ('stopped', 'paused')
        GROUP BY k.id HAVING bool_or(k.result IN ('late', 'overdue')) OR bool_and(k.result = 'met')
), lasted AS (
    SELECT 'case' AS facet, w.kind, w.kind AS key, w.county, w.received_on AS day, w.closed_on AS until
        FROM wanted AS w WHERE w.closed_on BETWEEN first AND last
    UNION ALL SELECT 'clock', k.kind, k.rule, k.county, k.started_on, k.met_on FROM clocks AS k
        WHERE k.due_on BETWEEN first AND last AND k.met_on IS NOT NULL
    UNION ALL SELECT 'I37', s.kind, 'I37', s.county, s.received_on, s.acknowledged_on FROM sent AS s
        WHERE s.kind = 'patent_dispute' AND s.acknowledged_on BETWEEN first AND last
)
SELECT m.what, m.kind,
    CASE WHEN grouping(m.subject) = 0 THEN 'subject' WHEN grouping(m.channel) = 0 THEN 'channel' WHEN grouping(m.outcome) = 0 THEN 'outcome'
        WHEN grouping(m.county) = 0 THEN 'county' WHEN grouping(m.month) = 0 THEN 'month' ELSE 'kind' END,
    coalesce(m.subject, m.channel, m.outcome, m.county, m.month, m.kind), NULL::date, NULL::date, count(*)
    FROM moved AS m GROUP BY m.what, m.kind, GROUPING SETS ((), (m.subject), (m.channel), (m.outcome), (m.county), (m.month))
UNION ALL SELECT 'clock', k.county, k.rule, k.result, NULL, NULL, count(*) FROM clocks AS k
    WHERE k.due_on BETWEEN first AND last GROUP BY k.county, k.rule, k.result
UNION ALL SELECT 'indicator', '', j.key, CASE WHEN j.well THEN 'well' ELSE 'not' END, NULL, NULL, count(*) FROM judged AS j GROUP BY j.key, j.well
UNION ALL SELECT 'lasted', l.county, l.facet, l.key, l.day, l.until, count(*) FROM lasted AS l
    GROUP BY l.county, l.facet, l.key, l.day, l.until $$;

-- Periods that bind parties, or are windows: no office is on time or late by them.
CREATE FUNCTION cases_periods_of_others() RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT ARRAY['P3.hearing_request', 'P3.offence_limitation', 'P3.pay_fine', 'P4.answer', 'P4.answer_no_domicile', 'P4.evaluation_report',
    'P4.recusal_request', 'P4.request_period', 'P4.sue', 'P4M.restore_procedure', 'P5.emergency_threshold', 'P7.apply_reconsideration',
    'P7.supplement', 'P8.invalidation_sue', 'P8.novelty_grace', 'P8.patent_infringement_limitation', 'P8.patent_invalidation',
    'P8.patent_observation_window', 'P8.tm_invalidation_relative', 'P8.tm_opposition', 'P8.tm_refusal_review'] $$;

-- Counts that add up to a total, with the total in front, and nothing in the place of what is too small to tell. Who knows this rule
-- and reads the total still cannot work out a hidden count: one alone, or a few whose sum fixes them, take the next larger ones along.
CREATE FUNCTION cases_suppress(counts bigint[], smallest bigint) RETURNS bigint[] LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS
$$ DECLARE
    total bigint := (SELECT coalesce(sum(c), 0) FROM unnest(counts) AS c);
    nothing bigint[] := array_fill(NULL::bigint, ARRAY[cardinality(counts) + 1]);
    few int; together bigint; partner bigint;
BEGIN
    IF smallest IS NULL OR (total > 0 AND total < smallest) THEN RETURN nothing; END IF;
    SELECT count(*), coalesce(sum(c), 0) INTO few, together FROM unnest(counts) AS c WHERE c > 0 AND c < smallest;
    IF few = 0 THEN RETURN total || counts; END IF;
    IF few = 1 OR together < smallest OR together = few OR together = few * (smallest - 1) THEN
        SELECT min(c) INTO partner FROM unnest(counts) AS c WHERE c >= smallest;
        IF partner IS NULL THEN RETURN nothing; END IF;
    END IF;
    RETURN total || (SELECT array_agg(CASE WHEN (c > 0 AND c < smallest) OR c IS NOT DISTINCT FROM partner THEN NULL ELSE c END ORDER BY place)
        FROM unnest(counts) WITH ORDINALITY AS t (c, place));
END $$;

-- What any officer or auditor may know of every county: cases received in a quarter that is over, by kind, and the office's periods
-- whose last day lay in it, by result. Each line stands alone: no sum over counties, no other period, nothing to narrow it by.
CREATE FUNCTION cases_published(asked date) RETURNS TABLE (county text, what text, counts bigint[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET erdem.kind = 'system' AS
$$ WITH quarter AS (
    SELECT date_trunc('quarter', asked)::date AS first, (date_trunc('quarter', asked) + interval '3 months')::date AS behind
), smallest AS (
    SELECT (SELECT f.value FROM cases_legalfigure AS f
        WHERE f.name = 'smallest_cell' AND f.valid_from <= erdem_today() AND (f.valid_to IS NULL OR f.valid_to >= erdem_today())
        ORDER BY f.valid_from DESC LIMIT 1) AS cell
), facts AS (
    SELECT left(c.place_code, 6) AS county, 'kind' AS what, c.kind AS key FROM cases_case AS c, quarter AS q
        WHERE c.received_on >= q.first AND c.received_on < q.behind
    UNION ALL SELECT left(c.place_code, 6), 'clock', cases_clock_result(k.state, k.due_on, erdem_today())
        FROM quarter AS q JOIN cases_caseclock AS k ON k.due_on >= q.first AND k.due_on < q.behind
        JOIN cases_case AS c ON c.id = k.case_id JOIN base_clockrule AS r ON r.id = k.rule_id
        WHERE NOT r.process || '.' || r.step = ANY (cases_periods_of_others())
), counted AS (
    SELECT f.county, f.what, f.key, count(*) AS n FROM facts AS f GROUP BY f.county, f.what, f.key
), known AS (
    SELECT 'kind' AS what, key, place FROM unnest(ARRAY['complaint', 'report', 'penalty', 'patent_dispute', 'legal_aid',
        'rights_assistance', 'review', 'misuse_action']) WITH ORDINALITY AS t (key, place)
    UNION ALL SELECT 'clock', key, place FROM unnest(ARRAY['met', 'late', 'overdue', 'running', 'paused', 'stopped'])
        WITH ORDINALITY AS t (key, place)
)
SELECT p.code, k.what, cases_suppress(array_agg(coalesce(c.n, 0) ORDER BY k.place), (SELECT cell FROM smallest))
FROM people_place AS p CROSS JOIN known AS k LEFT JOIN counted AS c ON c.county = p.code AND c.what = k.what AND c.key = k.key
WHERE p.level = 'banner' AND erdem_roles() && ARRAY['county_officer', 'region_officer', 'auditor']
    AND (SELECT q.behind <= erdem_today() FROM quarter AS q)
GROUP BY p.code, k.what ORDER BY p.code, k.what $$;

-- REVERSE
DROP INDEX case_by_receipt;
DROP INDEX case_by_status;
DROP INDEX case_by_kind;
DROP INDEX case_by_title;
DROP FUNCTION cases_published(date);
DROP FUNCTION cases_suppress(bigint[], bigint);
DROP FUNCTION cases_periods_of_others();
DROP FUNCTION cases_tally(date, date, text, text, text, text);
DROP FUNCTION cases_clock_result(text, date, date);
DROP FUNCTION cases_counted_places();
ALTER POLICY case_read ON cases_case USING (
    (SELECT erdem_is_machine())
    OR office_id = ANY ((SELECT cases_own_offices())::bigint[])
    OR shared_with && (SELECT cases_own_offices())::bigint[]
    OR cases_overseen(place_code)
    OR (SELECT erdem_user_id()) = ANY (taking_part)
    OR (kind = 'misuse_action' AND communities && (SELECT cases_own_communities())::bigint[])
);
DROP FUNCTION cases_overseen_places();
ALTER TABLE cases_legalfigure DISABLE TRIGGER detail_is_never_removed;
ALTER TABLE cases_legalfigure NO FORCE ROW LEVEL SECURITY;
DELETE FROM cases_legalfigure WHERE name = 'smallest_cell';
ALTER TABLE cases_legalfigure FORCE ROW LEVEL SECURITY;
ALTER TABLE cases_legalfigure ENABLE TRIGGER detail_is_never_removed;
