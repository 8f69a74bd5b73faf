"""Templates of official documents, read from ``templates/*.toml``; a part of cases adds a file of its own.

A template has a ``title``, the ``kinds`` of case it belongs to, its ``series`` (the letter in the number, 罚; blank for a paper
without number), an ``addressee``, its legal ``basis`` as pairs of text and confidence, ``fields`` that somebody fills in
(name, label, kind, ``optional``), and ``blocks``: a paragraph, or a table with one of the keys

* ``h``: a heading; ``facts``: pairs of term and value; ``sign``: who signs;
* ``table``: a head, with ``rows`` naming the field that holds the rows.

``{name}`` is a fact of the case or a field; ``{period:P3.pay_fine}`` the length of a rule in force on the day of drafting, marked
when it is unverified.
"""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

PLACE = re.compile(r"\{(?:(period):)?([A-Za-z0-9_.]+)\}")
FIELD_KINDS = frozenset({"line", "text", "date", "money", "rows"})
VERIFIED = "V"


@dataclass(frozen=True)
class Field:
    """One thing that somebody fills in. ``kind``: line, text, date, money (in yuan, kept in fen) or rows."""

    name: str
    label: str
    kind: str
    is_optional: bool = False


@dataclass(frozen=True)
class Template:
    """A template of an official document."""

    key: str
    title: str
    kinds: tuple[str, ...]
    blocks: tuple[Any, ...]
    basis: tuple[tuple[str, str], ...]
    fields: tuple[Field, ...] = ()
    series: str = ""
    addressee: str = ""
    has_seal: bool = True
    is_internal: bool = False

    def periods(self) -> tuple[str, ...]:
        """Return the rules whose length the text names, as ``process.step``."""
        return tuple(sorted({name for kind, name in PLACE.findall(repr(self.blocks)) if kind}))


def read_templates(text: str) -> dict[str, Template]:
    """Return the templates of one file.

    Raises:
        ValueError: a field is of an unknown kind, or something is missing.
    """
    return {key: _template(key, row) for key, row in tomllib.loads(text).items()}


def _template(key: str, row: dict[str, Any]) -> Template:
    missing = {"title", "kinds", "blocks", "basis"} - set(row)
    if missing:
        message = f"The template {key} lacks {', '.join(sorted(missing))}."
        raise ValueError(message)
    fields = tuple(
        Field(name, label, kind, is_optional="optional" in more) for name, label, kind, *more in row.get("fields", ())
    )
    if unknown := {field.kind for field in fields} - FIELD_KINDS:
        message = f"The template {key} has fields of an unknown kind: {', '.join(sorted(unknown))}."
        raise ValueError(message)
    return Template(
        key=key,
        title=row["title"],
        kinds=tuple(row["kinds"]),
        blocks=tuple(row["blocks"]),
        basis=tuple((text, confidence) for text, confidence in row["basis"]),
        fields=fields,
        series=row.get("series", ""),
        addressee=row.get("addressee", ""),
        has_seal=row.get("seal", True),
        is_internal=row.get("internal", False),
    )


@functools.cache
def templates() -> dict[str, Template]:
    """Return all templates by key, in the order of their files."""
    found: dict[str, Template] = {}
    folder = files("erdem.cases.paper").joinpath("templates")
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if file.name.endswith(".toml"):
            found.update(read_templates(file.read_text(encoding="utf-8")))
    return found


TEMPLATES = templates()
"""All templates by key."""


def templates_for(kind: str) -> list[Template]:
    """Return the templates of a kind of case."""
    return [template for template in TEMPLATES.values() if kind in template.kinds]
