-- A balance is asked for in two steps, so that the days are known when the sum is planned: else all postings of the account are read.
CREATE OR REPLACE FUNCTION ledger_balance(wanted bigint, day date) RETURNS bigint LANGUAGE plpgsql STABLE
    SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS
$$ DECLARE last date := '-infinity'; held bigint := 0; BEGIN
    SELECT k.until, k.amount INTO last, held FROM ledger_balancecheckpoint AS k
        WHERE k.account_id = wanted AND k.until <= ledger_balance.day ORDER BY k.until DESC LIMIT 1;
    last := coalesce(last, '-infinity');
    RETURN coalesce(held, 0) + coalesce((
        SELECT sum(p.amount) FROM ledger_posting AS p
        WHERE p.account_id = wanted AND p.day > last AND p.day <= ledger_balance.day
    ), 0)::bigint;
END $$;

-- REVERSE
CREATE OR REPLACE FUNCTION ledger_balance(wanted bigint, day date) RETURNS bigint LANGUAGE sql STABLE
    SET search_path = public, pg_temp AS
$$ SELECT coalesce(c.amount, 0) + coalesce((
        SELECT sum(p.amount) FROM ledger_posting AS p
        WHERE p.account_id = wanted AND p.day > coalesce(c.until, '-infinity') AND p.day <= ledger_balance.day
    ), 0)::bigint
    FROM (SELECT 1) AS one LEFT JOIN LATERAL (
        SELECT k.until, k.amount FROM ledger_balancecheckpoint AS k
        WHERE k.account_id = wanted AND k.until <= ledger_balance.day ORDER BY k.until DESC LIMIT 1
    ) AS c ON true $$;
