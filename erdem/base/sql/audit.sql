-- The trail: anybody who acts may add an entry in the own name; nobody may change or remove one.
CREATE FUNCTION erdem_refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    RAISE EXCEPTION 'The table % is append-only; a correction is a new entry.', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE ON base_auditentry
    FOR EACH ROW EXECUTE FUNCTION erdem_refuse_rewriting();
CREATE TRIGGER audit_is_never_emptied BEFORE TRUNCATE ON base_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION erdem_refuse_rewriting();

ALTER TABLE base_auditentry ENABLE ROW LEVEL SECURITY;
ALTER TABLE base_auditentry FORCE ROW LEVEL SECURITY;
CREATE POLICY audit_read ON base_auditentry FOR SELECT USING (
    (SELECT erdem_is_machine())
    OR actor_user_id = (SELECT erdem_user_id())
    OR organisation_id = ANY ((SELECT erdem_organisations())::bigint[])
    OR (place_code <> '' AND erdem_serves_place(place_code))
);
CREATE POLICY audit_add ON base_auditentry FOR INSERT WITH CHECK (
    actor_kind = (SELECT erdem_kind()) AND actor_user_id IS NOT DISTINCT FROM (SELECT erdem_user_id())
);

-- REVERSE
DROP POLICY audit_add ON base_auditentry;
DROP POLICY audit_read ON base_auditentry;
ALTER TABLE base_auditentry NO FORCE ROW LEVEL SECURITY;
ALTER TABLE base_auditentry DISABLE ROW LEVEL SECURITY;
DROP TRIGGER audit_is_never_emptied ON base_auditentry;
DROP TRIGGER audit_is_append_only ON base_auditentry;
DROP FUNCTION erdem_refuse_rewriting();
