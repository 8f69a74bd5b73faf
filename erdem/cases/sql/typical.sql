-- Second lock of typical cases. Mirrors policies/campaigns.py: visible_typical.
-- Words are compared without width, case, spaces and signs, digits of every script as ours; what only Python knows (traditional
-- characters, Latin spellings, streets) is checked there.
CREATE FUNCTION cases_folded(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT regexp_replace(translate(lower(normalize(words, NFKC)), '〇○零幺᠐᠑᠒᠓᠔᠕᠖᠗᠘᠙٠١٢٣٤٥٦٧٨٩', '000101234567890123456789'),
    '[\s[:punct:]\u00ad\u00b7\u0387\u2022\u2027\u2219\u22c5\u30fb\u200b-\u200f\u2010-\u2015\u2018-\u201f\u2026\u2060\ufeff\u180a-\u180f\u202f\u3000-\u3002\u3008-\u3011\u3014-\u301b\ufe00-\ufe0f]',
    '', 'g') $$;

-- A typical case begins as a draft about a closed case of the own office; its words change while it is a draft alone.
CREATE FUNCTION cases_guard_typical() RETURNS trigger LANGUAGE plpgsql AS
$$ DECLARE own boolean := erdem_is_machine() OR NEW.office_id = ANY (cases_own_offices());
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NOT EXISTS (SELECT 1 FROM cases_case AS c WHERE c.id = NEW.case_id AND c.office_id = NEW.office_id
            AND c.place_code = NEW.place_code AND c.closed_at IS NOT NULL AND c.outcome <> '') THEN
            PERFORM cases_refuse('A closed case of the own office.', 'typical_case_of_a_closed_case');
        END IF;
        IF NOT erdem_is_machine() AND NEW.created_by_id IS DISTINCT FROM erdem_user_id() THEN
            PERFORM cases_refuse('It is written in the own name.', 'typical_case_by_its_actor');
        END IF;
        NEW.writers := ARRAY[NEW.created_by_id];
        NEW.checker_id := NULL; NEW.checked_at := NULL; NEW.opinion := '';
        RETURN NEW;
    END IF;
    NEW.version := OLD.version + 1;
    IF (NEW.case_id, NEW.office_id, NEW.place_code, NEW.created_by_id, NEW.created_at, NEW.writers) IS DISTINCT FROM
        (OLD.case_id, OLD.office_id, OLD.place_code, OLD.created_by_id, OLD.created_at, OLD.writers) THEN
        PERFORM cases_refuse('What a typical case is stays.', 'typical_case_stays_what_it_is');
    END IF;
    IF (NEW.title, NEW.facts, NEW.handling, NEW.legal_note, NEW.meaning, NEW.hides_rights) IS DISTINCT FROM
        (OLD.title, OLD.facts, OLD.handling, OLD.legal_note, OLD.meaning, OLD.hides_rights) THEN
        IF OLD.status <> 'draft' OR NEW.status <> 'draft' OR NOT own THEN
            PERFORM cases_refuse('What was given to the expert stays.', 'typical_case_words_stay');
        END IF;
        IF erdem_user_id() IS NOT NULL AND NOT erdem_user_id() = ANY (OLD.writers) THEN
            NEW.writers := OLD.writers || erdem_user_id();
        END IF;
    END IF;
    IF NEW.status = OLD.status THEN
        IF NEW.checker_id IS DISTINCT FROM OLD.checker_id OR NEW.opinion IS DISTINCT FROM OLD.opinion
            OR NEW.checked_at IS DISTINCT FROM OLD.checked_at THEN
            PERFORM cases_refuse('Who checks it is named once it is given away.', 'typical_case_checked_by_another');
        END IF;
    ELSIF OLD.status = 'checking' AND NEW.status = 'checked' THEN
        IF erdem_user_id() IS NULL OR OLD.checker_id IS DISTINCT FROM erdem_user_id()
            OR NEW.checker_id IS DISTINCT FROM OLD.checker_id OR erdem_user_id() = ANY (OLD.writers) THEN
            PERFORM cases_refuse('A second person checks it, in the own name.', 'typical_case_checked_by_another');
        END IF;
        NEW.checked_at := clock_timestamp();
    ELSIF OLD.status = 'checking' AND NEW.status = 'draft' AND NOT own THEN
        IF OLD.checker_id IS DISTINCT FROM erdem_user_id() THEN
            PERFORM cases_refuse('Only who was asked sends it back.', 'typical_case_checked_by_another');
        END IF;
    ELSIF NOT own THEN
        PERFORM cases_refuse('Only its office works on it.', 'typical_case_worked_on_by_its_office');
    ELSIF NEW.status = 'checking' AND (NEW.checker_id IS NULL OR NEW.checker_id = ANY (NEW.writers)) THEN
        PERFORM cases_refuse('A second person checks it.', 'typical_case_checked_by_another');
    ELSIF NEW.status <> 'checking' AND (NEW.checker_id, NEW.checked_at, NEW.opinion) IS DISTINCT FROM
        (OLD.checker_id, OLD.checked_at, OLD.opinion) AND NEW.status <> 'draft' THEN
        PERFORM cases_refuse('What the expert said stays.', 'typical_case_checked_by_another');
    ELSIF NEW.status = 'published' AND NOT EXISTS (
        SELECT 1 FROM cases_typicalpublication AS p WHERE p.typical_id = NEW.id AND p.withdrawn_at IS NULL) THEN
        PERFORM cases_refuse('It is not published.', 'typical_case_is_published');
    ELSIF NEW.status = 'withdrawn' AND EXISTS (
        SELECT 1 FROM cases_typicalpublication AS p WHERE p.typical_id = NEW.id AND p.withdrawn_at IS NULL) THEN
        PERFORM cases_refuse('It is still published.', 'typical_case_is_published');
    END IF;
    IF NEW.status = 'draft' AND OLD.status <> 'draft' THEN NEW.checked_at := NULL; NEW.opinion := ''; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER typical_case_is_guarded BEFORE INSERT OR UPDATE ON cases_typicalcase
    FOR EACH ROW EXECUTE FUNCTION cases_guard_typical();
CREATE TRIGGER typical_case_takes_legal_steps BEFORE INSERT OR UPDATE OF status ON cases_typicalcase
    FOR EACH ROW EXECUTE FUNCTION erdem_refuse_illegal_step('cases.typicalcase');

-- Only what was checked is published, word by word, and names nobody. The comparison stands in the trigger and in no function
-- that could be asked: whoever publishes is told that there is a name, nobody can ask whether a name belongs to a case.
CREATE FUNCTION cases_guard_publication_of_typical() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp SET erdem.kind = 'system' AS
$$ DECLARE made cases_typicalcase; said text; known text;
BEGIN
    SELECT * INTO made FROM cases_typicalcase AS t WHERE t.id = NEW.typical_id;
    IF TG_OP = 'UPDATE' THEN
        IF OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL
            OR (to_jsonb(NEW) - '{title,facts,handling,legal_note,meaning,withdrawn_at,withdrawn_reason}'::text[])
                IS DISTINCT FROM (to_jsonb(OLD) - '{title,facts,handling,legal_note,meaning,withdrawn_at,withdrawn_reason}'::text[]) THEN
            PERFORM cases_refuse('What was published is only withdrawn.', 'typical_publication_stays');
        END IF;
        said := NEW.withdrawn_reason;
    ELSE
        IF made.status <> 'checked' OR made.checker_id IS NULL OR made.checked_at IS NULL OR made.checker_id = ANY (made.writers)
            OR NEW.withdrawn_at IS NOT NULL OR made.office_id <> NEW.office_id
            OR (NEW.title, NEW.facts, NEW.handling, NEW.legal_note, NEW.meaning) IS DISTINCT FROM
               (made.title, made.facts, made.handling, made.legal_note, made.meaning) THEN
            PERFORM cases_refuse('Only what a second person has checked is published.', 'typical_publication_checked');
        END IF;
        IF NEW.published_by_id IS DISTINCT FROM erdem_user_id() THEN
            PERFORM cases_refuse('It is published in the own name.', 'typical_case_by_its_actor');
        END IF;
        NEW.published_at := clock_timestamp();
        said := concat_ws('¶', NEW.title, NEW.facts, NEW.handling, NEW.legal_note, NEW.meaning);
    END IF;
    FOR known IN
        SELECT unnest(ARRAY[p.name, p.uscc, p.address, p.contact]) FROM cases_caseparty AS s JOIN cases_party AS p ON p.id = s.party_id
            WHERE s.case_id = made.case_id
        UNION SELECT p.name FROM cases_party AS p WHERE p.office_id = made.office_id
        UNION SELECT unnest(ARRAY[u.display_name, u.display_name_mn]) FROM people_membership AS m JOIN people_user AS u ON u.id = m.user_id
            WHERE m.organisation_id = made.office_id
        UNION SELECT unnest(ARRAY[u.display_name, u.display_name_mn]) FROM cases_casemember AS m JOIN people_user AS u ON u.id = m.user_id
            WHERE m.case_id = made.case_id
        UNION SELECT c.number FROM cases_case AS c WHERE c.id = made.case_id
        UNION SELECT c.right_number FROM cases_case AS c WHERE c.id = made.case_id AND made.hides_rights
        UNION SELECT d.number FROM cases_officialdocument AS d WHERE d.case_id = made.case_id
    LOOP
        IF length(cases_folded(coalesce(known, ''))) >= 2 AND position(cases_folded(known) IN cases_folded(said)) > 0 THEN
            PERFORM cases_refuse('It names somebody.', 'typical_publication_names_nobody');
        END IF;
    END LOOP;
    IF normalize(said, NFKC) ~* '@|https?:|www\.|\d{17}[\dx]' OR cases_folded(said) ~ '(^|\D)1[3-9]\d{9}(\D|$)|\d{15}' THEN
        PERFORM cases_refuse('It holds a number or an address.', 'typical_publication_names_nobody');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER typical_publication_is_guarded BEFORE INSERT OR UPDATE ON cases_typicalpublication
    FOR EACH ROW EXECUTE FUNCTION cases_guard_publication_of_typical();

DO $$ DECLARE named text; BEGIN
    FOREACH named IN ARRAY ARRAY['typicalcase', 'typicalpublication'] LOOP
        EXECUTE format('ALTER TABLE cases_%s ENABLE ROW LEVEL SECURITY', named);
        EXECUTE format('ALTER TABLE cases_%s FORCE ROW LEVEL SECURITY', named);
        EXECUTE format('CREATE TRIGGER %1$s_is_never_removed BEFORE DELETE ON cases_%1$s
            FOR EACH ROW EXECUTE FUNCTION erdem_refuse_rewriting()', named);
    END LOOP;
END $$;
CREATE POLICY typical_read ON cases_typicalcase FOR SELECT USING (
    (SELECT erdem_is_machine()) OR office_id = ANY ((SELECT cases_own_offices())::bigint[])
    OR checker_id = (SELECT erdem_user_id()) OR cases_overseen(place_code)
);
CREATE POLICY typical_add ON cases_typicalcase FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine()) OR office_id = ANY ((SELECT cases_own_offices())::bigint[])
);
CREATE POLICY typical_change ON cases_typicalcase FOR UPDATE USING (
    (SELECT erdem_is_machine()) OR office_id = ANY ((SELECT cases_own_offices())::bigint[])
    OR checker_id = (SELECT erdem_user_id())
);
CREATE POLICY typical_publication_read ON cases_typicalpublication FOR SELECT USING ((SELECT erdem_kind()) IS NOT NULL);
CREATE POLICY typical_publication_add ON cases_typicalpublication FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine()) OR office_id = ANY ((SELECT cases_own_offices())::bigint[])
);
CREATE POLICY typical_publication_change ON cases_typicalpublication FOR UPDATE USING (
    (SELECT erdem_is_machine()) OR office_id = ANY ((SELECT cases_own_offices())::bigint[])
);

-- REVERSE
DO $$ DECLARE named record; BEGIN
    FOR named IN SELECT policyname, tablename FROM pg_policies
        WHERE tablename IN ('cases_typicalcase', 'cases_typicalpublication') LOOP
        EXECUTE format('DROP POLICY %I ON %I', named.policyname, named.tablename);
    END LOOP;
END $$;
DROP TRIGGER typicalcase_is_never_removed ON cases_typicalcase;
DROP TRIGGER typicalpublication_is_never_removed ON cases_typicalpublication;
DROP TRIGGER typical_publication_is_guarded ON cases_typicalpublication;
DROP TRIGGER typical_case_takes_legal_steps ON cases_typicalcase;
DROP TRIGGER typical_case_is_guarded ON cases_typicalcase;
DROP FUNCTION cases_guard_publication_of_typical();
DROP FUNCTION cases_guard_typical();
DROP FUNCTION cases_folded(text);
