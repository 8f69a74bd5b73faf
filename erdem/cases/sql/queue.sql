-- What the pages of the queues walk along: the nearest day over all offices, what nobody has, what is shared (few of many).
CREATE INDEX case_next_day ON cases_case (due_on, id);
CREATE INDEX case_unassigned ON cases_case (office_id, due_on, id) WHERE closed_at IS NULL AND handler_id IS NULL;
CREATE INDEX case_shared ON cases_case (id) WHERE NOT (shared_with = '{}'::bigint[]);

-- REVERSE
DROP INDEX case_shared;
DROP INDEX case_unassigned;
DROP INDEX case_next_day;
