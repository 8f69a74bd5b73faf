"""Which targets are proposed for a campaign and why: open rules with points, over what this reader may see alone.

Owners of rights behind confirmed or open findings, parties the office has dealt with before, the places of the
campaign. A rule that is not in force, or a finding that the reader does not see, gives nothing.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from erdem.base.actor import Actor
from erdem.cases.choices import FOUND, CampaignStatus, CaseKind, CaseRole, Outcome, PartyKind, TargetKind
from erdem.cases.choices import RiskRuleCode as Code
from erdem.cases.models import Campaign, CampaignTarget, Case, CaseParty, Party, RiskRule, TargetVisit
from erdem.cases.policies import own_offices, visible_campaigns, visible_parties
from erdem.cases.queries.parties import party_key
from erdem.literature.choices import PartyRole
from erdem.overlap.choices import OPEN_STATES, FindingStatus, ScoreBand
from erdem.overlap.models import Finding
from erdem.overlap.policies import visible_to as visible_findings
from erdem.people.queries import get_place

MOST = 200
OWNERS = (PartyRole.APPLICANT, PartyRole.ASSIGNEE)
MANY = (TargetKind.MARKET, TargetKind.WEBSITE)


@dataclass(frozen=True)
class Ground:
    """One ground of a proposal: which rule, how many points it gives here, what stands behind it."""

    code: str
    points: int = 0
    note: str = ""
    finding_id: int | None = None
    finding_number: str = ""


@dataclass
class Proposal:
    """A target that may be put on the list, with every ground."""

    kind: str
    name: str
    place_code: str = ""
    address: str = ""
    right_number: str = ""
    party_id: int | None = None
    grounds: list[Ground] = field(default_factory=list)

    @property
    def key(self) -> str:
        """What the form of the page calls it."""
        return f"{self.kind}:{party_key(self.name)}"

    @property
    def score(self) -> int:
        """All points together."""
        return sum(ground.points for ground in self.grounds)


def rules_in_force(day: dt.date | None = None) -> dict[str, RiskRule]:
    """Return the version of each rule that is in force on a day, today without one."""
    day = day or timezone.localdate()
    running = Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    rows = RiskRule.objects.filter(running, valid_from__lte=day).order_by("valid_from")
    return {rule.code: rule for rule in rows}


def proposals_for(actor: Actor, campaign: Campaign) -> list[Proposal]:
    """Return what may be put on the list and is not there yet, most points first."""
    found: dict[str, Proposal] = {}
    for proposal in (*_owners(actor), *_parties(actor), *_places(actor, campaign)):
        held = found.setdefault(proposal.key, proposal)
        if held is not proposal:
            _merge(held, proposal)
    there = {f"{kind}:{party_key(name)}" for kind, name in campaign.targets.values_list("kind", "name")}
    found = {key: proposal for key, proposal in found.items() if key not in there}
    rules = rules_in_force()
    for proposal in found.values():
        proposal.grounds += _of_itself(actor, campaign, proposal)
        proposal.grounds = weighed(proposal.grounds, rules)
    return sorted(found.values(), key=lambda one: (-one.score, one.name))[:MOST]


def weighed(grounds: Iterable[Ground], rules: dict[str, RiskRule], spent: dict[str, int] | None = None) -> list[Ground]:
    """Return the grounds with their points by the rules in force; what a rule gives at most is not gone over.

    Args:
        grounds: grounds without points.
        rules: versions in force, by code.
        spent: points that a target has already, by code.
    """
    given, kept = defaultdict(int, spent or {}), []
    for ground in grounds:
        rule = rules.get(ground.code)
        points = min(rule.points, rule.most - given[ground.code]) if rule else 0
        if points > 0:
            given[ground.code] += points
            kept.append(Ground(ground.code, points, ground.note, ground.finding_id, ground.finding_number))
    return kept


def grounds_of_typed(actor: Actor, campaign: Campaign, proposal: Proposal) -> list[Ground]:
    """Return the grounds of a target that an officer types in, besides what the officer knows of it."""
    known = [one for one in (*_owners(actor), *_parties(actor)) if one.key == proposal.key]
    grounds = [ground for one in known for ground in one.grounds]
    return weighed([*proposal.grounds, *grounds, *_of_itself(actor, campaign, proposal)], rules_in_force())


def _merge(held: Proposal, other: Proposal) -> None:
    held.grounds += other.grounds
    for name in ("place_code", "address", "right_number", "party_id"):
        if not getattr(held, name):
            setattr(held, name, getattr(other, name))


def _owners(actor: Actor) -> list[Proposal]:
    """Return the owners of the rights in findings that are confirmed or open, one each."""
    wanted = (*OPEN_STATES, FindingStatus.CONFIRMED)
    findings = Finding.objects.filter(visible_findings(actor), status__in=wanted)
    findings = findings.select_related("publication").prefetch_related("publication__parties")
    found: dict[str, Proposal] = {}
    for finding in findings.order_by("-status", "id")[: MOST * 5]:
        owners = [one for one in finding.publication.parties.all() if one.role in OWNERS]
        for owner in owners[:1]:
            made = Proposal(
                TargetKind.FIRM,
                owner.name.strip()[:200],
                place_code=owner.place_id or "",
                address=owner.address.strip()[:300],
                right_number=finding.publication.number[:64],
            )
            made = found.setdefault(made.key, made)
            made.grounds += _of_finding(finding)
    return list(found.values())


def _of_finding(finding: Finding) -> list[Ground]:
    code = Code.FINDING_CONFIRMED if finding.status == FindingStatus.CONFIRMED else Code.FINDING_OPEN
    codes = [code, Code.FINDING_UPPER] if finding.strength == ScoreBand.UPPER else [code]
    return [Ground(each, finding_id=finding.pk, finding_number=finding.number) for each in codes]


def _parties(actor: Actor) -> list[Proposal]:
    """Return the respondents of cases of the own offices."""
    rows = CaseParty.objects.filter(
        role=CaseRole.RESPONDENT, case__office_id__in=own_offices(actor), party__merged_into__isnull=True
    ).exclude(party__kind=PartyKind.PERSON)
    seen = rows.filter(Exists(Party.objects.filter(visible_parties(actor), pk=OuterRef("party_id"))))
    found: dict[int, Proposal] = {}
    for row in seen.select_related("party", "case").order_by("party_id", "-case_id")[: MOST * 5]:
        party = row.party
        made = found.setdefault(
            party.pk,
            Proposal(
                TargetKind.WEBSITE if party.kind == PartyKind.PLATFORM else TargetKind.FIRM,
                party.name,
                place_code=party.place_code,
                address=party.address,
                party_id=party.pk,
            ),
        )
        if row.case.is_open and row.case.kind in (CaseKind.REPORT, CaseKind.COMPLAINT):
            made.grounds.append(Ground(Code.OPEN_TIP, note=row.case.number))
        elif row.case.outcome == Outcome.PENALISED:
            made.grounds.append(Ground(Code.EARLIER_PENALTY, note=row.case.number))
        else:
            made.grounds.append(Ground(Code.EARLIER_CASE, note=row.case.number))
    return list(found.values())


def _places(actor: Actor, campaign: Campaign) -> list[Proposal]:
    """Return the places of the campaign, with the open reports of the own offices from there."""
    found = []
    for code in campaign.places:
        place = get_place(code)
        reports = Case.objects.filter(
            office_id__in=own_offices(actor),
            kind=CaseKind.REPORT,
            closed_at__isnull=True,
            place_code__startswith=code.rstrip("0"),
        )
        grounds = [Ground(Code.OPEN_TIP, note=number) for number in reports.values_list("number", flat=True)[:5]]
        found.append(Proposal(TargetKind.VILLAGE, str(place or code), place_code=code, grounds=grounds))
    return found


def _of_itself(actor: Actor, campaign: Campaign, proposal: Proposal) -> list[Ground]:
    """Return the grounds that lie in the target itself: where it is, what it is, what an earlier campaign found."""
    grounds = []
    if proposal.place_code and any(proposal.place_code.startswith(each.rstrip("0")) for each in campaign.places):
        grounds.append(Ground(Code.WITHIN_PLACES))
    if proposal.kind in MANY:
        grounds.append(Ground(Code.MANY_SELLERS))
    earlier = CampaignTarget.objects.filter(
        campaign__in=Campaign.objects.filter(visible_campaigns(actor), status=CampaignStatus.CLOSED),
        kind=proposal.kind,
        name=proposal.name,
    ).filter(Exists(TargetVisit.objects.filter(target_id=OuterRef("pk"), result__in=FOUND)))
    grounds += [
        Ground(Code.EARLIER_CAMPAIGN, note=each.campaign.number) for each in earlier.select_related("campaign")[:1]
    ]
    return grounds
