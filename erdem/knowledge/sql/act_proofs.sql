-- The proof of a consent or a permit is for those who see that, is added in the act itself, and stands as it was written.
ALTER TABLE knowledge_consentproof ENABLE ROW LEVEL SECURITY;
ALTER TABLE knowledge_consentproof FORCE ROW LEVEL SECURITY;
CREATE POLICY consentproof_read ON knowledge_consentproof FOR SELECT USING (
    (SELECT erdem_is_machine()) OR EXISTS (SELECT 1 FROM knowledge_consent AS c WHERE c.id = consent_id)
);
CREATE POLICY consentproof_add ON knowledge_consentproof FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine())
    OR EXISTS (SELECT 1 FROM knowledge_consent AS c
        WHERE c.id = consent_id AND c.status = CASE act WHEN 'given' THEN 'given' ELSE 'withdrawn' END)
);
CREATE TRIGGER consent_proof_is_never_changed BEFORE UPDATE OR DELETE ON knowledge_consentproof
    FOR EACH ROW EXECUTE FUNCTION erdem_refuse_rewriting();
CREATE TRIGGER consent_proof_is_never_emptied BEFORE TRUNCATE ON knowledge_consentproof
    FOR EACH STATEMENT EXECUTE FUNCTION erdem_refuse_rewriting();

ALTER TABLE knowledge_grantproof ENABLE ROW LEVEL SECURITY;
ALTER TABLE knowledge_grantproof FORCE ROW LEVEL SECURITY;
CREATE POLICY grantproof_read ON knowledge_grantproof FOR SELECT USING (
    (SELECT erdem_is_machine()) OR EXISTS (SELECT 1 FROM knowledge_accessgrant AS g WHERE g.id = grant_id)
);
CREATE POLICY grantproof_add ON knowledge_grantproof FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine())
    OR EXISTS (SELECT 1 FROM knowledge_accessgrant AS g
        WHERE g.id = grant_id AND (g.revoked_at IS NULL) = (act = 'given')
            AND g.community_id = ANY ((SELECT erdem_organisations())::bigint[]))
);
CREATE TRIGGER grant_proof_is_never_changed BEFORE UPDATE OR DELETE ON knowledge_grantproof
    FOR EACH ROW EXECUTE FUNCTION erdem_refuse_rewriting();
CREATE TRIGGER grant_proof_is_never_emptied BEFORE TRUNCATE ON knowledge_grantproof
    FOR EACH STATEMENT EXECUTE FUNCTION erdem_refuse_rewriting();

-- REVERSE
DROP TRIGGER grant_proof_is_never_emptied ON knowledge_grantproof;
DROP TRIGGER grant_proof_is_never_changed ON knowledge_grantproof;
DROP POLICY grantproof_add ON knowledge_grantproof;
DROP POLICY grantproof_read ON knowledge_grantproof;
ALTER TABLE knowledge_grantproof NO FORCE ROW LEVEL SECURITY;
ALTER TABLE knowledge_grantproof DISABLE ROW LEVEL SECURITY;
DROP TRIGGER consent_proof_is_never_emptied ON knowledge_consentproof;
DROP TRIGGER consent_proof_is_never_changed ON knowledge_consentproof;
DROP POLICY consentproof_add ON knowledge_consentproof;
DROP POLICY consentproof_read ON knowledge_consentproof;
ALTER TABLE knowledge_consentproof NO FORCE ROW LEVEL SECURITY;
ALTER TABLE knowledge_consentproof DISABLE ROW LEVEL SECURITY;
