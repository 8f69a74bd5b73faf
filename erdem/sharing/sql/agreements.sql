-- Second lock of agreements on terms. Mirrors policies: visible_agreements, visible_versions, visible_comments.
-- An agreement is seen by its parties and by the office that handles the request: a community that did not agree is no party.
CREATE FUNCTION sharing_is_user_of(wanted bigint) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT EXISTS (SELECT 1 FROM sharing_accessrequest AS r WHERE r.id = wanted AND sharing_is_applicant(r.applicant_id, r.applicant_user_id)) $$;

CREATE FUNCTION sharing_is_handled(wanted bigint) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT EXISTS (SELECT 1 FROM sharing_accessrequest AS r WHERE r.id = wanted AND sharing_handles(r.place_search)) $$;

CREATE TRIGGER agreement_takes_legal_steps BEFORE INSERT OR UPDATE OF status ON sharing_agreement
    FOR EACH ROW EXECUTE FUNCTION erdem_refuse_illegal_step('sharing.agreement');

-- The parties are those who agreed in the request, whoever opens the agreement.
CREATE FUNCTION sharing_open_agreement() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public SET erdem.kind = 'system' AS
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
CREATE TRIGGER agreement_is_opened BEFORE INSERT ON sharing_agreement FOR EACH ROW EXECUTE FUNCTION sharing_open_agreement();

-- Settled is the newest version, once every party has agreed to it.
CREATE FUNCTION sharing_guard_settling() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public SET erdem.kind = 'system' AS
$$ DECLARE newest bigint; BEGIN
    SELECT id INTO newest FROM sharing_agreementversion WHERE agreement_id = OLD.id ORDER BY number DESC LIMIT 1;
    IF NEW.settled_id IS DISTINCT FROM newest
        OR (SELECT count(*) FROM sharing_assent WHERE version_id = newest) < 1 + cardinality(OLD.providers) THEN
        RAISE EXCEPTION 'Not every party has agreed to the newest version.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'agreement_of_all';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER agreement_is_of_all BEFORE UPDATE OF status ON sharing_agreement FOR EACH ROW
    WHEN (NEW.status = 'settled' AND OLD.status IS DISTINCT FROM 'settled') EXECUTE FUNCTION sharing_guard_settling();

-- What may change: the state by its party, the last day by the office.
CREATE FUNCTION sharing_guard_agreement() RETURNS trigger LANGUAGE plpgsql AS
$$ DECLARE party boolean; office boolean; may_change text[] :=
    '{status,status_reason,due_on,extended_because,settled_id,settled_at,signed_at,ended_at,ended_by_id}'; BEGIN
    IF (to_jsonb(NEW) - may_change) IS DISTINCT FROM (to_jsonb(OLD) - may_change) THEN
        RAISE EXCEPTION 'An agreement stays with its request and its parties.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'agreement_parties_stay';
    END IF;
    IF NEW.settled_id IS DISTINCT FROM OLD.settled_id
        AND NOT (NEW.status = 'settled' AND OLD.status = 'negotiating' OR NEW.status = 'negotiating' AND NEW.settled_id IS NULL) THEN
        RAISE EXCEPTION 'The settled version stays.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'agreement_settled_stays';
    END IF;
    IF erdem_is_machine() THEN RETURN NEW; END IF;
    office := sharing_is_handled(OLD.request_id) AND NOT sharing_is_user_of(OLD.request_id);
    party := sharing_is_user_of(OLD.request_id) OR sharing_speaks_for(OLD.providers);
    IF (NEW.due_on, NEW.extended_because) IS DISTINCT FROM (OLD.due_on, OLD.extended_because) AND NOT office THEN
        RAISE EXCEPTION 'Only the office extends the time.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'agreement_time_by_the_office';
    END IF;
    IF NEW.status <> OLD.status AND NOT (CASE
        WHEN NEW.status IN ('settled', 'negotiating') THEN party
        WHEN NEW.status = 'broken_off' THEN party OR (office AND OLD.due_on < erdem_today())
        ELSE office END) THEN
        RAISE EXCEPTION 'This step is for somebody else to take.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'agreement_step_by_its_party';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER agreement_is_guarded BEFORE UPDATE ON sharing_agreement FOR EACH ROW EXECUTE FUNCTION sharing_guard_agreement();

-- Versions follow each other and carry the digest of their document; one that comes while another is being written waits for it.
CREATE FUNCTION sharing_guard_version() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public SET erdem.kind = 'system' AS
$$ DECLARE held sharing_agreement; last integer; BEGIN
    SELECT * INTO held FROM sharing_agreement WHERE id = NEW.agreement_id FOR UPDATE;
    SELECT coalesce(max(number), 0) INTO last FROM sharing_agreementversion WHERE agreement_id = NEW.agreement_id;
    IF NEW.number <> last + 1 THEN
        RAISE EXCEPTION 'Another version came first.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'agreement_version_follows';
    END IF;
    IF held.status NOT IN ('negotiating', 'settled') OR NOT EXISTS (
        SELECT 1 FROM sharing_accessrequest AS r WHERE r.id = held.request_id AND r.status = 'negotiating') THEN
        RAISE EXCEPTION 'These terms are not negotiated any more.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'agreement_is_open';
    END IF;
    IF NEW.sha256 <> encode(sha256(convert_to(NEW.document, 'UTF8')), 'hex') OR jsonb_typeof(NEW.document::jsonb) <> 'object' THEN
        RAISE EXCEPTION 'The digest is not of this document.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'agreement_version_digest';
    END IF;
    IF NEW.community_id IS NOT NULL AND NOT NEW.community_id = ANY (held.providers) THEN
        RAISE EXCEPTION 'Only a party proposes terms.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'agreement_version_by_a_party';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER agreement_version_follows BEFORE INSERT ON sharing_agreementversion
    FOR EACH ROW EXECUTE FUNCTION sharing_guard_version();

-- A party agrees to the newest version and to no other: it is looked at under the lock that a new version takes, too.
CREATE FUNCTION sharing_guard_assent() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public SET erdem.kind = 'system' AS
$$ DECLARE held sharing_agreement; newest bigint; BEGIN
    SELECT a.* INTO held FROM sharing_agreement AS a JOIN sharing_agreementversion AS v ON v.agreement_id = a.id
        WHERE v.id = NEW.version_id FOR UPDATE OF a;
    SELECT id INTO newest FROM sharing_agreementversion WHERE agreement_id = held.id ORDER BY number DESC LIMIT 1;
    IF newest IS DISTINCT FROM NEW.version_id THEN
        RAISE EXCEPTION 'There is a newer version.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'assent_to_the_newest';
    END IF;
    IF held.status <> 'negotiating' OR NOT EXISTS (
        SELECT 1 FROM sharing_accessrequest AS r WHERE r.id = held.request_id AND r.status = 'negotiating') THEN
        RAISE EXCEPTION 'These terms are not negotiated any more.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'agreement_is_open';
    END IF;
    IF NEW.community_id IS NOT NULL AND NOT NEW.community_id = ANY (held.providers) THEN
        RAISE EXCEPTION 'Only a party agrees.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'assent_by_a_party';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER assent_is_guarded BEFORE INSERT ON sharing_assent FOR EACH ROW EXECUTE FUNCTION sharing_guard_assent();

-- A comment keeps its words; once it is resolved it stays so.
CREATE FUNCTION sharing_guard_comment() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF OLD.resolved_at IS NOT NULL OR NEW.resolved_at IS NULL
        OR (to_jsonb(NEW) - '{resolved_at,resolved_by_id}'::text[]) IS DISTINCT FROM (to_jsonb(OLD) - '{resolved_at,resolved_by_id}'::text[])
        OR NOT (erdem_is_machine() OR NEW.resolved_by_id IS NOT DISTINCT FROM erdem_user_id()) THEN
        RAISE EXCEPTION 'A comment keeps its words.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'agreement_comment_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER agreement_comment_stays BEFORE UPDATE ON sharing_agreementcomment
    FOR EACH ROW EXECUTE FUNCTION sharing_guard_comment();

DO $$ DECLARE named text; BEGIN
    FOREACH named IN ARRAY ARRAY['agreement', 'agreementversion', 'assent', 'agreementcomment', 'clause'] LOOP
        EXECUTE format('ALTER TABLE sharing_%s ENABLE ROW LEVEL SECURITY', named);
        EXECUTE format('ALTER TABLE sharing_%s FORCE ROW LEVEL SECURITY', named);
    END LOOP;
    FOREACH named IN ARRAY ARRAY['agreementversion', 'assent'] LOOP
        EXECUTE format('CREATE TRIGGER sharing_is_never_changed BEFORE UPDATE OR DELETE ON sharing_%s
            FOR EACH ROW EXECUTE FUNCTION erdem_refuse_rewriting()', named);
    END LOOP;
    FOREACH named IN ARRAY ARRAY['agreement', 'agreementcomment'] LOOP
        EXECUTE format('CREATE TRIGGER sharing_is_never_removed BEFORE DELETE ON sharing_%s
            FOR EACH ROW EXECUTE FUNCTION erdem_refuse_rewriting()', named);
    END LOOP;
    FOREACH named IN ARRAY ARRAY['agreement', 'agreementversion', 'assent', 'agreementcomment'] LOOP
        EXECUTE format('CREATE TRIGGER sharing_is_never_emptied BEFORE TRUNCATE ON sharing_%s
            FOR EACH STATEMENT EXECUTE FUNCTION erdem_refuse_rewriting()', named);
    END LOOP;
END $$;

CREATE POLICY agreement_read ON sharing_agreement FOR SELECT USING (
    (SELECT erdem_is_machine()) OR providers && (SELECT erdem_organisations())::bigint[]
    OR EXISTS (SELECT 1 FROM sharing_accessrequest AS r WHERE r.id = request_id
        AND (sharing_is_applicant(r.applicant_id, r.applicant_user_id) OR sharing_handles(r.place_search)))
);
CREATE POLICY agreement_add ON sharing_agreement FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine()) OR (status = 'negotiating' AND sharing_is_handled(request_id) AND NOT sharing_is_user_of(request_id))
);
CREATE POLICY agreement_change ON sharing_agreement FOR UPDATE USING (
    (SELECT erdem_is_machine()) OR sharing_is_user_of(request_id) OR sharing_is_handled(request_id)
    OR sharing_speaks_for(providers)
);
CREATE POLICY version_read ON sharing_agreementversion FOR SELECT USING (
    (SELECT erdem_is_machine()) OR agreement_id IN (SELECT a.id FROM sharing_agreement AS a)
);
CREATE POLICY version_add ON sharing_agreementversion FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine()) OR (proposed_by_id = (SELECT erdem_user_id()) AND CASE
        WHEN community_id IS NULL THEN EXISTS (
            SELECT 1 FROM sharing_agreement AS a WHERE a.id = agreement_id AND sharing_is_user_of(a.request_id))
        ELSE sharing_speaks_for(ARRAY[community_id]) END)
);
CREATE POLICY assent_read ON sharing_assent FOR SELECT USING (
    (SELECT erdem_is_machine()) OR version_id IN (SELECT v.id FROM sharing_agreementversion AS v)
);
CREATE POLICY assent_add ON sharing_assent FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine()) OR (given_by_id = (SELECT erdem_user_id()) AND CASE
        WHEN community_id IS NULL THEN EXISTS (
            SELECT 1 FROM sharing_agreementversion AS v JOIN sharing_agreement AS a ON a.id = v.agreement_id
            WHERE v.id = version_id AND sharing_is_user_of(a.request_id))
        ELSE sharing_speaks_for(ARRAY[community_id]) END)
);
-- A private comment is for the members of its community: not for the other parties, not for the office.
CREATE POLICY comment_read ON sharing_agreementcomment FOR SELECT USING (
    (SELECT erdem_is_machine()) OR (version_id IN (SELECT v.id FROM sharing_agreementversion AS v)
        AND (community_id IS NULL OR community_id = ANY ((SELECT erdem_organisations())::bigint[])))
);
CREATE POLICY comment_add ON sharing_agreementcomment FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine()) OR (author_id = (SELECT erdem_user_id()) AND resolved_at IS NULL
        AND EXISTS (SELECT 1 FROM sharing_agreementversion AS v JOIN sharing_agreement AS a ON a.id = v.agreement_id
            WHERE v.id = version_id AND (community_id IS NULL
                OR (community_id = ANY (a.providers) AND community_id = ANY ((SELECT erdem_organisations())::bigint[])))))
);
CREATE POLICY comment_change ON sharing_agreementcomment FOR UPDATE USING (
    (SELECT erdem_is_machine()) OR (version_id IN (SELECT v.id FROM sharing_agreementversion AS v)
        AND (community_id IS NULL OR community_id = ANY ((SELECT erdem_organisations())::bigint[])))
);
CREATE POLICY clause_read ON sharing_clause FOR SELECT USING ((SELECT erdem_kind()) IS NOT NULL);
CREATE POLICY clause_write ON sharing_clause FOR ALL USING ((SELECT erdem_is_machine()));

-- REVERSE
DO $$ DECLARE named text; BEGIN
    FOR named IN SELECT format('%I ON %I', policyname, tablename) FROM pg_policies
        WHERE tablename IN ('sharing_agreement', 'sharing_agreementversion', 'sharing_assent', 'sharing_agreementcomment', 'sharing_clause') LOOP
        EXECUTE 'DROP POLICY ' || named;
    END LOOP;
    FOREACH named IN ARRAY ARRAY['agreementversion', 'assent'] LOOP
        EXECUTE format('DROP TRIGGER sharing_is_never_changed ON sharing_%s', named);
    END LOOP;
    FOREACH named IN ARRAY ARRAY['agreement', 'agreementcomment'] LOOP
        EXECUTE format('DROP TRIGGER sharing_is_never_removed ON sharing_%s', named);
    END LOOP;
    FOREACH named IN ARRAY ARRAY['agreement', 'agreementversion', 'assent', 'agreementcomment'] LOOP
        EXECUTE format('DROP TRIGGER sharing_is_never_emptied ON sharing_%s', named);
    END LOOP;
    FOREACH named IN ARRAY ARRAY['agreement', 'agreementversion', 'assent', 'agreementcomment', 'clause'] LOOP
        EXECUTE format('ALTER TABLE sharing_%s NO FORCE ROW LEVEL SECURITY', named);
        EXECUTE format('ALTER TABLE sharing_%s DISABLE ROW LEVEL SECURITY', named);
    END LOOP;
END $$;
DROP TRIGGER agreement_comment_stays ON sharing_agreementcomment;
DROP FUNCTION sharing_guard_comment();
DROP TRIGGER assent_is_guarded ON sharing_assent;
DROP FUNCTION sharing_guard_assent();
DROP TRIGGER agreement_version_follows ON sharing_agreementversion;
DROP FUNCTION sharing_guard_version();
DROP TRIGGER agreement_is_guarded ON sharing_agreement;
DROP FUNCTION sharing_guard_agreement();
DROP TRIGGER agreement_is_of_all ON sharing_agreement;
DROP FUNCTION sharing_guard_settling();
DROP TRIGGER agreement_is_opened ON sharing_agreement;
DROP FUNCTION sharing_open_agreement();
DROP TRIGGER agreement_takes_legal_steps ON sharing_agreement;
DROP FUNCTION sharing_is_handled(bigint);
DROP FUNCTION sharing_is_user_of(bigint);
