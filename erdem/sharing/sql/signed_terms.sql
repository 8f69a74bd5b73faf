-- Terms are signed when a completed envelope of the settled version says so, with the signature of every party: whoever notes it.
CREATE FUNCTION sharing_is_signed_by_all(wanted sharing_agreement) RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT EXISTS (SELECT 1 FROM sharing_envelope AS e JOIN sharing_accessrequest AS r ON r.id = e.request_id
    WHERE e.version_id = (wanted).settled_id AND e.request_id = (wanted).request_id AND e.status = 'completed'
      AND NOT EXISTS (SELECT 1 FROM sharing_signer AS s WHERE s.envelope_id = e.id AND s.state <> 'signed')
      AND (wanted).providers <@ ARRAY(SELECT s.organisation_id FROM sharing_signer AS s
        WHERE s.envelope_id = e.id AND s.organisation_id IS NOT NULL)
      AND EXISTS (SELECT 1 FROM sharing_signer AS s WHERE s.envelope_id = e.id AND CASE
        WHEN r.applicant_id IS NULL THEN s.user_id = r.applicant_user_id ELSE s.organisation_id = r.applicant_id END)) $$;

CREATE FUNCTION sharing_guard_signed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public SET erdem.kind = 'system' AS
$$ BEGIN
    IF NOT sharing_is_signed_by_all(NEW) THEN
        PERFORM sharing_refuse('agreement_signed_by_all', 'Not every party has signed the settled terms.');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER agreement_is_signed_by_all BEFORE UPDATE ON sharing_agreement FOR EACH ROW
    WHEN (NEW.status = 'signed' AND OLD.status IS DISTINCT FROM 'signed') EXECUTE FUNCTION sharing_guard_signed();

-- Between the last signature and the note of it nobody goes back: the terms are signed. The system ends what ended otherwise.
CREATE FUNCTION sharing_guard_leaving() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public SET erdem.kind = 'system' AS
$$ BEGIN
    IF EXISTS (SELECT 1 FROM sharing_envelope AS e WHERE e.version_id = OLD.settled_id AND e.status = 'completed') THEN
        PERFORM sharing_refuse('agreement_signed_stays', 'What every party has signed stands.');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER agreement_signed_stays BEFORE UPDATE ON sharing_agreement FOR EACH ROW
    WHEN (OLD.status = 'settled' AND (NEW.status = 'negotiating' OR NEW.status = 'broken_off' AND NOT erdem_is_machine()))
    EXECUTE FUNCTION sharing_guard_leaving();

-- REVERSE
DROP TRIGGER agreement_signed_stays ON sharing_agreement;
DROP FUNCTION sharing_guard_leaving();
DROP TRIGGER agreement_is_signed_by_all ON sharing_agreement;
DROP FUNCTION sharing_guard_signed();
DROP FUNCTION sharing_is_signed_by_all(sharing_agreement);
