"""The hits of a search as a page and a download show them: marked titles, passages, classes, facts; a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.literature.choices import Scheme, Unit
from erdem.literature.models import Classification, Publication, StatedIngredient, StatedStep, TextUnit
from erdem.literature.queries.searching import matching_ids, publications_by_id
from erdem.literature.queries.searching_index import index_snapshot
from erdem.literature.queries.searching_shapes import MOST, SearchRequest, SearchResult
from erdem.literature.search.highlight import Mark, Piece, marked, marks_of, passages

CODES_SHOWN: Final = 3
CHUNK: Final = 1_000


@dataclass(frozen=True, slots=True)
class HitRow:
    """One hit. ``place`` counts from 1 over all pages; ``passages`` are the best places of its texts, at most two."""

    publication: Publication
    place: int
    title: list[Piece]
    passages: list[tuple[Piece, ...]]
    codes: str
    more_codes: int
    more_in_family: int


def hit_rows(actor: Actor, result: SearchResult, *, start: int = 1) -> tuple[HitRow, ...]:
    """Return the hits of a result with what their rows show. Five queries whatever their number."""
    rows = publications_by_id(actor, [hit.publication_id for hit in result.hits])
    folded = {hit.publication_id: hit.more_in_family for hit in result.hits}
    searched = index_snapshot()
    marks = marks_of(result.parsed.node, parts=searched.dictionary.parts if searched else None)
    texts, codes, facts = _texts_of(rows, deep=bool(marks)), _codes_of(rows), _facts_of(rows)
    return tuple(
        HitRow(
            publication=row,
            place=place,
            title=marked(row.title or row.number, marks),
            passages=_passages([*texts[row.pk], _facts_line(row, *facts.get(row.pk, ("", "")))], marks),
            codes="，".join(codes[row.pk][:CODES_SHOWN]),
            more_codes=max(0, len(codes[row.pk]) - CODES_SHOWN),
            more_in_family=folded.get(row.pk, 0),
        )
        for place, row in enumerate(rows, start=start)
    )


def _passages(texts: Sequence[str], marks: tuple[Mark, ...]) -> list[tuple[Piece, ...]]:
    return [passage.pieces for passage in passages(texts, marks, most=2 if len(marks) > 1 else 1)]


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
        _("Legal standing"),
        _("What is held"),
        _("Classes"),
    ]


def export_rows(actor: Actor, request: SearchRequest) -> Iterator[list[Any]]:
    """Yield the rows of a download (columns as `export_heads`), at most 10,000, in the order of the list.

    Raises:
        QueryError: the search line cannot be read.
    """
    ids = matching_ids(actor, replace(request, offset=0), most=MOST)
    for at in range(0, len(ids), CHUNK):
        rows = publications_by_id(actor, ids[at : at + CHUNK])
        codes = _codes_of(rows)
        yield from ([*_values(row), "; ".join(codes[row.pk])] for row in rows)


def _values(row: Publication) -> list[Any]:
    return [
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
        row.status[:60] or row.get_status_group_display(),
        row.get_coverage_display(),
    ]
