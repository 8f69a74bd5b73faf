"""What the search page shows: how the line was understood, hits, boxes, the form for those who learn no syntax."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from erdem.base import exports
from erdem.base.actor import Actor
from erdem.base.formatting import number
from erdem.literature import queries
from erdem.literature.pages.addresses import list_address, page_address, parameters
from erdem.literature.pages.links import Link
from erdem.literature.pages.turning import Turning, turning
from erdem.literature.policies import can_import, can_keep_work
from erdem.literature.queries import Facet, HitRow, Holdings, Parsed, QueryError, SearchRequest, SearchResult
from erdem.literature.queries.strategy import also_words, part_words
from erdem.literature.search.language.display import Part, parts, with_switch, without
from erdem.literature.search.language.nodes import Herb


@dataclass(frozen=True)
class QueryPart:
    """One part of “understood as”: its words, other names it is found under, ways to take it out or to switch the names."""

    text: str
    remove: str
    also: str = ""
    excluded: bool = False
    switch: str = ""
    switch_label: str = ""


@dataclass(frozen=True)
class Mistake:
    """What cannot be read in the search line, and where: the line in three pieces, the middle one to blame."""

    words: str
    before: str
    piece: str
    behind: str
    place: int


@dataclass(frozen=True)
class ListPage:
    """The page. ``result`` is None when the line cannot be read; then ``mistake`` says why."""

    request: SearchRequest
    result: SearchResult | None
    mistake: Mistake | None
    rows: tuple[HitRow, ...]
    facets: tuple[Facet, ...]
    parts: tuple[QueryPart, ...]
    holdings: Holdings
    orders: tuple[dict[str, str], ...]
    exports: tuple[Link, ...]
    turning: Turning
    may_import: bool
    may_keep: bool

    @property
    def query(self) -> str:
        """The search line as typed."""
        return self.request.query

    @property
    def hidden(self) -> tuple[tuple[str, str], ...]:
        """The parameters that the form carries along unseen."""
        kept = [("all", "1")] if not self.request.collapse else []
        return (*kept, *(("off", name) for name in self.request.switched_off))

    @property
    def found(self) -> str:
        """“5 publications”, or “3 families with 5 publications”."""
        if self.result is None:
            return ""
        total = self.result.total
        words = ngettext("%(total)s publication", "%(total)s publications", total) % {"total": number(total)}
        families = self.result.families
        if families is None or families >= total:
            return words
        return _("%(families)s families, %(publications)s") % {"families": number(families), "publications": words}

    @property
    def is_blank(self) -> bool:
        """Say whether nothing was asked for."""
        return not self.request.query.strip() and not any(self.request.chosen.values())

    @property
    def families(self) -> Link:
        """The way to the list with or without families folded together."""
        label = _("Show every publication") if self.request.collapse else _("Show one of each family")
        return Link(label, list_address(self.request, collapse=not self.request.collapse))

    @property
    def save(self) -> str:
        """The address where this search is saved."""
        return page_address("literature:saved-new", self.request)

    @property
    def landscape(self) -> str:
        """The address of the figures."""
        return page_address("literature:landscape", self.request)

    @property
    def report(self) -> str:
        """The address where a report on this search is written."""
        return page_address("literature:report-new", self.request)

    @property
    def marks(self) -> str:
        """The parameters that ask what registered knowledge lies beside the hits."""
        return "&".join(f"p={row.publication.pk}" for row in self.rows)

    @property
    def collect_all(self) -> str:
        """The address that puts all hits into a collection."""
        asked = parameters(self.request)
        asked["whole"] = "1"
        return f"{reverse('literature:collection-add')}?{asked.urlencode()}"

    @property
    def plain_form(self) -> str:
        """The address of the form for those who learn no syntax, filled from this search."""
        return page_address("literature:search-form", self.request)

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


def list_page(actor: Actor, request: SearchRequest) -> ListPage:
    """Gather the page; the number of queries does not depend on the number of hits."""
    result, mistake = _asked(actor, request)
    parsed = result.parsed if result else None
    return ListPage(
        request=request,
        result=result,
        mistake=mistake,
        rows=queries.hit_rows(actor, result, start=request.offset + 1) if result else (),
        facets=queries.facet_options(result, request) if result else (),
        parts=tuple(_parts(parsed, request)) if parsed else (),
        holdings=queries.holdings(actor),
        orders=(
            {"value": "relevance", "label": _("most relevant first")},
            {"value": "newest", "label": _("newest first")},
            {"value": "oldest", "label": _("oldest first")},
            {"value": "number", "label": _("by number")},
        ),
        exports=(
            *(
                Link(kind.upper(), page_address("literature:publication-export", request, kind))
                for kind in exports.FORMATS
            ),
            Link("RIS", page_address("literature:publication-ris", request)),
        ),
        turning=turning(request, result),
        may_import=bool(can_import(actor)),
        may_keep=bool(can_keep_work(actor)),
    )


def _asked(actor: Actor, request: SearchRequest) -> tuple[SearchResult | None, Mistake | None]:
    try:
        return queries.run_search(actor, request), None
    except QueryError as error:
        line = request.query
        start = min(error.start, len(line))
        end = max(start, min(error.end, len(line)))
        words = _(error.template) % error.params
        return None, Mistake(words, line[:start], line[start:end], line[end:], start + 1)


def jump_key(page: ListPage) -> str:
    """The number to go to when the line was nothing but the number of one publication held here; else blank."""
    result = page.result
    if result is None or result.total != 1 or not page.rows or any(page.request.chosen.values()):
        return ""
    shown = parts(result.parsed)
    is_number = len(shown) == 1 and shown[0].kind == "number"
    return page.rows[0].publication.number_key if is_number else ""


def _parts(parsed: Parsed, request: SearchRequest) -> Iterator[QueryPart]:
    is_herb = queries.herb_test()
    for part in parts(parsed):
        yield QueryPart(
            text=part_words(part.children[0] if part.kind == "not" else part),
            remove=list_address(request, query=without(parsed, part), offset=0),
            also=also_words(part),
            excluded=part.kind == "not",
            **_switch(parsed, part, request, is_herb),
        )
    for facet in request.chosen:
        yield from _ticked(request, facet)


def _switch(parsed: Parsed, part: Part, request: SearchRequest, is_herb: Callable[[str], bool]) -> dict[str, Any]:
    """A way to find a herb under its other names too, or under this one only."""
    if part.kind == "word" and not part.field and is_herb(part.values[0]):
        wide = f"{parsed.text[: part.start]}{{{part.typed}}}{parsed.text[part.end :]}"
        return {"switch": list_address(request, query=wide, offset=0), "switch_label": _("also other names")}
    if not isinstance(part.node, Herb):
        return {}
    on = not part.node.expanded
    label = _("also other names") if on else _("only this name")
    off = tuple(name for name in request.switched_off if name != part.node.name)
    return {
        "switch": list_address(request, query=with_switch(parsed, part, on=on), switched_off=off),
        "switch_label": label,
    }


def _ticked(request: SearchRequest, facet: str) -> Iterator[QueryPart]:
    label = queries.facet_labels()
    for value in request.chosen[facet]:
        left = tuple(other for other in request.chosen[facet] if other != value)
        yield QueryPart(label(facet, value), list_address(request, chosen={**request.chosen, facet: left}))
