-- A key belongs to the person it acts for. Machines look keys up (nobody is known yet) and count their use.
ALTER TABLE people_apikey ENABLE ROW LEVEL SECURITY;
ALTER TABLE people_apikey FORCE ROW LEVEL SECURITY;
CREATE POLICY api_key_own ON people_apikey USING (
    (SELECT erdem_is_machine()) OR user_id = (SELECT erdem_user_id())
) WITH CHECK (
    (SELECT erdem_is_machine()) OR (user_id = (SELECT erdem_user_id()) AND (SELECT erdem_kind()) = 'person')
);
ALTER TABLE people_apiuse ENABLE ROW LEVEL SECURITY;
ALTER TABLE people_apiuse FORCE ROW LEVEL SECURITY;
CREATE POLICY api_use_read ON people_apiuse FOR SELECT USING (
    (SELECT erdem_is_machine())
    OR EXISTS (SELECT 1 FROM people_apikey AS one WHERE one.id = key_id AND one.user_id = (SELECT erdem_user_id()))
);
CREATE POLICY api_use_count ON people_apiuse USING ((SELECT erdem_is_machine()));

-- REVERSE
DROP POLICY api_use_count ON people_apiuse;
DROP POLICY api_use_read ON people_apiuse;
ALTER TABLE people_apiuse NO FORCE ROW LEVEL SECURITY;
ALTER TABLE people_apiuse DISABLE ROW LEVEL SECURITY;
DROP POLICY api_key_own ON people_apikey;
ALTER TABLE people_apikey NO FORCE ROW LEVEL SECURITY;
ALTER TABLE people_apikey DISABLE ROW LEVEL SECURITY;
