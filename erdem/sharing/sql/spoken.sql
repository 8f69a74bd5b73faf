-- The answer of a community where nobody has an account: taken down by one officer with scan or recording, confirmed by another.

-- Whether somebody has an account with which to answer for a community today.
CREATE FUNCTION sharing_has_steward(wanted bigint) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp SET erdem.kind = 'system' AS
$$ SELECT EXISTS (
    SELECT 1 FROM people_membership AS m JOIN people_user AS u ON u.id = m.user_id
    WHERE m.organisation_id = wanted AND m.role = 'steward' AND u.is_active
        AND coalesce(m.since, erdem_today()) <= erdem_today() AND coalesce(m.until, erdem_today()) >= erdem_today()
) $$;

CREATE FUNCTION sharing_guard_spoken() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$ DECLARE asked sharing_holderquestion; BEGIN
    IF TG_OP = 'UPDATE' AND (OLD.confirmed_at IS NOT NULL OR OLD.put_aside_at IS NOT NULL
        OR to_jsonb(NEW) - '{confirmed_by_id,confirmed_at,put_aside_by_id,put_aside_at,put_aside_why}'::text[]
            IS DISTINCT FROM to_jsonb(OLD) - '{confirmed_by_id,confirmed_at,put_aside_by_id,put_aside_at,put_aside_why}'::text[]) THEN
        RAISE EXCEPTION 'What was taken down stays.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'spoken_stays';
    END IF;
    IF erdem_is_machine() THEN RETURN NEW; END IF;
    IF (TG_OP = 'INSERT' AND (NEW.entered_by_id IS DISTINCT FROM erdem_user_id()
            OR NEW.confirmed_at IS NOT NULL OR NEW.put_aside_at IS NOT NULL))
        OR (NEW.confirmed_by_id IS NOT NULL AND NEW.confirmed_by_id IS DISTINCT FROM erdem_user_id())
        OR (NEW.put_aside_by_id IS NOT NULL AND NEW.put_aside_by_id IS DISTINCT FROM erdem_user_id()) THEN
        RAISE EXCEPTION 'Everybody signs for what he does.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'spoken_signed';
    END IF;
    IF NEW.put_aside_at IS NOT NULL THEN RETURN NEW; END IF;
    SELECT q.* INTO asked FROM sharing_holderquestion AS q JOIN sharing_accessrequest AS a ON a.id = q.request_id
        WHERE q.id = NEW.question_id AND q.answer = 'waiting' AND a.status = 'asking';
    IF asked.id IS NULL THEN
        RAISE EXCEPTION 'The question is no longer open.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'spoken_while_asked';
    END IF;
    IF sharing_has_steward(asked.community_id) THEN
        RAISE EXCEPTION 'Who has an account answers there.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'spoken_of_who_has_no_account';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER spoken_is_guarded BEFORE INSERT OR UPDATE ON sharing_spokenanswer
    FOR EACH ROW EXECUTE FUNCTION sharing_guard_spoken();
CREATE TRIGGER spoken_is_never_removed BEFORE DELETE ON sharing_spokenanswer
    FOR EACH ROW EXECUTE FUNCTION erdem_refuse_rewriting();

-- Only the community answers: its steward, or who spoke for it before two officers.
CREATE OR REPLACE FUNCTION sharing_guard_answer() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS
$$ BEGIN
    IF (NEW.request_id, NEW.community_id, NEW.asked_at) IS DISTINCT FROM (OLD.request_id, OLD.community_id, OLD.asked_at) THEN
        RAISE EXCEPTION 'A question stays with whom it was put to.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'question_stays';
    END IF;
    IF (NEW.answer, NEW.conditions, NEW.given) IS DISTINCT FROM (OLD.answer, OLD.conditions, OLD.given) THEN
        IF NEW.answer <> 'silent' AND NOT (erdem_is_machine() AND NEW.answer = 'waiting' AND NEW.given = '') AND NOT (
            NEW.given = '' AND 'steward' = ANY (erdem_roles()) AND OLD.community_id = ANY (erdem_speaks_for())
            AND NEW.answered_by_id = erdem_user_id()
        ) AND NOT (erdem_is_machine() AND EXISTS (
            SELECT 1 FROM sharing_spokenanswer AS s WHERE s.question_id = OLD.id AND s.confirmed_at IS NOT NULL
                AND (s.confirmed_by_id, s.how, s.conditions, s.basis)
                    IS NOT DISTINCT FROM (NEW.answered_by_id, NEW.given, NEW.conditions, NEW.basis)
        )) THEN
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

-- An answer, once given, says for good how it was given.
CREATE FUNCTION sharing_keep_given() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF NEW.given IS DISTINCT FROM OLD.given AND OLD.answer <> 'waiting' OR (NEW.answer = 'silent' AND NEW.given <> '') THEN
        RAISE EXCEPTION 'An answer stands.' USING ERRCODE = 'check_violation', CONSTRAINT = 'answer_stands';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER answer_given_stands BEFORE UPDATE ON sharing_holderquestion
    FOR EACH ROW EXECUTE FUNCTION sharing_keep_given();

ALTER TABLE sharing_spokenanswer ENABLE ROW LEVEL SECURITY;
ALTER TABLE sharing_spokenanswer FORCE ROW LEVEL SECURITY;
CREATE FUNCTION sharing_takes_down(wanted bigint) RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT EXISTS (
    SELECT 1 FROM sharing_holderquestion AS q JOIN sharing_accessrequest AS a ON a.id = q.request_id
    WHERE q.id = wanted AND sharing_handles(a.place_search) AND NOT sharing_is_applicant(a.applicant_id, a.applicant_user_id)
) $$;
CREATE POLICY spoken_read ON sharing_spokenanswer FOR SELECT USING (
    (SELECT erdem_is_machine()) OR sharing_takes_down(question_id) OR EXISTS (
        SELECT 1 FROM sharing_holderquestion AS q
        WHERE q.id = question_id AND q.community_id = ANY ((SELECT erdem_organisations())::bigint[]))
);
CREATE POLICY spoken_add ON sharing_spokenanswer FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine()) OR sharing_takes_down(question_id)
);
CREATE POLICY spoken_change ON sharing_spokenanswer FOR UPDATE USING (
    (SELECT erdem_is_machine()) OR sharing_takes_down(question_id)
);
CREATE POLICY decision_of_spoken ON sharing_holderdecision FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine()) AND EXISTS (
        SELECT 1 FROM sharing_spokenanswer AS s WHERE s.question_id = sharing_holderdecision.question_id
            AND s.confirmed_at IS NOT NULL)
);

-- REVERSE
DROP POLICY decision_of_spoken ON sharing_holderdecision;
DROP POLICY spoken_change ON sharing_spokenanswer;
DROP POLICY spoken_add ON sharing_spokenanswer;
DROP POLICY spoken_read ON sharing_spokenanswer;
DROP FUNCTION sharing_takes_down(bigint);
ALTER TABLE sharing_spokenanswer NO FORCE ROW LEVEL SECURITY;
ALTER TABLE sharing_spokenanswer DISABLE ROW LEVEL SECURITY;
DROP TRIGGER answer_given_stands ON sharing_holderquestion;
DROP FUNCTION sharing_keep_given();
CREATE OR REPLACE FUNCTION sharing_guard_answer() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS
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
DROP TRIGGER spoken_is_never_removed ON sharing_spokenanswer;
DROP TRIGGER spoken_is_guarded ON sharing_spokenanswer;
DROP FUNCTION sharing_guard_spoken();
DROP FUNCTION sharing_has_steward(bigint);
