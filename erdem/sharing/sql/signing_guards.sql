-- What attacks in plain SQL found open in signing, closed. Moments are those of the act, and every column belongs to a step.
CREATE FUNCTION sharing_is_now(moment timestamptz) RETURNS boolean LANGUAGE sql VOLATILE AS
$$ SELECT coalesce(moment BETWEEN clock_timestamp() - interval '10 minutes' AND clock_timestamp() + interval '1 minute', false) $$;

CREATE FUNCTION sharing_changed(was jsonb, is_now jsonb) RETURNS text[] LANGUAGE sql IMMUTABLE AS
$$ SELECT coalesce(array_agg(n.key), '{}') FROM jsonb_each(is_now) AS n WHERE was -> n.key IS DISTINCT FROM n.value $$;

-- A person named for an organisation signs for it as long as that person may.
CREATE OR REPLACE FUNCTION sharing_is_signer(organisation bigint, person bigint) RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT coalesce(person = erdem_user_id(), person IS NULL)
    AND (organisation IS NULL OR sharing_signs_for(organisation)) AND (organisation IS NOT NULL OR person IS NOT NULL) $$;

-- Terms that are no longer the settled ones are not signed; whoever changes them waits for the signature that is being made.
CREATE FUNCTION sharing_terms_stand(version bigint) RETURNS boolean LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = public SET erdem.kind = 'system' AS
$$ BEGIN
    PERFORM 1 FROM sharing_agreement AS g WHERE g.settled_id = version AND g.status = 'settled' FOR SHARE;
    RETURN FOUND;
END $$;

CREATE FUNCTION sharing_guard_opening() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF NOT EXISTS (SELECT 1 FROM base_blob AS b WHERE b.id = NEW.document_blob_id
        AND b.sha256 = NEW.document_sha256 AND b.size = NEW.document_size) THEN
        PERFORM sharing_refuse('envelope_keeps_its_document', 'The digest is not of this document.');
    END IF;
    IF (NEW.opened_by_id IS DISTINCT FROM erdem_user_id() AND NOT erdem_is_machine())
        OR num_nonnulls(NEW.sent_at, NEW.ended_at, NEW.statement, NEW.nonce, NEW.leaf_id, NEW.stamped_id) > 0
        OR NEW.status_reason <> '' OR NEW.proof_document <> '' OR NOT sharing_is_now(NEW.opened_at) THEN
        PERFORM sharing_refuse('envelope_changes_by_its_steps', 'An envelope begins without anything.');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER envelope_is_opened BEFORE INSERT ON sharing_envelope FOR EACH ROW EXECUTE FUNCTION sharing_guard_opening();

CREATE FUNCTION sharing_guard_envelope_step() RETURNS trigger LANGUAGE plpgsql AS
$$ DECLARE changed text[] := sharing_changed(to_jsonb(OLD), to_jsonb(NEW)); BEGIN
    IF NOT changed <@ (CASE WHEN NEW.status = OLD.status THEN '{}'::text[]
        WHEN NEW.status = 'running' THEN '{status,sent_at}'
        WHEN NEW.status = 'completed' THEN '{status,ended_at,completed_sha256,statement,proof_document,nonce,leaf_id,stamped_id}'
        ELSE '{status,status_reason,ended_at}' END)
        OR (NEW.status <> OLD.status AND NOT sharing_is_now(CASE WHEN NEW.status = 'running' THEN NEW.sent_at ELSE NEW.ended_at END)) THEN
        PERFORM sharing_refuse('envelope_changes_by_its_steps', 'What stands on an envelope comes with its steps, at their moment.');
    END IF;
    IF NEW.status = OLD.status THEN RETURN NEW; END IF;
    IF NEW.status = 'running' AND NOT sharing_terms_stand(NEW.version_id) THEN
        PERFORM sharing_refuse('signed_while_terms_stand', 'Other terms are being negotiated.');
    END IF;
    IF NEW.status = 'expired' AND NOT sharing_tends_signing(OLD.request_id) THEN
        PERFORM sharing_refuse('envelope_tended_by_the_office', 'An envelope runs out by itself.');
    END IF;
    IF NEW.status = 'refused' AND NOT EXISTS (SELECT 1 FROM sharing_signer AS s
        WHERE s.envelope_id = NEW.id AND s.state = 'refused' AND s.decided_by_id = erdem_user_id()) THEN
        PERFORM sharing_refuse('envelope_refused_by_somebody', 'Who refuses to sign ends it.');
    END IF;
    IF NEW.status = 'completed' AND (
        NEW.statement ->> 'number' IS DISTINCT FROM NEW.number OR NEW.statement ->> 'pdf' IS DISTINCT FROM NEW.completed_sha256
        OR NOT EXISTS (SELECT 1 FROM notary_leaf AS l WHERE l.id = NEW.leaf_id AND l.kind = 'agreement')) THEN
        PERFORM sharing_refuse('envelope_completed_with_its_proof', 'The entry in the log is of another file.');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER envelope_step_is_guarded BEFORE UPDATE ON sharing_envelope
    FOR EACH ROW EXECUTE FUNCTION sharing_guard_envelope_step();

-- Who writes what about a signer: the machine its letters, party and office the scan, and whoever decides the decision.
CREATE FUNCTION sharing_guard_signer_step() RETURNS trigger LANGUAGE plpgsql AS
$$ DECLARE changed text[] := sharing_changed(to_jsonb(OLD), to_jsonb(NEW));
    scanning text[] := '{method,scan_blob_id,scan_sha256,scan_name,scan_by_id,scan_at}'; BEGIN
    IF NOT changed <@ (CASE
        WHEN NEW.state <> OLD.state AND NEW.state = 'asked' THEN '{state,asked_at,next_reminder_at}'::text[]
        WHEN NEW.state <> OLD.state AND NEW.state = 'refused' THEN '{state,reason,decided_at,decided_by_id}'
        WHEN NEW.state <> OLD.state THEN
            '{state,method,proof,signed_name,decided_at,decided_by_id,confirmed_by_id,stamped_at,certificate,next_reminder_at}'
        WHEN erdem_is_machine() THEN '{reminders,next_reminder_at}'
        ELSE scanning END) THEN
        PERFORM sharing_refuse('signer_changes_by_its_steps', 'What stands in a place comes with its steps.');
    END IF;
    IF NEW.state = OLD.state AND changed && scanning AND (NEW.scan_by_id IS DISTINCT FROM erdem_user_id()
        OR NEW.method <> 'wet_ink' OR NOT sharing_is_now(NEW.scan_at)
        OR NOT EXISTS (SELECT 1 FROM base_blob AS b WHERE b.id = NEW.scan_blob_id AND b.sha256 = NEW.scan_sha256)) THEN
        PERFORM sharing_refuse('scan_by_party_or_office', 'A scan is handed in whole, in the own name.');
    END IF;
    IF NEW.state = OLD.state OR NEW.state = 'asked' THEN RETURN NEW; END IF;
    IF NOT sharing_is_now(NEW.decided_at) OR (NEW.state = 'signed' AND NOT sharing_is_now(NEW.stamped_at)) THEN
        PERFORM sharing_refuse('signed_at_its_moment', 'A signature is of the moment in which it is made.');
    END IF;
    IF NEW.state = 'signed' AND (NEW.signed_name !~ '\S'
        OR (NEW.method = 'electronic' AND (NEW.proof NOT IN ('password', 'totp', 'passkey') OR NEW.confirmed_by_id IS NOT NULL))
        OR (NEW.method = 'wet_ink' AND NEW.proof <> 'paper')) THEN
        PERFORM sharing_refuse('signed_with_its_proof', 'How somebody signed goes with how the identity was shown.');
    END IF;
    IF NEW.state = 'signed' AND NOT sharing_terms_stand((SELECT e.version_id FROM sharing_envelope AS e WHERE e.id = NEW.envelope_id)) THEN
        PERFORM sharing_refuse('signed_while_terms_stand', 'Other terms are being negotiated.');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER signer_step_is_guarded BEFORE UPDATE ON sharing_signer
    FOR EACH ROW EXECUTE FUNCTION sharing_guard_signer_step();

-- The office adds the file that is sent; who signed last, or a machine, the sealed one.
CREATE FUNCTION sharing_guard_keeping() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF NOT sharing_is_now(NEW.made_at) THEN
        PERFORM sharing_refuse('signed_at_its_moment', 'A signature is of the moment in which it is made.');
    END IF;
    IF NEW.number = 0 AND NOT sharing_tends_signing((SELECT e.request_id FROM sharing_envelope AS e WHERE e.id = NEW.envelope_id)) THEN
        PERFORM sharing_refuse('envelope_tended_by_the_office', 'The office in charge says what is sent.');
    END IF;
    IF NEW.number > 0 AND NEW.signer_id IS NULL AND NOT erdem_is_machine() AND NOT EXISTS (
        SELECT 1 FROM sharing_signer AS s WHERE s.envelope_id = NEW.envelope_id AND s.position = NEW.number - 1
            AND s.decided_by_id = erdem_user_id()) THEN
        PERFORM sharing_refuse('signed_file_with_its_signature', 'Who signed last has it sealed.');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER revision_keeping_is_guarded BEFORE INSERT ON sharing_signedrevision
    FOR EACH ROW EXECUTE FUNCTION sharing_guard_keeping();

-- The days of an agreement come with its steps, too.
CREATE FUNCTION sharing_guard_agreement_step() RETURNS trigger LANGUAGE plpgsql AS
$$ DECLARE changed text[] := sharing_changed(to_jsonb(OLD), to_jsonb(NEW)); BEGIN
    IF NOT changed <@ (CASE WHEN NEW.status = OLD.status THEN '{due_on,extended_because}'::text[]
        WHEN NEW.status IN ('settled', 'negotiating') THEN '{status,settled_id,settled_at}'
        WHEN NEW.status = 'signed' THEN '{status,signed_at}'
        ELSE '{status,status_reason,ended_at,ended_by_id}' END)
        OR (NEW.status <> OLD.status AND NEW.status <> 'negotiating' AND NOT sharing_is_now(CASE NEW.status
            WHEN 'settled' THEN NEW.settled_at WHEN 'signed' THEN NEW.signed_at ELSE NEW.ended_at END))
        OR (NEW.ended_by_id IS DISTINCT FROM OLD.ended_by_id AND NEW.ended_by_id IS DISTINCT FROM erdem_user_id()) THEN
        PERFORM sharing_refuse('agreement_changes_by_its_steps', 'What stands on an agreement comes with its steps, at their moment.');
    END IF;
    RETURN NEW;
END $$;
-- After the older guards by its name: what is refused for more than one reason keeps the reason that it had.
CREATE TRIGGER agreement_step_is_guarded BEFORE UPDATE ON sharing_agreement
    FOR EACH ROW EXECUTE FUNCTION sharing_guard_agreement_step();

CREATE TRIGGER envelope_is_never_emptied BEFORE TRUNCATE ON sharing_envelope
    FOR EACH STATEMENT EXECUTE FUNCTION erdem_refuse_rewriting();
CREATE TRIGGER signer_is_never_emptied BEFORE TRUNCATE ON sharing_signer
    FOR EACH STATEMENT EXECUTE FUNCTION erdem_refuse_rewriting();

-- REVERSE
DROP TRIGGER signer_is_never_emptied ON sharing_signer;
DROP TRIGGER envelope_is_never_emptied ON sharing_envelope;
DROP TRIGGER agreement_step_is_guarded ON sharing_agreement;
DROP FUNCTION sharing_guard_agreement_step();
DROP TRIGGER revision_keeping_is_guarded ON sharing_signedrevision;
DROP FUNCTION sharing_guard_keeping();
DROP TRIGGER signer_step_is_guarded ON sharing_signer;
DROP FUNCTION sharing_guard_signer_step();
DROP TRIGGER envelope_step_is_guarded ON sharing_envelope;
DROP FUNCTION sharing_guard_envelope_step();
DROP TRIGGER envelope_is_opened ON sharing_envelope;
DROP FUNCTION sharing_guard_opening();
DROP FUNCTION sharing_terms_stand(bigint);
CREATE OR REPLACE FUNCTION sharing_is_signer(organisation bigint, person bigint) RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT CASE WHEN person IS NOT NULL THEN coalesce(person = erdem_user_id(), false) ELSE sharing_signs_for(organisation) END $$;
DROP FUNCTION sharing_changed(jsonb, jsonb);
DROP FUNCTION sharing_is_now(timestamptz);
