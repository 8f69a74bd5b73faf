-- Second lock of what people hand in. Mirrors policies/filings.py.
-- A filing is written by the system, which has looked at it; the office moves it on, nothing else of it changes.
CREATE TRIGGER filing_takes_legal_steps BEFORE INSERT OR UPDATE OF status ON cases_filing
    FOR EACH ROW EXECUTE FUNCTION erdem_refuse_illegal_step('cases.filing');

CREATE FUNCTION cases_guard_filing() RETURNS trigger LANGUAGE plpgsql AS
$$ DECLARE kept jsonb := to_jsonb(NEW) - ARRAY['status', 'status_reason', 'joined_to_id', 'updated_at', 'office_id', 'withdrawn_at'];
BEGIN
    IF kept IS DISTINCT FROM
        to_jsonb(OLD) - ARRAY['status', 'status_reason', 'joined_to_id', 'updated_at', 'office_id', 'withdrawn_at'] THEN
        RAISE EXCEPTION 'What was handed in stays.' USING ERRCODE = 'check_violation', CONSTRAINT = 'filing_stays';
    END IF;
    IF NOT erdem_is_machine() AND (NEW.office_id, NEW.withdrawn_at, NEW.joined_to_id)
        IS DISTINCT FROM (OLD.office_id, OLD.withdrawn_at, OLD.joined_to_id) THEN
        RAISE EXCEPTION 'The system notes this.' USING ERRCODE = 'check_violation', CONSTRAINT = 'filing_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER filing_is_guarded BEFORE UPDATE ON cases_filing FOR EACH ROW EXECUTE FUNCTION cases_guard_filing();

-- From what a case came is noted by the system, once.
CREATE FUNCTION cases_guard_source() RETURNS trigger LANGUAGE plpgsql AS
$$ DECLARE before bigint;
BEGIN
    IF TG_OP = 'UPDATE' THEN before := OLD.filing_id; END IF;
    IF NEW.filing_id IS DISTINCT FROM before AND (NOT erdem_is_machine() OR before IS NOT NULL) THEN
        RAISE EXCEPTION 'From what a case came stays.' USING ERRCODE = 'check_violation', CONSTRAINT = 'case_filing_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER case_source_stays BEFORE INSERT OR UPDATE OF filing_id ON cases_case
    FOR EACH ROW EXECUTE FUNCTION cases_guard_source();

-- A message stays as it was written; once, the other side has read it.
CREATE FUNCTION cases_guard_message() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF to_jsonb(NEW) - 'read_at' IS DISTINCT FROM to_jsonb(OLD) - 'read_at' OR OLD.read_at IS NOT NULL THEN
        RAISE EXCEPTION 'A message stays.' USING ERRCODE = 'check_violation', CONSTRAINT = 'case_message_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER message_is_guarded BEFORE UPDATE ON cases_casemessage FOR EACH ROW EXECUTE FUNCTION cases_guard_message();

DO $$ DECLARE named text; BEGIN
    FOREACH named IN ARRAY ARRAY['filing', 'filingreceipt', 'receiptguess', 'casemessage', 'filingfile', 'routerrule'] LOOP
        EXECUTE format('ALTER TABLE cases_%s ENABLE ROW LEVEL SECURITY', named);
        EXECUTE format('ALTER TABLE cases_%s FORCE ROW LEVEL SECURITY', named);
        EXECUTE format('CREATE POLICY %1$s_by_machines ON cases_%1$s USING ((SELECT erdem_is_machine()))', named);
    END LOOP;
    FOREACH named IN ARRAY ARRAY['filing', 'casemessage'] LOOP
        EXECUTE format('CREATE TRIGGER filed_is_never_removed BEFORE DELETE ON cases_%s
            FOR EACH ROW EXECUTE FUNCTION erdem_refuse_rewriting()', named);
    END LOOP;
    FOREACH named IN ARRAY ARRAY['filingreceipt', 'filingfile'] LOOP
        EXECUTE format('CREATE TRIGGER filed_is_never_rewritten BEFORE UPDATE OR DELETE ON cases_%s
            FOR EACH ROW EXECUTE FUNCTION erdem_refuse_rewriting()', named);
    END LOOP;
END $$;

CREATE POLICY filing_read ON cases_filing FOR SELECT USING (
    id = ANY ((SELECT erdem_receipts())::bigint[])
    OR submitted_by_id = (SELECT erdem_user_id())
    OR office_id = ANY ((SELECT cases_own_offices())::bigint[])
    OR cases_overseen(place_code)
    OR id IN (SELECT c.filing_id FROM cases_case AS c
        WHERE c.office_id = ANY ((SELECT cases_own_offices())::bigint[]) OR c.shared_with && (SELECT cases_own_offices())::bigint[])
);
CREATE POLICY filing_change ON cases_filing FOR UPDATE USING (office_id = ANY ((SELECT cases_own_offices())::bigint[]));

CREATE POLICY message_read ON cases_casemessage FOR SELECT USING (filing_id IN (SELECT f.id FROM cases_filing AS f));
CREATE POLICY message_add ON cases_casemessage FOR INSERT WITH CHECK (
    read_at IS NULL AND written_by_id IS NOT DISTINCT FROM (SELECT erdem_user_id()) AND EXISTS (
        SELECT 1 FROM cases_filing AS f WHERE f.id = filing_id AND (
            side = 'filer' AND (f.id = ANY ((SELECT erdem_receipts())::bigint[]) OR f.submitted_by_id = (SELECT erdem_user_id()))
            OR side = 'office' AND (SELECT cases_own_offices())::bigint[] && (f.office_id || ARRAY(
                SELECT c.office_id FROM cases_case AS c WHERE c.filing_id = f.id))))
);
-- The filer marks what the office wrote as read, the office what the filer wrote.
CREATE POLICY message_change ON cases_casemessage FOR UPDATE USING (EXISTS (
    SELECT 1 FROM cases_filing AS f WHERE f.id = filing_id AND (
        side = 'office' AND (f.id = ANY ((SELECT erdem_receipts())::bigint[]) OR f.submitted_by_id = (SELECT erdem_user_id()))
        OR side = 'filer' AND (SELECT cases_own_offices())::bigint[] && (f.office_id || ARRAY(
            SELECT c.office_id FROM cases_case AS c WHERE c.filing_id = f.id))))
);
CREATE POLICY file_read ON cases_filingfile FOR SELECT USING (filing_id IN (SELECT f.id FROM cases_filing AS f));
CREATE POLICY router_read ON cases_routerrule FOR SELECT USING ((SELECT erdem_kind()) IS NOT NULL);

-- Who filed is told the public progress: the states and days of the cases, nothing else of them.
CREATE FUNCTION cases_progress(asked bigint)
RETURNS TABLE (kind text, status text, received_on date, moved_on date, due_on date, closed_on date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET erdem.kind = 'system' AS
$$ SELECT c.kind, c.status, c.received_on,
        (SELECT (max(e.at) AT TIME ZONE 'Asia/Shanghai')::date FROM cases_caseevent AS e
         WHERE e.case_id = c.id AND e.from_status <> '' AND e.from_status <> e.to_status),
        CASE WHEN c.closed_at IS NULL THEN c.due_on END, (c.closed_at AT TIME ZONE 'Asia/Shanghai')::date
    FROM cases_filing AS f JOIN cases_case AS c ON c.filing_id = f.id OR c.id = f.joined_to_id
    WHERE f.id = asked AND (f.id = ANY (erdem_receipts()) OR f.submitted_by_id = erdem_user_id())
    ORDER BY c.id $$;

-- REVERSE
DROP FUNCTION cases_progress(bigint);
DO $$ DECLARE named record; BEGIN
    FOR named IN SELECT policyname, tablename FROM pg_policies WHERE tablename = ANY (ARRAY['cases_filing', 'cases_filingreceipt',
        'cases_receiptguess', 'cases_casemessage', 'cases_filingfile', 'cases_routerrule']) LOOP
        EXECUTE format('DROP POLICY %I ON %I', named.policyname, named.tablename);
    END LOOP;
END $$;
DROP TRIGGER filed_is_never_rewritten ON cases_filingfile;
DROP TRIGGER filed_is_never_rewritten ON cases_filingreceipt;
DROP TRIGGER filed_is_never_removed ON cases_casemessage;
DROP TRIGGER filed_is_never_removed ON cases_filing;
DROP TRIGGER message_is_guarded ON cases_casemessage;
DROP TRIGGER case_source_stays ON cases_case;
DROP TRIGGER filing_is_guarded ON cases_filing;
DROP TRIGGER filing_takes_legal_steps ON cases_filing;
DROP FUNCTION cases_guard_message();
DROP FUNCTION cases_guard_source();
DROP FUNCTION cases_guard_filing();
