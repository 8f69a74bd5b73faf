-- Findings are for those who look after the knowledge: machines, experts, the offices of the place, the community itself.
-- The inner select is under the record's own rule too, so a finding is never seen by somebody who may not see the record.
-- An office also looks after knowledge recorded for the whole league or region that its own place lies in.
CREATE FUNCTION overlap_lies_within(place_search text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT erdem_roles() && ARRAY['county_officer', 'region_officer'] AND coalesce((
    SELECT bool_or(position(' ' || rpad(left(place, digits), 6, '0') IN place_search) > 0)
    FROM unnest(erdem_places()) AS place, unnest(ARRAY[2, 4, 6]) AS digits
    WHERE digits < length(place)
), false) $$;

CREATE FUNCTION overlap_looks_after(place_search text, community_id bigint) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(erdem_kind() <> 'public' AND (
    'expert' = ANY (erdem_roles())
    OR community_id = ANY (erdem_organisations())
    OR knowledge_serves(place_search, community_id)
    OR overlap_lies_within(place_search)
), false) $$;

ALTER TABLE overlap_finding ENABLE ROW LEVEL SECURITY;
ALTER TABLE overlap_finding FORCE ROW LEVEL SECURITY;
CREATE POLICY finding_read ON overlap_finding FOR SELECT USING (
    (SELECT erdem_is_machine())
    OR record_id IN (SELECT id FROM knowledge_record WHERE overlap_looks_after(place_search, community_id))
);
CREATE POLICY finding_raise ON overlap_finding FOR INSERT WITH CHECK ((SELECT erdem_is_machine()));
CREATE POLICY finding_change ON overlap_finding FOR UPDATE
    USING (
        (SELECT erdem_is_machine())
        OR ((SELECT erdem_roles() && ARRAY['county_officer', 'region_officer', 'expert'])
            AND record_id IN (SELECT id FROM knowledge_record WHERE overlap_looks_after(place_search, community_id)))
    );

CREATE TRIGGER finding_follows_its_workflow BEFORE INSERT OR UPDATE OF status ON overlap_finding
    FOR EACH ROW EXECUTE FUNCTION erdem_refuse_illegal_step('overlap.finding');

ALTER TABLE overlap_review ENABLE ROW LEVEL SECURITY;
ALTER TABLE overlap_review FORCE ROW LEVEL SECURITY;
CREATE POLICY review_read ON overlap_review FOR SELECT
    USING (finding_id IN (SELECT id FROM overlap_finding));
CREATE POLICY review_add ON overlap_review FOR INSERT WITH CHECK (
    user_id IS NOT DISTINCT FROM (SELECT erdem_user_id())
    AND finding_id IN (SELECT id FROM overlap_finding)
);
CREATE TRIGGER review_is_append_only BEFORE UPDATE OR DELETE ON overlap_review
    FOR EACH ROW EXECUTE FUNCTION erdem_refuse_rewriting();
CREATE TRIGGER review_is_never_emptied BEFORE TRUNCATE ON overlap_review
    FOR EACH STATEMENT EXECUTE FUNCTION erdem_refuse_rewriting();

ALTER TABLE overlap_dossier ENABLE ROW LEVEL SECURITY;
ALTER TABLE overlap_dossier FORCE ROW LEVEL SECURITY;
CREATE POLICY dossier_read ON overlap_dossier FOR SELECT
    USING (finding_id IN (SELECT id FROM overlap_finding));
CREATE POLICY dossier_add ON overlap_dossier FOR INSERT WITH CHECK (
    EXISTS (SELECT 1 FROM overlap_finding AS about JOIN knowledge_record AS kept ON kept.id = about.record_id
            WHERE about.id = finding_id AND kept.diffusion_tier NOT IN ('D1', 'D2'))
);

ALTER TABLE overlap_screeningrun ENABLE ROW LEVEL SECURITY;
ALTER TABLE overlap_screeningrun FORCE ROW LEVEL SECURITY;
CREATE POLICY run_read ON overlap_screeningrun FOR SELECT USING (
    (SELECT erdem_is_machine())
    OR (SELECT erdem_roles() && ARRAY['county_officer', 'region_officer', 'expert'])
);
CREATE POLICY run_write ON overlap_screeningrun FOR ALL
    USING ((SELECT erdem_is_machine())) WITH CHECK ((SELECT erdem_is_machine()));

-- REVERSE
DROP POLICY run_write ON overlap_screeningrun;
DROP POLICY run_read ON overlap_screeningrun;
ALTER TABLE overlap_screeningrun NO FORCE ROW LEVEL SECURITY;
ALTER TABLE overlap_screeningrun DISABLE ROW LEVEL SECURITY;
DROP POLICY dossier_add ON overlap_dossier;
DROP POLICY dossier_read ON overlap_dossier;
ALTER TABLE overlap_dossier NO FORCE ROW LEVEL SECURITY;
ALTER TABLE overlap_dossier DISABLE ROW LEVEL SECURITY;
DROP TRIGGER review_is_never_emptied ON overlap_review;
DROP TRIGGER review_is_append_only ON overlap_review;
DROP POLICY review_add ON overlap_review;
DROP POLICY review_read ON overlap_review;
ALTER TABLE overlap_review NO FORCE ROW LEVEL SECURITY;
ALTER TABLE overlap_review DISABLE ROW LEVEL SECURITY;
DROP TRIGGER finding_follows_its_workflow ON overlap_finding;
DROP POLICY finding_change ON overlap_finding;
DROP POLICY finding_raise ON overlap_finding;
DROP POLICY finding_read ON overlap_finding;
ALTER TABLE overlap_finding NO FORCE ROW LEVEL SECURITY;
ALTER TABLE overlap_finding DISABLE ROW LEVEL SECURITY;
DROP FUNCTION overlap_looks_after(text, bigint);
DROP FUNCTION overlap_lies_within(text);
