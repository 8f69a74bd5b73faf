-- Rules of reading that ask once a statement which books the reader keeps and which payees the reader is or acts for.
-- Asked of every row, and rule within rule, they took longer to plan than an entry takes to write.
CREATE FUNCTION ledger_kept() RETURNS bigint[] LANGUAGE plpgsql STABLE AS
$$ BEGIN
    IF erdem_roles() && '{county_officer,region_officer}'::text[] THEN
        RETURN ARRAY(SELECT b.id FROM public.ledger_book AS b WHERE b.keeper_id = ANY (erdem_organisations()));
    END IF;
    RETURN '{}';
END $$;

-- Whoever asks is told of the own payees only; the owner looks, so that the rule of payees can ask it too.
CREATE FUNCTION ledger_own_payees() RETURNS bigint[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
    RETURN ARRAY(
        SELECT p.id FROM ledger_payee AS p
            WHERE p.organisation_id = ANY (erdem_organisations()) OR p.user_id = erdem_user_id()
        UNION
        SELECT g.payee_id FROM ledger_guardianship AS g
            WHERE g.user_id = erdem_user_id() AND g.since <= erdem_today() AND (g.until IS NULL OR g.until >= erdem_today())
    );
END $$;

ALTER POLICY payee_read ON ledger_payee USING (
    (SELECT erdem_is_machine()) OR book_id = ANY ((SELECT ledger_kept())::bigint[])
    OR id = ANY ((SELECT ledger_own_payees())::bigint[])
);
ALTER POLICY guardianship_read ON ledger_guardianship USING (
    (SELECT erdem_is_machine()) OR book_id = ANY ((SELECT ledger_kept())::bigint[]) OR user_id = (SELECT erdem_user_id())
);
ALTER POLICY account_read ON ledger_account USING (
    (SELECT erdem_is_machine()) OR book_id = ANY ((SELECT ledger_kept())::bigint[])
    OR payee_id = ANY ((SELECT ledger_own_payees())::bigint[])
);
-- Not IN: the accounts of few lines are looked up one by one, those of many lines all at once, as the planner sees fit.
ALTER POLICY posting_read ON ledger_posting USING (
    (SELECT erdem_is_machine()) OR EXISTS (SELECT 1 FROM ledger_account AS a WHERE a.id = account_id)
);
ALTER POLICY balance_read ON ledger_balancecheckpoint USING (
    (SELECT erdem_is_machine()) OR EXISTS (SELECT 1 FROM ledger_account AS a WHERE a.id = account_id)
);
ALTER POLICY posting_add ON ledger_posting WITH CHECK (
    (SELECT erdem_is_machine())
    OR EXISTS (
        SELECT 1 FROM ledger_account AS a WHERE a.id = account_id AND a.book_id = ANY ((SELECT ledger_kept())::bigint[])
    )
);
ALTER POLICY entry_read ON ledger_entry USING (
    (SELECT erdem_is_machine()) OR book_id = ANY ((SELECT ledger_kept())::bigint[])
    OR EXISTS (SELECT 1 FROM ledger_posting AS p WHERE p.entry_id = ledger_entry.id)
);
ALTER POLICY bank_account_read ON ledger_bankaccount USING (
    (SELECT erdem_is_machine()) OR book_id = ANY ((SELECT ledger_kept())::bigint[])
);
ALTER POLICY bank_account_add ON ledger_bankaccount WITH CHECK (
    (SELECT erdem_is_machine()) OR book_id = ANY ((SELECT ledger_kept())::bigint[])
);
ALTER POLICY bank_account_correct ON ledger_bankaccount USING (
    (SELECT erdem_is_machine()) OR book_id = ANY ((SELECT ledger_kept())::bigint[])
);
ALTER POLICY order_read ON ledger_paymentorder USING (
    (SELECT erdem_is_machine()) OR book_id = ANY ((SELECT ledger_kept())::bigint[])
);
ALTER POLICY order_step ON ledger_paymentorder USING (
    (SELECT erdem_is_machine()) OR book_id = ANY ((SELECT ledger_kept())::bigint[])
);
ALTER POLICY payee_add ON ledger_payee WITH CHECK (
    (SELECT erdem_is_machine()) OR book_id = ANY ((SELECT ledger_kept())::bigint[])
);
ALTER POLICY payee_correct ON ledger_payee USING (
    (SELECT erdem_is_machine()) OR book_id = ANY ((SELECT ledger_kept())::bigint[])
);
ALTER POLICY account_add ON ledger_account WITH CHECK (
    (SELECT erdem_is_machine()) OR book_id = ANY ((SELECT ledger_kept())::bigint[])
);
ALTER POLICY closed_period_read ON ledger_closedperiod USING (
    (SELECT erdem_is_machine()) OR book_id = ANY ((SELECT ledger_kept())::bigint[])
);
ALTER POLICY entry_add ON ledger_entry WITH CHECK (
    (SELECT erdem_is_machine())
    OR (book_id = ANY ((SELECT ledger_kept())::bigint[]) AND posted_by_id = (SELECT erdem_user_id()))
);

-- REVERSE
ALTER POLICY entry_add ON ledger_entry WITH CHECK (
    (SELECT erdem_is_machine()) OR (ledger_keeps(book_id) AND posted_by_id = (SELECT erdem_user_id()))
);
ALTER POLICY bank_account_read ON ledger_bankaccount USING (ledger_keeps(book_id));
ALTER POLICY bank_account_add ON ledger_bankaccount WITH CHECK (ledger_keeps(book_id));
ALTER POLICY bank_account_correct ON ledger_bankaccount USING (ledger_keeps(book_id));
ALTER POLICY order_read ON ledger_paymentorder USING (ledger_keeps(book_id));
ALTER POLICY order_step ON ledger_paymentorder USING (ledger_keeps(book_id));
ALTER POLICY payee_add ON ledger_payee WITH CHECK (ledger_keeps(book_id));
ALTER POLICY payee_correct ON ledger_payee USING (ledger_keeps(book_id));
ALTER POLICY account_add ON ledger_account WITH CHECK (ledger_keeps(book_id));
ALTER POLICY closed_period_read ON ledger_closedperiod USING (ledger_keeps(book_id));
ALTER POLICY entry_read ON ledger_entry USING (
    (SELECT erdem_is_machine()) OR ledger_keeps(book_id)
    OR EXISTS (SELECT 1 FROM ledger_posting AS p WHERE p.entry_id = ledger_entry.id)
);
ALTER POLICY posting_add ON ledger_posting WITH CHECK (
    (SELECT erdem_is_machine())
    OR EXISTS (SELECT 1 FROM ledger_account AS a WHERE a.id = account_id AND ledger_keeps(a.book_id))
);
ALTER POLICY balance_read ON ledger_balancecheckpoint USING (
    (SELECT erdem_is_machine()) OR account_id IN (SELECT a.id FROM ledger_account AS a)
);
ALTER POLICY posting_read ON ledger_posting USING (
    (SELECT erdem_is_machine()) OR account_id IN (SELECT a.id FROM ledger_account AS a)
);
ALTER POLICY account_read ON ledger_account USING (
    (SELECT erdem_is_machine()) OR ledger_keeps(book_id)
    OR EXISTS (SELECT 1 FROM ledger_payee AS p WHERE p.id = payee_id)
);
ALTER POLICY payee_read ON ledger_payee USING (
    (SELECT erdem_is_machine()) OR ledger_keeps(book_id)
    OR organisation_id = ANY ((SELECT erdem_organisations())::bigint[]) OR user_id = (SELECT erdem_user_id())
    OR id IN (
        SELECT g.payee_id FROM ledger_guardianship AS g
        WHERE g.user_id = (SELECT erdem_user_id()) AND g.since <= erdem_today()
            AND (g.until IS NULL OR g.until >= erdem_today())
    )
);
ALTER POLICY guardianship_read ON ledger_guardianship USING (
    (SELECT erdem_is_machine()) OR ledger_keeps(book_id) OR user_id = (SELECT erdem_user_id())
);
DROP FUNCTION ledger_own_payees();
DROP FUNCTION ledger_kept();
