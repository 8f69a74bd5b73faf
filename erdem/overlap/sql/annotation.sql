-- Labels of two independent annotators. Mirrors the annotation part of policies.py.
-- A set is for its lead, its two annotators and experts. What the engine said, and what others said, is open once both labels
-- of the pair are in; to the two annotators only once the set is closed, so that every correction they make is blind too.
CREATE FUNCTION overlap_annotates(lead_id bigint, first_id bigint, second_id bigint) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(
    'expert' = ANY (erdem_roles())
    OR (erdem_roles() && ARRAY['county_officer', 'region_officer'] AND erdem_user_id() IN (lead_id, first_id, second_id)),
    false) $$;

ALTER TABLE overlap_annotationset ENABLE ROW LEVEL SECURITY;
ALTER TABLE overlap_annotationset FORCE ROW LEVEL SECURITY;
CREATE POLICY annotationset_read ON overlap_annotationset FOR SELECT USING (
    (SELECT erdem_is_machine()) OR overlap_annotates(lead_id, first_id, second_id)
);
CREATE POLICY annotationset_ask ON overlap_annotationset FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine())
    OR ((SELECT erdem_roles() && ARRAY['county_officer', 'region_officer', 'expert']) AND lead_id = (SELECT erdem_user_id()))
);
CREATE POLICY annotationset_change ON overlap_annotationset FOR UPDATE USING (
    (SELECT erdem_is_machine()) OR lead_id = (SELECT erdem_user_id())
);

ALTER TABLE overlap_annotationpair ENABLE ROW LEVEL SECURITY;
ALTER TABLE overlap_annotationpair FORCE ROW LEVEL SECURITY;
CREATE POLICY annotationpair_read ON overlap_annotationpair FOR SELECT USING (
    (SELECT erdem_is_machine())
    OR (set_id IN (SELECT id FROM overlap_annotationset)
        AND record_id IN (SELECT id FROM knowledge_record WHERE overlap_looks_after(place_search, community_id)))
);
CREATE POLICY annotationpair_draw ON overlap_annotationpair FOR INSERT WITH CHECK ((SELECT erdem_is_machine()));
CREATE POLICY annotationpair_count ON overlap_annotationpair FOR UPDATE USING (
    set_id IN (SELECT id FROM overlap_annotationset WHERE (SELECT erdem_user_id()) IN (first_id, second_id))
);

CREATE FUNCTION overlap_revealed_pairs() RETURNS SETOF bigint LANGUAGE sql STABLE AS
$$ SELECT pair.id FROM overlap_annotationpair AS pair JOIN overlap_annotationset AS asked ON asked.id = pair.set_id
   WHERE pair.first_at IS NOT NULL AND pair.second_at IS NOT NULL
   AND (asked.closed_at IS NOT NULL OR erdem_user_id() NOT IN (asked.first_id, asked.second_id)) $$;

ALTER TABLE overlap_annotationprediction ENABLE ROW LEVEL SECURITY;
ALTER TABLE overlap_annotationprediction FORCE ROW LEVEL SECURITY;
CREATE POLICY annotationprediction_read ON overlap_annotationprediction FOR SELECT USING (
    (SELECT erdem_is_machine()) OR pair_id IN (SELECT overlap_revealed_pairs())
);
CREATE POLICY annotationprediction_add ON overlap_annotationprediction FOR INSERT WITH CHECK ((SELECT erdem_is_machine()));

ALTER TABLE overlap_annotation ENABLE ROW LEVEL SECURITY;
ALTER TABLE overlap_annotation FORCE ROW LEVEL SECURITY;
CREATE POLICY annotation_read ON overlap_annotation FOR SELECT USING (
    (SELECT erdem_is_machine())
    OR annotator_id = (SELECT erdem_user_id())
    OR pair_id IN (SELECT overlap_revealed_pairs())
);
CREATE POLICY annotation_add ON overlap_annotation FOR INSERT WITH CHECK (
    annotator_id = (SELECT erdem_user_id())
    AND pair_id IN (
        SELECT pair.id FROM overlap_annotationpair AS pair JOIN overlap_annotationset AS asked ON asked.id = pair.set_id
        WHERE (SELECT erdem_user_id()) IN (asked.first_id, asked.second_id)
        AND asked.drawn_at IS NOT NULL AND asked.closed_at IS NULL
    )
);

ALTER TABLE overlap_adjudication ENABLE ROW LEVEL SECURITY;
ALTER TABLE overlap_adjudication FORCE ROW LEVEL SECURITY;
CREATE POLICY adjudication_read ON overlap_adjudication FOR SELECT USING (
    (SELECT erdem_is_machine()) OR pair_id IN (SELECT overlap_revealed_pairs())
);
CREATE POLICY adjudication_add ON overlap_adjudication FOR INSERT WITH CHECK (
    adjudicator_id = (SELECT erdem_user_id())
    AND pair_id IN (SELECT overlap_revealed_pairs())
    AND pair_id IN (
        SELECT pair.id FROM overlap_annotationpair AS pair JOIN overlap_annotationset AS asked ON asked.id = pair.set_id
        WHERE (SELECT erdem_user_id()) NOT IN (asked.first_id, asked.second_id)
    )
);

ALTER TABLE overlap_spanreading ENABLE ROW LEVEL SECURITY;
ALTER TABLE overlap_spanreading FORCE ROW LEVEL SECURITY;
CREATE POLICY spanreading_read ON overlap_spanreading FOR SELECT USING (
    (SELECT erdem_is_machine()) OR pair_id IN (SELECT overlap_revealed_pairs())
);
CREATE POLICY spanreading_add ON overlap_spanreading FOR INSERT WITH CHECK (
    reader_id = (SELECT erdem_user_id()) AND pair_id IN (SELECT overlap_revealed_pairs())
);

-- A set that is closed stays closed, and an annotator whose labels are in is not exchanged.
CREATE FUNCTION overlap_guard_annotation_set() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF OLD.closed_at IS NOT NULL THEN
        RAISE EXCEPTION 'A closed annotation set is not changed.' USING ERRCODE = 'check_violation', CONSTRAINT = 'annotation_closed';
    END IF;
    IF NEW.lead_id <> OLD.lead_id OR NEW.seed <> OLD.seed OR NEW.size <> OLD.size THEN
        RAISE EXCEPTION 'What a set was drawn with is not changed.' USING ERRCODE = 'check_violation', CONSTRAINT = 'annotation_as_drawn';
    END IF;
    IF (NEW.first_id <> OLD.first_id AND EXISTS (SELECT 1 FROM overlap_annotationpair WHERE set_id = OLD.id AND first_at IS NOT NULL))
        OR (NEW.second_id <> OLD.second_id AND EXISTS (SELECT 1 FROM overlap_annotationpair WHERE set_id = OLD.id AND second_at IS NOT NULL))
    THEN
        RAISE EXCEPTION 'An annotator whose labels are in is not exchanged.' USING ERRCODE = 'check_violation', CONSTRAINT = 'annotator_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER annotationset_is_guarded BEFORE UPDATE ON overlap_annotationset
    FOR EACH ROW EXECUTE FUNCTION overlap_guard_annotation_set();

-- Of a pair only the two moments change, each once, and only when the label it speaks of is there.
CREATE FUNCTION overlap_guard_annotation_pair() RETURNS trigger LANGUAGE plpgsql AS
$$ DECLARE
    asked overlap_annotationset%ROWTYPE;
BEGIN
    SELECT * INTO asked FROM overlap_annotationset WHERE id = OLD.set_id;
    IF (NEW.id, NEW.set_id, NEW.position, NEW.record_id, NEW.publication_id)
        IS DISTINCT FROM (OLD.id, OLD.set_id, OLD.position, OLD.record_id, OLD.publication_id)
        OR (NEW.first_at IS DISTINCT FROM OLD.first_at AND (OLD.first_at IS NOT NULL OR NOT EXISTS (
            SELECT 1 FROM overlap_annotation WHERE pair_id = OLD.id AND annotator_id = asked.first_id)))
        OR (NEW.second_at IS DISTINCT FROM OLD.second_at AND (OLD.second_at IS NOT NULL OR NOT EXISTS (
            SELECT 1 FROM overlap_annotation WHERE pair_id = OLD.id AND annotator_id = asked.second_id)))
    THEN
        RAISE EXCEPTION 'A pair says only whether its labels are in.' USING ERRCODE = 'check_violation', CONSTRAINT = 'annotation_pair_as_drawn';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER annotationpair_is_guarded BEFORE UPDATE ON overlap_annotationpair
    FOR EACH ROW EXECUTE FUNCTION overlap_guard_annotation_pair();

-- A correction replaces a label of the same person for the same pair.
CREATE FUNCTION overlap_guard_annotation() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF NEW.replaces_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM overlap_annotation
        WHERE id = NEW.replaces_id AND pair_id = NEW.pair_id AND annotator_id = NEW.annotator_id
    ) THEN
        RAISE EXCEPTION 'A correction replaces an own label.' USING ERRCODE = 'check_violation', CONSTRAINT = 'annotation_corrects_own';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER annotation_corrects_own BEFORE INSERT ON overlap_annotation
    FOR EACH ROW EXECUTE FUNCTION overlap_guard_annotation();

CREATE FUNCTION overlap_count_annotation() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    UPDATE overlap_annotationpair AS pair SET
        first_at = CASE WHEN asked.first_id = NEW.annotator_id THEN coalesce(pair.first_at, NEW.at) ELSE pair.first_at END,
        second_at = CASE WHEN asked.second_id = NEW.annotator_id THEN coalesce(pair.second_at, NEW.at) ELSE pair.second_at END
    FROM overlap_annotationset AS asked
    WHERE asked.id = pair.set_id AND pair.id = NEW.pair_id;
    RETURN NULL;
END $$;
CREATE TRIGGER annotation_is_counted AFTER INSERT ON overlap_annotation
    FOR EACH ROW EXECUTE FUNCTION overlap_count_annotation();

DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['annotation', 'annotationprediction', 'adjudication', 'spanreading'] LOOP
        EXECUTE format('CREATE TRIGGER %s_is_append_only BEFORE UPDATE OR DELETE ON overlap_%s'
            ' FOR EACH ROW EXECUTE FUNCTION erdem_refuse_rewriting()', name, name);
        EXECUTE format('CREATE TRIGGER %s_is_never_emptied BEFORE TRUNCATE ON overlap_%s'
            ' FOR EACH STATEMENT EXECUTE FUNCTION erdem_refuse_rewriting()', name, name);
    END LOOP;
END $$;

-- REVERSE
DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['annotation', 'annotationprediction', 'adjudication', 'spanreading'] LOOP
        EXECUTE format('DROP TRIGGER %s_is_never_emptied ON overlap_%s', name, name);
        EXECUTE format('DROP TRIGGER %s_is_append_only ON overlap_%s', name, name);
    END LOOP;
END $$;
DROP TRIGGER annotation_is_counted ON overlap_annotation;
DROP FUNCTION overlap_count_annotation();
DROP TRIGGER annotation_corrects_own ON overlap_annotation;
DROP FUNCTION overlap_guard_annotation();
DROP TRIGGER annotationpair_is_guarded ON overlap_annotationpair;
DROP FUNCTION overlap_guard_annotation_pair();
DROP TRIGGER annotationset_is_guarded ON overlap_annotationset;
DROP FUNCTION overlap_guard_annotation_set();
DROP POLICY spanreading_add ON overlap_spanreading;
DROP POLICY spanreading_read ON overlap_spanreading;
DROP POLICY adjudication_add ON overlap_adjudication;
DROP POLICY adjudication_read ON overlap_adjudication;
DROP POLICY annotation_add ON overlap_annotation;
DROP POLICY annotation_read ON overlap_annotation;
DROP POLICY annotationprediction_add ON overlap_annotationprediction;
DROP POLICY annotationprediction_read ON overlap_annotationprediction;
DROP FUNCTION overlap_revealed_pairs();
DROP POLICY annotationpair_count ON overlap_annotationpair;
DROP POLICY annotationpair_draw ON overlap_annotationpair;
DROP POLICY annotationpair_read ON overlap_annotationpair;
DROP POLICY annotationset_change ON overlap_annotationset;
DROP POLICY annotationset_ask ON overlap_annotationset;
DROP POLICY annotationset_read ON overlap_annotationset;
DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'annotationset', 'annotationpair', 'annotationprediction', 'annotation', 'adjudication', 'spanreading'
    ] LOOP
        EXECUTE format('ALTER TABLE overlap_%s NO FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE overlap_%s DISABLE ROW LEVEL SECURITY', name);
    END LOOP;
END $$;
DROP FUNCTION overlap_annotates(bigint, bigint, bigint);
