"""From a JSON document to terms, strictly: what is not known, missing or of another type is refused, place by place.

The same terms always give the same bytes (RFC 8785, keys sorted, no blanks), so that their digest names them.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
import re
import types
import typing
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import Any, Final

import rfc8785

from erdem.sharing.terms.checking import check
from erdem.sharing.terms.faults import TermsProblem, TermsRefused, refuse
from erdem.sharing.terms.model import FORMAT, LARGEST, Limit, Terms

LONGEST: Final = 512 << 10
"""Bytes of a document; the longest terms that the limits of the fields allow are shorter in practice."""
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_WANTED = {str: "a text", int: "a whole number", bool: "yes or no", dt.date: "a day"}


def read_terms(document: bytes | str | Mapping[str, Any]) -> Terms:
    """Return the terms of a document (JSON text, or what it was decoded to).

    Raises:
        TermsRefused: with every fault found; terms that are returned can stand.
    """
    values = _decoded(document)
    if values.get("format") != FORMAT:
        raise refuse("wrong_format", expected=FORMAT)
    reader = _Reader()
    terms = reader.value(Terms, {key: value for key, value in values.items() if key != "format"}, "")
    if reader.problems:
        raise TermsRefused(reader.problems)
    if problems := check(terms):
        raise TermsRefused(problems)
    return typing.cast("Terms", terms)


def as_document(terms: Terms) -> dict[str, Any]:
    """Return the terms as JSON-like data."""
    return {"format": FORMAT, **_plain(terms)}


def as_bytes(terms: Terms) -> bytes:
    """Return the canonical document."""
    return rfc8785.dumps(as_document(terms))


def digest(terms: Terms) -> str:
    """SHA-256 of the canonical document, as hexadecimal digits."""
    return hashlib.sha256(as_bytes(terms)).hexdigest()


def _decoded(document: bytes | str | Mapping[str, Any]) -> Mapping[str, Any]:
    if isinstance(document, str):
        document = document.encode(errors="surrogatepass")
    if isinstance(document, bytes):
        if len(document) > LONGEST:
            raise refuse("too_long", limit=LONGEST)
        try:
            document = json.loads(document, object_pairs_hook=_once, parse_constant=_no_constant)
        except (ValueError, RecursionError):
            raise refuse("not_json") from None
    if not isinstance(document, Mapping):
        raise refuse("wrong_format", expected=FORMAT)
    return document


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _no_constant(text: str) -> typing.NoReturn:
    raise ValueError(f"{text} is not a JSON value")


@cache
def _hints(kind: type) -> Mapping[str, Any]:
    found = typing.get_type_hints(kind, include_extras=True)
    return {field.name: found[field.name] for field in dataclasses.fields(kind)}


@cache
def _required(kind: type) -> frozenset[str]:
    missing = dataclasses.MISSING
    return frozenset(
        field.name
        for field in dataclasses.fields(kind)
        if field.default is missing and field.default_factory is missing
    )


class _Reader:
    """Walks a document along the types of the model and keeps every fault; what is faulty reads as None."""

    def __init__(self) -> None:
        self.problems: list[TermsProblem] = []

    def fault(self, code: str, where: str, **values: str | int) -> Any:
        """Keep a fault; the value in its place is None."""
        self.problems.append(TermsProblem(code, where, values))

    def value(self, hint: Any, value: object, where: str, limit: int = 0) -> Any:
        origin = typing.get_origin(hint)
        if origin is typing.Annotated:
            kind, bound = typing.get_args(hint)
            return self.value(kind, value, where, typing.cast("Limit", bound).most)
        if origin is tuple:
            return self._list(typing.get_args(hint)[0], value, where, limit)
        if origin in (types.UnionType, typing.Union):
            return self._union(typing.get_args(hint), value, where)
        if dataclasses.is_dataclass(hint):
            return self._object(typing.cast("type", hint), value, where)
        return self._plain(hint, value, where, limit)

    def _union(self, kinds: tuple[Any, ...], value: object, where: str) -> Any:
        if type(None) in kinds:
            kind = next(kind for kind in kinds if kind is not type(None))
            return None if value is None else self.value(kind, value, where)
        by_name = {kind.KIND: kind for kind in kinds}
        name = value.get("kind") if isinstance(value, Mapping) else None
        if not isinstance(value, Mapping) or not isinstance(name, str):
            return self.fault("wrong_type", where, expected="an object with a kind")
        if name not in by_name:
            return self.fault("not_in_list", f"{where}/kind", value=name[:40])
        return self._object(by_name[name], {key: part for key, part in value.items() if key != "kind"}, where)

    def _list(self, kind: Any, value: object, where: str, limit: int) -> Any:
        if not isinstance(value, list):
            return self.fault("wrong_type", where, expected="a list")
        if len(value) > limit:
            return self.fault("list_too_long", where, limit=limit)
        return tuple(self.value(kind, part, f"{where}/{_name_of(part, at)}") for at, part in enumerate(value, 1))

    def _object(self, kind: type, value: object, where: str) -> Any:
        if not isinstance(value, Mapping):
            return self.fault("wrong_type", where, expected="an object")
        before, start = len(self.problems), f"{where}/" if where else ""
        hints = _hints(kind)
        for key in value:
            if key not in hints:
                self.fault("unknown", f"{start}{str(key)[:40]}")
        for key in sorted(_required(kind) - value.keys()):
            self.fault("missing", f"{start}{key}")
        parts = {key: self.value(hints[key], value[key], f"{start}{key}") for key in hints if key in value}
        return kind(**parts) if len(self.problems) == before else None

    def _plain(self, kind: Any, value: object, where: str, limit: int) -> Any:
        if issubclass(kind, StrEnum):
            if isinstance(value, str) and value in set(kind):
                return kind(value)
            return self.fault("not_in_list", where, value=str(value)[:40])
        if type(value) is not (str if kind is dt.date else kind):
            return self.fault("wrong_type", where, expected=_WANTED[kind])
        if kind is dt.date:
            return self._day(typing.cast("str", value), where)
        if kind is str:
            return self._text(typing.cast("str", value), where, limit)
        if kind is int and abs(typing.cast("int", value)) > LARGEST:
            return self.fault("number_too_large", where)
        return value

    def _day(self, value: str, where: str) -> Any:
        try:
            return dt.date.fromisoformat(value) if _DAY.fullmatch(value) else self.fault("bad_day", where)
        except ValueError:
            return self.fault("bad_day", where)

    def _text(self, value: str, where: str, limit: int) -> Any:
        if len(value) > limit:
            return self.fault("text_too_long", where, limit=limit)
        if _UNPRINTABLE.search(value):
            return self.fault("bad_text", where)
        return value


def _name_of(part: object, at: int) -> str:
    """What names a member of a list in a place: the key of a line, else its position counted from 1."""
    key = part.get("key") if isinstance(part, Mapping) else None
    return key if isinstance(key, str) and 0 < len(key) <= 16 and "/" not in key else str(at)


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        kind = getattr(value, "KIND", None)
        named = {"kind": kind} if isinstance(kind, str) else {}
        return named | {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, StrEnum):
        return value.value
    return value.isoformat() if isinstance(value, dt.date) else value
