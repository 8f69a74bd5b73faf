-- Certificates are for those who may read the version; others ask by number, and the answer is worked out, not read from here.
-- The office of the place issues and revokes, and who speaks for a holding community; of what is secret the community alone.
CREATE FUNCTION knowledge_may_certify(wanted bigint) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT erdem_is_machine() OR EXISTS (
    SELECT 1 FROM knowledge_recordversion AS v JOIN knowledge_record AS r ON r.id = v.record_id
    WHERE v.id = wanted AND (r.holders && erdem_speaks_for()
        OR (r.diffusion_tier <> 'D1' AND knowledge_serves(r.place_search, r.community_id)))
) $$;

CREATE FUNCTION knowledge_guard_certificate() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF TG_OP = 'UPDATE' AND NEW.blob_id IS NULL AND NEW.public_blob_id IS NULL
        AND to_jsonb(NEW) - 'blob_id' - 'public_blob_id' = to_jsonb(OLD) - 'blob_id' - 'public_blob_id'
        AND EXISTS (SELECT 1 FROM knowledge_recordversion AS v WHERE v.id = OLD.version_id AND v.erased_at IS NOT NULL)
    THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'A certificate is never changed.' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER certificate_is_never_changed BEFORE UPDATE OR DELETE ON knowledge_certificate
    FOR EACH ROW EXECUTE FUNCTION knowledge_guard_certificate();
CREATE TRIGGER certificate_is_never_emptied BEFORE TRUNCATE ON knowledge_certificate
    FOR EACH STATEMENT EXECUTE FUNCTION erdem_refuse_rewriting();

ALTER TABLE knowledge_certificate ENABLE ROW LEVEL SECURITY;
ALTER TABLE knowledge_certificate FORCE ROW LEVEL SECURITY;
CREATE POLICY certificate_read ON knowledge_certificate FOR SELECT USING (
    (SELECT erdem_is_machine()) OR EXISTS (SELECT 1 FROM knowledge_recordversion AS v WHERE v.id = version_id)
);
CREATE POLICY certificate_add ON knowledge_certificate FOR INSERT WITH CHECK (knowledge_may_certify(version_id));
CREATE POLICY certificate_empty ON knowledge_certificate FOR UPDATE USING ((SELECT erdem_is_machine()));

CREATE TRIGGER certificate_act_is_never_changed BEFORE UPDATE OR DELETE ON knowledge_certificateact
    FOR EACH ROW EXECUTE FUNCTION erdem_refuse_rewriting();
CREATE TRIGGER certificate_act_is_never_emptied BEFORE TRUNCATE ON knowledge_certificateact
    FOR EACH STATEMENT EXECUTE FUNCTION erdem_refuse_rewriting();
ALTER TABLE knowledge_certificateact ENABLE ROW LEVEL SECURITY;
ALTER TABLE knowledge_certificateact FORCE ROW LEVEL SECURITY;
CREATE POLICY certificateact_read ON knowledge_certificateact FOR SELECT USING (
    (SELECT erdem_is_machine()) OR EXISTS (SELECT 1 FROM knowledge_certificate AS c WHERE c.id = certificate_id)
);
CREATE POLICY certificateact_add ON knowledge_certificateact FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine())
    OR (made_by_id IS NOT DISTINCT FROM (SELECT erdem_user_id())
        AND EXISTS (SELECT 1 FROM knowledge_certificate AS c
                    WHERE c.id = certificate_id AND knowledge_may_certify(c.version_id)))
);

-- REVERSE
DROP POLICY certificateact_add ON knowledge_certificateact;
DROP POLICY certificateact_read ON knowledge_certificateact;
ALTER TABLE knowledge_certificateact NO FORCE ROW LEVEL SECURITY;
ALTER TABLE knowledge_certificateact DISABLE ROW LEVEL SECURITY;
DROP TRIGGER certificate_act_is_never_emptied ON knowledge_certificateact;
DROP TRIGGER certificate_act_is_never_changed ON knowledge_certificateact;
DROP POLICY certificate_empty ON knowledge_certificate;
DROP POLICY certificate_add ON knowledge_certificate;
DROP POLICY certificate_read ON knowledge_certificate;
ALTER TABLE knowledge_certificate NO FORCE ROW LEVEL SECURITY;
ALTER TABLE knowledge_certificate DISABLE ROW LEVEL SECURITY;
DROP TRIGGER certificate_is_never_emptied ON knowledge_certificate;
DROP TRIGGER certificate_is_never_changed ON knowledge_certificate;
DROP FUNCTION knowledge_guard_certificate();
DROP FUNCTION knowledge_may_certify(bigint);
