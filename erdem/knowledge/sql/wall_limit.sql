-- The legal limit is set by the office of the place and does not shut out the office itself, which has to be able to lift it.
CREATE OR REPLACE FUNCTION knowledge_build_wall() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public SET erdem.kind = 'system' AS
$$ DECLARE
    choice record;
    label record;
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.diffusion_tier > OLD.diffusion_tier AND erdem_user_id() IS NOT NULL THEN
        -- One community opens a record that others hold too: what they had stays as it was for them.
        UPDATE knowledge_holding SET
            to_public = coalesce(to_public, knowledge_tier_level(OLD.diffusion_tier, 'public')),
            to_signed_in = coalesce(to_signed_in, knowledge_tier_level(OLD.diffusion_tier, 'signed_in')),
            to_office = coalesce(to_office, knowledge_tier_level(OLD.diffusion_tier, 'office'))
        WHERE record_id = NEW.id AND state = 'active' AND community_id <> ALL (erdem_organisations());
    END IF;
    SELECT coalesce(array_agg(community_id ORDER BY community_id), '{}'::bigint[]) AS holders,
        coalesce(bool_or(together), false) AS together,
        min(to_public) AS to_public, min(to_signed_in) AS to_signed_in, min(to_office) AS to_office
    INTO choice FROM knowledge_holding
    WHERE TG_OP = 'UPDATE' AND record_id = NEW.id AND state = 'active'
        AND (NEW.community_id IS NOT DISTINCT FROM OLD.community_id OR community_id IS DISTINCT FROM OLD.community_id);
    SELECT min(r.cap) AS outside, min(r.cap) FILTER (WHERE r.effect <> 'CAP_GENDER_SOFT') AS with_grant,
        coalesce(array_agg(DISTINCT u.group_id) FILTER (WHERE u.group_id IS NOT NULL), '{}'::bigint[]) AS required,
        range_intersect_agg(u.open_dates) FILTER (WHERE r.effect = 'TIME') AS open_dates
    INTO label FROM knowledge_labeluse AS u JOIN knowledge_labelrule AS r USING (code)
    WHERE TG_OP = 'UPDATE' AND u.record_id = NEW.id AND u.removed_at IS NULL;

    NEW.holders := choice.holders;
    IF NEW.community_id IS NOT NULL AND NEW.community_id <> ALL (NEW.holders) THEN
        NEW.holders := NEW.holders || NEW.community_id;
    END IF;
    NEW.holders_together := choice.together AND cardinality(NEW.holders) > 1;
    NEW.required_groups := label.required;
    NEW.open_dates := label.open_dates;
    NEW.level_public := least(
        knowledge_tier_level(NEW.diffusion_tier, 'public'), choice.to_public, label.outside, NEW.legal_cap);
    NEW.level_signed_in := least(
        knowledge_tier_level(NEW.diffusion_tier, 'signed_in'), choice.to_signed_in, label.outside, NEW.legal_cap);
    NEW.level_office := least(
        knowledge_tier_level(NEW.diffusion_tier, 'office'), choice.to_office, label.outside);
    NEW.level_grant := least(knowledge_tier_level(NEW.diffusion_tier, 'grant'), label.with_grant, NEW.legal_cap);
    RETURN NEW;
END $$;

-- REVERSE
CREATE OR REPLACE FUNCTION knowledge_build_wall() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public SET erdem.kind = 'system' AS
$$ DECLARE
    choice record;
    label record;
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.diffusion_tier > OLD.diffusion_tier AND erdem_user_id() IS NOT NULL THEN
        -- One community opens a record that others hold too: what they had stays as it was for them.
        UPDATE knowledge_holding SET
            to_public = coalesce(to_public, knowledge_tier_level(OLD.diffusion_tier, 'public')),
            to_signed_in = coalesce(to_signed_in, knowledge_tier_level(OLD.diffusion_tier, 'signed_in')),
            to_office = coalesce(to_office, knowledge_tier_level(OLD.diffusion_tier, 'office'))
        WHERE record_id = NEW.id AND state = 'active' AND community_id <> ALL (erdem_organisations());
    END IF;
    SELECT coalesce(array_agg(community_id ORDER BY community_id), '{}'::bigint[]) AS holders,
        coalesce(bool_or(together), false) AS together,
        min(to_public) AS to_public, min(to_signed_in) AS to_signed_in, min(to_office) AS to_office
    INTO choice FROM knowledge_holding
    WHERE TG_OP = 'UPDATE' AND record_id = NEW.id AND state = 'active'
        AND (NEW.community_id IS NOT DISTINCT FROM OLD.community_id OR community_id IS DISTINCT FROM OLD.community_id);
    SELECT min(r.cap) AS outside, min(r.cap) FILTER (WHERE r.effect <> 'CAP_GENDER_SOFT') AS with_grant,
        coalesce(array_agg(DISTINCT u.group_id) FILTER (WHERE u.group_id IS NOT NULL), '{}'::bigint[]) AS required,
        range_intersect_agg(u.open_dates) FILTER (WHERE r.effect = 'TIME') AS open_dates
    INTO label FROM knowledge_labeluse AS u JOIN knowledge_labelrule AS r USING (code)
    WHERE TG_OP = 'UPDATE' AND u.record_id = NEW.id AND u.removed_at IS NULL;

    NEW.holders := choice.holders;
    IF NEW.community_id IS NOT NULL AND NEW.community_id <> ALL (NEW.holders) THEN
        NEW.holders := NEW.holders || NEW.community_id;
    END IF;
    NEW.holders_together := choice.together AND cardinality(NEW.holders) > 1;
    NEW.required_groups := label.required;
    NEW.open_dates := label.open_dates;
    NEW.level_public := least(
        knowledge_tier_level(NEW.diffusion_tier, 'public'), choice.to_public, label.outside, NEW.legal_cap);
    NEW.level_signed_in := least(
        knowledge_tier_level(NEW.diffusion_tier, 'signed_in'), choice.to_signed_in, label.outside, NEW.legal_cap);
    NEW.level_office := least(
        knowledge_tier_level(NEW.diffusion_tier, 'office'), choice.to_office, label.outside, NEW.legal_cap);
    NEW.level_grant := least(knowledge_tier_level(NEW.diffusion_tier, 'grant'), label.with_grant, NEW.legal_cap);
    RETURN NEW;
END $$;
