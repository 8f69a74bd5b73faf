-- The region's officers keep the memberships of offices, institutions and enterprises. Who belongs to a community is said by the
-- community and the person alone: an officer who let himself in would read what is secret there.
DROP POLICY membership_add ON people_membership;
DROP POLICY membership_change ON people_membership;
CREATE POLICY membership_add ON people_membership FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine())
    OR ('region_officer' = ANY ((SELECT erdem_roles())::text[])
        AND role NOT IN ('bearer', 'steward') AND NOT people_is_community(organisation_id))
    OR people_may_take_place(user_id, organisation_id, role)
);
CREATE POLICY membership_change ON people_membership FOR UPDATE
    USING ((SELECT erdem_is_machine()) OR ('region_officer' = ANY ((SELECT erdem_roles())::text[])
        AND (user_id = (SELECT erdem_user_id()) OR organisation_id = ANY ((SELECT erdem_organisations())::bigint[]))))
    WITH CHECK ((SELECT erdem_is_machine()) OR ('region_officer' = ANY ((SELECT erdem_roles())::text[])
        AND role NOT IN ('bearer', 'steward') AND NOT people_is_community(organisation_id)));

-- REVERSE
DROP POLICY membership_change ON people_membership;
DROP POLICY membership_add ON people_membership;
CREATE POLICY membership_add ON people_membership FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine()) OR 'region_officer' = ANY ((SELECT erdem_roles())::text[])
    OR people_may_take_place(user_id, organisation_id, role)
);
CREATE POLICY membership_change ON people_membership FOR UPDATE
    USING ((SELECT erdem_is_machine()) OR ('region_officer' = ANY ((SELECT erdem_roles())::text[])
        AND (user_id = (SELECT erdem_user_id()) OR organisation_id = ANY ((SELECT erdem_organisations())::bigint[]))))
    WITH CHECK ((SELECT erdem_is_machine()) OR 'region_officer' = ANY ((SELECT erdem_roles())::text[]));
