-- Published documents are read by everyone the system knows of; with no actor set nothing is visible.
-- Writing is for machines, officers and experts. Import runs are theirs alone.
CREATE FUNCTION literature_may_write() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT erdem_is_machine() OR erdem_roles() && ARRAY['county_officer', 'region_officer', 'expert'] $$;

DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'family', 'publication', 'textunit', 'classification', 'party', 'statedingredient', 'statedstep'
    ] LOOP
        EXECUTE format('ALTER TABLE literature_%s ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE literature_%s FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY %s_read ON literature_%s FOR SELECT USING ((SELECT erdem_kind()) IS NOT NULL)', name, name);
        EXECUTE format('CREATE POLICY %s_insert ON literature_%s FOR INSERT WITH CHECK ((SELECT literature_may_write()))', name, name);
        EXECUTE format('CREATE POLICY %s_update ON literature_%s FOR UPDATE USING ((SELECT literature_may_write()))', name, name);
        EXECUTE format('CREATE POLICY %s_delete ON literature_%s FOR DELETE USING ((SELECT literature_may_write()))', name, name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['importrun', 'importproblem'] LOOP
        EXECUTE format('ALTER TABLE literature_%s ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE literature_%s FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY %s_all ON literature_%s USING ((SELECT literature_may_write()))', name, name);
    END LOOP;
END $$;

-- REVERSE
DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['importrun', 'importproblem'] LOOP
        EXECUTE format('DROP POLICY %s_all ON literature_%s', name, name);
        EXECUTE format('ALTER TABLE literature_%s NO FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE literature_%s DISABLE ROW LEVEL SECURITY', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY[
        'family', 'publication', 'textunit', 'classification', 'party', 'statedingredient', 'statedstep'
    ] LOOP
        EXECUTE format('DROP POLICY %s_read ON literature_%s', name, name);
        EXECUTE format('DROP POLICY %s_insert ON literature_%s', name, name);
        EXECUTE format('DROP POLICY %s_update ON literature_%s', name, name);
        EXECUTE format('DROP POLICY %s_delete ON literature_%s', name, name);
        EXECUTE format('ALTER TABLE literature_%s NO FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE literature_%s DISABLE ROW LEVEL SECURITY', name);
    END LOOP;
END $$;
DROP FUNCTION literature_may_write();
