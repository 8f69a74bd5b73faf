-- Communities, how they are reached, their papers; calls for unknown holders and the answers. Mirrors policies/community.py.

-- True when an office with a duty in one of the places asks.
CREATE FUNCTION knowledge_office_of(place_search text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT erdem_roles() && ARRAY['county_officer', 'region_officer'] AND coalesce(
    (SELECT bool_or(position(' ' || place IN place_search) > 0) FROM unnest(erdem_places()) AS place), false) $$;

-- A gachaa, village or sum acts by a resolution in force; whoever asks gets yes or no and nothing of the paper.
CREATE FUNCTION knowledge_has_authority(community bigint) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public SET erdem.kind = 'system' AS
$$ SELECT NOT EXISTS (
    SELECT 1 FROM knowledge_communityprofile AS p WHERE p.organisation_id = community AND p.holder_type IN ('V', 'T')
) OR EXISTS (
    SELECT 1 FROM knowledge_authoritypaper AS a JOIN knowledge_communityprofile AS p ON p.id = a.profile_id
    WHERE p.organisation_id = community AND a.kind IN ('assembly', 'representatives') AND a.withdrawn_at IS NULL
        AND erdem_today() >= a.valid_from AND (a.valid_until IS NULL OR erdem_today() <= a.valid_until)
) $$;

-- Whether records name a community, secret ones too; whoever asks gets yes or no.
CREATE FUNCTION knowledge_is_named(community bigint) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public SET erdem.kind = 'system' AS
$$ SELECT EXISTS (SELECT 1 FROM knowledge_record AS r WHERE r.community_id = community)
    OR EXISTS (SELECT 1 FROM knowledge_holding AS h WHERE h.community_id = community AND h.state = 'active') $$;

-- Whether a community has a steward who can answer for it.
CREATE FUNCTION knowledge_has_steward(community bigint) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public SET erdem.kind = 'system' AS
$$ SELECT EXISTS (SELECT 1 FROM people_membership AS m WHERE m.organisation_id = community AND m.role = 'steward'
    AND people_in_force(m.since, m.until)) $$;

ALTER TABLE knowledge_communityprofile ENABLE ROW LEVEL SECURITY;
ALTER TABLE knowledge_communityprofile FORCE ROW LEVEL SECURITY;
CREATE POLICY community_read ON knowledge_communityprofile FOR SELECT USING (
    (SELECT erdem_is_machine())
    OR (status <> 'proposed' AND (SELECT erdem_kind()) IS NOT NULL)
    OR organisation_id = ANY ((SELECT erdem_organisations())::bigint[])
    OR proposed_by_id = (SELECT erdem_user_id())
    OR knowledge_office_of(place_search)
);
CREATE POLICY community_add ON knowledge_communityprofile FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine())
    OR (status = 'proposed' AND proposed_by_id = (SELECT erdem_user_id())
        AND (organisation_id = ANY ((SELECT erdem_speaks_for())::bigint[]) OR NOT knowledge_has_steward(organisation_id)))
);
CREATE POLICY community_change ON knowledge_communityprofile FOR UPDATE USING (
    (SELECT erdem_is_machine())
    OR organisation_id = ANY ((SELECT erdem_speaks_for())::bigint[])
    OR (status = 'proposed' AND proposed_by_id = (SELECT erdem_user_id()))
    OR knowledge_office_of(place_search)
) WITH CHECK (true);  -- what may change is said by community_speaks_for_itself
CREATE POLICY community_remove ON knowledge_communityprofile FOR DELETE USING ((SELECT erdem_is_machine()));

CREATE TRIGGER community_takes_legal_steps BEFORE INSERT OR UPDATE OF status ON knowledge_communityprofile
    FOR EACH ROW EXECUTE FUNCTION erdem_refuse_illegal_step('knowledge.communityprofile');

-- The office recognises; who a recognised community is, its stewards say. What is named by records is not closed.
CREATE FUNCTION knowledge_guard_profile() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF NEW.status = 'closed' AND OLD.status <> 'closed' AND knowledge_is_named(OLD.organisation_id) THEN
        RAISE EXCEPTION 'Records name this community; hand them to a custodian first.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'community_named_by_records';
    END IF;
    IF erdem_is_machine() THEN RETURN NEW; END IF;
    IF NEW.organisation_id <> OLD.organisation_id
        OR (NEW.status = 'recognised' AND OLD.status <> 'recognised' AND NOT knowledge_office_of(OLD.place_search))
        OR (OLD.status <> 'proposed' AND OLD.organisation_id <> ALL (erdem_speaks_for())
            AND (NEW.holder_type, NEW.description, NEW.description_mn, NEW.description_en, NEW.place_search)
                IS DISTINCT FROM (OLD.holder_type, OLD.description, OLD.description_mn, OLD.description_en, OLD.place_search))
    THEN
        RAISE EXCEPTION 'The office recognises a community; the community says who it is.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'community_speaks_for_itself';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER community_speaks_for_itself BEFORE UPDATE ON knowledge_communityprofile
    FOR EACH ROW EXECUTE FUNCTION knowledge_guard_profile();

ALTER TABLE knowledge_communitycontact ENABLE ROW LEVEL SECURITY;
ALTER TABLE knowledge_communitycontact FORCE ROW LEVEL SECURITY;
CREATE POLICY contact_read ON knowledge_communitycontact FOR SELECT USING (
    (SELECT erdem_is_machine())
    OR EXISTS (SELECT 1 FROM knowledge_communityprofile AS p WHERE p.id = profile_id AND (
        p.organisation_id = ANY ((SELECT erdem_organisations())::bigint[])
        OR (p.status = 'proposed' AND p.proposed_by_id = (SELECT erdem_user_id()))
        OR shown_to = 'public'
        OR (shown_to = 'signed_in' AND (SELECT erdem_kind()) IN ('person', 'api_key'))
        OR (shown_to <> 'members' AND knowledge_office_of(p.place_search))))
);
CREATE POLICY contact_write ON knowledge_communitycontact USING (
    (SELECT erdem_is_machine())
    OR EXISTS (SELECT 1 FROM knowledge_communityprofile AS p WHERE p.id = profile_id AND (
        p.organisation_id = ANY ((SELECT erdem_speaks_for())::bigint[])
        OR (p.status = 'proposed' AND p.proposed_by_id = (SELECT erdem_user_id()))))
);

ALTER TABLE knowledge_authoritypaper ENABLE ROW LEVEL SECURITY;
ALTER TABLE knowledge_authoritypaper FORCE ROW LEVEL SECURITY;
CREATE POLICY paper_read ON knowledge_authoritypaper FOR SELECT USING (
    (SELECT erdem_is_machine())
    OR EXISTS (SELECT 1 FROM knowledge_communityprofile AS p WHERE p.id = profile_id AND (
        p.organisation_id = ANY ((SELECT erdem_organisations())::bigint[]) OR knowledge_office_of(p.place_search)))
);
CREATE POLICY paper_add ON knowledge_authoritypaper FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine())
    OR (withdrawn_at IS NULL AND added_by_id = (SELECT erdem_user_id())
        AND EXISTS (SELECT 1 FROM knowledge_communityprofile AS p WHERE p.id = profile_id
                    AND p.organisation_id = ANY ((SELECT erdem_speaks_for())::bigint[])))
);
CREATE POLICY paper_change ON knowledge_authoritypaper FOR UPDATE USING (
    (SELECT erdem_is_machine())
    OR EXISTS (SELECT 1 FROM knowledge_communityprofile AS p WHERE p.id = profile_id
               AND p.organisation_id = ANY ((SELECT erdem_speaks_for())::bigint[]))
);
CREATE POLICY paper_remove ON knowledge_authoritypaper FOR DELETE USING (false);

CREATE FUNCTION knowledge_guard_paper() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF OLD.withdrawn_at IS NOT NULL
        OR to_jsonb(NEW) - '{withdrawn_at,withdrawn_reason,added_by_id}'::text[]
            <> to_jsonb(OLD) - '{withdrawn_at,withdrawn_reason,added_by_id}'::text[]
        OR (NEW.added_by_id IS DISTINCT FROM OLD.added_by_id AND NEW.added_by_id IS NOT NULL) THEN
        RAISE EXCEPTION 'A paper is not changed; it is taken back once, with a reason, and handed in anew.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'paper_is_not_changed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER paper_is_not_changed BEFORE UPDATE ON knowledge_authoritypaper
    FOR EACH ROW EXECUTE FUNCTION knowledge_guard_paper();

-- A village acts with its resolution in hand: it claims, accepts, opens further, gives access. It may always close or leave.
CREATE FUNCTION knowledge_require_authority() RETURNS trigger LANGUAGE plpgsql AS
$$ DECLARE
    acts boolean := true;
BEGIN
    IF TG_TABLE_NAME = 'knowledge_holding' THEN
        acts := CASE TG_OP
            WHEN 'INSERT' THEN NEW.state = 'claimed'
            ELSE (NEW.state <> OLD.state AND NEW.state <> 'left')
                OR coalesce(NEW.to_public, 5) > coalesce(OLD.to_public, 5)
                OR coalesce(NEW.to_signed_in, 5) > coalesce(OLD.to_signed_in, 5)
                OR coalesce(NEW.to_office, 5) > coalesce(OLD.to_office, 5)
                OR (OLD.together AND NOT NEW.together)
        END;
    END IF;
    IF NOT acts OR erdem_is_machine() OR pg_trigger_depth() > 1 OR NEW.community_id IS NULL
        OR NEW.community_id <> ALL (erdem_speaks_for()) OR knowledge_has_authority(NEW.community_id) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'A gachaa, village or sum acts by a resolution of its meeting that is in force.'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'holder_shows_authority';
END $$;
CREATE TRIGGER grant_shows_authority BEFORE INSERT ON knowledge_accessgrant
    FOR EACH ROW EXECUTE FUNCTION knowledge_require_authority();
CREATE TRIGGER holder_shows_authority BEFORE INSERT OR UPDATE ON knowledge_holding
    FOR EACH ROW EXECUTE FUNCTION knowledge_require_authority();

-- A call shows of the record what its face shows: who knows nothing of the record, sees no call.
ALTER TABLE knowledge_holdercall ENABLE ROW LEVEL SECURITY;
ALTER TABLE knowledge_holdercall FORCE ROW LEVEL SECURITY;
CREATE POLICY call_read ON knowledge_holdercall FOR SELECT USING (
    (SELECT erdem_is_machine())
    OR EXISTS (SELECT 1 FROM knowledge_record AS r WHERE r.id = record_id)
    OR EXISTS (SELECT 1 FROM knowledge_recordface AS f WHERE f.record_id = knowledge_holdercall.record_id)
);
CREATE POLICY call_add ON knowledge_holdercall FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine())
    OR (status = 'open' AND opened_by_id = (SELECT erdem_user_id()) AND knowledge_office_of(place_search)
        AND EXISTS (SELECT 1 FROM knowledge_record AS r WHERE r.id = record_id AND r.level_public >= 1 AND r.holders = '{}'))
);
CREATE POLICY call_change ON knowledge_holdercall FOR UPDATE USING (
    (SELECT erdem_is_machine()) OR knowledge_office_of(place_search)
);
CREATE POLICY call_remove ON knowledge_holdercall FOR DELETE USING (false);
CREATE TRIGGER call_takes_legal_steps BEFORE INSERT OR UPDATE OF status ON knowledge_holdercall
    FOR EACH ROW EXECUTE FUNCTION erdem_refuse_illegal_step('knowledge.holdercall');

-- What was asked, and until when, is not changed while people answer.
CREATE FUNCTION knowledge_guard_call() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF OLD.status <> 'open' OR (NEW.record_id, NEW.number, NEW.words, NEW.opened_on, NEW.closes_on, NEW.term, NEW.place_search)
        IS DISTINCT FROM (OLD.record_id, OLD.number, OLD.words, OLD.opened_on, OLD.closes_on, OLD.term, OLD.place_search) THEN
        RAISE EXCEPTION 'What a call asks and until when is not changed, and a closed call stays closed.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'call_stands_as_published';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER call_stands_as_published BEFORE UPDATE ON knowledge_holdercall
    FOR EACH ROW EXECUTE FUNCTION knowledge_guard_call();

ALTER TABLE knowledge_holderanswer ENABLE ROW LEVEL SECURITY;
ALTER TABLE knowledge_holderanswer FORCE ROW LEVEL SECURITY;
CREATE POLICY answer_read ON knowledge_holderanswer FOR SELECT USING (
    (SELECT erdem_is_machine()) OR user_id = (SELECT erdem_user_id()) OR knowledge_office_of(place_search)
);
CREATE POLICY answer_add ON knowledge_holderanswer FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine())
    OR ((SELECT erdem_kind()) IS NOT NULL AND user_id IS NOT DISTINCT FROM (SELECT erdem_user_id()) AND status = 'received'
        AND (community_id IS NULL OR community_id = ANY ((SELECT erdem_speaks_for())::bigint[]))
        AND EXISTS (SELECT 1 FROM knowledge_holdercall AS c WHERE c.id = call_id AND c.status = 'open'
                    AND c.closes_on >= (SELECT erdem_today()) AND c.place_search = knowledge_holderanswer.place_search))
);
CREATE POLICY answer_change ON knowledge_holderanswer FOR UPDATE USING (
    (SELECT erdem_is_machine()) OR knowledge_office_of(place_search)
);
CREATE POLICY answer_remove ON knowledge_holderanswer FOR DELETE USING ((SELECT erdem_is_machine()));

-- The office replies; it does not change what somebody wrote.
CREATE FUNCTION knowledge_guard_answer() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF to_jsonb(NEW) - '{status,reply,replied_at,user_id}'::text[] <> to_jsonb(OLD) - '{status,reply,replied_at,user_id}'::text[]
        OR (NEW.user_id IS DISTINCT FROM OLD.user_id AND NEW.user_id IS NOT NULL) THEN
        RAISE EXCEPTION 'An answer to a call is replied to, not changed.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'answer_is_not_changed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER answer_is_not_changed BEFORE UPDATE ON knowledge_holderanswer
    FOR EACH ROW EXECUTE FUNCTION knowledge_guard_answer();

-- REVERSE
DROP TRIGGER answer_is_not_changed ON knowledge_holderanswer;
DROP FUNCTION knowledge_guard_answer();
DROP POLICY answer_remove ON knowledge_holderanswer;
DROP POLICY answer_change ON knowledge_holderanswer;
DROP POLICY answer_add ON knowledge_holderanswer;
DROP POLICY answer_read ON knowledge_holderanswer;
DROP TRIGGER call_stands_as_published ON knowledge_holdercall;
DROP FUNCTION knowledge_guard_call();
DROP TRIGGER call_takes_legal_steps ON knowledge_holdercall;
DROP POLICY call_remove ON knowledge_holdercall;
DROP POLICY call_change ON knowledge_holdercall;
DROP POLICY call_add ON knowledge_holdercall;
DROP POLICY call_read ON knowledge_holdercall;
DROP TRIGGER holder_shows_authority ON knowledge_holding;
DROP TRIGGER grant_shows_authority ON knowledge_accessgrant;
DROP FUNCTION knowledge_require_authority();
DROP TRIGGER paper_is_not_changed ON knowledge_authoritypaper;
DROP FUNCTION knowledge_guard_paper();
DROP POLICY paper_remove ON knowledge_authoritypaper;
DROP POLICY paper_change ON knowledge_authoritypaper;
DROP POLICY paper_add ON knowledge_authoritypaper;
DROP POLICY paper_read ON knowledge_authoritypaper;
DROP POLICY contact_write ON knowledge_communitycontact;
DROP POLICY contact_read ON knowledge_communitycontact;
DROP TRIGGER community_speaks_for_itself ON knowledge_communityprofile;
DROP FUNCTION knowledge_guard_profile();
DROP TRIGGER community_takes_legal_steps ON knowledge_communityprofile;
DROP POLICY community_remove ON knowledge_communityprofile;
DROP POLICY community_change ON knowledge_communityprofile;
DROP POLICY community_add ON knowledge_communityprofile;
DROP POLICY community_read ON knowledge_communityprofile;
DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['holderanswer', 'holdercall', 'authoritypaper', 'communitycontact', 'communityprofile'] LOOP
        EXECUTE format('ALTER TABLE knowledge_%s NO FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE knowledge_%s DISABLE ROW LEVEL SECURITY', name);
    END LOOP;
END $$;
DROP FUNCTION knowledge_has_steward(bigint);
DROP FUNCTION knowledge_is_named(bigint);
DROP FUNCTION knowledge_has_authority(bigint);
DROP FUNCTION knowledge_office_of(text);
