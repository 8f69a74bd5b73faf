"""The page of names that the lexicon does not know."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.knowledge import queries
from erdem.knowledge.choices import NearReason


@dataclass(frozen=True)
class NearChoice:
    """One substance that may be meant, with the reason in words."""

    key: str
    substance: str
    name: str
    why: str


@dataclass(frozen=True)
class UnknownRow:
    """One unknown name with what it may be."""

    name: str
    count: int
    records: str
    new: str
    near: tuple[NearChoice, ...] = ()
    ignored: str = ""


@dataclass(frozen=True)
class UnknownPage:
    """Names to settle, names set aside, and what was just added so that it can be taken back."""

    names: tuple[UnknownRow, ...]
    ignored: tuple[UnknownRow, ...]
    added: str = ""
    added_key: str = ""
    added_to: str = ""


def unknown_page(actor: Actor, data: QueryDict) -> UnknownPage:
    """Build the page; ``added`` and ``to`` in the address name what the last step did."""
    sort = data.get("sort", "")
    added, key = data.get("added", "")[:150], data.get("to", "")[:80].replace("\x00", "")
    substance = queries.get_substance(key) if added and key else None
    return UnknownPage(
        names=tuple(_rows(queries.unknown_names(actor, sort=sort), propose=True)),
        ignored=tuple(_rows(queries.unknown_names(actor, sort=sort, ignored=True))),
        added=added if substance else "",
        added_key=key,
        added_to=substance.name if substance else "",
    )


def unknown_heads() -> list[str]:
    """Return the column names of the export."""
    return [_("As written"), _("In ingredients"), _("Nearest names")]


def unknown_rows(actor: Actor) -> list[list[str | int]]:
    """Return the rows of the export: the name, how often, and what it may be with the reason."""
    rows = _rows(queries.unknown_names(actor), propose=True)
    return [[row.name, row.count, "; ".join(f"{one.substance} ({one.why})" for one in row.near)] for row in rows]


def _rows(names: list[queries.UnknownName], *, propose: bool = False) -> Iterator[UnknownRow]:
    near = queries.near_names([one.name for one in names]) if propose else {}
    listed, new = reverse("knowledge:record-list"), reverse("knowledge:substance-new")
    for one in names:
        yield UnknownRow(
            name=one.name,
            count=one.count,
            records=f"{listed}?{urlencode({'written': one.name})}",
            new=f"{new}?{urlencode({'name': one.name})}",
            near=tuple(map(_choice, near.get(one.name, ()))),
            ignored=one.ignored,
        )


def _choice(near: queries.NearName) -> NearChoice:
    words = [str(NearReason(reason).label) for reason in near.reasons]
    return NearChoice(near.key, near.substance, near.name, _(", ").join(words))
