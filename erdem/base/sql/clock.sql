-- Calendar and rules of periods: everybody reads, the region's officers and machines write. A version of a rule is never changed.
CREATE FUNCTION erdem_guard_clock_rule() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS
$$ BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'A rule is ended, not removed.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'clock_rule_stays';
    END IF;
    IF (to_jsonb(NEW) - '{valid_to,confidence,quotation,verified_by,verified_on}'::text[])
        IS DISTINCT FROM (to_jsonb(OLD) - '{valid_to,confidence,quotation,verified_by,verified_on}'::text[]) THEN
        RAISE EXCEPTION 'A rule is never changed: add a new version from a day on.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'clock_rule_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER clock_rule_is_guarded BEFORE UPDATE OR DELETE ON base_clockrule
    FOR EACH ROW EXECUTE FUNCTION erdem_guard_clock_rule();
CREATE TRIGGER clock_rule_is_never_emptied BEFORE TRUNCATE ON base_clockrule
    FOR EACH STATEMENT EXECUTE FUNCTION erdem_refuse_rewriting();

-- For the clocks of apps: CREATE TRIGGER … BEFORE UPDATE OR DELETE ON … FOR EACH ROW EXECUTE FUNCTION erdem_guard_clock().
-- The version of the rule and the day of the event stay, and so does a breach that was noted.
CREATE FUNCTION erdem_guard_clock() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS
$$ BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'A clock is stopped, not removed.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'clock_stays';
    END IF;
    IF (NEW.rule_id, NEW.started_on) IS DISTINCT FROM (OLD.rule_id, OLD.started_on) THEN
        RAISE EXCEPTION 'A clock keeps its rule and the day on which it started.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'clock_keeps_its_rule';
    END IF;
    IF OLD.breached_on IS NOT NULL AND NEW.breached_on IS DISTINCT FROM OLD.breached_on THEN
        RAISE EXCEPTION 'A breach that was noted is never taken back.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'clock_breach_stays';
    END IF;
    RETURN NEW;
END $$;

DO $$ DECLARE named text; BEGIN
    FOREACH named IN ARRAY ARRAY['calendaryear', 'calendarday', 'localholiday', 'clockrule'] LOOP
        EXECUTE format('ALTER TABLE base_%s ENABLE ROW LEVEL SECURITY', named);
        EXECUTE format('ALTER TABLE base_%s FORCE ROW LEVEL SECURITY', named);
        EXECUTE format('CREATE POLICY %s_read ON base_%s FOR SELECT USING ((SELECT erdem_kind()) IS NOT NULL)', named, named);
        EXECUTE format('CREATE POLICY %s_write ON base_%s USING ((SELECT erdem_is_machine())'
            ' OR (SELECT erdem_roles()) && ARRAY[''region_officer''])', named, named);
    END LOOP;
END $$;

-- REVERSE
DO $$ DECLARE named text; BEGIN
    FOREACH named IN ARRAY ARRAY['calendaryear', 'calendarday', 'localholiday', 'clockrule'] LOOP
        EXECUTE format('DROP POLICY %s_write ON base_%s', named, named);
        EXECUTE format('DROP POLICY %s_read ON base_%s', named, named);
        EXECUTE format('ALTER TABLE base_%s NO FORCE ROW LEVEL SECURITY', named);
        EXECUTE format('ALTER TABLE base_%s DISABLE ROW LEVEL SECURITY', named);
    END LOOP;
END $$;
DROP FUNCTION erdem_guard_clock();
DROP TRIGGER clock_rule_is_never_emptied ON base_clockrule;
DROP TRIGGER clock_rule_is_guarded ON base_clockrule;
DROP FUNCTION erdem_guard_clock_rule();
