-- What a team that attacked the books in plain SQL found open, closed.

-- A transaction that keeps an old view of the data would not see that a period was closed, or what was entered before it closes one.
CREATE FUNCTION ledger_refuse_old_view() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'The books are written in transactions that see what is committed.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_sees_what_is_committed';
    END IF;
    RETURN NULL;
END $$;
DO $$ DECLARE named text; BEGIN
    FOREACH named IN ARRAY ARRAY['entry', 'posting', 'closedperiod', 'payee', 'heirshare', 'guardianship', 'account'] LOOP
        EXECUTE format('CREATE TRIGGER ledger_sees_what_is_committed BEFORE INSERT OR UPDATE ON ledger_%s
            FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_old_view()', named);
    END LOOP;
END $$;

-- An entry, then the closing of its period, then its postings: the balances that were kept would be wrong.
CREATE FUNCTION ledger_guard_period() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
    IF EXISTS (
        SELECT 1 FROM ledger_entry AS e JOIN ledger_closedperiod AS c ON c.book_id = e.book_id AND c.until >= e.day
        WHERE e.id = NEW.entry_id
    ) THEN
        RAISE EXCEPTION 'The period of this day is closed.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_period_is_open';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER posting_in_open_period BEFORE INSERT ON ledger_posting FOR EACH ROW EXECUTE FUNCTION ledger_guard_period();

-- What is taken back was there before.
CREATE FUNCTION ledger_guard_reversal() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
    IF EXISTS (SELECT 1 FROM ledger_entry AS o WHERE o.id = NEW.reversal_of_id AND o.day > NEW.day) THEN
        RAISE EXCEPTION 'An entry is taken back on its day or later.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_reversal_is_later';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ledger_reversal_is_later BEFORE INSERT ON ledger_entry
    FOR EACH ROW WHEN (NEW.reversal_of_id IS NOT NULL) EXECUTE FUNCTION ledger_guard_reversal();

-- Moments are the database's.
CREATE FUNCTION ledger_stamp_creation() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN NEW.created_at := now(); RETURN NEW; END $$;
CREATE FUNCTION ledger_stamp_closing() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN NEW.closed_at := now(); RETURN NEW; END $$;
DO $$ DECLARE named text; BEGIN
    FOREACH named IN ARRAY ARRAY['book', 'payee', 'account', 'guardianship', 'heirshare'] LOOP
        EXECUTE format('CREATE TRIGGER ledger_stamps_creation BEFORE INSERT ON ledger_%s
            FOR EACH ROW EXECUTE FUNCTION ledger_stamp_creation()', named);
    END LOOP;
END $$;
CREATE TRIGGER ledger_stamps_closing BEFORE INSERT ON ledger_closedperiod
    FOR EACH ROW EXECUTE FUNCTION ledger_stamp_closing();

-- When and why a payee was closed is said once.
CREATE FUNCTION ledger_guard_closing() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF OLD.closed_on IS NOT NULL AND NEW.closed_on IS NOT NULL
        OR NEW.closed_on IS NOT DISTINCT FROM OLD.closed_on THEN
        RAISE EXCEPTION 'When and why a payee was closed is said once.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'payee_is_closed_once';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER payee_is_closed_once BEFORE UPDATE ON ledger_payee FOR EACH ROW
    WHEN ((NEW.closed_on, NEW.closed_reason) IS DISTINCT FROM (OLD.closed_on, OLD.closed_reason))
    EXECUTE FUNCTION ledger_guard_closing();

-- The numbers of a book are counted by its entries alone: only the owner's functions come here.
CREATE FUNCTION ledger_guard_numbers() RETURNS trigger LANGUAGE plpgsql AS
$$ DECLARE named text := CASE TG_OP WHEN 'DELETE' THEN OLD.series ELSE NEW.series END; BEGIN
    IF TG_OP = 'UPDATE' AND OLD.series ~ '^ledger\.[0-9]+$' THEN
        named := OLD.series;
    END IF;
    IF named ~ '^ledger\.[0-9]+$'
        AND current_user <> (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = TG_RELID) THEN
        RAISE EXCEPTION 'The entries of a book are counted by the book.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_counts_by_itself';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER ledger_counts_by_itself BEFORE INSERT OR UPDATE OR DELETE ON base_numberseries
    FOR EACH ROW EXECUTE FUNCTION ledger_guard_numbers();

-- A payee points to a person or an organisation by its key: two of them do not trade places.
CREATE FUNCTION ledger_refuse_other_key() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    RAISE EXCEPTION 'The key of a party stays the same.' USING ERRCODE = 'check_violation', CONSTRAINT = 'party_keeps_its_key';
END $$;
CREATE TRIGGER party_keeps_its_key BEFORE UPDATE ON people_organisation
    FOR EACH ROW WHEN (NEW.id <> OLD.id) EXECUTE FUNCTION ledger_refuse_other_key();
CREATE TRIGGER party_keeps_its_key BEFORE UPDATE ON people_user
    FOR EACH ROW WHEN (NEW.id <> OLD.id) EXECUTE FUNCTION ledger_refuse_other_key();

-- REVERSE
DROP TRIGGER party_keeps_its_key ON people_user;
DROP TRIGGER party_keeps_its_key ON people_organisation;
DROP FUNCTION ledger_refuse_other_key();
DROP TRIGGER ledger_counts_by_itself ON base_numberseries;
DROP FUNCTION ledger_guard_numbers();
DROP TRIGGER payee_is_closed_once ON ledger_payee;
DROP FUNCTION ledger_guard_closing();
DROP TRIGGER ledger_stamps_closing ON ledger_closedperiod;
DO $$ DECLARE named text; BEGIN
    FOREACH named IN ARRAY ARRAY['book', 'payee', 'account', 'guardianship', 'heirshare'] LOOP
        EXECUTE format('DROP TRIGGER ledger_stamps_creation ON ledger_%s', named);
    END LOOP;
    FOREACH named IN ARRAY ARRAY['entry', 'posting', 'closedperiod', 'payee', 'heirshare', 'guardianship', 'account'] LOOP
        EXECUTE format('DROP TRIGGER ledger_sees_what_is_committed ON ledger_%s', named);
    END LOOP;
END $$;
DROP FUNCTION ledger_stamp_closing();
DROP FUNCTION ledger_stamp_creation();
DROP TRIGGER ledger_reversal_is_later ON ledger_entry;
DROP FUNCTION ledger_guard_reversal();
DROP TRIGGER posting_in_open_period ON ledger_posting;
DROP FUNCTION ledger_guard_period();
DROP FUNCTION ledger_refuse_old_view();
