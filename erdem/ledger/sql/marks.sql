-- Balances of days whose period is open, kept by a nightly job, so that no balance is summed up from the beginning.
-- An entry of an earlier day that comes later is added to them.
CREATE FUNCTION ledger_follow_marks() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
    UPDATE ledger_balancemark SET amount = amount + NEW.amount WHERE account_id = NEW.account_id AND until >= NEW.day;
    RETURN NULL;
END $$;
CREATE TRIGGER posting_is_followed AFTER INSERT ON ledger_posting FOR EACH ROW EXECUTE FUNCTION ledger_follow_marks();

-- The last day kept of an account up to a day, and its balance then, of closed periods and open ones.
CREATE FUNCTION ledger_last_kept(wanted bigint, day date) RETURNS TABLE (until date, amount bigint) LANGUAGE sql STABLE
    SET search_path = public, pg_temp AS
$$ SELECT k.until, k.amount FROM (
        (SELECT c.until, c.amount FROM ledger_balancecheckpoint AS c
            WHERE c.account_id = wanted AND c.until <= ledger_last_kept.day ORDER BY c.until DESC LIMIT 1)
        UNION ALL
        (SELECT m.until, m.amount FROM ledger_balancemark AS m
            WHERE m.account_id = wanted AND m.until <= ledger_last_kept.day ORDER BY m.until DESC LIMIT 1)
    ) AS k ORDER BY k.until DESC LIMIT 1 $$;

CREATE OR REPLACE FUNCTION ledger_balance(wanted bigint, day date) RETURNS bigint LANGUAGE plpgsql STABLE
    SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS
$$ DECLARE last date; held bigint; BEGIN
    SELECT k.until, k.amount INTO last, held FROM ledger_last_kept(wanted, ledger_balance.day) AS k;
    last := coalesce(last, '-infinity');
    RETURN coalesce(held, 0) + coalesce((
        SELECT sum(p.amount) FROM ledger_posting AS p
        WHERE p.account_id = wanted AND p.day > last AND p.day <= ledger_balance.day
    ), 0)::bigint;
END $$;

-- Keep balances of a book at the ends of months that have passed and of yesterday, where so many postings have come since the
-- last one. Entries on their way are waited for. Returns how many were kept.
CREATE FUNCTION ledger_mark_balances(wanted bigint, fewest integer) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS
$$ DECLARE own record; at date; known date; made bigint := 0; yesterday date := erdem_today() - 1; BEGIN
    IF NOT erdem_is_machine() OR fewest < 1 THEN
        RAISE EXCEPTION 'Balances are kept by the nightly job.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM pg_advisory_xact_lock(ledger_lock(wanted));
    FOR own IN SELECT a.id, (SELECT min(p.day) FROM ledger_posting AS p WHERE p.account_id = a.id) AS first
        FROM ledger_account AS a WHERE a.book_id = wanted LOOP
        known := coalesce((SELECT k.until FROM ledger_last_kept(own.id, yesterday) AS k), own.first - 1);
        FOR at IN SELECT m::date FROM generate_series(known + 1, yesterday, interval '1 day') AS m
            WHERE m::date = yesterday OR extract(day FROM m + interval '1 day') = 1 ORDER BY m LOOP
            IF (SELECT count(*) FROM (
                    SELECT 1 FROM ledger_posting AS p WHERE p.account_id = own.id AND p.day > known AND p.day <= at LIMIT fewest
                ) AS come) >= fewest THEN
                INSERT INTO ledger_balancemark (account_id, until, amount) VALUES (own.id, at, ledger_balance(own.id, at));
                known := at;
                made := made + 1;
            END IF;
        END LOOP;
    END LOOP;
    RETURN made;
END $$;

CREATE TRIGGER ledger_is_never_emptied BEFORE TRUNCATE ON ledger_balancemark
    FOR EACH STATEMENT EXECUTE FUNCTION erdem_refuse_rewriting();
ALTER TABLE ledger_balancemark ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger_balancemark FORCE ROW LEVEL SECURITY;
-- Read like the postings of the account; written by the database alone.
CREATE POLICY mark_read ON ledger_balancemark FOR SELECT USING (
    (SELECT erdem_is_machine()) OR EXISTS (SELECT 1 FROM ledger_account AS a WHERE a.id = account_id)
);

-- REVERSE
DROP POLICY mark_read ON ledger_balancemark;
ALTER TABLE ledger_balancemark NO FORCE ROW LEVEL SECURITY;
ALTER TABLE ledger_balancemark DISABLE ROW LEVEL SECURITY;
DROP TRIGGER ledger_is_never_emptied ON ledger_balancemark;
DROP FUNCTION ledger_mark_balances(bigint, integer);
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
DROP FUNCTION ledger_last_kept(bigint, date);
DROP TRIGGER posting_is_followed ON ledger_posting;
DROP FUNCTION ledger_follow_marks();
