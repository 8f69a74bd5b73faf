-- A public notice says no more than every holding community has decided; without a decision nothing. It never says more than
-- the record lets the public know: notice_follows_record has computed that before, by the order of their names.
CREATE FUNCTION knowledge_cap_notice() RETURNS trigger LANGUAGE plpgsql SET erdem.kind = 'system' AS
$$ DECLARE agreed smallint;
BEGIN
    SELECT min(coalesce(d.notice_level, 0::smallint)) INTO agreed FROM knowledge_disclosures(NEW.record_id) AS d;
    IF agreed < NEW.level THEN
        NEW.level := agreed;
        IF agreed < 1 THEN NEW.name := ''; NEW.name_mn := ''; END IF;
        IF agreed < 2 THEN NEW.facts := '{}'::jsonb; END IF;
        NEW.summary := '';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER notice_stays_within_decision BEFORE INSERT OR UPDATE ON knowledge_publicnotice
    FOR EACH ROW EXECUTE FUNCTION knowledge_cap_notice();

CREATE FUNCTION knowledge_decision_refills_notices() RETURNS trigger LANGUAGE plpgsql SET erdem.kind = 'system' AS
$$ BEGIN
    UPDATE knowledge_publicnotice SET level = 0 WHERE record_id = NEW.record_id;
    RETURN NULL;
END $$;
CREATE TRIGGER disclosure_refills_notices AFTER INSERT ON knowledge_disclosuredecision
    FOR EACH ROW EXECUTE FUNCTION knowledge_decision_refills_notices();

-- REVERSE
DROP TRIGGER disclosure_refills_notices ON knowledge_disclosuredecision;
DROP FUNCTION knowledge_decision_refills_notices();
DROP TRIGGER notice_stays_within_decision ON knowledge_publicnotice;
DROP FUNCTION knowledge_cap_notice();
