"""The list of publications: hits with marked words, facets with counts, what the collection holds, rows to take away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, F, IntegerField, QuerySet, Value, When
from django.db.models.functions import Cast, Mod
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.literature.choices import Coverage, PublicationType, Scheme, Unit
from erdem.literature.models import Classification, Publication, StatedIngredient, StatedStep, TextUnit
from erdem.literature.policies import visible_publications
from erdem.literature.queries.classes import class_name
from erdem.literature.queries.filters import NOT_OBTAINED, SPAN, Filters
from erdem.literature.queries.marking import Piece, marked, passage
from erdem.literature.queries.offices import office_name

PAGE: Final = 50
MOST_OPTIONS: Final = 8
MOST_EXPORTED: Final = 10_000
CODES_SHOWN: Final = 3
ALWAYS: Final = (PublicationType.INVENTION, PublicationType.UTILITY, PublicationType.DESIGN)


@dataclass(frozen=True, slots=True)
class Option:
    """One box of a facet."""

    value: str
    label: str
    count: int
    checked: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A group of boxes; ``name`` is the parameter of the address."""

    name: str
    title: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """One publication in the list."""

    publication: Publication
    place: int
    title: list[Piece]
    passage: list[Piece]
    codes: str
    more_codes: int


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of hits with the page object of the paginator."""

    page: Page[Publication]
    hits: tuple[Hit, ...]

    @property
    def total(self) -> int:
        """How many publications were found."""
        return self.page.paginator.count


def publications(actor: Actor) -> QuerySet[Publication]:
    """Return what the actor may read."""
    return Publication.objects.filter(visible_publications(actor))


def _ordered(found: QuerySet[Publication], filters: Filters) -> QuerySet[Publication]:
    newest = F("year").desc(nulls_last=True)
    if filters.order == "oldest":
        return found.order_by(F("year").asc(nulls_last=True), "number_key")
    if filters.order == "number":
        return found.order_by("number_key")
    if filters.order == "newest" or not filters.understood.words:
        return found.order_by(newest, "number_key")
    rank: Any = Value(0)
    for word in filters.understood.words:
        rank = rank + Case(When(title__icontains=word, then=1), default=0, output_field=IntegerField())
    return found.annotate(rank=rank).order_by("-rank", newest, "number_key")


def find(actor: Actor, filters: Filters, page: int | str = 1) -> Listing:
    """Return one page of what was asked for. Six queries whatever the number of rows."""
    found = _ordered(publications(actor).filter(filters.condition()).defer("search_text"), filters)
    shown = Paginator(found, PAGE).get_page(page)
    rows = list(shown.object_list)
    words = filters.understood.words
    texts, codes, facts = _texts_of(rows, deep=bool(words)), _codes_of(rows), _facts_of(rows)
    hits = tuple(
        Hit(
            publication=row,
            place=place,
            title=marked(row.title or row.number, words),
            passage=passage([*texts[row.pk], _facts_line(row, *facts.get(row.pk, ("", "")))], words),
            codes="，".join(codes[row.pk][:CODES_SHOWN]),
            more_codes=max(0, len(codes[row.pk]) - CODES_SHOWN),
        )
        for place, row in enumerate(rows, start=shown.start_index())
    )
    return Listing(shown, hits)


def _texts_of(rows: Sequence[Publication], *, deep: bool) -> dict[int, list[str]]:
    """Abstracts and, where words are looked for, all claims (else the first)."""
    units = TextUnit.objects.filter(publication__in=rows, unit__in=[Unit.ABSTRACT, Unit.CLAIM])
    if not deep:
        units = units.filter(ordinal__lte=1)
    texts: dict[int, list[str]] = defaultdict(list)
    for identifier, text in units.order_by("publication", "unit", "ordinal").values_list("publication_id", "text"):
        texts[identifier].append(text)
    return texts


def _codes_of(rows: Sequence[Publication]) -> dict[int, list[str]]:
    codes: dict[int, list[str]] = defaultdict(list)
    held = Classification.objects.filter(publication__in=rows, scheme__in=[Scheme.IPC, Scheme.LOCARNO])
    for identifier, code in held.order_by("publication", "ordinal").values_list("publication_id", "code"):
        codes[identifier].append(code)
    return codes


def _facts_of(rows: Sequence[Publication]) -> dict[int, tuple[str, str]]:
    """Names of the stated ingredients, and the stated steps in words."""
    names, steps = defaultdict[int, list[str]](list), defaultdict[int, list[str]](list)
    held = StatedIngredient.objects.filter(publication__in=rows).order_by("publication", "ordinal")
    for identifier, name in held.values_list("publication_id", "name"):
        names[identifier].append(name)
    for step in StatedStep.objects.filter(publication__in=rows).order_by("publication", "ordinal"):
        steps[step.publication_id].append("，".join(part for part in (step.operation, *step.parts) if part))
    return {key: ("、".join(names[key]), "；".join(steps[key])) for key in {*names, *steps}}


def _facts_line(row: Publication, ingredients: str, steps: str) -> str:
    """What somebody typed of a publication, as one line: product, use, ingredients, steps."""
    parts = [row.product, row.indication]
    if ingredients:
        parts.append(_("Stated ingredients: %(names)s") % {"names": ingredients})
    if steps:
        parts.append(_("Stated steps: %(steps)s") % {"steps": steps})
    return "。".join(part for part in parts if part)


def facets(actor: Actor, filters: Filters) -> tuple[Facet, ...]:
    """Return the groups of boxes; the counts of each respect everything asked for but the group itself."""
    counted = _Counted(actor, filters)
    years = [(str(year), f"{year}–{year + SPAN - 1}") for year in counted.years()]
    return (
        counted.facet("type", _("Type of document"), "type", choices=PublicationType.choices),
        counted.classes(),
        counted.facet("region", _("Applicant's place"), "applicant_region"),
        counted.facet("year", _("Years"), "bucket", choices=[*years, (NOT_OBTAINED, _("not obtained"))]),
        counted.facet("office", _("Office"), "country"),
        counted.facet("held", _("What is held"), "coverage", choices=Coverage.choices),
    )


class _Counted:
    """Counts of one search, a query for each group."""

    def __init__(self, actor: Actor, filters: Filters) -> None:
        self.actor = actor
        self.filters = filters

    def _rows(self, name: str) -> QuerySet[Publication]:
        rows = publications(self.actor).filter(self.filters.condition(leave_out=name)).order_by()
        return rows.annotate(bucket=Cast(F("year") - Mod("year", SPAN), IntegerField())) if name == "year" else rows

    def _counts(self, name: str, column: str) -> dict[str, int]:
        rows = self._rows(name).values_list(column).annotate(count=Count("pk"))
        return {str(value) if value not in (None, "") else NOT_OBTAINED: count for value, count in rows}

    def years(self) -> list[int]:
        """Five-year spans that occur, the latest first."""
        self._by_year = self._counts("year", "bucket")
        return sorted((int(value) for value in self._by_year if value != NOT_OBTAINED), reverse=True)

    def facet(
        self, name: str, title: str, column: str, *, choices: Iterable[tuple[str, str | Promise]] | None = None
    ) -> Facet:
        """A group over one column: all choices, or the most frequent values."""
        counts = self._by_year if name == "year" else self._counts(name, column)
        labels = {value: str(label) for value, label in choices} if choices else self._frequent(name, counts)
        return self._made(name, title, counts, labels)

    def _frequent(self, name: str, counts: dict[str, int]) -> dict[str, str]:
        """The most frequent values and the ticked ones; what was not obtained comes last."""
        ticked = self.filters.chosen.get(name, ())
        order = sorted((value for value in counts if value != NOT_OBTAINED), key=lambda value: (-counts[value], value))
        kept = [*order[:MOST_OPTIONS], *(value for value in ticked if value not in order[:MOST_OPTIONS])]
        labels = {value: office_name(value) if name == "office" else value for value in kept if value != NOT_OBTAINED}
        if NOT_OBTAINED in counts or NOT_OBTAINED in ticked:
            labels[NOT_OBTAINED] = _("not obtained")
        return labels

    def classes(self) -> Facet:
        """The group of subclasses with their names."""
        rows = self._rows("class")
        held = Classification.objects.filter(publication__in=rows, scheme=Scheme.IPC).order_by()
        counts = dict(held.values_list("subclass").annotate(count=Count("publication", distinct=True)))
        counts[NOT_OBTAINED] = rows.filter(classifications__isnull=True).count()
        labels = {
            value: f"{value} {class_name(value)}".strip() if value != NOT_OBTAINED else label
            for value, label in self._frequent("class", counts).items()
        }
        return self._made("class", _("Classes"), counts, labels)

    def _made(self, name: str, title: str, counts: dict[str, int], labels: dict[str, str]) -> Facet:
        ticked = self.filters.chosen.get(name, ())
        options = tuple(
            Option(value, label, counts.get(value, 0), value in ticked)
            for value, label in labels.items()
            if counts.get(value) or value in ticked or value in ALWAYS
        )
        return Facet(name, title, options)


@dataclass(frozen=True, slots=True)
class Holdings:
    """What the collection holds, for the foot of the list."""

    total: int
    chinese: int
    full_text: int
    facts_only: int
    sources: tuple[tuple[str, int], ...]

    @property
    def foreign(self) -> int:
        """Documents of offices other than the Chinese."""
        return self.total - self.chinese


def holdings(actor: Actor) -> Holdings:
    """Count the collection by what is held and where it came from (its first source). Two queries."""
    held = publications(actor).order_by()
    by_kind = list(held.values_list("country", "coverage").annotate(count=Count("pk")))
    sources = held.values_list("sources__0__name").annotate(count=Count("pk")).order_by("-count", "sources__0__name")
    return Holdings(
        total=sum(count for _country, _coverage, count in by_kind),
        chinese=sum(count for country, _coverage, count in by_kind if country == "CN"),
        full_text=sum(count for _country, coverage, count in by_kind if coverage == Coverage.FULL_TEXT),
        facts_only=sum(count for _country, coverage, count in by_kind if coverage in (Coverage.FACTS, Coverage.TITLE)),
        sources=tuple((str(name or "—"), count) for name, count in sources),
    )


def export_heads() -> list[str]:
    """Heads of the columns of a download."""
    return [
        _("Publication number"),
        _("Application number"),
        _("Title"),
        _("Type"),
        _("Stage"),
        _("Filing date"),
        _("Priority date"),
        _("Publication date"),
        _("Grant date"),
        _("Applicants"),
        _("Applicant's place"),
        _("What is held"),
        _("Classes"),
    ]


def export_rows(actor: Actor, filters: Filters) -> Iterator[list[Any]]:
    """Yield the rows of a download (columns as `export_heads`), at most 10,000, in the order of the list."""
    found = _ordered(publications(actor).filter(filters.condition()).defer("search_text"), filters)
    rows = list(found[:MOST_EXPORTED])
    codes = _codes_of(rows)
    for row in rows:
        values = [
            row.number,
            row.application_number,
            row.title,
            row.get_type_display(),
            row.get_stage_display(),
            row.filing_date,
            row.priority_date,
            row.publication_date,
            row.grant_date,
            row.applicants,
            row.applicant_region,
            row.get_coverage_display(),
        ]
        yield [*values, "; ".join(codes[row.pk])]
