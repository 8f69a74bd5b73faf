-- Books that balance: every rule that money rests on is kept here, whatever a program may try.
CREATE FUNCTION ledger_keeps(wanted bigint) RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT erdem_is_machine() OR (
    erdem_roles() && '{county_officer,region_officer}'::text[]
    AND EXISTS (SELECT 1 FROM ledger_book AS b WHERE b.id = wanted AND b.keeper_id = ANY (erdem_organisations()))
) $$;

CREATE FUNCTION ledger_lock(wanted bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS
$$ SELECT hashtextextended('ledger.' || wanted, 0) $$;

-- An entry gets its number, its moment and its transaction from the database. Those of one book come one after another.
CREATE FUNCTION ledger_open_entry() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS
$$ BEGIN
    PERFORM pg_advisory_xact_lock_shared(ledger_lock(NEW.book_id));
    IF NEW.day > erdem_today() THEN
        RAISE EXCEPTION 'An entry is of today or earlier.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_entry_of_no_future_day';
    END IF;
    IF EXISTS (SELECT 1 FROM ledger_closedperiod WHERE book_id = NEW.book_id AND until >= NEW.day) THEN
        RAISE EXCEPTION 'The period of this day is closed.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_period_is_open';
    END IF;
    IF NEW.reversal_of_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM ledger_entry AS o
        WHERE o.id = NEW.reversal_of_id AND o.book_id = NEW.book_id AND o.reversal_of_id IS NULL
    ) THEN
        RAISE EXCEPTION 'Only an entry of the same book, which is no reversal itself, is taken back.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_reversal_of_an_entry';
    END IF;
    INSERT INTO base_numberseries (series, year, last) VALUES ('ledger.' || NEW.book_id, 0, 1)
        ON CONFLICT ON CONSTRAINT number_series_once DO UPDATE SET last = base_numberseries.last + 1
        RETURNING last INTO NEW.number;
    NEW.transaction_id := pg_current_xact_id()::text::bigint;
    NEW.posted_at := now();
    RETURN NEW;
END $$;
CREATE TRIGGER ledger_entry_is_opened BEFORE INSERT ON ledger_entry FOR EACH ROW EXECUTE FUNCTION ledger_open_entry();

-- Postings come with their entry, in the same transaction and the same book; later nothing is added to it.
CREATE FUNCTION ledger_open_posting() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS
$$ DECLARE held ledger_entry; BEGIN
    SELECT * INTO held FROM ledger_entry WHERE id = NEW.entry_id;
    IF held.transaction_id IS DISTINCT FROM pg_current_xact_id()::text::bigint OR held.posted_at <> now() THEN
        RAISE EXCEPTION 'Nothing is added to an entry afterwards.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'posting_with_its_entry';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM ledger_account WHERE id = NEW.account_id AND book_id = held.book_id) THEN
        RAISE EXCEPTION 'An entry moves between accounts of its own book.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'posting_in_its_book';
    END IF;
    NEW.day := held.day;
    RETURN NEW;
END $$;
CREATE TRIGGER posting_is_opened BEFORE INSERT ON ledger_posting FOR EACH ROW EXECUTE FUNCTION ledger_open_posting();

CREATE FUNCTION ledger_check_entry(wanted bigint) RETURNS void LANGUAGE plpgsql AS
$$ BEGIN
    IF (SELECT count(*) FROM ledger_posting WHERE entry_id = wanted) < 2 OR EXISTS (
        SELECT 1 FROM ledger_posting AS p JOIN ledger_account AS a ON a.id = p.account_id
        WHERE p.entry_id = wanted GROUP BY a.unit HAVING sum(p.amount) <> 0
    ) THEN
        RAISE EXCEPTION 'An entry has two postings or more, and they add up to nothing in every unit.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_entry_balanced';
    END IF;
    IF EXISTS (
        SELECT 1 FROM ledger_entry AS e JOIN ledger_posting AS p ON p.entry_id IN (e.id, e.reversal_of_id)
        WHERE e.id = wanted AND e.reversal_of_id IS NOT NULL GROUP BY p.account_id HAVING sum(p.amount) <> 0
    ) THEN
        RAISE EXCEPTION 'A reversal takes back what its entry did, no more and no less.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_reversal_is_whole';
    END IF;
END $$;
-- The triggers see every row of the entry; whoever calls the check by hand sees what he may.
CREATE FUNCTION ledger_check_of_entry() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS
$$ BEGIN PERFORM ledger_check_entry(NEW.id); RETURN NULL; END $$;
CREATE FUNCTION ledger_check_of_posting() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS
$$ BEGIN PERFORM ledger_check_entry(NEW.entry_id); RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER ledger_entry_balances AFTER INSERT ON ledger_entry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_check_of_entry();
-- Not by the entry alone: whoever has the constraints checked early could add a posting after that.
CREATE CONSTRAINT TRIGGER posting_balances AFTER INSERT ON ledger_posting
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_check_of_posting();

CREATE FUNCTION ledger_guard_account() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS
$$ BEGIN
    IF NEW.payee_id IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM ledger_payee WHERE id = NEW.payee_id AND book_id = NEW.book_id) THEN
        RAISE EXCEPTION 'An account is of a payee of its own book.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'account_in_its_book';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER account_is_guarded BEFORE INSERT ON ledger_account FOR EACH ROW EXECUTE FUNCTION ledger_guard_account();

-- Who a payee is, is said once: a name may be corrected, the party behind it not.
CREATE FUNCTION ledger_guard_payee() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS
$$ BEGIN
    IF TG_OP = 'UPDATE' AND (NEW.id, NEW.book_id, NEW.kind, NEW.organisation_id, NEW.user_id, NEW.heirs_of_id, NEW.created_at)
        IS DISTINCT FROM (OLD.id, OLD.book_id, OLD.kind, OLD.organisation_id, OLD.user_id, OLD.heirs_of_id, OLD.created_at)
        OR NEW.heirs_of_id IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM ledger_payee AS p WHERE p.id = NEW.heirs_of_id AND p.book_id = NEW.book_id)
    THEN
        RAISE EXCEPTION 'The party behind a payee stays the same. Open another payee instead.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'payee_stays_the_same';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER payee_is_guarded BEFORE INSERT OR UPDATE ON ledger_payee
    FOR EACH ROW EXECUTE FUNCTION ledger_guard_payee();

-- Closing waits for the entries on their way, and keeps the balance of each account at the end of the period.
CREATE FUNCTION ledger_close_period() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS
$$ BEGIN
    PERFORM pg_advisory_xact_lock(ledger_lock(NEW.book_id));
    IF NEW.until >= erdem_today()
        OR EXISTS (SELECT 1 FROM ledger_closedperiod WHERE book_id = NEW.book_id AND until >= NEW.until) THEN
        RAISE EXCEPTION 'A period is closed after its last day, and periods follow each other.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'closed_period_follows';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER closed_period_follows BEFORE INSERT ON ledger_closedperiod
    FOR EACH ROW EXECUTE FUNCTION ledger_close_period();

CREATE FUNCTION ledger_balance(wanted bigint, day date) RETURNS bigint LANGUAGE sql STABLE AS
$$ SELECT coalesce(c.amount, 0) + coalesce((
        SELECT sum(p.amount) FROM ledger_posting AS p
        WHERE p.account_id = wanted AND p.day > coalesce(c.until, '-infinity') AND p.day <= ledger_balance.day
    ), 0)::bigint
    FROM (SELECT 1) AS one LEFT JOIN LATERAL (
        SELECT k.until, k.amount FROM ledger_balancecheckpoint AS k
        WHERE k.account_id = wanted AND k.until <= ledger_balance.day ORDER BY k.until DESC LIMIT 1
    ) AS c ON true $$;

CREATE FUNCTION ledger_keep_balances() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS
$$ BEGIN
    INSERT INTO ledger_balancecheckpoint (account_id, until, amount)
        SELECT a.id, NEW.until, ledger_balance(a.id, NEW.until) FROM ledger_account AS a WHERE a.book_id = NEW.book_id;
    RETURN NULL;
END $$;
CREATE TRIGGER closed_period_keeps_balances AFTER INSERT ON ledger_closedperiod
    FOR EACH ROW EXECUTE FUNCTION ledger_keep_balances();

DO $$ DECLARE named text; BEGIN
    FOREACH named IN ARRAY ARRAY['entry', 'posting', 'closedperiod', 'balancecheckpoint', 'account', 'book'] LOOP
        EXECUTE format('CREATE TRIGGER ledger_is_append_only BEFORE UPDATE OR DELETE ON ledger_%s
            FOR EACH ROW EXECUTE FUNCTION erdem_refuse_rewriting()', named);
    END LOOP;
    CREATE TRIGGER payee_is_never_removed BEFORE DELETE ON ledger_payee
        FOR EACH ROW EXECUTE FUNCTION erdem_refuse_rewriting();
    FOREACH named IN ARRAY ARRAY['entry', 'posting', 'closedperiod', 'balancecheckpoint', 'account', 'book', 'payee'] LOOP
        EXECUTE format('CREATE TRIGGER ledger_is_never_emptied BEFORE TRUNCATE ON ledger_%s
            FOR EACH STATEMENT EXECUTE FUNCTION erdem_refuse_rewriting()', named);
        EXECUTE format('ALTER TABLE ledger_%s ENABLE ROW LEVEL SECURITY', named);
        EXECUTE format('ALTER TABLE ledger_%s FORCE ROW LEVEL SECURITY', named);
    END LOOP;
END $$;

-- Reading: the office that keeps the book reads all of it, a party its own accounts and the entries that touch them.
CREATE POLICY book_read ON ledger_book FOR SELECT USING ((SELECT erdem_kind()) IS NOT NULL);
CREATE POLICY book_add ON ledger_book FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine())
    OR ((SELECT erdem_roles()) && '{county_officer,region_officer}'::text[]
        AND keeper_id = ANY ((SELECT erdem_organisations())::bigint[]))
);
CREATE POLICY payee_read ON ledger_payee FOR SELECT USING (
    (SELECT erdem_is_machine()) OR ledger_keeps(book_id)
    OR organisation_id = ANY ((SELECT erdem_organisations())::bigint[]) OR user_id = (SELECT erdem_user_id())
);
CREATE POLICY payee_add ON ledger_payee FOR INSERT WITH CHECK (ledger_keeps(book_id));
CREATE POLICY payee_correct ON ledger_payee FOR UPDATE USING (ledger_keeps(book_id));
CREATE POLICY account_read ON ledger_account FOR SELECT USING (
    (SELECT erdem_is_machine()) OR ledger_keeps(book_id)
    OR EXISTS (SELECT 1 FROM ledger_payee AS p WHERE p.id = payee_id)
);
CREATE POLICY account_add ON ledger_account FOR INSERT WITH CHECK (ledger_keeps(book_id));
CREATE POLICY posting_read ON ledger_posting FOR SELECT USING (
    (SELECT erdem_is_machine()) OR account_id IN (SELECT a.id FROM ledger_account AS a)
);
CREATE POLICY posting_add ON ledger_posting FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine())
    OR EXISTS (SELECT 1 FROM ledger_account AS a WHERE a.id = account_id AND ledger_keeps(a.book_id))
);
CREATE POLICY entry_read ON ledger_entry FOR SELECT USING (
    (SELECT erdem_is_machine()) OR ledger_keeps(book_id)
    OR EXISTS (SELECT 1 FROM ledger_posting AS p WHERE p.entry_id = ledger_entry.id)
);
CREATE POLICY entry_add ON ledger_entry FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine()) OR (ledger_keeps(book_id) AND posted_by_id = (SELECT erdem_user_id()))
);
CREATE POLICY closed_period_read ON ledger_closedperiod FOR SELECT USING (ledger_keeps(book_id));
CREATE POLICY closed_period_add ON ledger_closedperiod FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine()) OR (ledger_keeps(book_id) AND closed_by_id = (SELECT erdem_user_id()))
);
CREATE POLICY balance_read ON ledger_balancecheckpoint FOR SELECT USING (
    (SELECT erdem_is_machine()) OR account_id IN (SELECT a.id FROM ledger_account AS a)
);

-- REVERSE
DO $$ DECLARE named text; BEGIN
    FOR named IN SELECT format('%I ON %I', policyname, tablename) FROM pg_policies WHERE tablename LIKE 'ledger\_%' LOOP
        EXECUTE 'DROP POLICY ' || named;
    END LOOP;
    FOREACH named IN ARRAY ARRAY['entry', 'posting', 'closedperiod', 'balancecheckpoint', 'account', 'book', 'payee'] LOOP
        EXECUTE format('ALTER TABLE ledger_%s NO FORCE ROW LEVEL SECURITY', named);
        EXECUTE format('ALTER TABLE ledger_%s DISABLE ROW LEVEL SECURITY', named);
        EXECUTE format('DROP TRIGGER ledger_is_never_emptied ON ledger_%s', named);
    END LOOP;
    FOREACH named IN ARRAY ARRAY['entry', 'posting', 'closedperiod', 'balancecheckpoint', 'account', 'book'] LOOP
        EXECUTE format('DROP TRIGGER ledger_is_append_only ON ledger_%s', named);
    END LOOP;
END $$;
DROP TRIGGER payee_is_never_removed ON ledger_payee;
DROP TRIGGER closed_period_keeps_balances ON ledger_closedperiod;
DROP FUNCTION ledger_keep_balances();
DROP FUNCTION ledger_balance(bigint, date);
DROP TRIGGER closed_period_follows ON ledger_closedperiod;
DROP FUNCTION ledger_close_period();
DROP TRIGGER payee_is_guarded ON ledger_payee;
DROP FUNCTION ledger_guard_payee();
DROP TRIGGER account_is_guarded ON ledger_account;
DROP FUNCTION ledger_guard_account();
DROP TRIGGER posting_balances ON ledger_posting;
DROP TRIGGER ledger_entry_balances ON ledger_entry;
DROP FUNCTION ledger_check_of_posting();
DROP FUNCTION ledger_check_of_entry();
DROP FUNCTION ledger_check_entry(bigint);
DROP TRIGGER posting_is_opened ON ledger_posting;
DROP FUNCTION ledger_open_posting();
DROP TRIGGER ledger_entry_is_opened ON ledger_entry;
DROP FUNCTION ledger_open_entry();
DROP FUNCTION ledger_lock(bigint);
DROP FUNCTION ledger_keeps(bigint);
