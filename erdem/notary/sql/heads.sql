-- Heads follow each other without a gap: numbers by one, ranges of transactions end to end. None is ever changed.
CREATE FUNCTION notary_head_follows() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM notary_audithead)
        OR NEW.first_transaction <> (
            SELECT coalesce(max(end_transaction), 0) FROM notary_audithead WHERE cluster_id = NEW.cluster_id
        ) THEN
        RAISE EXCEPTION 'A head of the audit trail follows the one before without a gap.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'audit_head_follows';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER audit_head_follows BEFORE INSERT ON notary_audithead FOR EACH ROW EXECUTE FUNCTION notary_head_follows();
CREATE TRIGGER audit_head_is_never_changed BEFORE UPDATE OR DELETE ON notary_audithead
    FOR EACH ROW EXECUTE FUNCTION erdem_refuse_rewriting();
CREATE TRIGGER audit_head_is_never_emptied BEFORE TRUNCATE ON notary_audithead
    FOR EACH STATEMENT EXECUTE FUNCTION erdem_refuse_rewriting();

ALTER TABLE notary_audithead ENABLE ROW LEVEL SECURITY;
ALTER TABLE notary_audithead FORCE ROW LEVEL SECURITY;
CREATE POLICY audit_head_read ON notary_audithead FOR SELECT USING (
    (SELECT erdem_is_machine()) OR (SELECT erdem_roles()) && '{region_officer,auditor}'::text[]
);
CREATE POLICY audit_head_add ON notary_audithead FOR INSERT WITH CHECK (erdem_is_machine());

-- REVERSE
DROP POLICY audit_head_add ON notary_audithead;
DROP POLICY audit_head_read ON notary_audithead;
ALTER TABLE notary_audithead NO FORCE ROW LEVEL SECURITY;
ALTER TABLE notary_audithead DISABLE ROW LEVEL SECURITY;
DROP TRIGGER audit_head_is_never_emptied ON notary_audithead;
DROP TRIGGER audit_head_is_never_changed ON notary_audithead;
DROP TRIGGER audit_head_follows ON notary_audithead;
DROP FUNCTION notary_head_follows();
