-- Second lock of signing. Mirrors policies: visible_envelopes, visible_in_envelopes. Seen with the version of terms.
CREATE TRIGGER envelope_takes_legal_steps BEFORE INSERT OR UPDATE OF status ON sharing_envelope
    FOR EACH ROW EXECUTE FUNCTION erdem_refuse_illegal_step('sharing.envelope');

-- Who may sign for an organisation: the stewards of a community; of another body whoever applies or serves for it.
CREATE FUNCTION sharing_signs_for(wanted bigint) RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT coalesce(wanted = ANY (erdem_speaks_for()), false) OR coalesce(wanted = ANY (erdem_organisations()), false)
    AND erdem_roles() && ARRAY['applicant', 'county_officer', 'region_officer']
    AND EXISTS (SELECT 1 FROM people_organisation AS o WHERE o.id = wanted AND o.kind <> 'community') $$;

CREATE FUNCTION sharing_is_signer(organisation bigint, person bigint) RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT CASE WHEN person IS NOT NULL THEN coalesce(person = erdem_user_id(), false) ELSE sharing_signs_for(organisation) END $$;

CREATE FUNCTION sharing_tends_signing(request bigint) RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT erdem_is_machine() OR EXISTS (SELECT 1 FROM sharing_accessrequest AS a
    WHERE a.id = request AND sharing_handles(a.place_search)
      AND NOT sharing_is_applicant(a.applicant_id, a.applicant_user_id)) $$;

CREATE FUNCTION sharing_refuse(named text, why text) RETURNS void LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '%', why USING ERRCODE = 'check_violation', CONSTRAINT = named; END $$;

-- What is signed is fixed when it is sent. Each end has its condition, kept here.
CREATE FUNCTION sharing_guard_envelope() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF (to_jsonb(NEW) - '{status,status_reason,sent_at,ended_at,completed_sha256,statement,proof_document,nonce,leaf_id,stamped_id}'::text[])
        IS DISTINCT FROM
        (to_jsonb(OLD) - '{status,status_reason,sent_at,ended_at,completed_sha256,statement,proof_document,nonce,leaf_id,stamped_id}'::text[])
        OR (OLD.status NOT IN ('draft', 'running') AND to_jsonb(NEW) IS DISTINCT FROM to_jsonb(OLD)) THEN
        PERFORM sharing_refuse('envelope_keeps_its_document', 'The document of an envelope is never exchanged.');
    END IF;
    IF NEW.status = OLD.status THEN RETURN NEW; END IF;
    IF NEW.status IN ('running', 'cancelled') AND NOT sharing_tends_signing(OLD.request_id) THEN
        PERFORM sharing_refuse('envelope_tended_by_the_office', 'The office in charge sends an envelope and calls it off.');
    END IF;
    IF NEW.status = 'running' AND (
        NEW.expires_on < erdem_today()
        OR NOT EXISTS (SELECT 1 FROM sharing_signer WHERE envelope_id = NEW.id)
        OR NOT EXISTS (SELECT 1 FROM sharing_signedrevision WHERE envelope_id = NEW.id AND number = 0)) THEN
        PERFORM sharing_refuse('envelope_sent_whole', 'An envelope is sent with its file, its signers and a day to come.');
    END IF;
    IF NEW.status = 'completed' AND (
        EXISTS (SELECT 1 FROM sharing_signer WHERE envelope_id = NEW.id AND state <> 'signed')
        OR NEW.completed_sha256 IS DISTINCT FROM (SELECT r.sha256 FROM sharing_signedrevision AS r
            WHERE r.envelope_id = NEW.id AND r.signer_id IS NULL AND r.number > 0)) THEN
        PERFORM sharing_refuse('envelope_completed_by_all', 'An envelope is complete when all have signed and it is sealed.');
    END IF;
    IF NEW.status = 'refused' AND NOT EXISTS (
        SELECT 1 FROM sharing_signer WHERE envelope_id = NEW.id AND state = 'refused') THEN
        PERFORM sharing_refuse('envelope_refused_by_somebody', 'Nobody has refused.');
    END IF;
    IF NEW.status = 'expired' AND NEW.expires_on >= erdem_today() THEN
        PERFORM sharing_refuse('envelope_runs_out_after_its_day', 'The day has not passed.');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER envelope_is_guarded BEFORE UPDATE ON sharing_envelope FOR EACH ROW EXECUTE FUNCTION sharing_guard_envelope();
CREATE TRIGGER envelope_is_never_removed BEFORE DELETE ON sharing_envelope
    FOR EACH ROW EXECUTE FUNCTION erdem_refuse_rewriting();

CREATE FUNCTION sharing_earlier_have_signed(wanted sharing_signer) RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT NOT EXISTS (SELECT 1 FROM sharing_signer AS s
    WHERE s.envelope_id = (wanted).envelope_id AND s.position < (wanted).position AND s.state <> 'signed') $$;

-- Signing: in time, in order, once, by who is meant, while the request stands. What was signed or refused stays.
CREATE FUNCTION sharing_guard_signer() RETURNS trigger LANGUAGE plpgsql AS
$$ DECLARE held sharing_envelope; of_request text; own boolean; BEGIN
    SELECT * INTO held FROM sharing_envelope WHERE id = OLD.envelope_id FOR UPDATE;
    IF OLD.state IN ('signed', 'refused') THEN
        PERFORM sharing_refuse('signature_stays', 'What was signed or refused stays.');
    END IF;
    IF (NEW.envelope_id, NEW.position, NEW.organisation_id, NEW.user_id, NEW.name, NEW.role) IS DISTINCT FROM
        (OLD.envelope_id, OLD.position, OLD.organisation_id, OLD.user_id, OLD.name, OLD.role)
        OR held.id IS NULL OR held.status NOT IN ('draft', 'running') THEN
        PERFORM sharing_refuse('signer_stays', 'Who signs is said before an envelope is sent.');
    END IF;
    own := sharing_is_signer(OLD.organisation_id, OLD.user_id);
    IF (NEW.scan_sha256, NEW.scan_by_id, NEW.scan_blob_id) IS DISTINCT FROM (OLD.scan_sha256, OLD.scan_by_id, OLD.scan_blob_id)
        AND NOT (NEW.scan_by_id = erdem_user_id() AND (own OR sharing_tends_signing(held.request_id)) AND OLD.state = 'asked'
            AND NEW.state = 'asked') THEN
        PERFORM sharing_refuse('scan_by_party_or_office', 'The party or the office hands in the scan, when its turn has come.');
    END IF;
    IF NEW.state = OLD.state THEN RETURN NEW; END IF;
    IF held.status <> 'running' THEN
        PERFORM sharing_refuse('signed_while_running', 'The envelope is not being signed.');
    END IF;
    IF NEW.state = 'asked' AND OLD.state = 'waiting' AND sharing_earlier_have_signed(NEW) THEN RETURN NEW; END IF;
    IF OLD.state <> 'asked' OR NOT sharing_earlier_have_signed(NEW) THEN
        PERFORM sharing_refuse('signed_in_order', 'Somebody signs before.');
    END IF;
    IF held.expires_on < erdem_today() THEN
        PERFORM sharing_refuse('signed_in_time', 'The day by which it was to be signed has passed.');
    END IF;
    SELECT status INTO of_request FROM sharing_accessrequest WHERE id = held.request_id;
    IF of_request IS NULL OR of_request IN ('rejected', 'refused', 'vetoed', 'lapsed', 'withdrawn') THEN
        PERFORM sharing_refuse('signed_while_request_stands', 'The request has come to an end.');
    END IF;
    IF NEW.state = 'signed' AND NEW.method = 'wet_ink' THEN
        own := sharing_tends_signing(held.request_id) AND NEW.confirmed_by_id = erdem_user_id()
            AND NEW.confirmed_by_id IS DISTINCT FROM NEW.scan_by_id;
    END IF;
    IF NOT own OR erdem_kind() <> 'person' OR NEW.decided_by_id IS DISTINCT FROM erdem_user_id() OR NEW.state NOT IN ('signed', 'refused') THEN
        PERFORM sharing_refuse('signed_by_who_is_meant', 'Somebody else is to sign here.');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER signer_is_guarded BEFORE UPDATE ON sharing_signer FOR EACH ROW EXECUTE FUNCTION sharing_guard_signer();

-- Signers are named while the envelope is being prepared, and begin without anything.
CREATE FUNCTION sharing_guard_naming() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF NOT EXISTS (SELECT 1 FROM sharing_envelope WHERE id = coalesce(NEW.envelope_id, OLD.envelope_id) AND status = 'draft')
        OR TG_OP = 'DELETE' OR NEW.state <> 'waiting' OR NEW.scan_blob_id IS NOT NULL OR NEW.decided_by_id IS NOT NULL THEN
        PERFORM sharing_refuse('signer_stays', 'Who signs is said before an envelope is sent.');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER signer_is_named BEFORE INSERT OR DELETE ON sharing_signer
    FOR EACH ROW EXECUTE FUNCTION sharing_guard_naming();

-- The file only grows: each revision rests on the one before, and comes with the signature that it holds.
CREATE FUNCTION sharing_guard_revision() RETURNS trigger LANGUAGE plpgsql AS
$$ DECLARE held sharing_envelope; last_one sharing_signedrevision; BEGIN
    SELECT * INTO held FROM sharing_envelope WHERE id = NEW.envelope_id FOR UPDATE;
    SELECT * INTO last_one FROM sharing_signedrevision WHERE envelope_id = NEW.envelope_id ORDER BY number DESC LIMIT 1;
    IF held.id IS NULL
        OR NEW.number <> coalesce(last_one.number + 1, 0)
        OR NEW.previous_sha256 <> coalesce(last_one.sha256, held.document_sha256)
        OR NEW.size <= coalesce(last_one.size, held.document_size)
        OR (NEW.number = 0) <> (held.status = 'draft')
        OR (NEW.number > 0 AND held.status <> 'running')
        OR NOT EXISTS (SELECT 1 FROM base_blob AS b WHERE b.id = NEW.blob_id AND b.sha256 = NEW.sha256 AND b.size = NEW.size) THEN
        PERFORM sharing_refuse('signed_file_only_grows', 'A signed file is added to and never exchanged.');
    END IF;
    IF NEW.number > 0 AND NOT (CASE
        WHEN NEW.signer_id IS NULL THEN NOT EXISTS (
            SELECT 1 FROM sharing_signer WHERE envelope_id = NEW.envelope_id AND state <> 'signed') AND last_one.signer_id IS NOT NULL
        ELSE EXISTS (SELECT 1 FROM sharing_signer AS s WHERE s.id = NEW.signer_id AND s.envelope_id = NEW.envelope_id
            AND s.state = 'signed' AND s.position = NEW.number AND s.decided_by_id = erdem_user_id()) END) THEN
        PERFORM sharing_refuse('signed_file_with_its_signature', 'A signed file comes with the signature that it holds.');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER revision_is_guarded BEFORE INSERT ON sharing_signedrevision
    FOR EACH ROW EXECUTE FUNCTION sharing_guard_revision();
CREATE TRIGGER revision_is_never_changed BEFORE UPDATE OR DELETE ON sharing_signedrevision
    FOR EACH ROW EXECUTE FUNCTION erdem_refuse_rewriting();
CREATE TRIGGER revision_is_never_emptied BEFORE TRUNCATE ON sharing_signedrevision
    FOR EACH STATEMENT EXECUTE FUNCTION erdem_refuse_rewriting();

-- No signature without its file: looked at when the transaction ends.
CREATE FUNCTION sharing_signature_has_its_file() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF NEW.state = 'signed' AND NOT EXISTS (SELECT 1 FROM sharing_signedrevision WHERE signer_id = NEW.id) THEN
        PERFORM sharing_refuse('signature_has_its_file', 'A signature comes with the file that holds it.');
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER signature_has_its_file AFTER UPDATE ON sharing_signer
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION sharing_signature_has_its_file();

-- When somebody has signed, the next one is asked.
CREATE FUNCTION sharing_ask_next() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    UPDATE sharing_signer SET state = 'asked', asked_at = now(), next_reminder_at = now()
    WHERE id = (SELECT s.id FROM sharing_signer AS s WHERE s.envelope_id = NEW.envelope_id AND s.state = 'waiting'
        ORDER BY s.position LIMIT 1);
    RETURN NULL;
END $$;
CREATE TRIGGER signer_asks_the_next AFTER UPDATE OF state ON sharing_signer
    FOR EACH ROW WHEN (NEW.state = 'signed' AND OLD.state <> 'signed') EXECUTE FUNCTION sharing_ask_next();

DO $$ DECLARE named text; BEGIN
    FOREACH named IN ARRAY ARRAY['envelope', 'signer', 'signedrevision'] LOOP
        EXECUTE format('ALTER TABLE sharing_%s ENABLE ROW LEVEL SECURITY', named);
        EXECUTE format('ALTER TABLE sharing_%s FORCE ROW LEVEL SECURITY', named);
    END LOOP;
END $$;
CREATE POLICY envelope_read ON sharing_envelope FOR SELECT USING (
    (SELECT erdem_is_machine()) OR version_id IN (SELECT v.id FROM sharing_agreementversion AS v)
);
CREATE POLICY envelope_add ON sharing_envelope FOR INSERT WITH CHECK (
    status = 'draft' AND sharing_tends_signing(request_id) AND EXISTS (
        SELECT 1 FROM sharing_agreementversion AS v JOIN sharing_agreement AS g ON g.id = v.agreement_id
        WHERE v.id = version_id AND g.settled_id = v.id AND g.request_id = sharing_envelope.request_id)
);
CREATE POLICY envelope_change ON sharing_envelope FOR UPDATE USING (
    (SELECT erdem_is_machine()) OR version_id IN (SELECT v.id FROM sharing_agreementversion AS v)
);
CREATE POLICY signer_read ON sharing_signer FOR SELECT USING (
    (SELECT erdem_is_machine()) OR envelope_id IN (SELECT e.id FROM sharing_envelope AS e)
);
CREATE POLICY signer_add ON sharing_signer FOR INSERT WITH CHECK (
    EXISTS (SELECT 1 FROM sharing_envelope AS e WHERE e.id = envelope_id AND sharing_tends_signing(e.request_id))
);
CREATE POLICY signer_change ON sharing_signer FOR UPDATE USING (
    (SELECT erdem_is_machine()) OR envelope_id IN (SELECT e.id FROM sharing_envelope AS e)
);
CREATE POLICY signed_read ON sharing_signedrevision FOR SELECT USING (
    (SELECT erdem_is_machine()) OR envelope_id IN (SELECT e.id FROM sharing_envelope AS e)
);
CREATE POLICY signed_add ON sharing_signedrevision FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine()) OR envelope_id IN (SELECT e.id FROM sharing_envelope AS e)
);

-- REVERSE
DO $$ DECLARE named text; BEGIN
    FOR named IN SELECT format('%I ON %I', policyname, tablename) FROM pg_policies
        WHERE tablename IN ('sharing_envelope', 'sharing_signer', 'sharing_signedrevision') LOOP
        EXECUTE 'DROP POLICY ' || named;
    END LOOP;
    FOREACH named IN ARRAY ARRAY['envelope', 'signer', 'signedrevision'] LOOP
        EXECUTE format('ALTER TABLE sharing_%s NO FORCE ROW LEVEL SECURITY', named);
        EXECUTE format('ALTER TABLE sharing_%s DISABLE ROW LEVEL SECURITY', named);
    END LOOP;
END $$;
DROP TRIGGER signer_asks_the_next ON sharing_signer;
DROP FUNCTION sharing_ask_next();
DROP TRIGGER signature_has_its_file ON sharing_signer;
DROP FUNCTION sharing_signature_has_its_file();
DROP TRIGGER revision_is_never_emptied ON sharing_signedrevision;
DROP TRIGGER revision_is_never_changed ON sharing_signedrevision;
DROP TRIGGER revision_is_guarded ON sharing_signedrevision;
DROP FUNCTION sharing_guard_revision();
DROP TRIGGER signer_is_named ON sharing_signer;
DROP FUNCTION sharing_guard_naming();
DROP TRIGGER signer_is_guarded ON sharing_signer;
DROP FUNCTION sharing_guard_signer();
DROP FUNCTION sharing_earlier_have_signed(sharing_signer);
DROP TRIGGER envelope_is_never_removed ON sharing_envelope;
DROP TRIGGER envelope_is_guarded ON sharing_envelope;
DROP FUNCTION sharing_guard_envelope();
DROP FUNCTION sharing_refuse(text, text);
DROP FUNCTION sharing_tends_signing(bigint);
DROP FUNCTION sharing_is_signer(bigint, bigint);
DROP FUNCTION sharing_signs_for(bigint);
DROP TRIGGER envelope_takes_legal_steps ON sharing_envelope;
