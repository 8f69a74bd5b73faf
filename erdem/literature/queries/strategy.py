"""A search in words: how the line was understood and which boxes were ticked, for the page and for reports."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from erdem.literature.choices import StatusGroup
from erdem.literature.queries.classes import class_name
from erdem.literature.queries.searching_facets import TITLES, labels
from erdem.literature.queries.searching_shapes import Parsed
from erdem.literature.search.language.display import Part, parts

VARIANTS_SHOWN: Final = 6
YEAR: Final = len("2015")
FIELD_TITLES: Final[dict[str, Promise]] = {
    "ti": gettext_lazy("title"),
    "ab": gettext_lazy("abstract"),
    "cl": gettext_lazy("claims"),
    "de": gettext_lazy("description"),
    "pa": gettext_lazy("applicant"),
    "in": gettext_lazy("inventor"),
    "pn": gettext_lazy("publication number"),
    "an": gettext_lazy("application number"),
    "pr": gettext_lazy("priority"),
    "ic": gettext_lazy("class"),
    "cpc": gettext_lazy("CPC class"),
    "lo": gettext_lazy("Locarno class"),
    "ad": gettext_lazy("filed"),
    "pd": gettext_lazy("published"),
    "date": gettext_lazy("year"),
    "place": gettext_lazy("place"),
    "status": gettext_lazy("legal standing"),
}


def understood_words(parsed: Parsed) -> str:
    """How the search line was understood, as one line; blank for everything."""
    return _(" and ").join(_whole(part) for part in parts(parsed))


def _whole(part: Part) -> str:
    also = also_words(part)
    words = part_words(part)
    return _("%(name)s (also %(others)s)") % {"name": words, "others": also} if also else words


def part_words(part: Part) -> str:
    """One part in words, without the other names of a herb."""
    return _WORDS[part.kind](part)


def also_words(part: Part) -> str:
    """The other names that a herb is found under, the first few of them; blank for other parts."""
    names = list(dict.fromkeys(variant.text for variant in part.variants))
    names = [name for name in names if name != part.values[0]] if names else []
    shown = "、".join(names[:VARIANTS_SHOWN])
    if len(names) <= VARIANTS_SHOWN:
        return shown
    return _("%(names)s and %(more)s more") % {"names": shown, "more": len(names) - VARIANTS_SHOWN}


def field_title(slug: str) -> str:
    """The name of a field in words; blank for the default text."""
    return str(FIELD_TITLES[slug]) if slug in FIELD_TITLES else ""


def _titled(part: Part, words: str) -> str:
    title = field_title(part.field)
    return _("%(field)s: %(words)s") % {"field": title, "words": words} if title else words


def _standing(part: Part) -> str:
    known = dict(StatusGroup.choices)
    return str(known.get(part.values[0], part.values[0]))


def _word(part: Part) -> str:
    return _titled(part, _standing(part) if part.field == "status" else part.values[0])


def _prefix(part: Part) -> str:
    return _titled(part, _("beginning with %(word)s") % {"word": part.values[0]})


def _phrase(part: Part) -> str:
    return _titled(part, f"“{part.values[0]}”")


def _range(part: Part) -> str:
    return _titled(part, _span(*part.values))


def _span(first: str, last: str) -> str:
    """Days as typed: whole years as years."""
    first, last = first.removesuffix("-01-01"), last.removesuffix("-12-31")
    if not last:
        return (_("since %(year)s") if len(first) == YEAR else _("from %(year)s on")) % {"year": first}
    if not first:
        return (_("until %(year)s") if len(last) == YEAR else _("up to %(year)s")) % {"year": last}
    return first if first == last else f"{first}–{last}" if len(first + last) == 2 * YEAR else f"{first} – {last}"


def _class(part: Part) -> str:
    symbol = part.values[0]
    name = class_name(symbol.partition("/")[0])
    return _("class %(code)s") % {"code": f"{symbol}{'*' if part.node.prefix else ''} {name}".strip()}  # type: ignore[union-attr]  # parts of this kind hold a ClassSymbol


def _number(part: Part) -> str:
    return _("number %(number)s") % {"number": part.values[0]}


def _near(part: Part) -> str:
    first, second = (part_words(child) for child in part.children)
    words = _("%(first)s and %(second)s within %(distance)s words")
    return words % {"first": first, "second": second, "distance": part.values[0]}


def _not(part: Part) -> str:
    return pgettext("query", "without") + " " + "".join(_joined(child) for child in part.children)


def _joined(part: Part) -> str:
    words = _whole(part)
    return f"（{words}）" if part.kind in ("and", "or") else words


def _and(part: Part) -> str:
    return _(" and ").join(_joined(child) for child in part.children)


def _or(part: Part) -> str:
    return _(" or ").join(_joined(child) for child in part.children)


_WORDS: Final[Mapping[str, Callable[[Part], str]]] = {
    "word": _word,
    "prefix": _prefix,
    "phrase": _phrase,
    "near": _near,
    "range": _range,
    "class": _class,
    "number": _number,
    "herb": _word,
    "not": _not,
    "and": _and,
    "or": _or,
    "everything": lambda _part: _("everything"),
}


def chosen_words(chosen: Mapping[str, tuple[str, ...]]) -> str:
    """The ticked boxes as one line, group by group."""
    label = labels()
    groups = (
        f"{TITLES.get(facet, facet)}：{'、'.join(label(facet, value) for value in values)}"
        for facet, values in chosen.items()
        if values
    )
    return "；".join(groups)
