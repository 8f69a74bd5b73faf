-- Second lock of consent. Mirrors policies: visible_consents, visible_evidence, visible_beside, visible_checks.
-- Functions that keep derived columns work as the system (SET erdem.kind): what they write must not depend on who asks.

-- By what day, record and use a consent covers an act. The last day of a consent taken back is the day before.
CREATE FUNCTION knowledge_consent_last_day(consent knowledge_consent) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT least(
    coalesce((consent).expires_on, 'infinity'),
    coalesce(((consent).ended_at AT TIME ZONE 'Asia/Shanghai')::date - 1, 'infinity'))
$$;

CREATE FUNCTION knowledge_consent_covers(consent knowledge_consent, use text, day date)
RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT (consent).status IN ('given', 'withdrawn', 'expired', 'superseded')
    AND use = ANY ((consent).uses) AND (consent).effective_on <= day AND day <= knowledge_consent_last_day(consent)
$$;

CREATE FUNCTION knowledge_holder_consents(record bigint, holder bigint, use text, day date) RETURNS boolean LANGUAGE sql STABLE
SET erdem.kind = 'system' AS
$$ SELECT EXISTS (
    SELECT 1 FROM knowledge_consent AS c JOIN knowledge_consentrecord AS l ON l.consent_id = c.id
    WHERE l.record_id = record AND c.family = 'community' AND c.community_id = holder
      AND knowledge_consent_covers(c, use, day))
$$;

-- Whether something may be done with a record on a day: every holding community's consent covers it. True for a record that
-- no community holds. Call it in a trigger before whatever needs consent.
CREATE FUNCTION knowledge_consent_in_force(record bigint, use text, day date) RETURNS boolean LANGUAGE sql STABLE
SET erdem.kind = 'system' AS
$$ SELECT NOT EXISTS (
    SELECT 1 FROM knowledge_record AS r, unnest(r.holders) AS holder
    WHERE r.id = record AND NOT knowledge_holder_consents(record, holder, use, day))
$$;

CREATE FUNCTION knowledge_missing_consents(record bigint, uses text[], day date) RETURNS TABLE (holder bigint, use text)
LANGUAGE sql STABLE SET erdem.kind = 'system' AS
$$ SELECT h, u FROM knowledge_record AS r, unnest(r.holders) AS h, unnest(uses) AS u
   WHERE r.id = record AND NOT knowledge_holder_consents(record, h, u, day) $$;

-- The last day on which every holding community's collective consent is in force; NULL: no end, or none was ever given.
CREATE FUNCTION knowledge_consent_until(record bigint, holders bigint[]) RETURNS date LANGUAGE sql STABLE
SET erdem.kind = 'system' AS
$$ SELECT nullif(min(ends), 'infinity') FROM (
    SELECT max(knowledge_consent_last_day(c)) AS ends
    FROM unnest(holders) AS holder
    JOIN knowledge_consent AS c ON c.community_id = holder AND c.subject = 'tk_collective'
        AND c.status IN ('given', 'withdrawn', 'expired', 'superseded')
    JOIN knowledge_consentrecord AS l ON l.consent_id = c.id AND l.record_id = record
    GROUP BY holder) AS by_holder
$$;

-- The holders were computed by record_wall_is_built, which fires before this by its name.
CREATE FUNCTION knowledge_keep_consent_until() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF NEW.holders IS DISTINCT FROM OLD.holders OR NEW.consent_until IS DISTINCT FROM OLD.consent_until THEN
        NEW.consent_until := knowledge_consent_until(NEW.id, NEW.holders);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER record_wall_keeps_consent BEFORE UPDATE ON knowledge_record
    FOR EACH ROW EXECUTE FUNCTION knowledge_keep_consent_until();

CREATE FUNCTION knowledge_consent_changes_records() RETURNS trigger LANGUAGE plpgsql SET erdem.kind = 'system' AS
$$ BEGIN
    UPDATE knowledge_record SET consent_until = knowledge_consent_until(id, holders)
    WHERE id IN (SELECT record_id FROM knowledge_consentrecord WHERE consent_id = NEW.id);
    RETURN NULL;
END $$;

-- Places of the offices that may read the consent: none as long as one of its records is closed to them.
CREATE FUNCTION knowledge_office_places(consent bigint) RETURNS text LANGUAGE sql STABLE SET erdem.kind = 'system' AS
$$ SELECT CASE WHEN bool_and(r.level_office >= 4) THEN left(string_agg(DISTINCT r.place_search, ''), 1000) ELSE '' END
   FROM knowledge_consentrecord AS l JOIN knowledge_record AS r ON r.id = l.record_id WHERE l.consent_id = consent $$;

CREATE FUNCTION knowledge_link_changes_consent() RETURNS trigger LANGUAGE plpgsql SET erdem.kind = 'system' AS
$$ DECLARE changed bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.consent_id ELSE NEW.consent_id END;
BEGIN
    UPDATE knowledge_consent SET office_places = knowledge_office_places(changed) WHERE id = changed;
    RETURN NULL;
END $$;

CREATE FUNCTION knowledge_record_changes_consents() RETURNS trigger LANGUAGE plpgsql SET erdem.kind = 'system' AS
$$ BEGIN
    UPDATE knowledge_consent AS c SET office_places = knowledge_office_places(c.id)
    WHERE EXISTS (SELECT 1 FROM knowledge_consentrecord AS l WHERE l.consent_id = c.id AND l.record_id = NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER record_changes_its_consents AFTER UPDATE ON knowledge_record
    FOR EACH ROW WHEN (OLD.level_office <> NEW.level_office OR OLD.place_search <> NEW.place_search)
    EXECUTE FUNCTION knowledge_record_changes_consents();

-- Who is asked: the community through its bearers and stewards, the person; never the office, never another community.
CREATE FUNCTION knowledge_is_party(community bigint, person bigint) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(community = ANY (erdem_organisations()) AND erdem_roles() && ARRAY['bearer', 'steward'], false)
    OR coalesce(person = erdem_user_id(), false) $$;

CREATE FUNCTION knowledge_keeps_consent(family text, kept_by bigint, office_places text) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT CASE family
    WHEN 'person' THEN coalesce(kept_by = ANY (erdem_organisations())
        AND erdem_roles() && ARRAY['steward', 'county_officer', 'region_officer'], false)
    ELSE erdem_roles() && ARRAY['county_officer', 'region_officer']
        AND coalesce((SELECT bool_or(position(' ' || place IN office_places) > 0) FROM unnest(erdem_places()) AS place), false)
    END $$;

-- Whether a file of one of these kinds lies beside a consent, for triggers: the office may enter, but not read, them.
CREATE FUNCTION knowledge_consent_has(consent bigint, kinds text[]) RETURNS boolean LANGUAGE sql STABLE
SET erdem.kind = 'system' AS
$$ SELECT EXISTS (SELECT 1 FROM knowledge_consentevidence AS e WHERE e.consent_id = consent AND e.kind = ANY (kinds)) $$;

CREATE FUNCTION knowledge_consent_is_renewed(consent bigint) RETURNS boolean LANGUAGE sql STABLE
SET erdem.kind = 'system' AS
$$ SELECT EXISTS (SELECT 1 FROM knowledge_consent AS c WHERE c.supersedes_id = consent AND c.status = 'given') $$;

-- The consent is held while the act is written: taking it back waits for the act, or the act finds it taken back.
CREATE FUNCTION knowledge_act_is_covered(consent bigint, record bigint, use text, day date) RETURNS boolean LANGUAGE plpgsql
SET erdem.kind = 'system' AS
$$ DECLARE held knowledge_consent;
BEGIN
    SELECT * INTO held FROM knowledge_consent AS c WHERE c.id = consent FOR SHARE;
    RETURN held.id IS NOT NULL AND knowledge_consent_covers(held, use, day)
        AND (held.family = 'person' OR knowledge_consent_in_force(record, use, day))
        AND EXISTS (SELECT 1 FROM knowledge_consentrecord AS l WHERE l.consent_id = consent AND l.record_id = record);
END $$;

CREATE TRIGGER consent_takes_legal_steps BEFORE INSERT OR UPDATE OF status ON knowledge_consent
    FOR EACH ROW EXECUTE FUNCTION erdem_refuse_illegal_step('knowledge.consent');

-- What was put before somebody is not changed behind his back, and what he decides only he decides.
CREATE FUNCTION knowledge_guard_consent() RETURNS trigger LANGUAGE plpgsql AS
$$ DECLARE
    moving text[] := ARRAY['status', 'status_reason', 'answered_at', 'ended_at', 'reminded_at', 'office_places', 'version',
        'updated_at', 'asked_at'];
    answering text[] := ARRAY['signing', 'signed_name', 'effective_on', 'expires_on', 'present', 'agreeing', 'spoken_by',
        'meeting_on', 'witnesses'];
    was jsonb; is_now jsonb;
    party boolean := erdem_is_machine() OR knowledge_is_party(OLD.community_id, OLD.person_id);
BEGIN
    IF OLD.status <> 'draft' THEN
        was := to_jsonb(OLD) - moving; is_now := to_jsonb(NEW) - moving;
        IF OLD.status = 'asked' THEN was := was - answering; is_now := is_now - answering; END IF;
        IF was <> is_now THEN
            RAISE EXCEPTION 'What a consent says is fixed once it was asked for; a change is a new consent.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_stays_as_asked';
        END IF;
    END IF;
    IF NEW.status = OLD.status OR party THEN
        NULL;
    ELSIF NEW.status IN ('given', 'refused') AND OLD.status = 'asked' THEN
        IF NOT knowledge_consent_has(NEW.id, ARRAY['scan', 'recording']) THEN
            RAISE EXCEPTION 'Somebody else enters an answer only with the signed form or the recording.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_party_decides';
        END IF;
    ELSIF NEW.status IN ('given', 'refused', 'withdrawn', 'expired')
        AND NOT (NEW.status = 'withdrawn' AND OLD.family = 'person' AND OLD.person_id IS NULL) THEN
        RAISE EXCEPTION 'Only who consented takes a consent back.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_party_decides';
    END IF;
    IF NEW.status = 'superseded' AND OLD.status <> 'superseded' AND NOT knowledge_consent_is_renewed(NEW.id) THEN
        RAISE EXCEPTION 'A consent is replaced only by one that was given.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_renewed_by_a_given_one';
    END IF;
    IF NEW.status = 'given' AND OLD.status <> 'given' THEN
        IF NOT EXISTS (SELECT 1 FROM knowledge_consentrecord AS l WHERE l.consent_id = NEW.id) THEN
            RAISE EXCEPTION 'A consent names at least one record.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_names_a_record';
        END IF;
        IF NEW.family = 'community' AND (NEW.holder_type IN ('V', 'T') OR NEW.authority_basis = 'resolution')
            AND NOT knowledge_consent_has(NEW.id, ARRAY['resolution']) THEN
            RAISE EXCEPTION 'A village or township consents by a resolution of its meeting, which is attached.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_needs_the_resolution';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER consent_is_guarded BEFORE UPDATE ON knowledge_consent FOR EACH ROW EXECUTE FUNCTION knowledge_guard_consent();
CREATE TRIGGER consent_sets_the_day AFTER INSERT OR UPDATE OF status, ended_at, expires_on ON knowledge_consent
    FOR EACH ROW WHEN (NEW.subject = 'tk_collective') EXECUTE FUNCTION knowledge_consent_changes_records();

CREATE FUNCTION knowledge_guard_consent_link() RETURNS trigger LANGUAGE plpgsql SET erdem.kind = 'system' AS
$$ DECLARE meant bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.consent_id ELSE NEW.consent_id END;
BEGIN
    IF EXISTS (SELECT 1 FROM knowledge_consent AS c WHERE c.id = meant AND c.status <> 'draft') THEN
        RAISE EXCEPTION 'The records of a consent are fixed once it was asked for.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_stays_as_asked';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER consent_link_is_guarded BEFORE INSERT OR UPDATE OR DELETE ON knowledge_consentrecord
    FOR EACH ROW EXECUTE FUNCTION knowledge_guard_consent_link();
CREATE TRIGGER consent_link_tells_the_office AFTER INSERT OR UPDATE OR DELETE ON knowledge_consentrecord
    FOR EACH ROW EXECUTE FUNCTION knowledge_link_changes_consent();

-- An act is written while its consent is in force, on its own day; then it stands.
CREATE FUNCTION knowledge_guard_consent_act() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF NEW.acted_on > erdem_today() OR (NEW.acted_on < erdem_today() AND NOT erdem_is_machine()) THEN
        RAISE EXCEPTION 'An act is noted on its own day.' USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_act_of_today';
    END IF;
    IF NOT knowledge_act_is_covered(NEW.consent_id, NEW.record_id, NEW.use, NEW.acted_on) THEN
        RAISE EXCEPTION 'No consent in force covers this on that day.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_in_force';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER consent_act_is_covered BEFORE INSERT ON knowledge_consentact
    FOR EACH ROW EXECUTE FUNCTION knowledge_guard_consent_act();

-- Notes one act under the consent of every holding community, today; whoever acts need not be a reader of the consents.
CREATE FUNCTION knowledge_note_act(record bigint, wanted text, what text, reference text) RETURNS integer LANGUAGE plpgsql
SET erdem.kind = 'system' AS
$$ DECLARE written integer;
BEGIN
    INSERT INTO knowledge_consentact (consent_id, record_id, use, acted_on, what, reference, user_id, noted_at)
    SELECT DISTINCT ON (c.community_id) c.id, r.id, wanted, erdem_today(), what, reference, erdem_user_id(), now()
    FROM knowledge_record AS r JOIN knowledge_consentrecord AS l ON l.record_id = r.id
        JOIN knowledge_consent AS c ON c.id = l.consent_id AND c.community_id = ANY (r.holders)
    WHERE r.id = record AND knowledge_consent_covers(c, wanted, erdem_today())
    ORDER BY c.community_id, c.id DESC;
    GET DIAGNOSTICS written = ROW_COUNT;
    IF written < (SELECT cardinality(holders) FROM knowledge_record WHERE id = record) THEN
        RAISE EXCEPTION 'No consent in force covers this on that day.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_in_force';
    END IF;
    RETURN written;
END $$;

-- What was added stays: acts, files, decisions.
DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['consentact', 'consentevidence', 'disclosuredecision'] LOOP
        EXECUTE format('CREATE TRIGGER %s_is_append_only BEFORE UPDATE OR DELETE ON knowledge_%s'
            ' FOR EACH ROW EXECUTE FUNCTION erdem_refuse_rewriting()', name, name);
        EXECUTE format('CREATE TRIGGER %s_is_never_emptied BEFORE TRUNCATE ON knowledge_%s'
            ' FOR EACH STATEMENT EXECUTE FUNCTION erdem_refuse_rewriting()', name, name);
    END LOOP;
END $$;

-- A decision rests on a consent of the same community that is in force that day and speaks of the record.
CREATE FUNCTION knowledge_guard_disclosure() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM knowledge_consent AS c JOIN knowledge_consentrecord AS l ON l.consent_id = c.id
        WHERE c.id = NEW.consent_id AND l.record_id = NEW.record_id AND c.community_id = NEW.community_id
          AND c.family = 'community' AND (c.status = 'given' OR (erdem_is_machine() AND NEW.decided_on < erdem_today()))
          AND c.effective_on <= NEW.decided_on AND NEW.decided_on <= knowledge_consent_last_day(c)
          AND c.subject IN ('disclosure', 'tk_collective')
          AND (NEW.choice <> 'publish' OR 'publication' = ANY (c.uses))
          AND (NEW.notice_level = 0 OR c.uses && ARRAY['publication', 'public_notice']::varchar[])
    ) THEN
        RAISE EXCEPTION 'A decision about disclosure rests on a consent in force that covers it.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'disclosure_is_consented';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER disclosure_is_consented BEFORE INSERT ON knowledge_disclosuredecision
    FOR EACH ROW EXECUTE FUNCTION knowledge_guard_disclosure();

-- The latest decision of every holding community; NULL where one has not decided.
CREATE FUNCTION knowledge_disclosures(record bigint) RETURNS TABLE (community bigint, choice text, notice_level smallint)
LANGUAGE sql STABLE SET erdem.kind = 'system' AS
$$ SELECT holder, d.choice, d.notice_level FROM knowledge_record AS r, unnest(r.holders) AS holder
   LEFT JOIN LATERAL (
       SELECT x.choice::text, x.notice_level FROM knowledge_disclosuredecision AS x
       WHERE x.record_id = record AND x.community_id = holder ORDER BY x.id DESC LIMIT 1) AS d ON true
   WHERE r.id = record
$$;

-- Nothing is written down by hand before its writer has signed that it is no state secret. Machines are exempt: what they
-- bring has been released before (old books, national lists). A file handed in is covered by the check signed for the file.
CREATE FUNCTION knowledge_require_secrecy_check() RETURNS trigger LANGUAGE plpgsql AS
$$ DECLARE signed uuid;
BEGIN
    IF erdem_is_machine() THEN RETURN NULL; END IF;
    SELECT s.id INTO signed FROM knowledge_secrecycheck AS s
    WHERE s.user_id = erdem_user_id() AND s.record_id IS NULL AND s.upload_id IS NULL
      AND s.answered_at > now() - interval '1 day'
    ORDER BY s.answered_at DESC LIMIT 1 FOR UPDATE;
    IF signed IS NOT NULL AND NEW.source_key = '' THEN
        UPDATE knowledge_secrecycheck SET record_id = NEW.id WHERE id = signed;
        RETURN NULL;
    END IF;
    IF EXISTS (SELECT 1 FROM knowledge_secrecycheck AS s JOIN knowledge_recordimport AS u ON u.id = s.upload_id
               WHERE s.user_id = erdem_user_id() AND u.state = 'running') THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'Nobody has signed that this is no state secret.'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'secrecy_check_before_content';
END $$;
CREATE TRIGGER record_needs_a_secrecy_check AFTER INSERT ON knowledge_record
    FOR EACH ROW EXECUTE FUNCTION knowledge_require_secrecy_check();

-- A signed check covers what it was signed for, and nothing else afterwards.
CREATE FUNCTION knowledge_guard_secrecy_check() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF (to_jsonb(OLD) - 'record_id') <> (to_jsonb(NEW) - 'record_id') OR OLD.record_id IS NOT NULL THEN
        RAISE EXCEPTION 'A signed check stays as it is.' USING ERRCODE = 'check_violation', CONSTRAINT = 'secrecy_check_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER secrecy_check_stays BEFORE UPDATE ON knowledge_secrecycheck
    FOR EACH ROW EXECUTE FUNCTION knowledge_guard_secrecy_check();

DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['consent', 'consentrecord', 'consentevidence', 'consentact', 'legalperiod', 'checklistitem',
        'checklistanswer', 'secrecycheck', 'disclosuredecision', 'leak'] LOOP
        EXECUTE format('ALTER TABLE knowledge_%s ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE knowledge_%s FORCE ROW LEVEL SECURITY', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['legalperiod', 'checklistitem'] LOOP
        EXECUTE format('CREATE POLICY %s_read ON knowledge_%s FOR SELECT USING ((SELECT erdem_kind()) IS NOT NULL)', name, name);
        EXECUTE format('CREATE POLICY %s_write ON knowledge_%s USING ((SELECT erdem_is_machine())'
            ' OR (SELECT erdem_roles()) && ARRAY[''region_officer''])', name, name);
    END LOOP;
END $$;

CREATE POLICY consent_read ON knowledge_consent FOR SELECT USING (
    (SELECT erdem_is_machine())
    OR community_id = ANY ((SELECT erdem_organisations())::bigint[])
    OR person_id = (SELECT erdem_user_id())
    OR (status = 'draft' AND created_by_id = (SELECT erdem_user_id()))
    OR knowledge_keeps_consent(family, kept_by_id, office_places)
);
CREATE POLICY consent_add ON knowledge_consent FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine())
    OR (status = 'draft' AND created_by_id = (SELECT erdem_user_id())
        AND (SELECT erdem_roles()) && ARRAY['bearer', 'steward', 'county_officer', 'region_officer']
        AND ((family = 'person' AND (SELECT erdem_roles()) && ARRAY['steward', 'county_officer', 'region_officer'])
             OR community_id = ANY ((SELECT erdem_organisations())::bigint[])
             OR (family = 'community' AND (SELECT erdem_roles()) && ARRAY['county_officer', 'region_officer'])))
);
CREATE POLICY consent_change ON knowledge_consent FOR UPDATE USING (
    (SELECT erdem_is_machine())
    OR knowledge_is_party(community_id, person_id)
    OR (status = 'draft' AND created_by_id = (SELECT erdem_user_id()))
    OR knowledge_keeps_consent(family, kept_by_id, office_places)
);
CREATE POLICY consent_remove ON knowledge_consent FOR DELETE USING ((SELECT erdem_is_machine()));

CREATE POLICY consentrecord_read ON knowledge_consentrecord FOR SELECT USING (
    (SELECT erdem_is_machine()) OR EXISTS (SELECT 1 FROM knowledge_consent AS c WHERE c.id = consent_id)
);
CREATE POLICY consentrecord_add ON knowledge_consentrecord FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine())
    OR (EXISTS (SELECT 1 FROM knowledge_consent AS c WHERE c.id = consent_id)
        AND EXISTS (SELECT 1 FROM knowledge_record AS r WHERE r.id = record_id))
);
CREATE POLICY consentrecord_remove ON knowledge_consentrecord FOR DELETE USING (
    (SELECT erdem_is_machine()) OR EXISTS (SELECT 1 FROM knowledge_consent AS c WHERE c.id = consent_id)
);

CREATE POLICY consentevidence_read ON knowledge_consentevidence FOR SELECT USING (
    (SELECT erdem_is_machine())
    OR uploaded_by_id = (SELECT erdem_user_id())
    OR EXISTS (SELECT 1 FROM knowledge_consent AS c WHERE c.id = consent_id
        AND (c.community_id = ANY ((SELECT erdem_organisations())::bigint[]) OR c.person_id = (SELECT erdem_user_id())
             OR (c.family = 'person' AND knowledge_keeps_consent(c.family, c.kept_by_id, ''))))
);
CREATE POLICY consentevidence_add ON knowledge_consentevidence FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine())
    OR (uploaded_by_id = (SELECT erdem_user_id()) AND EXISTS (SELECT 1 FROM knowledge_consent AS c WHERE c.id = consent_id))
);

CREATE POLICY consentact_read ON knowledge_consentact FOR SELECT USING (
    (SELECT erdem_is_machine()) OR EXISTS (SELECT 1 FROM knowledge_consent AS c WHERE c.id = consent_id)
);
CREATE POLICY consentact_add ON knowledge_consentact FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine())
    OR (user_id = (SELECT erdem_user_id()) AND EXISTS (SELECT 1 FROM knowledge_consent AS c WHERE c.id = consent_id))
);

-- Beside a record: its community, and the office of its place that may read it.
CREATE FUNCTION knowledge_looks_after(record bigint) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT EXISTS (SELECT 1 FROM knowledge_record AS r WHERE r.id = record
    AND (r.holders && erdem_organisations()
         OR (r.level_office >= 4 AND knowledge_serves(r.place_search, r.community_id)))) $$;

CREATE POLICY disclosuredecision_read ON knowledge_disclosuredecision FOR SELECT USING (
    (SELECT erdem_is_machine()) OR knowledge_looks_after(record_id)
);
CREATE POLICY disclosuredecision_add ON knowledge_disclosuredecision FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine())
    OR (user_id = (SELECT erdem_user_id()) AND knowledge_is_party(community_id, NULL))
);

CREATE POLICY leak_read ON knowledge_leak FOR SELECT USING (
    (SELECT erdem_is_machine()) OR knowledge_looks_after(record_id)
);
CREATE POLICY leak_add ON knowledge_leak FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine())
    OR (reported_by_id = (SELECT erdem_user_id()) AND knowledge_looks_after(record_id))
);
CREATE POLICY leak_change ON knowledge_leak FOR UPDATE USING (
    (SELECT erdem_is_machine()) OR knowledge_looks_after(record_id)
);

CREATE POLICY checklistanswer_all ON knowledge_checklistanswer USING (
    (SELECT erdem_is_machine()) OR knowledge_looks_after(record_id)
);

CREATE POLICY secrecycheck_read ON knowledge_secrecycheck FOR SELECT USING (
    (SELECT erdem_is_machine()) OR user_id = (SELECT erdem_user_id())
    OR (record_id IS NOT NULL AND knowledge_looks_after(record_id))
);
CREATE POLICY secrecycheck_add ON knowledge_secrecycheck FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine()) OR user_id = (SELECT erdem_user_id())
);
CREATE POLICY secrecycheck_change ON knowledge_secrecycheck FOR UPDATE USING (
    (SELECT erdem_is_machine()) OR user_id = (SELECT erdem_user_id())
);

-- REVERSE
DO $$
DECLARE name text;
DECLARE each record;
BEGIN
    FOREACH name IN ARRAY ARRAY['consent', 'consentrecord', 'consentevidence', 'consentact', 'legalperiod', 'checklistitem',
        'checklistanswer', 'secrecycheck', 'disclosuredecision', 'leak'] LOOP
        FOR each IN SELECT policyname FROM pg_policies WHERE tablename = 'knowledge_' || name LOOP
            EXECUTE format('DROP POLICY %I ON knowledge_%s', each.policyname, name);
        END LOOP;
        EXECUTE format('ALTER TABLE knowledge_%s NO FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE knowledge_%s DISABLE ROW LEVEL SECURITY', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['consentact', 'consentevidence', 'disclosuredecision'] LOOP
        EXECUTE format('DROP TRIGGER %s_is_append_only ON knowledge_%s', name, name);
        EXECUTE format('DROP TRIGGER %s_is_never_emptied ON knowledge_%s', name, name);
    END LOOP;
END $$;
DROP FUNCTION knowledge_looks_after(bigint);
DROP TRIGGER secrecy_check_stays ON knowledge_secrecycheck;
DROP FUNCTION knowledge_guard_secrecy_check();
DROP TRIGGER record_needs_a_secrecy_check ON knowledge_record;
DROP FUNCTION knowledge_require_secrecy_check();
DROP FUNCTION knowledge_disclosures(bigint);
DROP TRIGGER disclosure_is_consented ON knowledge_disclosuredecision;
DROP FUNCTION knowledge_guard_disclosure();
DROP FUNCTION knowledge_note_act(bigint, text, text, text);
DROP TRIGGER consent_act_is_covered ON knowledge_consentact;
DROP FUNCTION knowledge_guard_consent_act();
DROP FUNCTION knowledge_act_is_covered(bigint, bigint, text, date);
DROP TRIGGER consent_link_tells_the_office ON knowledge_consentrecord;
DROP TRIGGER consent_link_is_guarded ON knowledge_consentrecord;
DROP FUNCTION knowledge_guard_consent_link();
DROP TRIGGER consent_sets_the_day ON knowledge_consent;
DROP TRIGGER consent_is_guarded ON knowledge_consent;
DROP FUNCTION knowledge_guard_consent();
DROP FUNCTION knowledge_consent_is_renewed(bigint);
DROP FUNCTION knowledge_consent_has(bigint, text[]);
DROP TRIGGER consent_takes_legal_steps ON knowledge_consent;
DROP FUNCTION knowledge_keeps_consent(text, bigint, text);
DROP FUNCTION knowledge_is_party(bigint, bigint);
DROP TRIGGER record_changes_its_consents ON knowledge_record;
DROP FUNCTION knowledge_record_changes_consents();
DROP FUNCTION knowledge_link_changes_consent();
DROP FUNCTION knowledge_office_places(bigint);
DROP FUNCTION knowledge_consent_changes_records();
DROP TRIGGER record_wall_keeps_consent ON knowledge_record;
DROP FUNCTION knowledge_keep_consent_until();
DROP FUNCTION knowledge_consent_until(bigint, bigint[]);
DROP FUNCTION knowledge_missing_consents(bigint, text[], date);
DROP FUNCTION knowledge_consent_in_force(bigint, text, date);
DROP FUNCTION knowledge_holder_consents(bigint, bigint, text, date);
DROP FUNCTION knowledge_consent_covers(knowledge_consent, text, date);
DROP FUNCTION knowledge_consent_last_day(knowledge_consent);
