-- The proof of a version is for those who may read the version, and stands as it was written.
ALTER TABLE knowledge_versionproof ENABLE ROW LEVEL SECURITY;
ALTER TABLE knowledge_versionproof FORCE ROW LEVEL SECURITY;
CREATE POLICY versionproof_read ON knowledge_versionproof FOR SELECT USING (
    (SELECT erdem_is_machine()) OR EXISTS (SELECT 1 FROM knowledge_recordversion AS v WHERE v.id = version_id)
);
CREATE POLICY versionproof_add ON knowledge_versionproof FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine())
    OR EXISTS (SELECT 1 FROM knowledge_recordversion AS v
        WHERE v.id = version_id AND v.made_by_id IS NOT DISTINCT FROM (SELECT erdem_user_id()))
);
CREATE TRIGGER proof_is_never_changed BEFORE UPDATE OR DELETE ON knowledge_versionproof
    FOR EACH ROW EXECUTE FUNCTION erdem_refuse_rewriting();
CREATE TRIGGER proof_is_never_emptied BEFORE TRUNCATE ON knowledge_versionproof
    FOR EACH STATEMENT EXECUTE FUNCTION erdem_refuse_rewriting();

-- REVERSE
DROP TRIGGER proof_is_never_emptied ON knowledge_versionproof;
DROP TRIGGER proof_is_never_changed ON knowledge_versionproof;
DROP POLICY versionproof_add ON knowledge_versionproof;
DROP POLICY versionproof_read ON knowledge_versionproof;
ALTER TABLE knowledge_versionproof NO FORCE ROW LEVEL SECURITY;
ALTER TABLE knowledge_versionproof DISABLE ROW LEVEL SECURITY;
