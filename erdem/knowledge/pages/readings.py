"""Who has read what is ours: the list that a community sees, takes away, and narrows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from erdem.base.actor import Actor
from erdem.base.formatting import iso_date, iso_moment, number
from erdem.base.models import AuditEntry
from erdem.knowledge import queries
from erdem.knowledge.choices import Purpose
from erdem.knowledge.models import CommunityProfile
from erdem.knowledge.pages.communities import trail
from erdem.knowledge.pages.links import Link, Option
from erdem.knowledge.queries import ReadingFilter

PER_PAGE = 50
EXPORTS = ("csv", "xlsx")
MOST = 20_000


@dataclass(frozen=True)
class ReadingRow:
    """One reading in words."""

    at: Any
    who: str
    body: str
    number: str
    name: str
    name_mn: str
    url: str
    way: str
    why: str
    permit: str


@dataclass(frozen=True)
class ReadingsPage:
    """The readings of one community."""

    title: str
    trail: tuple[Link, ...]
    profile: CommunityProfile
    rows: tuple[ReadingRow, ...]
    page: Page[AuditEntry]
    since: str
    until: str
    who: str
    record: str
    way: str
    ways: tuple[Option, ...]
    exports: tuple[Link, ...]


def readings_page(actor: Actor, profile: CommunityProfile, wanted: ReadingFilter, data: QueryDict) -> ReadingsPage:
    """Build the page."""
    paged = Paginator(queries.readings(actor, profile.organisation_id, wanted), PER_PAGE)
    page = paged.get_page(data.get("page"))
    kept = data.copy()
    kept.pop("page", None)
    tail = f"?{kept.urlencode()}" if kept else ""
    text = ngettext("%(count)s reading from outside", "%(count)s readings from outside", paged.count)
    title = text % {"count": number(paged.count)} if paged.count else _("Nobody from outside has read what is yours")
    return ReadingsPage(
        title=title,
        trail=trail(profile, _("Who has read what is ours")),
        profile=profile,
        rows=tuple(_rows(actor, page)),
        page=page,
        since=iso_date(wanted.since),
        until=iso_date(wanted.until),
        who=wanted.who,
        record=wanted.record,
        way=wanted.way,
        ways=(
            Option("", _("every way")),
            Option("knowledge.read_restricted", _("only read")),
            Option("knowledge.export_restricted", _("taken away")),
        ),
        exports=tuple(
            Link(kind.upper(), reverse("knowledge:community-readings-export", args=[profile.pk, kind]) + tail)
            for kind in EXPORTS
        ),
    )


def readings_heads() -> list[str]:
    """Return the heads of the table to take away."""
    return [
        _("When"),
        _("Reader"),
        _("Office or body"),
        _("Record number"),
        _("Record"),
        _("How"),
        _("Why"),
        _("Permit"),
    ]


def readings_rows(actor: Actor, profile: CommunityProfile, wanted: ReadingFilter) -> Iterator[list[Any]]:
    """Yield the rows of the table to take away."""
    found = queries.readings(actor, profile.organisation_id, wanted)[:MOST]
    for row in _rows(actor, found):
        yield [iso_moment(row.at), row.who, row.body, row.number, row.name, row.way, row.why, row.permit]


def _rows(actor: Actor, entries: Iterable[AuditEntry]) -> Iterator[ReadingRow]:
    listed = list(entries)
    ids = {int(entry.target_id) for entry in listed if entry.target_id.isdigit()}
    known, read = queries.titles(actor, ids), queries.records_by_id(actor, ids)
    for entry in listed:
        record_id = int(entry.target_id)
        printed, name, name_mn = known.get(record_id, ("", _("a record you may not see at present"), ""))
        url = reverse("knowledge:record-detail", args=[printed]) if record_id in read else ""
        yield ReadingRow(
            at=entry.at,
            who=entry.actor_label or _("a program"),
            body=str(entry.detail.get("body", "")),
            number=printed,
            name=name,
            name_mn=name_mn,
            url=url,
            way=_way(entry),
            why=_why(entry),
            permit=str(entry.detail.get("reference", "")),
        )


def _way(entry: AuditEntry) -> str:
    if entry.action == "knowledge.export_restricted":
        kind = str(entry.detail.get("kind", ""))
        return _("taken away as %(kind)s") % {
            "kind": pgettext("kind of file", "evidence") if kind == "evidence" else kind.upper()
        }
    part = entry.detail.get("part")
    named = {
        "findings": _("what stands near to it"),
        "media": _("its recordings"),
        "dossier": _("a dossier"),
        "versions": _("its versions"),
    }
    return _("read %(part)s") % {"part": named.get(str(part), str(part))} if part else _("read the page")


def _why(entry: AuditEntry) -> str:
    reason = entry.detail.get("reason")
    if reason == "duty":
        return _("duty of the office")
    if reason == "grant":
        purpose = str(entry.detail.get("purpose", ""))
        label = str(Purpose(purpose).label) if purpose in Purpose.values else purpose
        return pgettext("clause", "permit: ") + label
    return _("open to this reader then")
