-- Second lock of official documents and their numbers. Mirrors policies: visible_with_case, visible_numberings.
CREATE TRIGGER official_document_takes_legal_steps BEFORE INSERT OR UPDATE OF status ON cases_officialdocument
    FOR EACH ROW EXECUTE FUNCTION erdem_refuse_illegal_step('cases.officialdocument');

-- A document begins as a draft of who writes it, in a case of the own office.
CREATE FUNCTION cases_guard_draft() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF (SELECT c.office_id FROM cases_case AS c WHERE c.id = NEW.case_id) IS DISTINCT FROM NEW.office_id
        OR NEW.approver_id IS NOT NULL OR NEW.issued_at IS NOT NULL
        OR (NOT erdem_is_machine() AND NEW.drafter_id IS DISTINCT FROM erdem_user_id()) THEN
        RAISE EXCEPTION 'A document begins as a draft of who writes it.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'official_document_begins_as_a_draft';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER official_document_is_drafted BEFORE INSERT ON cases_officialdocument
    FOR EACH ROW EXECUTE FUNCTION cases_guard_draft();

-- What a document is stays; its words change while it is a draft; it is approved and issued in the own name; what was issued
-- is only declared void. The number follows the last one of office, series and year.
CREATE FUNCTION cases_guard_document() RETURNS trigger LANGUAGE plpgsql AS
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

-- The number after the last one, whoever asks; an officer of the office would count the same.
CREATE FUNCTION cases_next_sequence(office bigint, letters text, in_year integer) RETURNS integer LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp SET erdem.kind = 'system' AS
$$ SELECT coalesce(max(d.sequence), 0)::integer + 1 FROM cases_officialdocument AS d
   WHERE d.office_id = office AND d.series = letters AND d.year = in_year $$;
CREATE TRIGGER official_document_is_guarded BEFORE UPDATE ON cases_officialdocument
    FOR EACH ROW EXECUTE FUNCTION cases_guard_document();

DO $$ DECLARE named text; BEGIN
    FOREACH named IN ARRAY ARRAY['officialdocument', 'officenumbering'] LOOP
        EXECUTE format('ALTER TABLE cases_%s ENABLE ROW LEVEL SECURITY', named);
        EXECUTE format('ALTER TABLE cases_%s FORCE ROW LEVEL SECURITY', named);
        EXECUTE format('CREATE TRIGGER %1$s_is_never_removed BEFORE DELETE ON cases_%1$s
            FOR EACH ROW EXECUTE FUNCTION erdem_refuse_rewriting()', named);
    END LOOP;
END $$;

CREATE POLICY officialdocument_read ON cases_officialdocument FOR SELECT USING (
    (SELECT erdem_is_machine()) OR case_id IN (SELECT c.id FROM cases_case AS c)
);
CREATE POLICY officialdocument_add ON cases_officialdocument FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine()) OR office_id = ANY ((SELECT cases_own_offices())::bigint[])
);
CREATE POLICY officialdocument_change ON cases_officialdocument FOR UPDATE USING (
    (SELECT erdem_is_machine()) OR office_id = ANY ((SELECT cases_own_offices())::bigint[])
);
CREATE POLICY officenumbering_read ON cases_officenumbering FOR SELECT USING (
    (SELECT erdem_is_machine()) OR office_id = ANY ((SELECT cases_own_offices())::bigint[])
);
CREATE POLICY officenumbering_add ON cases_officenumbering FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine()) OR office_id = ANY ((SELECT cases_own_offices())::bigint[])
);
CREATE POLICY officenumbering_change ON cases_officenumbering FOR UPDATE USING (
    (SELECT erdem_is_machine()) OR office_id = ANY ((SELECT cases_own_offices())::bigint[])
);

-- REVERSE
DO $$ DECLARE named record; BEGIN
    FOR named IN SELECT policyname, tablename FROM pg_policies
        WHERE tablename IN ('cases_officialdocument', 'cases_officenumbering') LOOP
        EXECUTE format('DROP POLICY %I ON %I', named.policyname, named.tablename);
    END LOOP;
END $$;
DROP TRIGGER officialdocument_is_never_removed ON cases_officialdocument;
DROP TRIGGER officenumbering_is_never_removed ON cases_officenumbering;
DROP TRIGGER official_document_is_guarded ON cases_officialdocument;
DROP TRIGGER official_document_is_drafted ON cases_officialdocument;
DROP TRIGGER official_document_takes_legal_steps ON cases_officialdocument;
DROP FUNCTION cases_guard_document();
DROP FUNCTION cases_next_sequence(bigint, text, integer);
DROP FUNCTION cases_guard_draft();
