-- Temporary tables of a caller are looked at last: they must not stand in for the tables of sharing.
DO $$ DECLARE named regprocedure; BEGIN
    FOR named IN SELECT oid::regprocedure FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace AND proname LIKE 'sharing\_%' AND prosecdef LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = public, pg_temp', named);
    END LOOP;
END $$;

-- REVERSE
DO $$ DECLARE named regprocedure; BEGIN
    FOR named IN SELECT oid::regprocedure FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace AND prosecdef
            AND proname IN ('sharing_guard_signed', 'sharing_guard_leaving', 'sharing_terms_stand', 'sharing_guard_answer') LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = public', named);
    END LOOP;
END $$;
