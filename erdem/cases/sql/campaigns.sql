-- Second lock of campaigns. Mirrors policies/campaigns.py: visible_campaigns, visible_with_campaign, visible_grounds.
-- How many points a ground gives: dated rows, our proposal until an office has measured it. Read by everybody, added by machines.
INSERT INTO cases_riskrule (code, points, most, basis, confidence, valid_from) VALUES
    ('finding_confirmed', 40, 60, 'An expert has confirmed an overlap with a registered record.', 'P', '2026-01-01'),
    ('finding_open', 15, 30, 'An overlap is being looked at; nobody has confirmed it.', 'P', '2026-01-01'),
    ('finding_upper', 10, 10, 'The comparison puts the overlap in its upper band.', 'P', '2026-01-01'),
    ('earlier_penalty', 30, 30, 'A penalty was imposed before: repetition weighs most.', 'P', '2026-01-01'),
    ('earlier_case', 10, 20, 'The office has had a case against it before.', 'P', '2026-01-01'),
    ('open_tip', 20, 30, 'Somebody has reported it and the report is open.', 'P', '2026-01-01'),
    ('earlier_campaign', 15, 15, 'An earlier campaign found something there.', 'P', '2026-01-01'),
    ('within_places', 5, 5, 'It lies in a place of the campaign, so that the offices have the power.', 'P', '2026-01-01'),
    ('many_sellers', 10, 10, 'Markets and websites: many sellers reached with one inspection.', 'P', '2026-01-01'),
    ('officer', 10, 30, 'What an officer knows and has written down.', 'P', '2026-01-01');

CREATE FUNCTION cases_leads(wanted bigint) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT EXISTS (SELECT 1 FROM cases_campaign AS c WHERE c.id = wanted AND c.office_id = ANY (cases_own_offices())) $$;

CREATE FUNCTION cases_works_for(wanted bigint, worker bigint) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT worker = ANY (cases_own_offices()) AND EXISTS (
    SELECT 1 FROM cases_campaign AS c WHERE c.id = wanted AND (c.office_id = worker OR EXISTS (
        SELECT 1 FROM cases_campaignoffice AS o WHERE o.campaign_id = c.id AND o.office_id = worker AND o.state = 'accepted'))) $$;

CREATE FUNCTION cases_guard_campaign() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NOT erdem_is_machine() AND NEW.created_by_id IS DISTINCT FROM erdem_user_id() THEN
            PERFORM cases_refuse('A campaign is planned in the own name.', 'campaign_by_its_actor');
        END IF;
        NEW.offices := ARRAY[NEW.office_id];
        NEW.writers := ARRAY[NEW.created_by_id];
        NEW.approved_by_id := NULL; NEW.approved_at := NULL; NEW.acted_from := NULL; NEW.closed_at := NULL;
        RETURN NEW;
    END IF;
    NEW.version := OLD.version + 1;
    IF (NEW.number, NEW.office_id, NEW.place_code, NEW.created_by_id, NEW.created_at) IS DISTINCT FROM
        (OLD.number, OLD.office_id, OLD.place_code, OLD.created_by_id, OLD.created_at) THEN
        PERFORM cases_refuse('What a campaign is stays.', 'campaign_stays_what_it_is');
    END IF;
    IF erdem_is_machine() THEN RETURN NEW; END IF;
    IF NOT OLD.office_id = ANY (cases_own_offices()) THEN
        PERFORM cases_refuse('Only the lead office works on the plan.', 'campaign_led_by_its_office');
    END IF;
    IF OLD.status IN ('closed', 'withdrawn') THEN
        PERFORM cases_refuse('A closed campaign stays.', 'campaign_closed_stays');
    END IF;
    IF (NEW.offices, NEW.writers) IS DISTINCT FROM (OLD.offices, OLD.writers) THEN
        PERFORM cases_refuse('Who sees a campaign and who wrote on it is not written by hand.', 'campaign_readers_stay');
    END IF;
    IF (NEW.title, NEW.theme, NEW.basis, NEW.begins_on, NEW.ends_on, NEW.places, NEW.goals, NEW.looked_for, NEW.risk, NEW.who)
        IS DISTINCT FROM
        (OLD.title, OLD.theme, OLD.basis, OLD.begins_on, OLD.ends_on, OLD.places, OLD.goals, OLD.looked_for, OLD.risk, OLD.who) THEN
        IF OLD.status <> 'draft' OR NEW.status <> 'draft' THEN
            PERFORM cases_refuse('An approved plan stays.', 'campaign_plan_stays');
        END IF;
        IF NOT erdem_user_id() = ANY (OLD.writers) THEN NEW.writers := OLD.writers || erdem_user_id(); END IF;
    END IF;
    IF NEW.status = 'approved' AND OLD.status = 'draft' THEN
        IF NEW.approved_by_id IS DISTINCT FROM erdem_user_id() OR erdem_user_id() = ANY (OLD.writers) THEN
            PERFORM cases_refuse('A second officer approves the plan.', 'campaign_plan_approved_by_another');
        END IF;
        NEW.approved_at := clock_timestamp();
    ELSIF NEW.status = 'draft' THEN
        NEW.approved_by_id := NULL; NEW.approved_at := NULL;
    ELSIF (NEW.approved_by_id, NEW.approved_at) IS DISTINCT FROM (OLD.approved_by_id, OLD.approved_at) THEN
        PERFORM cases_refuse('An approval stays.', 'campaign_plan_approved_by_another');
    END IF;
    IF NEW.status = 'running' AND OLD.status = 'approved' THEN
        IF NOT EXISTS (SELECT 1 FROM cases_campaignpaper AS p
            WHERE p.campaign_id = NEW.id AND p.kind = 'plan' AND p.issued_at >= OLD.approved_at) THEN
            PERFORM cases_refuse('The plan was not issued.', 'campaign_plan_issued');
        END IF;
        IF NOT EXISTS (SELECT 1 FROM cases_campaigntarget AS t WHERE t.campaign_id = NEW.id AND t.state = 'listed') THEN
            PERFORM cases_refuse('The list is empty.', 'campaign_list_before_action');
        END IF;
        NEW.acted_from := clock_timestamp();
    ELSIF NEW.acted_from IS DISTINCT FROM OLD.acted_from THEN
        PERFORM cases_refuse('When the action began stays.', 'campaign_action_begins_once');
    END IF;
    IF NEW.status = 'closed' AND NOT EXISTS (
        SELECT 1 FROM cases_campaignpaper AS p WHERE p.campaign_id = NEW.id AND p.kind = 'report') THEN
        PERFORM cases_refuse('The report was not issued.', 'campaign_report_issued');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER campaign_is_guarded BEFORE INSERT OR UPDATE ON cases_campaign
    FOR EACH ROW EXECUTE FUNCTION cases_guard_campaign();
CREATE TRIGGER campaign_takes_legal_steps BEFORE INSERT OR UPDATE OF status ON cases_campaign
    FOR EACH ROW EXECUTE FUNCTION erdem_refuse_illegal_step('cases.campaign');

-- The lead asks, the office answers for itself; who left or declined may be asked again.
CREATE FUNCTION cases_guard_part() RETURNS trigger LANGUAGE plpgsql AS
$$ DECLARE lead boolean := cases_leads(NEW.campaign_id);
BEGIN
    IF NEW.office_id = (SELECT c.office_id FROM cases_campaign AS c WHERE c.id = NEW.campaign_id) THEN
        PERFORM cases_refuse('The lead takes part by itself.', 'campaign_part_of_another_office');
    END IF;
    IF erdem_is_machine() THEN RETURN NEW; END IF;
    IF NOT EXISTS (SELECT 1 FROM cases_campaign AS c WHERE c.id = NEW.campaign_id AND c.status NOT IN ('closed', 'withdrawn')) THEN
        PERFORM cases_refuse('A closed campaign stays.', 'campaign_closed_stays');
    END IF;
    IF NEW.state = 'invited' THEN
        IF NOT lead OR NEW.invited_by_id IS DISTINCT FROM erdem_user_id()
            OR (TG_OP = 'UPDATE' AND OLD.state NOT IN ('declined', 'left')) THEN
            PERFORM cases_refuse('The lead office invites.', 'campaign_part_invited_by_the_lead');
        END IF;
    ELSIF TG_OP = 'INSERT' OR (NEW.campaign_id, NEW.office_id, NEW.invited_by_id, NEW.invited_at)
            IS DISTINCT FROM (OLD.campaign_id, OLD.office_id, OLD.invited_by_id, OLD.invited_at)
        OR NEW.answered_by_id IS DISTINCT FROM erdem_user_id()
        OR NOT (OLD.office_id = ANY (cases_own_offices()) OR (lead AND NEW.state = 'left'))
        OR NOT ((OLD.state = 'invited' AND NEW.state IN ('accepted', 'declined', 'left'))
            OR (OLD.state = 'accepted' AND NEW.state = 'left')) THEN
        PERFORM cases_refuse('An office answers for itself.', 'campaign_part_answered_by_its_office');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER part_is_guarded BEFORE INSERT OR UPDATE ON cases_campaignoffice
    FOR EACH ROW EXECUTE FUNCTION cases_guard_part();

-- Who takes part is written into the campaign, by which those offices see it.
CREATE FUNCTION cases_note_parts() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp SET erdem.kind = 'system' AS
$$ BEGIN
    UPDATE cases_campaign AS c SET offices = ARRAY[c.office_id] || coalesce(
        (SELECT array_agg(o.office_id ORDER BY o.office_id) FROM cases_campaignoffice AS o
         WHERE o.campaign_id = c.id AND o.state IN ('invited', 'accepted')), '{}')
        WHERE c.id = NEW.campaign_id;
    RETURN NULL;
END $$;
CREATE TRIGGER part_is_noted AFTER INSERT OR UPDATE ON cases_campaignoffice
    FOR EACH ROW EXECUTE FUNCTION cases_note_parts();

-- A target belongs to an office that takes part; what it is stays; its points come from its grounds.
CREATE FUNCTION cases_guard_target() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF erdem_is_machine() THEN RETURN NEW; END IF;
    IF NOT EXISTS (SELECT 1 FROM cases_campaign AS c WHERE c.id = NEW.campaign_id AND c.status NOT IN ('closed', 'withdrawn')) THEN
        PERFORM cases_refuse('A closed campaign stays.', 'campaign_closed_stays');
    END IF;
    IF NEW.office_id <> (SELECT c.office_id FROM cases_campaign AS c WHERE c.id = NEW.campaign_id) AND NOT EXISTS (
        SELECT 1 FROM cases_campaignoffice AS o
        WHERE o.campaign_id = NEW.campaign_id AND o.office_id = NEW.office_id AND o.state = 'accepted') THEN
        PERFORM cases_refuse('An office that takes part works on it.', 'target_worked_on_by_who_takes_part');
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.added_by_id IS DISTINCT FROM erdem_user_id() OR NEW.case_id IS NOT NULL
            OR NOT (cases_leads(NEW.campaign_id) OR cases_works_for(NEW.campaign_id, NEW.office_id)) THEN
            PERFORM cases_refuse('A target is added by an office that takes part.', 'target_by_its_actor');
        END IF;
        NEW.score := 0;
        RETURN NEW;
    END IF;
    IF (to_jsonb(NEW) - '{state,drop_reason,position,office_id,case_id}'::text[])
        IS DISTINCT FROM (to_jsonb(OLD) - '{state,drop_reason,position,office_id,case_id}'::text[]) THEN
        PERFORM cases_refuse('What a target is stays.', 'target_stays_what_it_is');
    END IF;
    IF NOT (cases_leads(NEW.campaign_id) OR cases_works_for(NEW.campaign_id, OLD.office_id)) THEN
        PERFORM cases_refuse('Another office works on it.', 'target_worked_on_by_its_office');
    END IF;
    IF NEW.office_id <> OLD.office_id AND (NOT cases_leads(NEW.campaign_id) OR EXISTS (
        SELECT 1 FROM cases_targetvisit AS v WHERE v.target_id = NEW.id)) THEN
        PERFORM cases_refuse('The lead gives targets to offices, before they are inspected.', 'target_given_by_the_lead');
    END IF;
    IF NEW.case_id IS DISTINCT FROM OLD.case_id AND (OLD.case_id IS NOT NULL OR NOT EXISTS (
        SELECT 1 FROM cases_case AS c WHERE c.id = NEW.case_id AND c.office_id = NEW.office_id
          AND c.office_id = ANY (cases_own_offices()))) THEN
        PERFORM cases_refuse('A case of the office that works on it, once.', 'target_case_of_its_office');
    END IF;
    IF NEW.state <> 'listed' AND OLD.state = 'listed' AND EXISTS (
        SELECT 1 FROM cases_targetvisit AS v WHERE v.target_id = NEW.id) THEN
        PERFORM cases_refuse('What was inspected stays on the list.', 'target_inspected_stays');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER target_is_guarded BEFORE INSERT OR UPDATE ON cases_campaigntarget
    FOR EACH ROW EXECUTE FUNCTION cases_guard_target();

CREATE FUNCTION cases_guard_ground() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF erdem_is_machine() THEN RETURN NEW; END IF;
    IF NEW.noted_by_id IS DISTINCT FROM erdem_user_id() OR NOT EXISTS (
        SELECT 1 FROM cases_campaigntarget AS t WHERE t.id = NEW.target_id
          AND (cases_leads(t.campaign_id) OR cases_works_for(t.campaign_id, t.office_id))) THEN
        PERFORM cases_refuse('A ground is noted by who acts.', 'ground_by_its_actor');
    END IF;
    IF NOT EXISTS (SELECT 1 FROM cases_riskrule AS r WHERE r.id = NEW.rule_id AND r.valid_from <= erdem_today()
        AND (r.valid_to IS NULL OR r.valid_to >= erdem_today()) AND NEW.points + coalesce((
            SELECT sum(g.points) FROM cases_targetground AS g JOIN cases_riskrule AS q ON q.id = g.rule_id
            WHERE g.target_id = NEW.target_id AND q.code = r.code), 0) <= r.most) THEN
        PERFORM cases_refuse('Points follow the rule in force.', 'ground_follows_its_rule');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ground_is_guarded BEFORE INSERT ON cases_targetground FOR EACH ROW EXECUTE FUNCTION cases_guard_ground();

CREATE FUNCTION cases_count_grounds() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp SET erdem.kind = 'system' AS
$$ BEGIN
    UPDATE cases_campaigntarget SET score = (SELECT sum(g.points) FROM cases_targetground AS g WHERE g.target_id = NEW.target_id)
        WHERE id = NEW.target_id;
    RETURN NULL;
END $$;
CREATE TRIGGER ground_is_counted AFTER INSERT ON cases_targetground FOR EACH ROW EXECUTE FUNCTION cases_count_grounds();

-- Two officers of the office that works on a target inspect it.
CREATE FUNCTION cases_guard_visitors() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp SET erdem.kind = 'system' AS
$$ DECLARE aim cases_campaigntarget;
BEGIN
    SELECT * INTO aim FROM cases_campaigntarget AS t WHERE t.id = NEW.target_id;
    IF 2 <> (SELECT count(DISTINCT m.user_id) FROM people_membership AS m
        WHERE m.organisation_id = aim.office_id AND m.user_id IN (NEW.first_officer_id, NEW.second_officer_id)
          AND m.role IN ('county_officer', 'region_officer') AND (m.until IS NULL OR m.until >= erdem_today())) THEN
        PERFORM cases_refuse('Two officers of the office inspect.', 'visit_by_officers_of_the_office');
    END IF;
    IF NEW.inspection_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM cases_inspection AS i WHERE i.id = NEW.inspection_id AND i.case_id = aim.case_id) THEN
        PERFORM cases_refuse('An inspection of the case of the target.', 'visit_inspection_of_its_case');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER visit_by_two_officers BEFORE INSERT ON cases_targetvisit FOR EACH ROW EXECUTE FUNCTION cases_guard_visitors();

-- While the action runs, by the office that works on the target.
CREATE FUNCTION cases_guard_visit() RETURNS trigger LANGUAGE plpgsql AS
$$ DECLARE aim record;
BEGIN
    SELECT t.state, t.office_id, t.case_id, c.status, c.acted_from INTO aim
        FROM cases_campaigntarget AS t JOIN cases_campaign AS c ON c.id = t.campaign_id WHERE t.id = NEW.target_id;
    IF NOT erdem_is_machine() AND (NEW.noted_by_id IS DISTINCT FROM erdem_user_id()
        OR NOT aim.office_id = ANY (cases_own_offices())) THEN
        PERFORM cases_refuse('Another office works on it.', 'target_worked_on_by_its_office');
    END IF;
    IF aim.status <> 'running' OR aim.state <> 'listed'
        OR NEW.visited_on NOT BETWEEN (aim.acted_from AT TIME ZONE 'Asia/Shanghai')::date AND erdem_today() THEN
        PERFORM cases_refuse('What stands on the list is inspected while the action runs.', 'visit_during_the_action');
    END IF;
    IF NEW.result = 'case' AND aim.case_id IS NULL THEN
        PERFORM cases_refuse('Open or link the case first.', 'visit_case_is_there');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER visit_is_guarded BEFORE INSERT ON cases_targetvisit FOR EACH ROW EXECUTE FUNCTION cases_guard_visit();

CREATE FUNCTION cases_guard_campaign_paper() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    NEW.issued_at := clock_timestamp();
    IF erdem_is_machine() THEN RETURN NEW; END IF;
    IF NEW.issued_by_id IS DISTINCT FROM erdem_user_id() OR NOT cases_leads(NEW.campaign_id) THEN
        PERFORM cases_refuse('The lead office issues it.', 'campaign_led_by_its_office');
    END IF;
    IF NOT EXISTS (SELECT 1 FROM cases_campaign AS c WHERE c.id = NEW.campaign_id
        AND c.status = CASE NEW.kind WHEN 'plan' THEN 'approved' ELSE 'reporting' END) THEN
        PERFORM cases_refuse('A plan is issued once approved, a report after the action.', 'campaign_paper_in_time');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER campaign_paper_is_guarded BEFORE INSERT ON cases_campaignpaper
    FOR EACH ROW EXECUTE FUNCTION cases_guard_campaign_paper();

DO $$ DECLARE named text; BEGIN
    FOREACH named IN ARRAY ARRAY['campaign', 'campaignoffice', 'campaigntarget', 'targetground', 'targetvisit', 'campaignpaper',
                                 'campaignact', 'riskrule'] LOOP
        EXECUTE format('ALTER TABLE cases_%s ENABLE ROW LEVEL SECURITY', named);
        EXECUTE format('ALTER TABLE cases_%s FORCE ROW LEVEL SECURITY', named);
        EXECUTE format('CREATE TRIGGER %1$s_is_never_removed BEFORE DELETE ON cases_%1$s
            FOR EACH ROW EXECUTE FUNCTION erdem_refuse_rewriting()', named);
    END LOOP;
    FOREACH named IN ARRAY ARRAY['targetground', 'targetvisit', 'campaignpaper', 'campaignact', 'riskrule'] LOOP
        EXECUTE format('CREATE TRIGGER %1$s_is_never_rewritten BEFORE UPDATE ON cases_%1$s
            FOR EACH ROW EXECUTE FUNCTION erdem_refuse_rewriting()', named);
    END LOOP;
    FOREACH named IN ARRAY ARRAY['campaignoffice', 'campaigntarget', 'campaignpaper', 'campaignact'] LOOP
        EXECUTE format('CREATE POLICY %1$s_read ON cases_%1$s FOR SELECT USING (
            (SELECT erdem_is_machine()) OR campaign_id IN (SELECT c.id FROM cases_campaign AS c))', named);
    END LOOP;
END $$;
CREATE POLICY campaign_read ON cases_campaign FOR SELECT USING (
    (SELECT erdem_is_machine()) OR offices && (SELECT cases_own_offices())::bigint[] OR cases_overseen(place_code)
);
CREATE POLICY campaign_add ON cases_campaign FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine()) OR office_id = ANY ((SELECT cases_own_offices())::bigint[])
);
CREATE POLICY campaign_change ON cases_campaign FOR UPDATE USING (
    (SELECT erdem_is_machine()) OR office_id = ANY ((SELECT cases_own_offices())::bigint[])
);
CREATE POLICY part_add ON cases_campaignoffice FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine()) OR cases_leads(campaign_id)
);
CREATE POLICY part_change ON cases_campaignoffice FOR UPDATE USING (
    (SELECT erdem_is_machine()) OR cases_leads(campaign_id) OR office_id = ANY ((SELECT cases_own_offices())::bigint[])
) WITH CHECK (true);
CREATE POLICY target_add ON cases_campaigntarget FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine()) OR cases_leads(campaign_id) OR cases_works_for(campaign_id, office_id)
);
CREATE POLICY target_change ON cases_campaigntarget FOR UPDATE USING (
    (SELECT erdem_is_machine()) OR cases_leads(campaign_id) OR cases_works_for(campaign_id, office_id)
);
CREATE POLICY ground_read ON cases_targetground FOR SELECT USING (
    (SELECT erdem_is_machine()) OR (target_id IN (SELECT t.id FROM cases_campaigntarget AS t)
        AND (finding_id IS NULL OR finding_id IN (SELECT f.id FROM overlap_finding AS f)))
);
CREATE POLICY ground_add ON cases_targetground FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine()) OR (target_id IN (SELECT t.id FROM cases_campaigntarget AS t)
        AND (finding_id IS NULL OR finding_id IN (SELECT f.id FROM overlap_finding AS f)))
);
CREATE POLICY visit_read ON cases_targetvisit FOR SELECT USING (
    (SELECT erdem_is_machine()) OR target_id IN (SELECT t.id FROM cases_campaigntarget AS t)
);
CREATE POLICY visit_add ON cases_targetvisit FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine()) OR EXISTS (SELECT 1 FROM cases_campaigntarget AS t
        WHERE t.id = target_id AND cases_works_for(t.campaign_id, t.office_id))
);
CREATE POLICY campaign_paper_add ON cases_campaignpaper FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine()) OR cases_leads(campaign_id)
);
CREATE POLICY campaign_act_add ON cases_campaignact FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine())
    OR (by_id = (SELECT erdem_user_id()) AND campaign_id IN (
        SELECT c.id FROM cases_campaign AS c WHERE c.offices && (SELECT cases_own_offices())::bigint[]))
);
CREATE POLICY risk_rule_read ON cases_riskrule FOR SELECT USING ((SELECT erdem_kind()) IS NOT NULL);
CREATE POLICY risk_rule_add ON cases_riskrule FOR INSERT WITH CHECK ((SELECT erdem_is_machine()));

-- REVERSE
DO $$ DECLARE named record; BEGIN
    FOR named IN SELECT policyname, tablename FROM pg_policies WHERE tablename = ANY (ARRAY['cases_campaign', 'cases_campaignoffice',
        'cases_campaigntarget', 'cases_targetground', 'cases_targetvisit', 'cases_campaignpaper', 'cases_campaignact',
        'cases_riskrule']) LOOP
        EXECUTE format('DROP POLICY %I ON %I', named.policyname, named.tablename);
    END LOOP;
    FOR named IN SELECT t.tgname, c.relname FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid
        WHERE NOT t.tgisinternal AND c.relname = ANY (ARRAY['cases_campaign', 'cases_campaignoffice', 'cases_campaigntarget',
        'cases_targetground', 'cases_targetvisit', 'cases_campaignpaper', 'cases_campaignact', 'cases_riskrule']) LOOP
        EXECUTE format('DROP TRIGGER %I ON %I', named.tgname, named.relname);
    END LOOP;
END $$;
DROP FUNCTION cases_guard_campaign_paper();
DROP FUNCTION cases_guard_visit();
DROP FUNCTION cases_guard_visitors();
DROP FUNCTION cases_count_grounds();
DROP FUNCTION cases_guard_ground();
DROP FUNCTION cases_guard_target();
DROP FUNCTION cases_note_parts();
DROP FUNCTION cases_guard_part();
DROP FUNCTION cases_guard_campaign();
DROP FUNCTION cases_works_for(bigint, bigint);
DROP FUNCTION cases_leads(bigint);
