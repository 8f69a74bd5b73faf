-- Groups of a community: its members see them, its stewards keep them. Who belongs to one: the person and the stewards.
-- A row of one table asks the other one only in the direction member → group: no circle.
ALTER TABLE people_group ENABLE ROW LEVEL SECURITY;
ALTER TABLE people_group FORCE ROW LEVEL SECURITY;
CREATE POLICY group_read ON people_group FOR SELECT USING (
    (SELECT erdem_is_machine()) OR organisation_id = ANY ((SELECT erdem_organisations())::bigint[])
);
CREATE POLICY group_write ON people_group USING (
    (SELECT erdem_is_machine()) OR organisation_id = ANY ((SELECT erdem_speaks_for())::bigint[])
);

ALTER TABLE people_groupmember ENABLE ROW LEVEL SECURITY;
ALTER TABLE people_groupmember FORCE ROW LEVEL SECURITY;
CREATE POLICY group_member_read ON people_groupmember FOR SELECT USING (
    (SELECT erdem_is_machine())
    OR user_id = (SELECT erdem_user_id())
    OR EXISTS (SELECT 1 FROM people_group AS g
               WHERE g.id = group_id AND g.organisation_id = ANY ((SELECT erdem_speaks_for())::bigint[]))
);
-- Stewards say who belongs to a group; a person may leave one. Nobody lets himself in.
CREATE POLICY group_member_write ON people_groupmember USING (
    (SELECT erdem_is_machine())
    OR EXISTS (SELECT 1 FROM people_group AS g
               WHERE g.id = group_id AND g.organisation_id = ANY ((SELECT erdem_speaks_for())::bigint[]))
);
CREATE POLICY group_member_leave ON people_groupmember FOR DELETE USING (user_id = (SELECT erdem_user_id()));

-- REVERSE
DROP POLICY group_member_leave ON people_groupmember;
DROP POLICY group_member_write ON people_groupmember;
DROP POLICY group_member_read ON people_groupmember;
ALTER TABLE people_groupmember NO FORCE ROW LEVEL SECURITY;
ALTER TABLE people_groupmember DISABLE ROW LEVEL SECURITY;
DROP POLICY group_write ON people_group;
DROP POLICY group_read ON people_group;
ALTER TABLE people_group NO FORCE ROW LEVEL SECURITY;
ALTER TABLE people_group DISABLE ROW LEVEL SECURITY;
