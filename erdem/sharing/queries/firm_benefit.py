"""What the user of permits is shown: what it owes by when, what it still has to report, what is looked into."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from erdem.base.actor import Actor
from erdem.ledger.choices import CURRENCIES, AccountKind
from erdem.ledger.models import Account, Payee
from erdem.ledger.policies import visible_accounts, visible_payees
from erdem.ledger.queries import balance
from erdem.sharing.models import AccessRequest, ReportAudit, UseReport
from erdem.sharing.policies import visible_requests
from erdem.sharing.queries.obligations import Standing, obligations, standings
from erdem.sharing.queries.use_reports import audits, reports


@dataclass(frozen=True)
class FirmBenefit:
    """All of it. ``owed`` is what stands in the books as due from the user by now, by currency, in smallest units."""

    permits: int
    standings: tuple[Standing, ...]
    owed: tuple[tuple[str, int], ...]
    reports: tuple[UseReport, ...]
    audits: tuple[ReportAudit, ...]


def is_user_of_permits(actor: Actor) -> bool:
    """Say whether the actor, or the organisation it works for, has asked for anything."""
    return own_requests(actor).exists()


def own_requests(actor: Actor) -> QuerySet[AccessRequest]:
    """Return the requests that the actor or its organisation made."""
    own = Q(applicant_user_id=actor.user_id) | Q(applicant_id__in=list(actor.organisation_ids))
    return AccessRequest.objects.filter(visible_requests(actor), own)


def firm_benefit(actor: Actor) -> FirmBenefit:
    """Return what the actor, or the organisation it works for, owes by when. Settled lines stay listed, so that each is found."""
    requests = own_requests(actor).values("pk")
    found = list(obligations(actor).filter(agreement__request__in=requests))
    waiting = reports(actor, "open").filter(agreement__request__in=requests)
    asked = audits(actor).filter(agreement__request__in=requests, status__in=("asked", "answered"))
    return FirmBenefit(
        permits=len({each.permit_id for each in found}),
        standings=tuple(standings(actor, found)),
        owed=_owed(actor),
        reports=tuple(waiting),
        audits=tuple(asked),
    )


def _owed(actor: Actor) -> tuple[tuple[str, int], ...]:
    own = Q(user_id=actor.user_id) | Q(organisation_id__in=list(actor.organisation_ids))
    payees = Payee.objects.filter(visible_payees(actor), own)
    found = Account.objects.filter(visible_accounts(actor), payee__in=payees.values("pk"), kind=AccountKind.DUE)
    sums: dict[str, int] = {}
    for account in found.filter(unit__in=CURRENCIES).order_by("unit"):
        sums[account.unit] = sums.get(account.unit, 0) + balance(account)
    return tuple(sums.items())
