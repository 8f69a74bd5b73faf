-- Second lock of what is due, what was delivered in kind, and of audits. Mirrors policies/reports.py.
CREATE FUNCTION sharing_tie_to_permit() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET erdem.kind = 'system' AS
$$ BEGIN
    NEW.agreement_id := (SELECT v.agreement_id FROM sharing_permit AS p JOIN sharing_agreementversion AS v
        ON v.id = p.version_id WHERE p.id = NEW.permit_id);
    RETURN NEW;
END $$;
CREATE TRIGGER terms_payee_is_tied BEFORE INSERT ON sharing_termspayee FOR EACH ROW EXECUTE FUNCTION sharing_tie_to_permit();
CREATE TRIGGER obligation_is_tied BEFORE INSERT ON sharing_obligation FOR EACH ROW EXECUTE FUNCTION sharing_tie_to_permit();

-- Of an obligation the amount is fixed, but for a part of sales, and the day, but for a milestone. What stands in the ledger stays.
CREATE FUNCTION sharing_guard_obligation() RETURNS trigger LANGUAGE plpgsql AS
$$ DECLARE steps text[] := '{state,entry_id,updated_at}'; BEGIN
    IF OLD.kind = 'royalty' THEN steps := steps || '{amount}'::text[]; END IF;
    IF OLD.kind = 'milestone' AND OLD.reached_on IS NULL THEN steps := steps || '{due_on,reached_on,reached_note}'::text[]; END IF;
    IF (to_jsonb(NEW) - steps) IS DISTINCT FROM (to_jsonb(OLD) - steps) OR OLD.entry_id IS NOT NULL AND NEW.entry_id IS DISTINCT FROM OLD.entry_id
        OR NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (('planned', 'entered'), ('planned', 'ended'), ('entered', 'ended'))
        OR OLD.state = 'ended' AND NEW.amount IS DISTINCT FROM OLD.amount THEN
        RAISE EXCEPTION 'An obligation stays what the terms made it.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'obligation_stays';
    END IF;
    IF NEW.state = 'ended' AND OLD.state = 'entered' AND OLD.kind <> 'in_kind' THEN
        RAISE EXCEPTION 'Money that is owed does not end with the permit.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'obligation_in_money_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER obligation_is_guarded BEFORE UPDATE ON sharing_obligation FOR EACH ROW EXECUTE FUNCTION sharing_guard_obligation();

-- What a fixed sum or a milestone owes is what its entry owes.
CREATE FUNCTION sharing_guard_obligation_entry() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET erdem.kind = 'system' AS
$$ BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM ledger_entry AS e JOIN ledger_posting AS p ON p.entry_id = e.id JOIN ledger_account AS a ON a.id = p.account_id
        WHERE e.id = NEW.entry_id AND e.document_type = 'sharing.obligation' AND e.document_id = NEW.id::text
            AND a.kind = 'due' AND a.unit = NEW.unit
        HAVING sum(p.amount) = NEW.amount) THEN
        RAISE EXCEPTION 'The entry owes something else.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'obligation_is_its_entry';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER obligation_is_entered BEFORE INSERT OR UPDATE ON sharing_obligation FOR EACH ROW
    WHEN (NEW.entry_id IS NOT NULL) EXECUTE FUNCTION sharing_guard_obligation_entry();

-- A party of the terms stays tied to its payee; only somebody unknown is found later.
CREATE FUNCTION sharing_guard_terms_payee() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF OLD.known OR (to_jsonb(NEW) - '{known,payee_id,organisation_id}'::text[]) IS DISTINCT FROM
        (to_jsonb(OLD) - '{known,payee_id,organisation_id}'::text[]) THEN
        RAISE EXCEPTION 'A party of the terms stays tied to its payee.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'terms_payee_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER terms_payee_is_guarded BEFORE UPDATE ON sharing_termspayee
    FOR EACH ROW EXECUTE FUNCTION sharing_guard_terms_payee();

CREATE TRIGGER delivery_takes_legal_steps BEFORE INSERT OR UPDATE OF status ON sharing_delivery
    FOR EACH ROW EXECUTE FUNCTION erdem_refuse_illegal_step('sharing.delivery');

-- What is delivered is owed in kind, to a payee of the same permit, and not before its day.
CREATE FUNCTION sharing_tie_delivery() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET erdem.kind = 'system' AS
$$ DECLARE owed sharing_obligation; BEGIN
    SELECT * INTO owed FROM sharing_obligation WHERE id = NEW.obligation_id;
    NEW.agreement_id := owed.agreement_id;
    IF owed.kind <> 'in_kind' OR NOT EXISTS (SELECT 1 FROM sharing_termspayee WHERE id = NEW.payee_id AND permit_id = owed.permit_id) THEN
        RAISE EXCEPTION 'What is delivered is owed in kind, to a payee of the same permit.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'delivery_of_what_is_owed';
    END IF;
    IF NEW.day > erdem_today() OR NEW.answered_by_id IS NOT NULL OR NEW.entry_id IS NOT NULL THEN
        RAISE EXCEPTION 'A delivery is reported once it has happened, and confirmed afterwards.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'delivery_has_happened';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER delivery_is_tied BEFORE INSERT ON sharing_delivery FOR EACH ROW EXECUTE FUNCTION sharing_tie_delivery();

-- Who received it says so: a steward of the community, or the office where nobody of the receiving side can sign in.
CREATE FUNCTION sharing_receives(agreement bigint, receiver bigint) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT NOT sharing_uses(agreement) AND CASE
    WHEN EXISTS (SELECT 1 FROM people_organisation AS o JOIN sharing_termspayee AS t ON t.organisation_id = o.id
        WHERE t.id = receiver AND o.kind = 'community')
    THEN sharing_speaks_for(ARRAY[(SELECT t.organisation_id FROM sharing_termspayee AS t WHERE t.id = receiver)])
    ELSE sharing_decides(agreement) END $$;
CREATE FUNCTION sharing_guard_delivery() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF OLD.status <> 'reported' OR (to_jsonb(NEW) - '{status,status_reason,answered_by_id,answered_at,entry_id}'::text[]) IS DISTINCT FROM
        (to_jsonb(OLD) - '{status,status_reason,answered_by_id,answered_at,entry_id}'::text[]) THEN
        RAISE EXCEPTION 'A delivery stays as it was reported and answered.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'delivery_stays';
    END IF;
    IF NOT sharing_receives(OLD.agreement_id, OLD.payee_id) OR NEW.answered_by_id IS DISTINCT FROM erdem_user_id() THEN
        RAISE EXCEPTION 'Who received it says so.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'delivery_confirmed_by_its_receiver';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER delivery_is_guarded BEFORE UPDATE ON sharing_delivery FOR EACH ROW EXECUTE FUNCTION sharing_guard_delivery();
CREATE FUNCTION sharing_guard_delivery_entry() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET erdem.kind = 'system' AS
$$ BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM ledger_entry AS e JOIN ledger_posting AS p ON p.entry_id = e.id JOIN ledger_account AS a ON a.id = p.account_id
        WHERE e.id = NEW.entry_id AND e.document_type = 'sharing.delivery' AND e.document_id = NEW.id::text
            AND a.kind = 'delivered' AND p.amount = NEW.amount) THEN
        RAISE EXCEPTION 'The entry delivers something else.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'delivery_is_its_entry';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER delivery_is_entered BEFORE UPDATE ON sharing_delivery FOR EACH ROW
    WHEN (NEW.entry_id IS NOT NULL) EXECUTE FUNCTION sharing_guard_delivery_entry();

CREATE TRIGGER audit_takes_legal_steps BEFORE INSERT OR UPDATE OF status ON sharing_reportaudit
    FOR EACH ROW EXECUTE FUNCTION erdem_refuse_illegal_step('sharing.reportaudit');
CREATE FUNCTION sharing_tie_audit() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET erdem.kind = 'system' AS
$$ BEGIN
    NEW.agreement_id := (SELECT agreement_id FROM sharing_usereport WHERE id = NEW.report_id);
    IF NOT EXISTS (SELECT 1 FROM sharing_auditdraw WHERE id = NEW.draw_id AND NEW.report_id = ANY (reports))
        OR (SELECT count(*) FROM sharing_reportaudit WHERE draw_id = NEW.draw_id) >= (SELECT wanted FROM sharing_auditdraw WHERE id = NEW.draw_id) THEN
        RAISE EXCEPTION 'Only what was drawn is looked into.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'audit_of_what_was_drawn';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER audit_is_tied BEFORE INSERT ON sharing_reportaudit FOR EACH ROW EXECUTE FUNCTION sharing_tie_audit();
CREATE FUNCTION sharing_guard_audit() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF OLD.status IN ('sound', 'unsound') OR (to_jsonb(NEW) - '{status,finding,closed_by_id,closed_at}'::text[]) IS DISTINCT FROM
        (to_jsonb(OLD) - '{status,finding,closed_by_id,closed_at}'::text[]) THEN
        RAISE EXCEPTION 'An audit stays as it was drawn and closed.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'audit_stays';
    END IF;
    IF NOT (CASE WHEN NEW.status = 'answered' THEN sharing_uses(OLD.agreement_id)
                AND (NEW.finding, NEW.closed_by_id) IS NOT DISTINCT FROM (OLD.finding, OLD.closed_by_id)
            ELSE sharing_decides(OLD.agreement_id) AND NEW.closed_by_id = erdem_user_id() END) THEN
        RAISE EXCEPTION 'This step is for somebody else to take.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'audit_step_by_its_party';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER audit_is_guarded BEFORE UPDATE ON sharing_reportaudit FOR EACH ROW EXECUTE FUNCTION sharing_guard_audit();

DO $$ DECLARE named text; BEGIN
    FOREACH named IN ARRAY ARRAY['termspayee', 'obligation', 'delivery', 'auditdraw', 'reportaudit'] LOOP
        EXECUTE format('ALTER TABLE sharing_%s ENABLE ROW LEVEL SECURITY', named);
        EXECUTE format('ALTER TABLE sharing_%s FORCE ROW LEVEL SECURITY', named);
        EXECUTE format('CREATE TRIGGER sharing_is_never_removed BEFORE DELETE ON sharing_%s
            FOR EACH ROW EXECUTE FUNCTION erdem_refuse_rewriting()', named);
        EXECUTE format('CREATE TRIGGER sharing_is_never_emptied BEFORE TRUNCATE ON sharing_%s
            FOR EACH STATEMENT EXECUTE FUNCTION erdem_refuse_rewriting()', named);
    END LOOP;
    FOREACH named IN ARRAY ARRAY['termspayee', 'obligation', 'delivery', 'reportaudit'] LOOP
        EXECUTE format('CREATE POLICY %s_read ON sharing_%s FOR SELECT USING (
            (SELECT erdem_is_machine()) OR agreement_id IN (SELECT a.id FROM sharing_agreement AS a))', named, named);
    END LOOP;
    FOREACH named IN ARRAY ARRAY['termspayee', 'obligation'] LOOP
        EXECUTE format('CREATE POLICY %s_add ON sharing_%s FOR INSERT WITH CHECK ((SELECT erdem_is_machine()))', named, named);
        EXECUTE format('CREATE POLICY %s_change ON sharing_%s FOR UPDATE USING ((SELECT erdem_is_machine()))', named, named);
    END LOOP;
    CREATE TRIGGER sharing_is_never_changed BEFORE UPDATE ON sharing_auditdraw
        FOR EACH ROW EXECUTE FUNCTION erdem_refuse_rewriting();
END $$;
CREATE POLICY delivery_add ON sharing_delivery FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine()) OR (reported_by_id = (SELECT erdem_user_id())
        AND (sharing_uses(agreement_id) OR sharing_decides(agreement_id)))
);
CREATE POLICY delivery_change ON sharing_delivery FOR UPDATE USING (
    (SELECT erdem_is_machine()) OR sharing_receives(agreement_id, payee_id)
);
CREATE POLICY draw_read ON sharing_auditdraw FOR SELECT USING (
    (SELECT erdem_is_machine()) OR ((SELECT erdem_roles()) && '{county_officer,region_officer}'::text[]
        AND office_id = ANY ((SELECT erdem_organisations())::bigint[]))
);
CREATE POLICY draw_add ON sharing_auditdraw FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine()) OR (drawn_by_id = (SELECT erdem_user_id())
        AND (SELECT erdem_roles()) && '{county_officer,region_officer}'::text[]
        AND office_id = ANY ((SELECT erdem_organisations())::bigint[]))
);
CREATE POLICY audit_add ON sharing_reportaudit FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine()) OR (sharing_decides(agreement_id) AND draw_id IN (SELECT d.id FROM sharing_auditdraw AS d))
);
CREATE POLICY audit_change ON sharing_reportaudit FOR UPDATE USING (
    (SELECT erdem_is_machine()) OR sharing_uses(agreement_id) OR sharing_decides(agreement_id)
);

-- REVERSE
DO $$ DECLARE named text; BEGIN
    FOR named IN SELECT format('%I ON %I', policyname, tablename) FROM pg_policies
        WHERE tablename IN ('sharing_termspayee', 'sharing_obligation', 'sharing_delivery', 'sharing_auditdraw', 'sharing_reportaudit') LOOP
        EXECUTE 'DROP POLICY ' || named;
    END LOOP;
    FOREACH named IN ARRAY ARRAY['termspayee', 'obligation', 'delivery', 'auditdraw', 'reportaudit'] LOOP
        EXECUTE format('DROP TRIGGER sharing_is_never_emptied ON sharing_%s', named);
        EXECUTE format('DROP TRIGGER sharing_is_never_removed ON sharing_%s', named);
        EXECUTE format('ALTER TABLE sharing_%s NO FORCE ROW LEVEL SECURITY', named);
        EXECUTE format('ALTER TABLE sharing_%s DISABLE ROW LEVEL SECURITY', named);
    END LOOP;
END $$;
DROP TRIGGER sharing_is_never_changed ON sharing_auditdraw;
DROP TRIGGER audit_is_guarded ON sharing_reportaudit;
DROP FUNCTION sharing_guard_audit();
DROP TRIGGER audit_is_tied ON sharing_reportaudit;
DROP FUNCTION sharing_tie_audit();
DROP TRIGGER audit_takes_legal_steps ON sharing_reportaudit;
DROP TRIGGER delivery_is_entered ON sharing_delivery;
DROP FUNCTION sharing_guard_delivery_entry();
DROP TRIGGER delivery_is_guarded ON sharing_delivery;
DROP FUNCTION sharing_guard_delivery();
DROP FUNCTION sharing_receives(bigint, bigint);
DROP TRIGGER delivery_is_tied ON sharing_delivery;
DROP FUNCTION sharing_tie_delivery();
DROP TRIGGER delivery_takes_legal_steps ON sharing_delivery;
DROP TRIGGER terms_payee_is_guarded ON sharing_termspayee;
DROP FUNCTION sharing_guard_terms_payee();
DROP TRIGGER obligation_is_entered ON sharing_obligation;
DROP FUNCTION sharing_guard_obligation_entry();
DROP TRIGGER obligation_is_guarded ON sharing_obligation;
DROP FUNCTION sharing_guard_obligation();
DROP TRIGGER obligation_is_tied ON sharing_obligation;
DROP TRIGGER terms_payee_is_tied ON sharing_termspayee;
DROP FUNCTION sharing_tie_to_permit();
