"""Reading campaigns: the shared file, its list of targets with the newest result, and what the results come to."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils import timezone

from erdem.base.actor import Actor
from erdem.cases.choices import FOUND, INSPECTED, CampaignStatus, PartState, TargetState, TypicalStatus, VisitResult
from erdem.cases.models import (
    Campaign,
    CampaignAct,
    CampaignOffice,
    CampaignPaper,
    CampaignTarget,
    Case,
    Inspection,
    TargetGround,
    TargetVisit,
    TypicalCase,
    TypicalPublication,
)
from erdem.cases.policies import (
    own_offices,
    visible_campaigns,
    visible_cases,
    visible_grounds,
    visible_typical,
    visible_with_campaign,
    visible_with_case,
    visible_with_target,
)
from erdem.people.models import Organisation

SeenCampaign = Campaign
SeenTarget = CampaignTarget
SeenPart = CampaignOffice
"""Rows of a campaign, for who may not know models: views."""
SORTS = ("ordinal", "name", "kind", "place_code", "office__name", "score", "state", "result", "visited_on", "position")
ACTED = (CampaignStatus.RUNNING, CampaignStatus.REPORTING, CampaignStatus.CLOSED)


def campaigns_of(actor: Actor, status: str = "") -> QuerySet[Campaign]:
    """Return the campaigns that the actor sees, newest first."""
    rows = Campaign.objects.filter(visible_campaigns(actor)).select_related("office")
    return rows.filter(status=status) if status else rows


def find_campaign(actor: Actor, number: str) -> Campaign | None:
    """Return a campaign by its number; None when the actor sees none."""
    rows = Campaign.objects.filter(visible_campaigns(actor), number=number)
    return rows.select_related("office", "approved_by", "created_by").first()


def targets_of(actor: Actor, campaign: Campaign, sort: str = "") -> QuerySet[CampaignTarget]:
    """Return the targets with their newest result: in the order of the list, else sorted as wanted."""
    newest = TargetVisit.objects.filter(target_id=OuterRef("pk")).order_by("-id")
    rows = CampaignTarget.objects.filter(visible_with_campaign(actor), campaign=campaign).annotate(
        result=Subquery(newest.values("result")[:1]), visited_on=Subquery(newest.values("visited_on")[:1])
    )
    rows = rows.select_related("office", "campaign")
    key = sort.removeprefix("-")
    if key not in SORTS:
        return rows.order_by("position", "-score", "ordinal")
    order = F(key).desc(nulls_last=True) if sort.startswith("-") else F(key).asc(nulls_last=True)
    return rows.order_by(order, "ordinal")


def find_target(actor: Actor, campaign: Campaign, ordinal: int) -> CampaignTarget | None:
    """Return a target of a campaign by its number."""
    return targets_of(actor, campaign).filter(ordinal=ordinal).first()


def grounds_of(actor: Actor, target: CampaignTarget) -> QuerySet[TargetGround]:
    """Return the grounds that the actor may see; those of a finding only for who sees it."""
    return TargetGround.objects.filter(visible_grounds(actor), target=target).select_related(
        "rule", "finding", "noted_by"
    )


def hidden_points(actor: Actor, target: CampaignTarget) -> int:
    """Return the points of grounds that the actor does not see."""
    shown = grounds_of(actor, target).aggregate(points=Sum("points"))["points"] or 0
    return target.score - shown


def visits_of(actor: Actor, target: CampaignTarget) -> QuerySet[TargetVisit]:
    """Return what was found at a target, newest first."""
    rows = TargetVisit.objects.filter(visible_with_target(actor), target=target)
    return rows.select_related("first_officer", "second_officer", "inspection").order_by("-id")


def case_of(actor: Actor, target: CampaignTarget) -> Case | None:
    """Return the case that was opened from a target, for who sees it."""
    if target.case_id is None:
        return None
    return Case.objects.filter(visible_cases(actor), pk=target.case_id).first()


def targets_with_case(actor: Actor, case: Case) -> QuerySet[CampaignTarget]:
    """Return the targets of campaigns from which a case was opened."""
    rows = CampaignTarget.objects.filter(visible_with_campaign(actor), case=case)
    return rows.select_related("campaign")


def inspections_of(actor: Actor, target: CampaignTarget) -> list[Inspection]:
    """Return the records of inspections of the case of a target."""
    if target.case_id is None:
        return []
    return list(Inspection.objects.filter(visible_with_case(actor), case_id=target.case_id))


def parts_of(actor: Actor, campaign: Campaign) -> QuerySet[CampaignOffice]:
    """Return the other offices of a campaign."""
    return CampaignOffice.objects.filter(visible_with_campaign(actor), campaign=campaign).select_related("office")


def own_invitations(actor: Actor) -> QuerySet[CampaignOffice]:
    """Return the invitations that the actor's offices have not answered."""
    rows = CampaignOffice.objects.filter(
        visible_with_campaign(actor), office_id__in=own_offices(actor), state=PartState.INVITED
    )
    return rows.select_related("campaign", "campaign__office", "office")


def working_offices(actor: Actor, campaign: Campaign) -> list[Organisation]:
    """Return the lead office and those that have accepted."""
    accepted = parts_of(actor, campaign).filter(state=PartState.ACCEPTED).values_list("office_id", flat=True)
    return list(Organisation.objects.filter(Q(pk=campaign.office_id) | Q(pk__in=list(accepted))).order_by("name"))


def papers_of(actor: Actor, campaign: Campaign) -> QuerySet[CampaignPaper]:
    """Return the documents of a campaign, newest first."""
    rows = CampaignPaper.objects.filter(visible_with_campaign(actor), campaign=campaign)
    return rows.select_related("pdf", "docx", "issued_by").order_by("-id")


def acts_of(actor: Actor, campaign: Campaign) -> QuerySet[CampaignAct]:
    """Return the record of what was done in a campaign, newest first."""
    rows = CampaignAct.objects.filter(visible_with_campaign(actor), campaign=campaign)
    return rows.select_related("by").order_by("-id")


def next_ordinal(campaign: Campaign) -> int:
    """Return the number of the next target."""
    return (campaign.targets.aggregate(last=Max("ordinal"))["last"] or 0) + 1


@dataclass(frozen=True)
class Results:
    """What the results of a campaign come to. ``listed`` are targets on the list, ``done`` those with a result of any kind."""

    proposed: int
    listed: int
    dropped: int
    done: int
    inspected: int
    found: int
    cases: int
    on_time: int
    by_result: dict[str, int]
    by_office: dict[int, tuple[int, int, int]]

    @property
    def percent_done(self) -> int:
        """How far the list is worked off."""
        return round(100 * self.done / self.listed) if self.listed else 0

    @property
    def finding_rate(self) -> float | None:
        """Targets at which something was found, of those that were really inspected (I35); None when there are none."""
        return self.found / self.inspected if self.inspected else None


def results_of(actor: Actor, campaign: Campaign) -> Results:
    """Count the results of a campaign; the newest result of each target counts."""
    names = ("state", "result", "visited_on", "case_id", "office_id")
    rows = [{name: getattr(one, name) for name in names} for one in targets_of(actor, campaign)]
    return count_results(rows, campaign.ends_on)


def count_results(rows: Iterable[dict[str, object]], ends_on: dt.date) -> Results:
    """Count rows of state, result, visited_on, case_id, office_id."""
    rows = list(rows)
    states = Counter(row["state"] for row in rows)
    listed = [row for row in rows if row["state"] == TargetState.LISTED]
    done = [row for row in listed if row["result"]]
    inspected = [row for row in done if row["result"] in INSPECTED]
    by_office: dict[int, tuple[int, int, int]] = {}
    for row in listed:
        whole, worked, found = by_office.get(int(str(row["office_id"])), (0, 0, 0))
        by_office[int(str(row["office_id"]))] = (
            whole + 1,
            worked + bool(row["result"]),
            found + (row["result"] in FOUND),
        )
    return Results(
        proposed=states[TargetState.PROPOSED],
        listed=len(listed),
        dropped=states[TargetState.DROPPED],
        done=len(done),
        inspected=len(inspected),
        found=sum(row["result"] in FOUND for row in inspected),
        cases=sum(row["case_id"] is not None for row in listed),
        on_time=sum(isinstance(row["visited_on"], dt.date) and row["visited_on"] <= ends_on for row in done),
        by_result={str(each): sum(row["result"] == each for row in done) for each in VisitResult},
        by_office=by_office,
    )


@dataclass(frozen=True)
class CampaignFigures:
    """What indicators I34 and I35 count."""

    campaigns: int
    complete: int
    inspected: int
    found: int
    typical_published: int

    @property
    def finding_rate(self) -> float | None:
        """Targets with something found of those inspected, over all campaigns counted; None without any."""
        return self.found / self.inspected if self.inspected else None


def campaign_figures(
    actor: Actor, begins: dt.date | None = None, ends: dt.date | None = None, place: str = ""
) -> CampaignFigures:
    """Count what the actor sees: campaigns acted on with a plan before the action, a list and a result (I35), and typical
    cases that are published and were checked, with a legal note (I34).

    Args:
        actor: who asks.
        begins: first day; of a campaign its action began, a typical case was published from then on.
        ends: last day.
        place: a division; what lies in it counts.
    """
    acted = campaigns_of(actor).filter(status__in=ACTED, place_code__startswith=place.rstrip("0"))
    acted = acted.filter(_within("acted_from", begins, ends))
    results = [results_of(actor, each) for each in acted]
    published = TypicalPublication.objects.filter(
        typical__in=TypicalCase.objects.filter(visible_typical(actor), status=TypicalStatus.PUBLISHED),
        typical__place_code__startswith=place.rstrip("0"),
        withdrawn_at__isnull=True,
    )
    return CampaignFigures(
        campaigns=len(results),
        complete=sum(bool(each.listed and each.done) for each in results),
        inspected=sum(each.inspected for each in results),
        found=sum(each.found for each in results),
        typical_published=published.filter(_within("published_at", begins, ends)).count(),
    )


def _within(name: str, begins: dt.date | None, ends: dt.date | None) -> Q:
    """Narrow a moment to days, both included."""
    zone = timezone.get_current_timezone()
    rule = Q()
    if begins:
        rule &= Q(**{f"{name}__gte": dt.datetime.combine(begins, dt.time(), zone)})
    if ends:
        rule &= Q(**{f"{name}__lt": dt.datetime.combine(ends + dt.timedelta(days=1), dt.time(), zone)})
    return rule
