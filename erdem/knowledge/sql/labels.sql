-- Wordings of labels, versions of protocols, notices of institutions. Mirrors policies/labels.py.

-- Nothing that was said once is said otherwise later: only an approval or an end may be filled in.
CREATE FUNCTION knowledge_keep_wording() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM pg_advisory_xact_lock(hashtext('label wording'), hashtext(NEW.community_id || NEW.code));
        NEW.version := 1 + coalesce((SELECT max(version) FROM knowledge_communitylabel
                                     WHERE community_id = NEW.community_id AND code = NEW.code), 0);
        RETURN NEW;
    END IF;
    IF OLD.approved_at IS NOT NULL OR NEW.approved_at IS NULL
        OR to_jsonb(NEW) - ARRAY['approved_at', 'approved_by_id'] <> to_jsonb(OLD) - ARRAY['approved_at', 'approved_by_id'] THEN
        RAISE EXCEPTION 'A wording of a label is not changed; word a new version.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'label_wording_is_kept';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER label_wording_is_kept BEFORE INSERT OR UPDATE ON knowledge_communitylabel
    FOR EACH ROW EXECUTE FUNCTION knowledge_keep_wording();

ALTER TABLE knowledge_communitylabel ENABLE ROW LEVEL SECURITY;
ALTER TABLE knowledge_communitylabel FORCE ROW LEVEL SECURITY;
CREATE POLICY label_wording_read ON knowledge_communitylabel FOR SELECT USING (
    (SELECT erdem_is_machine())
    OR community_id = ANY ((SELECT erdem_organisations())::bigint[])
    OR (approved_at IS NOT NULL AND EXISTS (
        SELECT 1 FROM knowledge_labeluse AS u WHERE u.wording_id = knowledge_communitylabel.id))
);
CREATE POLICY label_wording_add ON knowledge_communitylabel FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine())
    OR (community_id = ANY ((SELECT erdem_speaks_for())::bigint[]) AND worded_by_id = (SELECT erdem_user_id())
        AND approved_at IS NULL)
);
CREATE POLICY label_wording_approve ON knowledge_communitylabel FOR UPDATE USING (
    (SELECT erdem_is_machine()) OR community_id = ANY ((SELECT erdem_speaks_for())::bigint[])
) WITH CHECK (
    (SELECT erdem_is_machine()) OR approved_by_id = (SELECT erdem_user_id())
);

-- A record keeps the wording that it was labelled with; it is the community's own, of this label, and approved.
CREATE FUNCTION knowledge_guard_label_wording() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF TG_OP = 'UPDATE' AND NEW.wording_id IS DISTINCT FROM OLD.wording_id THEN
        RAISE EXCEPTION 'A label on a record keeps the wording it was put on with.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'label_use_keeps_its_wording';
    END IF;
    IF TG_OP = 'INSERT' AND NEW.wording_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM knowledge_communitylabel AS w WHERE w.id = NEW.wording_id AND w.community_id = NEW.community_id
            AND w.code = NEW.code AND w.approved_at IS NOT NULL) THEN
        RAISE EXCEPTION 'The wording is an approved one of the community that puts on the label.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'label_use_wording_of_community';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER label_use_keeps_its_wording BEFORE INSERT OR UPDATE OF wording_id ON knowledge_labeluse
    FOR EACH ROW EXECUTE FUNCTION knowledge_guard_label_wording();

CREATE FUNCTION knowledge_keep_protocol() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    RAISE EXCEPTION 'A version of a protocol is history.'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'protocol_version_is_kept';
END $$;
CREATE TRIGGER protocol_version_is_kept BEFORE UPDATE ON knowledge_protocolversion
    FOR EACH ROW EXECUTE FUNCTION knowledge_keep_protocol();

ALTER TABLE knowledge_protocolversion ENABLE ROW LEVEL SECURITY;
ALTER TABLE knowledge_protocolversion FORCE ROW LEVEL SECURITY;
CREATE POLICY protocol_version_read ON knowledge_protocolversion FOR SELECT USING (
    (SELECT erdem_is_machine()) OR community_id = ANY ((SELECT erdem_speaks_for())::bigint[])
);
CREATE POLICY protocol_version_add ON knowledge_protocolversion FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine())
    OR (community_id = ANY ((SELECT erdem_speaks_for())::bigint[])
        AND (saved_by_id IS NULL OR saved_by_id = (SELECT erdem_user_id()))
        AND EXISTS (SELECT 1 FROM knowledge_holding AS h
                    WHERE h.record_id = knowledge_protocolversion.record_id
                        AND h.community_id = knowledge_protocolversion.community_id))
);
CREATE POLICY protocol_version_remove ON knowledge_protocolversion FOR DELETE USING ((SELECT erdem_is_machine()));

-- Notices are seen where labels are; an institution places its own, a holding community puts its label in their place.
CREATE FUNCTION knowledge_keep_notice() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF OLD.ended_at IS NOT NULL OR NEW.ended_at IS NULL
        OR to_jsonb(NEW) - ARRAY['ended_at', 'ended_reason', 'replaced_by']
            <> to_jsonb(OLD) - ARRAY['ended_at', 'ended_reason', 'replaced_by'] THEN
        RAISE EXCEPTION 'A notice is ended, not changed.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'notice_is_kept';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER notice_is_kept BEFORE UPDATE ON knowledge_noticeuse
    FOR EACH ROW EXECUTE FUNCTION knowledge_keep_notice();

ALTER TABLE knowledge_noticeuse ENABLE ROW LEVEL SECURITY;
ALTER TABLE knowledge_noticeuse FORCE ROW LEVEL SECURITY;
CREATE POLICY notice_read ON knowledge_noticeuse FOR SELECT USING (
    (SELECT erdem_is_machine())
    OR EXISTS (SELECT 1 FROM knowledge_record AS r WHERE r.id = record_id)
    OR EXISTS (SELECT 1 FROM knowledge_recordface AS f WHERE f.record_id = knowledge_noticeuse.record_id AND f.level = 2)
);
CREATE POLICY notice_add ON knowledge_noticeuse FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine())
    OR (institution_id = ANY ((SELECT erdem_organisations())::bigint[])
        AND (SELECT erdem_roles() && ARRAY['county_officer', 'region_officer', 'expert', 'curator'])
        AND (EXISTS (SELECT 1 FROM knowledge_record AS r WHERE r.id = record_id)
            OR EXISTS (SELECT 1 FROM knowledge_recordface AS f
                       WHERE f.record_id = knowledge_noticeuse.record_id AND f.level = 2)))
);
CREATE POLICY notice_end ON knowledge_noticeuse FOR UPDATE USING (
    (SELECT erdem_is_machine())
    OR (institution_id = ANY ((SELECT erdem_organisations())::bigint[])
        AND (SELECT erdem_roles() && ARRAY['county_officer', 'region_officer', 'expert', 'curator']))
    OR EXISTS (SELECT 1 FROM knowledge_holding AS h WHERE h.record_id = knowledge_noticeuse.record_id
               AND h.state = 'active' AND h.community_id = ANY ((SELECT erdem_speaks_for())::bigint[]))
);
CREATE POLICY notice_remove ON knowledge_noticeuse FOR DELETE USING ((SELECT erdem_is_machine()));

-- REVERSE
DROP POLICY notice_remove ON knowledge_noticeuse;
DROP POLICY notice_end ON knowledge_noticeuse;
DROP POLICY notice_add ON knowledge_noticeuse;
DROP POLICY notice_read ON knowledge_noticeuse;
ALTER TABLE knowledge_noticeuse NO FORCE ROW LEVEL SECURITY;
ALTER TABLE knowledge_noticeuse DISABLE ROW LEVEL SECURITY;
DROP TRIGGER notice_is_kept ON knowledge_noticeuse;
DROP FUNCTION knowledge_keep_notice();
DROP POLICY protocol_version_remove ON knowledge_protocolversion;
DROP POLICY protocol_version_add ON knowledge_protocolversion;
DROP POLICY protocol_version_read ON knowledge_protocolversion;
ALTER TABLE knowledge_protocolversion NO FORCE ROW LEVEL SECURITY;
ALTER TABLE knowledge_protocolversion DISABLE ROW LEVEL SECURITY;
DROP TRIGGER protocol_version_is_kept ON knowledge_protocolversion;
DROP FUNCTION knowledge_keep_protocol();
DROP TRIGGER label_use_keeps_its_wording ON knowledge_labeluse;
DROP FUNCTION knowledge_guard_label_wording();
DROP POLICY label_wording_approve ON knowledge_communitylabel;
DROP POLICY label_wording_add ON knowledge_communitylabel;
DROP POLICY label_wording_read ON knowledge_communitylabel;
ALTER TABLE knowledge_communitylabel NO FORCE ROW LEVEL SECURITY;
ALTER TABLE knowledge_communitylabel DISABLE ROW LEVEL SECURITY;
DROP TRIGGER label_wording_is_kept ON knowledge_communitylabel;
DROP FUNCTION knowledge_keep_wording();
