-- Remembered heads belong to the office or community; bundles are seen by those who speak for the community.
ALTER TABLE knowledge_columnword ENABLE ROW LEVEL SECURITY;
ALTER TABLE knowledge_columnword FORCE ROW LEVEL SECURITY;
CREATE POLICY columnword_all ON knowledge_columnword USING (
    (SELECT erdem_is_machine()) OR organisation_id = ANY ((SELECT erdem_organisations())::bigint[])
);
ALTER TABLE knowledge_communitybundle ENABLE ROW LEVEL SECURITY;
ALTER TABLE knowledge_communitybundle FORCE ROW LEVEL SECURITY;
CREATE POLICY bundle_read ON knowledge_communitybundle FOR SELECT USING (
    (SELECT erdem_is_machine()) OR community_id = ANY ((SELECT erdem_speaks_for())::bigint[])
);
CREATE POLICY bundle_add ON knowledge_communitybundle FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine()) OR community_id = ANY ((SELECT erdem_speaks_for())::bigint[])
);
CREATE POLICY bundle_change ON knowledge_communitybundle FOR UPDATE USING (
    (SELECT erdem_is_machine()) OR community_id = ANY ((SELECT erdem_speaks_for())::bigint[])
);
CREATE POLICY bundle_remove ON knowledge_communitybundle FOR DELETE USING ((SELECT erdem_is_machine()));

-- REVERSE
DROP POLICY columnword_all ON knowledge_columnword;
ALTER TABLE knowledge_columnword NO FORCE ROW LEVEL SECURITY;
ALTER TABLE knowledge_columnword DISABLE ROW LEVEL SECURITY;
DROP POLICY bundle_read ON knowledge_communitybundle;
DROP POLICY bundle_add ON knowledge_communitybundle;
DROP POLICY bundle_change ON knowledge_communitybundle;
DROP POLICY bundle_remove ON knowledge_communitybundle;
ALTER TABLE knowledge_communitybundle NO FORCE ROW LEVEL SECURITY;
ALTER TABLE knowledge_communitybundle DISABLE ROW LEVEL SECURITY;
