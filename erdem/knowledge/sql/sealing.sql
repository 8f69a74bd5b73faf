-- Second lock of sealed content. It mirrors policies/sealing.py; what is written once stays as it was written.

-- The record is held by the actor's communities, and neither a group, the others nor the season stands in the way.
CREATE FUNCTION knowledge_holds(holders bigint[], together boolean, required_groups bigint[], open_dates datemultirange)
RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT holders && erdem_organisations()
    AND (NOT together OR holders <@ erdem_organisations())
    AND required_groups <@ erdem_groups()
    AND (open_dates IS NULL OR open_dates @> erdem_today()) $$;

-- Bearers and stewards write.
CREATE FUNCTION knowledge_may_seal(record bigint) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT erdem_is_machine() OR (
    erdem_roles() && ARRAY['bearer', 'steward']
    AND EXISTS (SELECT 1 FROM knowledge_record AS r WHERE r.id = record
        AND knowledge_holds(r.holders, r.holders_together, r.required_groups, r.open_dates))
) $$;

CREATE FUNCTION knowledge_guard_holder_key() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF (NEW.user_id, NEW.community_id, NEW.recipient, NEW.created_at)
        IS DISTINCT FROM (OLD.user_id, OLD.community_id, OLD.recipient, OLD.created_at)
    THEN
        RAISE EXCEPTION 'A holder''s key stays what it is; a new key is a new row.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'holder_key_stays';
    END IF;
    IF OLD.state <> 'active' AND (NEW.state = 'active' OR NEW.ended_at IS DISTINCT FROM OLD.ended_at) THEN
        RAISE EXCEPTION 'A key that was ended does not come back into use.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'holder_key_ends_once';
    END IF;
    IF NOT erdem_is_machine() AND OLD.user_id IS DISTINCT FROM erdem_user_id()
        AND (NEW.label, NEW.keeping) IS DISTINCT FROM (OLD.label, OLD.keeping)
    THEN
        RAISE EXCEPTION 'A steward ends the key of somebody else and changes nothing more of it.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'holder_key_is_its_holders';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER holder_key_guard BEFORE UPDATE ON knowledge_holderkey
    FOR EACH ROW EXECUTE FUNCTION knowledge_guard_holder_key();

CREATE FUNCTION knowledge_guard_sealed_item() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF (NEW.record_id, NEW.ordinal, NEW.commitment, NEW.media_class, NEW.size_band, NEW.suite, NEW.sealed_by_id, NEW.sealed_at)
        IS DISTINCT FROM
        (OLD.record_id, OLD.ordinal, OLD.commitment, OLD.media_class, OLD.size_band, OLD.suite, OLD.sealed_by_id, OLD.sealed_at)
        OR NEW.version <> OLD.version + 1
    THEN
        RAISE EXCEPTION 'Sealed content keeps its commitment; only its next version may follow.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'sealed_item_goes_forward';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER sealed_item_guard BEFORE UPDATE ON knowledge_sealeditem
    FOR EACH ROW EXECUTE FUNCTION knowledge_guard_sealed_item();

CREATE FUNCTION knowledge_guard_sealed_version() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF (NEW.item_id, NEW.version, NEW.sha256, NEW.made_by_id, NEW.made_at)
        IS DISTINCT FROM (OLD.item_id, OLD.version, OLD.sha256, OLD.made_by_id, OLD.made_at)
        OR NEW.blob_id IS NOT NULL OR OLD.blob_id IS NULL
        OR EXISTS (SELECT 1 FROM knowledge_sealeditem AS one WHERE one.id = OLD.item_id AND one.version = OLD.version)
    THEN
        RAISE EXCEPTION 'Of a version of sealed content only an older cipher text is dropped, and nothing else changed.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'sealed_version_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER sealed_version_guard BEFORE UPDATE ON knowledge_sealedversion
    FOR EACH ROW EXECUTE FUNCTION knowledge_guard_sealed_version();

CREATE FUNCTION knowledge_guard_sealed_recipient() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM knowledge_holderkey AS key
        JOIN knowledge_sealedversion AS version ON version.id = NEW.version_id
        JOIN knowledge_sealeditem AS item ON item.id = version.item_id
        JOIN knowledge_record AS record ON record.id = item.record_id
        WHERE key.id = NEW.key_id AND key.state = 'active' AND key.community_id = ANY (record.holders)
    ) THEN
        RAISE EXCEPTION 'Content is sealed to keys in use of communities that hold the record.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'sealed_recipient_holds';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER sealed_recipient_guard BEFORE INSERT ON knowledge_sealedrecipient
    FOR EACH ROW EXECUTE FUNCTION knowledge_guard_sealed_recipient();
CREATE TRIGGER sealed_recipient_stays BEFORE UPDATE ON knowledge_sealedrecipient
    FOR EACH ROW EXECUTE FUNCTION erdem_refuse_rewriting();
CREATE TRIGGER recovery_share_stays BEFORE UPDATE ON knowledge_recoveryshare
    FOR EACH ROW EXECUTE FUNCTION erdem_refuse_rewriting();

DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'holderkey', 'holderkeysecret', 'sealeditem', 'sealedversion', 'sealedrecipient', 'recoverysplit', 'recoveryshare'
    ] LOOP
        EXECUTE format('ALTER TABLE knowledge_%s ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE knowledge_%s FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY %s_remove ON knowledge_%s FOR DELETE USING ((SELECT erdem_is_machine()))', name, name);
    END LOOP;
END $$;

CREATE POLICY holderkey_read ON knowledge_holderkey FOR SELECT USING (
    (SELECT erdem_is_machine()) OR user_id = (SELECT erdem_user_id())
    OR community_id = ANY ((SELECT erdem_organisations())::bigint[])
    OR EXISTS (
        SELECT 1 FROM knowledge_holding AS h JOIN knowledge_record AS r ON r.id = h.record_id
        WHERE h.community_id = knowledge_holderkey.community_id AND h.state = 'active'
            AND knowledge_holds(r.holders, r.holders_together, r.required_groups, r.open_dates)
    )
);
CREATE POLICY holderkey_add ON knowledge_holderkey FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine())
    OR (user_id = (SELECT erdem_user_id()) AND (SELECT erdem_kind()) = 'person'
        AND community_id = ANY ((SELECT erdem_organisations())::bigint[])
        AND (SELECT erdem_roles() && ARRAY['bearer', 'steward']))
);
CREATE POLICY holderkey_change ON knowledge_holderkey FOR UPDATE USING (
    (SELECT erdem_is_machine()) OR user_id = (SELECT erdem_user_id())
    OR community_id = ANY ((SELECT erdem_speaks_for())::bigint[])
);

-- A locked private key is its holder's alone; not even a steward fetches it.
CREATE FUNCTION knowledge_is_own_key(key bigint) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT erdem_is_machine()
    OR EXISTS (SELECT 1 FROM knowledge_holderkey AS one WHERE one.id = key AND one.user_id = erdem_user_id()) $$;
CREATE POLICY holderkeysecret_read ON knowledge_holderkeysecret FOR SELECT USING (knowledge_is_own_key(key_id));
CREATE POLICY holderkeysecret_add ON knowledge_holderkeysecret FOR INSERT WITH CHECK (knowledge_is_own_key(key_id));
CREATE POLICY holderkeysecret_change ON knowledge_holderkeysecret FOR UPDATE USING (knowledge_is_own_key(key_id));

CREATE POLICY sealeditem_read ON knowledge_sealeditem FOR SELECT USING (
    (SELECT erdem_is_machine())
    OR EXISTS (
        SELECT 1 FROM knowledge_record AS r
        WHERE r.id = record_id AND knowledge_holds(r.holders, r.holders_together, r.required_groups, r.open_dates)
    )
);
CREATE POLICY sealeditem_add ON knowledge_sealeditem FOR INSERT WITH CHECK (knowledge_may_seal(record_id));
CREATE POLICY sealeditem_change ON knowledge_sealeditem FOR UPDATE USING (knowledge_may_seal(record_id));

CREATE POLICY sealedversion_read ON knowledge_sealedversion FOR SELECT USING (
    (SELECT erdem_is_machine()) OR EXISTS (SELECT 1 FROM knowledge_sealeditem AS one WHERE one.id = item_id)
);
CREATE POLICY sealedversion_add ON knowledge_sealedversion FOR INSERT WITH CHECK (
    EXISTS (SELECT 1 FROM knowledge_sealeditem AS one WHERE one.id = item_id AND knowledge_may_seal(one.record_id))
);
CREATE POLICY sealedversion_change ON knowledge_sealedversion FOR UPDATE USING (
    EXISTS (SELECT 1 FROM knowledge_sealeditem AS one WHERE one.id = item_id AND knowledge_may_seal(one.record_id))
);
CREATE POLICY sealedrecipient_read ON knowledge_sealedrecipient FOR SELECT USING (
    (SELECT erdem_is_machine()) OR EXISTS (SELECT 1 FROM knowledge_sealedversion AS one WHERE one.id = version_id)
);
CREATE POLICY sealedrecipient_add ON knowledge_sealedrecipient FOR INSERT WITH CHECK (
    EXISTS (
        SELECT 1 FROM knowledge_sealedversion AS v JOIN knowledge_sealeditem AS one ON one.id = v.item_id
        WHERE v.id = version_id AND knowledge_may_seal(one.record_id)
    )
);

CREATE POLICY recoverysplit_read ON knowledge_recoverysplit FOR SELECT USING (
    (SELECT erdem_is_machine()) OR EXISTS (SELECT 1 FROM knowledge_holderkey AS one WHERE one.id = key_id)
);
CREATE POLICY recoverysplit_add ON knowledge_recoverysplit FOR INSERT WITH CHECK (knowledge_is_own_key(key_id));
CREATE POLICY recoverysplit_change ON knowledge_recoverysplit FOR UPDATE USING (knowledge_is_own_key(key_id));
CREATE POLICY recoveryshare_read ON knowledge_recoveryshare FOR SELECT USING (
    (SELECT erdem_is_machine()) OR EXISTS (SELECT 1 FROM knowledge_recoverysplit AS one WHERE one.id = split_id)
);
CREATE POLICY recoveryshare_add ON knowledge_recoveryshare FOR INSERT WITH CHECK (
    EXISTS (SELECT 1 FROM knowledge_recoverysplit AS one WHERE one.id = split_id AND knowledge_is_own_key(one.key_id))
);

-- REVERSE
DROP POLICY recoveryshare_add ON knowledge_recoveryshare;
DROP POLICY recoveryshare_read ON knowledge_recoveryshare;
DROP POLICY recoverysplit_change ON knowledge_recoverysplit;
DROP POLICY recoverysplit_add ON knowledge_recoverysplit;
DROP POLICY recoverysplit_read ON knowledge_recoverysplit;
DROP POLICY sealedrecipient_add ON knowledge_sealedrecipient;
DROP POLICY sealedrecipient_read ON knowledge_sealedrecipient;
DROP POLICY sealedversion_change ON knowledge_sealedversion;
DROP POLICY sealedversion_add ON knowledge_sealedversion;
DROP POLICY sealedversion_read ON knowledge_sealedversion;
DROP POLICY sealeditem_change ON knowledge_sealeditem;
DROP POLICY sealeditem_add ON knowledge_sealeditem;
DROP POLICY sealeditem_read ON knowledge_sealeditem;
DROP POLICY holderkeysecret_change ON knowledge_holderkeysecret;
DROP POLICY holderkeysecret_add ON knowledge_holderkeysecret;
DROP POLICY holderkeysecret_read ON knowledge_holderkeysecret;
DROP POLICY holderkey_change ON knowledge_holderkey;
DROP POLICY holderkey_add ON knowledge_holderkey;
DROP POLICY holderkey_read ON knowledge_holderkey;
DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'holderkey', 'holderkeysecret', 'sealeditem', 'sealedversion', 'sealedrecipient', 'recoverysplit', 'recoveryshare'
    ] LOOP
        EXECUTE format('DROP POLICY %s_remove ON knowledge_%s', name, name);
        EXECUTE format('ALTER TABLE knowledge_%s NO FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE knowledge_%s DISABLE ROW LEVEL SECURITY', name);
    END LOOP;
END $$;
DROP TRIGGER recovery_share_stays ON knowledge_recoveryshare;
DROP TRIGGER sealed_recipient_stays ON knowledge_sealedrecipient;
DROP TRIGGER sealed_recipient_guard ON knowledge_sealedrecipient;
DROP TRIGGER sealed_version_guard ON knowledge_sealedversion;
DROP TRIGGER sealed_item_guard ON knowledge_sealeditem;
DROP TRIGGER holder_key_guard ON knowledge_holderkey;
DROP FUNCTION knowledge_guard_sealed_recipient();
DROP FUNCTION knowledge_guard_sealed_version();
DROP FUNCTION knowledge_guard_sealed_item();
DROP FUNCTION knowledge_guard_holder_key();
DROP FUNCTION knowledge_is_own_key(bigint);
DROP FUNCTION knowledge_may_seal(bigint);
DROP FUNCTION knowledge_holds(bigint[], boolean, bigint[], datemultirange);
