-- Progress of a job is for the person who started it and for the machinery.
ALTER TABLE base_jobprogress ENABLE ROW LEVEL SECURITY;
ALTER TABLE base_jobprogress FORCE ROW LEVEL SECURITY;
CREATE POLICY job_progress_own ON base_jobprogress USING (
    (SELECT erdem_is_machine()) OR user_id = (SELECT erdem_user_id())
);
-- File addresses are of no use to the public.
ALTER TABLE base_blob ENABLE ROW LEVEL SECURITY;
ALTER TABLE base_blob FORCE ROW LEVEL SECURITY;
CREATE POLICY blob_signed_in ON base_blob USING ((SELECT erdem_kind()) IN ('person', 'api_key', 'job', 'system'));

-- REVERSE
DROP POLICY blob_signed_in ON base_blob;
ALTER TABLE base_blob NO FORCE ROW LEVEL SECURITY;
ALTER TABLE base_blob DISABLE ROW LEVEL SECURITY;
DROP POLICY job_progress_own ON base_jobprogress;
ALTER TABLE base_jobprogress NO FORCE ROW LEVEL SECURITY;
ALTER TABLE base_jobprogress DISABLE ROW LEVEL SECURITY;
