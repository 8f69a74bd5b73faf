"""What is due by permits, and how much of it was settled: read from the ledger, never kept twice.

Money that comes in settles the oldest due first (Civil Code Art. 560), so what stands in the books on the account of who owes is
told apart obligation by obligation. Benefits in kind are settled by what the receiving side confirmed.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet, Sum
from django.utils import timezone

from erdem.base.actor import Actor
from erdem.ledger.choices import AccountKind
from erdem.ledger.models import Account, Posting
from erdem.ledger.policies import visible_accounts, visible_in_accounts
from erdem.sharing.models import Delivery, Obligation, TermsPayee
from erdem.sharing.policies.reports import can_answer_delivery, visible_with_agreement
from erdem.sharing.report_choices import DeliveryStatus, ObligationKind, ObligationState

OWN_DOCUMENTS = ("sharing.usereport", "sharing.obligation")
USER_KEY = "user"


@dataclass(frozen=True)
class Standing:
    """An obligation, what of it is owed by now, and what of that was settled. Smallest units, or whole units in kind."""

    obligation: Obligation
    owed: int
    settled: int

    @property
    def open(self) -> int:
        """What is still to come of what is owed by now."""
        return self.owed - self.settled

    def is_late(self, day: dt.date | None = None) -> bool:
        """Say whether something of it is still to come after its day."""
        due = self.obligation.due_on
        return bool(due and self.open > 0 and due < (day or timezone.localdate()))


def obligations(actor: Actor) -> QuerySet[Obligation]:
    """Return the obligations that the actor sees, by day."""
    found = Obligation.objects.filter(visible_with_agreement(actor)).exclude(state=ObligationState.ENDED)
    return found.select_related("permit__request", "permit__office", "agreement", "terms_version")


def get_obligation(actor: Actor, key: int) -> Obligation | None:
    """Return an obligation that the actor sees."""
    found = Obligation.objects.filter(visible_with_agreement(actor), pk=key)
    return found.select_related("permit__request", "permit__office", "agreement", "terms_version").first()


def standings(actor: Actor, found: Iterable[Obligation]) -> list[Standing]:
    """Return how each obligation stands. For who keeps the book and for who owes; others do not see the account of who owes."""
    rows = list(found)
    by_debtor: dict[tuple[int, str], list[Obligation]] = defaultdict(list)
    debtors = _debtors(rows)
    for each in rows:
        if each.kind != ObligationKind.IN_KIND and each.permit_id in debtors:
            by_debtor[debtors[each.permit_id], each.unit].append(each)
    settled: dict[int, int] = _settled_in_kind(rows)
    for payee, unit in by_debtor:
        settled |= _settled_in_money(actor, payee, unit)
    return [Standing(each, _owed(each), settled.get(each.pk, 0)) for each in rows]


def deliveries_of(actor: Actor, obligation: Obligation) -> list[Delivery]:
    """Return what was delivered of an obligation in kind, the newest first."""
    found = Delivery.objects.filter(visible_with_agreement(actor), obligation=obligation)
    return list(found.select_related("payee__organisation", "obligation__permit__request"))


def get_delivery(actor: Actor, key: int) -> Delivery | None:
    """Return a delivery that the actor sees."""
    related = (
        "payee__organisation",
        "obligation__permit__request",
        "obligation__permit__office",
        "blob",
    )
    return Delivery.objects.filter(visible_with_agreement(actor), pk=key).select_related(*related).first()


def payees_of_line(actor: Actor, obligation: Obligation) -> list[TermsPayee]:
    """Return who receives something of an obligation."""
    line = next((each for each in obligation.terms_version.terms.lines() if each.key == obligation.line), None)
    keys = [share.payee.key for share in line.split.shares] if line else []
    return list(TermsPayee.objects.filter(visible_with_agreement(actor), permit=obligation.permit, key__in=keys))


def deliveries_waiting(actor: Actor) -> list[Delivery]:
    """Return the deliveries that the actor may confirm or refuse."""
    found = Delivery.objects.filter(visible_with_agreement(actor), status=DeliveryStatus.REPORTED)
    related = found.select_related("payee__organisation", "obligation__permit__request").order_by("day", "pk")
    return [each for each in related if can_answer_delivery(actor, each)]


def _owed(each: Obligation) -> int:
    return (each.amount or 0) if each.state == ObligationState.ENTERED else 0


def _debtors(rows: list[Obligation]) -> dict[int, int]:
    permits = {each.permit_id for each in rows}
    return dict(TermsPayee.objects.filter(permit__in=permits, key=USER_KEY).values_list("permit_id", "payee_id"))


def _settled_in_kind(rows: list[Obligation]) -> dict[int, int]:
    keys = [each.pk for each in rows if each.kind == ObligationKind.IN_KIND]
    sums = Delivery.objects.filter(obligation__in=keys, status=DeliveryStatus.CONFIRMED).values_list("obligation_id")
    return {key: int(total or 0) for key, total in sums.annotate(total=Sum("amount")).order_by()}


def _settled_in_money(actor: Actor, payee: int, unit: str) -> dict[int, int]:
    """Give what came in to the oldest obligations first, over all permits of who owes in this book and currency."""
    account = Account.objects.filter(visible_accounts(actor), kind=AccountKind.DUE, payee=payee, unit=unit).first()
    if account is None:
        return {}
    other = Posting.objects.filter(visible_in_accounts(actor), account=account).exclude(
        entry__document_type__in=OWN_DOCUMENTS
    )
    other = other.exclude(entry__reversal_of__document_type__in=OWN_DOCUMENTS)
    left = -int(other.aggregate(total=Sum("amount"))["total"] or 0)
    permits = TermsPayee.objects.filter(payee=payee, key=USER_KEY).values("permit_id")
    owed = Obligation.objects.filter(permit__in=permits, unit=unit, state=ObligationState.ENTERED, amount__gt=0)
    given: dict[int, int] = {}
    for each in owed.order_by("due_on", "pk"):
        given[each.pk] = max(0, min(left, each.amount or 0))
        left -= given[each.pk]
    return given


__all__ = [
    "Delivery",
    "Obligation",
    "Standing",
    "deliveries_of",
    "deliveries_waiting",
    "get_delivery",
    "get_obligation",
    "obligations",
    "payees_of_line",
    "standings",
]
