"""Which obligations have reached the people they belong to: payments settle what was owed first, account by account.

On the account of each payee stand what was owed to it, with the document it rests on, and what was paid out to it. Payments are
laid against the oldest sum owed first (Civil Code Art. 560). What a correction took back is left out with what took it back.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q

from erdem.base.actor import Actor
from erdem.ledger.choices import AccountKind
from erdem.ledger.models import BankMatch, PaymentLine, Posting
from erdem.ledger.policies import visible_in_accounts
from erdem.sharing.models import Obligation, TermsPayee, UseReport

REPORT, OBLIGATION, PAID = "sharing.usereport", "sharing.obligation", "payment_line"
USER_KEY = "user"


@dataclass(frozen=True)
class Reached:
    """Of one obligation: what was paid out to those it belongs to, and what of that stands on a bank statement."""

    paid: int = 0
    reconciled: int = 0


def reached(actor: Actor, found: list[Obligation]) -> dict[int, Reached]:
    """Return for each obligation in money how much of it has reached its payees. For who sees their accounts."""
    permits = {each.permit_id for each in found}
    tied = TermsPayee.objects.filter(permit__in=permits).exclude(key=USER_KEY)
    rows = Posting.objects.filter(
        visible_in_accounts(actor),
        account__payee__in=tied.values("payee_id"),
        account__kind=AccountKind.OWED,
        account__unit__in={each.unit for each in found},
        entry__reversal_of=None,
        entry__reversal=None,
    )
    columns = ("account_id", "amount", "entry_id", "entry__document_type", "entry__document_id")
    owed: dict[int, list[tuple[int, str, str]]] = defaultdict(list)
    paid: dict[int, int] = defaultdict(int)
    seen: dict[int, int] = defaultdict(int)
    on_statement = _on_statements()
    for account, amount, entry, document, key in rows.order_by("day", "pk").values_list(*columns):
        if document == PAID:
            paid[account] += amount
            seen[account] += amount if entry in on_statement else 0
        elif amount < 0:
            owed[account].append((-amount, document, key))
    return _laid_out(owed, paid, seen)


def _laid_out(
    owed: dict[int, list[tuple[int, str, str]]], paid: dict[int, int], seen: dict[int, int]
) -> dict[int, Reached]:
    by_document = _obligations_of({(document, key) for rows in owed.values() for _amount, document, key in rows})
    sums: dict[int, Reached] = defaultdict(Reached)
    for account, rows in owed.items():
        left, left_seen = paid[account], seen[account]
        for amount, document, key in rows:
            part, part_seen = min(left, amount), min(left_seen, amount)
            left, left_seen = left - part, left_seen - part_seen
            obligation = by_document.get((document, key))
            if obligation is not None:
                held = sums[obligation]
                sums[obligation] = Reached(held.paid + part, held.reconciled + part_seen)
    return dict(sums)


def _obligations_of(documents: set[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Lead each document of an entry to the obligation that it fulfils."""
    found = {(document, key): int(key) for document, key in documents if document == OBLIGATION and key.isdigit()}
    reports = {(document, key): key.split("/")[:2] for document, key in documents if document == REPORT and "/" in key}
    named = UseReport.objects.filter(pk__in={int(parts[0]) for parts in reports.values()})
    periods = {pk: (agreement, period) for pk, agreement, period in named.values_list("pk", "agreement_id", "period")}
    wanted = Obligation.objects.filter(agreement__in={agreement for agreement, _period in periods.values()}).exclude(
        period=""
    )
    keys = {
        (agreement, line, period): pk
        for pk, agreement, line, period in wanted.order_by("pk").values_list("pk", "agreement_id", "line", "period")
    }
    for document, (report, line) in reports.items():
        agreement, period = periods.get(int(report), (0, ""))
        if (agreement, line, period) in keys:
            found[document] = keys[agreement, line, period]
    return found


def _on_statements() -> set[int]:
    """Entries of payments that a line of a bank statement was found to be."""
    matched = BankMatch.objects.filter(undone_at=None, kind="payment", payment__isnull=False)
    paid = PaymentLine.objects.filter(Q(pk__in=matched.values("payment_id")), entry__isnull=False)
    return set(paid.values_list("entry_id", flat=True))
