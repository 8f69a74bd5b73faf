-- Clocks of cases: seen with the case, moved by its office; the case shows the nearest last day of those that are open.
CREATE OR REPLACE FUNCTION cases_guard_case() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    -- A last day that moves over night is no change by anybody: who acts in the morning is not told that the page is old.
    IF (to_jsonb(NEW) - '{due_on,updated_at}'::text[]) IS DISTINCT FROM (to_jsonb(OLD) - '{due_on,updated_at}'::text[]) THEN
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

CREATE FUNCTION cases_show_due() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp SET erdem.kind = 'system' AS
$$ BEGIN
    UPDATE cases_case AS c SET due_on = nearest.day
        FROM (
            SELECT touched.case_id, min(k.due_on) AS day
            FROM (SELECT DISTINCT case_id FROM changed) AS touched
            LEFT JOIN cases_caseclock AS k ON k.case_id = touched.case_id AND k.state IN ('running', 'paused')
            GROUP BY touched.case_id
        ) AS nearest
        WHERE c.id = nearest.case_id AND c.due_on IS DISTINCT FROM nearest.day;
    RETURN NULL;
END $$;
CREATE TRIGGER clock_start_is_shown AFTER INSERT ON cases_caseclock REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION cases_show_due();
CREATE TRIGGER clock_move_is_shown AFTER UPDATE ON cases_caseclock REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION cases_show_due();
CREATE TRIGGER clock_is_guarded BEFORE UPDATE OR DELETE ON cases_caseclock
    FOR EACH ROW EXECUTE FUNCTION erdem_guard_clock();
CREATE TRIGGER clock_event_is_append_only BEFORE UPDATE OR DELETE ON cases_caseclockevent
    FOR EACH ROW EXECUTE FUNCTION erdem_refuse_rewriting();
CREATE TRIGGER extension_is_never_removed BEFORE DELETE ON cases_extensionrequest
    FOR EACH ROW EXECUTE FUNCTION erdem_refuse_rewriting();
CREATE TRIGGER alarm_is_append_only BEFORE DELETE OR UPDATE OF clock_id, level, noted_on ON cases_clockalarm
    FOR EACH ROW EXECUTE FUNCTION erdem_refuse_rewriting();

-- An event is noted by who acts. An extension stands on a request that a second person granted.
CREATE FUNCTION cases_guard_clock_event() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    NEW.transaction_id := txid_current();
    IF erdem_is_machine() THEN RETURN NEW; END IF;
    IF NEW.actor_user_id IS DISTINCT FROM erdem_user_id() THEN
        RAISE EXCEPTION 'An event is noted by who acts.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'clock_event_by_its_actor';
    END IF;
    IF NEW.kind = 'recomputed' THEN
        RAISE EXCEPTION 'A clock is reckoned anew by the system.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'clock_reckoned_by_machines';
    END IF;
    IF NEW.kind = 'extended' AND (
        SELECT count(*) FROM cases_extensionrequest WHERE clock_id = NEW.clock_id AND state = 'granted'
    ) <= (SELECT count(*) FROM cases_caseclockevent WHERE clock_id = NEW.clock_id AND kind = 'extended') THEN
        RAISE EXCEPTION 'An extension stands on a request that a second person granted.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'extension_granted_first';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER clock_event_is_guarded BEFORE INSERT ON cases_caseclockevent
    FOR EACH ROW EXECUTE FUNCTION cases_guard_clock_event();

-- No last day and no state of a clock moves without the event that says why, in the same transaction.
-- Looked at before the commit, with the owner's eyes: who acted may not see the case any more by then.
CREATE FUNCTION cases_clock_moves_with_event() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp SET erdem.kind = 'system' AS
$$ BEGIN
    IF EXISTS (
        SELECT 1 FROM cases_caseclockevent AS e
        WHERE e.clock_id = NEW.id AND e.due_after IS NOT DISTINCT FROM NEW.due_on AND e.transaction_id = txid_current()
          AND e.kind = ANY (CASE NEW.state
              WHEN 'running' THEN ARRAY['started', 'resumed', 'extended', 'breached']
              WHEN 'paused' THEN ARRAY['paused', 'extended']
              WHEN 'stopped' THEN ARRAY['stopped']
              ELSE ARRAY['met'] END)
    ) THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'A clock moves only with the event that says why.'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'clock_moves_with_event';
END $$;
CREATE CONSTRAINT TRIGGER clock_moves_with_event AFTER INSERT OR UPDATE OF due_on, state, extended ON cases_caseclock
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NOT erdem_is_machine())
    EXECUTE FUNCTION cases_clock_moves_with_event();

-- Who asks writes the request, who decides decides once; neither writes for the other.
CREATE FUNCTION cases_guard_extension() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF erdem_is_machine() THEN RETURN NEW; END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.asked_by_id IS DISTINCT FROM erdem_user_id() OR NEW.state <> 'asked' THEN
            RAISE EXCEPTION 'Who asks writes the request.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'extension_asked_by_its_actor';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.state <> 'asked' OR NEW.decided_by_id IS DISTINCT FROM erdem_user_id()
        OR (to_jsonb(NEW) - '{state,decided_by_id,decided_at,decision_reason}'::text[])
            IS DISTINCT FROM (to_jsonb(OLD) - '{state,decided_by_id,decided_at,decision_reason}'::text[]) THEN
        RAISE EXCEPTION 'A request is decided once, in the own name.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'extension_decided_once';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER extension_is_guarded BEFORE INSERT OR UPDATE ON cases_extensionrequest
    FOR EACH ROW EXECUTE FUNCTION cases_guard_extension();

DO $$ DECLARE named text; BEGIN
    FOREACH named IN ARRAY ARRAY['caseclock', 'caseclockevent', 'extensionrequest', 'clockalarm'] LOOP
        EXECUTE format('ALTER TABLE cases_%s ENABLE ROW LEVEL SECURITY', named);
        EXECUTE format('ALTER TABLE cases_%s FORCE ROW LEVEL SECURITY', named);
    END LOOP;
    FOREACH named IN ARRAY ARRAY['caseclockevent', 'extensionrequest'] LOOP
        EXECUTE format('CREATE POLICY %1$s_read ON cases_%1$s FOR SELECT USING (
            (SELECT erdem_is_machine()) OR clock_id IN (SELECT k.id FROM cases_caseclock AS k))', named);
        EXECUTE format('CREATE POLICY %1$s_add ON cases_%1$s FOR INSERT WITH CHECK (
            (SELECT erdem_is_machine()) OR EXISTS (SELECT 1 FROM cases_caseclock AS k JOIN cases_case AS c ON c.id = k.case_id
                WHERE k.id = clock_id AND c.office_id = ANY ((SELECT cases_own_offices())::bigint[])))', named);
    END LOOP;
END $$;
CREATE POLICY clock_alarm_read ON cases_clockalarm FOR SELECT USING (
    (SELECT erdem_is_machine()) OR clock_id IN (SELECT k.id FROM cases_caseclock AS k)
);
CREATE POLICY clock_alarm_change ON cases_clockalarm FOR UPDATE USING ((SELECT erdem_is_machine()));
CREATE POLICY clock_alarm_add ON cases_clockalarm FOR INSERT WITH CHECK ((SELECT erdem_is_machine()));
CREATE POLICY extension_change ON cases_extensionrequest FOR UPDATE USING (
    (SELECT erdem_is_machine()) OR EXISTS (SELECT 1 FROM cases_caseclock AS k JOIN cases_case AS c ON c.id = k.case_id
        WHERE k.id = clock_id AND c.office_id = ANY ((SELECT cases_own_offices())::bigint[]))
);
CREATE POLICY case_clock_read ON cases_caseclock FOR SELECT USING (
    (SELECT erdem_is_machine()) OR case_id IN (SELECT c.id FROM cases_case AS c)
);
CREATE POLICY case_clock_add ON cases_caseclock FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine()) OR EXISTS (SELECT 1 FROM cases_case AS c
        WHERE c.id = case_id AND c.office_id = ANY ((SELECT cases_own_offices())::bigint[]))
);
CREATE POLICY case_clock_change ON cases_caseclock FOR UPDATE USING (
    (SELECT erdem_is_machine()) OR EXISTS (SELECT 1 FROM cases_case AS c
        WHERE c.id = case_id AND c.office_id = ANY ((SELECT cases_own_offices())::bigint[]))
);

-- REVERSE
DO $$ DECLARE named record; BEGIN
    FOR named IN SELECT policyname, tablename FROM pg_policies
        WHERE tablename IN ('cases_caseclock', 'cases_caseclockevent', 'cases_extensionrequest', 'cases_clockalarm') LOOP
        EXECUTE format('DROP POLICY %I ON %I', named.policyname, named.tablename);
    END LOOP;
END $$;
DROP TRIGGER extension_is_guarded ON cases_extensionrequest;
DROP FUNCTION cases_guard_extension();
DROP TRIGGER clock_moves_with_event ON cases_caseclock;
DROP FUNCTION cases_clock_moves_with_event();
DROP TRIGGER clock_event_is_guarded ON cases_caseclockevent;
DROP FUNCTION cases_guard_clock_event();
DROP TRIGGER alarm_is_append_only ON cases_clockalarm;
DROP TRIGGER extension_is_never_removed ON cases_extensionrequest;
DROP TRIGGER clock_event_is_append_only ON cases_caseclockevent;
DROP TRIGGER clock_is_guarded ON cases_caseclock;
DROP TRIGGER clock_move_is_shown ON cases_caseclock;
DROP TRIGGER clock_start_is_shown ON cases_caseclock;
DROP FUNCTION cases_show_due();
CREATE OR REPLACE FUNCTION cases_guard_case() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    NEW.version := OLD.version + 1;
    IF (NEW.number, NEW.kind, NEW.created_at, NEW.created_by_id) IS DISTINCT FROM
        (OLD.number, OLD.kind, OLD.created_at, OLD.created_by_id) THEN
        RAISE EXCEPTION 'What a case is stays.' USING ERRCODE = 'check_violation', CONSTRAINT = 'case_stays_what_it_is';
    END IF;
    IF erdem_is_machine() THEN RETURN NEW; END IF;
    IF (NEW.office_id, NEW.place_code, NEW.shared_with, NEW.taking_part, NEW.communities, NEW.record_id, NEW.finding_id, NEW.received_on)
        IS DISTINCT FROM
        (OLD.office_id, OLD.place_code, OLD.shared_with, OLD.taking_part, OLD.communities, OLD.record_id, OLD.finding_id, OLD.received_on) THEN
        RAISE EXCEPTION 'Who sees a case is not written by hand.'
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
