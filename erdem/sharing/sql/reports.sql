-- Second lock of use reports. Mirrors policies/reports.py: visible_with_agreement, visible_in_reports, visible_with_report.
CREATE FUNCTION sharing_uses(wanted bigint) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT EXISTS (SELECT 1 FROM sharing_agreement AS a WHERE a.id = wanted AND sharing_is_user_of(a.request_id)) $$;

-- The office, and nobody of the house that reports.
CREATE FUNCTION sharing_decides(wanted bigint) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT EXISTS (SELECT 1 FROM sharing_agreement AS a WHERE a.id = wanted
    AND sharing_is_handled(a.request_id) AND NOT sharing_is_user_of(a.request_id)) $$;

-- The last day on which something may be used by a permit; one that was amended goes on in its successor.
CREATE FUNCTION sharing_last_day(wanted bigint) RETURNS date LANGUAGE sql STABLE AS
$$ WITH RECURSIVE chain AS (
        SELECT p.id, p.status, p.status_at, p.expires_on FROM sharing_permit AS p WHERE p.id = wanted
        UNION ALL
        SELECT n.id, n.status, n.status_at, n.expires_on FROM sharing_permit AS n JOIN chain AS c
            ON n.replaces_id = c.id AND c.status = 'amended'
    )
    SELECT max(CASE WHEN status = 'revoked' THEN least(expires_on, (status_at AT TIME ZONE 'Asia/Shanghai')::date)
        ELSE expires_on END) FROM chain WHERE status <> 'amended' $$;

-- Reports of one agreement never overlap, whatever permit of it they belong to; the versions of one report share their days.
ALTER TABLE sharing_usereport ADD CONSTRAINT report_periods_never_overlap EXCLUDE USING gist (
    int8range(agreement_id, agreement_id, '[]') WITH &&, daterange(period_from, period_until, '[]') WITH &&
) WHERE (version = 1 AND status <> 'cancelled');

CREATE TRIGGER report_takes_legal_steps BEFORE INSERT OR UPDATE OF status ON sharing_usereport
    FOR EACH ROW EXECUTE FUNCTION erdem_refuse_illegal_step('sharing.usereport');

-- A report belongs to the agreement of its permit, and to terms of that agreement.
CREATE FUNCTION sharing_tie_report() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET erdem.kind = 'system' AS
$$ DECLARE held sharing_usereport; BEGIN
    NEW.agreement_id := (SELECT v.agreement_id FROM sharing_permit AS p JOIN sharing_agreementversion AS v
        ON v.id = p.version_id WHERE p.id = NEW.permit_id);
    IF NOT EXISTS (SELECT 1 FROM sharing_agreementversion WHERE id = NEW.terms_version_id AND agreement_id = NEW.agreement_id) THEN
        RAISE EXCEPTION 'A report is by terms of its own agreement.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'report_by_its_terms';
    END IF;
    IF NEW.period_from > coalesce(sharing_last_day(NEW.permit_id), 'infinity') THEN
        RAISE EXCEPTION 'The period lies after the last day of the permit.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'report_within_its_permit';
    END IF;
    IF NEW.replaces_id IS NOT NULL THEN
        SELECT * INTO held FROM sharing_usereport WHERE id = NEW.replaces_id;
        IF (NEW.permit_id, NEW.period_from, NEW.period_until, NEW.period, NEW.terms_version_id, NEW.version, NEW.due_on) IS DISTINCT FROM
            (held.permit_id, held.period_from, held.period_until, held.period, held.terms_version_id, held.version + 1, held.due_on)
            OR held.status <> 'accepted' OR NEW.status <> 'draft' THEN
            RAISE EXCEPTION 'A correction is the next version of an accepted report on the same days.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'report_corrects_its_predecessor';
        END IF;
    ELSIF NEW.status <> 'expected' THEN
        RAISE EXCEPTION 'A report is expected before it is written.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'report_is_expected_first';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER report_is_tied BEFORE INSERT ON sharing_usereport FOR EACH ROW EXECUTE FUNCTION sharing_tie_report();

-- Who moves a report, and what may change with it.
CREATE FUNCTION sharing_guard_report() RETURNS trigger LANGUAGE plpgsql AS
$$ DECLARE words text[] := '{nothing_used,note,correction_reason}';
    steps text[] := '{status,status_reason,submitted_by_id,submitted_at,decided_by_id,decided_at,reminded_on,updated_at}'; BEGIN
    IF (to_jsonb(NEW) - steps - words) IS DISTINCT FROM (to_jsonb(OLD) - steps - words) THEN
        RAISE EXCEPTION 'A report stays with its permit, its days and its terms.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'report_stays';
    END IF;
    IF (NEW.nothing_used, NEW.note, NEW.correction_reason) IS DISTINCT FROM (OLD.nothing_used, OLD.note, OLD.correction_reason)
        AND NOT (OLD.status IN ('expected', 'draft', 'returned') AND (erdem_is_machine() OR sharing_uses(OLD.agreement_id))) THEN
        RAISE EXCEPTION 'What was handed in keeps its words.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'report_keeps_its_words';
    END IF;
    IF (NEW.submitted_by_id, NEW.submitted_at) IS DISTINCT FROM (OLD.submitted_by_id, OLD.submitted_at) AND NEW.status <> 'submitted'
        OR (NEW.decided_by_id, NEW.decided_at) IS DISTINCT FROM (OLD.decided_by_id, OLD.decided_at)
            AND NOT (OLD.status = 'submitted' AND NEW.status IN ('accepted', 'returned')) THEN
        RAISE EXCEPTION 'Who handed in and who decided is written with the step.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'report_keeps_its_hands';
    END IF;
    IF erdem_is_machine() OR NEW.status = OLD.status THEN RETURN NEW; END IF;
    IF NOT (CASE
        WHEN NEW.status = 'draft' THEN sharing_uses(OLD.agreement_id)
        WHEN NEW.status = 'submitted' THEN sharing_uses(OLD.agreement_id) AND NEW.submitted_by_id = erdem_user_id()
        WHEN NEW.status IN ('accepted', 'returned') THEN sharing_decides(OLD.agreement_id) AND NEW.decided_by_id = erdem_user_id()
        WHEN NEW.status = 'replaced' THEN sharing_decides(OLD.agreement_id)
        ELSE false END) THEN
        RAISE EXCEPTION 'This step is for somebody else to take.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'report_step_by_its_party';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER report_is_guarded BEFORE UPDATE ON sharing_usereport FOR EACH ROW EXECUTE FUNCTION sharing_guard_report();

-- Handed in is a whole report, on days that are over and in which the permit held. An accepted one yields to a newer one alone.
CREATE FUNCTION sharing_guard_report_content() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET erdem.kind = 'system' AS
$$ DECLARE last date := coalesce(sharing_last_day(NEW.permit_id), 'infinity'); BEGIN
    IF NEW.status = 'submitted' THEN
        IF NEW.nothing_used = EXISTS (SELECT 1 FROM sharing_usereportline WHERE report_id = NEW.id) THEN
            RAISE EXCEPTION 'A report has lines, or says that nothing was used.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'report_says_something';
        END IF;
        IF least(NEW.period_until, last) >= erdem_today() THEN
            RAISE EXCEPTION 'The days of the report are not over.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'report_after_its_days';
        END IF;
        IF NEW.period_from > last THEN
            RAISE EXCEPTION 'The period lies after the last day of the permit.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'report_within_its_permit';
        END IF;
    ELSIF NEW.status = 'replaced' AND NOT EXISTS (
        SELECT 1 FROM sharing_usereport WHERE replaces_id = NEW.id AND status = 'submitted') THEN
        RAISE EXCEPTION 'Only a newer version replaces a report.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'report_replaced_by_a_newer_one';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER report_is_whole BEFORE UPDATE OF status ON sharing_usereport FOR EACH ROW
    WHEN (NEW.status IN ('submitted', 'replaced') AND OLD.status IS DISTINCT FROM NEW.status)
    EXECUTE FUNCTION sharing_guard_report_content();

-- Lines are written while the report is being written. The row of the report is held: nobody adds a line while it is handed in.
CREATE FUNCTION sharing_guard_report_line() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET erdem.kind = 'system' AS
$$ DECLARE held sharing_usereport; agreed jsonb; taken bigint := 0; part record; BEGIN
    SELECT * INTO held FROM sharing_usereport WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.report_id ELSE NEW.report_id END FOR SHARE;
    IF held.status IS DISTINCT FROM 'draft' OR (TG_OP = 'UPDATE' AND NEW.report_id <> OLD.report_id) THEN
        RAISE EXCEPTION 'Lines are written while the report is being written.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'report_keeps_its_lines';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    FOR part IN SELECT key, value FROM jsonb_each(NEW.deductions) LOOP
        IF part.key NOT IN ('tax', 'freight', 'discount', 'returns') OR jsonb_typeof(part.value) <> 'number'
            OR part.value::text !~ '^-?[0-9]{1,15}$' OR (part.value::bigint < 0) <> (NEW.gross < 0) AND part.value::bigint <> 0 THEN
            RAISE EXCEPTION 'A deduction has a kind, a whole amount and the sign of the sales.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'report_line_deductions_known';
        END IF;
        taken := taken + part.value::bigint;
    END LOOP;
    IF NEW.net <> NEW.gross - taken THEN
        RAISE EXCEPTION 'Net is gross less the deductions.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'report_line_adds_up';
    END IF;
    IF NEW.terms_line <> '' THEN
        SELECT line INTO agreed FROM sharing_agreementversion AS v, jsonb_array_elements(v.document::jsonb -> 'money') AS line
            WHERE v.id = held.terms_version_id AND line ->> 'key' = NEW.terms_line AND line -> 'rule' ->> 'kind' = 'royalty';
        IF agreed IS NULL THEN
            RAISE EXCEPTION 'The terms have no such line.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'report_line_of_the_terms';
        END IF;
        IF agreed -> 'rule' ->> 'base' <> 'quantity' AND (agreed ->> 'currency' <> NEW.currency) <> (NEW.rate_numerator IS NOT NULL) THEN
            RAISE EXCEPTION 'Another currency needs its rate, and the same currency none.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'report_line_currency_has_a_rate';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER report_line_is_guarded BEFORE INSERT OR UPDATE OR DELETE ON sharing_usereportline
    FOR EACH ROW EXECUTE FUNCTION sharing_guard_report_line();

-- Evidence comes with the report, or later where an audit asks for it.
CREATE FUNCTION sharing_guard_report_file() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET erdem.kind = 'system' AS
$$ BEGIN
    IF NOT EXISTS (SELECT 1 FROM sharing_usereport WHERE id = NEW.report_id AND (
        status = 'draft' AND NEW.audit_id IS NULL
        OR EXISTS (SELECT 1 FROM sharing_reportaudit AS a WHERE a.id = NEW.audit_id AND a.report_id = NEW.report_id
            AND a.status IN ('asked', 'answered')))) THEN
        RAISE EXCEPTION 'Evidence comes while the report is written, or for an audit that asks for it.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'report_file_in_time';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER report_file_is_guarded BEFORE INSERT ON sharing_usereportfile
    FOR EACH ROW EXECUTE FUNCTION sharing_guard_report_file();

-- A calculation is of a report that counts, and owes exactly what its entry owes.
CREATE FUNCTION sharing_guard_report_sum() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET erdem.kind = 'system' AS
$$ BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.ended_at IS NOT NULL OR NEW.ended_at IS NULL OR (to_jsonb(NEW) - 'ended_at') IS DISTINCT FROM (to_jsonb(OLD) - 'ended_at') THEN
            RAISE EXCEPTION 'A calculation is never changed, only ended.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'calculation_stays';
        END IF;
        RETURN NEW;
    END IF;
    IF NOT EXISTS (SELECT 1 FROM sharing_usereport WHERE id = NEW.report_id AND status = 'accepted') THEN
        RAISE EXCEPTION 'Only an accepted report is computed.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'calculation_of_an_accepted_report';
    END IF;
    IF NEW.entry_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM ledger_entry AS e JOIN ledger_posting AS p ON p.entry_id = e.id JOIN ledger_account AS a ON a.id = p.account_id
        WHERE e.id = NEW.entry_id AND e.document_type = 'sharing.usereport'
            AND split_part(e.document_id, '/', 1) = NEW.report_id::text AND a.kind = 'due' AND a.unit = NEW.currency
        HAVING sum(p.amount) = NEW.due) THEN
        RAISE EXCEPTION 'The entry owes something else.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'calculation_is_its_entry';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER calculation_is_guarded BEFORE INSERT OR UPDATE ON sharing_reportcalculation
    FOR EACH ROW EXECUTE FUNCTION sharing_guard_report_sum();

DO $$ DECLARE named text; BEGIN
    FOREACH named IN ARRAY ARRAY['usereport', 'usereportline', 'usereportfile', 'reportcalculation'] LOOP
        EXECUTE format('ALTER TABLE sharing_%s ENABLE ROW LEVEL SECURITY', named);
        EXECUTE format('ALTER TABLE sharing_%s FORCE ROW LEVEL SECURITY', named);
        EXECUTE format('CREATE TRIGGER sharing_is_never_emptied BEFORE TRUNCATE ON sharing_%s
            FOR EACH STATEMENT EXECUTE FUNCTION erdem_refuse_rewriting()', named);
    END LOOP;
    FOREACH named IN ARRAY ARRAY['usereport', 'reportcalculation'] LOOP
        EXECUTE format('CREATE TRIGGER sharing_is_never_removed BEFORE DELETE ON sharing_%s
            FOR EACH ROW EXECUTE FUNCTION erdem_refuse_rewriting()', named);
    END LOOP;
    CREATE TRIGGER sharing_is_never_changed BEFORE UPDATE OR DELETE ON sharing_usereportfile
        FOR EACH ROW EXECUTE FUNCTION erdem_refuse_rewriting();
END $$;

CREATE POLICY report_read ON sharing_usereport FOR SELECT USING (
    (SELECT erdem_is_machine()) OR agreement_id IN (SELECT a.id FROM sharing_agreement AS a)
);
CREATE POLICY report_add ON sharing_usereport FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine()) OR (version > 1 AND sharing_uses(agreement_id))
);
CREATE POLICY report_change ON sharing_usereport FOR UPDATE USING (
    (SELECT erdem_is_machine()) OR sharing_uses(agreement_id) OR (status IN ('submitted', 'accepted') AND sharing_decides(agreement_id))
) WITH CHECK ((SELECT erdem_is_machine()) OR sharing_uses(agreement_id) OR sharing_decides(agreement_id));

CREATE POLICY report_line_read ON sharing_usereportline FOR SELECT USING (
    (SELECT erdem_is_machine()) OR EXISTS (SELECT 1 FROM sharing_usereport AS r WHERE r.id = report_id
        AND (r.status IN ('submitted', 'accepted', 'replaced') OR sharing_uses(r.agreement_id)))
);
CREATE POLICY report_line_write ON sharing_usereportline FOR ALL USING (
    (SELECT erdem_is_machine()) OR EXISTS (SELECT 1 FROM sharing_usereport AS r WHERE r.id = report_id AND sharing_uses(r.agreement_id))
);
CREATE POLICY report_file_read ON sharing_usereportfile FOR SELECT USING (
    (SELECT erdem_is_machine()) OR EXISTS (SELECT 1 FROM sharing_usereport AS r WHERE r.id = report_id
        AND (r.status IN ('submitted', 'accepted', 'replaced') OR sharing_uses(r.agreement_id)))
);
CREATE POLICY report_file_add ON sharing_usereportfile FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine()) OR (added_by_id = (SELECT erdem_user_id())
        AND EXISTS (SELECT 1 FROM sharing_usereport AS r WHERE r.id = report_id AND sharing_uses(r.agreement_id)))
);
CREATE POLICY report_sum_read ON sharing_reportcalculation FOR SELECT USING (
    (SELECT erdem_is_machine()) OR EXISTS (SELECT 1 FROM sharing_usereport AS r WHERE r.id = report_id)
);
CREATE POLICY report_sum_add ON sharing_reportcalculation FOR INSERT WITH CHECK ((SELECT erdem_is_machine()));
CREATE POLICY report_sum_end ON sharing_reportcalculation FOR UPDATE USING ((SELECT erdem_is_machine()));

-- REVERSE
DO $$ DECLARE named text; BEGIN
    FOR named IN SELECT format('%I ON %I', policyname, tablename) FROM pg_policies
        WHERE tablename IN ('sharing_usereport', 'sharing_usereportline', 'sharing_usereportfile', 'sharing_reportcalculation') LOOP
        EXECUTE 'DROP POLICY ' || named;
    END LOOP;
    FOREACH named IN ARRAY ARRAY['usereport', 'usereportline', 'usereportfile', 'reportcalculation'] LOOP
        EXECUTE format('DROP TRIGGER sharing_is_never_emptied ON sharing_%s', named);
        EXECUTE format('ALTER TABLE sharing_%s NO FORCE ROW LEVEL SECURITY', named);
        EXECUTE format('ALTER TABLE sharing_%s DISABLE ROW LEVEL SECURITY', named);
    END LOOP;
END $$;
DROP TRIGGER sharing_is_never_changed ON sharing_usereportfile;
DROP TRIGGER sharing_is_never_removed ON sharing_usereport;
DROP TRIGGER sharing_is_never_removed ON sharing_reportcalculation;
DROP TRIGGER calculation_is_guarded ON sharing_reportcalculation;
DROP FUNCTION sharing_guard_report_sum();
DROP TRIGGER report_file_is_guarded ON sharing_usereportfile;
DROP FUNCTION sharing_guard_report_file();
DROP TRIGGER report_line_is_guarded ON sharing_usereportline;
DROP FUNCTION sharing_guard_report_line();
DROP TRIGGER report_is_whole ON sharing_usereport;
DROP FUNCTION sharing_guard_report_content();
DROP TRIGGER report_is_guarded ON sharing_usereport;
DROP FUNCTION sharing_guard_report();
DROP TRIGGER report_is_tied ON sharing_usereport;
DROP FUNCTION sharing_tie_report();
DROP TRIGGER report_takes_legal_steps ON sharing_usereport;
ALTER TABLE sharing_usereport DROP CONSTRAINT report_periods_never_overlap;
DROP FUNCTION sharing_last_day(bigint);
DROP FUNCTION sharing_decides(bigint);
DROP FUNCTION sharing_uses(bigint);
