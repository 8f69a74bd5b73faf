-- Second lock of permits. Mirrors policies/permits.py. A permit and what hangs on it is seen with its request; the public register
-- is a table of its own, which the database fills with what the parties let it show.
CREATE FUNCTION sharing_keeps_request(wanted bigint) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT erdem_is_machine() OR EXISTS (
    SELECT 1 FROM sharing_accessrequest AS a WHERE a.id = wanted
        AND sharing_handles(a.place_search) AND NOT sharing_is_applicant(a.applicant_id, a.applicant_user_id)) $$;

-- Whether a permit still takes use reports and what follows from them: a revoked one does not. One that was amended, suspended or
-- has expired does: what was due under it stays due under it.
CREATE FUNCTION sharing_permit_takes_reports(wanted bigint) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT EXISTS (SELECT 1 FROM sharing_permit AS p WHERE p.id = wanted AND p.status <> 'revoked') $$;

-- The words that may be published, sealed: parties agree to these and no others.
CREATE FUNCTION sharing_seal_matter() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    NEW.sha256 := encode(sha256(convert_to(
        jsonb_build_array(NEW.subject, NEW.keywords, NEW.taxonomies, NEW.geography)::text, 'UTF8')), 'hex');
    RETURN NEW;
END $$;
CREATE TRIGGER permit_matter_is_sealed BEFORE INSERT OR UPDATE ON sharing_permitmatter
    FOR EACH ROW EXECUTE FUNCTION sharing_seal_matter();

-- A party speaks for itself.
CREATE FUNCTION sharing_guard_publication() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS
$$ DECLARE asked sharing_accessrequest; own boolean; BEGIN
    IF TG_OP = 'UPDATE' AND (NEW.request_id, NEW.community_id) IS DISTINCT FROM (OLD.request_id, OLD.community_id) THEN
        RAISE EXCEPTION 'A choice stays with its party.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'publication_by_the_party';
    END IF;
    SELECT * INTO asked FROM sharing_accessrequest WHERE id = NEW.request_id;
    own := CASE WHEN NEW.community_id IS NULL THEN sharing_is_applicant(asked.applicant_id, asked.applicant_user_id)
        ELSE sharing_speaks_for(ARRAY[NEW.community_id]) AND NEW.community_id = ANY (asked.asked) END;
    IF own IS NOT TRUE OR NEW.decided_by_id IS DISTINCT FROM erdem_user_id() THEN
        RAISE EXCEPTION 'Only the party itself says what the register may show of it.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'publication_by_the_party';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER publication_is_guarded BEFORE INSERT OR UPDATE ON sharing_publicationchoice
    FOR EACH ROW EXECUTE FUNCTION sharing_guard_publication();

-- Whether every party of the terms has let the register show a part; of the subject-matter in the words as they stand.
CREATE FUNCTION sharing_may_publish(wanted bigint, part text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public SET erdem.kind = 'system' AS
$$ SELECT NOT EXISTS (
    SELECT 1 FROM (
        SELECT unnest(g.providers) AS community FROM sharing_agreement AS g WHERE g.request_id = wanted
        UNION ALL SELECT NULL) AS party
    LEFT JOIN sharing_publicationchoice AS c ON c.request_id = wanted AND c.community_id IS NOT DISTINCT FROM party.community
    WHERE NOT coalesce(CASE part WHEN 'providers' THEN c.providers WHEN 'entities' THEN c.entities WHEN 'usages' THEN c.usages
        ELSE c.subject AND c.matter_sha256 = (SELECT m.sha256 FROM sharing_permitmatter AS m WHERE m.request_id = wanted)
        END, false)) $$;

CREATE TRIGGER permit_takes_legal_steps BEFORE INSERT OR UPDATE OF status ON sharing_permit
    FOR EACH ROW EXECUTE FUNCTION erdem_refuse_illegal_step('sharing.permit');

-- A permit is issued upon signed terms, for a request that came to this point; it shows what the parties let it show.
CREATE FUNCTION sharing_guard_issue() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public SET erdem.kind = 'system' AS
$$ DECLARE before sharing_permit; BEGIN
    IF NOT EXISTS (SELECT 1 FROM sharing_accessrequest AS a WHERE a.id = NEW.request_id
        AND a.status = CASE WHEN NEW.replaces_id IS NULL THEN 'agreed' ELSE 'permitted' END) THEN
        RAISE EXCEPTION 'The request has not come to the permit.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'permit_request_is_ready';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM sharing_agreementversion AS v JOIN sharing_agreement AS g ON g.id = v.agreement_id
        WHERE v.id = NEW.version_id AND g.request_id = NEW.request_id AND g.status = 'signed' AND g.settled_id = v.id) THEN
        RAISE EXCEPTION 'The terms are not signed.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'permit_terms_are_signed';
    END IF;
    IF NEW.replaces_id IS NOT NULL THEN
        SELECT * INTO before FROM sharing_permit WHERE id = NEW.replaces_id;
        IF before.request_id <> NEW.request_id OR before.status <> 'issued' THEN
            RAISE EXCEPTION 'Only a permit in force is replaced, by one of the same request.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'permit_replaces_its_own';
        END IF;
    END IF;
    IF NEW.expires_on < erdem_today() OR NEW.issued_on <> erdem_today() THEN
        RAISE EXCEPTION 'A permit bears the day of its issue, and is not over on it.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'permit_issued_in_time';
    END IF;
    IF (NOT NEW.hides_providers AND NOT sharing_may_publish(NEW.request_id, 'providers'))
        OR (NOT NEW.hides_entities AND NOT sharing_may_publish(NEW.request_id, 'entities'))
        OR (NOT NEW.hides_subject AND NOT sharing_may_publish(NEW.request_id, 'subject'))
        OR (NOT NEW.hides_usages AND NOT sharing_may_publish(NEW.request_id, 'usages')) THEN
        RAISE EXCEPTION 'The register shows what every party lets it show.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'permit_published_as_agreed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER permit_may_be_issued BEFORE INSERT ON sharing_permit FOR EACH ROW EXECUTE FUNCTION sharing_guard_issue();

-- What stands on a permit stands. Its state moves, and never again once it has ended.
CREATE FUNCTION sharing_guard_permit() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS
$$ DECLARE moves text[] := '{status,status_reason,status_at,noticed_on}'; BEGIN
    IF OLD.status IN ('amended', 'revoked', 'expired') THEN
        RAISE EXCEPTION 'A permit that has ended is only read.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'permit_is_over';
    END IF;
    IF to_jsonb(NEW) - moves IS DISTINCT FROM to_jsonb(OLD) - moves THEN
        RAISE EXCEPTION 'A permit is never rewritten; it is amended by a new one.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'permit_is_never_rewritten';
    END IF;
    IF NEW.status = 'amended' AND NOT EXISTS (SELECT 1 FROM sharing_permit AS p WHERE p.replaces_id = OLD.id) THEN
        RAISE EXCEPTION 'A permit is voided by its successor.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'permit_voided_by_its_successor';
    END IF;
    IF (NEW.status = 'expired' AND OLD.expires_on >= erdem_today())
        OR (NEW.status = 'issued' AND OLD.status = 'suspended' AND OLD.expires_on < erdem_today()) THEN
        RAISE EXCEPTION 'A permit runs out after its last day, and not before.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'permit_runs_out_in_time';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER permit_is_guarded BEFORE UPDATE ON sharing_permit FOR EACH ROW EXECUTE FUNCTION sharing_guard_permit();

-- At the end of the transaction: the act stands in the public log, the permit covers something, the request has gone on, and the
-- one that was replaced is void.
CREATE FUNCTION sharing_finish_permit() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public SET erdem.kind = 'system' AS
$$ DECLARE now_is sharing_permit; BEGIN
    SELECT * INTO now_is FROM sharing_permit WHERE id = NEW.id;
    IF now_is.id IS NULL THEN RETURN NULL; END IF;
    IF NOT EXISTS (SELECT 1 FROM sharing_permitact AS x WHERE x.permit_id = now_is.id AND x.made_at = now_is.status_at
        AND x.act = ANY (CASE now_is.status WHEN 'issued' THEN ARRAY['issue', 'amendment', 'resumption']
            WHEN 'suspended' THEN ARRAY['suspension'] WHEN 'amended' THEN ARRAY['voided']
            WHEN 'revoked' THEN ARRAY['revocation'] ELSE ARRAY['expiry'] END)) THEN
        RAISE EXCEPTION 'What happens to a permit enters the public log.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'permit_act_is_in_the_log';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM sharing_permitrecord AS r WHERE r.permit_id = now_is.id) THEN
        RAISE EXCEPTION 'A permit covers a record.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'permit_covers_a_record';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM sharing_accessrequest AS a WHERE a.id = now_is.request_id AND a.status = 'permitted') THEN
        RAISE EXCEPTION 'With its permit a request is decided.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'permit_decides_its_request';
    END IF;
    IF EXISTS (SELECT 1 FROM sharing_permit AS p WHERE p.id = now_is.replaces_id AND p.status <> 'amended') THEN
        RAISE EXCEPTION 'A successor voids the permit that it replaces.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'permit_voids_its_predecessor';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER permit_is_finished AFTER INSERT OR UPDATE ON sharing_permit DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION sharing_finish_permit();

-- No request is decided without its permit.
CREATE FUNCTION sharing_guard_permitted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public SET erdem.kind = 'system' AS
$$ BEGIN
    IF NOT EXISTS (SELECT 1 FROM sharing_permit AS p WHERE p.request_id = NEW.id) THEN
        RAISE EXCEPTION 'There is no permit.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'request_has_its_permit';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER request_is_permitted BEFORE UPDATE OF status ON sharing_accessrequest FOR EACH ROW
    WHEN (NEW.status = 'permitted' AND OLD.status IS DISTINCT FROM 'permitted') EXECUTE FUNCTION sharing_guard_permitted();

-- A record comes onto a permit when it was asked for, enough communities that hold it have agreed and stand by it, up to the level
-- that each of these said, and no label forbids a purpose of the permit. Nothing is added once the issue stands in the log.
CREATE FUNCTION sharing_guard_permit_record() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public SET erdem.kind = 'system' AS
$$ DECLARE given sharing_permit; agreed bigint[]; lowest int; quorum int; BEGIN
    SELECT * INTO given FROM sharing_permit WHERE id = NEW.permit_id;
    IF EXISTS (SELECT 1 FROM sharing_permitact AS x WHERE x.permit_id = NEW.permit_id) THEN
        RAISE EXCEPTION 'A permit is never rewritten; it is amended by a new one.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'permit_is_never_rewritten';
    END IF;
    IF EXISTS (SELECT 1 FROM sharing_permitwithdrawal AS w
        WHERE w.request_id = given.request_id AND w.community_id = ANY (NEW.communities)) THEN
        RAISE EXCEPTION 'A holder has taken the consent back.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'permit_holders_stand_by_it';
    END IF;
    SELECT array_agg(q.community_id ORDER BY q.community_id), min(d.level), min(r.needed) INTO agreed, lowest, quorum
        FROM sharing_requestedrecord AS r JOIN sharing_holderdecision AS d ON d.requested_id = r.id AND d.agrees
        JOIN sharing_holderquestion AS q ON q.id = d.question_id AND q.answer IN ('agreed', 'partly')
        WHERE r.request_id = given.request_id AND q.request_id = given.request_id AND r.record_id = NEW.record_id
            AND r.label_verdict <> 'refused' AND q.community_id = ANY (r.holders)
            AND NOT EXISTS (SELECT 1 FROM sharing_permitwithdrawal AS w
                WHERE w.request_id = given.request_id AND w.community_id = q.community_id);
    IF agreed IS NULL OR cardinality(agreed) < coalesce(quorum, cardinality(agreed) + 1)
        OR NOT (NEW.communities <@ agreed AND agreed <@ NEW.communities) OR NOT EXISTS (
        SELECT 1 FROM knowledge_record AS k WHERE k.id = NEW.record_id AND agreed <@ k.holders) THEN
        RAISE EXCEPTION 'As many of the communities that hold a record have to agree as the request says. Silence is no consent.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'permit_has_the_consents';
    END IF;
    IF NEW.level > lowest THEN
        RAISE EXCEPTION 'No further than the holders said.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'permit_level_as_agreed';
    END IF;
    IF EXISTS (SELECT 1 FROM knowledge_labeluse AS u JOIN knowledge_labelrule AS l USING (code)
        WHERE u.record_id = NEW.record_id AND u.removed_at IS NULL AND l.allowed_purposes IS NOT NULL
            AND NOT given.purposes::text[] <@ l.allowed_purposes::text[]) THEN
        RAISE EXCEPTION 'A label of the record forbids a purpose of the permit.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'permit_labels_allow_it';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER permit_record_is_guarded BEFORE INSERT ON sharing_permitrecord
    FOR EACH ROW EXECUTE FUNCTION sharing_guard_permit_record();

-- A community that agreed takes its consent back once there is a permit; before, it stops the request.
CREATE FUNCTION sharing_guard_withdrawal() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS
$$ BEGIN
    IF NOT sharing_speaks_for(ARRAY[NEW.community_id]) OR NEW.withdrawn_by_id IS DISTINCT FROM erdem_user_id() OR NOT EXISTS (
        SELECT 1 FROM sharing_permit AS p JOIN sharing_permitrecord AS r ON r.permit_id = p.id
        WHERE p.request_id = NEW.request_id AND NEW.community_id = ANY (r.communities)) THEN
        RAISE EXCEPTION 'Only a community that gave its consent takes it back.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'withdrawal_by_the_community';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER withdrawal_is_guarded BEFORE INSERT ON sharing_permitwithdrawal
    FOR EACH ROW EXECUTE FUNCTION sharing_guard_withdrawal();

-- The public register copies what the public certificate says, and nobody writes it by hand.
CREATE FUNCTION sharing_publish_permit() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public SET erdem.kind = 'system' AS
$$ BEGIN
    INSERT INTO sharing_publicpermit AS shown (number, status, status_on, office_name, issued_on, valid_from, expires_on, holder_name,
        subject, purposes, transfer, abroad, document, sha256, pdf_sha256, replaces, replaced_by, country)
    VALUES (NEW.number, NEW.status, (NEW.status_at AT TIME ZONE 'Asia/Shanghai')::date, NEW.office_name, NEW.issued_on,
        NEW.valid_from, NEW.expires_on,
        coalesce((SELECT string_agg(each -> 'name' ->> 'zh', '，')
            FROM jsonb_array_elements(NEW.public_document -> 'entitiesToWhomPICGranted') AS each), ''),
        coalesce(NEW.public_document -> 'subjectMatter' ->> 'zh', ''),
        CASE WHEN NEW.hides_usages THEN '{}' ELSE NEW.purposes END, NEW.transfer, NEW.abroad, NEW.public_document,
        NEW.public_sha256, NEW.public_pdf_sha256,
        coalesce((SELECT p.number FROM sharing_permit AS p WHERE p.id = NEW.replaces_id), ''),
        coalesce((SELECT p.number FROM sharing_permit AS p WHERE p.replaces_id = NEW.id), ''),
        upper(coalesce(NEW.public_document -> 'government' ->> 'identifier', 'CN')))
    ON CONFLICT (number) DO UPDATE SET status = excluded.status, status_on = excluded.status_on, replaced_by = excluded.replaced_by;
    RETURN NULL;
END $$;
CREATE TRIGGER permit_is_published AFTER INSERT OR UPDATE ON sharing_permit
    FOR EACH ROW EXECUTE FUNCTION sharing_publish_permit();

CREATE FUNCTION sharing_guard_register() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF TG_OP = 'DELETE' OR pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION 'The public register is written by the database alone.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'public_permit_by_the_database';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER public_permit_is_guarded BEFORE INSERT OR UPDATE OR DELETE ON sharing_publicpermit
    FOR EACH ROW EXECUTE FUNCTION sharing_guard_register();

DO $$ DECLARE named text; BEGIN
    FOREACH named IN ARRAY ARRAY['permitmatter', 'publicationchoice', 'permit', 'permitrecord', 'permitwithdrawal', 'permitact',
        'publicpermit'] LOOP
        EXECUTE format('ALTER TABLE sharing_%s ENABLE ROW LEVEL SECURITY', named);
        EXECUTE format('ALTER TABLE sharing_%s FORCE ROW LEVEL SECURITY', named);
    END LOOP;
    FOREACH named IN ARRAY ARRAY['permitmatter', 'publicationchoice', 'permit'] LOOP
        EXECUTE format('CREATE TRIGGER sharing_is_never_removed BEFORE DELETE ON sharing_%s
            FOR EACH ROW EXECUTE FUNCTION erdem_refuse_rewriting()', named);
    END LOOP;
    FOREACH named IN ARRAY ARRAY['permitrecord', 'permitwithdrawal', 'permitact'] LOOP
        EXECUTE format('CREATE TRIGGER sharing_is_never_changed BEFORE UPDATE OR DELETE ON sharing_%s
            FOR EACH ROW EXECUTE FUNCTION erdem_refuse_rewriting()', named);
    END LOOP;
    FOREACH named IN ARRAY ARRAY['permit', 'permitrecord', 'permitwithdrawal', 'permitact', 'publicpermit'] LOOP
        EXECUTE format('CREATE TRIGGER sharing_is_never_emptied BEFORE TRUNCATE ON sharing_%s
            FOR EACH STATEMENT EXECUTE FUNCTION erdem_refuse_rewriting()', named);
    END LOOP;
    FOREACH named IN ARRAY ARRAY['permitmatter', 'publicationchoice', 'permit', 'permitwithdrawal'] LOOP
        EXECUTE format('CREATE POLICY %s_read ON sharing_%s FOR SELECT USING (
            (SELECT erdem_is_machine()) OR request_id IN (SELECT a.id FROM sharing_accessrequest AS a))', named, named);
    END LOOP;
    FOREACH named IN ARRAY ARRAY['permitrecord', 'permitact'] LOOP
        EXECUTE format('CREATE POLICY %s_read ON sharing_%s FOR SELECT USING (
            (SELECT erdem_is_machine()) OR permit_id IN (SELECT p.id FROM sharing_permit AS p))', named, named);
    END LOOP;
END $$;

CREATE POLICY permitmatter_write ON sharing_permitmatter FOR INSERT WITH CHECK (
    sharing_keeps_request(request_id) AND written_by_id IS NOT DISTINCT FROM (SELECT erdem_user_id())
);
CREATE POLICY permitmatter_change ON sharing_permitmatter FOR UPDATE USING (sharing_keeps_request(request_id))
    WITH CHECK (sharing_keeps_request(request_id) AND written_by_id IS NOT DISTINCT FROM (SELECT erdem_user_id()));
CREATE POLICY publicationchoice_add ON sharing_publicationchoice FOR INSERT WITH CHECK (true);  -- publication_is_guarded says who
CREATE POLICY publicationchoice_change ON sharing_publicationchoice FOR UPDATE USING (true);
CREATE POLICY permit_add ON sharing_permit FOR INSERT WITH CHECK (
    sharing_keeps_request(request_id) AND ((SELECT erdem_is_machine()) OR issued_by_id = (SELECT erdem_user_id()))
);
CREATE POLICY permit_change ON sharing_permit FOR UPDATE USING (sharing_keeps_request(request_id));
CREATE POLICY permitrecord_add ON sharing_permitrecord FOR INSERT WITH CHECK (
    EXISTS (SELECT 1 FROM sharing_permit AS p WHERE p.id = permit_id AND sharing_keeps_request(p.request_id))
);
CREATE POLICY permitwithdrawal_add ON sharing_permitwithdrawal FOR INSERT WITH CHECK (true);  -- withdrawal_is_guarded says who
CREATE POLICY permitact_add ON sharing_permitact FOR INSERT WITH CHECK (
    made_by_id IS NOT DISTINCT FROM (SELECT erdem_user_id())
    AND EXISTS (SELECT 1 FROM sharing_permit AS p WHERE p.id = permit_id AND sharing_keeps_request(p.request_id))
);
CREATE POLICY publicpermit_read ON sharing_publicpermit FOR SELECT USING ((SELECT erdem_kind()) IS NOT NULL);
CREATE POLICY publicpermit_write ON sharing_publicpermit FOR ALL USING ((SELECT erdem_is_machine()));

-- REVERSE
DO $$ DECLARE named text; BEGIN
    FOR named IN SELECT format('%I ON %I', policyname, tablename) FROM pg_policies
        WHERE tablename IN ('sharing_permitmatter', 'sharing_publicationchoice', 'sharing_permit', 'sharing_permitrecord',
            'sharing_permitwithdrawal', 'sharing_permitact', 'sharing_publicpermit') LOOP
        EXECUTE 'DROP POLICY ' || named;
    END LOOP;
    FOREACH named IN ARRAY ARRAY['permitmatter', 'publicationchoice', 'permit'] LOOP
        EXECUTE format('DROP TRIGGER sharing_is_never_removed ON sharing_%s', named);
    END LOOP;
    FOREACH named IN ARRAY ARRAY['permitrecord', 'permitwithdrawal', 'permitact'] LOOP
        EXECUTE format('DROP TRIGGER sharing_is_never_changed ON sharing_%s', named);
    END LOOP;
    FOREACH named IN ARRAY ARRAY['permit', 'permitrecord', 'permitwithdrawal', 'permitact', 'publicpermit'] LOOP
        EXECUTE format('DROP TRIGGER sharing_is_never_emptied ON sharing_%s', named);
    END LOOP;
    FOREACH named IN ARRAY ARRAY['permitmatter', 'publicationchoice', 'permit', 'permitrecord', 'permitwithdrawal', 'permitact',
        'publicpermit'] LOOP
        EXECUTE format('ALTER TABLE sharing_%s NO FORCE ROW LEVEL SECURITY', named);
        EXECUTE format('ALTER TABLE sharing_%s DISABLE ROW LEVEL SECURITY', named);
    END LOOP;
END $$;
DROP TRIGGER public_permit_is_guarded ON sharing_publicpermit;
DROP FUNCTION sharing_guard_register();
DROP TRIGGER permit_is_published ON sharing_permit;
DROP FUNCTION sharing_publish_permit();
DROP TRIGGER withdrawal_is_guarded ON sharing_permitwithdrawal;
DROP FUNCTION sharing_guard_withdrawal();
DROP TRIGGER permit_record_is_guarded ON sharing_permitrecord;
DROP FUNCTION sharing_guard_permit_record();
DROP TRIGGER request_is_permitted ON sharing_accessrequest;
DROP FUNCTION sharing_guard_permitted();
DROP TRIGGER permit_is_finished ON sharing_permit;
DROP FUNCTION sharing_finish_permit();
DROP TRIGGER permit_is_guarded ON sharing_permit;
DROP FUNCTION sharing_guard_permit();
DROP TRIGGER permit_may_be_issued ON sharing_permit;
DROP FUNCTION sharing_guard_issue();
DROP TRIGGER permit_takes_legal_steps ON sharing_permit;
DROP FUNCTION sharing_may_publish(bigint, text);
DROP TRIGGER publication_is_guarded ON sharing_publicationchoice;
DROP FUNCTION sharing_guard_publication();
DROP TRIGGER permit_matter_is_sealed ON sharing_permitmatter;
DROP FUNCTION sharing_seal_matter();
DROP FUNCTION sharing_permit_takes_reports(bigint);
DROP FUNCTION sharing_keeps_request(bigint);
