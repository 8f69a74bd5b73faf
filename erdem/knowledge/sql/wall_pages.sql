-- The pages of the list in the order of the names: the ids of a page, with all that decides who reads them, from one index.
CREATE INDEX record_wall_by_name ON knowledge_record (sort_key, number) INCLUDE (
    id, status, level_public, level_signed_in, level_office, level_grant, holders, holders_together, required_groups, open_dates,
    consent_until, place_search, community_id, kind, tk_class, ich_category, diffusion_tier
);

-- REVERSE
DROP INDEX record_wall_by_name;
