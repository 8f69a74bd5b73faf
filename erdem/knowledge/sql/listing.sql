-- What the public could harvest and when that last changed. Rows hold no words: number, level, class, place, a fingerprint of
-- what the public sees anyway. A record that the public never knew of has no row; of one that it knows no longer the row stays
-- without number: who harvested it learns that it is over, and nobody else what it was.
CREATE FUNCTION knowledge_public_level(r knowledge_record) RETURNS smallint LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT (CASE
    WHEN r.status = 'registered' THEN least(r.level_public, CASE WHEN r.open_dates IS NULL THEN 5 ELSE 2 END)
    WHEN r.status = 'public_notice' THEN least(r.level_public, CASE WHEN r.open_dates IS NULL THEN 3 ELSE 2 END)
    ELSE 0 END)::smallint $$;

CREATE FUNCTION knowledge_public_stamp(r knowledge_record, shown smallint) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT CASE WHEN shown = 0 THEN '' ELSE md5(concat_ws(E'\x1f', shown, r.name, r.name_mn,
    CASE WHEN shown > 1 THEN concat_ws(E'\x1f', r.kind, r.tk_class, r.tk_type, r.ich_category, r.item_code, r.place_id,
        r.holder_type, r.people_group, r.vitality, r.diffusion_tier, r.community_id) END,
    CASE WHEN shown > 2 THEN r.summary END,
    CASE WHEN shown > 3 THEN r.version::text END)) END $$;

CREATE FUNCTION knowledge_list_publicly() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public SET erdem.kind = 'system' AS
$$ DECLARE
    shown smallint;
    mark text;
BEGIN
    IF TG_OP = 'DELETE' THEN
        UPDATE knowledge_publiclisting SET level = 0, number = NULL, stamp = '', ends_after = NULL, changed_at = clock_timestamp()
        WHERE number = OLD.number AND level > 0;
        RETURN NULL;
    END IF;
    shown := knowledge_public_level(NEW);
    mark := knowledge_public_stamp(NEW, shown);
    IF shown = 0 THEN
        UPDATE knowledge_publiclisting SET level = 0, number = NULL, stamp = '', ends_after = NULL, changed_at = clock_timestamp()
        WHERE number = NEW.number AND level > 0;
        RETURN NULL;
    END IF;
    INSERT INTO knowledge_publiclisting AS l (key, number, level, tk_class, place_code, stamp, ends_after, changed_at)
    VALUES (gen_random_uuid(), NEW.number, shown, CASE WHEN shown > 1 THEN NEW.tk_class ELSE '' END,
        CASE WHEN shown > 1 THEN coalesce(NEW.place_id, '') ELSE '' END, mark, NEW.consent_until, clock_timestamp())
    ON CONFLICT (number) DO UPDATE SET level = excluded.level, tk_class = excluded.tk_class, place_code = excluded.place_code,
        stamp = excluded.stamp, ends_after = excluded.ends_after, changed_at = excluded.changed_at
    WHERE (l.stamp, l.ends_after) IS DISTINCT FROM (excluded.stamp, excluded.ends_after);
    RETURN NULL;
END $$;
CREATE TRIGGER record_listing_on_insert AFTER INSERT ON knowledge_record
    FOR EACH ROW WHEN (NEW.status IN ('registered', 'public_notice')) EXECUTE FUNCTION knowledge_list_publicly();
CREATE TRIGGER record_listing_on_update AFTER UPDATE ON knowledge_record
    FOR EACH ROW WHEN (OLD.status IN ('registered', 'public_notice') OR NEW.status IN ('registered', 'public_notice'))
    EXECUTE FUNCTION knowledge_list_publicly();
CREATE TRIGGER record_listing_on_delete AFTER DELETE ON knowledge_record
    FOR EACH ROW EXECUTE FUNCTION knowledge_list_publicly();

INSERT INTO knowledge_publiclisting (key, number, level, tk_class, place_code, stamp, ends_after, changed_at)
SELECT gen_random_uuid(), r.number, shown, CASE WHEN shown > 1 THEN r.tk_class ELSE '' END, CASE WHEN shown > 1 THEN coalesce(r.place_id, '') ELSE '' END,
    knowledge_public_stamp(r, shown), r.consent_until, r.updated_at
FROM knowledge_record AS r, LATERAL knowledge_public_level(r) AS shown WHERE shown > 0;

ALTER TABLE knowledge_publiclisting ENABLE ROW LEVEL SECURITY;
ALTER TABLE knowledge_publiclisting FORCE ROW LEVEL SECURITY;
CREATE POLICY listing_read ON knowledge_publiclisting FOR SELECT USING (
    (SELECT erdem_is_machine())
    OR ((SELECT erdem_kind()) IS NOT NULL AND (ends_after IS NULL OR ends_after >= (SELECT erdem_today())))
);
CREATE POLICY listing_write ON knowledge_publiclisting USING ((SELECT erdem_is_machine()));

-- REVERSE
DROP POLICY listing_read ON knowledge_publiclisting;
DROP POLICY listing_write ON knowledge_publiclisting;
ALTER TABLE knowledge_publiclisting NO FORCE ROW LEVEL SECURITY;
ALTER TABLE knowledge_publiclisting DISABLE ROW LEVEL SECURITY;
DROP TRIGGER record_listing_on_delete ON knowledge_record;
DROP TRIGGER record_listing_on_update ON knowledge_record;
DROP TRIGGER record_listing_on_insert ON knowledge_record;
DROP FUNCTION knowledge_list_publicly();
DROP FUNCTION knowledge_public_stamp(knowledge_record, smallint);
DROP FUNCTION knowledge_public_level(knowledge_record);
