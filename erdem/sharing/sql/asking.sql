-- What holds while holders are asked: who has to agree, how a label is heeded, that an answer stands, that the way is noted.

-- How many communities have to agree to a record: all, where a label or the protocol says so; else the strictest of what
-- they chose, and who chose nothing asks for all.
CREATE FUNCTION sharing_needed(wanted bigint) RETURNS integer LANGUAGE sql STABLE AS
$$ SELECT CASE
    WHEN k.holders_together OR EXISTS (
        SELECT 1 FROM knowledge_labeluse AS u JOIN knowledge_labelrule AS rule USING (code)
        WHERE u.record_id = k.id AND u.removed_at IS NULL AND rule.effect = 'MULTI') THEN cardinality(k.holders)
    ELSE least(cardinality(k.holders), (
        SELECT max(coalesce(c.needed, cardinality(k.holders))) FROM unnest(k.holders) AS holder
        LEFT JOIN sharing_quorumchoice AS c ON c.record_id = k.id AND c.community_id = holder))
    END FROM knowledge_record AS k WHERE k.id = wanted $$;

-- Whether enough of the communities that hold a requested record have agreed to it.
CREATE FUNCTION sharing_is_agreed(wanted bigint) RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT coalesce((
    SELECT count(*) >= min(r.needed) FROM sharing_requestedrecord AS r
    JOIN sharing_holderdecision AS d ON d.requested_id = r.id JOIN sharing_holderquestion AS q ON q.id = d.question_id
    WHERE r.id = wanted AND r.label_verdict <> 'refused' AND r.needed >= 1 AND d.agrees
        AND q.request_id = r.request_id AND q.answer IN ('agreed', 'partly') AND q.community_id = ANY (r.holders)
), false) $$;

CREATE FUNCTION sharing_is_forbidden(wanted bigint, wish text) RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT EXISTS (
    SELECT 1 FROM knowledge_labeluse AS u JOIN knowledge_labelrule AS rule USING (code)
    WHERE u.record_id = wanted AND u.removed_at IS NULL AND rule.allowed_purposes IS NOT NULL
        AND wish <> ALL (rule.allowed_purposes)) $$;

-- What the database computes is not yet known to what runs before a row is written: it is no word of the request, and whether
-- a request is foreign is asked of its words.
CREATE OR REPLACE FUNCTION sharing_guard_request() RETURNS trigger LANGUAGE plpgsql AS
$$ DECLARE own boolean; is_its_party boolean; BEGIN
    IF erdem_is_machine() THEN RETURN NEW; END IF;
    IF (NEW.asked, NEW.place_search, NEW.number, NEW.applicant_id, NEW.applicant_user_id, NEW.created_at)
        IS DISTINCT FROM (OLD.asked, OLD.place_search, OLD.number, OLD.applicant_id, OLD.applicant_user_id, OLD.created_at) THEN
        RAISE EXCEPTION 'Who asked, who was asked and who handles a request stays.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'request_parties_stay';
    END IF;
    own := sharing_is_applicant(OLD.applicant_id, OLD.applicant_user_id);
    IF (to_jsonb(NEW) - '{status,status_reason,due_on,submitted_at,decided_at,ended_by_community_id,updated_at,is_foreign}'::text[])
        IS DISTINCT FROM (to_jsonb(OLD) - '{status,status_reason,due_on,submitted_at,decided_at,ended_by_community_id,updated_at,is_foreign}'::text[])
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

CREATE OR REPLACE FUNCTION sharing_guard_asking() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public SET erdem.kind = 'system' AS
$$ BEGIN
    IF (NEW.country <> 'CN' OR NEW.controller_country NOT IN ('', 'CN') OR NEW.leaves_country) AND (
        (SELECT count(*) FROM sharing_approval WHERE request_id = NEW.id) < 3
        OR EXISTS (SELECT 1 FROM sharing_approval WHERE request_id = NEW.id AND recorded_at IS NULL)
    ) THEN
        RAISE EXCEPTION 'Approvals are missing.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'request_waits_for_approvals';
    END IF;
    IF EXISTS (SELECT 1 FROM sharing_requestedrecord AS r WHERE r.request_id = NEW.id AND (
            r.label_verdict = 'open' OR (r.label_verdict = 'clear' AND sharing_is_forbidden(r.record_id, NEW.purpose))))
        OR NOT EXISTS (SELECT 1 FROM sharing_requestedrecord WHERE request_id = NEW.id AND label_verdict <> 'refused') THEN
        RAISE EXCEPTION 'The labels of the records come first.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'request_labels_checked';
    END IF;
    IF EXISTS (SELECT 1 FROM sharing_requestedrecord AS r JOIN knowledge_record AS k ON k.id = r.record_id
        WHERE r.request_id = NEW.id AND r.label_verdict <> 'refused' AND cardinality(k.holders) = 0) THEN
        RAISE EXCEPTION 'Nobody can be asked for a record that no community holds.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'request_names_held_records';
    END IF;
    UPDATE sharing_requestedrecord AS r SET holders = k.holders, needed = sharing_needed(k.id)
        FROM knowledge_record AS k WHERE k.id = r.record_id AND r.request_id = NEW.id AND r.label_verdict <> 'refused';
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION sharing_guard_terms() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public SET erdem.kind = 'system' AS
$$ BEGIN
    IF NOT EXISTS (SELECT 1 FROM sharing_requestedrecord AS r WHERE r.request_id = NEW.id AND sharing_is_agreed(r.id)) THEN
        RAISE EXCEPTION 'Silence is no consent.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'request_has_a_consent';
    END IF;
    RETURN NEW;
END $$;

-- Parties of the terms are those who agreed to a record to which enough have agreed.
CREATE OR REPLACE FUNCTION sharing_open_agreement() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public SET erdem.kind = 'system' AS
$$ BEGIN
    IF NOT EXISTS (SELECT 1 FROM sharing_accessrequest WHERE id = NEW.request_id AND status = 'negotiating') THEN
        RAISE EXCEPTION 'Terms are negotiated once the holders have agreed.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'agreement_after_consent';
    END IF;
    NEW.providers := ARRAY(
        SELECT DISTINCT q.community_id FROM sharing_holderquestion AS q JOIN sharing_holderdecision AS d ON d.question_id = q.id
        WHERE q.request_id = NEW.request_id AND q.answer IN ('agreed', 'partly') AND d.agrees AND sharing_is_agreed(d.requested_id) ORDER BY 1);
    RETURN NEW;
END $$;

-- A step of the days or reasons of a request goes with its state; the office alone may set another day.
CREATE FUNCTION sharing_guard_days() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF NOT erdem_is_machine() AND NEW.status = OLD.status AND (
        (NEW.status_reason, NEW.submitted_at, NEW.decided_at, NEW.ended_by_community_id)
            IS DISTINCT FROM (OLD.status_reason, OLD.submitted_at, OLD.decided_at, OLD.ended_by_community_id)
        OR (NEW.due_on IS DISTINCT FROM OLD.due_on AND NOT sharing_handles(OLD.place_search))
    ) THEN
        RAISE EXCEPTION 'Days and reasons of a request go with its state.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'request_days_stay';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER request_days_are_guarded BEFORE UPDATE ON sharing_accessrequest
    FOR EACH ROW EXECUTE FUNCTION sharing_guard_days();

-- A change of use names a request of one's own.
CREATE FUNCTION sharing_guard_follows() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF NEW.follows_id IS NOT NULL AND NOT erdem_is_machine() AND NOT EXISTS (
        SELECT 1 FROM sharing_accessrequest AS a WHERE a.id = NEW.follows_id AND sharing_is_applicant(a.applicant_id, a.applicant_user_id)) THEN
        RAISE EXCEPTION 'A change of use follows a request of one''s own.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'request_follows_its_own';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER request_follows_its_own BEFORE INSERT OR UPDATE OF follows_id ON sharing_accessrequest
    FOR EACH ROW EXECUTE FUNCTION sharing_guard_follows();

-- What an authority allowed was allowed for these facts: other facts need another approval.
CREATE FUNCTION sharing_reopen_approvals() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public SET erdem.kind = 'system' AS
$$ BEGIN
    UPDATE sharing_approval SET recorded_at = NULL WHERE request_id = NEW.id AND recorded_at IS NOT NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER request_facts_reopen_approvals AFTER UPDATE ON sharing_accessrequest FOR EACH ROW
    WHEN ((NEW.country, NEW.controller_name, NEW.controller_country, NEW.leaves_country, NEW.partners, NEW.purpose)
        IS DISTINCT FROM (OLD.country, OLD.controller_name, OLD.controller_country, OLD.leaves_country, OLD.partners, OLD.purpose))
    EXECUTE FUNCTION sharing_reopen_approvals();

-- What a request names stays as it was named; who holds it and how many have to agree nobody writes by hand.
CREATE FUNCTION sharing_guard_requested() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF erdem_is_machine() THEN RETURN NEW; END IF;
    IF (TG_OP = 'INSERT' AND (cardinality(NEW.holders) > 0 OR NEW.needed IS NOT NULL)) OR (TG_OP = 'UPDATE' AND
        (NEW.request_id, NEW.record_id, NEW.scope, NEW.holders, NEW.needed)
            IS DISTINCT FROM (OLD.request_id, OLD.record_id, OLD.scope, OLD.holders, OLD.needed)) THEN
        RAISE EXCEPTION 'A request names records as it named them.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'requested_record_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER requested_is_guarded BEFORE INSERT OR UPDATE ON sharing_requestedrecord
    FOR EACH ROW EXECUTE FUNCTION sharing_guard_requested();

-- What is noted of the labels is what the labels say.
CREATE FUNCTION sharing_guard_verdict() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public SET erdem.kind = 'system' AS
$$ DECLARE forbidden boolean; BEGIN
    forbidden := sharing_is_forbidden(NEW.record_id, (SELECT purpose FROM sharing_accessrequest WHERE id = NEW.request_id));
    IF (NEW.label_verdict = 'clear' AND forbidden) OR (NEW.label_verdict = 'refused' AND NOT forbidden) THEN
        RAISE EXCEPTION 'The labels of the record say something else.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'label_verdict_is_of_the_labels';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER verdict_is_guarded BEFORE UPDATE OF label_verdict ON sharing_requestedrecord
    FOR EACH ROW EXECUTE FUNCTION sharing_guard_verdict();

-- Who records an approval signs for it; it stays with its request.
CREATE FUNCTION sharing_guard_approval() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF erdem_is_machine() THEN RETURN NEW; END IF;
    IF (NEW.recorded_at IS NOT NULL AND NEW.recorded_by_id IS DISTINCT FROM erdem_user_id())
        OR (TG_OP = 'UPDATE' AND (NEW.request_id, NEW.kind) IS DISTINCT FROM (OLD.request_id, OLD.kind)) THEN
        RAISE EXCEPTION 'Who records an approval signs for it.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'approval_is_signed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER approval_is_guarded BEFORE INSERT OR UPDATE ON sharing_approval
    FOR EACH ROW EXECUTE FUNCTION sharing_guard_approval();

-- A question goes to a community that holds what is asked for.
CREATE FUNCTION sharing_guard_question() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public SET erdem.kind = 'system' AS
$$ BEGIN
    IF NOT EXISTS (SELECT 1 FROM sharing_requestedrecord AS r JOIN knowledge_record AS k ON k.id = r.record_id
        WHERE r.request_id = NEW.request_id AND NEW.community_id = ANY (k.holders)) THEN
        RAISE EXCEPTION 'Only who holds a record is asked.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'question_to_a_holder';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER question_goes_to_a_holder BEFORE INSERT ON sharing_holderquestion
    FOR EACH ROW EXECUTE FUNCTION sharing_guard_question();

-- An answer is given once, is made of the decisions about each record, and silence is noted by the system after the last day.
CREATE FUNCTION sharing_keep_answer() RETURNS trigger LANGUAGE plpgsql AS
$$ DECLARE undecided boolean; agreed boolean; denied boolean; BEGIN
    IF OLD.answer <> 'waiting' AND (NEW.answer, NEW.conditions, NEW.basis, NEW.answered_by_id, NEW.answered_at)
        IS DISTINCT FROM (OLD.answer, OLD.conditions, OLD.basis, OLD.answered_by_id, OLD.answered_at) THEN
        RAISE EXCEPTION 'An answer stands.' USING ERRCODE = 'check_violation', CONSTRAINT = 'answer_stands';
    END IF;
    IF NOT erdem_is_machine() AND (NEW.due_on, NEW.reminded_on, NEW.language)
        IS DISTINCT FROM (OLD.due_on, OLD.reminded_on, OLD.language) THEN
        RAISE EXCEPTION 'The day by which an answer is awaited stays.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'question_day_stays';
    END IF;
    IF NEW.answer = OLD.answer THEN RETURN NEW; END IF;
    IF NEW.answer = 'silent' AND (NOT erdem_is_machine() OR OLD.due_on >= erdem_today()) THEN
        RAISE EXCEPTION 'There is time left to answer.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'silence_after_the_last_day';
    END IF;
    SELECT bool_or(d.id IS NULL), bool_or(d.agrees), bool_or(NOT d.agrees) INTO undecided, agreed, denied
        FROM sharing_requestedrecord AS r LEFT JOIN sharing_holderdecision AS d ON d.requested_id = r.id AND d.question_id = NEW.id
        WHERE r.request_id = NEW.request_id AND NEW.community_id = ANY (r.holders);
    IF NEW.answer IN ('agreed', 'partly') AND (
        coalesce(undecided, true) OR NOT agreed OR denied IS DISTINCT FROM (NEW.answer = 'partly')
    ) OR (NEW.answer = 'refused' AND coalesce(agreed, false)) THEN
        RAISE EXCEPTION 'An answer is made of decisions about each record.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'answer_is_of_its_decisions';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER answer_stands BEFORE UPDATE ON sharing_holderquestion FOR EACH ROW EXECUTE FUNCTION sharing_keep_answer();

CREATE FUNCTION sharing_keep_decision() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF EXISTS (SELECT 1 FROM sharing_holderquestion WHERE id = coalesce(OLD.question_id, NEW.question_id) AND answer <> 'waiting') THEN
        RAISE EXCEPTION 'An answer stands.' USING ERRCODE = 'check_violation', CONSTRAINT = 'answer_stands';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER decision_stands BEFORE INSERT OR UPDATE OR DELETE ON sharing_holderdecision
    FOR EACH ROW EXECUTE FUNCTION sharing_keep_decision();

-- Each step is noted as it happens, by nobody's hand.
CREATE FUNCTION sharing_note_move() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF NEW.status = OLD.status THEN RETURN NULL; END IF;
    END IF;
    INSERT INTO sharing_requestmove (request_id, status, side, moved_at) VALUES (NEW.id, NEW.status, CASE
        WHEN erdem_is_machine() THEN 'system'
        WHEN NEW.status IN ('draft', 'submitted', 'withdrawn') THEN 'applicant'
        WHEN NEW.status = 'vetoed' THEN 'holders'
        ELSE 'office' END, clock_timestamp());
    RETURN NULL;
END $$;
CREATE TRIGGER request_move_is_noted AFTER INSERT OR UPDATE OF status ON sharing_accessrequest
    FOR EACH ROW EXECUTE FUNCTION sharing_note_move();

-- A quorum is chosen by a community that holds the record.
CREATE FUNCTION sharing_guard_quorum() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public SET erdem.kind = 'system' AS
$$ BEGIN
    IF NOT EXISTS (SELECT 1 FROM knowledge_record WHERE id = NEW.record_id AND NEW.community_id = ANY (holders))
        OR (TG_OP = 'UPDATE' AND (NEW.record_id, NEW.community_id) IS DISTINCT FROM (OLD.record_id, OLD.community_id)) THEN
        RAISE EXCEPTION 'A community chooses for what it holds.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'quorum_of_a_holder';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER quorum_is_guarded BEFORE INSERT OR UPDATE ON sharing_quorumchoice
    FOR EACH ROW EXECUTE FUNCTION sharing_guard_quorum();

ALTER TABLE sharing_requestmove ENABLE ROW LEVEL SECURITY;
ALTER TABLE sharing_requestmove FORCE ROW LEVEL SECURITY;
CREATE TRIGGER sharing_move_stands BEFORE UPDATE OR DELETE ON sharing_requestmove
    FOR EACH ROW EXECUTE FUNCTION erdem_refuse_rewriting();
CREATE POLICY move_read ON sharing_requestmove FOR SELECT USING (
    (SELECT erdem_is_machine()) OR request_id IN (SELECT a.id FROM sharing_accessrequest AS a)
);
CREATE POLICY move_add ON sharing_requestmove FOR INSERT WITH CHECK (pg_trigger_depth() > 0);

ALTER TABLE sharing_quorumchoice ENABLE ROW LEVEL SECURITY;
ALTER TABLE sharing_quorumchoice FORCE ROW LEVEL SECURITY;
CREATE POLICY quorum_read ON sharing_quorumchoice FOR SELECT USING (
    (SELECT erdem_is_machine()) OR community_id = ANY ((SELECT erdem_organisations())::bigint[])
);
CREATE POLICY quorum_write ON sharing_quorumchoice FOR ALL USING (sharing_speaks_for(ARRAY[community_id]))
    WITH CHECK (sharing_speaks_for(ARRAY[community_id]) AND chosen_by_id = (SELECT erdem_user_id()));

-- REVERSE
DROP POLICY quorum_write ON sharing_quorumchoice;
DROP POLICY quorum_read ON sharing_quorumchoice;
DROP POLICY move_add ON sharing_requestmove;
DROP POLICY move_read ON sharing_requestmove;
DROP TRIGGER sharing_move_stands ON sharing_requestmove;
DROP TRIGGER quorum_is_guarded ON sharing_quorumchoice;
DROP FUNCTION sharing_guard_quorum();
DROP TRIGGER request_move_is_noted ON sharing_accessrequest;
DROP FUNCTION sharing_note_move();
DROP TRIGGER decision_stands ON sharing_holderdecision;
DROP FUNCTION sharing_keep_decision();
DROP TRIGGER answer_stands ON sharing_holderquestion;
DROP FUNCTION sharing_keep_answer();
DROP TRIGGER question_goes_to_a_holder ON sharing_holderquestion;
DROP FUNCTION sharing_guard_question();
DROP TRIGGER approval_is_guarded ON sharing_approval;
DROP FUNCTION sharing_guard_approval();
DROP TRIGGER verdict_is_guarded ON sharing_requestedrecord;
DROP FUNCTION sharing_guard_verdict();
DROP TRIGGER requested_is_guarded ON sharing_requestedrecord;
DROP FUNCTION sharing_guard_requested();
DROP TRIGGER request_facts_reopen_approvals ON sharing_accessrequest;
DROP FUNCTION sharing_reopen_approvals();
DROP TRIGGER request_follows_its_own ON sharing_accessrequest;
DROP FUNCTION sharing_guard_follows();
DROP TRIGGER request_days_are_guarded ON sharing_accessrequest;
DROP FUNCTION sharing_guard_days();
CREATE OR REPLACE FUNCTION sharing_guard_asking() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public SET erdem.kind = 'system' AS
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
CREATE OR REPLACE FUNCTION sharing_guard_terms() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public SET erdem.kind = 'system' AS
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
CREATE OR REPLACE FUNCTION sharing_guard_request() RETURNS trigger LANGUAGE plpgsql AS
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
CREATE OR REPLACE FUNCTION sharing_open_agreement() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public SET erdem.kind = 'system' AS
$$ BEGIN
    IF NOT EXISTS (SELECT 1 FROM sharing_accessrequest WHERE id = NEW.request_id AND status = 'negotiating') THEN
        RAISE EXCEPTION 'Terms are negotiated once the holders have agreed.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'agreement_after_consent';
    END IF;
    NEW.providers := ARRAY(
        SELECT DISTINCT q.community_id FROM sharing_holderquestion AS q JOIN sharing_holderdecision AS d ON d.question_id = q.id
        WHERE q.request_id = NEW.request_id AND q.answer IN ('agreed', 'partly') AND d.agrees ORDER BY 1);
    RETURN NEW;
END $$;
DROP FUNCTION sharing_is_forbidden(bigint, text);
DROP FUNCTION sharing_is_agreed(bigint);
DROP FUNCTION sharing_needed(bigint);
