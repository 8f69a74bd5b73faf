"""Publications as RIS, the exchange format of reference managers: one ``TY  - PAT`` … ``ER  - `` block for each.

Tags: TI title, AU inventors, PB applicants (joined) and A2 (one each), ID key and SN number of the publication, M1
application number, PY and DA date, M3 type, CY office, LA language, AB abstract, KW class symbols, N1 note, UR address.
Source: RIS format specification of Research Information Systems (2001), with the patent fields as reference managers use
them. Lines end with CR LF, the encoding is UTF-8 without a mark.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet
from django.urls import reverse

from erdem.base import mail
from erdem.base.actor import Actor
from erdem.literature.choices import PartyRole, Unit
from erdem.literature.models import Classification, Party, Publication, TextUnit
from erdem.literature.queries.documents import publications

CHUNK: Final = 500
END: Final = "\r\n"
_BLANKS: Final = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]+")


@dataclass(frozen=True, slots=True)
class Cited:
    """What a reference manager gets of one publication."""

    publication: Publication
    inventors: tuple[str, ...] = ()
    applicants: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    abstract: str = ""
    note: str = ""


def ris_text(actor: Actor, ids: Iterable[int], notes: Mapping[int, str] | None = None) -> str:
    """Return the publications of these keys in their order as RIS, with the notes by key; four queries for every 500."""
    wanted, said = list(ids), notes or {}
    parts = []
    for start in range(0, len(wanted), CHUNK):
        parts += [record(cited) for cited in _cited(actor, wanted[start : start + CHUNK], said)]
    return END.join(parts)


def record(cited: Cited) -> str:
    """Return one block of RIS, with the line end after its last line."""
    lines = ["TY  - PAT"]
    lines += [f"{tag}  - {value}" for tag, raw in _fields(cited) if (value := folded(raw))]
    return END.join([*lines, "ER  - ", ""])


def folded(text: str) -> str:
    """Return a value on one line: RIS knows no continued lines, and control characters have no place in it."""
    return _BLANKS.sub(" ", text).strip()


def _fields(cited: Cited) -> Iterator[tuple[str, str]]:
    publication = cited.publication
    yield "ID", publication.number_key
    yield "TI", folded(publication.title) or publication.number
    yield from (("AU", name) for name in cited.inventors)
    yield "PB", "; ".join(cited.applicants)
    yield from (("A2", name) for name in cited.applicants)
    yield "SN", publication.number
    yield "M1", publication.application_number
    yield "CY", publication.country
    yield "M3", publication.get_type_display()
    yield from _dates(publication)
    yield "LA", publication.title_language
    yield "AB", cited.abstract
    yield from (("KW", code) for code in cited.codes)
    yield "N1", cited.note
    yield "UR", mail.whole_address(reverse("literature:publication-detail", args=[publication.number_key]))


def _dates(publication: Publication) -> Iterator[tuple[str, str]]:
    day: dt.date | None = publication.publication_date or publication.grant_date
    if day is not None:
        yield "PY", f"{day.year:04d}"
        yield "DA", f"{day.year:04d}/{day.month:02d}/{day.day:02d}"
    elif publication.year:
        yield "PY", f"{publication.year:04d}"


def _cited(actor: Actor, ids: list[int], notes: Mapping[int, str]) -> Iterator[Cited]:
    found = publications(actor).defer("search_text").in_bulk(ids)
    parties: dict[tuple[int, str], list[str]] = defaultdict(list)
    named = Party.objects.filter(publication__in=ids, role__in=[PartyRole.INVENTOR, PartyRole.APPLICANT])
    for key, role, name in named.order_by("publication", "ordinal").values_list("publication_id", "role", "name"):
        parties[key, role].append(name)
    codes = _by_publication(Classification.objects.filter(publication__in=ids).order_by("scheme", "ordinal"), "code")
    abstracts = _by_publication(TextUnit.objects.filter(publication__in=ids, unit=Unit.ABSTRACT), "text")
    for key in ids:
        if key in found:
            yield Cited(
                publication=found[key],
                inventors=tuple(parties[key, PartyRole.INVENTOR]),
                applicants=tuple(parties[key, PartyRole.APPLICANT]) or _split(found[key].applicants),
                codes=tuple(dict.fromkeys(codes[key])),
                abstract=next(iter(abstracts[key]), ""),
                note=notes.get(key, ""),
            )


def _split(applicants: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in re.split("[;；]", applicants) if name.strip())


def _by_publication(rows: QuerySet[Classification] | QuerySet[TextUnit], column: str) -> dict[int, list[str]]:
    gathered: dict[int, list[str]] = defaultdict(list)
    for key, value in rows.values_list("publication_id", column):
        gathered[key].append(value)
    return gathered
