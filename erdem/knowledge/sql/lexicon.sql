-- The lexicon is read by everyone the system knows of; with no actor set nothing is visible. Curators and officers write.
CREATE FUNCTION knowledge_may_edit_lexicon() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT erdem_is_machine() OR erdem_roles() && ARRAY['curator', 'county_officer', 'region_officer'] $$;

DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['substance', 'substancename', 'substancerelation'] LOOP
        EXECUTE format('ALTER TABLE knowledge_%s ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE knowledge_%s FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY %s_read ON knowledge_%s FOR SELECT USING ((SELECT erdem_kind()) IS NOT NULL)', name, name);
        EXECUTE format('CREATE POLICY %s_add ON knowledge_%s FOR INSERT WITH CHECK ((SELECT knowledge_may_edit_lexicon()))', name, name);
        EXECUTE format('CREATE POLICY %s_change ON knowledge_%s FOR UPDATE USING ((SELECT knowledge_may_edit_lexicon()))', name, name);
        EXECUTE format('CREATE POLICY %s_remove ON knowledge_%s FOR DELETE USING ((SELECT knowledge_may_edit_lexicon()))', name, name);
    END LOOP;
END $$;

-- REVERSE
DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['substance', 'substancename', 'substancerelation'] LOOP
        EXECUTE format('DROP POLICY %s_read ON knowledge_%s', name, name);
        EXECUTE format('DROP POLICY %s_add ON knowledge_%s', name, name);
        EXECUTE format('DROP POLICY %s_change ON knowledge_%s', name, name);
        EXECUTE format('DROP POLICY %s_remove ON knowledge_%s', name, name);
        EXECUTE format('ALTER TABLE knowledge_%s NO FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE knowledge_%s DISABLE ROW LEVEL SECURITY', name);
    END LOOP;
END $$;
DROP FUNCTION knowledge_may_edit_lexicon();
