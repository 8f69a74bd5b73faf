-- A seal is for those who see its dossier, is made like one, and stands as it was written. The rule of dates holds here too:
-- what this platform logged is never offered as a date of publication, nor is anything that comes from no source.
ALTER TABLE overlap_dossierseal ADD CONSTRAINT dossier_seal_never_offers_our_own_date CHECK (
    NOT jsonb_path_exists(dates, '$[*] ? ((@.kind == "published" && !(@.basis == "source" || @.basis == "publication"))
        || (@.basis == "platform" && @.kind != "logged"))')
);
ALTER TABLE overlap_dossierseal ENABLE ROW LEVEL SECURITY;
ALTER TABLE overlap_dossierseal FORCE ROW LEVEL SECURITY;
CREATE POLICY dossierseal_read ON overlap_dossierseal FOR SELECT
    USING (dossier_id IN (SELECT id FROM overlap_dossier));
CREATE POLICY dossierseal_add ON overlap_dossierseal FOR INSERT WITH CHECK (
    EXISTS (SELECT 1 FROM overlap_dossier AS sealed JOIN overlap_finding AS about ON about.id = sealed.finding_id
            JOIN knowledge_record AS kept ON kept.id = about.record_id
            WHERE sealed.id = dossier_id AND kept.level_public >= 4
                AND NOT EXISTS (SELECT 1 FROM knowledge_labeluse AS label
                                WHERE label.record_id = kept.id AND label.removed_at IS NULL
                                    AND label.code IN ('tknv', 'bccnv')))
);
CREATE TRIGGER seal_is_never_changed BEFORE UPDATE OR DELETE ON overlap_dossierseal
    FOR EACH ROW EXECUTE FUNCTION erdem_refuse_rewriting();
CREATE TRIGGER seal_is_never_emptied BEFORE TRUNCATE ON overlap_dossierseal
    FOR EACH STATEMENT EXECUTE FUNCTION erdem_refuse_rewriting();

-- REVERSE
DROP TRIGGER seal_is_never_emptied ON overlap_dossierseal;
DROP TRIGGER seal_is_never_changed ON overlap_dossierseal;
DROP POLICY dossierseal_add ON overlap_dossierseal;
DROP POLICY dossierseal_read ON overlap_dossierseal;
ALTER TABLE overlap_dossierseal NO FORCE ROW LEVEL SECURITY;
ALTER TABLE overlap_dossierseal DISABLE ROW LEVEL SECURITY;
ALTER TABLE overlap_dossierseal DROP CONSTRAINT dossier_seal_never_offers_our_own_date;
