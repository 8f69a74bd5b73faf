"""What the pages of records show: one frozen dataclass a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from erdem.base.actor import Actor
from erdem.base.formatting import iso_date, long_date
from erdem.base.workflow import Step
from erdem.knowledge import choices, queries
from erdem.knowledge.models import Record
from erdem.knowledge.pages.access import seen_by, sees_because
from erdem.knowledge.pages.exchange import changing_links
from erdem.knowledge.pages.labels import Mark, marks_on, notice_marks
from erdem.knowledge.pages.links import Link, Option, options
from erdem.knowledge.policies import (
    can_change,
    can_draft,
    can_edit_lexicon,
    can_import,
    can_place_notice,
    is_member,
)
from erdem.knowledge.queries.exchange import records_to_take
from erdem.knowledge.workflow import PLAIN_STEPS, RECORD
from erdem.people import queries as people

PER_PAGE = 50
EXPORTS = ("csv", "xlsx")
PUBLISHED = "published in "


@dataclass(frozen=True)
class Filter:
    """One filter of the list."""

    name: str
    label: Any
    options: tuple[Option, ...]
    value: str


@dataclass(frozen=True)
class Row:
    """One record in the list."""

    record: Record
    url: str
    shape: str
    codes: str


@dataclass(frozen=True)
class ListPage:
    """The list of records."""

    title: str
    wanted: queries.RecordFilter
    filters: tuple[Filter, ...]
    columns: tuple[dict[str, Any], ...]
    page: Page[Record]
    exports: tuple[Link, ...]
    may_draft: bool
    may_import: bool
    may_edit_lexicon: bool
    is_narrowed: bool

    @property
    def rows(self) -> Iterator[Row]:
        """The rows of this page."""
        for record in self.page:
            codes = " ".join(part for part in (record.item_code, record.tk_type or record.tk_class) if part)
            yield Row(record, address(record), RECORD.shapes[record.status], codes)


@dataclass(frozen=True)
class Ingredient:
    """An ingredient as the page shows it."""

    name: str
    dose: str
    processing: str
    substance: str
    url: str
    differs: bool
    inherited: bool
    in_method: bool


@dataclass(frozen=True)
class SourceLine:
    """A source as the page shows it."""

    title: str
    detail: str
    kind: str
    proves: str
    date: str


@dataclass(frozen=True)
class DetailPage:
    """One record."""

    record: Record
    trail: tuple[Link, ...]
    lead: str
    status_note: str
    because: str
    others: str
    names: tuple[str, ...]
    ingredients: tuple[Ingredient, ...]
    steps: tuple[dict[str, str], ...]
    sources: tuple[SourceLine, ...]
    confidence: str
    place_facts: tuple[dict[str, Any], ...]
    class_facts: tuple[dict[str, Any], ...]
    holder_facts: tuple[dict[str, Any], ...]
    buttons: tuple[Step, ...]
    main_step: str
    may_change: bool
    sealed_url: str
    shape: str
    labels: tuple[Mark, ...]
    notices: tuple[Mark, ...]
    why: str
    protocol: str
    place_notice: str


def address(record: Record) -> str:
    """Return the address of a record's page."""
    return reverse("knowledge:record-detail", args=[record.number])


def list_page(actor: Actor, wanted: queries.RecordFilter, data: QueryDict) -> ListPage:
    """Build the list."""
    found = Paginator(queries.record_pages(actor, wanted), PER_PAGE)
    page = found.get_page(data.get("page"))
    kept = data.copy()
    kept.pop("page", None)
    tail = f"?{kept.urlencode()}" if kept else ""
    narrowed = wanted != queries.RecordFilter(sort=wanted.sort)
    return ListPage(
        title=_list_title(found.count, narrowed=narrowed),
        wanted=wanted,
        filters=_filters(wanted),
        columns=_columns(),
        page=page,
        exports=(
            *(Link(kind.upper(), reverse("knowledge:record-export", args=[kind]) + tail) for kind in EXPORTS),
            *changing_links(actor, tail),
        ),
        may_draft=bool(can_draft(actor)),
        may_import=bool(can_import(actor)),
        may_edit_lexicon=bool(can_edit_lexicon(actor)),
        is_narrowed=narrowed,
    )


def _list_title(count: int, *, narrowed: bool) -> str:
    if not count:
        return _("No record fits") if narrowed else _("Traditional knowledge")
    if narrowed:
        return ngettext("%(count)s record fits", "%(count)s records fit", count) % {"count": f"{count:,}"}
    return ngettext("%(count)s record you may read", "%(count)s records you may read", count) % {"count": f"{count:,}"}


def _columns() -> tuple[dict[str, Any], ...]:
    return (
        {"key": "name", "label": _("Name")},
        {"key": "number", "label": _("Record number")},
        {"label": _("Kind of record")},
        {"label": _("Item, type")},
        {"label": _("Place")},
        {"label": _("Tier")},
        {"key": "updated", "label": _("Changed")},
        {"label": _("Status")},
    )


def _filters(wanted: queries.RecordFilter) -> tuple[Filter, ...]:
    tiers = [(code, f"{code} {label}") for code, label in choices.Tier.choices]
    divisions = [(place.code, place.name) for place in people.places()]
    return (
        Filter("kind", _("Kind of record"), options(choices.Kind.choices, _("every kind")), wanted.kind),
        Filter("status", _("Status"), options(choices.Status.choices, _("every status")), wanted.status),
        Filter("tk_class", _("Class"), options(choices.TkClass.choices, _("every class")), wanted.tk_class),
        Filter(
            "ich_category",
            _("Heritage category"),
            options(choices.IchCategory.choices, _("every category")),
            wanted.ich_category,
        ),
        Filter("tier", _("Tier"), options(tiers, _("every tier")), wanted.tier),
        Filter("place", _("Place"), options(divisions, _("every place")), wanted.place),
    )


def export_heads() -> list[str]:
    """Return the heads of the exported table."""
    return [
        _("Record number"), _("Name"), _("Mongolian name"), _("Kind of record"), _("Class"), _("Type"), _("Heritage category"),
        _("Item code"), _("Tier"), _("Status"), _("Division code"), _("Place"), _("Known since"), _("Confidence"), _("Book"),
    ]  # fmt: skip


def export_rows(actor: Actor, wanted: queries.RecordFilter) -> Iterator[list[Any]]:
    """Yield the rows of the exported table: all that fit, not the page alone."""
    for record in records_to_take(actor, wanted).iterator(chunk_size=1000):
        yield [
            record.number, record.name, record.name_mn, record.get_kind_display(), record.get_tk_class_display(),
            record.tk_type, record.get_ich_category_display(), record.item_code, record.diffusion_tier,
            record.get_status_display(), record.place_id or "", record.place.name if record.place else "",
            record.known_since_year, record.get_confidence_display(), record.book,
        ]  # fmt: skip


def detail_page(actor: Actor, record: Record) -> DetailPage:
    """Build the page of a record."""
    buttons = tuple(step for step in RECORD.available(actor, record) if step.name in PLAIN_STEPS)
    return DetailPage(
        record=record,
        trail=_trail(record),
        lead=_lead(record),
        status_note=_status_note(record),
        because=sees_because(actor, record),
        others=seen_by(actor, record),
        names=tuple(dict.fromkeys(filter(None, (record.name_other, *(name.name for name in record.names.all()))))),
        ingredients=tuple(_ingredients(record)),
        steps=tuple(_steps(record)),
        sources=tuple(_sources(record)),
        confidence=_confidence(record),
        place_facts=tuple(_place_facts(record)),
        class_facts=tuple(_class_facts(record)),
        holder_facts=tuple(_holder_facts(record)),
        buttons=buttons,
        main_step=next((step.name for step in buttons if step.emphasis == "main"), ""),
        may_change=bool(can_change(actor, record)),
        sealed_url=reverse("knowledge:sealed-list", args=[record.number]) if is_member(actor, record) else "",
        shape=RECORD.shapes[record.status],
        labels=marks_on(queries.labels_on(actor, record.pk)),
        notices=notice_marks(queries.notices_on(actor, record.pk)),
        why=reverse("knowledge:record-why", args=[record.number]),
        protocol=_when(bool(queries.holdings_decided(actor, record.number)), "record-protocol", record),
        place_notice=_when(bool(can_place_notice(actor)), "record-notices", record),
    )


def _when(allowed: bool, name: str, record: Record) -> str:
    return reverse(f"knowledge:{name}", args=[record.number]) if allowed else ""


def _trail(record: Record) -> tuple[Link, ...]:
    listed = reverse("knowledge:record-list")
    if record.ich_category:
        within = Link(record.get_ich_category_display(), f"{listed}?ich_category={record.ich_category}")
    else:
        within = Link(record.get_tk_class_display(), f"{listed}?tk_class={record.tk_class}")
    return (Link(_("Traditional knowledge"), listed), within, Link(record.number))


def _lead(record: Record) -> str:
    parts = [record.summary]
    if record.item_code:
        listed = record.get_level_display() or _("heritage list")
        batch = _("batch %(batch)s") % {"batch": record.batch} if record.batch else ""
        parts.append(" ".join(part for part in (listed, record.item_code, batch) if part))
    if record.book:
        parts.append(f"《{record.book}》")
    return pgettext("sentence", ". ").join(part.rstrip("。.") for part in parts if part)


def _status_note(record: Record) -> str:
    moment = record.registered_at if record.status == choices.Status.REGISTERED else record.updated_at
    return _("version %(version)s, %(date)s") % {"version": record.version, "date": iso_date(moment)}


def _ingredients(record: Record) -> Iterator[Ingredient]:
    listed = reverse("knowledge:record-list")
    for line in record.ingredients.all():
        known = line.substance
        yield Ingredient(
            name=line.name,
            dose=line.dose,
            processing=line.processing,
            substance=known.name if known else "",
            url=f"{listed}?substance={known.key}" if known else "",
            differs=bool(known and known.name != line.name),
            inherited=line.inherited,
            in_method=line.in_method,
        )


def _steps(record: Record) -> Iterator[dict[str, str]]:
    for line in record.steps.all():
        parts = (line.materials, line.tool, line.temperature, line.duration, line.product)
        yield {"name": line.operation, "note": pgettext("sentence", ", ").join(part for part in parts if part)}


def _sources(record: Record) -> Iterator[SourceLine]:
    for line in record.sources.all():
        parts = (line.author, line.period, line.edition, line.chapter, line.page, line.site)
        is_work = line.kind in (choices.SourceKind.CLASSIC, choices.SourceKind.BOOK)
        yield SourceLine(
            title=f"《{line.title}》" if is_work and not line.title.startswith("《") else _known(line.title),
            detail=pgettext("sentence", ", ").join(part for part in parts if part),
            kind=line.get_kind_display(),
            proves=line.proves,
            date=line.date_text or (_("%(year)s (year)") % {"year": line.year} if line.year is not None else ""),
        )


def _known(text: str) -> str:
    """Return words of the seeds in the language of the page; other text as it is."""
    if text.startswith(PUBLISHED):
        return _("published in %(book)s") % {"book": text.removeprefix(PUBLISHED)}
    return _(text) if text and text.isascii() else text


def _known_since(record: Record) -> str:
    since = record.known_since_text
    if not since and record.known_since_year is not None:
        since = _("%(year)s (year)") % {"year": record.known_since_year}
    if since and record.known_since_confidence:
        return _("%(level)s (%(reason)s)") % {"level": since, "reason": _known(record.known_since_confidence)}
    return since or _("not dated")


def _confidence(record: Record) -> str:
    level = record.get_confidence_display()
    if not record.confidence_note:
        return level
    return _("%(level)s (%(reason)s)") % {"level": level, "reason": _known(record.confidence_note)}


def _place_facts(record: Record) -> Iterator[dict[str, Any]]:
    listed = reverse("knowledge:record-list")
    if record.place:
        yield {"term": _("Place"), "value": record.place.name, "url": f"{listed}?place={record.place.code}"}
    others = [
        place.place.name if place.place else place.text
        for place in record.places.all()
        if place.place_id is None or place.place_id != record.place_id
    ]
    if others:
        yield {"term": _("Also at home in"), "value": pgettext("list", ", ").join(others)}
    if not record.place and not others:
        yield {"term": _("Place"), "value": _("not stated")}
    yield {"term": _("Known since"), "value": _known_since(record)}


def _class_facts(record: Record) -> Iterator[dict[str, Any]]:
    tier = f"{record.diffusion_tier} {record.get_diffusion_tier_display()}"
    groups = [str(choices.SubjectGroup(group).label) for group in record.subject_groups]
    facts = (
        (_("Kind of record"), record.get_kind_display()),
        (_("Class"), record.get_tk_class_display()),
        (_("Type"), f"{record.tk_type} {record.get_tk_type_display()}" if record.tk_type else ""),
        (_("Subject groups"), pgettext("list", ", ").join(groups)),
        (_("Heritage category"), record.get_ich_category_display()),
        (_("Diffusion tier"), tier),
        (_("Reason for the tier"), _known(record.diffusion_reason)),
        (_("Tradition"), _known(record.tradition)),
        (_("Biological source"), record.biological_source),
    )
    yield from ({"term": term, "value": value} for term, value in facts if value)


def _holder_facts(record: Record) -> Iterator[dict[str, Any]]:
    facts = (
        (_("Holding community"), record.community.name if record.community else ""),
        (_("Type of holder"), record.get_holder_type_display()),
        (_("People or group"), record.people_group),
        (_("Protection unit"), record.protection_unit),
        (_("Being handed on"), record.get_vitality_display()),
        (_("Written down"), long_date(record.created_at)),
    )
    if not record.community:
        yield {"term": _("Holding community"), "value": _("none has claimed it yet")}
    yield from ({"term": term, "value": value} for term, value in facts if value)
