"""What one community is shown of sharing: who asked, what was agreed, used, promised, what arrived, and what waits.

Money and benefits in kind are read from the community's own accounts alone; currencies and units are never added up.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Sum

from erdem.base.actor import Actor
from erdem.ledger.choices import AccountKind
from erdem.ledger.models import Account, Payee, Posting
from erdem.ledger.policies import visible_accounts, visible_in_accounts, visible_payees
from erdem.ledger.queries.statements import natures
from erdem.people.models import Organisation
from erdem.sharing.choices import RequestStatus
from erdem.sharing.models import (
    AccessRequest,
    Agreement,
    Delivery,
    HolderQuestion,
    Obligation,
    Permit,
    UseReport,
    UseReportLine,
)
from erdem.sharing.policies import visible_agreements, visible_requests
from erdem.sharing.policies.reports import is_member_of_community, visible_in_reports, visible_with_agreement
from erdem.sharing.queries.obligations import OWN_DOCUMENTS, deliveries_waiting
from erdem.sharing.queries.use_reports import is_late
from erdem.sharing.report_choices import ObligationKind, ObligationState, ReportStatus
from erdem.sharing.terms.model import MoneyLine

PAID = "payment_line"
"""What an entry of the ledger that pays somebody out rests on."""


@dataclass(frozen=True)
class Movement:
    """One movement on an own account, seen from its holder: ``amount`` above nothing is to the holder's good."""

    day: dt.date
    number: int
    what: str
    note: str
    amount: int
    kind: str


@dataclass(frozen=True)
class Money:
    """One currency in smallest units: all that was owed to us, what of it arrived, went for fees, is owed, waits in escrow."""

    unit: str
    due: int
    arrived: int
    waits: int
    escrow: int
    fees: int
    movements: tuple[Movement, ...]


@dataclass(frozen=True)
class InKind:
    """One unit of benefits in kind: promised to us, confirmed by us, still to come."""

    unit: str
    promised: int
    delivered: int

    @property
    def open(self) -> int:
        """What is still to come; below nothing where more was given than promised."""
        return self.promised - self.delivered


@dataclass(frozen=True)
class Agreed:
    """A permit, and what of its terms concerns us: the lines with our share of them."""

    permit: Permit
    lines: tuple[tuple[str, Fraction, str], ...]


@dataclass(frozen=True)
class Used:
    """What one accepted report says: lines, and sales by currency."""

    report: UseReport
    lines: tuple[UseReportLine, ...]
    sales: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class CommunityBenefit:
    """All of it, for one community."""

    community: Organisation
    requests: tuple[tuple[AccessRequest, str], ...]
    agreed: tuple[Agreed, ...]
    used: tuple[Used, ...]
    late: tuple[UseReport, ...]
    money: tuple[Money, ...]
    in_kind: tuple[InKind, ...]
    coming: tuple[Obligation, ...]
    to_confirm: tuple[Delivery, ...]
    to_answer: tuple[HolderQuestion, ...]


def community_benefit(actor: Actor, community_id: int) -> CommunityBenefit | None:
    """Return what a community is shown, to its members alone; None to others, as if there were no such page."""
    if not is_member_of_community(actor, community_id):
        return None
    community = Organisation.objects.get(pk=community_id)
    reports = _reports(actor, community_id)
    return CommunityBenefit(
        community=community,
        requests=_requests(actor, community_id),
        agreed=_agreed(actor, community_id),
        used=tuple(_used(actor, each) for each in reports if each.status == ReportStatus.ACCEPTED),
        late=tuple(each for each in reports if is_late(each)),
        money=_money(actor, community_id),
        in_kind=_in_kind(actor, community_id),
        coming=_coming(actor, community_id),
        to_confirm=tuple(each for each in deliveries_waiting(actor) if each.payee.organisation_id == community_id),
        to_answer=tuple(
            HolderQuestion.objects.filter(
                community=community_id, answer="waiting", request__status=RequestStatus.ASKING
            ).select_related("request")
        ),
    )


def _requests(actor: Actor, community: int) -> tuple[tuple[AccessRequest, str], ...]:
    found = AccessRequest.objects.filter(visible_requests(actor), asked__contains=[community]).order_by("-pk")
    answers = dict(HolderQuestion.objects.filter(community=community).values_list("request_id", "answer"))
    return tuple((each, answers.get(each.pk, "")) for each in found)


def _own_agreements(actor: Actor, community: int) -> list[int]:
    found = Agreement.objects.filter(visible_agreements(actor), providers__contains=[community])
    return list(found.values_list("pk", flat=True))


def _reports(actor: Actor, community: int) -> list[UseReport]:
    found = UseReport.objects.filter(visible_with_agreement(actor), agreement__in=_own_agreements(actor, community))
    return list(found.select_related("permit__request").order_by("-period_from", "-version"))


def _agreed(actor: Actor, community: int) -> tuple[Agreed, ...]:
    key = f"community:{community}"
    permits = Permit.objects.filter(version__agreement__in=_own_agreements(actor, community))
    found = []
    for permit in permits.select_related("request", "version").order_by("-pk"):
        lines = tuple(
            (line.label, part, str(line.currency if isinstance(line, MoneyLine) else line.unit))
            for line in permit.version.terms.lines()
            if (part := line.split.fractions().get(key))
        )
        found.append(Agreed(permit, lines))
    return tuple(found)


def _used(actor: Actor, report: UseReport) -> Used:
    lines = tuple(UseReportLine.objects.filter(visible_in_reports(actor), report=report).order_by("position"))
    sums: dict[str, int] = defaultdict(int)
    for line in lines:
        sums[line.currency] += line.net
    return Used(report, lines, tuple(sorted((unit, total) for unit, total in sums.items() if total)))


def _accounts(actor: Actor, community: int, *kinds: str) -> list[Account]:
    payees = Payee.objects.filter(visible_payees(actor), organisation=community)
    found = Account.objects.filter(visible_accounts(actor), payee__in=payees.values("pk"), kind__in=kinds)
    return list(found.order_by("unit", "pk"))


def _total(actor: Actor, accounts: list[Account]) -> int:
    found = Posting.objects.filter(visible_in_accounts(actor), account__in=accounts)
    return int(found.aggregate(total=Sum("amount"))["total"] or 0)


def _money(actor: Actor, community: int) -> tuple[Money, ...]:
    owed = _accounts(actor, community, AccountKind.OWED)
    escrow = _accounts(actor, community, AccountKind.UNCLAIMED, AccountKind.DISPUTED)
    found = []
    for unit in sorted({each.unit for each in (*owed, *escrow)}):
        moves = own_movements(actor, [each for each in owed if each.unit == unit])
        arrived = -sum(each.amount for each in moves if each.kind == "paid")
        fees = -sum(each.amount for each in moves if each.kind == "fee")
        waits = sum(each.amount for each in moves)
        kept = -_total(actor, [each for each in escrow if each.unit == unit])
        found.append(Money(unit, arrived + fees + waits + kept, arrived, waits, kept, fees, moves))
    return tuple(found)


def own_movements(actor: Actor, accounts: list[Account]) -> tuple[Movement, ...]:
    """Return what happened on accounts of what is owed, from the holder's side, the newest first."""
    found = Posting.objects.filter(visible_in_accounts(actor), account__in=accounts)
    columns = (
        "entry__document_type",
        "entry__reversal_of__document_type",
        "day",
        "entry__number",
        "entry__memo",
        "note",
        "entry_id",
    )
    rows = list(found.order_by("-day", "-pk").values_list(*columns, "amount"))
    did = natures([row[-2] for row in rows])
    return tuple(
        Movement(day, number, memo, note, -amount, _kind(document or taken_back or "", did.get(entry, ""), -amount))
        for document, taken_back, day, number, memo, note, entry, amount in rows
    )


def _kind(document: str, nature: str, amount: int) -> str:
    """What a movement is to its holder: by the document it rests on, else by where the money went."""
    if document in OWN_DOCUMENTS:
        return "due"
    if document == PAID or (nature == AccountKind.BANK and amount < 0):
        return "paid"
    return "fee" if nature == AccountKind.FEE and amount < 0 else "other"


def _in_kind(actor: Actor, community: int) -> tuple[InKind, ...]:
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for account in _accounts(actor, community, AccountKind.PROMISED):
        sums[account.unit][0] -= _total(actor, [account])
    for account in _accounts(actor, community, AccountKind.DELIVERED):
        sums[account.unit][1] += _total(actor, [account])
    return tuple(InKind(unit, promised, delivered) for unit, (promised, delivered) in sorted(sums.items()))


def _coming(actor: Actor, community: int) -> tuple[Obligation, ...]:
    """What is agreed and not in the books yet: sums of later days, reports that are to come."""
    found = Obligation.objects.filter(
        visible_with_agreement(actor), agreement__in=_own_agreements(actor, community), state=ObligationState.PLANNED
    ).exclude(kind=ObligationKind.IN_KIND)
    return tuple(found.select_related("permit")[:12])
