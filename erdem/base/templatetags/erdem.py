"""Tags and filters of the page components: dates, numbers, marks, words of states, geometry of figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from erdem.base import formatting, graphics

register = template.Library()

MARKS = 6
STATUS_WORDS: dict[str, Promise] = {
    "new": pgettext_lazy("state", "New"),
    "wait": pgettext_lazy("state", "Waiting"),
    "work": pgettext_lazy("state", "In progress"),
    "due": pgettext_lazy("state", "Due soon"),
    "over": pgettext_lazy("state", "Overdue"),
    "done": pgettext_lazy("state", "Done"),
    "stop": pgettext_lazy("state", "Closed"),
    "lock": pgettext_lazy("state", "Restricted"),
}
GRADES: dict[str, tuple[str, str, Promise]] = {
    "same": ("＝", "same", pgettext_lazy("grade of sameness", "Same")),
    "alias": ("≈", "alias", pgettext_lazy("grade of sameness", "Other name, same thing")),
    "processed": ("◐", "near", pgettext_lazy("grade of sameness", "Same kind, prepared differently")),
    "substitute": ("△", "near", pgettext_lazy("grade of sameness", "Same genus, used instead")),
    "none": ("–", "none", pgettext_lazy("grade of sameness", "Different")),
}


@register.filter
def mark(place: int | str) -> str:
    """Class of the colour of a match number; after six the colours repeat and the numbers go on."""
    return f"m{(int(place) - 1) % MARKS + 1}"


@register.filter
def status_word(name: str) -> Promise | str:
    """Usual word of a state, for when the page has no more exact one."""
    return STATUS_WORDS.get(name, "")


@register.filter
def grade_sign(name: str) -> str:
    """Sign of a grade of sameness."""
    return GRADES[name][0]


@register.filter
def grade_class(name: str) -> str:
    """Class of a grade of sameness."""
    return GRADES[name][1]


@register.filter
def grade_word(name: str) -> Promise:
    """Word of a grade of sameness."""
    return GRADES[name][2]


@register.filter
def iso(moment: dt.date | None) -> str:
    """2026-11-23."""
    return formatting.iso_date(moment)


@register.filter
def moment(value: dt.datetime | None) -> str:
    """2026-11-23 16:40:07."""
    return formatting.iso_moment(value)


@register.filter
def month_day(value: dt.date | None) -> str:
    """11-23."""
    return formatting.month_day(value)


@register.filter
def long_date(value: dt.date | None, weekday: str = "") -> str:
    """2026年11月23日; with the argument "weekday" also the day of the week."""
    return formatting.long_date(value, weekday=bool(weekday))


@register.filter
def number(value: int | float | Decimal | None, places: int | None = None) -> str:
    """1,234,567."""
    return formatting.number(value, places)


@register.filter
def money(value: int | float | Decimal | None) -> str:
    """1,234,567.80, from yuan."""
    return formatting.money(value)


@register.filter
def fen(value: int | None) -> str:
    """1,234.56, from fen."""
    return formatting.money_from_fen(value)


@register.filter
def percent(part: float | Decimal | None) -> int:
    """A share between 0 and 1 as whole percent."""
    return formatting.percent(part)


@register.simple_tag
def address(name: str, *arguments: object) -> str:
    """URL of a named page, or nothing when this installation does not have that page."""
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""


@register.simple_tag
def tile_gram_of(
    tiles: Sequence[Mapping[str, Any]],
    own: str = "",
    values: Mapping[str, int] | None = None,
    urls: Mapping[str, str] | None = None,
) -> graphics.TileGram:
    """Geometry of a tile gram."""
    return graphics.tile_gram(tiles, values or None, urls or None, own=own or "")


@register.simple_tag
def month_chart_of(months: Sequence[Mapping[str, Any]]) -> graphics.MonthChart:
    """Geometry of a chart of months."""
    return graphics.month_chart(months)


@register.simple_tag(takes_context=True)
def sorting(context: template.Context, key: str) -> dict[str, str]:
    """How a column stands in the present order, and the order that choosing it would give."""
    request = context.get("request")
    present = request.GET.get("sort", "") if request is not None else ""
    if present == key:
        return {"aria": "ascending", "sign": "▲", "next": f"-{key}"}
    if present == f"-{key}":
        return {"aria": "descending", "sign": "▼", "next": key}
    return {"aria": "", "sign": "", "next": key}
