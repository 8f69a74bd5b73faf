-- Row-level security of holdings, labels, grants and faces. The order of questions is record and face first, never back: no circle.
ALTER TABLE knowledge_recordface ENABLE ROW LEVEL SECURITY;
ALTER TABLE knowledge_recordface FORCE ROW LEVEL SECURITY;
CREATE POLICY face_read ON knowledge_recordface FOR SELECT USING (
    (SELECT erdem_is_machine())
    OR (holders && (SELECT erdem_organisations())::bigint[] AND (
        level = 1
        OR (required_groups <@ (SELECT erdem_groups())::bigint[]
            AND (NOT holders_together OR holders <@ (SELECT erdem_organisations())::bigint[])
            AND (level = 2 OR open_dates IS NULL OR open_dates @> (SELECT erdem_today())))))
    OR ((level < 3 OR open_dates IS NULL OR open_dates @> (SELECT erdem_today())) AND (
        (status IN ('registered', 'public_notice') AND (consent_until IS NULL OR consent_until >= (SELECT erdem_today()))
            AND ((level <= level_public AND (SELECT erdem_kind()) IS NOT NULL)
                OR (level <= level_signed_in AND (SELECT erdem_kind()) IN ('person', 'api_key'))))
        OR (level <= level_office AND (SELECT erdem_roles() && ARRAY['county_officer', 'region_officer'])
            AND (place_search LIKE ANY ((SELECT erdem_place_patterns())::text[])
                OR (place_search = '' AND community_id IS NULL AND '15' = ANY ((SELECT erdem_places())::text[]))))
        OR (level <= level_grant AND CASE level
            WHEN 1 THEN record_id IN (SELECT unnest(knowledge_granted(1)))
            WHEN 2 THEN record_id IN (SELECT unnest(knowledge_granted(2)))
            ELSE record_id IN (SELECT unnest(knowledge_granted(3))) END)
    ))
);
CREATE POLICY face_write ON knowledge_recordface USING ((SELECT erdem_is_machine()));

ALTER TABLE knowledge_labelrule ENABLE ROW LEVEL SECURITY;
ALTER TABLE knowledge_labelrule FORCE ROW LEVEL SECURITY;
CREATE POLICY label_rule_read ON knowledge_labelrule FOR SELECT USING ((SELECT erdem_kind()) IS NOT NULL);

-- A holding is seen by its community, by readers of the record, and by members of the other holding communities.
ALTER TABLE knowledge_holding ENABLE ROW LEVEL SECURITY;
ALTER TABLE knowledge_holding FORCE ROW LEVEL SECURITY;
CREATE POLICY holding_read ON knowledge_holding FOR SELECT USING (
    (SELECT erdem_is_machine())
    OR community_id = ANY ((SELECT erdem_organisations())::bigint[])
    OR EXISTS (SELECT 1 FROM knowledge_record AS r WHERE r.id = record_id)
    OR EXISTS (SELECT 1 FROM knowledge_recordface AS f
               WHERE f.record_id = knowledge_holding.record_id AND f.holders && (SELECT erdem_organisations())::bigint[])
);
-- A steward claims for the own community; a holder invites another one, deciding nothing for it.
CREATE POLICY holding_add ON knowledge_holding FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine())
    OR (state = 'claimed' AND community_id = ANY ((SELECT erdem_speaks_for())::bigint[]) AND (
        EXISTS (SELECT 1 FROM knowledge_record AS r WHERE r.id = record_id)
        OR EXISTS (SELECT 1 FROM knowledge_recordface AS f WHERE f.record_id = knowledge_holding.record_id)))
    OR (state = 'invited' AND to_public IS NULL AND to_signed_in IS NULL AND to_office IS NULL AND NOT together
        AND EXISTS (SELECT 1 FROM knowledge_record AS r
                    WHERE r.id = record_id AND r.holders && (SELECT erdem_speaks_for())::bigint[]))
);
CREATE POLICY holding_change ON knowledge_holding FOR UPDATE USING (
    (SELECT erdem_is_machine())
    OR community_id = ANY ((SELECT erdem_speaks_for())::bigint[])
    OR (state = 'claimed' AND EXISTS (SELECT 1 FROM knowledge_record AS r WHERE r.id = record_id AND (
        r.holders && (SELECT erdem_speaks_for())::bigint[]
        OR (r.holders = '{}' AND knowledge_serves(r.place_search, r.community_id)))))
) WITH CHECK (true);  -- what may change is said by holding_is_its_own
CREATE POLICY holding_remove ON knowledge_holding FOR DELETE USING ((SELECT erdem_is_machine()));

CREATE FUNCTION knowledge_guard_holding() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF erdem_is_machine() THEN RETURN NEW; END IF;
    IF NEW.record_id <> OLD.record_id OR NEW.community_id <> OLD.community_id THEN
        RAISE EXCEPTION 'A holding stays with its record and its community.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'holding_is_its_own';
    END IF;
    IF OLD.community_id = ANY (erdem_speaks_for()) THEN
        IF NEW.state = 'active' AND OLD.state IN ('claimed', 'left') THEN
            RAISE EXCEPTION 'A claim is accepted by those who hold the record already, or by the office when nobody does.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'holding_is_its_own';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.state <> 'claimed' OR NEW.state NOT IN ('active', 'left')
        OR (NEW.to_public, NEW.to_signed_in, NEW.to_office, NEW.together, NEW.content_warning, NEW.names_deceased, NEW.holder_type)
            IS DISTINCT FROM
           (OLD.to_public, OLD.to_signed_in, OLD.to_office, OLD.together, OLD.content_warning, OLD.names_deceased, OLD.holder_type)
    THEN
        RAISE EXCEPTION 'Only the community itself changes what it has decided about a record.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'holding_is_its_own';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER holding_is_guarded BEFORE UPDATE ON knowledge_holding
    FOR EACH ROW EXECUTE FUNCTION knowledge_guard_holding();

-- Labels are read where metadata are; a community puts on and takes off its own.
ALTER TABLE knowledge_labeluse ENABLE ROW LEVEL SECURITY;
ALTER TABLE knowledge_labeluse FORCE ROW LEVEL SECURITY;
CREATE POLICY label_use_read ON knowledge_labeluse FOR SELECT USING (
    (SELECT erdem_is_machine())
    OR community_id = ANY ((SELECT erdem_organisations())::bigint[])
    OR EXISTS (SELECT 1 FROM knowledge_record AS r WHERE r.id = record_id)
    OR EXISTS (SELECT 1 FROM knowledge_recordface AS f WHERE f.record_id = knowledge_labeluse.record_id AND f.level = 2)
);
CREATE POLICY label_use_add ON knowledge_labeluse FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine())
    OR (community_id = ANY ((SELECT erdem_speaks_for())::bigint[])
        AND EXISTS (SELECT 1 FROM knowledge_recordface AS f
                    WHERE f.record_id = knowledge_labeluse.record_id AND community_id = ANY (f.holders)
                    UNION ALL
                    SELECT 1 FROM knowledge_record AS r WHERE r.id = record_id AND community_id = ANY (r.holders)))
);
CREATE POLICY label_use_change ON knowledge_labeluse FOR UPDATE USING (
    (SELECT erdem_is_machine()) OR community_id = ANY ((SELECT erdem_speaks_for())::bigint[])
);
CREATE POLICY label_use_remove ON knowledge_labeluse FOR DELETE USING ((SELECT erdem_is_machine()));

CREATE FUNCTION knowledge_guard_label() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF TG_OP = 'UPDATE' AND (NEW.record_id, NEW.community_id, NEW.code, NEW.group_id) IS DISTINCT FROM
            (OLD.record_id, OLD.community_id, OLD.code, OLD.group_id) THEN
        RAISE EXCEPTION 'A label on a record is taken off and put on anew, not turned into another.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'label_use_is_history';
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.removed_at IS NOT NULL THEN
        RAISE EXCEPTION 'A label that was taken off is history.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'label_use_is_history';
    END IF;
    IF NEW.group_id IS NULL AND EXISTS (SELECT 1 FROM knowledge_labelrule AS r WHERE r.code = NEW.code AND r.needs_group) THEN
        RAISE EXCEPTION 'This label needs the group that may read.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'label_use_names_its_group';
    END IF;
    IF NEW.group_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM people_group AS g WHERE g.id = NEW.group_id AND g.organisation_id = NEW.community_id) THEN
        RAISE EXCEPTION 'The group is one of the community that puts on the label.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'label_use_group_of_community';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER label_use_is_guarded BEFORE INSERT OR UPDATE ON knowledge_labeluse
    FOR EACH ROW EXECUTE FUNCTION knowledge_guard_label();

-- A grant is seen by whom it is given to and by the community that gave it.
ALTER TABLE knowledge_accessgrant ENABLE ROW LEVEL SECURITY;
ALTER TABLE knowledge_accessgrant FORCE ROW LEVEL SECURITY;
CREATE POLICY grant_read ON knowledge_accessgrant FOR SELECT USING (
    (SELECT erdem_is_machine())
    OR user_id = (SELECT erdem_user_id())
    OR organisation_id = ANY ((SELECT erdem_organisations())::bigint[])
    OR community_id = ANY ((SELECT erdem_organisations())::bigint[])
);
CREATE POLICY grant_write ON knowledge_accessgrant USING (
    (SELECT erdem_is_machine()) OR community_id = ANY ((SELECT erdem_speaks_for())::bigint[])
);

-- Given by a community that holds the record, and for a purpose that no label forbids.
-- Where all communities must agree (a label “several communities”, or one that reads only together with the others), a grant
-- counts when every holding community has given the same party one that covers it. What the register gives to its experts is
-- no such grant. Whoever writes, the database says whether a grant waits.
CREATE FUNCTION knowledge_guard_grant() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public SET erdem.kind = 'system' AS
$$ BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.needs_all := erdem_user_id() IS NOT NULL AND NEW.community_id IS NOT NULL;
    ELSE
        NEW.needs_all := OLD.needs_all;
    END IF;
    NEW.waits := NEW.needs_all AND NEW.revoked_at IS NULL AND EXISTS (
        SELECT 1 FROM knowledge_record AS r CROSS JOIN unnest(r.holders) AS holder
        WHERE r.id = NEW.record_id AND holder <> NEW.community_id
            AND (r.holders_together OR EXISTS (
                SELECT 1 FROM knowledge_labeluse AS u JOIN knowledge_labelrule AS rule USING (code)
                WHERE u.record_id = r.id AND u.removed_at IS NULL AND rule.effect = 'MULTI'))
            AND NOT EXISTS (
                SELECT 1 FROM knowledge_accessgrant AS other
                WHERE other.record_id = NEW.record_id AND other.community_id = holder AND other.revoked_at IS NULL
                    AND other.user_id IS NOT DISTINCT FROM NEW.user_id
                    AND other.organisation_id IS NOT DISTINCT FROM NEW.organisation_id
                    AND other.level >= NEW.level AND other.purpose = NEW.purpose
                    AND other.valid_from <= NEW.valid_from AND other.valid_until >= NEW.valid_until));
    IF NEW.revoked_at IS NOT NULL OR (TG_OP = 'UPDATE' AND (NEW.record_id, NEW.community_id, NEW.user_id,
        NEW.organisation_id, NEW.level, NEW.purpose, NEW.valid_from, NEW.valid_until, NEW.revoked_at) IS NOT DISTINCT FROM
        (OLD.record_id, OLD.community_id, OLD.user_id, OLD.organisation_id, OLD.level, OLD.purpose, OLD.valid_from,
        OLD.valid_until, OLD.revoked_at)) THEN
        RETURN NEW;
    END IF;
    IF NEW.community_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM knowledge_record WHERE id = NEW.record_id AND NEW.community_id = ANY (holders)) THEN
        RAISE EXCEPTION 'Only a community that holds the record gives access to it.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'grant_by_a_holder';
    END IF;
    IF EXISTS (
        SELECT 1 FROM knowledge_labeluse AS u JOIN knowledge_labelrule AS r USING (code)
        WHERE u.record_id = NEW.record_id AND u.removed_at IS NULL AND r.allowed_purposes IS NOT NULL
            AND NEW.purpose <> ALL (r.allowed_purposes)) THEN
        RAISE EXCEPTION 'A label of the record forbids this purpose.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'grant_purpose_allowed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER grant_is_guarded BEFORE INSERT OR UPDATE ON knowledge_accessgrant
    FOR EACH ROW EXECUTE FUNCTION knowledge_guard_grant();

-- One community's grant may be what another one's was waiting for, or what it rested on.
CREATE FUNCTION knowledge_settle_grants() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public SET erdem.kind = 'system' AS
$$ BEGIN
    UPDATE knowledge_accessgrant SET level = level
    WHERE record_id = coalesce(NEW.record_id, OLD.record_id) AND revoked_at IS NULL AND needs_all;
    RETURN NULL;
END $$;
CREATE TRIGGER grants_are_settled AFTER INSERT OR UPDATE OR DELETE ON knowledge_accessgrant
    FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION knowledge_settle_grants();
-- After *_reaches_record, which brings the record up to date first: triggers fire in the order of their names.
CREATE TRIGGER holding_then_settles_grants AFTER INSERT OR UPDATE OR DELETE ON knowledge_holding
    FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION knowledge_settle_grants();
CREATE TRIGGER label_then_settles_grants AFTER INSERT OR UPDATE OR DELETE ON knowledge_labeluse
    FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION knowledge_settle_grants();

-- REVERSE
DROP TRIGGER label_then_settles_grants ON knowledge_labeluse;
DROP TRIGGER holding_then_settles_grants ON knowledge_holding;
DROP TRIGGER grants_are_settled ON knowledge_accessgrant;
DROP FUNCTION knowledge_settle_grants();
DROP TRIGGER grant_is_guarded ON knowledge_accessgrant;
DROP FUNCTION knowledge_guard_grant();
DROP POLICY grant_write ON knowledge_accessgrant;
DROP POLICY grant_read ON knowledge_accessgrant;
DROP TRIGGER label_use_is_guarded ON knowledge_labeluse;
DROP FUNCTION knowledge_guard_label();
DROP POLICY label_use_remove ON knowledge_labeluse;
DROP POLICY label_use_change ON knowledge_labeluse;
DROP POLICY label_use_add ON knowledge_labeluse;
DROP POLICY label_use_read ON knowledge_labeluse;
DROP TRIGGER holding_is_guarded ON knowledge_holding;
DROP FUNCTION knowledge_guard_holding();
DROP POLICY holding_remove ON knowledge_holding;
DROP POLICY holding_change ON knowledge_holding;
DROP POLICY holding_add ON knowledge_holding;
DROP POLICY holding_read ON knowledge_holding;
DROP POLICY label_rule_read ON knowledge_labelrule;
DROP POLICY face_write ON knowledge_recordface;
DROP POLICY face_read ON knowledge_recordface;
DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['accessgrant', 'labeluse', 'holding', 'labelrule', 'recordface'] LOOP
        EXECUTE format('ALTER TABLE knowledge_%s NO FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE knowledge_%s DISABLE ROW LEVEL SECURITY', name);
    END LOOP;
END $$;
