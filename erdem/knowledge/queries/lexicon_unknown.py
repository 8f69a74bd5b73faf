"""Names in records that the lexicon does not know, and what they may be.

What is near to a name is found by whoever offers it (`offer_proposer`): the engine that reads names lies above this app.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db.models import Count

from erdem.base.actor import Actor
from erdem.knowledge.models import IgnoredName, Ingredient
from erdem.knowledge.policies import visible_ignored_names, visible_records
from erdem.knowledge.queries.lexicon import substances_by_name
from erdem.lib.folding import fold_name

SORTS = ("-count", "count", "name", "-name")
LISTED = 200


@dataclass(frozen=True)
class NearName:
    """A substance that an unknown name may belong to: its key, its name, the spelling that is near, and why."""

    key: str
    substance: str
    name: str
    reasons: tuple[str, ...]


Proposer = Callable[[str], Sequence[NearName]]
_offered: list[Callable[[], Proposer]] = []


def offer_proposer(make: Callable[[], Proposer]) -> None:
    """Offer a maker of proposals; the last one offered is asked."""
    _offered[:] = [make]


def near_names(names: Sequence[str]) -> dict[str, tuple[NearName, ...]]:
    """Return the nearest known names of each, the best first; nothing when nobody offers proposals."""
    if not _offered or not names:
        return {}
    propose = _offered[0]()
    return {name: tuple(propose(name)) for name in names}


@dataclass(frozen=True)
class UnknownName:
    """A name as written that the lexicon does not know, and in how many ingredients it stands.

    ``ignored`` is the reason for which it was set aside, or empty.
    """

    name: str
    count: int
    ignored: str = ""


def unknown_names(
    actor: Actor, limit: int = LISTED, *, sort: str = "-count", ignored: bool = False
) -> list[UnknownName]:
    """Return names of ingredients that no substance answers to, from the records the actor sees.

    The most frequent come first, or in the order of ``sort``, one of ``SORTS``. Names set aside are left out, or
    listed alone with ``ignored``.
    """
    order = (sort if sort in SORTS else SORTS[0], "name")
    rows = (
        Ingredient.objects.filter(visible_records(actor, through="record__"), substance__isnull=True)
        .values("name")
        .annotate(count=Count("pk"))
        .order_by(*order)
    )
    aside = dict(IgnoredName.objects.filter(visible_ignored_names(actor)).values_list("fingerprint", "reason"))
    found: list[UnknownName] = []
    for row in rows.iterator(chunk_size=1000):
        reason = aside.get(fingerprint_of(row["name"]), "") if aside else ""
        if bool(reason) == ignored:
            found.append(UnknownName(row["name"], row["count"], reason))
        if len(found) == limit:
            break
    named = substances_by_name([fold_name(one.name) for one in found])  # ingredients are tied to them a moment later
    return [one for one in found if fold_name(one.name) not in named]


def fingerprint_of(name: str) -> str:
    """Fingerprint of a folded name: it says whether two names are one, and not what they are."""
    return hashlib.sha256(fold_name(name).encode()).hexdigest()
