-- Second lock of everyday work. Mirrors policies: visible_notes, visible_with_case, visible_custody, visible_covers.
-- Says yes or no: whether all of these people are officers of an office today.
CREATE FUNCTION cases_are_officers(office bigint, named bigint[]) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp SET erdem.kind = 'system' AS
$$ SELECT NOT EXISTS (
    SELECT 1 FROM unnest(named) AS one WHERE NOT EXISTS (
        SELECT 1 FROM people_membership AS m
        WHERE m.user_id = one AND m.organisation_id = office AND m.role IN ('county_officer', 'region_officer')
          AND (m.since IS NULL OR m.since <= current_date) AND (m.until IS NULL OR m.until >= current_date))) $$;

CREATE FUNCTION cases_guard_note() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF (NEW.case_id, NEW.audience, NEW.body, NEW.written_by_id, NEW.written_at) IS DISTINCT FROM
            (OLD.case_id, OLD.audience, OLD.body, OLD.written_by_id, OLD.written_at) OR OLD.review <> 'waiting' THEN
            RAISE EXCEPTION 'A note stays as it was written.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'case_note_stays';
        END IF;
        IF NOT erdem_is_machine() AND NEW.reviewed_by_id IS DISTINCT FROM erdem_user_id() THEN
            RAISE EXCEPTION 'A note is read by who says so.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'case_note_stays';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER note_is_guarded BEFORE UPDATE ON cases_casenote FOR EACH ROW EXECUTE FUNCTION cases_guard_note();

-- The check by a second person is added, once; nothing else about a piece of evidence is written anew.
CREATE FUNCTION cases_guard_evidence() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF OLD.checked_by_id IS NOT NULL
        OR (to_jsonb(NEW) - 'checked_by_id' - 'checked_at') IS DISTINCT FROM (to_jsonb(OLD) - 'checked_by_id' - 'checked_at')
        OR (NOT erdem_is_machine() AND NEW.checked_by_id IS DISTINCT FROM erdem_user_id()) THEN
        RAISE EXCEPTION 'Evidence stays as it was taken in.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'evidence_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER evidence_is_guarded BEFORE UPDATE ON cases_evidence FOR EACH ROW EXECUTE FUNCTION cases_guard_evidence();

-- A stand-in is set once and may only end earlier.
CREATE FUNCTION cases_guard_cover() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF (to_jsonb(NEW) - 'ends_on') IS DISTINCT FROM (to_jsonb(OLD) - 'ends_on') OR NEW.ends_on > OLD.ends_on THEN
            RAISE EXCEPTION 'A stand-in only ends earlier.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'cover_only_ends_earlier';
        END IF;
    ELSIF NOT cases_are_officers(NEW.office_id, ARRAY[NEW.absent_id, NEW.stand_in_id]) THEN
        RAISE EXCEPTION 'Both belong to the office.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'cover_within_the_office';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER cover_is_guarded BEFORE INSERT OR UPDATE ON cases_cover FOR EACH ROW EXECUTE FUNCTION cases_guard_cover();

CREATE FUNCTION cases_guard_inspection() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF NOT cases_are_officers(
        (SELECT c.office_id FROM cases_case AS c WHERE c.id = NEW.case_id), ARRAY[NEW.first_officer_id, NEW.second_officer_id]) THEN
        RAISE EXCEPTION 'Two officers of the office inspect.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'inspection_by_officers_of_the_office';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER inspection_is_guarded BEFORE INSERT ON cases_inspection
    FOR EACH ROW EXECUTE FUNCTION cases_guard_inspection();

DO $$ DECLARE named text; BEGIN
    FOREACH named IN ARRAY ARRAY['casenote', 'evidence', 'custodyevent', 'cover', 'inspection'] LOOP
        EXECUTE format('ALTER TABLE cases_%s ENABLE ROW LEVEL SECURITY', named);
        EXECUTE format('ALTER TABLE cases_%s FORCE ROW LEVEL SECURITY', named);
        EXECUTE format('CREATE TRIGGER work_is_never_removed BEFORE DELETE ON cases_%s
            FOR EACH ROW EXECUTE FUNCTION erdem_refuse_rewriting()', named);
    END LOOP;
    FOREACH named IN ARRAY ARRAY['custodyevent', 'inspection'] LOOP
        EXECUTE format('CREATE TRIGGER work_is_never_rewritten BEFORE UPDATE ON cases_%s
            FOR EACH ROW EXECUTE FUNCTION erdem_refuse_rewriting()', named);
    END LOOP;
END $$;

CREATE POLICY casenote_read ON cases_casenote FOR SELECT USING (
    (SELECT erdem_is_machine())
    OR (audience = 'public' AND review = 'approved' AND (SELECT erdem_kind()) IS NOT NULL)
    OR (audience = 'party' AND case_id IN (SELECT c.id FROM cases_case AS c))
    OR case_id IN (SELECT c.id FROM cases_case AS c
        WHERE c.office_id = ANY ((SELECT cases_own_offices())::bigint[])
           OR c.shared_with && (SELECT cases_own_offices())::bigint[] OR cases_overseen(c.place_code))
);
CREATE POLICY casenote_add ON cases_casenote FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine())
    OR (written_by_id = (SELECT erdem_user_id()) AND reviewed_by_id IS NULL AND EXISTS (
        SELECT 1 FROM cases_case AS c WHERE c.id = case_id AND (
            c.office_id = ANY ((SELECT cases_own_offices())::bigint[])
            OR (audience = 'party' AND (SELECT erdem_user_id()) = ANY (c.taking_part)))))
);
DO $$ DECLARE named text; BEGIN
    FOREACH named IN ARRAY ARRAY['casenote', 'evidence'] LOOP
        EXECUTE format('CREATE POLICY %1$s_change ON cases_%1$s FOR UPDATE USING (
            (SELECT erdem_is_machine()) OR EXISTS (SELECT 1 FROM cases_case AS c
                WHERE c.id = case_id AND c.office_id = ANY ((SELECT cases_own_offices())::bigint[])))', named);
    END LOOP;
    FOREACH named IN ARRAY ARRAY['evidence', 'inspection'] LOOP
        EXECUTE format('CREATE POLICY %1$s_read ON cases_%1$s FOR SELECT USING (
            (SELECT erdem_is_machine()) OR case_id IN (SELECT c.id FROM cases_case AS c))', named);
    END LOOP;
END $$;
CREATE POLICY evidence_add ON cases_evidence FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine())
    OR (added_by_id = (SELECT erdem_user_id()) AND checked_by_id IS NULL AND EXISTS (
        SELECT 1 FROM cases_case AS c
        WHERE c.id = case_id AND c.closed_at IS NULL AND c.office_id = ANY ((SELECT cases_own_offices())::bigint[])))
);
CREATE POLICY inspection_add ON cases_inspection FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine())
    OR (written_by_id = (SELECT erdem_user_id()) AND EXISTS (
        SELECT 1 FROM cases_case AS c
        WHERE c.id = case_id AND c.closed_at IS NULL AND c.office_id = ANY ((SELECT cases_own_offices())::bigint[])))
);
CREATE POLICY custodyevent_read ON cases_custodyevent FOR SELECT USING (
    (SELECT erdem_is_machine()) OR evidence_id IN (SELECT e.id FROM cases_evidence AS e)
);
-- Who takes part and has a copy handed out is noted too, in the own name.
CREATE POLICY custodyevent_add ON cases_custodyevent FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine())
    OR (by_id = (SELECT erdem_user_id()) AND evidence_id IN (SELECT e.id FROM cases_evidence AS e))
);
CREATE POLICY cover_read ON cases_cover FOR SELECT USING (
    (SELECT erdem_is_machine()) OR office_id = ANY ((SELECT cases_own_offices())::bigint[])
);
CREATE POLICY cover_add ON cases_cover FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine())
    OR (office_id = ANY ((SELECT cases_own_offices())::bigint[]) AND set_by_id = (SELECT erdem_user_id()))
);
CREATE POLICY cover_change ON cases_cover FOR UPDATE USING (
    (SELECT erdem_is_machine()) OR office_id = ANY ((SELECT cases_own_offices())::bigint[])
);

-- REVERSE
DO $$ DECLARE named record; BEGIN
    FOR named IN SELECT policyname, tablename FROM pg_policies
        WHERE tablename IN ('cases_casenote', 'cases_evidence', 'cases_custodyevent', 'cases_cover', 'cases_inspection') LOOP
        EXECUTE format('DROP POLICY %I ON %I', named.policyname, named.tablename);
    END LOOP;
    FOR named IN SELECT tgname, tgrelid::regclass::text AS tablename FROM pg_trigger
        WHERE tgname IN ('work_is_never_removed', 'work_is_never_rewritten', 'note_is_guarded', 'evidence_is_guarded',
            'cover_is_guarded', 'inspection_is_guarded') LOOP
        EXECUTE format('DROP TRIGGER %I ON %I', named.tgname, named.tablename);
    END LOOP;
END $$;
DROP FUNCTION cases_guard_inspection();
DROP FUNCTION cases_guard_cover();
DROP FUNCTION cases_guard_evidence();
DROP FUNCTION cases_guard_note();
DROP FUNCTION cases_are_officers(bigint, bigint[]);
