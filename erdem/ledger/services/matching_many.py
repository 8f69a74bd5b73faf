"""Matching a batch of bank lines at once: what was paid already is only linked, the rest is entered in bulk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base import audit
from erdem.base.actor import Actor
from erdem.base.bulk import insert_rows
from erdem.ledger.matching import Candidate, Dues, Payments
from erdem.ledger.models import BankAccount, BankLine, BankMatch, ClosedPeriod, Entry, PayeeHold, PaymentLine, Posting
from erdem.ledger.payment_choices import LineState, MatchKind
from erdem.ledger.queries.bank import said_by
from erdem.ledger.queries.payments import balances_of, holds_of
from erdem.ledger.services.faults import broken

DOCUMENT = "bank_line"
PAYMENT = "payment_line"


@dataclass(frozen=True)
class Found:
    """A line and the one thing that it is."""

    line: BankLine
    candidate: Candidate
    payment: PaymentLine | None = None


def match_many(
    actor: Actor, bank_account: BankAccount, lines: list[BankLine], payments: Payments, dues: Dues
) -> dict[str, int]:
    """Match the lines of a batch that are exactly one thing; part of a transaction. Leaves one audit entry."""
    found = _found(lines, payments, dues)
    paid = [one for one in found if one.payment is not None]
    came_in = [one for one in found if one.payment is None]
    with broken():
        _settle(actor, bank_account, [one for one in paid if one.payment and one.payment.state == LineState.OPEN])
        entries = _receive(actor, bank_account, came_in)
        matches = [_match(actor, one, MatchKind.PAYMENT, None) for one in paid]
        insert_rows(
            matches + [_match(actor, one, MatchKind.DUE, entry) for one, entry in zip(came_in, entries, strict=True)]
        )
    counts = {"payment": len(paid), "due": len(came_in)}
    if found:
        office = bank_account.book.keeper_id
        audit.record(actor, action="ledger.match_exact", target=bank_account, organisation_id=office, detail=counts)
    return counts


def _match(actor: Actor, one: Found, kind: MatchKind, entry: Entry | None) -> BankMatch:
    return BankMatch(
        line=one.line,
        turn=turn_of(one.line),
        kind=kind,
        payment=one.payment,
        account_id=one.candidate.key if one.payment is None else None,
        entry=entry,
        automatic=True,
        reasons=list(one.candidate.reasons),
        made_by_id=actor.user_id,
    )


def _found(lines: list[BankLine], payments: Payments, dues: Dues) -> list[Found]:
    """Return what is exact; each payment is given away once, and what came in is no longer due."""
    found = []
    for line in lines:
        candidate = (dues if line.amount > 0 else payments).exact(said_by(line))
        if candidate is None:
            continue
        found.append(Found(line, candidate))
        if line.amount > 0:
            dues.take(candidate.key, line.amount)
        else:
            payments.forget(candidate.key)
    wanted = [one.candidate.key for one in found if one.candidate.kind == "payment"]
    locked = PaymentLine.objects.select_for_update(of=("self",)).select_related("order", "payee").order_by("id")
    known = locked.in_bulk(wanted)
    waiting = [payment for payment in known.values() if payment.state == LineState.OPEN]
    owed, held = _owed(waiting), holds_of(payment.payee_id for payment in waiting)
    return [whole for one in found if (whole := _whole(one, known, owed, held)) is not None]


def _whole(
    one: Found, known: Mapping[int, PaymentLine], owed: dict[int, int], held: Mapping[int, PayeeHold]
) -> Found | None:
    """Return a match with its payment; one that needs a decision (payments stopped, less owed) is left to a person."""
    if one.candidate.kind != "payment":
        return one
    payment = known[one.candidate.key]
    if payment.state == LineState.OPEN:
        if payment.payee_id in held or owed[payment.account_id] < payment.amount:
            return None
        owed[payment.account_id] -= payment.amount
    elif payment.state != LineState.PAID:
        return None
    return Found(one.line, one.candidate, payment)


def _owed(waiting: list[PaymentLine]) -> dict[int, int]:
    """Return what is owed on the accounts of these payments; who else pays from them waits."""
    accounts = sorted({payment.account_id for payment in waiting})
    with connection.cursor() as cursor:
        for account in accounts:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"ledger.owed.{account}"])
    return {account: -amount for account, amount in balances_of(accounts).items()}


def _settle(actor: Actor, bank_account: BankAccount, found: list[Found]) -> None:
    """Enter the payments that the bank has made before anybody settled them."""
    pairs = [(one.line, one.payment) for one in found if one.payment is not None]
    closed = _last_closed(bank_account)
    entries = [
        _entry(actor, bank_account, line, closed, (PAYMENT, str(payment.pk), payment_memo(payment)))
        for line, payment in pairs
    ]
    _enter(entries, bank_account, [(payment.account_id, -line.amount, payment.reference) for line, payment in pairs])
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE ledger_paymentline AS l SET state = %s, entry_id = n.entry, settled_on = n.day"
            " FROM unnest(%s::bigint[], %s::bigint[], %s::date[]) AS n (line, entry, day) WHERE l.id = n.line",
            [
                LineState.PAID,
                [payment.pk for _line, payment in pairs],
                [entry.pk for entry in entries],
                [entry.day for entry in entries],
            ],
        )


def _receive(actor: Actor, bank_account: BankAccount, found: list[Found]) -> list[Entry]:
    """Enter money that was due."""
    closed = _last_closed(bank_account)
    entries = [
        _entry(
            actor, bank_account, one.line, closed, (DOCUMENT, f"{one.line.pk}.{turn_of(one.line)}", memo_of(one.line))
        )
        for one in found
    ]
    _enter(entries, bank_account, [(one.candidate.key, -one.line.amount, one.line.serial) for one in found])
    return entries


def _enter(entries: list[Entry], bank_account: BankAccount, others: list[tuple[int, int, str]]) -> None:
    """Insert entries of two postings: the other account, and the bank for as much."""
    insert_rows(entries)
    insert_rows(
        [
            Posting(entry=entry, account_id=account, amount=amount, note=note, day=entry.day)
            for entry, (other, size, note) in zip(entries, others, strict=True)
            for account, amount in ((other, size), (bank_account.account_id, -size))
        ]
    )


def _entry(
    actor: Actor, bank_account: BankAccount, line: BankLine, closed: dt.date, said: tuple[str, str, str]
) -> Entry:
    """Return an entry that is not saved; what the bank tells of a closed period is entered today."""
    document, key, memo = said
    return Entry(
        book=bank_account.book,
        number=0,
        day=line.day if line.day > closed else timezone.localdate(),
        memo=memo[:300],
        document_type=document,
        document_id=key,
        posted_by_id=actor.user_id,
    )


def _last_closed(bank_account: BankAccount) -> dt.date:
    found = (
        ClosedPeriod.objects.filter(book=bank_account.book).order_by("-until").values_list("until", flat=True).first()
    )
    return found or dt.date.min


def turn_of(line: BankLine) -> int:
    """Return the how-manieth match of a line the next one is."""
    known = vars(line).get("turns")  # counted by the query of a batch
    return 1 + (line.matches.count() if known is None else int(known))


def payment_memo(payment: PaymentLine) -> str:
    """Return the words of the entry of a payment."""
    return _("Payment %(reference)s to %(payee)s") % {"reference": payment.reference, "payee": payment.payee.name}


def memo_of(line: BankLine) -> str:
    """Return the words of an entry: who, and what the bank says."""
    return " ".join(part for part in (line.counterparty, line.reference) if part)[:300] or line.day.isoformat()
