"""Entering, taking back, closing. What an entry may be is kept by the database (``sql/ledger.sql``)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base import audit
from erdem.base.actor import Actor
from erdem.base.policy import RuleBroken, require
from erdem.ledger.choices import LineKind
from erdem.ledger.models import Account, Book, CalculationLine, ClosedPeriod, Entry, Posting
from erdem.ledger.policies import can_keep
from erdem.ledger.services.faults import broken


@dataclass(frozen=True)
class Line:
    """One posting: so many smallest units into an account (positive) or out of it (negative), and how that was computed."""

    account: Account
    amount: int
    note: str = ""


@dataclass(frozen=True)
class Document:
    """What an entry rests on, such as a use report: it is entered once, however often somebody tries."""

    type: str = ""
    id: str = ""


@dataclass(frozen=True)
class Working:
    """One line of how an entry was calculated: a step, a rate with its source, or what proves a delivery."""

    text: str
    kind: LineKind = LineKind.STEP


@transaction.atomic
def post(
    *,
    actor: Actor,
    book: Book,
    day: dt.date,
    memo: str,
    lines: Sequence[Line],
    document: Document | None = None,
    calculation: Sequence[str | Working] = (),
) -> Entry:
    """Enter an event: its lines add up to nothing in every unit. ``calculation`` is kept beside it, line by line.

    Every party that the entry touches reads the calculation; what concerns one party alone belongs in the note of its line.

    Raises:
        PermissionRefused: the actor does not keep the book.
        RuleBroken: the database refuses the entry; with the sentence why. Nothing was entered.
    """
    rests_on = document or Document()
    entry = entered(actor, book, (day, memo), lines, rests_on, calculation)
    detail = {"entry": entry.number, "lines": len(lines), "document": f"{rests_on.type} {rests_on.id}".strip()}
    audit.record(actor, action="ledger.post", target=entry, organisation_id=book.keeper_id, detail=detail)
    return entry


def entered(
    actor: Actor,
    book: Book,
    said: tuple[dt.date, str],
    lines: Sequence[Line],
    rests_on: Document = Document(),
    calculation: Sequence[str | Working] = (),
) -> Entry:
    """Return an entry that was made as part of another act, which leaves the audit entry. ``said`` is its day and memo.

    Raises:
        PermissionRefused: the actor does not keep the book.
        RuleBroken: the database refuses the entry; with the sentence why. Nothing was entered.
    """
    require(can_keep(actor, book))
    day, memo = said
    entry = Entry(
        book=book,
        number=0,
        day=day,
        memo=memo.strip()[:300],
        document_type=rests_on.type,
        document_id=rests_on.id,
        posted_by_id=actor.user_id,
    )
    _enter(entry, lines, calculation)
    return entry


@transaction.atomic
def reverse(*, actor: Actor, entry: Entry, memo: str, day: dt.date | None = None) -> Entry:
    """Take an entry back by another one that does the opposite, line by line; both stay.

    Raises:
        PermissionRefused: the actor does not keep the book.
        RuleBroken: it was taken back already, takes something back itself, no reason is given, or the day is closed.
    """
    back = taken_back(actor, entry, memo, day)
    detail = {"entry": back.number, "takes_back": entry.number}
    audit.record(actor, action="ledger.reverse", target=back, organisation_id=entry.book.keeper_id, detail=detail)
    return back


def taken_back(actor: Actor, entry: Entry, memo: str, day: dt.date | None = None) -> Entry:
    """Return the entry that takes another one back, as part of another act, which leaves the audit entry.

    Raises:
        PermissionRefused: the actor does not keep the book.
        RuleBroken: it was taken back already, takes something back itself, no reason is given, or the day is closed.
    """
    require(can_keep(actor, entry.book))
    if not memo.strip():
        raise RuleBroken(_("This step needs a reason. Write one or two sentences."), field="memo")
    back = Entry(
        book=entry.book,
        number=0,
        day=day or timezone.localdate(),
        memo=memo.strip()[:300],
        reversal_of=entry,
        posted_by_id=actor.user_id,
    )
    held = entry.postings.select_related("account")
    _enter(back, [Line(posting.account, -posting.amount, posting.note) for posting in held])
    return back


@transaction.atomic
def close_period(*, actor: Actor, book: Book, until: dt.date) -> ClosedPeriod:
    """Close a book up to a day that has passed; the balance of each account at its end is kept.

    Raises:
        PermissionRefused: the actor does not keep the book.
        RuleBroken: the day has not passed, or a later one is closed already.
    """
    require(can_keep(actor, book))
    period = ClosedPeriod(book=book, until=until, closed_by_id=actor.user_id)
    with broken():
        period.save(force_insert=True)
    detail = {"until": until.isoformat()}
    audit.record(actor, action="ledger.close_period", target=period, organisation_id=book.keeper_id, detail=detail)
    return period


def _enter(entry: Entry, lines: Sequence[Line], calculation: Sequence[str | Working] = ()) -> None:
    workings = [each if isinstance(each, Working) else Working(each) for each in calculation]
    with broken():
        entry.save(force_insert=True)
        CalculationLine.objects.bulk_create(
            CalculationLine(entry=entry, position=position, kind=each.kind, text=each.text.strip()[:500])
            for position, each in enumerate(workings, 1)
        )
        Posting.objects.bulk_create(
            Posting(entry=entry, account=line.account, amount=line.amount, note=line.note[:300], day=entry.day)
            for line in lines
        )
