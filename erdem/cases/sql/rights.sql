-- Second lock of P4–P8. Mirrors policies/rights.py. What hangs on a case is seen with it; the answer of one community is not
-- shown to another.
CREATE FUNCTION cases_own_case(wanted bigint) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT EXISTS (SELECT 1 FROM cases_case AS c WHERE c.id = wanted AND c.office_id = ANY ((SELECT cases_own_offices())::bigint[])) $$;

-- A community answers once, in the name of one of its stewards; the office may only take its question back.
CREATE FUNCTION cases_guard_consent() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF erdem_is_machine() THEN RETURN NEW; END IF;
    IF (to_jsonb(NEW) - '{answer,conditions,answered_by_id,answered_at}'::text[])
        = (to_jsonb(OLD) - '{answer,conditions,answered_by_id,answered_at}'::text[])
        AND OLD.answer = '' AND OLD.withdrawn_at IS NULL AND NEW.answered_by_id = erdem_user_id()
        AND OLD.community_id = ANY (cases_own_communities()) THEN
        RETURN NEW;
    END IF;
    IF (to_jsonb(NEW) - 'withdrawn_at') = (to_jsonb(OLD) - 'withdrawn_at') AND OLD.withdrawn_at IS NULL
        AND cases_own_case(OLD.case_id) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'A community answers for itself, once.'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_to_act_by_its_community';
END $$;
CREATE TRIGGER consent_is_guarded BEFORE UPDATE ON cases_holderconsenttoact
    FOR EACH ROW EXECUTE FUNCTION cases_guard_consent();

-- What was packed stays; the office that has the power says when it came, where it has accounts here.
CREATE FUNCTION cases_guard_transfer() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF erdem_is_machine() THEN RETURN NEW; END IF;
    IF (to_jsonb(NEW) - '{sent_at,received_at,received_by_id,receipt_number,returned_at,return_reason}'::text[])
        IS DISTINCT FROM (to_jsonb(OLD) - '{sent_at,received_at,received_by_id,receipt_number,returned_at,return_reason}'::text[])
        OR (OLD.sent_at IS NOT NULL AND NEW.sent_at IS DISTINCT FROM OLD.sent_at)
        OR (OLD.received_at IS NOT NULL AND NEW.received_at IS DISTINCT FROM OLD.received_at) THEN
        RAISE EXCEPTION 'What was handed over stays.' USING ERRCODE = 'check_violation', CONSTRAINT = 'transfer_stays';
    END IF;
    IF NEW.received_at IS DISTINCT FROM OLD.received_at AND OLD.to_office_id IS NOT NULL
        AND NOT OLD.to_office_id = ANY (cases_own_offices()) THEN
        RAISE EXCEPTION 'The competent office says itself when the package came.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'transfer_received_by_its_office';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER transfer_is_guarded BEFORE UPDATE ON cases_casetransfer
    FOR EACH ROW EXECUTE FUNCTION cases_guard_transfer();

DO $$ DECLARE named text; BEGIN
    FOREACH named IN ARRAY ARRAY['holderconsenttoact', 'actiontaken', 'casetransfer', 'aidprovider', 'aidopinion', 'aidrating',
                                 'challengeddecision'] LOOP
        EXECUTE format('ALTER TABLE cases_%s ENABLE ROW LEVEL SECURITY', named);
        EXECUTE format('ALTER TABLE cases_%s FORCE ROW LEVEL SECURITY', named);
        EXECUTE format('CREATE TRIGGER rights_never_removed BEFORE DELETE ON cases_%s
            FOR EACH ROW EXECUTE FUNCTION erdem_refuse_rewriting()', named);
    END LOOP;
    FOREACH named IN ARRAY ARRAY['actiontaken', 'casetransfer', 'aidopinion', 'aidrating'] LOOP
        EXECUTE format('CREATE POLICY %1$s_read ON cases_%1$s FOR SELECT USING (
            (SELECT erdem_is_machine()) OR case_id IN (SELECT c.id FROM cases_case AS c))', named);
    END LOOP;
    FOREACH named IN ARRAY ARRAY['holderconsenttoact', 'actiontaken', 'casetransfer', 'aidrating'] LOOP
        EXECUTE format('CREATE POLICY %1$s_add ON cases_%1$s FOR INSERT WITH CHECK (
            (SELECT erdem_is_machine()) OR cases_own_case(case_id))', named);
    END LOOP;
END $$;
CREATE TRIGGER opinion_is_never_rewritten BEFORE UPDATE ON cases_aidopinion
    FOR EACH ROW EXECUTE FUNCTION erdem_refuse_rewriting();

CREATE POLICY consent_to_act_read ON cases_holderconsenttoact FOR SELECT USING (
    (SELECT erdem_is_machine())
    OR case_id IN (
        SELECT c.id FROM cases_case AS c
        WHERE c.office_id = ANY ((SELECT cases_own_offices())::bigint[])
            OR c.shared_with && (SELECT cases_own_offices())::bigint[]
            OR cases_overseen(c.place_code)
            OR (SELECT erdem_user_id()) = ANY (c.taking_part))
    OR (community_id = ANY ((SELECT cases_own_communities())::bigint[]) AND case_id IN (SELECT c.id FROM cases_case AS c))
);
CREATE POLICY consent_to_act_change ON cases_holderconsenttoact FOR UPDATE USING (
    (SELECT erdem_is_machine()) OR cases_own_case(case_id)
    OR community_id = ANY ((SELECT cases_own_communities())::bigint[])
);
CREATE POLICY action_taken_change ON cases_actiontaken FOR UPDATE USING (
    (SELECT erdem_is_machine()) OR cases_own_case(case_id)
);
CREATE POLICY transfer_change ON cases_casetransfer FOR UPDATE USING (
    (SELECT erdem_is_machine()) OR cases_own_case(case_id) OR to_office_id = ANY ((SELECT cases_own_offices())::bigint[])
);
CREATE POLICY aid_rating_change ON cases_aidrating FOR UPDATE USING ((SELECT erdem_is_machine()));
CREATE POLICY aid_opinion_add ON cases_aidopinion FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine()) OR (
        author_id = (SELECT erdem_user_id())
        AND EXISTS (SELECT 1 FROM cases_case AS c WHERE c.id = case_id AND c.closed_at IS NULL
            AND (author_id = ANY (c.taking_part) OR c.office_id = ANY ((SELECT cases_own_offices())::bigint[]))))
);
-- The roster is for officers, who look for help for others, and for who stands on it.
CREATE POLICY aid_provider_read ON cases_aidprovider FOR SELECT USING (
    (SELECT erdem_is_machine()) OR (SELECT cardinality(cases_own_offices())) > 0 OR user_id = (SELECT erdem_user_id())
);
CREATE POLICY aid_provider_add ON cases_aidprovider FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine()) OR office_id = ANY ((SELECT cases_own_offices())::bigint[])
);
CREATE POLICY aid_provider_change ON cases_aidprovider FOR UPDATE USING (
    (SELECT erdem_is_machine()) OR office_id = ANY ((SELECT cases_own_offices())::bigint[])
);
CREATE POLICY challenged_read ON cases_challengeddecision FOR SELECT USING (
    (SELECT erdem_is_machine()) OR review_id IN (SELECT c.id FROM cases_case AS c)
);
CREATE POLICY challenged_add ON cases_challengeddecision FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine()) OR cases_own_case(review_id)
);
CREATE POLICY challenged_change ON cases_challengeddecision FOR UPDATE USING (
    (SELECT erdem_is_machine()) OR cases_own_case(review_id)
);

-- REVERSE
DO $$ DECLARE named text; found record; BEGIN
    FOREACH named IN ARRAY ARRAY['holderconsenttoact', 'actiontaken', 'casetransfer', 'aidprovider', 'aidopinion', 'aidrating',
                                 'challengeddecision'] LOOP
        FOR found IN SELECT policyname FROM pg_policies WHERE tablename = 'cases_' || named LOOP
            EXECUTE format('DROP POLICY %I ON cases_%s', found.policyname, named);
        END LOOP;
        EXECUTE format('DROP TRIGGER rights_never_removed ON cases_%s', named);
    END LOOP;
END $$;
DROP TRIGGER opinion_is_never_rewritten ON cases_aidopinion;
DROP TRIGGER transfer_is_guarded ON cases_casetransfer;
DROP FUNCTION cases_guard_transfer();
DROP TRIGGER consent_is_guarded ON cases_holderconsenttoact;
DROP FUNCTION cases_guard_consent();
DROP FUNCTION cases_own_case(bigint);
