-- Second lock of requests for access. Mirrors policies: visible_requests, visible_with_request, visible_decisions.
CREATE FUNCTION sharing_handles(place_search text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT erdem_roles() && ARRAY['county_officer', 'region_officer'] AND coalesce(
    (SELECT bool_or(position(' ' || place IN place_search) > 0) FROM unnest(erdem_places()) AS place), false) $$;

CREATE FUNCTION sharing_is_applicant(applicant bigint, applicant_user bigint) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT applicant_user = erdem_user_id() OR coalesce(applicant = ANY (erdem_organisations()), false) $$;

CREATE FUNCTION sharing_speaks_for(communities bigint[]) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT 'steward' = ANY (erdem_roles()) AND communities && erdem_speaks_for() $$;

CREATE TRIGGER request_takes_legal_steps BEFORE INSERT OR UPDATE OF status ON sharing_accessrequest
    FOR EACH ROW EXECUTE FUNCTION erdem_refuse_illegal_step('sharing.accessrequest');

-- Who moves a request, and what may change with it: the applicant its words until they are submitted, the office its way, a
-- steward of an asked community its end. Who was asked and whose office handles it, nobody writes by hand.
CREATE FUNCTION sharing_guard_request() RETURNS trigger LANGUAGE plpgsql AS
$$ DECLARE own boolean; is_its_party boolean; BEGIN
    IF erdem_is_machine() THEN RETURN NEW; END IF;
    IF (NEW.asked, NEW.place_search, NEW.number, NEW.applicant_id, NEW.applicant_user_id, NEW.created_at)
        IS DISTINCT FROM (OLD.asked, OLD.place_search, OLD.number, OLD.applicant_id, OLD.applicant_user_id, OLD.created_at) THEN
        RAISE EXCEPTION 'Who asked, who was asked and who handles a request stays.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'request_parties_stay';
    END IF;
    own := sharing_is_applicant(OLD.applicant_id, OLD.applicant_user_id);
    IF (to_jsonb(NEW) - '{status,status_reason,due_on,submitted_at,decided_at,ended_by_community_id,updated_at}'::text[])
        IS DISTINCT FROM (to_jsonb(OLD) - '{status,status_reason,due_on,submitted_at,decided_at,ended_by_community_id,updated_at}'::text[])
        AND NOT (own AND OLD.status IN ('draft', 'returned')) THEN
        RAISE EXCEPTION 'A submitted request keeps its words.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'request_keeps_its_words';
    END IF;
    is_its_party := CASE
        WHEN NEW.status IN ('submitted', 'withdrawn') THEN own
        WHEN NEW.status = 'vetoed' THEN
            sharing_speaks_for(OLD.asked) AND NEW.ended_by_community_id = ANY (OLD.asked)
            AND NEW.ended_by_community_id = ANY (erdem_speaks_for())
        ELSE sharing_handles(OLD.place_search) AND NOT own
    END;
    IF NEW.status <> OLD.status AND NOT is_its_party THEN
        RAISE EXCEPTION 'This step is for somebody else to take.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'request_step_by_its_party';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER request_is_guarded BEFORE UPDATE ON sharing_accessrequest
    FOR EACH ROW EXECUTE FUNCTION sharing_guard_request();

-- With a foreign side nobody is asked before each approval is there or was found unnecessary (非遗法 15, 种子法 11, 生物安全法 58).
-- Nobody is asked for a record before the labels on it were looked at.
CREATE FUNCTION sharing_guard_asking() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public SET erdem.kind = 'system' AS
$$ BEGIN
    IF NEW.is_foreign AND (
        (SELECT count(*) FROM sharing_approval WHERE request_id = NEW.id) < 3
        OR EXISTS (SELECT 1 FROM sharing_approval WHERE request_id = NEW.id AND recorded_at IS NULL)
    ) THEN
        RAISE EXCEPTION 'Approvals are missing.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'request_waits_for_approvals';
    END IF;
    IF EXISTS (SELECT 1 FROM sharing_requestedrecord WHERE request_id = NEW.id AND label_verdict = 'open')
        OR NOT EXISTS (SELECT 1 FROM sharing_requestedrecord WHERE request_id = NEW.id AND label_verdict <> 'refused') THEN
        RAISE EXCEPTION 'The labels of the records come first.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'request_labels_checked';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER request_may_be_put BEFORE UPDATE OF status ON sharing_accessrequest FOR EACH ROW
    WHEN (NEW.status = 'asking' AND OLD.status IS DISTINCT FROM 'asking') EXECUTE FUNCTION sharing_guard_asking();

-- Terms are spoken of when a community has agreed to a record, and never against one that has to agree with it.
CREATE FUNCTION sharing_guard_terms() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public SET erdem.kind = 'system' AS
$$ BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM sharing_holderdecision AS d JOIN sharing_holderquestion AS q ON q.id = d.question_id
        WHERE q.request_id = NEW.id AND q.answer IN ('agreed', 'partly') AND d.agrees
    ) THEN
        RAISE EXCEPTION 'Silence is no consent.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'request_has_a_consent';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER request_terms_after_consent BEFORE UPDATE OF status ON sharing_accessrequest FOR EACH ROW
    WHEN (NEW.status IN ('negotiating', 'agreed', 'permitted') AND OLD.status IS DISTINCT FROM NEW.status)
    EXECUTE FUNCTION sharing_guard_terms();

-- Whom a question is put to is written into the request, by which that community sees it.
CREATE FUNCTION sharing_note_asked() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public SET erdem.kind = 'system' AS
$$ BEGIN
    UPDATE sharing_accessrequest SET asked = array_append(asked, NEW.community_id)
        WHERE id = NEW.request_id AND NOT NEW.community_id = ANY (asked);
    RETURN NULL;
END $$;
CREATE TRIGGER question_is_noted AFTER INSERT ON sharing_holderquestion FOR EACH ROW EXECUTE FUNCTION sharing_note_asked();

-- Only the community answers, only while it is asked, and not after the last day.
CREATE FUNCTION sharing_guard_answer() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS
$$ BEGIN
    IF (NEW.request_id, NEW.community_id, NEW.asked_at) IS DISTINCT FROM (OLD.request_id, OLD.community_id, OLD.asked_at) THEN
        RAISE EXCEPTION 'A question stays with whom it was put to.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'question_stays';
    END IF;
    IF NEW.answer IS DISTINCT FROM OLD.answer OR NEW.conditions IS DISTINCT FROM OLD.conditions THEN
        IF NEW.answer <> 'silent' AND NOT (erdem_is_machine() AND NEW.answer = 'waiting') AND NOT (
            'steward' = ANY (erdem_roles()) AND OLD.community_id = ANY (erdem_speaks_for())
            AND NEW.answered_by_id = erdem_user_id()
        ) THEN
            RAISE EXCEPTION 'Only the community answers.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'answer_by_the_community';
        END IF;
        IF NOT EXISTS (SELECT 1 FROM sharing_accessrequest WHERE id = OLD.request_id AND status = 'asking') THEN
            RAISE EXCEPTION 'The question is no longer open.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'answer_while_asked';
        END IF;
        IF NEW.answer IN ('agreed', 'partly') AND OLD.due_on < erdem_today() THEN
            RAISE EXCEPTION 'The time for an answer is over.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'answer_in_time';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER answer_is_guarded BEFORE UPDATE ON sharing_holderquestion
    FOR EACH ROW EXECUTE FUNCTION sharing_guard_answer();

-- A decision is about a record of the same request that the community holds, and is made by the community while it is asked.
CREATE FUNCTION sharing_guard_decision() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public SET erdem.kind = 'system' AS
$$ DECLARE asked sharing_holderquestion; BEGIN
    SELECT * INTO asked FROM sharing_holderquestion WHERE id = NEW.question_id;
    IF NOT EXISTS (
        SELECT 1 FROM sharing_requestedrecord AS r JOIN knowledge_record AS k ON k.id = r.record_id
        JOIN sharing_accessrequest AS a ON a.id = r.request_id
        WHERE r.id = NEW.requested_id AND r.request_id = asked.request_id AND asked.community_id = ANY (k.holders)
          AND r.label_verdict <> 'refused' AND a.status = 'asking'
    ) THEN
        RAISE EXCEPTION 'A community decides about what it holds, while it is asked.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_about_the_own';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decision_is_guarded BEFORE INSERT OR UPDATE ON sharing_holderdecision
    FOR EACH ROW EXECUTE FUNCTION sharing_guard_decision();

DO $$ DECLARE named text; BEGIN
    FOREACH named IN ARRAY ARRAY['accessrequest', 'requestedrecord', 'approval', 'holderquestion', 'holderdecision'] LOOP
        EXECUTE format('ALTER TABLE sharing_%s ENABLE ROW LEVEL SECURITY', named);
        EXECUTE format('ALTER TABLE sharing_%s FORCE ROW LEVEL SECURITY', named);
    END LOOP;
    FOREACH named IN ARRAY ARRAY['accessrequest', 'approval', 'holderquestion'] LOOP
        EXECUTE format('CREATE TRIGGER sharing_is_never_removed BEFORE DELETE ON sharing_%s
            FOR EACH ROW EXECUTE FUNCTION erdem_refuse_rewriting()', named);
    END LOOP;
END $$;

CREATE POLICY request_read ON sharing_accessrequest FOR SELECT USING (
    (SELECT erdem_is_machine()) OR sharing_is_applicant(applicant_id, applicant_user_id)
    OR (status <> 'draft' AND (asked && (SELECT erdem_organisations())::bigint[] OR sharing_handles(place_search)))
);
CREATE POLICY request_add ON sharing_accessrequest FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine()) OR (
        applicant_user_id = (SELECT erdem_user_id()) AND status = 'draft' AND asked = '{}' AND place_search = ''
        AND (applicant_id IS NULL OR applicant_id = ANY ((SELECT erdem_organisations())::bigint[])))
);
CREATE POLICY request_change ON sharing_accessrequest FOR UPDATE USING (
    (SELECT erdem_is_machine()) OR sharing_is_applicant(applicant_id, applicant_user_id)
    OR (status <> 'draft' AND (sharing_speaks_for(asked) OR sharing_handles(place_search)))
);

-- A record is named by who knows of it, while the request is being written.
CREATE POLICY requested_read ON sharing_requestedrecord FOR SELECT USING (
    (SELECT erdem_is_machine()) OR request_id IN (SELECT a.id FROM sharing_accessrequest AS a)
);
CREATE POLICY requested_add ON sharing_requestedrecord FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine()) OR (
        label_verdict = 'open'
        AND EXISTS (SELECT 1 FROM sharing_accessrequest AS a WHERE a.id = request_id AND a.status IN ('draft', 'returned')
            AND sharing_is_applicant(a.applicant_id, a.applicant_user_id))
        AND (EXISTS (SELECT 1 FROM knowledge_recordface AS f WHERE f.record_id = sharing_requestedrecord.record_id)
            OR EXISTS (SELECT 1 FROM knowledge_record AS k WHERE k.id = sharing_requestedrecord.record_id)))
);
CREATE POLICY requested_change ON sharing_requestedrecord FOR UPDATE USING (
    (SELECT erdem_is_machine()) OR EXISTS (SELECT 1 FROM sharing_accessrequest AS a WHERE a.id = request_id
        AND a.status IN ('submitted', 'approvals') AND sharing_handles(a.place_search))
);
CREATE POLICY requested_remove ON sharing_requestedrecord FOR DELETE USING (
    (SELECT erdem_is_machine()) OR EXISTS (SELECT 1 FROM sharing_accessrequest AS a WHERE a.id = request_id
        AND a.status IN ('draft', 'returned') AND sharing_is_applicant(a.applicant_id, a.applicant_user_id))
);
CREATE POLICY approval_read ON sharing_approval FOR SELECT USING (
    (SELECT erdem_is_machine()) OR request_id IN (SELECT a.id FROM sharing_accessrequest AS a)
);
CREATE POLICY approval_add ON sharing_approval FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine()) OR EXISTS (SELECT 1 FROM sharing_accessrequest AS a WHERE a.id = request_id
        AND sharing_handles(a.place_search))
);
CREATE POLICY approval_change ON sharing_approval FOR UPDATE USING (
    (SELECT erdem_is_machine()) OR EXISTS (SELECT 1 FROM sharing_accessrequest AS a WHERE a.id = request_id
        AND a.status IN ('submitted', 'approvals') AND sharing_handles(a.place_search)
        AND NOT sharing_is_applicant(a.applicant_id, a.applicant_user_id))
);
CREATE POLICY question_read ON sharing_holderquestion FOR SELECT USING (
    (SELECT erdem_is_machine()) OR request_id IN (SELECT a.id FROM sharing_accessrequest AS a)
);
CREATE POLICY question_add ON sharing_holderquestion FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine()) AND answer = 'waiting'
);
CREATE POLICY question_change ON sharing_holderquestion FOR UPDATE USING (
    (SELECT erdem_is_machine()) OR sharing_speaks_for(ARRAY[community_id])
);
CREATE POLICY decision_read ON sharing_holderdecision FOR SELECT USING (
    (SELECT erdem_is_machine()) OR question_id IN (SELECT q.id FROM sharing_holderquestion AS q)
);
CREATE POLICY decision_write ON sharing_holderdecision FOR ALL USING (
    EXISTS (SELECT 1 FROM sharing_holderquestion AS q WHERE q.id = question_id AND sharing_speaks_for(ARRAY[q.community_id]))
);

-- REVERSE
DO $$ DECLARE named text; BEGIN
    FOR named IN SELECT format('%I ON %I', policyname, tablename) FROM pg_policies
        WHERE tablename IN ('sharing_accessrequest', 'sharing_requestedrecord', 'sharing_approval', 'sharing_holderquestion',
            'sharing_holderdecision') LOOP
        EXECUTE 'DROP POLICY ' || named;
    END LOOP;
    FOREACH named IN ARRAY ARRAY['accessrequest', 'approval', 'holderquestion'] LOOP
        EXECUTE format('DROP TRIGGER sharing_is_never_removed ON sharing_%s', named);
    END LOOP;
    FOREACH named IN ARRAY ARRAY['accessrequest', 'requestedrecord', 'approval', 'holderquestion', 'holderdecision'] LOOP
        EXECUTE format('ALTER TABLE sharing_%s NO FORCE ROW LEVEL SECURITY', named);
        EXECUTE format('ALTER TABLE sharing_%s DISABLE ROW LEVEL SECURITY', named);
    END LOOP;
END $$;
DROP TRIGGER decision_is_guarded ON sharing_holderdecision;
DROP FUNCTION sharing_guard_decision();
DROP TRIGGER answer_is_guarded ON sharing_holderquestion;
DROP FUNCTION sharing_guard_answer();
DROP TRIGGER question_is_noted ON sharing_holderquestion;
DROP FUNCTION sharing_note_asked();
DROP TRIGGER request_terms_after_consent ON sharing_accessrequest;
DROP FUNCTION sharing_guard_terms();
DROP TRIGGER request_may_be_put ON sharing_accessrequest;
DROP FUNCTION sharing_guard_asking();
DROP TRIGGER request_is_guarded ON sharing_accessrequest;
DROP FUNCTION sharing_guard_request();
DROP TRIGGER request_takes_legal_steps ON sharing_accessrequest;
DROP FUNCTION sharing_speaks_for(bigint[]);
DROP FUNCTION sharing_is_applicant(bigint, bigint);
DROP FUNCTION sharing_handles(text);
