-- Each entry says in which transaction of which database cluster it was written: by that, and by nothing that a clock or a
-- sequence says, one knows which entries are final. Transaction numbers begin anew in another cluster, after a restore.
CREATE FUNCTION erdem_cluster() RETURNS bigint LANGUAGE sql STABLE AS
$$ SELECT system_identifier FROM pg_control_system() $$;

CREATE FUNCTION erdem_order_audit() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    NEW.cluster_id := erdem_cluster();
    NEW.transaction_id := pg_current_xact_id()::text::bigint;
    RETURN NEW;
END $$;
CREATE TRIGGER audit_is_ordered BEFORE INSERT ON base_auditentry FOR EACH ROW EXECUTE FUNCTION erdem_order_audit();

-- REVERSE
DROP TRIGGER audit_is_ordered ON base_auditentry;
DROP FUNCTION erdem_order_audit();
DROP FUNCTION erdem_cluster();
