"""The content of a record as canonical JSON and back: what a version keeps. Plain values, no database.

Version content has one key per field of `RecordContent`, without what is no content: the line of a file, the key of an import.
The digest is SHA-256 over UTF-8 JSON with sorted keys and no spaces.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from erdem.knowledge.content import (
    IngredientLine,
    NameLine,
    OriginLine,
    PlaceLine,
    RecordContent,
    SourceLine,
    StepLine,
)

NO_CONTENT = ("line", "source_key", "is_demonstration")
LINES: dict[str, Any] = {
    "names": NameLine,
    "origins": OriginLine,
    "sources": SourceLine,
    "places": PlaceLine,
    "ingredients": IngredientLine,
    "steps": StepLine,
}
LISTS = ("subject_groups", "materials", "products")
FIELDS = tuple(field.name for field in fields(RecordContent) if field.name not in NO_CONTENT)


def as_json(content: RecordContent) -> dict[str, Any]:
    """Return the content as it is stored: the same name or place twice counts once, blank places are dropped."""
    body: dict[str, Any] = {name: getattr(content, name) for name in FIELDS}
    for name in LINES:  # `asdict` takes ten times as long
        body[name] = [{key: getattr(line, key) for key in line.__slots__} for line in body[name]]
    for name in LISTS:
        body[name] = list(body[name])
    body["extra"] = json.loads(json.dumps(body["extra"]), parse_float=_as_stored)
    body["names"] = _once(body["names"], "name")
    body["places"] = [
        place for place in _once(body["places"], "code", keep_blank=True) if place["code"] or place["text"].strip()
    ]
    return body


def from_json(body: Mapping[str, Any]) -> RecordContent:
    """Return the content of a version; keys of later versions of this software are left out.

    Raises:
        KeyError: there is no content, because it was removed.
    """
    given = {name: body[name] for name in FIELDS if name in body}
    for name, line in LINES.items():
        known = set(line.__slots__)
        rows = given.get(name, ())
        given[name] = tuple(line(**{key: row[key] for key in row if key in known}) for row in rows)
    for name in LISTS:
        given[name] = tuple(given.get(name, ()))
    return RecordContent(**{"kind": body["kind"], "name": body["name"], "tk_class": body["tk_class"], **given})


def document_of(body: Mapping[str, Any]) -> str:
    """Return version content as the text that its digest is of."""
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(body: Mapping[str, Any]) -> str:
    """Return the SHA-256 of version content, in hex."""
    return hashlib.sha256(document_of(body).encode()).hexdigest()


def statement_of(number: str, version: int, sha256: str) -> dict[str, str | int]:
    """Return what the log commits to when a version is entered."""
    return {"number": number, "version": version, "sha256": sha256}


def changed_fields(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """Return the names of the fields that differ, in the order of the record."""
    return [name for name in FIELDS if old.get(name) != new.get(name)]


def _as_stored(written: str) -> float | int:
    """Return a number as the database gives it back, which writes large ones out: the digest depends on it."""
    value = float(written)
    return int(value) if "e" in written and value.is_integer() else value


def _once(rows: list[dict[str, Any]], key: str, *, keep_blank: bool = False) -> list[dict[str, Any]]:
    seen: set[Any] = set()
    kept = []
    for row in rows:
        if row[key] in seen and not (keep_blank and not row[key]):
            continue
        seen.add(row[key])
        kept.append(row)
    return kept
