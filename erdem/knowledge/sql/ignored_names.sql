-- Names set aside are read and written by whoever keeps the lexicon.
ALTER TABLE knowledge_ignoredname ENABLE ROW LEVEL SECURITY;
ALTER TABLE knowledge_ignoredname FORCE ROW LEVEL SECURITY;
CREATE POLICY ignoredname_read ON knowledge_ignoredname FOR SELECT USING ((SELECT knowledge_may_edit_lexicon()));
CREATE POLICY ignoredname_add ON knowledge_ignoredname FOR INSERT WITH CHECK ((SELECT knowledge_may_edit_lexicon()));
CREATE POLICY ignoredname_change ON knowledge_ignoredname FOR UPDATE USING ((SELECT knowledge_may_edit_lexicon()));
CREATE POLICY ignoredname_remove ON knowledge_ignoredname FOR DELETE USING ((SELECT knowledge_may_edit_lexicon()));

-- REVERSE
DROP POLICY ignoredname_read ON knowledge_ignoredname;
DROP POLICY ignoredname_add ON knowledge_ignoredname;
DROP POLICY ignoredname_change ON knowledge_ignoredname;
DROP POLICY ignoredname_remove ON knowledge_ignoredname;
ALTER TABLE knowledge_ignoredname NO FORCE ROW LEVEL SECURITY;
ALTER TABLE knowledge_ignoredname DISABLE ROW LEVEL SECURITY;
