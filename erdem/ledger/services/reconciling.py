"""What a bank line is: matched by machine when it is exact and the only one, else by a person; undone by a reversal."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.db import connection, transaction
from django.db.models import Count, Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base import audit
from erdem.base.actor import Actor, acting_as
from erdem.base.policy import RuleBroken, require
from erdem.ledger.choices import AccountKind, PayeeKind, Unit
from erdem.ledger.models import Account, BankAccount, BankLine, BankMatch, Payee, PaymentLine, PaymentOrder
from erdem.ledger.payment_choices import LineState, MatchKind, OrderStatus
from erdem.ledger.policies import can_keep
from erdem.ledger.queries.bank import bank_lines, dues_to_match, in_force, payments_to_match
from erdem.ledger.services.accounts import Party, account_of, new_payee
from erdem.ledger.services.faults import broken
from erdem.ledger.services.matching_many import DOCUMENT, match_many, memo_of, turn_of
from erdem.ledger.services.paying import bounce_line, close_order, open_day, settle_line
from erdem.ledger.services.posting import Document, Line, post, taken_back

BATCH = 2000


@transaction.atomic
def match_payment(*, actor: Actor, line: BankLine, payment: PaymentLine, reasons: Sequence[str] = ()) -> BankMatch:
    """Say that a bank line is a payment. One that was not settled yet is settled by it, with the fee that the bank took.

    Raises:
        PermissionRefused: the actor does not keep the book.
        RuleBroken: one of both is matched already, the amounts do not fit, or the payment was left out.
    """
    _begin(actor, line)
    fee = -line.amount - payment.amount
    if payment.state == LineState.OPEN and fee >= 0:
        payment = settle_line(actor=actor, line_id=payment.pk, day=line.day, fee=fee)
    if payment.state == LineState.REFUSED:
        raise RuleBroken(
            _(
                "This payment was left out: %(reason)s. If the bank paid it all the same, pay it by a new order and match that."
            )
            % {"reason": payment.state_reason.rstrip(".。")}
        )
    match = BankMatch(kind=MatchKind.PAYMENT, payment=payment)
    made = _keep(actor, line, match, reasons)
    close_order(actor=actor, order=payment.order)
    return made


@transaction.atomic
def match_due(*, actor: Actor, line: BankLine, account: Account, reasons: Sequence[str] = ()) -> BankMatch:
    """Say that money in is what was due from somebody, or part of it: bank from due.

    Raises:
        PermissionRefused: the actor does not keep the book.
        RuleBroken: the line is matched already, or account and currency do not fit.
    """
    return _enter(actor, line, MatchKind.DUE, account, reasons)


@transaction.atomic
def park_line(*, actor: Actor, line: BankLine) -> BankMatch:
    """Put money that nobody expects where it waits for its owner, under the name that the bank tells.

    Raises:
        PermissionRefused: the actor does not keep the book.
        RuleBroken: the line is matched already, or it is money out.
    """
    _begin(actor, line)
    book = line.bank_account.book
    name = line.counterparty or "来款人不明"
    payee = Payee.objects.filter(book=book, name=name, closed_on__isnull=True).order_by("id").first()
    if payee is None:
        payee = new_payee(actor, book, Party(PayeeKind.OTHER, name))
    account = account_of(book, AccountKind.UNCLAIMED, Unit(line.bank_account.unit), payee)
    return _enter(actor, line, MatchKind.UNCLAIMED, account, ())


@transaction.atomic
def match_fee(*, actor: Actor, line: BankLine) -> BankMatch:
    """Say that a line is a fee of the bank.

    Raises:
        PermissionRefused: the actor does not keep the book.
        RuleBroken: the line is matched already, or it is money in.
    """
    _begin(actor, line)
    account = account_of(line.bank_account.book, AccountKind.FEE, Unit(line.bank_account.unit))
    return _enter(actor, line, MatchKind.FEE, account, ())


@transaction.atomic
def match_return(*, actor: Actor, line: BankLine, payment: PaymentLine, reason: str) -> BankMatch:
    """Say that money in is a payment which the bank returned: it is owed again.

    Raises:
        PermissionRefused: the actor does not keep the book.
        RuleBroken: it was not paid, the amounts do not fit, no reason, or it was returned already.
    """
    _begin(actor, line)
    if payment.state == LineState.PAID:
        bounce_line(actor=actor, line=payment, reason=reason)
    return _keep(actor, line, BankMatch(kind=MatchKind.RETURN, payment=payment), (reason[:100],))


@transaction.atomic
def undo_match(*, actor: Actor, match: BankMatch, reason: str) -> BankMatch:
    """Undo a match; what it entered is taken back by a reversal, and the line is free again. A payment stays made.

    Raises:
        PermissionRefused: the actor does not keep the book.
        RuleBroken: no reason, or it was undone already.
    """
    current = (
        BankMatch.objects.select_for_update(of=("self",))
        .select_related("line__bank_account__book", "entry__book")
        .get(pk=match.pk)
    )
    book = current.line.bank_account.book
    require(can_keep(actor, book))
    if current.undone_at is not None:
        raise RuleBroken(_("This match was undone already."))
    if not reason.strip():
        raise RuleBroken(_("This step needs a reason. Write one or two sentences."), field="reason")
    detail = {"kind": current.kind, "line": current.line_id}
    with broken():
        if current.entry is not None:
            detail["entry"] = taken_back(actor, current.entry, reason).number
        current.undone_at, current.undone_by_id = timezone.now(), actor.user_id
        current.undo_reason = reason.strip()[:500]
        current.save(update_fields=["undone_at", "undone_by", "undo_reason"])
    audit.record(actor, action="ledger.undo_match", target=current, organisation_id=book.keeper_id, detail=detail)
    return current


def match_exact(
    *, actor: Actor, bank_account: BankAccount, on_progress: Callable[[int], None] | None = None
) -> dict[str, int]:
    """Match every waiting line that is exactly one thing and nothing else, some thousands a transaction; return how many.

    Run again it finds nothing more to do; interrupted, what was committed stays and the rest is taken up by the next run.

    Raises:
        PermissionRefused: the actor does not keep the book.
    """
    with acting_as(actor):
        require(can_keep(actor, bank_account.book))
        payments, dues = payments_to_match(bank_account), dues_to_match(bank_account)
        waiting = list(bank_lines(actor, bank_account, waiting=True).order_by("day", "id").values_list("pk", flat=True))
    counts = {"payment": 0, "due": 0, "looked_at": len(waiting)}
    for start in range(0, len(waiting), BATCH):
        with acting_as(actor), transaction.atomic():
            _lock(bank_account)
            matched = in_force().filter(line__in=waiting[start : start + BATCH]).values_list("line_id", flat=True)
            lines = BankLine.objects.filter(pk__in=waiting[start : start + BATCH]).exclude(pk__in=set(matched))
            made = match_many(
                actor, bank_account, list(lines.annotate(turns=Count("matches")).order_by("day", "id")), payments, dues
            )
        for kind, count in made.items():
            counts[kind] += count
        if on_progress:
            on_progress(min(start + BATCH, len(waiting)))
    _close_paid_orders(actor, bank_account)
    return counts


def _close_paid_orders(actor: Actor, bank_account: BankAccount) -> None:
    """Close orders of which the bank has paid the last open line."""
    with acting_as(actor):
        still_open = PaymentLine.objects.filter(order=OuterRef("pk"), state=LineState.OPEN)
        sent = PaymentOrder.objects.filter(bank_account=bank_account, status=OrderStatus.SENT)
        for order in sent.filter(~Exists(still_open)):
            close_order(actor=actor, order=order)


def _lock(bank_account: BankAccount) -> None:
    """Let two who match lines of one account wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"ledger.bank.{bank_account.pk}"])


def _begin(actor: Actor, line: BankLine) -> None:
    require(can_keep(actor, line.bank_account.book))
    _lock(line.bank_account)
    if in_force().filter(line=line).exists():
        raise RuleBroken(_("This bank line is matched already. Undo that first."))


def _enter(actor: Actor, line: BankLine, kind: MatchKind, account: Account, reasons: Sequence[str]) -> BankMatch:
    _begin(actor, line)
    bank_account = line.bank_account
    turn = turn_of(line)
    with broken():
        entry = post(
            actor=actor,
            book=bank_account.book,
            day=open_day(bank_account.book, line.day),
            memo=memo_of(line),
            lines=[Line(bank_account.account, line.amount, line.serial), Line(account, -line.amount, line.serial)],
            document=Document(DOCUMENT, f"{line.pk}.{turn}"),
        )
        return _keep(actor, line, BankMatch(kind=kind, account=account, entry=entry), reasons)


def _keep(actor: Actor, line: BankLine, match: BankMatch, reasons: Sequence[str]) -> BankMatch:
    match.line, match.turn, match.reasons, match.made_by_id = line, turn_of(line), list(reasons), actor.user_id
    with broken():
        match.save(force_insert=True)
    if match.entry_id is None:  # an entry leaves its own
        detail = {"kind": str(match.kind), "line": line.pk}
        audit.record(
            actor,
            action="ledger.match_line",
            target=match,
            organisation_id=line.bank_account.book.keeper_id,
            detail=detail,
        )
    return match
