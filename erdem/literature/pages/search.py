"""What the search page shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from erdem.base.actor import Actor
from erdem.base.formatting import number
from erdem.literature import queries
from erdem.literature.choices import Coverage, PublicationType
from erdem.literature.pages.links import Link
from erdem.literature.policies import can_import
from erdem.literature.queries import Facet, Filters, Holdings, Listing, Term
from erdem.literature.queries.classes import class_name
from erdem.literature.queries.offices import office_name

EXPORTS = ("csv", "xlsx")
_LABELS = {"type": dict(PublicationType.choices), "held": dict(Coverage.choices)}


@dataclass(frozen=True)
class QueryPart:
    """One part of the line “understood as”: its words and the address of the search without it."""

    text: str
    remove: str
    excluded: bool = False


@dataclass(frozen=True)
class ListPage:
    """The list and search page."""

    query: str
    listing: Listing
    facets: tuple[Facet, ...]
    parts: tuple[QueryPart, ...]
    holdings: Holdings
    orders: tuple[dict[str, str], ...]
    order: str
    exports: tuple[Link, ...]
    may_import: bool
    is_blank: bool

    @property
    def found(self) -> str:
        """“5 publications”."""
        total = self.listing.total
        return ngettext("%(total)s publication", "%(total)s publications", total) % {"total": number(total)}

    @property
    def searched(self) -> str:
        """What was searched, as a sentence."""
        return _("Only the %(total)s publications held here were searched.") % {"total": number(self.holdings.total)}

    @property
    def collection(self) -> str:
        """What the collection holds and does not hold."""
        held = self.holdings
        return _(
            "Of them %(chinese)s are Chinese and %(foreign)s foreign; %(full)s with full text, %(facts)s known only by"
            " title or by facts from public pages."
        ) % {
            "chinese": number(held.chinese),
            "foreign": number(held.foreign),
            "full": number(held.full_text),
            "facts": number(held.facts_only),
        }

    @property
    def sources(self) -> str:
        """Where the publications came from, with counts."""
        pairs = (f"{name} {number(count)}" for name, count in self.holdings.sources)
        return _("Sources: %(sources)s") % {"sources": "；".join(pairs)}


def list_page(actor: Actor, filters: Filters, data: QueryDict) -> ListPage:
    """Gather the list page; the number of queries does not depend on the number of rows."""
    return ListPage(
        query=filters.understood.text,
        listing=queries.find(actor, filters, data.get("page", "1")),
        facets=queries.facets(actor, filters),
        parts=tuple(_parts(filters, data)),
        holdings=queries.holdings(actor),
        orders=(
            {"value": "relevance", "label": _("most relevant first")},
            {"value": "newest", "label": _("newest first")},
            {"value": "oldest", "label": _("oldest first")},
            {"value": "number", "label": _("by number")},
        ),
        order=filters.order,
        exports=tuple(_exports(data)),
        may_import=bool(can_import(actor)),
        is_blank=filters.is_blank,
    )


def _exports(data: QueryDict) -> Iterator[Link]:
    asked = data.copy()
    asked.pop("page", None)
    for kind in EXPORTS:
        url = reverse("literature:publication-export", args=[kind])
        yield Link(kind.upper(), f"{url}?{asked.urlencode()}" if asked else url)


def _parts(filters: Filters, data: QueryDict) -> Iterator[QueryPart]:
    for term in filters.understood.terms:
        yield QueryPart(_words(term), _address(data, q=filters.understood.without(term)), term.kind == "without")
    for facet, values in filters.chosen.items():
        for value in values:
            yield QueryPart(_ticked(facet, value), _address_without(data, facet, value))


def _address(data: QueryDict, **changes: str) -> str:
    asked = data.copy()
    asked.pop("page", None)
    for name, value in changes.items():
        if value:
            asked[name] = value
        else:
            asked.pop(name, None)
    url = reverse("literature:publication-list")
    return f"{url}?{asked.urlencode()}" if asked else url


def _address_without(data: QueryDict, facet: str, value: str) -> str:
    asked = data.copy()
    asked.setlist(facet, [other for other in asked.getlist(facet) if other != value])
    return _address(asked)


def _words(term: Term) -> str:
    """How a part of the search was understood, in words."""
    if term.kind == "number":
        return _("number %(number)s") % {"number": term.value.removeprefix("APP:")}
    if term.kind == "class":
        name = class_name(term.value.partition("/")[0])
        return _("class %(code)s") % {"code": f"{term.value} {name}".strip()}
    if term.kind == "year":
        return _year_words(term.first, term.last)
    return term.typed.strip('“”"') if term.kind == "word" else term.value


def _year_words(first: int | None, last: int | None) -> str:
    if first is None:
        return _("until %(year)s") % {"year": last}
    if last is None:
        return _("since %(year)s") % {"year": first}
    return str(first) if first == last else f"{first}–{last}"


def _ticked(facet: str, value: str) -> str:
    """The words of a ticked box."""
    if value == "none":
        titles = {"class": _("class"), "region": _("applicant's place"), "year": _("year")}
        return _("%(what)s not obtained") % {"what": titles.get(facet, "")}
    if facet == "year" and value.isdecimal() and len(value) == len("2015"):
        return f"{value}–{int(value) + 4}"
    if facet in _LABELS:
        return str(_LABELS[facet].get(value, value))
    if facet == "office":
        return office_name(value)
    return f"{value} {class_name(value)}".strip() if facet == "class" else value
