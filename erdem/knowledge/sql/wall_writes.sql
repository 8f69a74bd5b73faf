-- Who may not read a record does not change it either. A statement that reads nothing (UPDATE … SET … without WHERE) is bound by
-- the rule of changing alone, so that rule repeats the rule of reading.
DROP POLICY record_change ON knowledge_record;
CREATE POLICY record_change ON knowledge_record FOR UPDATE USING (
    (SELECT erdem_is_machine())
    OR (knowledge_may_write(diffusion_tier, place_search, community_id, holders)
        AND (open_dates IS NULL OR open_dates @> (SELECT erdem_today()))
        AND ((holders && (SELECT erdem_organisations())::bigint[]
                AND (NOT holders_together OR holders <@ (SELECT erdem_organisations())::bigint[])
                AND required_groups <@ (SELECT erdem_groups())::bigint[])
            OR (status = 'registered' AND (consent_until IS NULL OR consent_until >= (SELECT erdem_today()))
                AND level_signed_in >= 4)
            OR (level_office >= 4 AND knowledge_serves(place_search, community_id))))
) WITH CHECK (knowledge_may_write(diffusion_tier, place_search, community_id, holders));

-- A record is handed on by the community that leads it, not by another one that holds it too: the hold of the leading community
-- would end.
CREATE OR REPLACE FUNCTION knowledge_guard_community() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF OLD.community_id IS NULL OR erdem_is_machine() THEN
        RETURN NEW;
    END IF;
    IF (NEW.diffusion_tier > OLD.diffusion_tier AND NOT OLD.holders && erdem_organisations())
        OR (NEW.community_id IS DISTINCT FROM OLD.community_id AND OLD.community_id <> ALL (erdem_organisations())) THEN
        RAISE EXCEPTION 'Only the holding community opens its record further or hands it on.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'community_decides';
    END IF;
    RETURN NEW;
END $$;

-- REVERSE
CREATE OR REPLACE FUNCTION knowledge_guard_community() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF OLD.community_id IS NULL OR erdem_is_machine() OR OLD.holders && erdem_organisations() THEN
        RETURN NEW;
    END IF;
    IF NEW.diffusion_tier > OLD.diffusion_tier OR NEW.community_id IS DISTINCT FROM OLD.community_id THEN
        RAISE EXCEPTION 'Only the holding community opens its record further or hands it on.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'community_decides';
    END IF;
    RETURN NEW;
END $$;
DROP POLICY record_change ON knowledge_record;
CREATE POLICY record_change ON knowledge_record FOR UPDATE
    USING (knowledge_may_write(diffusion_tier, place_search, community_id, holders))
    WITH CHECK (knowledge_may_write(diffusion_tier, place_search, community_id, holders));
