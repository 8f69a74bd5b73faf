-- Who handed something in lies sealed: nobody selects it, not even the system. It is added, and then read by one function alone,
-- which asks for two different officers of the office. Policies for CURRENT_USER are for the owner's functions below.
CREATE FUNCTION cases_guard_unlock() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp SET erdem.kind = 'system' AS
$$ BEGIN
    IF TG_OP = 'UPDATE' AND (OLD.state <> 'asked' OR NEW.state = 'asked'
        OR (NEW.id, NEW.filing_id, NEW.office_id, NEW.asked_by_id, NEW.reason, NEW.asked_at)
            IS DISTINCT FROM (OLD.id, OLD.filing_id, OLD.office_id, OLD.asked_by_id, OLD.reason, OLD.asked_at)) THEN
        RAISE EXCEPTION 'What was asked and answered stays.' USING ERRCODE = 'check_violation', CONSTRAINT = 'unlock_stays';
    END IF;
    IF TG_OP = 'INSERT' AND (NEW.state <> 'asked' OR NEW.decided_by_id IS NOT NULL OR NEW.asked_by_id IS DISTINCT FROM erdem_user_id()) THEN
        RAISE EXCEPTION 'An opening is asked for first, in the own name.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'unlock_asked_first';
    END IF;
    IF TG_OP = 'UPDATE' AND (NEW.decided_by_id IS DISTINCT FROM erdem_user_id() OR NEW.decided_by_id = NEW.asked_by_id) THEN
        RAISE EXCEPTION 'Another officer decides, in the own name.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'unlock_by_a_second_person';
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM people_membership AS m
        WHERE m.user_id = erdem_user_id() AND m.organisation_id = NEW.office_id AND m.role IN ('county_officer', 'region_officer')
          AND (m.since IS NULL OR m.since <= erdem_today()) AND (m.until IS NULL OR m.until >= erdem_today())
    ) OR NOT (
        EXISTS (SELECT 1 FROM cases_filing AS f WHERE f.id = NEW.filing_id AND f.office_id = NEW.office_id)
        OR EXISTS (SELECT 1 FROM cases_case AS c WHERE c.filing_id = NEW.filing_id AND c.office_id = NEW.office_id)
    ) THEN
        RAISE EXCEPTION 'Officers of the office that has the matter.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'unlock_by_its_office';
    END IF;
    NEW.open_until := NULL;
    NEW.decided_at := NULL;
    IF TG_OP = 'UPDATE' THEN
        NEW.decided_at := clock_timestamp();
        IF NEW.state = 'approved' THEN NEW.open_until := clock_timestamp() + interval '24 hours'; END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER unlock_is_guarded BEFORE INSERT OR UPDATE ON cases_identityunlock
    FOR EACH ROW EXECUTE FUNCTION cases_guard_unlock();

-- An identity is only wrapped anew, by the function for it.
CREATE FUNCTION cases_guard_sealed() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF (NEW.filing_id, NEW.ciphertext, NEW.sealed_at) IS DISTINCT FROM (OLD.filing_id, OLD.ciphertext, OLD.sealed_at) THEN
        RAISE EXCEPTION 'What is sealed stays.' USING ERRCODE = 'check_violation', CONSTRAINT = 'identity_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER sealed_is_guarded BEFORE UPDATE ON cases_sealedidentity FOR EACH ROW EXECUTE FUNCTION cases_guard_sealed();

DO $$ DECLARE named text; BEGIN
    FOREACH named IN ARRAY ARRAY['sealedidentity', 'identityunlock', 'identityopening'] LOOP
        EXECUTE format('ALTER TABLE cases_%s ENABLE ROW LEVEL SECURITY', named);
        EXECUTE format('ALTER TABLE cases_%s FORCE ROW LEVEL SECURITY', named);
        EXECUTE format('CREATE TRIGGER identity_is_never_removed BEFORE DELETE ON cases_%s
            FOR EACH ROW EXECUTE FUNCTION erdem_refuse_rewriting()', named);
    END LOOP;
    EXECUTE 'CREATE TRIGGER opening_is_never_rewritten BEFORE UPDATE ON cases_identityopening
        FOR EACH ROW EXECUTE FUNCTION erdem_refuse_rewriting()';
END $$;
CREATE POLICY sealed_add ON cases_sealedidentity FOR INSERT WITH CHECK ((SELECT erdem_is_machine()));
CREATE POLICY sealed_by_functions ON cases_sealedidentity TO CURRENT_USER USING (true);

CREATE POLICY unlock_read ON cases_identityunlock FOR SELECT USING (
    (SELECT erdem_is_machine()) OR office_id = ANY ((SELECT cases_own_offices())::bigint[])
);
CREATE POLICY unlock_add ON cases_identityunlock FOR INSERT WITH CHECK (office_id = ANY ((SELECT cases_own_offices())::bigint[]));
CREATE POLICY unlock_change ON cases_identityunlock FOR UPDATE USING (office_id = ANY ((SELECT cases_own_offices())::bigint[]));
CREATE POLICY unlock_by_functions ON cases_identityunlock TO CURRENT_USER USING (true);

CREATE POLICY opening_read ON cases_identityopening FOR SELECT USING (
    (SELECT erdem_is_machine()) OR unlock_id IN (SELECT u.id FROM cases_identityunlock AS u)
);
CREATE POLICY opening_by_functions ON cases_identityopening TO CURRENT_USER USING (true);

-- The one door. Each opening is noted before anything is handed out; what is handed out is still under a key outside the database.
CREATE FUNCTION cases_open_identity(asked bigint) RETURNS TABLE (key_id text, wrapped_key bytea, ciphertext bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET erdem.kind = 'system' AS
$$ DECLARE found cases_identityunlock;
BEGIN
    SELECT * INTO found FROM cases_identityunlock AS u WHERE u.id = asked FOR UPDATE;
    IF found.id IS NULL OR found.state <> 'approved' OR found.asked_by_id IS DISTINCT FROM erdem_user_id()
        OR found.decided_by_id IS NULL OR found.decided_by_id = found.asked_by_id
        OR found.open_until IS NULL OR found.open_until <= clock_timestamp()
        OR (SELECT count(DISTINCT m.user_id) FROM people_membership AS m
            WHERE m.user_id IN (found.asked_by_id, found.decided_by_id) AND m.organisation_id = found.office_id
              AND m.role IN ('county_officer', 'region_officer')
              AND (m.since IS NULL OR m.since <= erdem_today()) AND (m.until IS NULL OR m.until >= erdem_today())) <> 2 THEN
        RAISE EXCEPTION 'Two different officers of the office open an identity, with a reason and within the time.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'identity_needs_two_officers';
    END IF;
    INSERT INTO cases_identityopening (unlock_id, opened_by_id, opened_at) VALUES (found.id, found.asked_by_id, clock_timestamp());
    RETURN QUERY SELECT s.key_id::text, s.wrapped_key, s.ciphertext FROM cases_sealedidentity AS s WHERE s.filing_id = found.filing_id;
END $$;

-- For changing the key: the wrapped keys without what they open, and one of them written anew.
CREATE FUNCTION cases_wrapped_keys(newest text) RETURNS TABLE (filing_id bigint, key_id text, wrapped_key bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT s.filing_id, s.key_id::text, s.wrapped_key FROM cases_sealedidentity AS s
   WHERE erdem_is_machine() AND s.key_id <> newest ORDER BY s.filing_id $$;

CREATE FUNCTION cases_rewrap_identity(filing bigint, held text, newest text, wrapped bytea) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
    IF NOT erdem_is_machine() THEN RETURN false; END IF;
    UPDATE cases_sealedidentity SET key_id = newest, wrapped_key = wrapped WHERE filing_id = filing AND key_id = held;
    RETURN FOUND;
END $$;

-- REVERSE
DROP FUNCTION cases_rewrap_identity(bigint, text, text, bytea);
DROP FUNCTION cases_wrapped_keys(text);
DROP FUNCTION cases_open_identity(bigint);
DO $$ DECLARE named record; BEGIN
    FOR named IN SELECT policyname, tablename FROM pg_policies
        WHERE tablename = ANY (ARRAY['cases_sealedidentity', 'cases_identityunlock', 'cases_identityopening']) LOOP
        EXECUTE format('DROP POLICY %I ON %I', named.policyname, named.tablename);
    END LOOP;
END $$;
DROP TRIGGER opening_is_never_rewritten ON cases_identityopening;
DROP TRIGGER identity_is_never_removed ON cases_identityopening;
DROP TRIGGER identity_is_never_removed ON cases_identityunlock;
DROP TRIGGER identity_is_never_removed ON cases_sealedidentity;
DROP TRIGGER sealed_is_guarded ON cases_sealedidentity;
DROP TRIGGER unlock_is_guarded ON cases_identityunlock;
DROP FUNCTION cases_guard_sealed();
DROP FUNCTION cases_guard_unlock();
