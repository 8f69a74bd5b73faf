"""The rules of the wall in words: levels, audiences, reasons, seasons. What may be told to whom is decided here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from erdem.base.formatting import iso_date
from erdem.knowledge.choices import Tier
from erdem.knowledge.labels import BY_CODE
from erdem.knowledge.wall import Audience, DayRange, Gate, Limit, Members, Opening, Reason, Rule, Wall
from erdem.lib.seasons import Calendar, Leap, Season, chinese_day, chinese_month, lunar_day

LEVEL_WORDS: tuple[Any, ...] = (
    lazy("does not learn that it exists"),
    lazy("knows the name alone"),
    lazy("knows what it is and where"),
    lazy("reads one sentence about it, too"),
    lazy("reads all of it"),
    lazy("reads all of it"),
)
AUDIENCE_WORDS: dict[Audience, Any] = {
    Audience.PUBLIC: lazy("Somebody who is not signed in"),
    Audience.SIGNED_IN: lazy("Somebody from outside who is signed in"),
    Audience.OFFICE: lazy("The office of the place"),
    Audience.GRANT: lazy("Who has a permit"),
}
SHOWN_DATES = 4


@dataclass(frozen=True)
class RuleLine:
    """One rule in words, with the level it leaves; ``binds`` when it is the one that sets the limit."""

    words: str
    level: str
    binds: bool


def rule_lines(limit: Limit, names: Mapping[int, str], tier: str, *, openly: bool = True) -> tuple[RuleLine, ...]:
    """Return every rule that was asked about an audience, those that set the limit first."""
    binding = set(limit.binding)
    ordered = sorted(limit.reasons, key=lambda reason: reason.level)
    lines = [
        RuleLine(reason_words(reason, names, tier, openly=openly), str(LEVEL_WORDS[reason.level]), reason in binding)
        for reason in ordered
    ]
    return tuple(dict.fromkeys(lines))


def reason_words(reason: Reason, names: Mapping[int, str], tier: str, *, openly: bool = True) -> str:
    """Return a rule in words. Not ``openly``: who knows the title alone learns neither tier, nor label, nor community."""
    if reason.rule == Rule.TIER:
        if openly:
            return _("diffusion tier %(tier)s, %(words)s") % {"tier": tier, "words": Tier(tier).label}
        return _("how widely it is spread")
    if reason.rule == Rule.LEGAL:
        return _("a legal limit that the office has set")
    community = names.get(reason.community or 0, "")
    if not openly:
        return _("a community that holds it has decided so") if reason.rule == Rule.COMMUNITY else _("a label on it")
    if reason.rule == Rule.COMMUNITY:
        return _("%(community)s has decided so") % {"community": community}
    return _("label “%(label)s” of %(community)s") % {"label": BY_CODE[reason.code].title, "community": community}


def binding_words(limit: Limit, names: Mapping[int, str], tier: str, *, openly: bool = True) -> str:
    """Return the rules that set a limit in one phrase."""
    words = [reason_words(reason, names, tier, openly=openly) for reason in limit.binding]
    return pgettext("list", ", ").join(dict.fromkeys(words))


@dataclass(frozen=True)
class WallRow:
    """One audience of the preview: what it sees now, what it would see, and why."""

    audience: str
    now: str
    then: str
    changes: str
    why: str


def wall_rows(now: Wall, then: Wall, names: Mapping[int, str], tier: str) -> tuple[WallRow, ...]:
    """Return the table audience by what they will see, with the reason of each minimum."""
    rows = []
    for audience in Audience:
        before, after = now.limits[audience].level, then.limits[audience].level
        seen = (str(LEVEL_WORDS[before]), str(LEVEL_WORDS[after]))
        change = "" if seen[0] == seen[1] else "opens" if after > before else "closes"
        why = binding_words(then.limits[audience], names, tier)
        rows.append(WallRow(str(AUDIENCE_WORDS[audience]), *seen, change, why))
    return tuple(rows)


def member_words(members: Members, groups: Mapping[int, str], today: dt.date) -> str:
    """Return what the members of the holding communities see, and what stands in their way."""
    gates = []
    if members.together:
        gates.append(_("whoever belongs to all holding communities"))
    if members.groups:
        named = [groups.get(group, _("a group of another community")) for group in members.groups]
        gates.append(_("whoever is in: %(groups)s") % {"groups": pgettext("list", ", ").join(named)})
    if members.open_dates is not None:
        gates.append(season_words(members.open_dates, today))
    if not gates:
        return _("read all of it")
    return _("only %(gates)s") % {"gates": pgettext("list", ", ").join(gates)}


def season_words(dates: Iterable[DayRange], today: dt.date) -> str:
    """Return when a record is open by its season: now until, or next from when until when."""
    coming = [(first, last) for first, last in dates if last >= today]
    if not coming:
        return _("in no season that is known")
    first, last = coming[0]
    if first <= today:
        return _("in season, until %(last)s") % {"last": iso_date(last)}
    return _("in season, next %(first)s to %(last)s") % {"first": iso_date(first), "last": iso_date(last)}


def opening_words(opening: Opening) -> str:
    """Return one thing that would open, and to whom."""
    if opening.gate == Gate.LEVEL and opening.audience is not None:
        said = {
            "who": AUDIENCE_WORDS[opening.audience],
            "before": LEVEL_WORDS[opening.before],
            "after": LEVEL_WORDS[opening.after],
        }
        return _("%(who)s: now %(before)s; then %(after)s") % said
    return {
        Gate.GROUP: _("All members of the holding communities read it, not the group alone"),
        Gate.TOGETHER: _("Members of one holding community read it, not only who belongs to all of them"),
        Gate.SEASON: _("It is read on more days than before"),
    }[opening.gate]


@dataclass(frozen=True)
class SeasonDate:
    """One window in both calendars."""

    days: str
    lunar: str
    is_now: bool


def season_dates(dates: Iterable[DayRange], today: dt.date) -> tuple[SeasonDate, ...]:
    """Return the next windows of a season in both calendars."""
    coming = [(first, last) for first, last in dates if last >= today][:SHOWN_DATES]
    return tuple(
        SeasonDate(
            f"{iso_date(first)} – {iso_date(last)}", f"{lunar_words(first)} – {lunar_words(last)}", first <= today
        )
        for first, last in coming
    )


def lunar_words(day: dt.date) -> str:
    """Return the lunar date of a day: 闰六月初一; 6 (leap)/1 in other languages; a sentence beyond the table."""
    found = lunar_day(day)
    if found is None:
        return _("beyond the calendar's table")
    if (get_language() or "zh").startswith("zh"):
        return chinese_month(found.month, is_leap=found.is_leap) + chinese_day(found.day)
    return f"{found.month}{' (leap)' if found.is_leap else ''}/{found.day}"


LEAP_WORDS: dict[Leap, Any] = {
    Leap.REPEAT: lazy("it is repeated in the leap month"),
    Leap.FIRST: lazy("only the first month counts, not the leap month"),
    Leap.LEAP: lazy("only the leap month counts, not the first"),
}


def season_name(season: Season) -> str:
    """Return a season in one phrase: every year from the sixth month's first day to …, and what a leap month means."""
    (first_month, first_day), (last_month, last_day) = season.first, season.last
    if season.calendar == Calendar.GREGORIAN:
        return _("every year from %(first)s to %(last)s") % {
            "first": f"{first_month}-{first_day}",
            "last": f"{last_month}-{last_day}",
        }
    chinese = (get_language() or "zh").startswith("zh")
    days = [
        chinese_month(month) + chinese_day(day) if chinese else f"{month}/{day}"
        for month, day in ((first_month, first_day), (last_month, last_day))
    ]
    said = {"first": days[0], "last": days[1], "leap": LEAP_WORDS[season.leap]}
    return _("every lunar year from %(first)s to %(last)s; in a leap year %(leap)s") % said
