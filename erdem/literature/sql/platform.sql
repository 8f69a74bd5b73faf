-- Documents are read by everyone the system knows of; refused records are for those who import; what people make of
-- search results is theirs and, where they share it, their office's.
DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['priority', 'legalevent', 'sourcerecord'] LOOP
        EXECUTE format('ALTER TABLE literature_%s ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE literature_%s FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY %s_read ON literature_%s FOR SELECT USING ((SELECT erdem_kind()) IS NOT NULL)', name, name);
        EXECUTE format('CREATE POLICY %s_insert ON literature_%s FOR INSERT WITH CHECK ((SELECT literature_may_write()))', name, name);
        EXECUTE format('CREATE POLICY %s_update ON literature_%s FOR UPDATE USING ((SELECT literature_may_write()))', name, name);
        EXECUTE format('CREATE POLICY %s_delete ON literature_%s FOR DELETE USING ((SELECT literature_may_write()))', name, name);
    END LOOP;
END $$;

ALTER TABLE literature_quarantinedrecord ENABLE ROW LEVEL SECURITY;
ALTER TABLE literature_quarantinedrecord FORCE ROW LEVEL SECURITY;
CREATE POLICY quarantinedrecord_all ON literature_quarantinedrecord USING ((SELECT literature_may_write()));

-- The feed of the search index: who may write a publication leaves a line here, only machines read and clear it.
ALTER TABLE literature_indexchange ENABLE ROW LEVEL SECURITY;
ALTER TABLE literature_indexchange FORCE ROW LEVEL SECURITY;
CREATE POLICY indexchange_machines ON literature_indexchange USING ((SELECT erdem_is_machine()));
CREATE POLICY indexchange_add ON literature_indexchange FOR INSERT WITH CHECK ((SELECT literature_may_write()));

CREATE FUNCTION literature_tell_index() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    INSERT INTO literature_indexchange (publication_id) SELECT id FROM written ORDER BY id;
    RETURN NULL;
END $$;
CREATE TRIGGER publication_inserted AFTER INSERT ON literature_publication
    REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION literature_tell_index();
CREATE TRIGGER publication_updated AFTER UPDATE ON literature_publication
    REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION literature_tell_index();
CREATE TRIGGER publication_deleted AFTER DELETE ON literature_publication
    REFERENCING OLD TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION literature_tell_index();

-- Own or of the office it is shared with.
CREATE FUNCTION literature_is_mine(owner bigint, organisation bigint) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(
    erdem_is_machine() OR (erdem_user_id() IS NOT NULL AND (owner = erdem_user_id() OR organisation = ANY (erdem_organisations()))),
    false
) $$;

DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['savedsearch', 'collection'] LOOP
        EXECUTE format('ALTER TABLE literature_%s ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE literature_%s FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY %s_read ON literature_%s FOR SELECT USING (literature_is_mine(owner_id, organisation_id))', name, name);
        EXECUTE format('CREATE POLICY %s_insert ON literature_%s FOR INSERT WITH CHECK (literature_is_mine(owner_id, NULL))', name, name);
        EXECUTE format('CREATE POLICY %s_update ON literature_%s FOR UPDATE USING (literature_is_mine(owner_id, NULL))', name, name);
        EXECUTE format('CREATE POLICY %s_delete ON literature_%s FOR DELETE USING (literature_is_mine(owner_id, NULL))', name, name);
    END LOOP;
END $$;

ALTER TABLE literature_savedsearchhit ENABLE ROW LEVEL SECURITY;
ALTER TABLE literature_savedsearchhit FORCE ROW LEVEL SECURITY;
CREATE POLICY savedsearchhit_read ON literature_savedsearchhit FOR SELECT USING (
    EXISTS (SELECT 1 FROM literature_savedsearch AS one WHERE one.id = search_id)
);
CREATE POLICY savedsearchhit_write ON literature_savedsearchhit USING (
    EXISTS (SELECT 1 FROM literature_savedsearch AS one WHERE one.id = search_id AND literature_is_mine(one.owner_id, NULL))
);
ALTER TABLE literature_collectionitem ENABLE ROW LEVEL SECURITY;
ALTER TABLE literature_collectionitem FORCE ROW LEVEL SECURITY;
CREATE POLICY collectionitem_all ON literature_collectionitem USING (
    EXISTS (SELECT 1 FROM literature_collection AS one WHERE one.id = collection_id)
);

-- A search report is written once and never changed.
ALTER TABLE literature_searchreport ENABLE ROW LEVEL SECURITY;
ALTER TABLE literature_searchreport FORCE ROW LEVEL SECURITY;
CREATE POLICY searchreport_read ON literature_searchreport FOR SELECT USING (literature_is_mine(user_id, organisation_id));
CREATE POLICY searchreport_add ON literature_searchreport FOR INSERT WITH CHECK (literature_is_mine(user_id, NULL));
CREATE TRIGGER searchreport_is_append_only BEFORE UPDATE OR DELETE ON literature_searchreport
    FOR EACH ROW EXECUTE FUNCTION erdem_refuse_rewriting();

-- REVERSE
DROP TRIGGER searchreport_is_append_only ON literature_searchreport;
DROP POLICY searchreport_add ON literature_searchreport;
DROP POLICY searchreport_read ON literature_searchreport;
DROP POLICY collectionitem_all ON literature_collectionitem;
DROP POLICY savedsearchhit_write ON literature_savedsearchhit;
DROP POLICY savedsearchhit_read ON literature_savedsearchhit;
DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['savedsearch', 'collection', 'priority', 'legalevent', 'sourcerecord'] LOOP
        EXECUTE format('DROP POLICY %s_read ON literature_%s', name, name);
        EXECUTE format('DROP POLICY %s_insert ON literature_%s', name, name);
        EXECUTE format('DROP POLICY %s_update ON literature_%s', name, name);
        EXECUTE format('DROP POLICY %s_delete ON literature_%s', name, name);
    END LOOP;
END $$;
DROP FUNCTION literature_is_mine(bigint, bigint);
DROP TRIGGER publication_deleted ON literature_publication;
DROP TRIGGER publication_updated ON literature_publication;
DROP TRIGGER publication_inserted ON literature_publication;
DROP FUNCTION literature_tell_index();
DROP POLICY indexchange_add ON literature_indexchange;
DROP POLICY indexchange_machines ON literature_indexchange;
DROP POLICY quarantinedrecord_all ON literature_quarantinedrecord;
DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'searchreport', 'collectionitem', 'savedsearchhit', 'savedsearch', 'collection', 'indexchange', 'quarantinedrecord',
        'priority', 'legalevent', 'sourcerecord'
    ] LOOP
        EXECUTE format('ALTER TABLE literature_%s NO FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE literature_%s DISABLE ROW LEVEL SECURITY', name);
    END LOOP;
END $$;
