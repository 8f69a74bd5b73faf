-- Second lock of the procedure of a penalty: limitation, time to answer, what is open at the end; and who drafts and approves.
-- An offence that was found too late is not pursued, unless a reason stands beside it (行政处罚法 36). The service reckons the day,
-- with the move over days off; here a fortnight stands in for that move.
CREATE FUNCTION cases_within_limitation(happened_on date, found_on date, limitation jsonb) RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT happened_on IS NULL OR coalesce(limitation ->> 'ground', '') = 'continuing' OR coalesce((
    SELECT found_on <= happened_on + 14 + make_interval(years => r."limit" + CASE
        WHEN limitation ->> 'ground' = 'life_health_finance' THEN coalesce((r.extensions -> 0 ->> 'amount')::int, 0) ELSE 0 END)
    FROM base_clockrule AS r
    WHERE r.process = 'P3' AND r.step = 'offence_limitation' AND r.valid_from <= found_on
      AND (r.valid_to IS NULL OR r.valid_to >= found_on)
    ORDER BY r.valid_from DESC LIMIT 1), true) $$;

-- The party may answer until the period that began when the notice was served is over, unless it gave that up or was heard.
CREATE FUNCTION cases_answer_is_over(in_case bigint) RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT coalesce((
    SELECT s.waived_on IS NOT NULL
        OR EXISTS (SELECT 1 FROM cases_hearing AS h WHERE h.case_id = in_case AND h.transcript ~ '\S' AND h.requested_on >= s.received_on)
        OR EXISTS (SELECT 1 FROM cases_caseclock AS k JOIN base_clockrule AS r ON r.id = k.rule_id
            WHERE k.case_id = in_case AND r.process = 'P3' AND r.step = 'hearing_request'
              AND k.started_on = s.received_on AND k.due_on < erdem_today())
    FROM cases_servicerecord AS s JOIN cases_officialdocument AS d ON d.id = s.document_id
    WHERE s.case_id = in_case AND d.template = 'penalty_notice' ORDER BY s.id DESC LIMIT 1), false) $$;

CREATE FUNCTION cases_is_carried_out(in_case bigint, fine bigint) RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT fine <= coalesce((SELECT sum(e.amount_fen) FROM cases_execution AS e WHERE e.case_id = in_case AND e.kind = 'payment'), 0)
    OR EXISTS (SELECT 1 FROM cases_execution AS e WHERE e.case_id = in_case AND e.kind IN ('done', 'ended')) $$;

CREATE FUNCTION cases_guard_procedure() RETURNS trigger LANGUAGE plpgsql AS
$$ DECLARE decision record;
BEGIN
    IF NEW.status = 'filed' AND NOT cases_within_limitation(NEW.happened_on, NEW.received_on, NEW.particulars -> 'limitation') THEN
        PERFORM cases_refuse('The offence was found too late.', 'penalty_within_limitation');
    ELSIF NEW.status = 'decided' AND NEW.outcome = 'penalised' AND OLD.status NOT IN ('clue', 'checking')
        AND NOT cases_answer_is_over(NEW.id) THEN
        PERFORM cases_refuse('The party may still answer.', 'penalty_answer_is_over');
    ELSIF NEW.status = 'archived' THEN
        IF EXISTS (SELECT 1 FROM cases_preservationmeasure AS m WHERE m.case_id = NEW.id AND m.released_on IS NULL) THEN
            PERFORM cases_refuse('Something is still held.', 'penalty_nothing_is_held');
        ELSIF OLD.status = 'annulled' AND EXISTS (
            SELECT 1 FROM cases_publication AS p WHERE p.case_id = NEW.id AND p.withdrawn_on IS NULL) THEN
            PERFORM cases_refuse('The decision is still published.', 'penalty_publication_withdrawn');
        ELSIF NEW.outcome = 'penalised' AND OLD.status IN ('served', 'executing', 'published') THEN
            SELECT d.* INTO decision FROM cases_penaltydecision AS d WHERE d.case_id = NEW.id AND d.replaced_on IS NULL;
            IF NOT cases_is_carried_out(NEW.id, coalesce(decision.fine_fen, 0)) THEN
                PERFORM cases_refuse('The fine is not paid.', 'penalty_carried_out');
            ELSIF NOT coalesce(decision.is_simple, false)
                AND NOT EXISTS (SELECT 1 FROM cases_publication AS p WHERE p.case_id = NEW.id) THEN
                PERFORM cases_refuse('The publication is not on record.', 'penalty_publication_on_record');
            END IF;
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER case_procedure_is_guarded BEFORE UPDATE OF status ON cases_case FOR EACH ROW
    WHEN (NEW.kind = 'penalty' AND OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION cases_guard_procedure();

-- What the party gave up is declared once, of the notice, and not before it was received.
CREATE FUNCTION cases_guard_waiver() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF OLD.waived_on IS NOT NULL THEN
        RAISE EXCEPTION 'What was noted stays.' USING ERRCODE = 'check_violation', CONSTRAINT = 'case_detail_stays';
    ELSIF NEW.waived_on > erdem_today() OR NOT EXISTS (SELECT 1 FROM cases_officialdocument AS d
        WHERE d.id = NEW.document_id AND d.template = 'penalty_notice') THEN
        PERFORM cases_refuse('Only an answer to the notice is given up.', 'service_waiver_of_a_notice');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER waiver_is_guarded BEFORE UPDATE ON cases_servicerecord FOR EACH ROW EXECUTE FUNCTION cases_guard_waiver();
DROP TRIGGER detail_is_guarded ON cases_servicerecord;
CREATE TRIGGER detail_is_guarded BEFORE INSERT OR UPDATE ON cases_servicerecord
    FOR EACH ROW EXECUTE FUNCTION cases_guard_detail('{waived_on,waiver}');

-- A publication is withdrawn once, and not in advance.
CREATE FUNCTION cases_guard_publication() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF OLD.withdrawn_on IS NOT NULL THEN
        RAISE EXCEPTION 'What was noted stays.' USING ERRCODE = 'check_violation', CONSTRAINT = 'case_detail_stays';
    ELSIF NEW.withdrawn_on > erdem_today() THEN
        PERFORM cases_refuse('A withdrawal is noted when it was done.', 'publication_withdrawn_when_it_was');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER publication_is_guarded BEFORE UPDATE ON cases_publication
    FOR EACH ROW EXECUTE FUNCTION cases_guard_publication();

-- As in papers.sql, and: drafted is a document by who wrote it last; who handles the case does not approve it.
CREATE OR REPLACE FUNCTION cases_guard_document() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    NEW.version := OLD.version + 1;
    IF (NEW.case_id, NEW.office_id, NEW.template, NEW.series, NEW.created_at) IS DISTINCT FROM
        (OLD.case_id, OLD.office_id, OLD.template, OLD.series, OLD.created_at) THEN
        RAISE EXCEPTION 'What a document is stays.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'official_document_stays_what_it_is';
    END IF;
    IF NEW.drafter_id IS DISTINCT FROM OLD.drafter_id AND (OLD.status <> 'draft' OR NEW.status <> 'draft'
        OR (NOT erdem_is_machine() AND NEW.drafter_id IS DISTINCT FROM erdem_user_id())) THEN
        RAISE EXCEPTION 'A document is drafted by who wrote it last.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'official_document_drafted_by_its_writer';
    END IF;
    IF NOT erdem_is_machine() AND NEW.drafter_id IS DISTINCT FROM erdem_user_id()
        AND (NEW.title, NEW.content, NEW.given) IS DISTINCT FROM (OLD.title, OLD.content, OLD.given) THEN
        RAISE EXCEPTION 'A document is drafted by who wrote it last.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'official_document_drafted_by_its_writer';
    END IF;
    IF NEW.approver_id IS DISTINCT FROM OLD.approver_id AND NEW.approver_id IS NOT NULL AND EXISTS (
        SELECT 1 FROM cases_case AS c WHERE c.id = NEW.case_id AND NEW.approver_id IN (c.handler_id, c.second_handler_id)) THEN
        RAISE EXCEPTION 'Who handles a case does not approve its documents.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'official_document_approved_by_a_second_person';
    END IF;
    IF (OLD.status <> 'draft' OR NEW.status <> 'draft')
        AND (NEW.title, NEW.content, NEW.given) IS DISTINCT FROM (OLD.title, OLD.content, OLD.given) THEN
        RAISE EXCEPTION 'Only a draft is written on.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'official_document_words_stay';
    END IF;
    IF OLD.status IN ('issued', 'void') AND (
        NEW.status <> 'void' OR OLD.status = 'void'
        OR (NEW.number, NEW.year, NEW.sequence, NEW.pdf_id, NEW.docx_id, NEW.approver_id, NEW.issuer_id, NEW.approved_at, NEW.issued_at)
            IS DISTINCT FROM
            (OLD.number, OLD.year, OLD.sequence, OLD.pdf_id, OLD.docx_id, OLD.approver_id, OLD.issuer_id, OLD.approved_at, OLD.issued_at)) THEN
        RAISE EXCEPTION 'What was issued stays.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'official_document_issued_stays';
    END IF;
    IF NEW.approver_id IS DISTINCT FROM OLD.approver_id AND NEW.approver_id IS NOT NULL
        AND NOT erdem_is_machine() AND NEW.approver_id IS DISTINCT FROM erdem_user_id() THEN
        RAISE EXCEPTION 'Who approves a document does it in the own name.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'official_document_approved_in_the_own_name';
    END IF;
    IF NEW.status = 'issued' AND OLD.status <> 'issued' THEN
        IF (NEW.approver_id, NEW.approved_at) IS DISTINCT FROM (OLD.approver_id, OLD.approved_at) THEN
            RAISE EXCEPTION 'A document is approved before it is issued.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'official_document_approved_by_somebody';
        END IF;
        IF NOT erdem_is_machine() AND NEW.issuer_id IS DISTINCT FROM erdem_user_id() THEN
            RAISE EXCEPTION 'Who issues a document does it in the own name.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'official_document_approved_in_the_own_name';
        END IF;
        IF NEW.series <> '' AND NEW.sequence IS DISTINCT FROM cases_next_sequence(NEW.office_id, NEW.series, NEW.year) THEN
            RAISE EXCEPTION 'The numbers of an office have no gap.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'official_document_numbers_without_gap';
        END IF;
    END IF;
    RETURN NEW;
END $$;

-- REVERSE
CREATE OR REPLACE FUNCTION cases_guard_document() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    NEW.version := OLD.version + 1;
    IF (NEW.case_id, NEW.office_id, NEW.template, NEW.series, NEW.drafter_id, NEW.created_at) IS DISTINCT FROM
        (OLD.case_id, OLD.office_id, OLD.template, OLD.series, OLD.drafter_id, OLD.created_at) THEN
        RAISE EXCEPTION 'What a document is stays.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'official_document_stays_what_it_is';
    END IF;
    IF (OLD.status <> 'draft' OR NEW.status <> 'draft')
        AND (NEW.title, NEW.content, NEW.given) IS DISTINCT FROM (OLD.title, OLD.content, OLD.given) THEN
        RAISE EXCEPTION 'Only a draft is written on.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'official_document_words_stay';
    END IF;
    IF OLD.status IN ('issued', 'void') AND (
        NEW.status <> 'void' OR OLD.status = 'void'
        OR (NEW.number, NEW.year, NEW.sequence, NEW.pdf_id, NEW.docx_id, NEW.approver_id, NEW.issuer_id, NEW.approved_at, NEW.issued_at)
            IS DISTINCT FROM
            (OLD.number, OLD.year, OLD.sequence, OLD.pdf_id, OLD.docx_id, OLD.approver_id, OLD.issuer_id, OLD.approved_at, OLD.issued_at)) THEN
        RAISE EXCEPTION 'What was issued stays.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'official_document_issued_stays';
    END IF;
    IF NEW.approver_id IS DISTINCT FROM OLD.approver_id AND NEW.approver_id IS NOT NULL
        AND NOT erdem_is_machine() AND NEW.approver_id IS DISTINCT FROM erdem_user_id() THEN
        RAISE EXCEPTION 'Who approves a document does it in the own name.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'official_document_approved_in_the_own_name';
    END IF;
    IF NEW.status = 'issued' AND OLD.status <> 'issued' THEN
        IF (NEW.approver_id, NEW.approved_at) IS DISTINCT FROM (OLD.approver_id, OLD.approved_at) THEN
            RAISE EXCEPTION 'A document is approved before it is issued.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'official_document_approved_by_somebody';
        END IF;
        IF NOT erdem_is_machine() AND NEW.issuer_id IS DISTINCT FROM erdem_user_id() THEN
            RAISE EXCEPTION 'Who issues a document does it in the own name.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'official_document_approved_in_the_own_name';
        END IF;
        IF NEW.series <> '' AND NEW.sequence IS DISTINCT FROM cases_next_sequence(NEW.office_id, NEW.series, NEW.year) THEN
            RAISE EXCEPTION 'The numbers of an office have no gap.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'official_document_numbers_without_gap';
        END IF;
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER publication_is_guarded ON cases_publication;
DROP FUNCTION cases_guard_publication();
DROP TRIGGER detail_is_guarded ON cases_servicerecord;
CREATE TRIGGER detail_is_guarded BEFORE INSERT OR UPDATE ON cases_servicerecord
    FOR EACH ROW EXECUTE FUNCTION cases_guard_detail('{}');
DROP TRIGGER waiver_is_guarded ON cases_servicerecord;
DROP FUNCTION cases_guard_waiver();
DROP TRIGGER case_procedure_is_guarded ON cases_case;
DROP FUNCTION cases_guard_procedure();
DROP FUNCTION cases_is_carried_out(bigint, bigint);
DROP FUNCTION cases_answer_is_over(bigint);
DROP FUNCTION cases_within_limitation(date, date, jsonb);
