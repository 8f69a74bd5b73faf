-- How an entry was calculated stands beside it, line by line, from the same transaction, and is final like the entry.
CREATE FUNCTION ledger_open_calculation() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS
$$ BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM ledger_entry AS e
        WHERE e.id = NEW.entry_id AND e.transaction_id = pg_current_xact_id()::text::bigint AND e.posted_at = now()
    ) THEN
        RAISE EXCEPTION 'Nothing is added to an entry afterwards.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'calculation_with_its_entry';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER calculation_is_opened BEFORE INSERT ON ledger_calculationline
    FOR EACH ROW EXECUTE FUNCTION ledger_open_calculation();

-- Currencies meet in one place only, and never there without a rate. A reversal rests on the rate of what it takes back.
CREATE FUNCTION ledger_guard_exchange() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS
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

CREATE TRIGGER ledger_is_append_only BEFORE UPDATE OR DELETE ON ledger_calculationline
    FOR EACH ROW EXECUTE FUNCTION erdem_refuse_rewriting();
CREATE TRIGGER ledger_is_never_emptied BEFORE TRUNCATE ON ledger_calculationline
    FOR EACH STATEMENT EXECUTE FUNCTION erdem_refuse_rewriting();
ALTER TABLE ledger_calculationline ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger_calculationline FORCE ROW LEVEL SECURITY;
CREATE POLICY calculation_read ON ledger_calculationline FOR SELECT USING (
    (SELECT erdem_is_machine()) OR EXISTS (SELECT 1 FROM ledger_entry AS e WHERE e.id = entry_id)
);
CREATE POLICY calculation_add ON ledger_calculationline FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine())
    OR EXISTS (SELECT 1 FROM ledger_entry AS e WHERE e.id = entry_id AND ledger_keeps(e.book_id))
);

-- REVERSE
DROP POLICY calculation_add ON ledger_calculationline;
DROP POLICY calculation_read ON ledger_calculationline;
ALTER TABLE ledger_calculationline NO FORCE ROW LEVEL SECURITY;
ALTER TABLE ledger_calculationline DISABLE ROW LEVEL SECURITY;
DROP TRIGGER ledger_is_never_emptied ON ledger_calculationline;
DROP TRIGGER ledger_is_append_only ON ledger_calculationline;
DROP TRIGGER posting_of_exchange ON ledger_posting;
DROP FUNCTION ledger_guard_exchange();
DROP TRIGGER calculation_is_opened ON ledger_calculationline;
DROP FUNCTION ledger_open_calculation();
