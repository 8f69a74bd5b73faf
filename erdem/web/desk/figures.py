"""Figures of the work desk, each of what the actor sees; behind each stands a list with the same filter."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from erdem.base.actor import Actor
from erdem.knowledge.choices import Status
from erdem.knowledge.models import Record
from erdem.knowledge.policies import served_records, visible_records
from erdem.literature.choices import PartyRole
from erdem.literature.models import Party, Publication
from erdem.literature.policies import visible_publications
from erdem.overlap.models import Finding, Review
from erdem.overlap.policies import VISIBLE as VISIBLE_FINDINGS
from erdem.overlap.policies import visible_to as visible_findings
from erdem.overlap.queries import figures as finding_figures
from erdem.people import place_figures
from erdem.people.choices import Role
from erdem.people.place_figures import PlaceFigure

OWNERS = (PartyRole.APPLICANT, PartyRole.ASSIGNEE)
CONCERNED = (Role.BEARER, Role.STEWARD, Role.COUNTY_OFFICER, Role.REGION_OFFICER, Role.EXPERT)
OPEN_FINDINGS = ("new", "checking", "needs_expert")


@dataclass(frozen=True)
class RecordCounts:
    """Records the actor sees: registered ones, those registered this month, those that wait for registration."""

    registered: int
    this_month: int
    submitted: int


def list_address(name: str, **query: str) -> str:
    """Return the address of a list with a filter."""
    return f"{reverse(name)}?{urlencode(query)}" if query else reverse(name)


def record_counts(actor: Actor) -> RecordCounts:
    """Count the records the actor sees."""
    today = timezone.localdate()
    begin = timezone.make_aware(dt.datetime.combine(today.replace(day=1), dt.time.min))
    registered = Q(status=Status.REGISTERED)
    waiting = Q(status=Status.SUBMITTED) & served_records(actor)
    found = Record.objects.filter(visible_records(actor)).aggregate(
        registered=Count("pk", filter=registered),
        this_month=Count("pk", filter=registered & Q(registered_at__gte=begin)),
        submitted=Count("pk", filter=waiting),
    )
    return RecordCounts(**found)


def publication_count(actor: Actor) -> int:
    """Count the published documents."""
    return Publication.objects.filter(visible_publications(actor)).count()


def records_by_place(actor: Actor) -> dict[str, int]:
    """Count registered records by division code; a record of three banners counts in each."""
    rows = (
        Record.objects.filter(visible_records(actor), status=Status.REGISTERED, places__place__isnull=False)
        .order_by()
        .values_list("places__place_id")
        .annotate(count=Count("pk", distinct=True))
    )
    return {str(code): count for code, count in rows}


def publications_by_place(actor: Actor) -> dict[str, int]:
    """Count the documents that come near to knowledge of a division, by division code."""
    rows = (
        Finding.objects.filter(visible_findings(actor), record__places__place__isnull=False)
        .order_by()
        .values_list("record__places__place_id")
        .annotate(count=Count("publication", distinct=True))
    )
    return {str(code): count for code, count in rows}


def patents_from_place(actor: Actor) -> dict[str, int]:
    """Count the documents whose applicants or owners sit in a division, by division code."""
    rows = (
        Party.objects.filter(visible_publications(actor), role__in=OWNERS, place__isnull=False)
        .order_by()
        .values_list("place_id")
        .annotate(count=Count("publication", distinct=True))
    )
    return {str(code): count for code, count in rows}


def community_records(actor: Actor) -> list[Record]:
    """Return the records of the actor's communities, those with findings first, each with counts of what became of it.

    Added attributes: ``near`` (documents that come near), ``waiting`` and ``confirmed`` among them.
    """
    seen = Q(findings__in=Finding.objects.filter(visible_findings(actor)).order_by())
    return list(
        Record.objects.filter(visible_records(actor), holders__overlap=list(actor.organisation_ids))
        .annotate(
            near=Count("findings", filter=seen, distinct=True),
            waiting=Count("findings", filter=seen & Q(findings__status__in=OPEN_FINDINGS), distinct=True),
            confirmed=Count("findings", filter=seen & Q(findings__status="confirmed"), distinct=True),
        )
        .order_by("-near", "-updated_at")[:50]
    )


def latest_reviews(actor: Actor, limit: int) -> list[Review]:
    """Return what was last said about findings."""
    seen = Review.objects.filter(VISIBLE_FINDINGS[Review](actor))
    return list(seen.select_related("finding", "finding__record").order_by("-id")[:limit])


def latest_records(actor: Actor, limit: int) -> list[Record]:
    """Return the records that last arrived in the register or wait for it, of the places the actor serves."""
    seen = Record.objects.filter(visible_records(actor) & served_records(actor))
    return list(seen.filter(status__in=(Status.SUBMITTED, Status.REGISTERED)).order_by("-updated_at")[:limit])


def looks_after_knowledge(actor: Actor) -> bool:
    """Say whether findings are for this person: officers, experts, members of communities."""
    return actor.is_machine or actor.has_role(*CONCERNED)


def offer_place_figures() -> None:
    """Offer the counts per division to the pages of places."""
    place_figures.offer(
        PlaceFigure(
            "findings",
            _("Findings waiting"),
            _("Findings waiting (count)"),
            finding_figures.counts_by_place,
            lambda code: list_address("overlap:finding-list", status="open", place=code),
            looks_after_knowledge,
        )
    )
    place_figures.offer(
        PlaceFigure(
            "records",
            _("Registered knowledge"),
            _("Registered knowledge (records)"),
            records_by_place,
            lambda code: list_address("knowledge:record-list", place=code),
        )
    )
    place_figures.offer(
        PlaceFigure(
            "publications",
            _("Literature near to it"),
            _("Literature near to it (documents)"),
            publications_by_place,
            lambda code: list_address("overlap:finding-list", place=code),
            looks_after_knowledge,
        )
    )
    place_figures.offer(
        PlaceFigure(
            "patents",
            _("Patents from here"),
            _("Patents of applicants from here (documents)"),
            patents_from_place,
            lambda code: list_address("literature:publication-list", region=code, all="1"),
        )
    )
