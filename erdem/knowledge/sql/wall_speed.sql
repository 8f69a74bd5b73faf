-- The rule of reading, asked of 100,000 rows: what a count needs stands in one index, so that the records themselves are not
-- read; and the places of an office are turned into patterns once a statement, not once a row. Who sees what stays as it was.
CREATE FUNCTION erdem_place_patterns() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(array_agg('% ' || place || '%'), '{}'::text[]) FROM unnest(erdem_places()) AS place $$;

DROP POLICY record_read ON knowledge_record;
CREATE POLICY record_read ON knowledge_record FOR SELECT USING (
    (SELECT erdem_is_machine())
    OR ((open_dates IS NULL OR open_dates @> (SELECT erdem_today())) AND (
        (status = 'registered' AND (consent_until IS NULL OR consent_until >= (SELECT erdem_today()))
            AND ((level_public >= 4 AND (SELECT erdem_kind()) IS NOT NULL)
                OR (level_signed_in >= 4 AND (SELECT erdem_kind()) IN ('person', 'api_key'))))
        OR (holders && (SELECT erdem_organisations())::bigint[]
            AND (NOT holders_together OR holders <@ (SELECT erdem_organisations())::bigint[])
            AND required_groups <@ (SELECT erdem_groups())::bigint[])
        OR (level_office >= 4 AND (SELECT erdem_roles() && ARRAY['county_officer', 'region_officer'])
            AND (place_search LIKE ANY ((SELECT erdem_place_patterns())::text[])
                OR (place_search = '' AND community_id IS NULL AND '15' = ANY ((SELECT erdem_places())::text[]))))
        OR (level_grant >= 4 AND id IN (SELECT unnest(knowledge_granted(4))))
    ))
);

DROP POLICY face_read ON knowledge_recordface;
CREATE POLICY face_read ON knowledge_recordface FOR SELECT USING (
    (SELECT erdem_is_machine())
    OR (holders && (SELECT erdem_organisations())::bigint[] AND (
        level = 1
        OR (required_groups <@ (SELECT erdem_groups())::bigint[]
            AND (NOT holders_together OR holders <@ (SELECT erdem_organisations())::bigint[])
            AND (level = 2 OR open_dates IS NULL OR open_dates @> (SELECT erdem_today())))))
    OR ((level < 3 OR open_dates IS NULL OR open_dates @> (SELECT erdem_today())) AND (
        (status IN ('registered', 'public_notice') AND (consent_until IS NULL OR consent_until >= (SELECT erdem_today()))
            AND ((level <= level_public AND (SELECT erdem_kind()) IS NOT NULL)
                OR (level <= level_signed_in AND (SELECT erdem_kind()) IN ('person', 'api_key'))))
        OR (level <= level_office AND (SELECT erdem_roles() && ARRAY['county_officer', 'region_officer'])
            AND (place_search LIKE ANY ((SELECT erdem_place_patterns())::text[])
                OR (place_search = '' AND community_id IS NULL AND '15' = ANY ((SELECT erdem_places())::text[]))))
        OR (level <= level_grant AND CASE level
            WHEN 1 THEN record_id IN (SELECT unnest(knowledge_granted(1)))
            WHEN 2 THEN record_id IN (SELECT unnest(knowledge_granted(2)))
            ELSE record_id IN (SELECT unnest(knowledge_granted(3))) END)
    ))
);

CREATE INDEX record_wall ON knowledge_record (status) INCLUDE (
    id, level_public, level_signed_in, level_office, level_grant, holders, holders_together, required_groups, open_dates,
    consent_until, place_search, community_id, kind, tk_class, ich_category, diffusion_tier
);

-- REVERSE
DROP INDEX record_wall;
DROP POLICY face_read ON knowledge_recordface;
CREATE POLICY face_read ON knowledge_recordface FOR SELECT USING (
    (SELECT erdem_is_machine())
    OR (holders && (SELECT erdem_organisations())::bigint[] AND (
        level = 1
        OR (required_groups <@ (SELECT erdem_groups())::bigint[]
            AND (NOT holders_together OR holders <@ (SELECT erdem_organisations())::bigint[])
            AND (level = 2 OR open_dates IS NULL OR open_dates @> (SELECT erdem_today())))))
    OR ((level < 3 OR open_dates IS NULL OR open_dates @> (SELECT erdem_today())) AND (
        (status IN ('registered', 'public_notice') AND (consent_until IS NULL OR consent_until >= (SELECT erdem_today()))
            AND ((level <= level_public AND (SELECT erdem_kind()) IS NOT NULL)
                OR (level <= level_signed_in AND (SELECT erdem_kind()) IN ('person', 'api_key'))))
        OR (level <= level_office AND (SELECT erdem_roles() && ARRAY['county_officer', 'region_officer'])
            AND knowledge_serves(place_search, community_id))
        OR (level <= level_grant AND CASE level
            WHEN 1 THEN record_id = ANY ((SELECT knowledge_granted(1))::bigint[])
            WHEN 2 THEN record_id = ANY ((SELECT knowledge_granted(2))::bigint[])
            ELSE record_id = ANY ((SELECT knowledge_granted(3))::bigint[]) END)
    ))
);
DROP POLICY record_read ON knowledge_record;
CREATE POLICY record_read ON knowledge_record FOR SELECT USING (
    (SELECT erdem_is_machine())
    OR ((open_dates IS NULL OR open_dates @> (SELECT erdem_today())) AND (
        (status = 'registered' AND (consent_until IS NULL OR consent_until >= (SELECT erdem_today()))
            AND ((level_public >= 4 AND (SELECT erdem_kind()) IS NOT NULL)
                OR (level_signed_in >= 4 AND (SELECT erdem_kind()) IN ('person', 'api_key'))))
        OR (holders && (SELECT erdem_organisations())::bigint[]
            AND (NOT holders_together OR holders <@ (SELECT erdem_organisations())::bigint[])
            AND required_groups <@ (SELECT erdem_groups())::bigint[])
        OR (level_office >= 4 AND (SELECT erdem_roles() && ARRAY['county_officer', 'region_officer'])
            AND knowledge_serves(place_search, community_id))
        OR (level_grant >= 4 AND id = ANY ((SELECT knowledge_granted(4))::bigint[]))
    ))
);
DROP FUNCTION erdem_place_patterns();
