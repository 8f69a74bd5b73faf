-- Second lock of cases. Mirrors policies: visible_cases, visible_with_case, visible_parties.
-- Officers of an office: who holds an officer's role and belongs to it.
CREATE FUNCTION cases_own_offices() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT CASE WHEN erdem_roles() && ARRAY['county_officer', 'region_officer'] THEN erdem_organisations() ELSE '{}'::bigint[] END $$;

CREATE FUNCTION cases_overseen(code text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT 'region_officer' = ANY (erdem_roles()) AND erdem_serves_place(code) $$;

CREATE FUNCTION cases_own_communities() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT CASE WHEN 'steward' = ANY (erdem_roles()) THEN erdem_speaks_for() ELSE '{}'::bigint[] END $$;

CREATE TRIGGER case_takes_legal_steps BEFORE INSERT OR UPDATE OF status ON cases_case
    FOR EACH ROW EXECUTE FUNCTION erdem_refuse_illegal_step('cases.case', 'kind');

-- Every change counts, so that who acts on an old page is told. What a case is and when it came stays; who takes part is noted
-- from the members; only its office works on it, and only the system hands it to another.
CREATE FUNCTION cases_guard_case() RETURNS trigger LANGUAGE plpgsql AS
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
CREATE TRIGGER case_is_guarded BEFORE UPDATE ON cases_case FOR EACH ROW EXECUTE FUNCTION cases_guard_case();

-- Who handles a case belongs to its office.
CREATE FUNCTION cases_guard_handlers() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp SET erdem.kind = 'system' AS
$$ BEGIN
    IF EXISTS (
        SELECT 1 FROM unnest(ARRAY[NEW.handler_id, NEW.second_handler_id]) AS named
        WHERE named IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM people_membership AS m
            WHERE m.user_id = named AND m.organisation_id = NEW.office_id AND m.role IN ('county_officer', 'region_officer')
              AND (m.until IS NULL OR m.until >= current_date))
    ) THEN
        RAISE EXCEPTION 'Who handles a case belongs to its office.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'case_handled_by_its_office';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER case_handlers_belong BEFORE INSERT OR UPDATE OF handler_id, second_handler_id, office_id ON cases_case
    FOR EACH ROW EXECUTE FUNCTION cases_guard_handlers();

-- Who takes part is written into the case, by which that person sees it.
CREATE FUNCTION cases_note_members() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp SET erdem.kind = 'system' AS
$$ BEGIN
    UPDATE cases_case SET taking_part = coalesce(
        (SELECT array_agg(DISTINCT user_id ORDER BY user_id) FROM cases_casemember WHERE case_id = NEW.case_id AND until IS NULL), '{}')
        WHERE id = NEW.case_id;
    RETURN NULL;
END $$;
CREATE TRIGGER member_is_noted AFTER INSERT OR UPDATE ON cases_casemember
    FOR EACH ROW EXECUTE FUNCTION cases_note_members();

-- A member leaves; nothing else about a membership is written anew.
CREATE FUNCTION cases_guard_member() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF (NEW.case_id, NEW.user_id, NEW.role, NEW.since) IS DISTINCT FROM (OLD.case_id, OLD.user_id, OLD.role, OLD.since)
        OR (OLD.until IS NOT NULL AND NEW.until IS DISTINCT FROM OLD.until) THEN
        RAISE EXCEPTION 'Who took part stays.' USING ERRCODE = 'check_violation', CONSTRAINT = 'case_member_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER member_is_guarded BEFORE UPDATE ON cases_casemember FOR EACH ROW EXECUTE FUNCTION cases_guard_member();

-- An act is noted by who acts.
CREATE FUNCTION cases_guard_event() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF NOT erdem_is_machine() AND NEW.by_id IS DISTINCT FROM erdem_user_id() THEN
        RAISE EXCEPTION 'An act is noted by who acts.' USING ERRCODE = 'check_violation', CONSTRAINT = 'case_event_by_its_actor';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER event_is_guarded BEFORE INSERT ON cases_caseevent FOR EACH ROW EXECUTE FUNCTION cases_guard_event();

DO $$ DECLARE named text; BEGIN
    FOREACH named IN ARRAY ARRAY['case', 'caselink', 'casemember', 'caseevent', 'party', 'caseparty'] LOOP
        EXECUTE format('ALTER TABLE cases_%s ENABLE ROW LEVEL SECURITY', named);
        EXECUTE format('ALTER TABLE cases_%s FORCE ROW LEVEL SECURITY', named);
    END LOOP;
    FOREACH named IN ARRAY ARRAY['case', 'caselink', 'casemember', 'party'] LOOP
        EXECUTE format('CREATE TRIGGER cases_is_never_removed BEFORE DELETE ON cases_%s
            FOR EACH ROW EXECUTE FUNCTION erdem_refuse_rewriting()', named);
    END LOOP;
    EXECUTE 'CREATE TRIGGER case_event_is_never_rewritten BEFORE UPDATE OR DELETE ON cases_caseevent
        FOR EACH ROW EXECUTE FUNCTION erdem_refuse_rewriting()';
END $$;

CREATE POLICY case_read ON cases_case FOR SELECT USING (
    (SELECT erdem_is_machine())
    OR office_id = ANY ((SELECT cases_own_offices())::bigint[])
    OR shared_with && (SELECT cases_own_offices())::bigint[]
    OR cases_overseen(place_code)
    OR (SELECT erdem_user_id()) = ANY (taking_part)
    OR (kind = 'misuse_action' AND communities && (SELECT cases_own_communities())::bigint[])
);
CREATE POLICY case_add ON cases_case FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine()) OR (
        office_id = ANY ((SELECT cases_own_offices())::bigint[]) AND created_by_id = (SELECT erdem_user_id())
        AND shared_with = '{}' AND taking_part = '{}' AND communities = '{}' AND closed_at IS NULL)
);
CREATE POLICY case_change ON cases_case FOR UPDATE USING (
    (SELECT erdem_is_machine()) OR office_id = ANY ((SELECT cases_own_offices())::bigint[])
);
CREATE POLICY case_link_read ON cases_caselink FOR SELECT USING (
    (SELECT erdem_is_machine())
    OR (source_id IN (SELECT c.id FROM cases_case AS c) AND case_id IN (SELECT c.id FROM cases_case AS c))
);
CREATE POLICY case_link_add ON cases_caselink FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine())
    OR EXISTS (SELECT 1 FROM cases_case AS c WHERE c.id = case_id AND c.office_id = ANY ((SELECT cases_own_offices())::bigint[]))
       AND source_id IN (SELECT c.id FROM cases_case AS c)
);
DO $$ DECLARE named text; BEGIN
    FOREACH named IN ARRAY ARRAY['casemember', 'caseevent', 'caseparty'] LOOP
        EXECUTE format('CREATE POLICY %1$s_read ON cases_%1$s FOR SELECT USING (
            (SELECT erdem_is_machine()) OR case_id IN (SELECT c.id FROM cases_case AS c))', named);
        EXECUTE format('CREATE POLICY %1$s_add ON cases_%1$s FOR INSERT WITH CHECK (
            (SELECT erdem_is_machine()) OR EXISTS (SELECT 1 FROM cases_case AS c
                WHERE c.id = case_id AND c.office_id = ANY ((SELECT cases_own_offices())::bigint[])))', named);
    END LOOP;
END $$;
CREATE POLICY casemember_change ON cases_casemember FOR UPDATE USING (
    (SELECT erdem_is_machine()) OR EXISTS (SELECT 1 FROM cases_case AS c
        WHERE c.id = case_id AND c.office_id = ANY ((SELECT cases_own_offices())::bigint[]))
);
CREATE POLICY caseparty_remove ON cases_caseparty FOR DELETE USING (
    (SELECT erdem_is_machine()) OR EXISTS (SELECT 1 FROM cases_case AS c
        WHERE c.id = case_id AND c.closed_at IS NULL AND c.office_id = ANY ((SELECT cases_own_offices())::bigint[]))
);
-- A party is for the office that keeps it, and for who sees a case in which it stands.
CREATE POLICY party_read ON cases_party FOR SELECT USING (
    (SELECT erdem_is_machine()) OR office_id = ANY ((SELECT cases_own_offices())::bigint[])
    OR id IN (SELECT p.party_id FROM cases_caseparty AS p)
);
CREATE POLICY party_add ON cases_party FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine()) OR office_id = ANY ((SELECT cases_own_offices())::bigint[])
);
CREATE POLICY party_change ON cases_party FOR UPDATE USING (
    (SELECT erdem_is_machine()) OR office_id = ANY ((SELECT cases_own_offices())::bigint[])
);

-- REVERSE
DO $$ DECLARE named record; BEGIN
    FOR named IN SELECT policyname, tablename FROM pg_policies WHERE tablename LIKE 'cases\_%' LOOP
        EXECUTE format('DROP POLICY %I ON %I', named.policyname, named.tablename);
    END LOOP;
END $$;
DROP TRIGGER case_event_is_never_rewritten ON cases_caseevent;
DROP TRIGGER cases_is_never_removed ON cases_case;
DROP TRIGGER cases_is_never_removed ON cases_caselink;
DROP TRIGGER cases_is_never_removed ON cases_casemember;
DROP TRIGGER cases_is_never_removed ON cases_party;
DROP TRIGGER event_is_guarded ON cases_caseevent;
DROP TRIGGER member_is_guarded ON cases_casemember;
DROP TRIGGER member_is_noted ON cases_casemember;
DROP TRIGGER case_handlers_belong ON cases_case;
DROP TRIGGER case_is_guarded ON cases_case;
DROP TRIGGER case_takes_legal_steps ON cases_case;
DROP FUNCTION cases_guard_event();
DROP FUNCTION cases_guard_member();
DROP FUNCTION cases_note_members();
DROP FUNCTION cases_guard_handlers();
DROP FUNCTION cases_guard_case();
DROP FUNCTION cases_own_communities();
DROP FUNCTION cases_overseen(text);
DROP FUNCTION cases_own_offices();
