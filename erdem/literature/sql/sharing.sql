-- What a person shares goes to an office of their own and to no other, whatever the application asks for.
CREATE FUNCTION literature_is_own_office(organisation bigint) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(organisation IS NULL OR erdem_is_machine() OR organisation = ANY (erdem_organisations()), false) $$;

DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['savedsearch', 'collection'] LOOP
        EXECUTE format('ALTER POLICY %s_insert ON literature_%s WITH CHECK (literature_is_mine(owner_id, NULL) AND literature_is_own_office(organisation_id))', name, name);
        EXECUTE format('ALTER POLICY %s_update ON literature_%s WITH CHECK (literature_is_mine(owner_id, NULL) AND literature_is_own_office(organisation_id))', name, name);
    END LOOP;
END $$;
ALTER POLICY searchreport_add ON literature_searchreport
    WITH CHECK (literature_is_mine(user_id, NULL) AND literature_is_own_office(organisation_id));

-- REVERSE
ALTER POLICY searchreport_add ON literature_searchreport WITH CHECK (literature_is_mine(user_id, NULL));
DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['savedsearch', 'collection'] LOOP
        EXECUTE format('ALTER POLICY %s_insert ON literature_%s WITH CHECK (literature_is_mine(owner_id, NULL))', name, name);
        EXECUTE format('ALTER POLICY %s_update ON literature_%s WITH CHECK (literature_is_mine(owner_id, NULL))', name, name);
    END LOOP;
END $$;
DROP FUNCTION literature_is_own_office(bigint);
