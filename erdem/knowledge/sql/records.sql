-- Second lock of the register. record_read mirrors policies.visible_records, knowledge_may_write the writing policies.
CREATE FUNCTION knowledge_serves(place_search text, community_id bigint) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT erdem_roles() && ARRAY['county_officer', 'region_officer'] AND (
    coalesce((SELECT bool_or(position(' ' || place IN place_search) > 0) FROM unnest(erdem_places()) AS place), false)
    OR (place_search = '' AND community_id IS NULL AND '15' = ANY (erdem_places()))
) $$;

CREATE FUNCTION knowledge_may_write(tier text, place_search text, community_id bigint)
RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT
    erdem_is_machine()
    OR (community_id IS NOT NULL AND community_id = ANY (erdem_organisations()) AND erdem_roles() && ARRAY['bearer', 'steward'])
    OR (tier <> 'D1' AND knowledge_serves(place_search, community_id))
$$;

CREATE TRIGGER record_takes_legal_steps BEFORE INSERT OR UPDATE OF status ON knowledge_record
    FOR EACH ROW EXECUTE FUNCTION erdem_refuse_illegal_step('knowledge.record');

-- What a community has decided about its record is not loosened by anybody else.
CREATE FUNCTION knowledge_guard_community() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF OLD.community_id IS NULL OR erdem_is_machine() OR OLD.community_id = ANY (erdem_organisations()) THEN
        RETURN NEW;
    END IF;
    IF NEW.diffusion_tier > OLD.diffusion_tier OR NEW.community_id IS DISTINCT FROM OLD.community_id THEN
        RAISE EXCEPTION 'Only the holding community opens its record further or hands it on.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'community_decides';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER record_community_decides BEFORE UPDATE OF diffusion_tier, community_id ON knowledge_record
    FOR EACH ROW EXECUTE FUNCTION knowledge_guard_community();

ALTER TABLE knowledge_record ENABLE ROW LEVEL SECURITY;
ALTER TABLE knowledge_record FORCE ROW LEVEL SECURITY;
CREATE POLICY record_read ON knowledge_record FOR SELECT USING (
    (SELECT erdem_is_machine())
    OR (status = 'registered' AND diffusion_tier = 'D4' AND (SELECT erdem_kind()) IS NOT NULL)
    OR (status = 'registered' AND diffusion_tier = 'D3' AND (SELECT erdem_kind()) IN ('person', 'api_key'))
    OR community_id = ANY ((SELECT erdem_organisations())::bigint[])
    OR (diffusion_tier <> 'D1' AND (SELECT erdem_roles() && ARRAY['county_officer', 'region_officer'])
        AND knowledge_serves(place_search, community_id))
);
CREATE POLICY record_add ON knowledge_record FOR INSERT
    WITH CHECK (knowledge_may_write(diffusion_tier, place_search, community_id));
CREATE POLICY record_change ON knowledge_record FOR UPDATE
    USING (knowledge_may_write(diffusion_tier, place_search, community_id))
    WITH CHECK (knowledge_may_write(diffusion_tier, place_search, community_id));
CREATE POLICY record_remove ON knowledge_record FOR DELETE USING ((SELECT erdem_is_machine()));

DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'recordname', 'origin', 'source', 'recordplace', 'ingredient', 'processstep', 'material', 'product'
    ] LOOP
        EXECUTE format('ALTER TABLE knowledge_%s ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE knowledge_%s FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY %s_read ON knowledge_%s FOR SELECT USING ((SELECT erdem_is_machine())'
            ' OR EXISTS (SELECT 1 FROM knowledge_record AS r WHERE r.id = record_id))', name, name);
        EXECUTE format('CREATE POLICY %s_add ON knowledge_%s FOR INSERT WITH CHECK ((SELECT erdem_is_machine())'
            ' OR EXISTS (SELECT 1 FROM knowledge_record AS r WHERE r.id = record_id'
            ' AND knowledge_may_write(r.diffusion_tier, r.place_search, r.community_id)))', name, name);
        EXECUTE format('CREATE POLICY %s_change ON knowledge_%s FOR UPDATE USING ((SELECT erdem_is_machine())'
            ' OR EXISTS (SELECT 1 FROM knowledge_record AS r WHERE r.id = record_id'
            ' AND knowledge_may_write(r.diffusion_tier, r.place_search, r.community_id)))', name, name);
        EXECUTE format('CREATE POLICY %s_remove ON knowledge_%s FOR DELETE USING ((SELECT erdem_is_machine())'
            ' OR EXISTS (SELECT 1 FROM knowledge_record AS r WHERE r.id = record_id'
            ' AND knowledge_may_write(r.diffusion_tier, r.place_search, r.community_id)))', name, name);
    END LOOP;
END $$;

-- An uploaded file is for the person who uploaded it.
ALTER TABLE knowledge_recordimport ENABLE ROW LEVEL SECURITY;
ALTER TABLE knowledge_recordimport FORCE ROW LEVEL SECURITY;
CREATE POLICY recordimport_own ON knowledge_recordimport USING (
    (SELECT erdem_is_machine()) OR user_id = (SELECT erdem_user_id())
);

-- REVERSE
DROP POLICY recordimport_own ON knowledge_recordimport;
ALTER TABLE knowledge_recordimport NO FORCE ROW LEVEL SECURITY;
ALTER TABLE knowledge_recordimport DISABLE ROW LEVEL SECURITY;
DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'recordname', 'origin', 'source', 'recordplace', 'ingredient', 'processstep', 'material', 'product'
    ] LOOP
        EXECUTE format('DROP POLICY %s_read ON knowledge_%s', name, name);
        EXECUTE format('DROP POLICY %s_add ON knowledge_%s', name, name);
        EXECUTE format('DROP POLICY %s_change ON knowledge_%s', name, name);
        EXECUTE format('DROP POLICY %s_remove ON knowledge_%s', name, name);
        EXECUTE format('ALTER TABLE knowledge_%s NO FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE knowledge_%s DISABLE ROW LEVEL SECURITY', name);
    END LOOP;
END $$;
DROP POLICY record_remove ON knowledge_record;
DROP POLICY record_change ON knowledge_record;
DROP POLICY record_add ON knowledge_record;
DROP POLICY record_read ON knowledge_record;
ALTER TABLE knowledge_record NO FORCE ROW LEVEL SECURITY;
ALTER TABLE knowledge_record DISABLE ROW LEVEL SECURITY;
DROP TRIGGER record_community_decides ON knowledge_record;
DROP FUNCTION knowledge_guard_community();
DROP TRIGGER record_takes_legal_steps ON knowledge_record;
DROP FUNCTION knowledge_may_write(text, text, bigint);
DROP FUNCTION knowledge_serves(text, bigint);
