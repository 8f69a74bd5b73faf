-- Money that moves: who may order it, never more than is owed, each line paid once, each bank line matched once.

-- A bank account belongs to the account of its book in its currency, and stays so.
CREATE FUNCTION ledger_guard_bank_account() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
    IF TG_OP = 'UPDATE' AND (NEW.id, NEW.book_id, NEW.number, NEW.unit, NEW.account_id, NEW.created_at)
        IS DISTINCT FROM (OLD.id, OLD.book_id, OLD.number, OLD.unit, OLD.account_id, OLD.created_at)
        OR NOT EXISTS (
            SELECT 1 FROM ledger_account AS a
            WHERE a.id = NEW.account_id AND a.book_id = NEW.book_id AND a.kind = 'bank' AND a.unit = NEW.unit)
    THEN
        RAISE EXCEPTION 'A bank account stands for the account of its book in its currency, and stays the same.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'bank_account_of_its_book';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER bank_account_is_guarded BEFORE INSERT OR UPDATE ON ledger_bankaccount
    FOR EACH ROW EXECUTE FUNCTION ledger_guard_bank_account();

CREATE FUNCTION ledger_guard_hold() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF (NEW.id, NEW.payee_id, NEW.kind, NEW.reason, NEW.begun_by_id, NEW.begun_at)
        IS DISTINCT FROM (OLD.id, OLD.payee_id, OLD.kind, OLD.reason, OLD.begun_by_id, OLD.begun_at)
        OR OLD.ended_at IS NOT NULL THEN
        RAISE EXCEPTION 'A hold is only ended.' USING ERRCODE = 'check_violation', CONSTRAINT = 'payee_hold_is_ended';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER hold_is_guarded BEFORE UPDATE ON ledger_payeehold FOR EACH ROW EXECUTE FUNCTION ledger_guard_hold();

-- An order: written while it is a draft, signed by two people in their own names, settled when no line is open.
CREATE FUNCTION ledger_guard_order() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$ DECLARE moved boolean := TG_OP = 'INSERT' OR OLD.status <> NEW.status; BEGIN
    IF NOT EXISTS (SELECT 1 FROM ledger_bankaccount AS b
        WHERE b.id = NEW.bank_account_id AND b.book_id = NEW.book_id AND b.unit = NEW.unit) THEN
        RAISE EXCEPTION 'An order pays from a bank account of its book, in its currency.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'payment_order_of_its_book';
    END IF;
    IF TG_OP = 'INSERT' THEN
        NEW.proposed_by_id := NULL; NEW.approved_by_id := NULL; NEW.sent_by_id := NULL; NEW.settled_at := NULL;
        RETURN NEW;
    END IF;
    IF (NEW.id, NEW.number, NEW.book_id, NEW.drafted_by_id, NEW.created_at)
        IS DISTINCT FROM (OLD.id, OLD.number, OLD.book_id, OLD.drafted_by_id, OLD.created_at)
        OR ((OLD.status NOT IN ('draft', 'returned') OR moved)
            AND (NEW.bank_account_id, NEW.unit, NEW.day, NEW.memo)
                IS DISTINCT FROM (OLD.bank_account_id, OLD.unit, OLD.day, OLD.memo)) THEN
        RAISE EXCEPTION 'An order is changed only before it is proposed.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'payment_order_is_fixed';
    END IF;
    -- Who signs, signs in the own name, at the step itself; when an order is handed back, the approval falls away.
    IF (moved AND NEW.status = 'proposed' AND NEW.proposed_by_id IS DISTINCT FROM erdem_user_id())
        OR (NOT (moved AND NEW.status = 'proposed')
            AND (NEW.proposed_by_id, NEW.proposed_at) IS DISTINCT FROM (OLD.proposed_by_id, OLD.proposed_at))
        OR (moved AND NEW.status = 'approved' AND NEW.approved_by_id IS DISTINCT FROM erdem_user_id())
        OR (NEW.status IN ('draft', 'proposed', 'returned') AND NEW.approved_by_id IS NOT NULL)
        OR (NEW.status IN ('sent', 'settled', 'cancelled') AND NEW.approved_by_id IS DISTINCT FROM OLD.approved_by_id)
        OR (NOT moved AND (NEW.approved_by_id, NEW.sent_by_id, NEW.settled_at)
            IS DISTINCT FROM (OLD.approved_by_id, OLD.sent_by_id, OLD.settled_at)) THEN
        RAISE EXCEPTION 'An order is signed in the own name, at the step itself.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'payment_order_signed_in_own_name';
    END IF;
    IF moved AND NEW.status IN ('proposed', 'approved', 'sent')
        AND NOT EXISTS (SELECT 1 FROM ledger_paymentline WHERE order_id = NEW.id AND state = 'open') THEN
        RAISE EXCEPTION 'There is nothing to pay in this order.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'payment_order_pays_something';
    END IF;
    IF moved AND NEW.status = 'settled'
        AND EXISTS (SELECT 1 FROM ledger_paymentline WHERE order_id = NEW.id AND state = 'open') THEN
        RAISE EXCEPTION 'A line of this order is neither paid nor left out.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'payment_order_has_open_lines';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER order_is_guarded BEFORE INSERT OR UPDATE ON ledger_paymentorder
    FOR EACH ROW EXECUTE FUNCTION ledger_guard_order();
CREATE TRIGGER order_takes_its_steps BEFORE INSERT OR UPDATE OF status ON ledger_paymentorder
    FOR EACH ROW EXECUTE FUNCTION erdem_refuse_illegal_step('ledger.paymentorder');

-- A line: written with its order; then paid by the entry that names it, left out, or returned by the bank.
CREATE FUNCTION ledger_pays(line bigint, wanted bigint, owed bigint, amount bigint, fee bigint) RETURNS boolean
    LANGUAGE sql STABLE AS
$$ SELECT EXISTS (
    SELECT 1 FROM ledger_entry AS e JOIN ledger_posting AS p ON p.entry_id = e.id
        JOIN ledger_account AS a ON a.id = p.account_id
    WHERE e.id = wanted AND e.reversal_of_id IS NULL AND e.document_type = 'payment_line' AND e.document_id = line::text
    HAVING coalesce(sum(p.amount) FILTER (WHERE p.account_id = owed), 0) = ledger_pays.amount
        AND coalesce(sum(p.amount) FILTER (WHERE p.account_id = (
            SELECT b.account_id FROM ledger_paymentline AS l JOIN ledger_paymentorder AS o ON o.id = l.order_id
                JOIN ledger_bankaccount AS b ON b.id = o.bank_account_id WHERE l.id = line)), 0) = -ledger_pays.amount - fee
        AND coalesce(sum(p.amount) FILTER (WHERE a.kind = 'fee'), 0) = fee
        AND count(*) = CASE WHEN fee = 0 THEN 2 ELSE 3 END
) $$;

CREATE FUNCTION ledger_guard_line() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$ DECLARE
    ordered ledger_paymentorder;
    is_written boolean;
BEGIN
    IF TG_OP = 'DELETE' THEN
        SELECT * INTO ordered FROM ledger_paymentorder WHERE id = OLD.order_id FOR SHARE;
    ELSE
        SELECT * INTO ordered FROM ledger_paymentorder WHERE id = NEW.order_id FOR SHARE;
    END IF;
    is_written := ordered.status IN ('draft', 'returned');
    IF TG_OP = 'DELETE' THEN
        IF NOT is_written THEN
            RAISE EXCEPTION 'An order is changed only before it is proposed.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'payment_order_is_fixed';
        END IF;
        RETURN OLD;
    END IF;
    IF TG_OP = 'UPDATE' AND (NEW.id, NEW.order_id, NEW.payee_id, NEW.account_id, NEW.reference, NEW.ordinal)
            IS DISTINCT FROM (OLD.id, OLD.order_id, OLD.payee_id, OLD.account_id, OLD.reference, OLD.ordinal)
        OR NOT is_written AND (TG_OP = 'INSERT'
            OR (NEW.amount, NEW.holder_name, NEW.bank_name, NEW.bank_number)
                IS DISTINCT FROM (OLD.amount, OLD.holder_name, OLD.bank_name, OLD.bank_number)) THEN
        RAISE EXCEPTION 'An order is changed only before it is proposed.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'payment_order_is_fixed';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM ledger_account AS a WHERE a.id = NEW.account_id AND a.book_id = ordered.book_id
        AND a.kind = 'owed' AND a.unit = ordered.unit AND a.payee_id = NEW.payee_id) THEN
        RAISE EXCEPTION 'A line pays what its book owes to its payee, in the currency of the order.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'payment_line_of_its_book';
    END IF;
    IF TG_OP = 'INSERT' THEN
        -- Whoever orders from the same account, or posts to it, waits until this is decided.
        PERFORM 1 FROM ledger_account WHERE id = NEW.account_id FOR UPDATE;
        IF NEW.state <> 'open' OR NEW.entry_id IS NOT NULL OR NEW.fee <> 0 OR NEW.settled_on IS NOT NULL THEN
            RAISE EXCEPTION 'A line begins as one that is not paid.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'payment_line_step';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.amount <> OLD.amount THEN
        PERFORM 1 FROM ledger_account WHERE id = NEW.account_id FOR UPDATE;
    END IF;
    IF (NEW.state = OLD.state AND (NEW.entry_id, NEW.fee, NEW.settled_on, NEW.state_reason)
            IS DISTINCT FROM (OLD.entry_id, OLD.fee, OLD.settled_on, OLD.state_reason))
        OR NEW.state <> OLD.state AND NOT (
            (OLD.state = 'open' AND NEW.state = 'refused' AND ordered.status IN ('approved', 'sent'))
            OR (OLD.state = 'open' AND NEW.state = 'paid' AND ordered.status = 'sent'
                AND ledger_pays(NEW.id, NEW.entry_id, NEW.account_id, NEW.amount, NEW.fee))
            OR (OLD.state = 'paid' AND NEW.state = 'bounced' AND NEW.entry_id = OLD.entry_id AND NEW.fee = OLD.fee
                AND EXISTS (SELECT 1 FROM ledger_entry AS e WHERE e.reversal_of_id = NEW.entry_id))) THEN
        RAISE EXCEPTION 'A line is paid by its entry while its order is with the bank, left out, or returned by a reversal.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'payment_line_step';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER line_is_guarded BEFORE INSERT OR UPDATE OR DELETE ON ledger_paymentline
    FOR EACH ROW EXECUTE FUNCTION ledger_guard_line();

-- Never more than is owed: what is ordered and not paid yet, and what was paid, at the end of the transaction.
CREATE FUNCTION ledger_check_owed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$ DECLARE
    owed bigint;
    ordered bigint;
BEGIN
    IF NEW.state NOT IN ('open', 'paid') THEN RETURN NULL; END IF;
    PERFORM 1 FROM ledger_account WHERE id = NEW.account_id FOR UPDATE;
    owed := -ledger_balance(NEW.account_id, 'infinity');
    IF NEW.state = 'open' THEN
        SELECT coalesce(sum(l.amount), 0) INTO ordered FROM ledger_paymentline AS l
            JOIN ledger_paymentorder AS o ON o.id = l.order_id
            WHERE l.account_id = NEW.account_id AND l.state = 'open' AND o.status <> 'cancelled';
    END IF;
    IF owed < coalesce(ordered, 0) THEN
        RAISE EXCEPTION 'More is ordered than is owed.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'payment_within_owed';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER payment_is_within_owed AFTER INSERT OR UPDATE OF amount, state ON ledger_paymentline
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_check_owed();

-- An entry of a payment or of a bank line comes with it and is taken back with it, by nobody else and no other way.
CREATE FUNCTION ledger_check_document() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$ DECLARE taken_back bigint := coalesce(NEW.reversal_of_id, NEW.id); BEGIN
    IF NEW.reversal_of_id IS NULL AND NOT EXISTS (
            SELECT 1 FROM ledger_paymentline AS l WHERE l.entry_id = NEW.id AND NEW.document_type = 'payment_line'
            UNION ALL
            SELECT 1 FROM ledger_bankmatch AS m WHERE m.entry_id = NEW.id AND NEW.document_type = 'bank_line')
        OR NEW.reversal_of_id IS NOT NULL AND EXISTS (
            SELECT 1 FROM ledger_paymentline AS l WHERE l.entry_id = taken_back AND l.state = 'paid'
            UNION ALL
            SELECT 1 FROM ledger_bankmatch AS m WHERE m.entry_id = taken_back AND m.undone_at IS NULL) THEN
        RAISE EXCEPTION 'An entry of a payment or a bank line stands and falls with it.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_with_its_payment';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER entry_comes_with_its_payment AFTER INSERT ON ledger_entry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.reversal_of_id IS NOT NULL OR NEW.document_type IN ('payment_line', 'bank_line'))
    EXECUTE FUNCTION ledger_check_document();

-- A file stays what it was when it came in.
CREATE FUNCTION ledger_guard_file() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF (NEW.id, NEW.bank_account_id, NEW.blob_id, NEW.sha256, NEW.handed_in_by_id, NEW.created_at)
        IS DISTINCT FROM (OLD.id, OLD.bank_account_id, OLD.blob_id, OLD.sha256, OLD.handed_in_by_id, OLD.created_at)
        OR OLD.state = 'done' AND NEW.state <> 'done' THEN
        RAISE EXCEPTION 'A bank statement stays what it was when it came in.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'statement_file_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER file_is_guarded BEFORE UPDATE ON ledger_statementfile FOR EACH ROW EXECUTE FUNCTION ledger_guard_file();

CREATE FUNCTION ledger_guard_bank_line() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
    IF NOT EXISTS (SELECT 1 FROM ledger_statementfile AS f
        WHERE f.id = NEW.file_id AND f.bank_account_id = NEW.bank_account_id) THEN
        RAISE EXCEPTION 'A line is of the account of its file.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'bank_line_of_its_file';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER bank_line_is_guarded BEFORE INSERT ON ledger_bankline
    FOR EACH ROW EXECUTE FUNCTION ledger_guard_bank_line();

-- A match says what the line is, with the entry or the payment that is just that; undone, it stays as history.
CREATE FUNCTION ledger_guard_match() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$ DECLARE
    said ledger_bankline;
    own ledger_bankaccount;
    fits boolean;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF (NEW.id, NEW.line_id, NEW.turn, NEW.kind, NEW.payment_id, NEW.account_id, NEW.entry_id, NEW.automatic, NEW.made_by_id,
            NEW.made_at, NEW.reasons) IS DISTINCT FROM (OLD.id, OLD.line_id, OLD.turn, OLD.kind, OLD.payment_id, OLD.account_id,
            OLD.entry_id, OLD.automatic, OLD.made_by_id, OLD.made_at, OLD.reasons)
            OR OLD.undone_at IS NOT NULL OR NEW.undone_at IS NULL
            OR NEW.entry_id IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM ledger_entry AS e WHERE e.reversal_of_id = NEW.entry_id) THEN
            RAISE EXCEPTION 'A match is only undone, with its entry.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'bank_match_is_undone';
        END IF;
        RETURN NEW;
    END IF;
    SELECT * INTO said FROM ledger_bankline WHERE id = NEW.line_id;
    SELECT * INTO own FROM ledger_bankaccount WHERE id = said.bank_account_id;
    IF NEW.kind IN ('payment', 'return') THEN
        fits := EXISTS (
            SELECT 1 FROM ledger_paymentline AS p JOIN ledger_paymentorder AS o ON o.id = p.order_id
            WHERE p.id = NEW.payment_id AND o.bank_account_id = own.id AND CASE NEW.kind
                WHEN 'payment' THEN p.state IN ('paid', 'bounced') AND -said.amount IN (p.amount, p.amount + p.fee)
                ELSE p.state = 'bounced' AND said.amount IN (p.amount, p.amount + p.fee) END);
    ELSE
        fits := (SELECT a.book_id = own.book_id AND a.unit = own.unit AND a.kind = NEW.kind
            FROM ledger_account AS a WHERE a.id = NEW.account_id)
            AND (NEW.kind = 'fee') = (said.amount < 0)
            AND (SELECT e.document_type = 'bank_line' AND e.document_id = NEW.line_id || '.' || NEW.turn
                AND e.reversal_of_id IS NULL AND e.book_id = own.book_id FROM ledger_entry AS e WHERE e.id = NEW.entry_id)
            AND (SELECT count(*) = 2 AND sum(p.amount) FILTER (WHERE p.account_id = own.account_id) = said.amount
                AND sum(p.amount) FILTER (WHERE p.account_id = NEW.account_id) = -said.amount
                FROM ledger_posting AS p WHERE p.entry_id = NEW.entry_id);
    END IF;
    IF fits IS NOT TRUE OR NEW.undone_at IS NOT NULL THEN
        RAISE EXCEPTION 'A bank line is matched with what moved as much on the same account.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'bank_match_fits';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER match_is_guarded BEFORE INSERT OR UPDATE ON ledger_bankmatch
    FOR EACH ROW EXECUTE FUNCTION ledger_guard_match();

DO $$ DECLARE named text; BEGIN
    CREATE TRIGGER bank_line_is_append_only BEFORE UPDATE OR DELETE ON ledger_bankline
        FOR EACH ROW EXECUTE FUNCTION erdem_refuse_rewriting();
    FOREACH named IN ARRAY ARRAY['bankaccount', 'payeehold', 'paymentorder', 'statementfile', 'bankmatch'] LOOP
        EXECUTE format('CREATE TRIGGER payments_are_never_removed BEFORE DELETE ON ledger_%s
            FOR EACH ROW EXECUTE FUNCTION erdem_refuse_rewriting()', named);
    END LOOP;
    FOREACH named IN ARRAY ARRAY['bankaccount', 'payeehold', 'paymentorder', 'paymentline', 'statementfile', 'bankline', 'bankmatch']
    LOOP
        EXECUTE format('CREATE TRIGGER payments_are_never_emptied BEFORE TRUNCATE ON ledger_%s
            FOR EACH STATEMENT EXECUTE FUNCTION erdem_refuse_rewriting()', named);
        EXECUTE format('ALTER TABLE ledger_%s ENABLE ROW LEVEL SECURITY', named);
        EXECUTE format('ALTER TABLE ledger_%s FORCE ROW LEVEL SECURITY', named);
    END LOOP;
END $$;

-- Reading and writing: the office that keeps the book. A payee sees what was paid to itself, nothing else.
CREATE POLICY bank_account_read ON ledger_bankaccount FOR SELECT USING (ledger_keeps(book_id));
CREATE POLICY bank_account_add ON ledger_bankaccount FOR INSERT WITH CHECK (ledger_keeps(book_id));
CREATE POLICY bank_account_correct ON ledger_bankaccount FOR UPDATE USING (ledger_keeps(book_id));
CREATE POLICY hold_read ON ledger_payeehold FOR SELECT USING (
    EXISTS (SELECT 1 FROM ledger_payee AS p WHERE p.id = payee_id AND ledger_keeps(p.book_id))
);
CREATE POLICY hold_add ON ledger_payeehold FOR INSERT WITH CHECK (
    EXISTS (SELECT 1 FROM ledger_payee AS p WHERE p.id = payee_id AND ledger_keeps(p.book_id))
    AND ((SELECT erdem_is_machine()) OR begun_by_id = (SELECT erdem_user_id()))
);
CREATE POLICY hold_end ON ledger_payeehold FOR UPDATE USING (
    EXISTS (SELECT 1 FROM ledger_payee AS p WHERE p.id = payee_id AND ledger_keeps(p.book_id))
);
CREATE POLICY order_read ON ledger_paymentorder FOR SELECT USING (ledger_keeps(book_id));
CREATE POLICY order_add ON ledger_paymentorder FOR INSERT WITH CHECK (
    ledger_keeps(book_id) AND drafted_by_id = (SELECT erdem_user_id())
);
CREATE POLICY order_step ON ledger_paymentorder FOR UPDATE USING (ledger_keeps(book_id));
CREATE POLICY line_read ON ledger_paymentline FOR SELECT USING (
    order_id IN (SELECT o.id FROM ledger_paymentorder AS o)
    OR (state IN ('paid', 'bounced') AND payee_id IN (SELECT p.id FROM ledger_payee AS p))
);
CREATE POLICY line_add ON ledger_paymentline FOR INSERT WITH CHECK (order_id IN (SELECT o.id FROM ledger_paymentorder AS o));
CREATE POLICY line_change ON ledger_paymentline FOR UPDATE USING (order_id IN (SELECT o.id FROM ledger_paymentorder AS o));
CREATE POLICY line_strike ON ledger_paymentline FOR DELETE USING (order_id IN (SELECT o.id FROM ledger_paymentorder AS o));
CREATE POLICY file_read ON ledger_statementfile FOR SELECT USING (
    bank_account_id IN (SELECT b.id FROM ledger_bankaccount AS b)
);
CREATE POLICY file_add ON ledger_statementfile FOR INSERT WITH CHECK (
    bank_account_id IN (SELECT b.id FROM ledger_bankaccount AS b)
    AND ((SELECT erdem_is_machine()) OR handed_in_by_id = (SELECT erdem_user_id()))
);
CREATE POLICY file_change ON ledger_statementfile FOR UPDATE USING (
    bank_account_id IN (SELECT b.id FROM ledger_bankaccount AS b)
);
CREATE POLICY bank_line_read ON ledger_bankline FOR SELECT USING (
    bank_account_id IN (SELECT b.id FROM ledger_bankaccount AS b)
);
CREATE POLICY bank_line_add ON ledger_bankline FOR INSERT WITH CHECK (
    bank_account_id IN (SELECT b.id FROM ledger_bankaccount AS b)
);
CREATE POLICY match_read ON ledger_bankmatch FOR SELECT USING (
    EXISTS (SELECT 1 FROM ledger_bankline AS l WHERE l.id = line_id)
);
CREATE POLICY match_add ON ledger_bankmatch FOR INSERT WITH CHECK (
    EXISTS (SELECT 1 FROM ledger_bankline AS l WHERE l.id = line_id)
    AND ((SELECT erdem_is_machine()) OR made_by_id = (SELECT erdem_user_id()))
);
CREATE POLICY match_undo ON ledger_bankmatch FOR UPDATE USING (
    EXISTS (SELECT 1 FROM ledger_bankline AS l WHERE l.id = line_id)
);

-- REVERSE
DO $$ DECLARE named text; policy text; BEGIN
    FOREACH named IN ARRAY ARRAY['bankaccount', 'payeehold', 'paymentorder', 'paymentline', 'statementfile', 'bankline', 'bankmatch']
    LOOP
        FOR policy IN SELECT policyname FROM pg_policies WHERE tablename = 'ledger_' || named LOOP
            EXECUTE format('DROP POLICY %I ON ledger_%s', policy, named);
        END LOOP;
        EXECUTE format('ALTER TABLE ledger_%s NO FORCE ROW LEVEL SECURITY', named);
        EXECUTE format('ALTER TABLE ledger_%s DISABLE ROW LEVEL SECURITY', named);
        EXECUTE format('DROP TRIGGER payments_are_never_emptied ON ledger_%s', named);
    END LOOP;
    FOREACH named IN ARRAY ARRAY['bankaccount', 'payeehold', 'paymentorder', 'statementfile', 'bankmatch'] LOOP
        EXECUTE format('DROP TRIGGER payments_are_never_removed ON ledger_%s', named);
    END LOOP;
END $$;
DROP TRIGGER bank_line_is_append_only ON ledger_bankline;
DROP TRIGGER match_is_guarded ON ledger_bankmatch;
DROP FUNCTION ledger_guard_match();
DROP TRIGGER bank_line_is_guarded ON ledger_bankline;
DROP FUNCTION ledger_guard_bank_line();
DROP TRIGGER file_is_guarded ON ledger_statementfile;
DROP FUNCTION ledger_guard_file();
DROP TRIGGER entry_comes_with_its_payment ON ledger_entry;
DROP FUNCTION ledger_check_document();
DROP TRIGGER payment_is_within_owed ON ledger_paymentline;
DROP FUNCTION ledger_check_owed();
DROP TRIGGER line_is_guarded ON ledger_paymentline;
DROP FUNCTION ledger_guard_line();
DROP FUNCTION ledger_pays(bigint, bigint, bigint, bigint, bigint);
DROP TRIGGER order_takes_its_steps ON ledger_paymentorder;
DROP TRIGGER order_is_guarded ON ledger_paymentorder;
DROP FUNCTION ledger_guard_order();
DROP TRIGGER hold_is_guarded ON ledger_payeehold;
DROP FUNCTION ledger_guard_hold();
DROP TRIGGER bank_account_is_guarded ON ledger_bankaccount;
DROP FUNCTION ledger_guard_bank_account();
