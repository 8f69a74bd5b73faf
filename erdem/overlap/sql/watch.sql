-- What the watch remembers: of public literature those may see it who see runs, of records machines alone.
SELECT set_config('erdem.kind', 'system', true);
UPDATE overlap_finding SET strength = CASE WHEN is_alarm THEN 'upper' WHEN score >= 0.225 THEN 'middle' ELSE 'lower' END;
SELECT set_config('erdem.kind', '', true);

ALTER TABLE overlap_comparedpublication ENABLE ROW LEVEL SECURITY;
ALTER TABLE overlap_comparedpublication FORCE ROW LEVEL SECURITY;
CREATE POLICY compared_publication_read ON overlap_comparedpublication FOR SELECT USING (
    (SELECT erdem_is_machine())
    OR (SELECT erdem_roles() && ARRAY['county_officer', 'region_officer', 'expert'])
);
CREATE POLICY compared_publication_write ON overlap_comparedpublication FOR ALL
    USING ((SELECT erdem_is_machine())) WITH CHECK ((SELECT erdem_is_machine()));

ALTER TABLE overlap_comparedrecord ENABLE ROW LEVEL SECURITY;
ALTER TABLE overlap_comparedrecord FORCE ROW LEVEL SECURITY;
CREATE POLICY compared_record_all ON overlap_comparedrecord FOR ALL
    USING ((SELECT erdem_is_machine())) WITH CHECK ((SELECT erdem_is_machine()));

-- REVERSE
DROP POLICY compared_record_all ON overlap_comparedrecord;
ALTER TABLE overlap_comparedrecord NO FORCE ROW LEVEL SECURITY;
ALTER TABLE overlap_comparedrecord DISABLE ROW LEVEL SECURITY;
DROP POLICY compared_publication_write ON overlap_comparedpublication;
DROP POLICY compared_publication_read ON overlap_comparedpublication;
ALTER TABLE overlap_comparedpublication NO FORCE ROW LEVEL SECURITY;
ALTER TABLE overlap_comparedpublication DISABLE ROW LEVEL SECURITY;
