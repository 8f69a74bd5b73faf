"""What the search index is told of publications, read in bulk: seven queries a batch, texts streamed one by one."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, groupby
from typing import Any, Final

from django.db.models import Model
from django.db.models.functions import Left

from erdem.literature.choices import PartyRole, Scheme, Standing, Unit
from erdem.literature.models import (
    Classification,
    Party,
    Priority,
    Publication,
    StatedIngredient,
    StatedStep,
    TextUnit,
)
from erdem.literature.queries.searching_places import PROVINCES, Divisions
from erdem.literature.search.document import IndexDocument

BATCH: Final = 100
"""Publications whose small rows are held together; of their texts those of one publication are held at a time."""
LONGEST_TEXT: Final = 200_000
"""Characters of one text that are searched. Longer ones, sequence listings mostly, are found by their beginning."""
LONGEST_DOCUMENT: Final = 1_000_000
"""Characters of all texts of a publication that are searched, in the order title, abstract, claims, description."""
_ROWS: Final = 20
_YEAR: Final = 1_00_00
_OWNERS: Final = (PartyRole.APPLICANT, PartyRole.ASSIGNEE)
_UNITS: Final = (Unit.TITLE, Unit.ABSTRACT, Unit.CLAIM, Unit.DESCRIPTION)
_SHOWN_BEFORE: Final = {unit: place for place, unit in enumerate(_UNITS)}


@dataclass(slots=True)
class _Texts:
    """The texts of one publication by unit, with their languages."""

    by_unit: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    languages: dict[str, None] = field(default_factory=dict)


def documents_of(ids: Iterable[int]) -> Iterator[IndexDocument]:
    """Yield what the index is told of these publications, in the order of their keys; those that are gone are missing.

    Runs inside the transaction of an actor who may read them.
    """
    divisions = Divisions()
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), BATCH):
        yield from _batch(wanted[start : start + BATCH], divisions)


def _batch(ids: Sequence[int], divisions: Divisions) -> Iterator[IndexDocument]:
    rows = list(Publication.objects.filter(pk__in=ids).defer("search_text", "sources", "unseen").order_by("pk"))
    classes, parties = _grouped(Classification, ids, "ordinal"), _grouped(Party, ids, "role", "ordinal")
    priorities = _grouped(Priority, ids, "ordinal")
    ingredients, steps = _grouped(StatedIngredient, ids, "ordinal"), _grouped(StatedStep, ids, "ordinal")
    texts = _texts(ids)
    at, held = next(texts, (0, _Texts()))
    for row in rows:
        while at and at < row.pk:
            at, held = next(texts, (0, _Texts()))
        yield IndexDocument(
            **_identity(row, priorities[row.pk]),
            **_wording(row, held if at == row.pk else _Texts(), ingredients[row.pk], steps[row.pk]),
            **_people(row, parties[row.pk], divisions),
            **_symbols(classes[row.pk]),
            **_facts(row),
        )


def _grouped(model: type[Model], ids: Sequence[int], *order: str) -> Mapping[int, list[Any]]:
    grouped: dict[int, list[Any]] = defaultdict(list)
    for one in model._default_manager.filter(publication__in=ids).order_by("publication", *order):
        grouped[one.publication_id].append(one)  # type: ignore[attr-defined]  # every model here has it
    return grouped


def _texts(ids: Sequence[int]) -> Iterator[tuple[int, _Texts]]:
    """Yield publications with their texts; long ones are cut by the database, so that they are never held whole."""
    held = TextUnit.objects.filter(publication__in=ids).annotate(beginning=Left("text", LONGEST_TEXT))
    rows = held.order_by("publication", "ordinal", "language").values_list(
        "publication_id", "unit", "language", "beginning"
    )
    for key, group in groupby(rows.iterator(chunk_size=_ROWS), key=lambda row: row[0]):
        yield key, _bounded((unit, language, text) for _key, unit, language, text in group)


def _bounded(rows: Iterable[tuple[str, str, str]]) -> _Texts:
    texts, left = _Texts(), LONGEST_DOCUMENT
    for unit, language, text in sorted(rows, key=lambda row: _SHOWN_BEFORE[Unit(row[0])]):
        texts.languages.setdefault(language)
        if left > 0:
            texts.by_unit[unit].append(text[:left])
            left -= len(text)
    return texts


def _identity(row: Publication, priorities: Sequence[Priority]) -> dict[str, Any]:
    return {
        "id": row.pk,
        "number": row.number,
        "number_key": row.number_key,
        "number_stem": row.number_stem,
        "application_keys": (row.application_key,) if row.application_key else (),
        "priority_keys": tuple(one.number_key for one in priorities if one.number_key),
        "family": row.family_id or 0,
    }


def _wording(
    row: Publication, texts: _Texts, ingredients: Sequence[StatedIngredient], steps: Sequence[StatedStep]
) -> dict[str, Any]:
    stated = [" ".join(filter(None, (one.name, one.processing))) for one in ingredients]
    done = [" ".join(filter(None, (step.operation, *step.parts))) for step in steps]
    facts = (row.product, row.indication, row.declared_source, *stated, *done)
    return {
        "titles": tuple(dict.fromkeys(filter(None, (row.title, *texts.by_unit[Unit.TITLE])))),
        "abstracts": tuple(texts.by_unit[Unit.ABSTRACT]),
        "claims": tuple(texts.by_unit[Unit.CLAIM]),
        "descriptions": tuple(texts.by_unit[Unit.DESCRIPTION]),
        "facts": tuple(filter(None, facts)),
        "languages": tuple(filter(None, dict.fromkeys((row.title_language, *texts.languages)))),
    }


def _people(row: Publication, parties: Sequence[Party], divisions: Divisions) -> dict[str, Any]:
    owners = [party for party in parties if party.role in _OWNERS]
    others = [party for party in parties if party.role not in (*_OWNERS, PartyRole.INVENTOR)]
    names = [party.name for party in owners] or [name.strip() for name in row.applicants.split(";")]
    codes = dict.fromkeys(chain.from_iterable(_codes(party, divisions) for party in owners))
    codes = codes or dict.fromkeys(filter(None, (PROVINCES.get(row.applicant_region, ""),)))
    written = chain.from_iterable((party.province, party.city, party.county, party.region) for party in owners)
    place_names = (*chain.from_iterable(map(divisions.names, codes)), *written, row.applicant_region)
    return {
        "applicants": tuple(dict.fromkeys(filter(None, names))),
        "inventors": tuple(dict.fromkeys(party.name for party in parties if party.role == PartyRole.INVENTOR)),
        "others": tuple(dict.fromkeys(filter(None, chain.from_iterable((one.name, one.agency) for one in others)))),
        "places": tuple(codes),
        "place_names": tuple(dict.fromkeys(filter(None, place_names))),
    }


def _codes(party: Party, divisions: Divisions) -> list[str]:
    """The division of a party with those it lies in, else its province, else its country."""
    if party.place_id:
        return divisions.upwards(party.place_id)
    province = PROVINCES.get(party.region) or PROVINCES.get(party.province)
    return [province] if province else [party.country] if party.country and party.country != "CN" else []


def _symbols(classes: Sequence[Classification]) -> dict[str, Any]:
    schemes = (("ipc", Scheme.IPC), ("cpc", Scheme.CPC), ("locarno", Scheme.LOCARNO))
    return {name: tuple(one.code for one in classes if one.scheme == scheme) for name, scheme in schemes}


def _facts(row: Publication) -> dict[str, Any]:
    return {
        "office": row.country,
        "kind": row.type,
        "stage": row.stage,
        "status": row.status_group,
        "held": row.coverage,
        "filing_day": _day(row.filing_date) or (row.filing_year or 0) * _YEAR,
        "publication_day": _day(row.publication_date),
        "priority_day": _day(row.priority_date),
        "year": row.year or 0,
        "replaced": row.standing == Standing.REPLACED,
    }


def _day(date: dt.date | None) -> int:
    return date.year * 1_00_00 + date.month * 1_00 + date.day if date else 0
