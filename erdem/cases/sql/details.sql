-- Second lock of what hangs on a penalty or a complaint. Mirrors policies: visible_with_case, visible_certificates.
-- Figures of the law as dated rows; read by everybody, added by machines.
INSERT INTO cases_legalfigure (name, value, basis, confidence, valid_from) VALUES
    ('spot_person', 20000, '《中华人民共和国行政处罚法》第五十一条', 'V', '2021-07-15'),
    ('spot_organisation', 300000, '《中华人民共和国行政处罚法》第五十一条', 'V', '2021-07-15'),
    ('surcharge', 3, '《中华人民共和国行政处罚法》第七十二条', 'V', '2021-07-15'),
    ('surcharge_cap', 100, '《中华人民共和国行政处罚法》第七十二条', 'V', '2021-07-15');

-- A row is noted by who acts, in an open case or after it; afterwards only the named columns are written.
CREATE FUNCTION cases_guard_detail() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NOT erdem_is_machine() AND NEW.noted_by_id IS DISTINCT FROM erdem_user_id() THEN
            RAISE EXCEPTION 'What is noted is noted by who acts.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'case_detail_by_its_actor';
        END IF;
    ELSIF (to_jsonb(NEW) - TG_ARGV[0]::text[]) IS DISTINCT FROM (to_jsonb(OLD) - TG_ARGV[0]::text[]) THEN
        RAISE EXCEPTION 'What was noted stays.' USING ERRCODE = 'check_violation', CONSTRAINT = 'case_detail_stays';
    END IF;
    RETURN NEW;
END $$;

-- Who reviews or presides is not one of those who investigate; what was answered stays.
CREATE FUNCTION cases_guard_review() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF TG_OP = 'UPDATE' AND OLD.agrees IS NOT NULL THEN
        RAISE EXCEPTION 'What was noted stays.' USING ERRCODE = 'check_violation', CONSTRAINT = 'case_detail_stays';
    END IF;
    IF NEW.reviewer_id IS NOT NULL AND (
        EXISTS (SELECT 1 FROM cases_case AS c
            WHERE c.id = NEW.case_id AND NEW.reviewer_id IN (c.handler_id, c.second_handler_id))
        OR (NOT erdem_is_machine() AND NEW.reviewer_id IS DISTINCT FROM erdem_user_id())) THEN
        RAISE EXCEPTION 'Who reviews does not handle the case.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'legal_reviewer_is_another';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION cases_guard_hearing() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF TG_OP = 'UPDATE' AND (OLD.transcript <> '' OR OLD.given_up_on IS NOT NULL) THEN
        RAISE EXCEPTION 'What was noted stays.' USING ERRCODE = 'check_violation', CONSTRAINT = 'case_detail_stays';
    END IF;
    IF NEW.chair_id IS NOT NULL AND EXISTS (SELECT 1 FROM cases_case AS c
        WHERE c.id = NEW.case_id AND NEW.chair_id IN (c.handler_id, c.second_handler_id)) THEN
        RAISE EXCEPTION 'Who presides over a hearing did not investigate.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'hearing_chair_is_another';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION cases_guard_service() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF NOT EXISTS (SELECT 1 FROM cases_officialdocument AS d
        WHERE d.id = NEW.document_id AND d.case_id = NEW.case_id AND d.status = 'issued') THEN
        RAISE EXCEPTION 'Only an issued document of the case is served.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'service_of_an_issued_document';
    END IF;
    RETURN NEW;
END $$;

-- What a penalty needs before it goes on, whoever moves it.
CREATE FUNCTION cases_refuse(message text, named text) RETURNS void LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '%', message USING ERRCODE = 'check_violation', CONSTRAINT = named; END $$;

CREATE FUNCTION cases_is_served(in_case bigint, templates text[]) RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT EXISTS (SELECT 1 FROM cases_servicerecord AS s JOIN cases_officialdocument AS d ON d.id = s.document_id
    WHERE s.case_id = in_case AND d.template = ANY (templates)) $$;

CREATE FUNCTION cases_review_stands(in_case bigint, decided_together boolean) RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT CASE
    WHEN (SELECT r.agrees FROM cases_legalreview AS r WHERE r.case_id = in_case ORDER BY r.id DESC LIMIT 1) THEN NOT EXISTS (
        SELECT 1 FROM cases_hearing AS h WHERE h.case_id = in_case AND h.held_on > (
            SELECT r.reviewed_on FROM cases_legalreview AS r WHERE r.case_id = in_case ORDER BY r.id DESC LIMIT 1))
    ELSE NOT decided_together
        AND NOT EXISTS (SELECT 1 FROM cases_legalreview AS r WHERE r.case_id = in_case)
        AND NOT EXISTS (SELECT 1 FROM cases_hearing AS h WHERE h.case_id = in_case AND h.held_on IS NOT NULL)
    END $$;

CREATE FUNCTION cases_guard_penalty() RETURNS trigger LANGUAGE plpgsql AS
$$ DECLARE decision record;
BEGIN
    IF NEW.status = 'investigating' AND OLD.status = 'filed' AND 2 > (
        SELECT count(DISTINCT o.user_id) FROM cases_enforcementcertificate AS o
        WHERE o.office_id = NEW.office_id AND o.user_id IN (NEW.handler_id, NEW.second_handler_id)
          AND erdem_today() BETWEEN o.valid_from AND o.valid_until) THEN
        PERFORM cases_refuse('Two officers with a certificate investigate.', 'penalty_two_certified_officers');
    ELSIF NEW.status = 'reviewed' AND NOT coalesce(
        (SELECT r.agrees FROM cases_legalreview AS r WHERE r.case_id = NEW.id ORDER BY r.id DESC LIMIT 1), false) THEN
        PERFORM cases_refuse('The reviewer has not agreed.', 'penalty_legal_review_passed');
    ELSIF NEW.status = 'notified' AND OLD.status <> 'hearing' AND NOT coalesce(
        (SELECT coalesce(r.agrees, false) FROM cases_legalreview AS r WHERE r.case_id = NEW.id ORDER BY r.id DESC LIMIT 1), true) THEN
        PERFORM cases_refuse('The reviewer has not agreed.', 'penalty_legal_review_passed');
    ELSIF NEW.status = 'heard' AND NOT EXISTS (
        SELECT 1 FROM cases_hearing AS h WHERE h.case_id = NEW.id AND h.held_on <= erdem_today() AND h.transcript ~ '\S') THEN
        PERFORM cases_refuse('The hearing has no transcript.', 'penalty_hearing_on_record');
    ELSIF NEW.status = 'decided' THEN
        SELECT d.* INTO decision FROM cases_penaltydecision AS d WHERE d.case_id = NEW.id AND d.replaced_on IS NULL;
        IF decision.id IS NULL OR decision.outcome <> NEW.outcome
            OR decision.is_simple IS DISTINCT FROM (OLD.status IN ('clue', 'checking')) THEN
            PERFORM cases_refuse('The decision is not written.', 'penalty_decision_written');
        ELSIF NOT decision.is_simple AND NEW.outcome = 'penalised' AND NOT cases_is_served(NEW.id, ARRAY['penalty_notice']) THEN
            PERFORM cases_refuse('The party was not told before the decision.', 'penalty_notice_served_first');
        ELSIF NOT decision.is_simple AND NOT cases_review_stands(NEW.id, decision.is_collective) THEN
            PERFORM cases_refuse('The reviewer has not agreed.', 'penalty_legal_review_passed');
        END IF;
    ELSIF NEW.status = 'served' AND NOT cases_is_served(
        NEW.id, ARRAY['penalty_decision', 'spot_decision', 'no_penalty_decision', 'case_transfer', 'closing_approval']) THEN
        PERFORM cases_refuse('The decision was not served.', 'penalty_decision_served');
    ELSIF NEW.status = 'published' AND NOT EXISTS (
        SELECT 1 FROM cases_publication AS p WHERE p.case_id = NEW.id AND p.withdrawn_on IS NULL) THEN
        PERFORM cases_refuse('The publication is not on record.', 'penalty_publication_on_record');
    ELSIF NEW.status = 'archived' AND OLD.status = 'decided' AND NEW.outcome IN ('penalised', 'not_penalised') THEN
        PERFORM cases_refuse('The decision was not served.', 'penalty_decision_served');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER case_penalty_is_guarded BEFORE UPDATE OF status ON cases_case FOR EACH ROW
    WHEN (NEW.kind = 'penalty' AND OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION cases_guard_penalty();

CREATE TRIGGER legal_review_is_guarded BEFORE INSERT OR UPDATE ON cases_legalreview
    FOR EACH ROW EXECUTE FUNCTION cases_guard_review();
CREATE TRIGGER hearing_is_guarded BEFORE INSERT OR UPDATE ON cases_hearing FOR EACH ROW EXECUTE FUNCTION cases_guard_hearing();
CREATE TRIGGER service_is_guarded BEFORE INSERT ON cases_servicerecord FOR EACH ROW EXECUTE FUNCTION cases_guard_service();
CREATE TRIGGER detail_is_guarded BEFORE INSERT OR UPDATE ON cases_preservationmeasure
    FOR EACH ROW EXECUTE FUNCTION cases_guard_detail('{due_on,extended_on,extension_reason,released_on,result}');
CREATE TRIGGER detail_is_guarded BEFORE INSERT OR UPDATE ON cases_legalreview
    FOR EACH ROW EXECUTE FUNCTION cases_guard_detail('{reviewer_id,agrees,opinion,reviewed_on}');
CREATE TRIGGER detail_is_guarded BEFORE INSERT OR UPDATE ON cases_hearing
    FOR EACH ROW EXECUTE FUNCTION cases_guard_detail('{notice_on,held_on,place,chair_id,transcript,given_up_on}');
CREATE TRIGGER detail_is_guarded BEFORE INSERT OR UPDATE ON cases_penaltydecision
    FOR EACH ROW EXECUTE FUNCTION cases_guard_detail('{replaced_on}');
CREATE TRIGGER detail_is_guarded BEFORE INSERT OR UPDATE ON cases_servicerecord
    FOR EACH ROW EXECUTE FUNCTION cases_guard_detail('{}');
CREATE TRIGGER detail_is_guarded BEFORE INSERT OR UPDATE ON cases_execution
    FOR EACH ROW EXECUTE FUNCTION cases_guard_detail('{}');
CREATE TRIGGER detail_is_guarded BEFORE INSERT OR UPDATE ON cases_publication
    FOR EACH ROW EXECUTE FUNCTION cases_guard_detail('{withdrawn_on,withdrawn_reason}');
CREATE TRIGGER detail_is_guarded BEFORE INSERT OR UPDATE ON cases_mediationagreement
    FOR EACH ROW EXECUTE FUNCTION cases_guard_detail('{}');
CREATE TRIGGER detail_is_guarded BEFORE INSERT OR UPDATE ON cases_callback
    FOR EACH ROW EXECUTE FUNCTION cases_guard_detail('{}');

DO $$ DECLARE named text; BEGIN
    FOREACH named IN ARRAY ARRAY['preservationmeasure', 'legalreview', 'hearing', 'penaltydecision', 'servicerecord', 'execution', 'publication', 'mediationagreement', 'callback', 'enforcementcertificate', 'legalfigure'] LOOP
        EXECUTE format('ALTER TABLE cases_%s ENABLE ROW LEVEL SECURITY', named);
        EXECUTE format('ALTER TABLE cases_%s FORCE ROW LEVEL SECURITY', named);
        EXECUTE format('CREATE TRIGGER detail_is_never_removed BEFORE DELETE ON cases_%s
            FOR EACH ROW EXECUTE FUNCTION erdem_refuse_rewriting()', named);
    END LOOP;
    FOREACH named IN ARRAY ARRAY['preservationmeasure', 'legalreview', 'hearing', 'penaltydecision', 'servicerecord', 'execution', 'publication', 'mediationagreement', 'callback'] LOOP
        EXECUTE format('CREATE POLICY %1$s_read ON cases_%1$s FOR SELECT USING (
            (SELECT erdem_is_machine()) OR case_id IN (SELECT c.id FROM cases_case AS c))', named);
        EXECUTE format('CREATE POLICY %1$s_add ON cases_%1$s FOR INSERT WITH CHECK (
            (SELECT erdem_is_machine()) OR EXISTS (SELECT 1 FROM cases_case AS c
                WHERE c.id = case_id AND c.office_id = ANY ((SELECT cases_own_offices())::bigint[])))', named);
        EXECUTE format('CREATE POLICY %1$s_change ON cases_%1$s FOR UPDATE USING (
            (SELECT erdem_is_machine()) OR EXISTS (SELECT 1 FROM cases_case AS c
                WHERE c.id = case_id AND c.office_id = ANY ((SELECT cases_own_offices())::bigint[])))', named);
    END LOOP;
END $$;
CREATE POLICY certificate_read ON cases_enforcementcertificate FOR SELECT USING (
    (SELECT erdem_is_machine()) OR office_id = ANY ((SELECT cases_own_offices())::bigint[])
);
CREATE POLICY certificate_add ON cases_enforcementcertificate FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine()) OR (office_id = ANY ((SELECT cases_own_offices())::bigint[])
        AND noted_by_id = (SELECT erdem_user_id()))
);
CREATE POLICY legalfigure_read ON cases_legalfigure FOR SELECT USING ((SELECT erdem_kind()) IS NOT NULL);
CREATE POLICY legalfigure_add ON cases_legalfigure FOR INSERT WITH CHECK ((SELECT erdem_is_machine()));

-- REVERSE
DO $$ DECLARE named record; BEGIN
    FOR named IN SELECT policyname, tablename FROM pg_policies WHERE tablename = ANY (ARRAY['cases_preservationmeasure', 'cases_legalreview', 'cases_hearing', 'cases_penaltydecision', 'cases_servicerecord', 'cases_execution', 'cases_publication', 'cases_mediationagreement', 'cases_callback', 'cases_enforcementcertificate', 'cases_legalfigure']) LOOP
        EXECUTE format('DROP POLICY %I ON %I', named.policyname, named.tablename);
    END LOOP;
END $$;
DROP TRIGGER detail_is_never_removed ON cases_preservationmeasure;
DROP TRIGGER detail_is_never_removed ON cases_legalreview;
DROP TRIGGER detail_is_never_removed ON cases_hearing;
DROP TRIGGER detail_is_never_removed ON cases_penaltydecision;
DROP TRIGGER detail_is_never_removed ON cases_servicerecord;
DROP TRIGGER detail_is_never_removed ON cases_execution;
DROP TRIGGER detail_is_never_removed ON cases_publication;
DROP TRIGGER detail_is_never_removed ON cases_mediationagreement;
DROP TRIGGER detail_is_never_removed ON cases_callback;
DROP TRIGGER detail_is_never_removed ON cases_enforcementcertificate;
DROP TRIGGER detail_is_never_removed ON cases_legalfigure;
DROP TRIGGER detail_is_guarded ON cases_preservationmeasure;
DROP TRIGGER detail_is_guarded ON cases_legalreview;
DROP TRIGGER detail_is_guarded ON cases_hearing;
DROP TRIGGER detail_is_guarded ON cases_penaltydecision;
DROP TRIGGER detail_is_guarded ON cases_servicerecord;
DROP TRIGGER detail_is_guarded ON cases_execution;
DROP TRIGGER detail_is_guarded ON cases_publication;
DROP TRIGGER detail_is_guarded ON cases_mediationagreement;
DROP TRIGGER detail_is_guarded ON cases_callback;
DROP TRIGGER service_is_guarded ON cases_servicerecord;
DROP TRIGGER hearing_is_guarded ON cases_hearing;
DROP TRIGGER legal_review_is_guarded ON cases_legalreview;
DROP TRIGGER case_penalty_is_guarded ON cases_case;
DROP FUNCTION cases_guard_penalty();
DROP FUNCTION cases_review_stands(bigint, boolean);
DROP FUNCTION cases_is_served(bigint, text[]);
DROP FUNCTION cases_refuse(text, text);
DROP FUNCTION cases_guard_service();
DROP FUNCTION cases_guard_hearing();
DROP FUNCTION cases_guard_review();
DROP FUNCTION cases_guard_detail();
