-- Every community that holds a record looks after it. A dossier is filed and so becomes public: it is made of records that are
-- open to everybody already, and not while a label says that knowledge or consent have not been verified.
CREATE FUNCTION overlap_looks_after(place_search text, community_id bigint, holders bigint[])
RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(erdem_kind() <> 'public' AND (
    'expert' = ANY (erdem_roles())
    OR holders && erdem_organisations()
    OR knowledge_serves(place_search, community_id)
    OR overlap_lies_within(place_search)
), false) $$;

DROP POLICY finding_read ON overlap_finding;
DROP POLICY finding_change ON overlap_finding;
CREATE POLICY finding_read ON overlap_finding FOR SELECT USING (
    (SELECT erdem_is_machine())
    OR record_id IN (SELECT id FROM knowledge_record WHERE overlap_looks_after(place_search, community_id, holders))
);
CREATE POLICY finding_change ON overlap_finding FOR UPDATE
    USING (
        (SELECT erdem_is_machine())
        OR ((SELECT erdem_roles() && ARRAY['county_officer', 'region_officer', 'expert'])
            AND record_id IN (SELECT id FROM knowledge_record WHERE overlap_looks_after(place_search, community_id, holders)))
    );
DROP POLICY annotationpair_read ON overlap_annotationpair;
CREATE POLICY annotationpair_read ON overlap_annotationpair FOR SELECT USING (
    (SELECT erdem_is_machine())
    OR (set_id IN (SELECT id FROM overlap_annotationset)
        AND record_id IN (SELECT id FROM knowledge_record WHERE overlap_looks_after(place_search, community_id, holders)))
);
DROP FUNCTION overlap_looks_after(text, bigint);

DROP POLICY dossier_add ON overlap_dossier;
CREATE POLICY dossier_add ON overlap_dossier FOR INSERT WITH CHECK (
    EXISTS (SELECT 1 FROM overlap_finding AS about JOIN knowledge_record AS kept ON kept.id = about.record_id
            WHERE about.id = finding_id AND kept.level_public >= 4
                AND NOT EXISTS (SELECT 1 FROM knowledge_labeluse AS label
                                WHERE label.record_id = kept.id AND label.removed_at IS NULL
                                    AND label.code IN ('tknv', 'bccnv')))
);

-- REVERSE
DROP POLICY dossier_add ON overlap_dossier;
CREATE POLICY dossier_add ON overlap_dossier FOR INSERT WITH CHECK (
    EXISTS (SELECT 1 FROM overlap_finding AS about JOIN knowledge_record AS kept ON kept.id = about.record_id
            WHERE about.id = finding_id AND kept.diffusion_tier NOT IN ('D1', 'D2'))
);
CREATE FUNCTION overlap_looks_after(place_search text, community_id bigint) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(erdem_kind() <> 'public' AND (
    'expert' = ANY (erdem_roles())
    OR community_id = ANY (erdem_organisations())
    OR knowledge_serves(place_search, community_id)
    OR overlap_lies_within(place_search)
), false) $$;
DROP POLICY annotationpair_read ON overlap_annotationpair;
CREATE POLICY annotationpair_read ON overlap_annotationpair FOR SELECT USING (
    (SELECT erdem_is_machine())
    OR (set_id IN (SELECT id FROM overlap_annotationset)
        AND record_id IN (SELECT id FROM knowledge_record WHERE overlap_looks_after(place_search, community_id)))
);
DROP POLICY finding_change ON overlap_finding;
DROP POLICY finding_read ON overlap_finding;
CREATE POLICY finding_read ON overlap_finding FOR SELECT USING (
    (SELECT erdem_is_machine())
    OR record_id IN (SELECT id FROM knowledge_record WHERE overlap_looks_after(place_search, community_id))
);
CREATE POLICY finding_change ON overlap_finding FOR UPDATE
    USING (
        (SELECT erdem_is_machine())
        OR ((SELECT erdem_roles() && ARRAY['county_officer', 'region_officer', 'expert'])
            AND record_id IN (SELECT id FROM knowledge_record WHERE overlap_looks_after(place_search, community_id)))
    );
DROP FUNCTION overlap_looks_after(text, bigint, bigint[]);
