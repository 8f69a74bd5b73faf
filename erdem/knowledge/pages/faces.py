"""What the pages of faces show: one record of which no more may be known, the list of such records, and the reasons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from erdem.base.actor import Actor
from erdem.knowledge import choices, queries
from erdem.knowledge.choices import AccessLevel
from erdem.knowledge.models import Record, RecordFace
from erdem.knowledge.pages.access import Limits, limits_of
from erdem.knowledge.pages.labels import Mark, marks_on, notice_marks
from erdem.knowledge.pages.links import Link, Option, options
from erdem.knowledge.pages.rules import LEVEL_WORDS
from erdem.people import queries as people

PER_PAGE = 50


@dataclass(frozen=True)
class FacePage:
    """One record of which this reader may know no more than this."""

    face: RecordFace
    trail: tuple[Link, ...]
    limits: Limits
    lead: str
    facts: tuple[dict[str, Any], ...]
    labels: tuple[Mark, ...]
    notices: tuple[Mark, ...]
    protocol: str


def face_page(actor: Actor, face: RecordFace) -> FacePage:
    """Build the page of a face."""
    listed = reverse("knowledge:face-list")
    decides = bool(queries.holdings_decided(actor, face.number))
    return FacePage(
        face=face,
        trail=(
            Link(_("Traditional knowledge"), reverse("knowledge:record-list")),
            Link(_("Known by title alone"), listed),
            Link(face.number),
        ),
        limits=limits_of(actor, face),
        lead=face.summary,
        facts=tuple(_facts(face)),
        labels=marks_on(queries.labels_on(actor, face.record_id)) if face.level >= AccessLevel.METADATA else (),
        notices=notice_marks(queries.notices_on(actor, face.record_id)),
        protocol=reverse("knowledge:record-protocol", args=[face.number]) if decides else "",
    )


def _facts(face: RecordFace) -> Iterator[dict[str, Any]]:
    if face.level < AccessLevel.METADATA:
        return
    place = people.get_place(face.place_code) if face.place_code else None
    names = queries.community_names(face.holders)
    facts = (
        (_("Kind of record"), _word(choices.Kind, face.kind)),
        (_("Class"), _word(choices.TkClass, face.tk_class)),
        (_("Type"), _word(choices.TkType, face.tk_type)),
        (_("Heritage category"), _word(choices.IchCategory, face.ich_category)),
        (_("Item code"), face.item_code),
        (_("Place"), place.name if place else ""),
        (_("Type of holder"), _word(choices.HolderType, face.holder_type)),
        (_("Holding community"), "，".join(names.values())),
        (_("People or group"), face.people_group),
        (_("Being handed on"), _word(choices.Vitality, face.vitality)),
        (_("Diffusion tier"), f"{face.diffusion_tier} {_word(choices.Tier, face.diffusion_tier)}"),
    )
    yield from ({"term": term, "value": value} for term, value in facts if value.strip())
    if face.level == AccessLevel.ABSTRACT and not face.summary.strip():
        yield {"term": _("In one sentence"), "value": _("not written yet")}


def _word(kind: Any, code: str) -> str:
    return str(kind(code).label) if code else ""


@dataclass(frozen=True)
class FaceRow:
    """One line of the list of faces."""

    face: RecordFace
    url: str
    kind: str
    place: str
    knows: str


@dataclass(frozen=True)
class FaceListPage:
    """The records of which this reader knows no more than a face."""

    title: str
    trail: tuple[Link, ...]
    search: str
    filters: tuple[dict[str, Any], ...]
    columns: tuple[dict[str, Any], ...]
    page: Page[RecordFace]
    rows: tuple[FaceRow, ...]
    is_narrowed: bool


def face_list_page(actor: Actor, wanted: queries.FaceFilter, data: QueryDict) -> FaceListPage:
    """Build the list of faces."""
    found = Paginator(queries.face_list(actor, wanted), PER_PAGE)
    page = found.get_page(data.get("page"))
    places = {place.code: place.name for place in people.places()}
    count = {"count": f"{found.count:,}"}
    title = ngettext(
        "%(count)s record of which the title is known", "%(count)s records of which the title is known", found.count
    )
    tiers = [(code, f"{code} {label}") for code, label in choices.Tier.choices]
    return FaceListPage(
        title=title % count if found.count else _("Known by title alone"),
        trail=(
            Link(_("Traditional knowledge"), reverse("knowledge:record-list")),
            Link(_("Known by title alone")),
        ),
        search=wanted.search,
        filters=(
            _filter("kind", _("Kind of record"), options(choices.Kind.choices, _("every kind")), wanted.kind),
            _filter("tk_class", _("Class"), options(choices.TkClass.choices, _("every class")), wanted.tk_class),
            _filter("tier", _("Tier"), options(tiers, _("every tier")), wanted.tier),
            _filter("place", _("Place"), options(list(places.items()), _("every place")), wanted.place),
        ),
        columns=(
            {"label": _("Name")},
            {"label": _("Record number")},
            {"label": _("Kind of record")},
            {"label": _("Place")},
            {"label": _("What you may know")},
        ),
        page=page,
        rows=tuple(_row(face, places) for face in page),
        is_narrowed=wanted != queries.FaceFilter(),
    )  # fmt: skip


def _filter(name: str, label: Any, choices_: tuple[Option, ...], value: str) -> dict[str, Any]:
    return {"name": name, "label": label, "options": choices_, "value": value}


def _row(face: RecordFace, places: dict[str, str]) -> FaceRow:
    return FaceRow(
        face=face,
        url=reverse("knowledge:record-detail", args=[face.number]),
        kind=_word(choices.Kind, face.kind),
        place=places.get(face.place_code, ""),
        knows=str(LEVEL_WORDS[face.level]),
    )


@dataclass(frozen=True)
class WhyPage:
    """Why this reader sees what he sees of a record."""

    title: str
    trail: tuple[Link, ...]
    name: str
    number: str
    limits: Limits
    labels: tuple[Mark, ...]
    back: str


def why_page(actor: Actor, known: Record | RecordFace) -> WhyPage:
    """Build the page of reasons."""
    record_id = known.pk if isinstance(known, Record) else known.record_id
    shown = isinstance(known, Record) or known.level >= AccessLevel.METADATA
    back = reverse("knowledge:record-detail", args=[known.number])
    return WhyPage(
        title=_("Why do I see this?"),
        trail=(
            Link(_("Traditional knowledge"), reverse("knowledge:record-list")),
            Link(known.name, back),
            Link(_("Why do I see this?")),
        ),
        name=known.name,
        number=known.number,
        limits=limits_of(actor, known),
        labels=marks_on(queries.labels_on(actor, record_id)) if shown else (),
        back=back,
    )


@dataclass(frozen=True)
class WarningPage:
    """What stands before the content of a record, in the words of its communities."""

    name: str
    number: str
    warnings: tuple[dict[str, str], ...]
    names_deceased: bool
    back: str


def warning_page(actor: Actor, record: Record) -> WarningPage | None:
    """Return what stands before a record, or None when nobody warns. Machines are not asked; see `flags_of`."""
    holdings = queries.warnings_on(actor, record.pk)
    if actor.is_machine or not holdings:
        return None
    return WarningPage(
        name=record.name,
        number=record.number,
        warnings=tuple(
            {"community": each.community.name, "words": each.content_warning}
            for each in holdings
            if each.content_warning
        ),
        names_deceased=any(each.names_deceased for each in holdings),
        back=reverse("knowledge:record-list"),
    )


def flags_of(actor: Actor, record: Record) -> dict[str, Any]:
    """Return the warnings of a record for programs, which cannot be asked to go on: they are told instead."""
    holdings = queries.warnings_on(actor, record.pk)
    return {
        "content_warnings": [each.content_warning for each in holdings if each.content_warning],
        "names_deceased": any(each.names_deceased for each in holdings),
    }
