-- What an entry did, in one word, for a party that it touches: it does not see the account at the bank or of fees in it.
CREATE FUNCTION ledger_nature(wanted bigint) RETURNS text LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ DECLARE said text; BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM ledger_entry AS e WHERE e.id = wanted AND (
            ledger_keeps(e.book_id)
            OR EXISTS (
                SELECT 1 FROM ledger_posting AS p JOIN ledger_account AS a ON a.id = p.account_id
                JOIN ledger_payee AS y ON y.id = a.payee_id
                WHERE p.entry_id = e.id AND (
                    y.organisation_id = ANY (erdem_organisations()) OR y.user_id = erdem_user_id()
                    OR EXISTS (
                        SELECT 1 FROM ledger_guardianship AS g
                        WHERE g.payee_id = y.id AND g.user_id = erdem_user_id() AND g.since <= erdem_today()
                            AND (g.until IS NULL OR g.until >= erdem_today())
                    )
                )
            )
        )
    ) THEN
        RETURN NULL;
    END IF;
    SELECT min(a.kind) INTO said FROM ledger_posting AS p JOIN ledger_account AS a ON a.id = p.account_id
        WHERE p.entry_id = wanted AND a.kind IN ('bank', 'fee');
    RETURN coalesce(said, 'other');
END $$;

-- REVERSE
DROP FUNCTION ledger_nature(bigint);
