"""Attacks in raw SQL as the application role: nobody orders more than is owed, signs for another, pays twice, rewrites the bank.

Each attack runs in a transaction of its own with its constraints checked; it succeeds when rows were touched. `make integrity`
runs them too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.ledger import services
from erdem.ledger.models import BankLine, BankMatch, PaymentLine, PaymentOrder
from erdem.ledger.payment_choices import HoldKind
from erdem.ledger.tests.paying import Desk, make_desk
from erdem.people.choices import OrganisationKind, Role
from erdem.people.tests.factories import make_actor
from tests.leak.ledger import Ledger

pytestmark = pytest.mark.django_db(transaction=True)

STATEMENTS = (Path(__file__).parent / "payment_attacks.sql").read_text(encoding="utf-8")
ATTACKS = {
    name: " ".join(lines)
    for name, *lines in (part.strip().split("\n") for part in re.split(r"(?m)^## ", STATEMENTS)[1:])
}
"""Refused to everybody, the keeper of the book and machines included."""
SENSELESS = ("42601", "42703", "42P01", "42804", "23502", "22P02", "42883")
"""Codes of a statement that cannot run at all: syntax, unknown names, wrong types, a value that is missing."""
READS = (
    "ledger_paymentorder", "ledger_paymentline", "ledger_bankaccount", "ledger_statementfile", "ledger_bankline",
    "ledger_bankmatch", "ledger_payeehold",
)  # fmt: skip


@dataclass
class Scene:
    """A desk with orders in several states, matched and free bank lines, and the keys that attacks name."""

    desk: Desk
    keys: dict[str, int] = field(default_factory=dict)


@pytest.fixture
def scene() -> Scene:
    desk = make_desk(payees=6, fen=10_000)
    draft = desk.draft(100)
    proposed = desk.move(desk.draft(200), "propose")
    sent = desk.sent(300)
    settled = desk.sent(400)
    services.run_order(actor=desk.one, order_id=settled.pk)
    (paid,) = desk.lines(settled)
    today = settled.day.isoformat()
    lines = desk.statement(
        f"{today},4.00,,,{paid.holder_name},,{paid.reference},A1",
        f"{today},,600.00,,示例药业有限公司,,惠益款,A2",
        f"{today},,7.00,,示例来款人,,不明,A3",
    )
    with acting_as(desk.one):
        hold = services.hold_payee(actor=desk.one, payee=desk.payees[5], kind=HoldKind.DISPUTED, reason="示例")
    with acting_as(SYSTEM):
        matches = {match.line_id: match for match in BankMatch.objects.all()}
        any_entry = matches[lines[1].pk].entry_id
    return Scene(
        desk,
        {
            "draft": draft.pk,
            "draft_line": desk.lines(draft)[0].pk,
            "proposed": proposed.pk,
            "sent": sent.pk,
            "sent_line": desk.lines(sent)[0].pk,
            "settled": settled.pk,
            "paid_line": paid.pk,
            "paid_entry": paid.entry_id or 0,
            "any_entry": any_entry or 0,
            "book": desk.book.pk,
            "bank": desk.bank.pk,
            "due": desk.due.pk,
            "other_account": desk.owed[4].pk,
            "other_payee": desk.payees[4].pk,
            "one": desk.one.user_id or 0,
            "two": desk.two.user_id or 0,
            "third": make_actor(OrganisationKind.OFFICE, "示例邻旗局", Role.COUNTY_OFFICER).user_id or 0,
            "bank_line": lines[0].pk,
            "free_line": lines[2].pk,
            "match": matches[lines[0].pk].pk,
            "due_match": matches[lines[1].pk].pk,
            "hold": hold.pk,
        },
    )


class BadlyWritten(AssertionError):
    """An attack failed because it is no statement: it shows nothing."""


def attempt(actor: Actor, statement: str) -> int:
    """Do something in raw SQL; return how many rows it touched, -1 when it was refused. It is undone.

    Raises:
        BadlyWritten: the statement names what is not there, or leaves out what a row needs.
    """
    try:
        with acting_as(actor), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            touched = cursor.rowcount
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            transaction.set_rollback(True)
            return int(touched)
    except DatabaseError as error:
        if getattr(error.__cause__, "sqlstate", "") in SENSELESS:
            raise BadlyWritten(f"{statement}: {error}") from error
        return -1


def attackers(desk: Desk) -> dict[str, Actor]:
    """Return who attacks: the keeper, another office, a community, an enterprise, a machine."""
    return {
        "keeper": desk.one,
        "neighbour": make_actor(OrganisationKind.OFFICE, "示例邻旗局", Role.COUNTY_OFFICER),
        "holder": make_actor(OrganisationKind.COMMUNITY, "示例持有社区", Role.STEWARD),
        "applicant": make_actor(OrganisationKind.ENTERPRISE, "示例企业", Role.APPLICANT),
        "machine": SYSTEM,
    }


def test_raw_sql_moves_no_money_signs_for_nobody_and_rewrites_nothing(scene: Scene) -> None:
    ledger = Ledger("integrity payments")
    for who, actor in attackers(scene.desk).items():
        for name, statement in ATTACKS.items():
            ledger.note(name, who)
            if attempt(actor, statement.format(**scene.keys)) > 0:
                ledger.fault(f"{name} as {who}")
    ledger.close(len(ATTACKS) * 5)


def test_nobody_else_reads_or_touches_blindly(scene: Scene) -> None:
    ledger = Ledger("integrity payments of others")
    for who, actor in attackers(scene.desk).items():
        if who in ("keeper", "machine"):
            continue
        for table in READS:
            for name, statement in (
                ("read", f"SELECT * FROM {table}"),
                ("change blindly", f"UPDATE {table} SET id = id"),
                ("remove blindly", f"DELETE FROM {table}"),
            ):
                ledger.note(f"{name} {table}", who)
                if attempt(actor, statement) > 0:
                    ledger.fault(f"{name} {table} as {who}")
    ledger.close(3 * 3 * len(READS))


def test_the_attacks_would_be_seen_to_succeed(scene: Scene) -> None:
    """Guards the search: what the keeper may do is done by the same means."""
    keys = scene.keys
    keeper = scene.desk.one
    allowed = (
        f"UPDATE ledger_paymentline SET amount = 101 WHERE id = {keys['draft_line']}",
        f"UPDATE ledger_paymentorder SET status = 'cancelled', status_reason = 'x' WHERE id = {keys['draft']}",
        f"UPDATE ledger_bankmatch SET undone_at = now(), undo_reason = 'x' WHERE id = {keys['match']}",
        f"UPDATE ledger_payeehold SET ended_at = now(), end_reason = 'x' WHERE id = {keys['hold']}",
    )
    assert [attempt(keeper, statement) for statement in allowed] == [1] * len(allowed)
    with acting_as(SYSTEM):
        assert (PaymentOrder.objects.count(), PaymentLine.objects.count(), BankLine.objects.count()) == (4, 4, 3)
