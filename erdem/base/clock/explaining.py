"""“Why this date”: the steps of a derivation as sentences, in the language of the reader."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from erdem.base.formatting import long_date

Step = dict[str, Any]


def length_of(limit: int, unit: str) -> str:
    """Return a length in words: “7 working days”."""
    number = abs(limit)
    words = {
        "WD": ngettext("%(number)d working day", "%(number)d working days", number),
        "CD": ngettext("%(number)d calendar day", "%(number)d calendar days", number),
        "M": ngettext("%(number)d month", "%(number)d months", number),
        "Y": ngettext("%(number)d year", "%(number)d years", number),
        "until_grant": _("until the grant"),
        "open": _("without end"),
    }
    return words[unit] % {"number": number}


def explain(steps: Iterable[Step]) -> list[str]:
    """Return one sentence for each step of a derivation (`erdem.lib.periods.Due.steps`)."""
    return [_SENTENCES[step["kind"]](step) for step in steps]


def _day(step: Step, name: str = "day") -> str:
    return long_date(dt.date.fromisoformat(step[name]))


def _start(step: Step) -> str:
    if "limit" not in step:
        return _("The event was on %(day)s.") % {"day": _day(step)}
    facts = {"day": _day(step), "length": length_of(step["limit"], step["unit"])}
    if step["limit"] < 0:
        return _("The event is on %(day)s; %(length)s are counted backwards from it, without that day.") % facts
    return _("The event was on %(day)s; that day is not counted. The period is %(length)s.") % facts


def _holiday(step: Step) -> str:
    facts = {"name": step["name"], "first": _day(step, "first"), "last": _day(step, "last"), "days": step["days"]}
    if step["first"] == step["last"]:
        return _("%(name)s, %(first)s, is not counted.") % facts
    return _("%(name)s, %(first)s to %(last)s, is not counted: %(days)s days.") % facts


def _pause(step: Step) -> str:
    return _("Paused from %(first)s to %(last)s: %(days)s days are not counted.") % {
        "first": _day(step, "first"),
        "last": _day(step, "last"),
        "days": step["days"],
    }


def _roll(step: Step) -> str:
    because = {"weekend": _("a weekend"), "pause": _("a day of the pause")}.get(step["because"], step["because"])
    return _("%(day)s is %(because)s, so the last day moves to the working day %(to)s.") % {
        "day": _day(step, "from"),
        "because": because,
        "to": _day(step),
    }


def _provisional(step: Step) -> str:
    years = "、".join(map(str, step["years"]))
    return _(
        "The holidays of %(years)s are not announced: only those fixed by law are known, and the day may move."
    ) % {"years": years}


_SENTENCES: dict[str, Callable[[Step], str]] = {
    "start": _start,
    "first": lambda step: _("The first day counted is %(day)s.") % {"day": _day(step)},
    "weekends": lambda step: _("Ordinary weekends are not counted: %(days)s days.") % {"days": step["days"]},
    "holiday": _holiday,
    "make_up": lambda step: (
        _("%(day)s is a make-up working day for %(name)s and is counted.") % {"day": _day(step), "name": step["name"]}
    ),
    "pause": _pause,
    "extension": lambda step: _("Extended by %(length)s.") % {"length": length_of(step["limit"], step["unit"])},
    "count": lambda step: _("Counted to the end: %(day)s.") % {"day": _day(step)},
    "roll": _roll,
    "provisional": _provisional,
    "due": lambda step: _("The last day is %(day)s.") % {"day": _day(step)},
    "endless": lambda _step: _("This period has no last day."),
}
