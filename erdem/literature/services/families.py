"""Which publications are one family: those that share the first filing, whatever office and whichever came first.

Each document names numbers that lead to its family, with a precedence: the earliest priority, the family number of a
source, the own application. Families that a document ties together become one; its key is the number of highest
precedence among all of theirs, so the order of the imports makes no difference.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from django.db.models import Q
from django.utils import timezone

from erdem.literature.models import Family, Priority, Publication

BY_PRIORITY, BY_SOURCE, BY_APPLICATION = "0", "1", "2"
NO_DAY: Final = "9999-12-31"
LONGEST: Final = 64

Keys = Mapping[str, str]
"""Numbers that lead to a family, with their precedence: the smaller, the better."""


def keys_of(
    priorities: Iterable[Priority], family_id: str, application_key: str, filing_date: dt.date | None
) -> dict[str, str]:
    """The numbers by which one document finds its family."""
    keys: dict[str, str] = {}
    if application_key:
        keys[application_key[:LONGEST]] = f"{BY_APPLICATION} {_day(filing_date)}"
    if family_id:
        keys[f"FAM:{family_id}"[:LONGEST]] = BY_SOURCE
    readable = [one for one in priorities if one.number_key]
    if readable:
        first = min(readable, key=lambda one: (_day(one.date), one.number_key))
        keys[first.number_key[:LONGEST]] = f"{BY_PRIORITY} {_day(first.date)}"
    return keys


def _day(date: dt.date | None) -> str:
    return date.isoformat() if date else NO_DAY


def merged(*sets: Keys) -> dict[str, str]:
    """All keys together, each with its best precedence."""
    together: dict[str, str] = {}
    for keys in sets:
        for key, precedence in keys.items():
            together[key] = min(precedence, together.get(key, precedence))
    return together


def best_key(keys: Keys) -> str:
    """The number that names the family."""
    return min(keys, key=lambda key: (keys[key], key))


@dataclass(slots=True)
class Group:
    """Families, members and numbers that belong together."""

    families: list[Family] = field(default_factory=list)
    members: list[Publication] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)


class Families:
    """The families that a batch concerns. Use inside the transaction of the batch: `settle` gives each member its family."""

    def __init__(self, members: list[tuple[Publication, Keys]]) -> None:
        self.members = [(publication, keys) for publication, keys in members if keys or publication.family_id]
        wanted = {key for _member, keys in self.members for key in keys}
        own = {publication.family_id for publication, _keys in self.members if publication.family_id}
        held = Family.objects.filter(Q(keys__has_any_keys=sorted(wanted)) | Q(key__in=wanted) | Q(pk__in=own))
        self.held = list(held.order_by("pk")) if self.members else []
        self.new: list[Family] = []
        self.changed: list[Family] = []

    def settle(self) -> None:
        """Give each member its family: a held one, several joined into the oldest, or a new one."""
        for group in self._groups():
            family = self._family_of(group)
            for publication in group.members:
                publication.family = family
        Family.objects.bulk_create(self.new)
        if self.changed:
            Family.objects.bulk_update(self.changed, ["key", "keys"])
        for publication, _keys in self.members:
            publication.family = publication.family  # takes over the number of a family that was new

    def _groups(self) -> list[Group]:
        """What belongs together, in the order of the members."""
        roots = _Roots()
        for family in self.held:
            roots.tie(f"family {family.pk}", family.key, *family.keys)
        for publication, keys in self.members:
            roots.tie(*_words(publication, keys))
        groups: dict[str, Group] = defaultdict(Group)
        for publication, keys in self.members:
            group = groups[roots.of(_words(publication, keys)[0])]
            group.members.append(publication)
            group.keys = merged(group.keys, keys)
        for family in self.held:
            if (root := roots.of(family.key)) in groups:
                groups[root].families.append(family)
        return list(groups.values())

    def _family_of(self, group: Group) -> Family:
        keys = merged(group.keys, *(_all_keys(family) for family in group.families))
        name = best_key(keys)
        if not group.families:
            self.new.append(Family(key=name, keys=keys))
            return self.new[-1]
        family, *others = group.families
        renamed = [one.pk for one in group.families if one is not family or family.key != name]
        if renamed:  # the index holds the name of the family
            members = Publication.objects.filter(family__in=renamed)
            members.update(family=family, updated_at=timezone.now())
            Family.objects.filter(pk__in=[other.pk for other in others]).delete()
        if family.key != name or family.keys != keys:
            family.key, family.keys = name, keys
            self.changed.append(family)
        return family


def _words(publication: Publication, keys: Keys) -> list[str]:
    own = [f"family {publication.family_id}"] if publication.family_id else []
    return [*own, *keys]


def _all_keys(family: Family) -> dict[str, str]:
    """The keys of a family; its name is one of them, also where it was made before there were several."""
    known = BY_SOURCE if family.key.startswith("FAM:") else f"{BY_APPLICATION} {NO_DAY}"
    return merged({family.key: known}, family.keys)


class _Roots:
    """Words tied to one another, directly or over others (disjoint sets)."""

    def __init__(self) -> None:
        self.above: dict[str, str] = {}

    def of(self, word: str) -> str:
        path = []
        while (above := self.above.setdefault(word, word)) != word:
            path.append(word)
            word = above
        for passed in path:
            self.above[passed] = word
        return word

    def tie(self, *words: str) -> None:
        roots = [self.of(word) for word in words]
        for other in roots[1:]:
            self.above[other] = roots[0]
