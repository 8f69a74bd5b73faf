-- What hangs on a case is asked of that one case: “in the cases that I see” had the database gather all of them first, for one clock too.
-- Rules and functions say the same as before, so undoing leaves them.
CREATE FUNCTION cases_asked_of_one(condition text, name text) RETURNS text LANGUAGE sql IMMUTABLE AS
$$ SELECT regexp_replace(
    regexp_replace(condition, '\m(\w+) IN \( SELECT (\w+)\.(\w+)\s+FROM (\w+) \2\)',
        format('EXISTS (SELECT 1 FROM \4 AS \2 WHERE \2.\3 = %I.\1)', name), 'g'),
    '\m(\w+) IN \( SELECT (\w+)\.(\w+)\s+FROM (\w+) \2\s+WHERE ',
    format('EXISTS (SELECT 1 FROM \4 AS \2 WHERE \2.\3 = %I.\1 AND ', name), 'g') $$;
DO $$ DECLARE rule record; BEGIN
    FOR rule IN SELECT tablename, policyname, cases_asked_of_one(qual, tablename) AS seen, cases_asked_of_one(with_check, tablename) AS written,
            qual, with_check
        FROM pg_policies WHERE schemaname = 'public' AND tablename LIKE 'cases\_%' LOOP
        IF rule.seen IS DISTINCT FROM rule.qual THEN
            EXECUTE format('ALTER POLICY %I ON %I USING (%s)', rule.policyname, rule.tablename, rule.seen);
        END IF;
        IF rule.written IS DISTINCT FROM rule.with_check THEN
            EXECUTE format('ALTER POLICY %I ON %I WITH CHECK (%s)', rule.policyname, rule.tablename, rule.written);
        END IF;
    END LOOP;
END $$;
DROP FUNCTION cases_asked_of_one(text, text);

CREATE OR REPLACE FUNCTION cases_show_due() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp SET erdem.kind = 'system' AS
$$ BEGIN
    UPDATE cases_case AS c SET due_on = nearest.day
        FROM (
            SELECT touched.case_id, (SELECT min(k.due_on) FROM cases_caseclock AS k
                WHERE k.case_id = touched.case_id AND k.state IN ('running', 'paused')) AS day
            FROM (SELECT DISTINCT case_id FROM changed) AS touched
        ) AS nearest
        WHERE c.id = nearest.case_id AND c.due_on IS DISTINCT FROM nearest.day;
    RETURN NULL;
END $$;

-- A last day moved by a clock is told from a change by anybody by comparing rows, not documents made of them.
CREATE OR REPLACE FUNCTION cases_guard_case() RETURNS trigger LANGUAGE plpgsql AS
$$ DECLARE rest cases_case := NEW; BEGIN
    rest.due_on := OLD.due_on;
    rest.updated_at := OLD.updated_at;
    -- A last day that moves over night is no change by anybody: who acts in the morning is not told that the page is old.
    IF rest IS DISTINCT FROM OLD THEN
        NEW.version := OLD.version + 1;
    ELSE
        NEW.version := OLD.version;
    END IF;
    IF (NEW.number, NEW.kind, NEW.created_at, NEW.created_by_id) IS DISTINCT FROM
        (OLD.number, OLD.kind, OLD.created_at, OLD.created_by_id) THEN
        RAISE EXCEPTION 'What a case is stays.' USING ERRCODE = 'check_violation', CONSTRAINT = 'case_stays_what_it_is';
    END IF;
    IF erdem_is_machine() THEN RETURN NEW; END IF;
    IF (NEW.office_id, NEW.place_code, NEW.shared_with, NEW.taking_part, NEW.communities, NEW.record_id, NEW.finding_id, NEW.received_on, NEW.due_on)
        IS DISTINCT FROM
        (OLD.office_id, OLD.place_code, OLD.shared_with, OLD.taking_part, OLD.communities, OLD.record_id, OLD.finding_id, OLD.received_on, OLD.due_on) THEN
        RAISE EXCEPTION 'Who sees a case, and its days, are not written by hand.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'case_readers_stay';
    END IF;
    IF NOT OLD.office_id = ANY (cases_own_offices()) THEN
        RAISE EXCEPTION 'Only its office works on a case.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'case_worked_on_by_its_office';
    END IF;
    IF OLD.closed_at IS NOT NULL THEN
        RAISE EXCEPTION 'A closed case stays.' USING ERRCODE = 'check_violation', CONSTRAINT = 'case_closed_stays';
    END IF;
    RETURN NEW;
END $$;

-- REVERSE
SELECT 'What was written anew says the same as before: it stays.';
