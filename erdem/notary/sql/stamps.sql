-- What was stamped stays as it is: of an item only its progress moves, until it is done; a renewal is a row of its own.
CREATE FUNCTION notary_keep_item() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF TG_OP = 'DELETE' OR OLD.done_at IS NOT NULL
        OR (NEW.id, NEW.checkpoint_id, NEW.note, NEW.digests, NEW.is_public, NEW.user_id, NEW.organisation_id, NEW.asked_at)
            IS DISTINCT FROM
            (OLD.id, OLD.checkpoint_id, OLD.note, OLD.digests, OLD.is_public, OLD.user_id, OLD.organisation_id, OLD.asked_at)
    THEN
        RAISE EXCEPTION 'What was stamped is neither changed nor removed.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'stamped_item_is_kept';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stamped_item_is_kept BEFORE UPDATE OR DELETE ON notary_stampeditem
    FOR EACH ROW EXECUTE FUNCTION notary_keep_item();
CREATE TRIGGER stamped_item_is_never_emptied BEFORE TRUNCATE ON notary_stampeditem
    FOR EACH STATEMENT EXECUTE FUNCTION erdem_refuse_rewriting();
CREATE TRIGGER stamp_is_never_changed BEFORE UPDATE OR DELETE ON notary_timestamp
    FOR EACH ROW EXECUTE FUNCTION erdem_refuse_rewriting();
CREATE TRIGGER stamp_is_never_emptied BEFORE TRUNCATE ON notary_timestamp
    FOR EACH STATEMENT EXECUTE FUNCTION erdem_refuse_rewriting();
CREATE TRIGGER attempt_is_never_changed BEFORE UPDATE OR DELETE ON notary_stampattempt
    FOR EACH ROW EXECUTE FUNCTION erdem_refuse_rewriting();
CREATE TRIGGER attempt_is_never_emptied BEFORE TRUNCATE ON notary_stampattempt
    FOR EACH STATEMENT EXECUTE FUNCTION erdem_refuse_rewriting();

-- An alarm is closed once, and never taken back.
CREATE FUNCTION notary_keep_alarm() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF TG_OP = 'DELETE' OR OLD.gone_at IS NOT NULL
        OR (NEW.id, NEW.log, NEW.kind, NEW.first_seen) IS DISTINCT FROM (OLD.id, OLD.log, OLD.kind, OLD.first_seen) THEN
        RAISE EXCEPTION 'An alarm is neither removed nor opened again.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'alarm_is_kept';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER alarm_is_kept BEFORE UPDATE OR DELETE ON notary_logalarm FOR EACH ROW EXECUTE FUNCTION notary_keep_alarm();
CREATE TRIGGER alarm_is_never_emptied BEFORE TRUNCATE ON notary_logalarm
    FOR EACH STATEMENT EXECUTE FUNCTION erdem_refuse_rewriting();

ALTER TABLE notary_stampeditem ENABLE ROW LEVEL SECURITY;
ALTER TABLE notary_stampeditem FORCE ROW LEVEL SECURITY;
CREATE POLICY stamped_item_read ON notary_stampeditem FOR SELECT USING (
    (SELECT erdem_is_machine())
    OR (is_public AND (SELECT erdem_kind()) IS NOT NULL)
    OR user_id = (SELECT erdem_user_id())
    OR organisation_id = ANY ((SELECT erdem_organisations())::bigint[])
);
CREATE POLICY stamped_item_add ON notary_stampeditem FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine())
    OR (checkpoint_id IS NULL AND done_at IS NULL AND user_id = (SELECT erdem_user_id())
        AND (organisation_id IS NULL OR organisation_id = ANY ((SELECT erdem_organisations())::bigint[])))
);
CREATE POLICY stamped_item_go_on ON notary_stampeditem FOR UPDATE USING ((SELECT erdem_is_machine()));

ALTER TABLE notary_timestamp ENABLE ROW LEVEL SECURITY;
ALTER TABLE notary_timestamp FORCE ROW LEVEL SECURITY;
CREATE POLICY stamp_read ON notary_timestamp FOR SELECT USING (
    (SELECT erdem_is_machine()) OR EXISTS (SELECT FROM notary_stampeditem AS item WHERE item.id = item_id)
);
CREATE POLICY stamp_add ON notary_timestamp FOR INSERT WITH CHECK ((SELECT erdem_is_machine()));

ALTER TABLE notary_stampattempt ENABLE ROW LEVEL SECURITY;
ALTER TABLE notary_stampattempt FORCE ROW LEVEL SECURITY;
CREATE POLICY attempt_read ON notary_stampattempt FOR SELECT USING (
    (SELECT erdem_is_machine())
    OR ((SELECT erdem_roles())::text[] && ARRAY['county_officer', 'region_officer']
        AND EXISTS (SELECT FROM notary_stampeditem AS item WHERE item.id = item_id))
);
CREATE POLICY attempt_add ON notary_stampattempt FOR INSERT WITH CHECK ((SELECT erdem_is_machine()));

ALTER TABLE notary_logalarm ENABLE ROW LEVEL SECURITY;
ALTER TABLE notary_logalarm FORCE ROW LEVEL SECURITY;
CREATE POLICY alarm_read ON notary_logalarm FOR SELECT USING (
    (SELECT erdem_is_machine()) OR (SELECT erdem_roles())::text[] && ARRAY['county_officer', 'region_officer']
);
CREATE POLICY alarm_add ON notary_logalarm FOR INSERT WITH CHECK ((SELECT erdem_is_machine()));
CREATE POLICY alarm_go_on ON notary_logalarm FOR UPDATE USING ((SELECT erdem_is_machine()));

-- REVERSE
DROP POLICY alarm_go_on ON notary_logalarm;
DROP POLICY alarm_add ON notary_logalarm;
DROP POLICY alarm_read ON notary_logalarm;
ALTER TABLE notary_logalarm NO FORCE ROW LEVEL SECURITY;
ALTER TABLE notary_logalarm DISABLE ROW LEVEL SECURITY;
DROP POLICY attempt_add ON notary_stampattempt;
DROP POLICY attempt_read ON notary_stampattempt;
ALTER TABLE notary_stampattempt NO FORCE ROW LEVEL SECURITY;
ALTER TABLE notary_stampattempt DISABLE ROW LEVEL SECURITY;
DROP POLICY stamp_add ON notary_timestamp;
DROP POLICY stamp_read ON notary_timestamp;
ALTER TABLE notary_timestamp NO FORCE ROW LEVEL SECURITY;
ALTER TABLE notary_timestamp DISABLE ROW LEVEL SECURITY;
DROP POLICY stamped_item_go_on ON notary_stampeditem;
DROP POLICY stamped_item_add ON notary_stampeditem;
DROP POLICY stamped_item_read ON notary_stampeditem;
ALTER TABLE notary_stampeditem NO FORCE ROW LEVEL SECURITY;
ALTER TABLE notary_stampeditem DISABLE ROW LEVEL SECURITY;
DROP TRIGGER alarm_is_never_emptied ON notary_logalarm;
DROP TRIGGER alarm_is_kept ON notary_logalarm;
DROP FUNCTION notary_keep_alarm();
DROP TRIGGER attempt_is_never_emptied ON notary_stampattempt;
DROP TRIGGER attempt_is_never_changed ON notary_stampattempt;
DROP TRIGGER stamp_is_never_emptied ON notary_timestamp;
DROP TRIGGER stamp_is_never_changed ON notary_timestamp;
DROP TRIGGER stamped_item_is_never_emptied ON notary_stampeditem;
DROP TRIGGER stamped_item_is_kept ON notary_stampeditem;
DROP FUNCTION notary_keep_item();
