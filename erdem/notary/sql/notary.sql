-- An entry is kept as it was written: it only gets its position, once. Checkpoints are never changed.
CREATE FUNCTION notary_keep_leaf() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF TG_OP = 'DELETE' OR OLD.position IS NOT NULL OR NEW.position IS NULL
        OR (NEW.id, NEW.log, NEW.kind, NEW.entry, NEW.leaf_hash, NEW.written_at)
            IS DISTINCT FROM (OLD.id, OLD.log, OLD.kind, OLD.entry, OLD.leaf_hash, OLD.written_at) THEN
        RAISE EXCEPTION 'An entry of a log is neither changed nor removed.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'leaf_is_kept';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER leaf_is_kept BEFORE UPDATE OR DELETE ON notary_leaf FOR EACH ROW EXECUTE FUNCTION notary_keep_leaf();
CREATE TRIGGER leaf_is_never_emptied BEFORE TRUNCATE ON notary_leaf
    FOR EACH STATEMENT EXECUTE FUNCTION erdem_refuse_rewriting();
CREATE TRIGGER checkpoint_is_never_changed BEFORE UPDATE OR DELETE ON notary_publishedcheckpoint
    FOR EACH ROW EXECUTE FUNCTION erdem_refuse_rewriting();
CREATE TRIGGER checkpoint_is_never_emptied BEFORE TRUNCATE ON notary_publishedcheckpoint
    FOR EACH STATEMENT EXECUTE FUNCTION erdem_refuse_rewriting();

ALTER TABLE notary_leaf ENABLE ROW LEVEL SECURITY;
ALTER TABLE notary_leaf FORCE ROW LEVEL SECURITY;
CREATE POLICY leaf_read ON notary_leaf FOR SELECT USING ((SELECT erdem_kind()) IS NOT NULL);
CREATE POLICY leaf_add ON notary_leaf FOR INSERT WITH CHECK (
    position IS NULL AND (erdem_is_machine() OR erdem_kind() IN ('person', 'api_key'))
);
CREATE POLICY leaf_place ON notary_leaf FOR UPDATE USING (erdem_is_machine());

ALTER TABLE notary_publishedcheckpoint ENABLE ROW LEVEL SECURITY;
ALTER TABLE notary_publishedcheckpoint FORCE ROW LEVEL SECURITY;
CREATE POLICY checkpoint_read ON notary_publishedcheckpoint FOR SELECT USING ((SELECT erdem_kind()) IS NOT NULL);
CREATE POLICY checkpoint_add ON notary_publishedcheckpoint FOR INSERT WITH CHECK (erdem_is_machine());

-- REVERSE
DROP POLICY checkpoint_add ON notary_publishedcheckpoint;
DROP POLICY checkpoint_read ON notary_publishedcheckpoint;
ALTER TABLE notary_publishedcheckpoint NO FORCE ROW LEVEL SECURITY;
ALTER TABLE notary_publishedcheckpoint DISABLE ROW LEVEL SECURITY;
DROP POLICY leaf_place ON notary_leaf;
DROP POLICY leaf_add ON notary_leaf;
DROP POLICY leaf_read ON notary_leaf;
ALTER TABLE notary_leaf NO FORCE ROW LEVEL SECURITY;
ALTER TABLE notary_leaf DISABLE ROW LEVEL SECURITY;
DROP TRIGGER checkpoint_is_never_emptied ON notary_publishedcheckpoint;
DROP TRIGGER checkpoint_is_never_changed ON notary_publishedcheckpoint;
DROP TRIGGER leaf_is_never_emptied ON notary_leaf;
DROP TRIGGER leaf_is_kept ON notary_leaf;
DROP FUNCTION notary_keep_leaf();
