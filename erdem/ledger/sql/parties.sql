-- Payees that are closed, guardians, heirs, and escrow that never gives out more than it holds.
CREATE FUNCTION ledger_lock_of_account(wanted bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS
$$ SELECT hashtextextended('ledger.account.' || wanted, 0) $$;

-- Closing waits for the entries on their way, and leaves nothing behind. Who has heirs stays closed.
CREATE FUNCTION ledger_close_payee() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
    PERFORM pg_advisory_xact_lock(ledger_lock(NEW.book_id));
    IF NEW.closed_on IS NULL THEN
        IF EXISTS (SELECT 1 FROM ledger_heirshare WHERE payee_id = NEW.id) THEN
            RAISE EXCEPTION 'Heirs have taken the place of this payee.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'payee_has_heirs';
        END IF;
        RETURN NEW;
    END IF;
    NEW.closed_on := erdem_today();
    IF EXISTS (
        SELECT 1 FROM ledger_account AS a
        WHERE a.payee_id = NEW.id AND a.kind IN ('owed', 'unclaimed', 'disputed') AND ledger_balance(a.id, erdem_today()) <> 0
    ) THEN
        RAISE EXCEPTION 'A payee is closed when nothing is owed to it any more.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'payee_closes_with_nothing_owed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER payee_is_closed BEFORE UPDATE ON ledger_payee
    FOR EACH ROW WHEN (NEW.closed_on IS DISTINCT FROM OLD.closed_on) EXECUTE FUNCTION ledger_close_payee();
CREATE FUNCTION ledger_open_payee() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    NEW.closed_on := NULL;
    NEW.closed_reason := '';
    RETURN NEW;
END $$;
CREATE TRIGGER payee_begins_open BEFORE INSERT ON ledger_payee FOR EACH ROW EXECUTE FUNCTION ledger_open_payee();

-- One look at the account for three rules: currencies meet with a rate, a closed payee is owed nothing new, escrow is locked.
CREATE FUNCTION ledger_guard_posting() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$ DECLARE kind text; closed date; BEGIN
    SELECT a.kind, p.closed_on INTO kind, closed
        FROM ledger_account AS a LEFT JOIN ledger_payee AS p ON p.id = a.payee_id WHERE a.id = NEW.account_id;
    IF kind IN ('unclaimed', 'disputed') AND NEW.amount > 0 THEN
        PERFORM pg_advisory_xact_lock(ledger_lock_of_account(NEW.account_id));
    END IF;
    IF kind = 'exchange' AND NOT EXISTS (
        SELECT 1 FROM ledger_entry AS e
        WHERE e.id = NEW.entry_id AND (
            e.reversal_of_id IS NOT NULL
            OR EXISTS (SELECT 1 FROM ledger_calculationline AS c WHERE c.entry_id = e.id AND c.kind = 'rate')
        )
    ) THEN
        RAISE EXCEPTION 'A conversion needs its rate.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'exchange_has_its_rate';
    END IF;
    IF closed IS NOT NULL AND kind IN ('owed', 'unclaimed', 'disputed')
        AND EXISTS (SELECT 1 FROM ledger_entry AS e WHERE e.id = NEW.entry_id AND e.reversal_of_id IS NULL) THEN
        RAISE EXCEPTION 'This payee is closed.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'payee_is_open';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER posting_of_exchange ON ledger_posting;
DROP FUNCTION ledger_guard_exchange();
CREATE TRIGGER posting_is_guarded BEFORE INSERT ON ledger_posting FOR EACH ROW EXECUTE FUNCTION ledger_guard_posting();

CREATE FUNCTION ledger_check_escrow() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
    IF EXISTS (
        SELECT 1 FROM ledger_account AS a
        WHERE a.id = NEW.account_id AND a.kind IN ('unclaimed', 'disputed') AND ledger_balance(a.id, erdem_today()) > 0
    ) THEN
        RAISE EXCEPTION 'Escrow gives out no more than it holds.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'escrow_holds_enough';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER escrow_holds_enough AFTER INSERT ON ledger_posting
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.amount > 0) EXECUTE FUNCTION ledger_check_escrow();

-- A guardianship is of a payee of its book; afterwards only its end is said, once.
CREATE FUNCTION ledger_guard_guardianship() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
    IF TG_OP = 'INSERT' AND NOT EXISTS (SELECT 1 FROM ledger_payee WHERE id = NEW.payee_id AND book_id = NEW.book_id) THEN
        RAISE EXCEPTION 'A guardian is of a payee of the book.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'guardian_in_its_book';
    END IF;
    IF TG_OP = 'UPDATE' AND (OLD.until IS NOT NULL OR to_jsonb(NEW) - 'until' IS DISTINCT FROM to_jsonb(OLD) - 'until') THEN
        RAISE EXCEPTION 'Of a guardianship only the end is added.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'guardian_stays_the_same';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guardianship_is_guarded BEFORE INSERT OR UPDATE ON ledger_guardianship
    FOR EACH ROW EXECUTE FUNCTION ledger_guard_guardianship();

-- Heirs are of the same book and open; together their shares are the whole, and final.
CREATE FUNCTION ledger_guard_heir() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
    PERFORM pg_advisory_xact_lock(ledger_lock((SELECT book_id FROM ledger_payee WHERE id = NEW.payee_id)));
    IF NOT EXISTS (
        SELECT 1 FROM ledger_payee AS p JOIN ledger_payee AS h ON h.book_id = p.book_id
        WHERE p.id = NEW.payee_id AND h.id = NEW.heir_id AND h.closed_on IS NULL
    ) THEN
        RAISE EXCEPTION 'An heir is an open payee of the same book.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'heir_is_open';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER heir_is_guarded BEFORE INSERT ON ledger_heirshare FOR EACH ROW EXECUTE FUNCTION ledger_guard_heir();
CREATE FUNCTION ledger_check_heirs() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
    IF (SELECT sum(numerator) <> min(denominator) OR min(denominator) <> max(denominator)
        FROM ledger_heirshare WHERE payee_id = NEW.payee_id)
        OR NOT EXISTS (SELECT 1 FROM ledger_payee WHERE id = NEW.payee_id AND closed_on IS NOT NULL)
        OR EXISTS (
            SELECT 1 FROM ledger_heirshare AS s JOIN ledger_payee AS h ON h.id = s.heir_id
            WHERE s.payee_id = NEW.payee_id AND h.closed_on IS NOT NULL
        ) THEN
        RAISE EXCEPTION 'The shares of the heirs are the whole, and the payee is closed.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'heirs_share_the_whole';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER heirs_share_the_whole AFTER INSERT ON ledger_heirshare
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_check_heirs();

CREATE TRIGGER ledger_is_append_only BEFORE UPDATE OR DELETE ON ledger_heirshare
    FOR EACH ROW EXECUTE FUNCTION erdem_refuse_rewriting();
CREATE TRIGGER guardianship_is_never_removed BEFORE DELETE ON ledger_guardianship
    FOR EACH ROW EXECUTE FUNCTION erdem_refuse_rewriting();
DO $$ DECLARE named text; BEGIN
    FOREACH named IN ARRAY ARRAY['heirshare', 'guardianship'] LOOP
        EXECUTE format('CREATE TRIGGER ledger_is_never_emptied BEFORE TRUNCATE ON ledger_%s
            FOR EACH STATEMENT EXECUTE FUNCTION erdem_refuse_rewriting()', named);
        EXECUTE format('ALTER TABLE ledger_%s ENABLE ROW LEVEL SECURITY', named);
        EXECUTE format('ALTER TABLE ledger_%s FORCE ROW LEVEL SECURITY', named);
    END LOOP;
END $$;

CREATE POLICY guardianship_read ON ledger_guardianship FOR SELECT USING (
    (SELECT erdem_is_machine()) OR ledger_keeps(book_id) OR user_id = (SELECT erdem_user_id())
);
CREATE POLICY guardianship_add ON ledger_guardianship FOR INSERT WITH CHECK (ledger_keeps(book_id));
CREATE POLICY guardianship_end ON ledger_guardianship FOR UPDATE USING (ledger_keeps(book_id));
CREATE POLICY heir_read ON ledger_heirshare FOR SELECT USING (
    (SELECT erdem_is_machine()) OR EXISTS (SELECT 1 FROM ledger_payee AS p WHERE p.id IN (payee_id, heir_id))
);
CREATE POLICY heir_add ON ledger_heirshare FOR INSERT WITH CHECK (
    EXISTS (SELECT 1 FROM ledger_payee AS p WHERE p.id = payee_id AND ledger_keeps(p.book_id))
);
-- A guardian sees the payee for whom it acts, and with it its accounts, as long as it acts.
ALTER POLICY payee_read ON ledger_payee USING (
    (SELECT erdem_is_machine()) OR ledger_keeps(book_id)
    OR organisation_id = ANY ((SELECT erdem_organisations())::bigint[]) OR user_id = (SELECT erdem_user_id())
    OR id IN (
        SELECT g.payee_id FROM ledger_guardianship AS g
        WHERE g.user_id = (SELECT erdem_user_id()) AND g.since <= erdem_today()
            AND (g.until IS NULL OR g.until >= erdem_today())
    )
);

-- Temporary tables of a caller are looked at last: they must not stand in for the tables of the books.
DO $$ DECLARE named regprocedure; BEGIN
    FOR named IN SELECT oid::regprocedure FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace AND proname LIKE 'ledger\_%' AND prosecdef LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = public, pg_temp', named);
    END LOOP;
END $$;
ALTER FUNCTION ledger_check_entry(bigint) SET search_path = public, pg_temp;
ALTER FUNCTION ledger_balance(bigint, date) SET search_path = public, pg_temp;
-- Bound to its table when it is made, whatever the caller names the same later.
CREATE OR REPLACE FUNCTION ledger_keeps(wanted bigint) RETURNS boolean LANGUAGE sql STABLE RETURN
    erdem_is_machine() OR (
        erdem_roles() && '{county_officer,region_officer}'::text[]
        AND EXISTS (SELECT 1 FROM public.ledger_book AS b WHERE b.id = wanted AND b.keeper_id = ANY (erdem_organisations()))
    );

-- REVERSE
CREATE OR REPLACE FUNCTION ledger_keeps(wanted bigint) RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT erdem_is_machine() OR (
    erdem_roles() && '{county_officer,region_officer}'::text[]
    AND EXISTS (SELECT 1 FROM ledger_book AS b WHERE b.id = wanted AND b.keeper_id = ANY (erdem_organisations()))
) $$;
ALTER FUNCTION ledger_balance(bigint, date) RESET search_path;
ALTER FUNCTION ledger_check_entry(bigint) RESET search_path;
ALTER POLICY payee_read ON ledger_payee USING (
    (SELECT erdem_is_machine()) OR ledger_keeps(book_id)
    OR organisation_id = ANY ((SELECT erdem_organisations())::bigint[]) OR user_id = (SELECT erdem_user_id())
);
DO $$ DECLARE named text; BEGIN
    FOR named IN SELECT format('%I ON %I', policyname, tablename) FROM pg_policies
        WHERE tablename IN ('ledger_heirshare', 'ledger_guardianship') LOOP
        EXECUTE 'DROP POLICY ' || named;
    END LOOP;
    FOREACH named IN ARRAY ARRAY['heirshare', 'guardianship'] LOOP
        EXECUTE format('ALTER TABLE ledger_%s NO FORCE ROW LEVEL SECURITY', named);
        EXECUTE format('ALTER TABLE ledger_%s DISABLE ROW LEVEL SECURITY', named);
        EXECUTE format('DROP TRIGGER ledger_is_never_emptied ON ledger_%s', named);
    END LOOP;
END $$;
DROP TRIGGER guardianship_is_never_removed ON ledger_guardianship;
DROP TRIGGER ledger_is_append_only ON ledger_heirshare;
DROP TRIGGER heirs_share_the_whole ON ledger_heirshare;
DROP FUNCTION ledger_check_heirs();
DROP TRIGGER heir_is_guarded ON ledger_heirshare;
DROP FUNCTION ledger_guard_heir();
DROP TRIGGER guardianship_is_guarded ON ledger_guardianship;
DROP FUNCTION ledger_guard_guardianship();
DROP TRIGGER escrow_holds_enough ON ledger_posting;
DROP FUNCTION ledger_check_escrow();
DROP TRIGGER posting_is_guarded ON ledger_posting;
DROP FUNCTION ledger_guard_posting();
CREATE FUNCTION ledger_guard_exchange() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
    IF EXISTS (SELECT 1 FROM ledger_account WHERE id = NEW.account_id AND kind = 'exchange') AND NOT EXISTS (
        SELECT 1 FROM ledger_entry AS e
        WHERE e.id = NEW.entry_id AND (
            e.reversal_of_id IS NOT NULL
            OR EXISTS (SELECT 1 FROM ledger_calculationline AS c WHERE c.entry_id = e.id AND c.kind = 'rate')
        )
    ) THEN
        RAISE EXCEPTION 'A conversion needs its rate.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'exchange_has_its_rate';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER posting_of_exchange BEFORE INSERT ON ledger_posting
    FOR EACH ROW EXECUTE FUNCTION ledger_guard_exchange();
DROP TRIGGER payee_begins_open ON ledger_payee;
DROP FUNCTION ledger_open_payee();
DROP TRIGGER payee_is_closed ON ledger_payee;
DROP FUNCTION ledger_close_payee();
DROP FUNCTION ledger_lock_of_account(bigint);
