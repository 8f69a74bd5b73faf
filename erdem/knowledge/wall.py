"""How much of a record each audience may know, with every rule that says so: the sums of ``sql/wall.sql`` in plain Python.

The database computes the levels by trigger and is what holds; this module computes the same ones to explain them, and to show
what a protocol would do before it is saved. A property test compares both on random terms.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

HIDDEN, TITLE, METADATA, ABSTRACT, FULL, PUBLIC = range(6)
DayRange = tuple[dt.date, dt.date]
"""First and last day, both within."""


class Audience(StrEnum):
    """Who is told: each reader belongs to one or more of them, and reads as far as the most generous allows."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    OFFICE = "office"
    GRANT = "grant"


class Rule(StrEnum):
    """What sort of rule sets a limit."""

    TIER = "tier"
    COMMUNITY = "community"
    LABEL = "label"
    LEGAL = "legal"


TIER_LEVELS: Mapping[str, Mapping[Audience, int]] = {
    tier: dict(zip(Audience, levels, strict=True))
    for tier, levels in {
        "D1": (HIDDEN, HIDDEN, HIDDEN, HIDDEN),
        "D2": (HIDDEN, HIDDEN, FULL, FULL),
        "D3": (METADATA, ABSTRACT, FULL, FULL),
        "D4": (PUBLIC, PUBLIC, PUBLIC, PUBLIC),
    }.items()
}
"""What a diffusion tier leaves to an audience when nobody has said anything else."""


@dataclass(frozen=True)
class Choice:
    """What one holding community has decided; None sets no limit beyond the tier."""

    community: int
    public: int | None = None
    signed_in: int | None = None
    office: int | None = None
    together: bool = False

    def of(self, audience: Audience) -> int | None:
        """Return the choice for an audience. A permit is given by the communities themselves, so they set no limit for it."""
        return {Audience.PUBLIC: self.public, Audience.SIGNED_IN: self.signed_in, Audience.OFFICE: self.office}.get(
            audience
        )


@dataclass(frozen=True)
class Worn:
    """A label in force on a record, with what its rule says: ``cap`` for outsiders, soft ones bind no permit."""

    code: str
    community: int
    cap: int | None = None
    is_soft: bool = False
    group: int | None = None
    open_dates: tuple[DayRange, ...] | None = None


@dataclass(frozen=True)
class Terms:
    """Everything that decides how far a record is open."""

    tier: str
    choices: tuple[Choice, ...] = ()
    labels: tuple[Worn, ...] = ()
    legal_cap: int = PUBLIC


@dataclass(frozen=True)
class Reason:
    """One rule with the level it leaves; ``community`` and ``code`` name whose it is."""

    rule: Rule
    level: int
    community: int | None = None
    code: str = ""


@dataclass(frozen=True)
class Limit:
    """The level of one audience. ``binding`` are the rules that set it, ``reasons`` all that were asked."""

    level: int
    reasons: tuple[Reason, ...]

    @property
    def binding(self) -> tuple[Reason, ...]:
        """The rules that leave no more than this level."""
        return tuple(reason for reason in self.reasons if reason.level == self.level)


@dataclass(frozen=True)
class Members:
    """What stands in the way of the members of the holding communities themselves."""

    together: bool = False
    groups: tuple[int, ...] = ()
    open_dates: tuple[DayRange, ...] | None = None

    def is_season(self, today: dt.date) -> bool:
        """Say whether the record is open by its season today."""
        return self.open_dates is None or any(first <= today <= last for first, last in self.open_dates)


@dataclass(frozen=True)
class Wall:
    """The levels of all audiences, and what binds the members."""

    limits: Mapping[Audience, Limit]
    members: Members = field(default_factory=Members)

    def level(self, audience: Audience, today: dt.date) -> int:
        """Return what an audience may know on a day: outside the season no more than metadata."""
        level = self.limits[audience].level
        return level if self.members.is_season(today) else min(level, METADATA)


def wall_of(terms: Terms) -> Wall:
    """Return the level of every audience with its reasons: the least of tier, communities, labels and law."""
    return Wall({audience: _limit(terms, audience) for audience in Audience}, _members(terms))


def _limit(terms: Terms, audience: Audience) -> Limit:
    reasons = [Reason(Rule.TIER, TIER_LEVELS[terms.tier][audience])]
    for choice in terms.choices:
        level = choice.of(audience)
        if level is not None:
            reasons.append(Reason(Rule.COMMUNITY, level, choice.community))
    reasons += [
        Reason(Rule.LABEL, label.cap, label.community, label.code)
        for label in terms.labels
        if label.cap is not None and not (label.is_soft and audience == Audience.GRANT)
    ]
    if terms.legal_cap < PUBLIC and audience != Audience.OFFICE:  # the office that sets it must be able to lift it
        reasons.append(Reason(Rule.LEGAL, terms.legal_cap))
    return Limit(min(reason.level for reason in reasons), tuple(reasons))


def _members(terms: Terms) -> Members:
    seasons = [label.open_dates for label in terms.labels if label.open_dates is not None]
    return Members(
        together=len(terms.choices) > 1 and any(choice.together for choice in terms.choices),
        groups=tuple(sorted({label.group for label in terms.labels if label.group is not None})),
        open_dates=common_dates(seasons) if seasons else None,
    )


class Gate(StrEnum):
    """What may open: the level of an audience, or one of the gates before the members."""

    LEVEL = "level"
    GROUP = "group"
    TOGETHER = "together"
    SEASON = "season"


@dataclass(frozen=True)
class Opening:
    """Something that would be open after a change and is not before it; levels for ``LEVEL`` alone."""

    gate: Gate
    audience: Audience | None = None
    before: int = 0
    after: int = 0


def openings(before: Wall, after: Wall) -> tuple[Opening, ...]:
    """Return what opens from one wall to another, and to whom; empty when nothing does."""
    found = [
        Opening(Gate.LEVEL, audience, before.limits[audience].level, after.limits[audience].level)
        for audience in Audience
        if after.limits[audience].level > before.limits[audience].level
    ]
    if set(before.members.groups) - set(after.members.groups):
        found.append(Opening(Gate.GROUP))
    if before.members.together and not after.members.together:
        found.append(Opening(Gate.TOGETHER))
    if _is_longer(after.members.open_dates, before.members.open_dates):
        found.append(Opening(Gate.SEASON))
    return tuple(found)


def _is_longer(after: Sequence[DayRange] | None, before: Sequence[DayRange] | None) -> bool:
    if before is None or after == before:
        return False
    return after is None or common_dates([after, before]) != tuple(merged(after))


def common_dates(seasons: Sequence[Sequence[DayRange]]) -> tuple[DayRange, ...]:
    """Return the days that lie in every one of the seasons, as ranges in order."""
    common = tuple(merged(seasons[0]))
    for season in seasons[1:]:
        common = tuple(
            (max(one[0], two[0]), min(one[1], two[1]))
            for one in common
            for two in merged(season)
            if max(one[0], two[0]) <= min(one[1], two[1])
        )
    return common


def merged(ranges: Sequence[DayRange]) -> list[DayRange]:
    """Return ranges in order, those that overlap or touch joined."""
    found: list[DayRange] = []
    for first, last in sorted(ranges):
        if found and first <= found[-1][1] + dt.timedelta(days=1):
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found
