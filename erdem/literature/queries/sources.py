"""What each source said of a publication, field beside field, and where they differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from django.utils.translation import gettext as _

from erdem.lib.folding import fold
from erdem.literature.models import Publication, SourceRecord

TEXTS: Final = ("title", "abstract", "claim", "description")
OF_THE_SOURCE: Final = frozenset({"unseen", "remarks"})


@dataclass(frozen=True, slots=True)
class Said:
    """What one source said of one field. ``same`` when the text is the one that is shown; then ``text`` is blank."""

    source: SourceRecord
    text: str
    same: bool = False


@dataclass(frozen=True, slots=True)
class SaidField:
    """One field with what every source that speaks of it said."""

    name: str
    label: str
    values: tuple[Said, ...]

    @property
    def differs(self) -> bool:
        """Say whether two sources, or a source and what is shown, say different things."""
        if any(value.same for value in self.values):
            return not all(value.same for value in self.values)
        return len({_compared(value.text) for value in self.values}) > 1


@dataclass(frozen=True, slots=True)
class Sources:
    """The sources of a publication, in the order in which they came, and their fields."""

    records: tuple[SourceRecord, ...]
    fields: tuple[SaidField, ...]

    @property
    def differing(self) -> tuple[SaidField, ...]:
        """The fields of the document in which they differ; how much each source saw of it is no field of the document."""
        return tuple(field for field in self.fields if field.differs and field.name not in OF_THE_SOURCE)


def sources_of(publication: Publication) -> Sources:
    """Return what each source said; one query. Published documents are public, and so is what was said of them."""
    records = tuple(publication.source_records.order_by("pk"))
    names = dict.fromkeys(name for record in records for name in record.fields)
    fields = (_field(name, records) for name in sorted(names, key=_place))
    return Sources(records, tuple(fields))


def _field(name: str, records: Iterable[SourceRecord]) -> SaidField:
    speaking = (record for record in records if name in record.fields)
    return SaidField(name, label_of(name), tuple(Said(record, *_value(record.fields[name])) for record in speaking))


def label_of(name: str) -> str:
    """The name of a field for people; texts carry their language, claims their number."""
    kind, _sign, rest = name.partition(":")
    if kind in TEXTS and rest:
        words = {"title": _("title"), "abstract": _("abstract"), "claim": _("claim"), "description": _("description")}
        language, _sign, number = rest.partition(":")
        return " ".join(part for part in (words[kind], number, f"({language})" if language else "") if part)
    return _labels().get(name, name)


def _labels() -> Mapping[str, str]:
    return {
        "number": _("publication number"),
        "application": _("application number"),
        "country": _("country"),
        "kind": _("kind code"),
        "patent_type": _("type"),
        "filing_date": _("filing date"),
        "priority_date": _("priority date"),
        "publication_date": _("publication date"),
        "grant_date": _("grant date"),
        "family_id": _("family number"),
        "legal_status": _("legal status"),
        "applicant_place": _("applicant's place"),
        "product": _("product"),
        "indication": _("indication"),
        "declared_source": _("source of the knowledge as declared"),
        "corrects": _("corrects"),
        "withdrawn": _("taken back by the office"),
        "applicants": _("applicants"),
        "inventors": _("inventors"),
        "ipc": _("classes (IPC)"),
        "cpc": _("classes (CPC)"),
        "locarno": _("classes (Locarno)"),
        "family_members": _("family members"),
        "citations": _("citations"),
        "unseen": _("not seen"),
        "remarks": _("remarks"),
        "parties": _("parties"),
        "priorities": _("priorities"),
        "legal_events": _("legal events"),
        "ingredients": _("ingredients"),
        "steps": _("steps"),
    }


def _place(name: str) -> tuple[int, str, int]:
    """Numbers and facts in the order above, then the texts."""
    kind, _sign, rest = name.partition(":")
    if kind in TEXTS and rest:
        number = rest.rpartition(":")[2]
        return len(_order()) + TEXTS.index(kind), rest.partition(":")[0], int(number) if number.isdecimal() else 0
    return _order().get(name, len(_order()) - 1), name, 0


@cache
def _order() -> Mapping[str, int]:
    return {name: place for place, name in enumerate(_labels())}


def _value(value: Any) -> tuple[str, bool]:
    if value is None:
        return "", True
    if value is True:
        return _("yes"), False
    if isinstance(value, list):
        return "; ".join(_one(part) for part in value), False
    return str(value), False


def _one(part: Any) -> str:
    return _filled(part.values()) if isinstance(part, dict) else str(part)


def _filled(values: Iterable[Any]) -> str:
    return ", ".join(str(value) for value in values if value not in (None, ""))


def _compared(text: str) -> str:
    return " ".join(fold(text).split())
