"""What one source said of a document, as the plain values that `SourceRecord` keeps.

Long texts stand in the fields of their own (``title:zh``, ``abstract:en``, ``claim:zh:3``, ``description:zh``); one that is
held with the same words is kept as None, so that a text is stored twice only where two sources differ.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any, Final

from erdem.literature.formats.model import Publication as Read
from erdem.literature.models import TextUnit

PLAIN: Final = (
    "number",
    "application",
    "country",
    "kind",
    "patent_type",
    "filing_date",
    "priority_date",
    "publication_date",
    "grant_date",
    "family_id",
    "legal_status",
    "applicant_place",
    "product",
    "indication",
    "declared_source",
    "corrects",
    "withdrawn",
)
LISTS: Final = ("applicants", "inventors", "ipc", "cpc", "locarno", "family_members", "citations", "unseen", "remarks")
OBJECTS: Final = ("parties", "priorities", "legal_events", "ingredients", "steps")


def what_was_said(item: Read) -> dict[str, Any]:
    """Everything the source gave, blanks left out, texts excepted."""
    said: dict[str, Any] = {name: _plain(getattr(item, name)) for name in PLAIN}
    said |= {name: list(getattr(item, name)) for name in LISTS}
    said |= {name: [_filled(asdict(one)) for one in getattr(item, name)] for name in OBJECTS}
    return _filled(said)


def texts_said(texts: Iterable[TextUnit], held: Mapping[tuple[str, int, str], str]) -> dict[str, str | None]:
    """Texts under their names; None for one that is held with the same words (``held`` maps keys to MD5)."""
    return {
        text_name(text.unit, text.ordinal, text.language): None
        if held.get(_key(text)) == digest(text.text)
        else text.text
        for text in texts
    }


def text_name(unit: str, ordinal: int, language: str) -> str:
    """The field name of a text: ``title:zh``, ``claim:zh:3``."""
    return f"{unit}:{language}:{ordinal}" if unit == "claim" else f"{unit}:{language}"


def _key(text: TextUnit) -> tuple[str, int, str]:
    return text.unit, text.ordinal, text.language


def digest(text: str) -> str:
    """The MD5 that the database gives for the same text; it compares, it secures nothing."""
    return hashlib.md5(text.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()


def snapshot_of(said: Mapping[str, Any], texts: Iterable[str] = ()) -> str:
    """SHA-256 of what was said, for a source whose reader gives none of the record itself."""
    written = json.dumps([said, list(texts)], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()


def as_json_line(item: Read) -> str:
    """A document in our own JSON shape, so that one the database refused can be corrected and read again."""
    said = what_was_said(item)
    record = {
        "publication": said.pop("number", ""),
        "application": said.pop("application", ""),
        "title": dict(item.titles),
        "abstract": dict(item.abstracts),
        "claims": [{"n": claim.n, "text": claim.text} for claim in item.claims],
        "description": item.description,
        "lang": item.description_lang or next((claim.lang for claim in item.claims), ""),
        "family": said.pop("family_members", []),
        "type": said.pop("patent_type", ""),
        "id": item.source_id or item.identifier,
        "url": item.source_url,
        "note": said.pop("remarks", []),
        **said,
    }
    return json.dumps(_filled(record), ensure_ascii=False)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    return {name: _plain(value) for name, value in values.items() if value not in (None, "", (), [], {}, False)}
