"""What somebody might try who got past Python. ``{names}`` are keys of rows of the town (`town.py`).

`FORBIDDEN`: nobody may, machines and the office that keeps the book included; any change of the books is a success of the attack.
`OUTSIDE`: what the keeper of the first book may, attempted by everybody else. `READING`: attempts to meet words of others.
"""

from __future__ import annotations

_POSTING = "INSERT INTO ledger_posting (entry_id, account_id, amount, note, day) VALUES "


def entry(day: str = "'{today}'", more: str = "", values: str = "", book: str = "{book}", user: str = "{me}") -> str:
    """Return the statement that writes an entry."""
    return (
        "INSERT INTO ledger_entry (book_id, number, day, memo, document_type, document_id, posted_by_id, posted_at,"
        f" transaction_id{more}) VALUES ({book}, 1, {day}, 'kanari', '', '', {user}, now(), 0{values})"
    )


def postings(*lines: tuple[str, str], to: str = "currval('ledger_entry_id_seq')") -> str:
    """Return the statement that writes postings: account and amount."""
    return _POSTING + ", ".join(f"({to}, {account}, {amount}, '', '{{today}}')" for account, amount in lines)


CLOSED_DAY, LAST_DAY, LATELY = "'{closed_day}'", "'{today}'::date - 30", "'{today}'::date - 5"
TOMORROW, ENDLESS, BEGINNING = "'{tomorrow}'", "'infinity'", "'-infinity'"
BALANCED = (("{due}", "5"), ("{owed}", "-5"))

UNBALANCED = {
    "one leg": f"{entry()}; {postings(('{owed}', '-5'))}",
    "no leg": entry(),
    "two legs that do not meet": f"{entry()}; {postings(('{due}', '5'), ('{owed}', '-4'))}",
    "two legs in two currencies": f"{entry()}; {postings(('{due}', '5'), ('{usd}', '-5'))}",
    "money against kind": f"{entry()}; {postings(('{due}', '5'), ('{promised}', '-5'))}",
    "two legs of nothing": f"{entry()}; {postings(('{due}', '0'), ('{owed}', '0'))}",
    "beyond all sums": f"{entry()}; {postings(('{due}', '9000000000000000000'), ('{owed}', '-9000000000000000000'))}",
    "overflow into balance": f"{entry()}; {postings(*[('{due}', '9223372036854775807')] * 2, ('{owed}', '2'))}",
    "leg of another book": f"{entry()}; {postings(('{due}', '5'), ('{away_owed}', '-5'))}",
    "checked early, then one more": f"SET CONSTRAINTS ALL IMMEDIATE; {entry()}; {postings(*BALANCED)}",
    "checked between": f"{entry()}; {postings(*BALANCED)}; SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED;"
    f" {postings(('{owed}', '-1'))}",
    "checked by name between": f"{entry()}; {postings(*BALANCED)}; SET CONSTRAINTS ledger_entry_balances IMMEDIATE;"
    f" {postings(('{owed}', '-1'))}; SET CONSTRAINTS ledger_entry_balances DEFERRED",
    "savepoint drops one leg": f"{entry()}; {postings(('{due}', '5'))}; SAVEPOINT a; {postings(('{owed}', '-5'))};"
    " ROLLBACK TO SAVEPOINT a",
    "savepoint released": f"SAVEPOINT a; {entry()}; {postings(('{owed}', '-5'))}; RELEASE SAVEPOINT a",
    "one statement": f"WITH e AS ({entry()} RETURNING id) {_POSTING.replace(' VALUES ', ' ')}"
    "SELECT id, {owed}, -5, '', '{today}' FROM e",
    "block that swallows the refusal": "DO $$ BEGIN BEGIN " + f"{entry()}; {postings(('{owed}', '-5'))};"
    " SET CONSTRAINTS ALL IMMEDIATE; EXCEPTION WHEN OTHERS THEN NULL; END; " + f"{entry()}; END $$",
    "copy of one leg": "COPY ledger_posting (entry_id, account_id, amount, note, day) FROM STDIN",
    "prepared": f"{entry()}; PREPARE one AS {postings(('{owed}', '-5'))}; EXECUTE one",
    "merge": f"{entry()}; MERGE INTO ledger_posting USING (SELECT 1) AS s ON false WHEN NOT MATCHED THEN INSERT (entry_id,"
    " account_id, amount, note, day) VALUES (currval('ledger_entry_id_seq'), {owed}, -5, '', '{today}')",
    "two phases": f"{entry()}; {postings(('{owed}', '-5'))}; PREPARE TRANSACTION 'kanari'",
}
"""Whoever writes them: an entry that does not balance is not there afterwards."""

ADDED = {
    "one leg to an entry of before": postings(("{owed}", "-1"), to="{entry}"),
    "a balanced pair to an entry of before": postings(*BALANCED, to="{entry}"),
    "a pair to an entry of a closed period": postings(*BALANCED, to="{old}"),
    "a pair with the forged day": _POSTING
    + "({entry}, {due}, 5, '', '2020-01-01'), ({entry}, {owed}, -5, '', '2020-01-01')",
    "a pair on conflict": postings(*BALANCED, to="{entry}") + " ON CONFLICT DO NOTHING",
    "a line to a calculation": "INSERT INTO ledger_calculationline (entry_id, position, kind, text)"
    " VALUES ({entry}, 99, 'step', 'x')",
    "a rate to a calculation": "INSERT INTO ledger_calculationline (entry_id, position, kind, text)"
    " VALUES ({entry}, 98, 'rate', 'x')",
    "a balance kept of an open day": "INSERT INTO ledger_balancemark (account_id, until, amount)"
    " VALUES ({owed}, '{closed_day}', -999)",
    "balances kept by hand": "SELECT ledger_mark_balances({book}, 0)",
    "a balance at the end of a period": "INSERT INTO ledger_balancecheckpoint (account_id, until, amount)"
    " VALUES ({owed}, '{closed_day}', -999)",
    "a balance of today": "INSERT INTO ledger_balancecheckpoint (account_id, until, amount) VALUES ({owed}, '{today}', 0)",
    "a balance on conflict": "INSERT INTO ledger_balancecheckpoint (account_id, until, amount) SELECT account_id, until, 0"
    " FROM ledger_balancecheckpoint ON CONFLICT ON CONSTRAINT balance_checkpoint_once DO UPDATE SET amount = 0",
}

REWRITTEN = {
    "amounts": "UPDATE ledger_posting SET amount = amount * 2",
    "signs": "UPDATE ledger_posting SET amount = -amount",
    "a posting to another account": "UPDATE ledger_posting SET account_id = {other} WHERE account_id = {owed}",
    "a posting to another entry": "UPDATE ledger_posting SET entry_id = {entry} WHERE entry_id = {old}",
    "notes": "UPDATE ledger_posting SET note = 'x'",
    "the day of postings": "UPDATE ledger_posting SET day = day - 100",
    "the day of an entry": "UPDATE ledger_entry SET day = '2020-01-01'",
    "the memo": "UPDATE ledger_entry SET memo = 'x' WHERE id = {entry}",
    "the number": "UPDATE ledger_entry SET number = number + 1000",
    "the document": "UPDATE ledger_entry SET document_type = 'x', document_id = '1' WHERE id = {entry}",
    "who entered it": "UPDATE ledger_entry SET posted_by_id = NULL",
    "when it was entered": "UPDATE ledger_entry SET posted_at = '2020-01-01'",
    "the transaction": "UPDATE ledger_entry SET transaction_id = pg_current_xact_id()::text::bigint",
    "the book of an entry": "UPDATE ledger_entry SET book_id = {away_book} WHERE id = {entry}",
    "a reversal into none": "UPDATE ledger_entry SET reversal_of_id = NULL",
    "the unit of an account": "UPDATE ledger_account SET unit = 'USD'",
    "the kind of an account": "UPDATE ledger_account SET kind = 'fee', payee_id = NULL WHERE id = {owed}",
    "the payee of an account": "UPDATE ledger_account SET payee_id = {second} WHERE id = {owed}",
    "the book of an account": "UPDATE ledger_account SET book_id = {away_book}",
    "the keeper of a book": "UPDATE ledger_book SET keeper_id = {second_org}",
    "the party of a payee": "UPDATE ledger_payee SET organisation_id = {second_org} WHERE id = {first}",
    "the person of a payee": "UPDATE ledger_payee SET user_id = {holder_user}, organisation_id = NULL WHERE id = {second}",
    "the kind of a payee": "UPDATE ledger_payee SET kind = 'other' WHERE id = {second}",
    "the book of a payee": "UPDATE ledger_payee SET book_id = {away_book} WHERE id = {second}",
    "an heir of a payee": "UPDATE ledger_payee SET heirs_of_id = {first} WHERE id = {second}",
    "a payee with heirs open again": "UPDATE ledger_payee SET closed_on = NULL, closed_reason = '' WHERE id = {dead}",
    "the day of closing a payee": "UPDATE ledger_payee SET closed_on = '2020-01-01' WHERE id = {dead}",
    "the reason of closing a payee": "UPDATE ledger_payee SET closed_reason = 'x' WHERE id = {dead}",
    "a payee away that is owed": "UPDATE ledger_payee SET closed_on = '{today}', closed_reason = 'x' WHERE id = {first}",
    "shares of heirs": "UPDATE ledger_heirshare SET heir_id = {first}",
    "the ward of a guardian": "UPDATE ledger_guardianship SET payee_id = {second}",
    "the guardian": "UPDATE ledger_guardianship SET user_id = {user}",
    "the beginning of a guardianship": "UPDATE ledger_guardianship SET since = '2000-01-01'",
    "the end of a closed period": "UPDATE ledger_closedperiod SET until = '2000-01-01'",
    "a balance kept of an open day": "UPDATE ledger_balancemark SET amount = 0",
    "a balance that was kept": "UPDATE ledger_balancecheckpoint SET amount = 0",
    "a calculation": "UPDATE ledger_calculationline SET text = 'x'",
    "rows by their place": "UPDATE ledger_posting SET amount = 1 WHERE ctid = '(0,1)'",
    "by a cursor": "DECLARE c CURSOR FOR SELECT id FROM ledger_posting FOR UPDATE; MOVE c;"
    " UPDATE ledger_posting SET amount = 1 WHERE CURRENT OF c",
    "by a prepared statement": "PREPARE two (bigint) AS UPDATE ledger_posting SET amount = $1; EXECUTE two (1)",
    "by a merge": "MERGE INTO ledger_posting AS p USING ledger_account AS a ON a.id = p.account_id"
    " WHEN MATCHED THEN UPDATE SET amount = 1",
    "by a conflict": "INSERT INTO ledger_posting (id, entry_id, account_id, amount, note, day) SELECT id, entry_id, account_id,"
    " amount, note, day FROM ledger_posting ON CONFLICT (id) DO UPDATE SET amount = 1",
    "by a common table": "WITH gone AS (DELETE FROM ledger_posting RETURNING *) SELECT count(*) FROM gone",
    "behind a lock": "LOCK TABLE ledger_posting IN ACCESS EXCLUSIVE MODE; UPDATE ledger_posting SET amount = 1",
    "by the lock of the book": "SELECT pg_advisory_xact_lock(ledger_lock({book})); UPDATE ledger_entry SET memo = 'x'",
    "two organisations trade places": "UPDATE people_organisation SET id = -1 WHERE id = {first_org};"
    " UPDATE people_organisation SET id = {first_org} WHERE id = {second_org};"
    " UPDATE people_organisation SET id = {second_org} WHERE id = -1",
    "two persons trade places": "UPDATE people_user SET id = -1 WHERE id = {holder_user};"
    " UPDATE people_user SET id = {holder_user} WHERE id = {user}; UPDATE people_user SET id = {user} WHERE id = -1",
}

REMOVED = {
    "postings": "DELETE FROM ledger_posting",
    "postings of one account": "DELETE FROM ledger_posting USING ledger_account AS a WHERE a.id = account_id AND a.id = {owed}",
    "entries": "DELETE FROM ledger_entry",
    "a reversal": "DELETE FROM ledger_posting WHERE entry_id = {back}; DELETE FROM ledger_entry WHERE id = {back}",
    "accounts": "DELETE FROM ledger_account",
    "payees": "DELETE FROM ledger_payee",
    "books": "DELETE FROM ledger_book",
    "closed periods": "DELETE FROM ledger_closedperiod",
    "balances": "DELETE FROM ledger_balancecheckpoint",
    "balances of open days": "DELETE FROM ledger_balancemark",
    "calculations": "DELETE FROM ledger_calculationline",
    "guardians": "DELETE FROM ledger_guardianship",
    "heirs": "DELETE FROM ledger_heirshare",
    "the office that keeps the book": "DELETE FROM people_organisation WHERE id = {office}",
    "everything by truncating": "TRUNCATE ledger_posting, ledger_entry, ledger_calculationline CASCADE",
    "everything by truncating the offices": "TRUNCATE people_organisation CASCADE",
    "one table by truncating": "TRUNCATE ledger_balancecheckpoint",
    "a table by dropping": "DROP TABLE ledger_posting CASCADE",
    "a column by dropping": "ALTER TABLE ledger_posting DROP COLUMN amount",
}

CLOSED = {
    "a day of a closed period": f"{entry(CLOSED_DAY)}; {postings(*BALANCED)}",
    "the last day of a closed period": f"{entry(LAST_DAY)}; {postings(*BALANCED)}",
    "a day ahead": f"{entry(TOMORROW)}; {postings(*BALANCED)}",
    "a day ahead by another clock": f"SET TIME ZONE 'Pacific/Kiritimati'; {entry(TOMORROW)}; {postings(*BALANCED)}",
    "endless day": f"{entry(ENDLESS)}; {postings(*BALANCED)}",
    "beginning of days": f"{entry(BEGINNING)}; {postings(*BALANCED)}",
    "closing today": "INSERT INTO ledger_closedperiod (book_id, until, closed_by_id, closed_at)"
    " VALUES ({book}, '{today}', {me}, now())",
    "closing backwards": "INSERT INTO ledger_closedperiod (book_id, until, closed_by_id, closed_at)"
    " VALUES ({book}, '{closed_day}', {me}, now())",
    "closing for ever": "INSERT INTO ledger_closedperiod (book_id, until, closed_by_id, closed_at)"
    " VALUES ({book}, 'infinity', {me}, now())",
    "closing today by another clock": "SET TIME ZONE 'Pacific/Kiritimati'; INSERT INTO ledger_closedperiod (book_id, until,"
    " closed_by_id, closed_at) VALUES ({book}, '{today}', {me}, now())",
    "entry, closing, then its postings": f"{entry(LATELY)}; INSERT INTO ledger_closedperiod (book_id, until,"
    " closed_by_id, closed_at) VALUES ({book}, '{today}'::date - 3, {me}, now()); " + postings(*BALANCED),
    "an old view of the data": "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; "
    + f"{entry()}; {postings(*BALANCED)}",
    "a view in order": "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE; " + f"{entry()}; {postings(*BALANCED)}",
    "closing with an old view": "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; INSERT INTO ledger_closedperiod (book_id,"
    " until, closed_by_id, closed_at) VALUES ({book}, '{today}'::date - 2, {me}, now())",
}

WRONG = {
    "a reversal of half": f"{entry(more=', reversal_of_id', values=', {entry}')}; {postings(('{due}', '-5'), ('{owed}', '5'))}",
    "a reversal of a reversal": f"{entry(more=', reversal_of_id', values=', {back}')};"
    f" {postings(('{due}', '7'), ('{owed}', '-7'))}",
    "a second reversal": f"{entry(more=', reversal_of_id', values=', {reversed}')}; {postings(('{due}', '-7'), ('{owed}', '7'))}",
    "a reversal in another book": entry(book="{away_book}", user="{me}", more=", reversal_of_id", values=", {entry}")
    + "; " + postings(("{away_bank}", "-5"), ("{away_owed}", "5")),
    "a reversal before its entry": entry("'{today}'::date - 3", more=", reversal_of_id", values=", {entry}")
    + "; " + postings(("{due}", "-500"), ("{owed}", "300"), ("{other}", "200")),
    "a reversal of itself": entry(more=", id, reversal_of_id", values=", 900000001, 900000001")
    + "; " + postings(*BALANCED, to="900000001"),
    "a conversion without a rate": f"{entry()}; {postings(('{exchange}', '5'), ('{owed}', '-5'))}",
    "more out of escrow than there is": f"{entry()}; {postings(('{escrow}', '101'), ('{owed}', '-101'))}",
    "owed to the dead": f"{entry()}; {postings(('{due}', '5'), ('{dead_account}', '-5'))}",
    "an account of money in kind": "INSERT INTO ledger_account (book_id, kind, payee_id, unit, created_at)"
    " VALUES ({book}, 'promised', {firm}, 'CNY', now())",
    "an account of a payee of another book": "INSERT INTO ledger_account (book_id, kind, payee_id, unit, created_at)"
    " VALUES ({book}, 'owed', {away_payee}, 'CNY', now())",
    "an account of no kind": "INSERT INTO ledger_account (book_id, kind, payee_id, unit, created_at)"
    " VALUES ({book}, 'gift', NULL, 'CNY', now())",
    "an account twice": "INSERT INTO ledger_account (book_id, kind, payee_id, unit, created_at)"
    " VALUES ({book}, 'bank', NULL, 'CNY', now())",
    "a party twice": "INSERT INTO ledger_payee (book_id, kind, name, name_mn, organisation_id, acts_through, closed_reason,"
    " created_at) VALUES ({book}, 'community', 'x', '', {first_org}, '', '', now())",
    "a payee of two parties": "INSERT INTO ledger_payee (book_id, kind, name, name_mn, organisation_id, user_id, acts_through,"
    " closed_reason, created_at) VALUES ({book}, 'other', 'x', '', {office}, {away_user}, '', '', now())",
    "heirs of half": "INSERT INTO ledger_heirshare (payee_id, heir_id, numerator, denominator, document, created_at)"
    " VALUES ({child}, {first}, 1, 2, 'x', now())",
    "one more heir": "INSERT INTO ledger_heirshare (payee_id, heir_id, numerator, denominator, document, created_at)"
    " VALUES ({dead}, {first}, 1, 1, 'x', now())",
    "heirs of the living": "INSERT INTO ledger_heirshare (payee_id, heir_id, numerator, denominator, document, created_at)"
    " VALUES ({first}, {second}, 1, 1, 'x', now())",
    "a guardian of another book": "INSERT INTO ledger_guardianship (book_id, payee_id, name, user_id, document, since,"
    " created_at) VALUES ({book}, {away_payee}, 'x', {me}, 'x', '{today}', now())",
    "numbers counted anew": "UPDATE base_numberseries SET last = 0 WHERE series = 'ledger.{book}'",
    "numbers counted ahead": "UPDATE base_numberseries SET last = 2000000000 WHERE series LIKE 'ledger.%'",
    "numbers of another series": "UPDATE base_numberseries SET series = 'x' WHERE series = 'ledger.{book}'",
    "numbers removed": "DELETE FROM base_numberseries WHERE series = 'ledger.{book}'",
    "numbers of a book to come": "INSERT INTO base_numberseries (series, year, last) VALUES ('ledger.999999', 0, 500)",
}  # fmt: skip

UNLOCKED = {
    "lock off": "ALTER TABLE ledger_posting DISABLE ROW LEVEL SECURITY",
    "lock off for the owner": "ALTER TABLE ledger_posting NO FORCE ROW LEVEL SECURITY",
    "policy away": "DROP POLICY posting_read ON ledger_posting",
    "policy wide": "CREATE POLICY x ON ledger_posting USING (true)",
    "policy altered": "ALTER POLICY posting_read ON ledger_posting USING (true)",
    "triggers off": "ALTER TABLE ledger_posting DISABLE TRIGGER ALL",
    "trigger away": "DROP TRIGGER posting_balances ON ledger_posting",
    "trigger of its own": "CREATE TRIGGER a BEFORE INSERT ON ledger_posting FOR EACH ROW"
    " EXECUTE FUNCTION erdem_refuse_rewriting()",
    "constraint away": "ALTER TABLE ledger_posting DROP CONSTRAINT posting_moves_something",
    "replica": "SET session_replication_role = replica; DELETE FROM ledger_posting",
    "row security off": "SET row_security = off; DELETE FROM ledger_posting",
    "become the owner": "SET ROLE postgres; DELETE FROM ledger_posting",
    "become the session's owner": "SET SESSION AUTHORIZATION postgres; DELETE FROM ledger_posting",
    "reset the role": "RESET ROLE; RESET SESSION AUTHORIZATION; DELETE FROM ledger_posting",
    "grant": "GRANT ALL ON ledger_posting TO erdem_app; TRUNCATE ledger_posting CASCADE",
    "bypass": "ALTER ROLE erdem_app BYPASSRLS",
    "take the table": "ALTER TABLE ledger_posting OWNER TO erdem_app",
    "rule": "CREATE RULE x AS ON INSERT TO ledger_posting DO INSTEAD NOTHING",
    "function replaced": "CREATE OR REPLACE FUNCTION ledger_check_entry(wanted bigint) RETURNS void LANGUAGE sql AS 'SELECT'",
    "function overloaded": "CREATE FUNCTION public.ledger_check_entry(wanted integer) RETURNS void LANGUAGE sql AS 'SELECT'",
    "function's settings": "ALTER FUNCTION ledger_check_entry(bigint) RESET ALL",
    "function dropped": "DROP FUNCTION ledger_check_entry(bigint) CASCADE",
    "operator of its own": "CREATE OPERATOR public.<> (LEFTARG = numeric, RIGHTARG = integer, FUNCTION = numeric_eq)",
    "schema of its own": "CREATE SCHEMA kanari",
    "another path": f"SET search_path = pg_catalog; {entry().replace('ledger_entry', 'public.ledger_entry')}",
    "own table in the schema": "CREATE TABLE public.kanari (id bigint)",
    "program": "COPY (SELECT 1) TO PROGRAM 'true'",
    "catalogue": "UPDATE pg_class SET relrowsecurity = false WHERE relname = 'ledger_posting'",
    "catalogue of triggers": "DELETE FROM pg_trigger WHERE tgname = 'posting_balances'",
    "event trigger": "CREATE EVENT TRIGGER x ON ddl_command_start EXECUTE FUNCTION erdem_refuse_rewriting()",
    "shadow of the closed periods": "CREATE TEMP TABLE ledger_closedperiod (book_id bigint, until date); "
    f"{entry(CLOSED_DAY)}; {postings(*BALANCED)}",
    "shadow of the accounts": "CREATE TEMP TABLE ledger_account AS SELECT {away_owed}::bigint AS id, {book}::bigint AS book_id,"
    " 'CNY'::text AS unit; " + f"{entry()}; {postings(('{due}', '5'), ('{away_owed}', '-5'))}",
    "shadow of the postings": f"{entry()}; {postings(('{owed}', '-5'))}; CREATE TEMP TABLE ledger_posting (entry_id bigint,"
    " account_id bigint, amount bigint)",
    "shadow of the books": "CREATE TEMP TABLE ledger_book AS SELECT {book}::bigint AS id, {second_org}::bigint AS keeper_id; "
    f"{entry(CLOSED_DAY)}; {postings(*BALANCED)}",
    "shadow view": "CREATE TEMP VIEW ledger_closedperiod AS SELECT 0::bigint AS book_id, now()::date AS until",
    "function in the temporary schema": "CREATE FUNCTION pg_temp.ledger_keeps(bigint) RETURNS boolean LANGUAGE sql"
    " AS 'SELECT true'",
}

FORBIDDEN = {
    f"{group}: {name}": sql
    for group, attacks in {
        "unbalanced": UNBALANCED,
        "added": ADDED,
        "rewritten": REWRITTEN,
        "removed": REMOVED,
        "closed": CLOSED,
        "wrong": WRONG,
        "unlocked": UNLOCKED,
    }.items()
    for name, sql in attacks.items()
}

OUTSIDE = {
    "an entry in another's book": f"{entry()}; {postings(*BALANCED)}",
    "an entry in the name of another": f"{entry(user='{user}')}; {postings(*BALANCED)}",
    "an entry in nobody's name": f"{entry(user='NULL')}; {postings(*BALANCED)}",
    "a posting in another's book": postings(*BALANCED, to="{entry}"),
    "a closing of another's book": "INSERT INTO ledger_closedperiod (book_id, until, closed_by_id, closed_at)"
    " VALUES ({book}, '{today}'::date - 1, {me}, now())",
    "a closing in the name of another": "INSERT INTO ledger_closedperiod (book_id, until, closed_by_id, closed_at)"
    " VALUES ({book}, '{today}'::date - 1, {user}, now())",
    "a payee in another's book": "INSERT INTO ledger_payee (book_id, kind, name, name_mn, acts_through, closed_reason,"
    " created_at) VALUES ({book}, 'person', 'x', '', '', '', now())",
    "a payee renamed": "UPDATE ledger_payee SET name = 'x' WHERE book_id = {book}",
    "a payee renamed by its key": "UPDATE ledger_payee SET name = 'x' WHERE id = {second}",
    "a payee closed": "UPDATE ledger_payee SET closed_on = '{today}', closed_reason = 'x' WHERE id = {firm}",
    "an account in another's book": "INSERT INTO ledger_account (book_id, kind, payee_id, unit, created_at)"
    " VALUES ({book}, 'owed', {first}, 'EUR', now())",
    "a book of another office": "INSERT INTO ledger_book (keeper_id, name, created_at) VALUES ({office}, 'x', now())",
    "oneself as guardian": "INSERT INTO ledger_guardianship (book_id, payee_id, name, user_id, document, since, created_at)"
    " VALUES ({book}, {second}, 'x', {me}, 'x', '{today}', now())",
    "a guardianship ended": "UPDATE ledger_guardianship SET until = '{today}'",
    "oneself as heir": "INSERT INTO ledger_heirshare (payee_id, heir_id, numerator, denominator, document, created_at)"
    " VALUES ({child}, {first}, 1, 1, 'x', now())",
    "a reversal of another's entry": entry(more=", reversal_of_id", values=", {entry}") + "; "
    + postings(("{due}", "-500"), ("{owed}", "300"), ("{other}", "200")),
}  # fmt: skip

READING = {
    "postings": "SELECT t::text FROM ledger_posting AS t",
    "postings by key": "SELECT t::text FROM ledger_posting AS t WHERE account_id = {other}",
    "the other legs of the own entry": "SELECT t::text FROM ledger_posting AS t WHERE entry_id = {old}",
    "entries": "SELECT t::text FROM ledger_entry AS t",
    "payees": "SELECT t::text FROM ledger_payee AS t",
    "payees of the own entry": "SELECT p.name FROM ledger_posting AS l JOIN ledger_account AS a ON a.id = l.account_id"
    " JOIN ledger_payee AS p ON p.id = a.payee_id WHERE l.entry_id = {old}",
    "balances of open days": "SELECT t::text FROM ledger_balancemark AS t",
    "balances": "SELECT ledger_balance({other}, '{today}')::text, t::text FROM ledger_balancecheckpoint AS t",
    "balances of all accounts": "SELECT abs(ledger_balance(n, '{today}'::date - 20))::text FROM generate_series(1, 500) AS n",
    "calculations": "SELECT t::text FROM ledger_calculationline AS t",
    "heirs and guardians": "SELECT h::text, g::text FROM ledger_heirshare AS h FULL JOIN ledger_guardianship AS g ON true",
    "sums": "SELECT abs(sum(amount))::text, string_agg(note, ' ') FROM ledger_posting WHERE amount < 0 GROUP BY account_id",
    "windows": "SELECT lag(note) OVER (ORDER BY id), lead(note) OVER (ORDER BY id) FROM ledger_posting",
    "as json": "SELECT jsonb_agg(to_jsonb(t)) FROM ledger_posting AS t",
    "as xml": "SELECT query_to_xml('SELECT * FROM ledger_posting', true, false, '')::text",
    "as xml of the table": "SELECT table_to_xml('ledger_posting', true, false, '')::text",
    "as words": "SELECT word FROM ts_stat('SELECT to_tsvector(''simple'', note) FROM ledger_posting')",
    "copied": "COPY ledger_posting TO STDOUT",
    "locked": "SELECT note FROM ledger_posting FOR UPDATE",
    "sampled": "SELECT note FROM ledger_posting TABLESAMPLE SYSTEM (100)",
    "by place": "SELECT note FROM ledger_posting WHERE ctid = ANY (ARRAY(SELECT format('(0,%s)', n)::tid"
    " FROM generate_series(1, 90) AS n))",
    "through statistics": "SELECT most_common_vals::text, histogram_bounds::text FROM pg_stats WHERE tablename LIKE 'ledger%'",
    "through a lateral join": "SELECT x.note FROM ledger_book AS b, LATERAL (SELECT note FROM ledger_posting) AS x",
    "through recursion": "WITH RECURSIVE w AS (SELECT note AS s FROM ledger_posting UNION SELECT s FROM w) SELECT s FROM w",
    "through a cast that fails": "SELECT note::integer FROM ledger_posting WHERE account_id = {other}",
    "through a division": "SELECT 1 / (amount + 7654321) FROM ledger_posting WHERE account_id = {other}",
    "through a prepared plan": "PREPARE three AS SELECT note FROM ledger_posting; EXECUTE three",
    "through a cursor": "DECLARE d SCROLL CURSOR FOR SELECT note FROM ledger_posting; FETCH ALL FROM d",
    "through returning": "UPDATE ledger_payee SET name = name RETURNING name",
    "through a conflict": "INSERT INTO ledger_payee SELECT * FROM ledger_payee ON CONFLICT (id) DO UPDATE"
    " SET name = ledger_payee.name RETURNING name",
    "through a function of the owner": "SELECT ledger_check_entry({private})::text",
    "through the trail": "SELECT t::text FROM base_auditentry AS t WHERE action LIKE 'ledger.%'",
    "through other sessions": "SELECT query FROM pg_stat_activity WHERE usename = current_user AND pid <> pg_backend_pid()",
}
