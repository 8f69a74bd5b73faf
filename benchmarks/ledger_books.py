"""How fast the books are: entries a second through the service, balance and statement of an account with a million postings.

    python benchmarks/ledger_books.py [--postings 1000000] [--entries 2000] [--threads 2] [--asked 200]

On an empty throw-away installation with durable commits. Each entry is a transaction of its own with three postings, its audit
entry, and all checks of the database. Balance and statement are those of one account with so many postings over three years,
asked for before any period is closed, after a night has kept balances, and after 36 are closed; the statement is its newest page
of 100 lines with the running balance.
Baselines in the same run: the same rows written bare, without service, checks and audit; the sum over all postings.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from erdem.base.actor import Actor
    from erdem.ledger.models import Account, Book

PARTIES, MONTHS, PER_ENTRY = 200, 36, 5


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the measurement and print it as one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--postings", type=int, default=1_000_000)
    parser.add_argument("--entries", type=int, default=2000)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--asked", type=int, default=200)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="erdem-books-") as folder:
        os.environ["ERDEM_HOME"], os.environ["ERDEM_DEMONSTRATION"] = folder, "no"
        from erdem.web.cli.session import ready_database

        held = ready_database()
        print(json.dumps(_measure(options), ensure_ascii=False, indent=1))
        del held


def _measure(options: Any) -> dict[str, Any]:
    keeper, party, book, accounts = _set_up()
    result: dict[str, Any] = {
        "machine": f"{platform.machine()}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}",
        "parties": PARTIES,
        "connections": options.threads,
    }
    for threads in sorted({1, options.threads}):
        result[f"entries a second, {threads} connections"] = _rate(keeper, book, accounts, options.entries, threads)
    result["entries a second, bare rows"] = _bare_rate(book, accounts, options.entries)
    started = time.perf_counter()
    big = _fill(keeper, book, accounts, options.postings)
    result["filled_s"] = round(time.perf_counter() - started, 1)
    result["postings of the account"] = options.postings
    result["no period closed, no balance kept"] = _reads(keeper, party, big, options.asked)
    started = time.perf_counter()
    _mark(book)
    result["keeping balances of open months_s"] = round(time.perf_counter() - started, 1)
    result["no period closed"] = _reads(keeper, party, big, options.asked)
    started = time.perf_counter()
    _close(keeper, book)
    result["closing 36 periods_s"] = round(time.perf_counter() - started, 1)
    result["36 periods closed"] = _reads(keeper, party, big, options.asked)
    return result


def _set_up() -> tuple[Actor, Actor, Book, list[Account]]:
    from erdem.base.actor import acting_as
    from erdem.ledger import services
    from erdem.ledger.choices import AccountKind, PayeeKind, Unit
    from erdem.ledger.services import Party
    from erdem.people.choices import OrganisationKind, Role
    from erdem.people.models import Organisation
    from erdem.people.tests.factories import make_actor

    keeper = make_actor(OrganisationKind.OFFICE, "示例局", Role.COUNTY_OFFICER, None)
    party = make_actor(OrganisationKind.COMMUNITY, "示例社区", Role.BEARER, None)
    with acting_as(keeper):
        office = Organisation.objects.get(pk__in=keeper.organisation_ids)
        book = services.open_book(actor=keeper, keeper=office, name="示例")
        own = Party(PayeeKind.COMMUNITY, "示例社区", organisation_id=next(iter(party.organisation_ids)))
        payees = [services.add_payee(actor=keeper, book=book, party=own)]
        payees += [
            services.add_payee(actor=keeper, book=book, party=Party(PayeeKind.PERSON, f"示例{number}"))
            for number in range(PARTIES - 1)
        ]
        accounts = [services.account_of(book, AccountKind.OWED, Unit.CNY, payee) for payee in payees]
        accounts.append(services.account_of(book, AccountKind.BANK, Unit.CNY))
    return keeper, party, book, accounts


def _rate(keeper: Actor, book: Book, accounts: list[Account], count: int, threads: int) -> float:
    """Post entries of three postings, each in a transaction of its own."""
    from django.db import connection
    from django.utils import timezone

    from erdem.base.actor import acting_as
    from erdem.ledger import services
    from erdem.ledger.services import Line

    def work(place: int) -> None:
        for number in range(place, count, threads):
            one, other = accounts[number % PARTIES], accounts[(number + 7) % PARTIES]
            lines = [Line(accounts[-1], 100), Line(one, -70, "70 %"), Line(other, -30, "30 %")]
            with acting_as(keeper):
                services.post(actor=keeper, book=book, day=timezone.localdate(), memo="示例分成", lines=lines)
        connection.close()

    workers = [threading.Thread(target=work, args=(place,)) for place in range(threads)]
    started = time.perf_counter()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return round(count / (time.perf_counter() - started), 1)


def _bare_rate(book: Book, accounts: list[Account], count: int) -> float:
    """Write the same rows as the owner with its triggers off, one commit for each entry."""
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SELECT coalesce(max(number), 0) FROM ledger_entry")
        last = cursor.fetchone()[0]
        started = time.perf_counter()
        for number in range(1, count + 1):
            cursor.execute(
                "WITH e AS (INSERT INTO ledger_entry (book_id, number, day, memo, document_type, document_id, posted_at,"
                " transaction_id) VALUES (%s, %s, now(), 'bare', '', '', now(), 0) RETURNING id) INSERT INTO ledger_posting"
                " (entry_id, account_id, amount, note, day) SELECT e.id, a, m, '', now() FROM e, (VALUES (%s, 100), (%s, -70),"
                " (%s, -30)) AS v (a, m)",
                [book.pk, last + number, accounts[-1].pk, accounts[1].pk, accounts[2].pk],
            )
        spent = time.perf_counter() - started
        cursor.execute("SET session_replication_role = DEFAULT")
    return round(count / spent, 1)


def _fill(keeper: Actor, book: Book, accounts: list[Account], count: int) -> Account:
    """Give the first account so many postings over three years, balanced by the bank; written bare, as the service would."""
    from django.db import connections

    del keeper
    entries = count // PER_ENTRY
    with connections["owner"].cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            "INSERT INTO ledger_entry (book_id, number, day, memo, document_type, document_id, posted_at, transaction_id)"
            " SELECT %s, 10000000 + n, current_date - 1 - (n::bigint * 1094 / %s)::int, 'filled', '', '', now(), 0"
            " FROM generate_series(1, %s) AS n",
            [book.pk, entries, entries],
        )
        cursor.execute(
            "INSERT INTO ledger_posting (entry_id, account_id, amount, note, day)"
            " SELECT e.id, CASE WHEN k = 0 THEN %s ELSE %s END, CASE WHEN k = 0 THEN 100 * %s ELSE -100 END, '', e.day"
            " FROM ledger_entry AS e, generate_series(0, %s) AS k WHERE e.number > 10000000 ORDER BY e.day, e.id",
            [accounts[-1].pk, accounts[0].pk, PER_ENTRY, PER_ENTRY],
        )
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("VACUUM ANALYZE ledger_posting")
        cursor.execute("VACUUM ANALYZE ledger_entry")
        cursor.execute("ANALYZE ledger_account")
    return accounts[0]


def _mark(book: Book) -> None:
    """Do once what is done every night."""
    from erdem.base.actor import SYSTEM, acting_as
    from erdem.ledger import services

    with acting_as(SYSTEM):
        services.mark_balances(actor=SYSTEM, book=book)


def _close(keeper: Actor, book: Book) -> None:
    from erdem.base.actor import acting_as
    from erdem.ledger import services

    today = dt.datetime.now(dt.UTC).date()
    for month in range(MONTHS, 0, -1):
        with acting_as(keeper):
            services.close_period(actor=keeper, book=book, until=today - dt.timedelta(days=month * 30))


def _reads(keeper: Actor, party: Actor, account: Account, count: int) -> dict[str, Any]:
    from django.db import connections

    from erdem.base.actor import acting_as
    from erdem.ledger import queries
    from erdem.ledger.queries import statements

    today = dt.datetime.now(dt.UTC).date()
    first = today - dt.timedelta(days=1200)

    def as_actor(actor: Actor, read: Callable[[], Any]) -> Callable[[], Any]:
        def asked() -> Any:
            with acting_as(actor):
                return read()

        return asked

    def everything() -> Any:
        with connections["owner"].cursor() as cursor:
            cursor.execute("SELECT sum(amount) FROM ledger_posting WHERE account_id = %s", [account.pk])
            return int(cursor.fetchone()[0])

    def page(actor: Actor, since: dt.date) -> Callable[[], Any]:
        return as_actor(actor, lambda: statements.statement_page(actor, account, since, today, size=100))

    deep = as_actor(
        keeper, lambda: statements.statement_page(keeper, account, first, today, size=100, start=_middle(today))
    )
    assert as_actor(party, lambda: queries.balance(account))() == everything()
    asked: dict[str, Callable[[], Any]] = {
        "balance, office": as_actor(keeper, lambda: queries.balance(account)),
        "balance, party": as_actor(party, lambda: queries.balance(account)),
        "statement of this year, newest 100, office": page(keeper, today.replace(month=1, day=1)),
        "statement of this year, newest 100, party": page(party, today.replace(month=1, day=1)),
        "statement of all years, newest 100, party": page(party, first),
        "statement from the middle, 100, office": deep,
        "baseline: sum over all postings": everything,
    }
    return {name: _times(read, count) for name, read in asked.items()}


def _middle(today: dt.date) -> str:
    return f"{today - dt.timedelta(days=500)}.{10**12}"


def _times(read: Callable[[], Any], count: int) -> str:
    taken = []
    for _number in range(count):
        started = time.perf_counter()
        read()
        taken.append((time.perf_counter() - started) * 1000)
        if sum(taken) > 20_000:
            break
    high = statistics.quantiles(taken, n=20)[-1] if len(taken) > 1 else taken[0]
    return f"median {statistics.median(taken):.1f} ms, 95 of 100 below {high:.1f} ms ({len(taken)} times)"


if __name__ == "__main__":
    main()
