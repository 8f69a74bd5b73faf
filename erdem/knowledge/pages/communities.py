"""What the pages of communities show: one frozen dataclass a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from erdem.base.actor import Actor
from erdem.base.formatting import number
from erdem.base.workflow import Step
from erdem.knowledge import choices, policies, queries
from erdem.knowledge.community_choices import CommunityStatus
from erdem.knowledge.community_workflow import COMMUNITY
from erdem.knowledge.models import AuthorityPaper, CommunityContact, CommunityProfile, Holding, Record
from erdem.knowledge.pages.links import Link
from erdem.knowledge.pages.records import address
from erdem.people import queries as people
from erdem.people.choices import RequestState

PER_PAGE = 50


@dataclass(frozen=True)
class CommunityRow:
    """One community in the list."""

    profile: CommunityProfile
    url: str
    shape: str
    places: str


@dataclass(frozen=True)
class CommunityListPage:
    """The communities somebody may know of."""

    title: str
    rows: tuple[CommunityRow, ...]
    page: Page[CommunityProfile]
    own: tuple[Link, ...]
    search: str
    may_propose: bool


@dataclass(frozen=True)
class Ask:
    """Something that waits for the community: what, of whom, and where it is answered."""

    text: str
    note: str
    url: str


@dataclass(frozen=True)
class OwnRecord:
    """A record of the community, with who may know how much of it."""

    name: str
    name_mn: str
    url: str
    status: str
    shape: str
    levels: tuple[dict[str, Any], ...]
    together: str


@dataclass(frozen=True)
class Home:
    """What only members see on the page of their community."""

    asks: tuple[Ask, ...]
    records: tuple[OwnRecord, ...]
    more: int
    figures: tuple[dict[str, Any], ...]
    links: tuple[Link, ...]
    is_steward: bool
    authority: str


@dataclass(frozen=True)
class CommunityPage:
    """One community: its public face, and its home for members."""

    profile: CommunityProfile
    title: str
    trail: tuple[Link, ...]
    shape: str
    facts: tuple[dict[str, Any], ...]
    contacts: tuple[CommunityContact, ...]
    buttons: tuple[Step, ...]
    may_present: bool
    may_hand_on: bool
    may_join: bool
    asked: bool
    home: Home | None
    papers: bool


def trail(profile: CommunityProfile | None = None, *more: Any) -> tuple[Link, ...]:
    """Return the way to a page of a community."""
    listed = Link(_("Communities"), reverse("knowledge:community-list"))
    if profile is None:
        return (listed, *(Link(label) for label in more))
    home = reverse("knowledge:community-detail", args=[profile.pk]) if more else ""
    return (listed, Link(profile.organisation.name, home), *(Link(label) for label in more))


def place_names(place_search: str) -> str:
    """Return the names of the places of a community."""
    names = {place.code: place.name for place in people.places()}
    return pgettext("list", ", ").join(names.get(code, code) for code in place_search.split())


def community_list_page(actor: Actor, search: str, wanted: Any) -> CommunityListPage:
    """Build the list; the own communities come first, beside it."""
    found = queries.communities(actor).exclude(status=CommunityStatus.CLOSED)
    own = found.filter(organisation_id__in=actor.organisation_ids)
    if search:
        found = found.filter(organisation__name__icontains=search) | found.filter(
            organisation__name_mn__icontains=search
        )
    paged = Paginator(found, PER_PAGE)
    page = paged.get_page(wanted)
    names = {place.code: place.name for place in people.places()}
    count = paged.count
    title = (
        ngettext("%(count)s community holds knowledge here", "%(count)s communities hold knowledge here", count)
        % {"count": number(count)}
        if count
        else _("No community is entered here yet")
    )
    rows = tuple(
        CommunityRow(
            profile,
            reverse("knowledge:community-detail", args=[profile.pk]),
            COMMUNITY.shapes[profile.status],
            pgettext("list", ", ").join(names.get(code, code) for code in profile.place_search.split()),
        )
        for profile in page
    )
    own_links = tuple(
        Link(profile.organisation.name, reverse("knowledge:community-detail", args=[profile.pk])) for profile in own
    )
    return CommunityListPage(title, rows, page, own_links, search, bool(policies.can_propose_community(actor)))


def community_page(actor: Actor, profile: CommunityProfile) -> CommunityPage:
    """Build the page of one community."""
    is_member = profile.organisation_id in actor.organisation_ids
    is_office = policies.is_office_of(actor, profile.place_search)
    waiting = people.open_requests_of(actor).filter(organisation_id=profile.organisation_id, group__isnull=True)
    open_to_join = actor.user_id is not None and not is_member and profile.status == CommunityStatus.RECOGNISED
    return CommunityPage(
        profile=profile,
        title=_("The home of %(name)s") % {"name": profile.organisation.name}
        if is_member
        else profile.organisation.name,
        trail=trail(profile),
        shape=COMMUNITY.shapes[profile.status],
        facts=tuple(_facts(profile)),
        contacts=tuple(queries.contacts(actor, profile)),
        buttons=tuple(COMMUNITY.available(actor, profile)),
        may_present=bool(policies.can_present_community(actor, profile)),
        may_hand_on=bool(policies.can_close_community(actor, profile)) and profile.status == CommunityStatus.RECOGNISED,
        may_join=open_to_join,
        asked=open_to_join and waiting.exists(),
        home=_home(actor, profile) if is_member else None,
        papers=is_member or is_office,
    )


@dataclass(frozen=True)
class HomeLink:
    """The way to the home of an own community, with what waits there."""

    name: str
    name_mn: str
    url: str
    asks: tuple[Ask, ...]


def homes(actor: Actor) -> tuple[HomeLink, ...]:
    """Return the homes of the actor's communities, for the first page."""
    own = queries.communities(actor).filter(organisation_id__in=actor.organisation_ids)
    return tuple(
        HomeLink(
            profile.organisation.name,
            profile.organisation.name_mn,
            reverse("knowledge:community-detail", args=[profile.pk]),
            tuple(_asks(actor, profile)),
        )
        for profile in own
    )


def _facts(profile: CommunityProfile) -> Iterable[dict[str, Any]]:
    yield {"term": _("What kind of holder"), "value": profile.get_holder_type_display()}
    yield {"term": _("Place"), "value": place_names(profile.place_search) or _("not stated")}
    if profile.custodian:
        yield {"term": _("Custodian of its records"), "value": profile.custodian.name}


def _home(actor: Actor, profile: CommunityProfile) -> Home:
    own = profile.organisation_id
    shown = _records(actor, own)
    asks = tuple(_asks(actor, profile))
    members = people.memberships(actor).filter(organisation_id=own).values("user_id").distinct().count()
    reads, readers = queries.reading_counts(actor, own)
    links = (
        Link(_("Members and groups"), reverse("knowledge:community-members", args=[profile.pk])),
        Link(_("Papers of authority"), reverse("knowledge:community-papers", args=[profile.pk])),
        Link(_("Who has read what is ours"), reverse("knowledge:community-readings", args=[profile.pk])),
        Link(_("Write down something"), reverse("knowledge:record-new")),
    )
    figures = (
        _figure(_("Records"), len(shown), _("held by your community"), "#records"),
        _figure(_("Waiting for you"), len(asks), _("questions"), "#asks"),
        _figure(_("Members"), members, _("people"), links[0].url),
        _figure(_("Readings"), reads, _("in 90 days, by %(count)s people") % {"count": readers}, links[2].url),
    )
    return Home(
        asks=asks,
        records=shown[:PER_PAGE],
        more=max(0, len(shown) - PER_PAGE),
        figures=figures,
        links=links,
        is_steward=own in actor.speaks_for,
        authority=_authority(actor, profile),
    )


def _figure(label: str, value: int, note: str, url: str) -> dict[str, Any]:
    return {"label": label, "value": number(value), "note": note, "url": url}


def _authority(actor: Actor, profile: CommunityProfile) -> str:
    """Say what a gachaa, village or sum lacks before it may act; nothing for others."""
    if profile.holder_type not in (choices.HolderType.VILLAGE, choices.HolderType.TOWNSHIP):
        return ""
    if policies.resolution_in_force(list(queries.papers(actor).filter(profile=profile))):
        return ""
    return _(
        "No resolution of your meeting is in force, so your community cannot agree, claim or open anything at present. It can"
        " always close. Hand in a resolution."
    )


def _records(actor: Actor, community_id: int) -> tuple[OwnRecord, ...]:
    held = list(queries.holdings(actor).filter(community_id=community_id, state=choices.HoldingState.ACTIVE))
    known = queries.titles(actor, [holding.record_id for holding in held])
    read = queries.records_by_id(actor, known)
    rows = []
    for holding in held:
        if holding.record_id not in known:
            continue
        printed, name, name_mn = known[holding.record_id]
        rows.append(_own_record(holding, printed, name, name_mn, read.get(holding.record_id)))
    return tuple(sorted(rows, key=lambda row: row.name))


def _own_record(holding: Holding, printed: str, name: str, name_mn: str, record: Record | None) -> OwnRecord:
    holders = reverse("knowledge:record-holders", args=[printed])
    if record is None:
        why = _("Other communities hold it too, or a group or season stands in the way.")
        return OwnRecord(name, name_mn, holders, _("you see its title only"), "lock", (), why)
    others = len(record.holders) - 1
    together = ngettext("%(count)s other community holds it too", "%(count)s other communities hold it too", others)
    return OwnRecord(
        name=name,
        name_mn=name_mn if record.name_mn_checked else "",
        url=address(record),
        status=record.get_status_display(),
        shape="stop" if record.status == "withdrawn" else "done" if record.status == "registered" else "wait",
        levels=levels_of(record),
        together=together % {"count": others} if others else "",
    )


def levels_of(record: Record) -> tuple[dict[str, Any], ...]:
    """Return for each audience how much of a record it may know."""
    audiences = (
        (_("Everybody"), record.level_public),
        (_("Signed in"), record.level_signed_in),
        (_("Office of the place"), record.level_office),
        (_("With a permit"), record.level_grant),
    )
    if record.level_public == choices.AccessLevel.PUBLIC:
        return ({"term": _("Everybody"), "value": str(choices.AccessLevel.PUBLIC.label), "lock": False},)
    return tuple(
        {"term": term, "value": str(choices.AccessLevel(level).label), "lock": level == 0} for term, level in audiences
    )


def _asks(actor: Actor, profile: CommunityProfile) -> Iterable[Ask]:
    own = profile.organisation_id
    waiting = queries.open_holdings(actor, [own])
    judged = queries.claims_on_held(actor) if own in actor.speaks_for else []
    known = queries.titles(actor, [holding.record_id for holding in (*waiting, *judged)])
    for holding in waiting:
        printed, name, _mn = known.get(holding.record_id, ("", "", ""))
        if holding.state == choices.HoldingState.INVITED and printed:
            yield Ask(
                _("Your community is invited to hold “%(name)s”") % {"name": name},
                _("Accept or decline; nobody answers for you."),
                reverse("knowledge:record-holders", args=[printed]),
            )
    for holding in judged:
        printed, name, _mn = known.get(holding.record_id, ("", "", ""))
        if printed and own in holding.record.holders:
            yield Ask(
                _("%(who)s says it holds “%(name)s” too") % {"who": holding.community.name, "name": name},
                _("You hold it; you judge."),
                reverse("knowledge:record-holders", args=[printed]),
            )
    requests = people.requests(actor).filter(organisation_id=own, state=RequestState.OPEN)
    count = requests.count() if own in actor.speaks_for else 0
    if count:
        text = ngettext("%(count)s person waits for a word", "%(count)s people wait for a word", count)
        yield Ask(
            text % {"count": count},
            _("They ask to be taken in, or say that they belong to a group."),
            reverse("knowledge:community-members", args=[profile.pk]),
        )


@dataclass(frozen=True)
class PaperRow:
    """A paper with how it stands."""

    paper: AuthorityPaper
    shape: str
    state: str
    votes: str
    file_url: str
    withdraw_url: str


@dataclass(frozen=True)
class PapersPage:
    """The papers of a community, and the form for another one."""

    title: str
    trail: tuple[Link, ...]
    profile: CommunityProfile
    rows: tuple[PaperRow, ...]
    form: Any
    needs_resolution: bool


def papers_page(actor: Actor, profile: CommunityProfile, form: Any) -> PapersPage:
    """Build the page of papers; the form is for stewards."""
    papers = list(queries.papers(actor).filter(profile=profile))
    may_keep = bool(policies.can_keep_papers(actor, profile))
    by_resolution = profile.holder_type in (choices.HolderType.VILLAGE, choices.HolderType.TOWNSHIP)
    in_force = policies.resolution_in_force(papers) is not None
    title = _("Papers of %(name)s") % {"name": profile.organisation.name}
    if by_resolution:
        title = (
            _("A resolution is in force: your community may act")
            if in_force
            else _("No resolution is in force: hand one in before you act")
        )
    return PapersPage(
        title=title,
        trail=trail(profile, _("Papers of authority")),
        profile=profile,
        rows=tuple(_paper_row(paper, may_keep=may_keep) for paper in papers),
        form=form if may_keep else None,
        needs_resolution=by_resolution,
    )


def _paper_row(paper: AuthorityPaper, *, may_keep: bool) -> PaperRow:
    withdrawn, holds = paper.withdrawn_at is not None, policies.is_in_force(paper)
    state = _("taken back") if withdrawn else _("in force") if holds else _("not in force")
    votes = ""
    if paper.agreeing is not None:
        votes = _("%(agreeing)s of %(present)s agreed") % {"agreeing": paper.agreeing, "present": paper.present}
    way = [paper.profile_id, paper.pk]
    return PaperRow(
        paper,
        "stop" if withdrawn else "done" if holds else "wait",
        state,
        votes,
        reverse("knowledge:community-paper-file", args=way) if paper.blob_id else "",
        reverse("knowledge:community-paper-withdraw", args=way) if may_keep and not withdrawn else "",
    )
