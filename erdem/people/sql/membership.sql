-- Memberships: the member, fellow members, machines. Writing is for machines and region officers.
ALTER TABLE people_membership ENABLE ROW LEVEL SECURITY;
ALTER TABLE people_membership FORCE ROW LEVEL SECURITY;
CREATE POLICY membership_read ON people_membership FOR SELECT USING (
    (SELECT erdem_is_machine())
    OR user_id = (SELECT erdem_user_id())
    OR organisation_id = ANY ((SELECT erdem_organisations())::bigint[])
);
CREATE POLICY membership_write ON people_membership FOR ALL
    USING ((SELECT erdem_is_machine()) OR ('region_officer' = ANY ((SELECT erdem_roles())::text[])
        AND (user_id = (SELECT erdem_user_id()) OR organisation_id = ANY ((SELECT erdem_organisations())::bigint[]))))
    WITH CHECK ((SELECT erdem_is_machine()) OR 'region_officer' = ANY ((SELECT erdem_roles())::text[]));

-- REVERSE
DROP POLICY membership_write ON people_membership;
DROP POLICY membership_read ON people_membership;
ALTER TABLE people_membership NO FORCE ROW LEVEL SECURITY;
ALTER TABLE people_membership DISABLE ROW LEVEL SECURITY;
