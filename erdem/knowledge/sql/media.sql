-- Second lock of media: mirrors policies/media.py. An item is open to its audience; others may know of it when it is announced.
CREATE FUNCTION knowledge_media_open(audience text, group_id bigint, holders bigint[])
RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT audience = 'record'
    OR (audience = 'communities' AND holders && erdem_organisations())
    OR (audience = 'group' AND group_id = ANY (erdem_groups()))
$$;

-- Whoever holds the record has its originals: its communities, or the office of the place while no community holds it.
CREATE FUNCTION knowledge_media_kept(tier text, place_search text, community_id bigint, holders bigint[])
RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT holders && erdem_organisations()
    OR (holders = '{}'::bigint[] AND tier <> 'D1' AND knowledge_serves(place_search, community_id))
$$;

-- Whom an item is open to is decided by the communities that hold the record, by nobody else.
CREATE FUNCTION knowledge_guard_media() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF erdem_is_machine() OR (NEW.record_id = OLD.record_id AND (NEW.audience, NEW.announced, NEW.group_id) IS NOT DISTINCT FROM
        (OLD.audience, OLD.announced, OLD.group_id)) THEN
        RETURN NEW;
    END IF;
    IF NEW.record_id <> OLD.record_id OR NOT EXISTS (
        SELECT 1 FROM knowledge_record AS r WHERE r.id = OLD.record_id
            AND knowledge_media_kept(r.diffusion_tier, r.place_search, r.community_id, r.holders)
    ) THEN
        RAISE EXCEPTION 'Only the holding communities decide whom an item is open to.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'community_decides_media';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER media_community_decides BEFORE UPDATE ON knowledge_media
    FOR EACH ROW EXECUTE FUNCTION knowledge_guard_media();

ALTER TABLE knowledge_media ENABLE ROW LEVEL SECURITY;
ALTER TABLE knowledge_media FORCE ROW LEVEL SECURITY;
CREATE POLICY media_read ON knowledge_media FOR SELECT USING (
    (SELECT erdem_is_machine())
    OR EXISTS (SELECT 1 FROM knowledge_record AS r WHERE r.id = record_id
        AND (announced OR knowledge_media_open(audience, group_id, r.holders)))
);
CREATE POLICY media_add ON knowledge_media FOR INSERT WITH CHECK ((SELECT erdem_is_machine()));
CREATE POLICY media_change ON knowledge_media FOR UPDATE USING (
    (SELECT erdem_is_machine())
    OR EXISTS (SELECT 1 FROM knowledge_record AS r WHERE r.id = record_id
        AND knowledge_may_write(r.diffusion_tier, r.place_search, r.community_id, r.holders)
        AND knowledge_media_open(audience, group_id, r.holders))
);
CREATE POLICY media_remove ON knowledge_media FOR DELETE USING (
    (SELECT erdem_is_machine())
    OR EXISTS (SELECT 1 FROM knowledge_record AS r WHERE r.id = record_id
        AND knowledge_media_kept(r.diffusion_tier, r.place_search, r.community_id, r.holders)
        AND knowledge_media_open(audience, group_id, r.holders))
);

ALTER TABLE knowledge_capture ENABLE ROW LEVEL SECURITY;
ALTER TABLE knowledge_capture FORCE ROW LEVEL SECURITY;
CREATE POLICY capture_read ON knowledge_capture FOR SELECT USING (
    (SELECT erdem_is_machine())
    OR EXISTS (SELECT 1 FROM knowledge_media AS m JOIN knowledge_record AS r ON r.id = m.record_id
        WHERE m.id = media_id AND knowledge_media_open(m.audience, m.group_id, r.holders))
);

ALTER TABLE knowledge_mediatrace ENABLE ROW LEVEL SECURITY;
ALTER TABLE knowledge_mediatrace FORCE ROW LEVEL SECURITY;
CREATE POLICY mediatrace_read ON knowledge_mediatrace FOR SELECT USING (
    (SELECT erdem_is_machine())
    OR EXISTS (SELECT 1 FROM knowledge_media AS m JOIN knowledge_record AS r ON r.id = m.record_id
        WHERE m.id = media_id AND knowledge_media_open(m.audience, m.group_id, r.holders)
            AND knowledge_media_kept(r.diffusion_tier, r.place_search, r.community_id, r.holders))
);
CREATE POLICY mediatrace_write ON knowledge_mediatrace USING ((SELECT erdem_is_machine()));

ALTER TABLE knowledge_mediafile ENABLE ROW LEVEL SECURITY;
ALTER TABLE knowledge_mediafile FORCE ROW LEVEL SECURITY;
CREATE POLICY mediafile_read ON knowledge_mediafile FOR SELECT USING (
    (SELECT erdem_is_machine())
    OR EXISTS (SELECT 1 FROM knowledge_media AS m JOIN knowledge_record AS r ON r.id = m.record_id
        WHERE m.id = media_id AND knowledge_media_open(m.audience, m.group_id, r.holders)
            AND (role <> 'original'
                OR knowledge_media_kept(r.diffusion_tier, r.place_search, r.community_id, r.holders)))
);
CREATE POLICY mediafile_write ON knowledge_mediafile USING ((SELECT erdem_is_machine()));

-- Words count, for others, once a person has confirmed them.
DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['segment', 'textline'] LOOP
        EXECUTE format('ALTER TABLE knowledge_%s ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE knowledge_%s FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY %s_read ON knowledge_%s FOR SELECT USING ((SELECT erdem_is_machine())'
            ' OR EXISTS (SELECT 1 FROM knowledge_media AS m JOIN knowledge_record AS r ON r.id = m.record_id'
            ' WHERE m.id = media_id AND knowledge_media_open(m.audience, m.group_id, r.holders)'
            ' AND (confirmed_at IS NOT NULL'
            ' OR knowledge_may_write(r.diffusion_tier, r.place_search, r.community_id, r.holders))))', name, name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['capture', 'segment', 'textline'] LOOP
        EXECUTE format('CREATE POLICY %s_write ON knowledge_%s USING ((SELECT erdem_is_machine())'
            ' OR EXISTS (SELECT 1 FROM knowledge_media AS m JOIN knowledge_record AS r ON r.id = m.record_id'
            ' WHERE m.id = media_id AND knowledge_media_open(m.audience, m.group_id, r.holders)'
            ' AND knowledge_may_write(r.diffusion_tier, r.place_search, r.community_id, r.holders)))', name, name);
    END LOOP;
END $$;

-- A file on its way is the sender's.
ALTER TABLE knowledge_upload ENABLE ROW LEVEL SECURITY;
ALTER TABLE knowledge_upload FORCE ROW LEVEL SECURITY;
CREATE POLICY upload_own ON knowledge_upload USING ((SELECT erdem_is_machine()) OR user_id = (SELECT erdem_user_id()));

-- REVERSE
DROP POLICY upload_own ON knowledge_upload;
DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['capture', 'mediatrace', 'mediafile', 'segment', 'textline'] LOOP
        EXECUTE format('DROP POLICY %s_write ON knowledge_%s', name, name);
        EXECUTE format('DROP POLICY %s_read ON knowledge_%s', name, name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['media', 'capture', 'mediatrace', 'mediafile', 'segment', 'textline', 'upload'] LOOP
        EXECUTE format('ALTER TABLE knowledge_%s NO FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE knowledge_%s DISABLE ROW LEVEL SECURITY', name);
    END LOOP;
END $$;
DROP POLICY media_remove ON knowledge_media;
DROP POLICY media_change ON knowledge_media;
DROP POLICY media_add ON knowledge_media;
DROP POLICY media_read ON knowledge_media;
DROP TRIGGER media_community_decides ON knowledge_media;
DROP FUNCTION knowledge_guard_media();
DROP FUNCTION knowledge_media_kept(text, text, bigint, bigint[]);
DROP FUNCTION knowledge_media_open(text, bigint, bigint[]);
