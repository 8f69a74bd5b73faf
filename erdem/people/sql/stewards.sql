-- Stewards look after the bearers and stewards of their own community. Nobody becomes a member without the word of both sides,
-- a steward gives no posts of an office, and a community keeps a steward.
CREATE FUNCTION people_in_force(since date, until date) RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT (since IS NULL OR since <= erdem_today()) AND (until IS NULL OR until >= erdem_today()) $$;

CREATE FUNCTION people_is_community(organisation bigint) RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT EXISTS (SELECT 1 FROM people_organisation AS o WHERE o.id = organisation AND o.kind = 'community') $$;

ALTER TABLE people_membershiprequest ENABLE ROW LEVEL SECURITY;
ALTER TABLE people_membershiprequest FORCE ROW LEVEL SECURITY;
CREATE POLICY request_read ON people_membershiprequest FOR SELECT USING (
    (SELECT erdem_is_machine()) OR user_id = (SELECT erdem_user_id())
    OR organisation_id = ANY ((SELECT erdem_speaks_for())::bigint[])
);
CREATE POLICY request_add ON people_membershiprequest FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine())
    OR (state = 'open' AND made_by_id = (SELECT erdem_user_id()) AND people_is_community(organisation_id)
        AND ((direction = 'asked' AND role IN ('bearer', '') AND user_id = (SELECT erdem_user_id()))
            OR (direction = 'invited' AND organisation_id = ANY ((SELECT erdem_speaks_for())::bigint[]))))
);
CREATE POLICY request_change ON people_membershiprequest FOR UPDATE USING (
    (SELECT erdem_is_machine()) OR user_id = (SELECT erdem_user_id())
    OR organisation_id = ANY ((SELECT erdem_speaks_for())::bigint[])
);
CREATE POLICY request_remove ON people_membershiprequest FOR DELETE USING ((SELECT erdem_is_machine()));

-- An answer is given once, by the side that was asked; it is taken back by the side that began. Nothing else of it changes.
CREATE FUNCTION people_guard_request() RETURNS trigger LANGUAGE plpgsql AS
$$ DECLARE
    of_steward boolean := OLD.organisation_id = ANY (erdem_speaks_for());
    of_person boolean := OLD.user_id IS NOT DISTINCT FROM erdem_user_id();
    may boolean;
BEGIN
    IF erdem_is_machine() THEN RETURN NEW; END IF;
    may := CASE
        WHEN NEW.state = 'withdrawn' THEN (OLD.direction = 'invited' AND of_steward) OR (OLD.direction = 'asked' AND of_person)
        ELSE (OLD.direction = 'invited' AND of_person) OR (OLD.direction = 'asked' AND of_steward)
    END;
    IF OLD.state <> 'open' OR NEW.state = 'open' OR NOT may
        OR (NEW.organisation_id, NEW.user_id, NEW.role, NEW.direction, NEW.made_by_id, NEW.group_id)
            IS DISTINCT FROM (OLD.organisation_id, OLD.user_id, OLD.role, OLD.direction, OLD.made_by_id, OLD.group_id) THEN
        RAISE EXCEPTION 'A question of membership is answered once, by the side that was asked.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'request_answered_by_the_other_side';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER request_answered_by_the_other_side BEFORE UPDATE ON people_membershiprequest
    FOR EACH ROW EXECUTE FUNCTION people_guard_request();

-- A place is taken with an open question of the other side in hand.
CREATE FUNCTION people_may_take_place(person bigint, organisation bigint, wanted text) RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT wanted IN ('bearer', 'steward') AND people_is_community(organisation) AND EXISTS (
    SELECT 1 FROM people_membershiprequest AS r
    WHERE r.organisation_id = organisation AND r.user_id = person AND r.role = wanted AND r.state = 'open'
        AND ((r.direction = 'invited' AND person = erdem_user_id())
            OR (r.direction = 'asked' AND organisation = ANY (erdem_speaks_for())))
) $$;

DROP POLICY membership_write ON people_membership;
CREATE POLICY membership_add ON people_membership FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine()) OR 'region_officer' = ANY ((SELECT erdem_roles())::text[])
    OR people_may_take_place(user_id, organisation_id, role)
);
CREATE POLICY membership_change ON people_membership FOR UPDATE
    USING ((SELECT erdem_is_machine()) OR ('region_officer' = ANY ((SELECT erdem_roles())::text[])
        AND (user_id = (SELECT erdem_user_id()) OR organisation_id = ANY ((SELECT erdem_organisations())::bigint[]))))
    WITH CHECK ((SELECT erdem_is_machine()) OR 'region_officer' = ANY ((SELECT erdem_roles())::text[]));
CREATE POLICY membership_remove ON people_membership FOR DELETE USING (
    (SELECT erdem_is_machine())
    OR ('region_officer' = ANY ((SELECT erdem_roles())::text[])
        AND (user_id = (SELECT erdem_user_id()) OR organisation_id = ANY ((SELECT erdem_organisations())::bigint[])))
    OR (role IN ('bearer', 'steward') AND people_is_community(organisation_id)
        AND (user_id = (SELECT erdem_user_id()) OR organisation_id = ANY ((SELECT erdem_speaks_for())::bigint[])))
);

-- Two stewards who go at once wait for each other at the row of the organisation.
CREATE FUNCTION people_keep_a_steward() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF erdem_is_machine() OR OLD.role <> 'steward' OR NOT people_is_community(OLD.organisation_id) THEN
        RETURN coalesce(NEW, OLD);
    END IF;
    PERFORM 1 FROM people_organisation WHERE id = OLD.organisation_id FOR NO KEY UPDATE;
    IF NOT EXISTS (
        SELECT 1 FROM people_membership AS m WHERE m.organisation_id = OLD.organisation_id AND m.role = 'steward'
            AND m.id <> OLD.id AND people_in_force(m.since, m.until)
    ) THEN
        RAISE EXCEPTION 'A community keeps at least one steward.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'community_keeps_a_steward';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER community_keeps_a_steward BEFORE DELETE OR UPDATE ON people_membership
    FOR EACH ROW EXECUTE FUNCTION people_keep_a_steward();

-- A place among the women or the men is said by the person and taken by a steward: nobody is put there by others.
CREATE FUNCTION people_own_word() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF erdem_is_machine() OR NOT EXISTS (
        SELECT 1 FROM people_group AS g WHERE g.id = NEW.group_id AND g.kind IN ('women', 'men')
    ) THEN
        RETURN NEW;
    END IF;
    IF NEW.declared_by_id IS DISTINCT FROM NEW.user_id OR NOT EXISTS (
        SELECT 1 FROM people_membershiprequest AS r
        WHERE r.group_id = NEW.group_id AND r.user_id = NEW.user_id AND r.direction = 'asked' AND r.state = 'open'
    ) THEN
        RAISE EXCEPTION 'A place among the women or the men is said by the person.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'group_place_is_own_word';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER group_place_is_own_word BEFORE INSERT OR UPDATE ON people_groupmember
    FOR EACH ROW EXECUTE FUNCTION people_own_word();

-- REVERSE
DROP TRIGGER group_place_is_own_word ON people_groupmember;
DROP FUNCTION people_own_word();
DROP TRIGGER community_keeps_a_steward ON people_membership;
DROP FUNCTION people_keep_a_steward();
DROP POLICY membership_remove ON people_membership;
DROP POLICY membership_change ON people_membership;
DROP POLICY membership_add ON people_membership;
CREATE POLICY membership_write ON people_membership FOR ALL
    USING ((SELECT erdem_is_machine()) OR ('region_officer' = ANY ((SELECT erdem_roles())::text[])
        AND (user_id = (SELECT erdem_user_id()) OR organisation_id = ANY ((SELECT erdem_organisations())::bigint[]))))
    WITH CHECK ((SELECT erdem_is_machine()) OR 'region_officer' = ANY ((SELECT erdem_roles())::text[]));
DROP FUNCTION people_may_take_place(bigint, bigint, text);
DROP TRIGGER request_answered_by_the_other_side ON people_membershiprequest;
DROP FUNCTION people_guard_request();
DROP POLICY request_remove ON people_membershiprequest;
DROP POLICY request_change ON people_membershiprequest;
DROP POLICY request_add ON people_membershiprequest;
DROP POLICY request_read ON people_membershiprequest;
ALTER TABLE people_membershiprequest NO FORCE ROW LEVEL SECURITY;
ALTER TABLE people_membershiprequest DISABLE ROW LEVEL SECURITY;
DROP FUNCTION people_is_community(bigint);
DROP FUNCTION people_in_force(date, date);
