"""What the landscape page shows: a sentence, six figures each with its table, and ways to take them away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from erdem.base.actor import Actor
from erdem.base.formatting import number
from erdem.literature.pages.addresses import list_address, page_address
from erdem.literature.pages.links import Link
from erdem.literature.queries.landscape import Chart, Landscape, LandscapeRow, landscape
from erdem.literature.queries.searching_shapes import SearchRequest


@dataclass(frozen=True)
class ShownRow:
    """A line of the table under a figure, with the address of its publications."""

    label: str
    value: int
    second: int | None
    url: str


@dataclass(frozen=True)
class ShownChart:
    """A figure as the page shows it. ``description`` says in one sentence what the figure shows."""

    chart: Chart
    rows: tuple[ShownRow, ...]
    description: str
    left_out: str


@dataclass(frozen=True)
class LandscapePage:
    """The page. ``title`` carries the answer; ``asked`` is the search line."""

    title: str
    asked: str
    counted: str
    charts: tuple[ShownChart, ...]
    trail: tuple[Link, ...]
    back: str
    export: tuple[Link, ...]
    is_empty: bool


def landscape_page(actor: Actor, request: SearchRequest) -> LandscapePage:
    """Gather the page.

    Raises:
        QueryError: the search line cannot be understood.
    """
    seen = landscape(actor, request)
    back = list_address(request)
    return LandscapePage(
        title=_title(seen),
        asked=request.query,
        counted=_counted(seen),
        charts=tuple(_shown(chart, request) for chart in seen.charts),
        trail=(Link(_("Literature"), back), Link(_("Landscape"), "")),
        back=back,
        export=tuple(
            Link(kind.upper(), page_address("literature:landscape-export", request, kind)) for kind in ("csv", "xlsx")
        ),
        is_empty=not seen.charts,
    )


def _title(seen: Landscape) -> str:
    years = next((chart.rows for chart in seen.charts if chart.slug == "years"), ())
    best = max(years, key=_rank, default=None)
    count = ngettext("%(total)s publication", "%(total)s publications", seen.total) % {"total": number(seen.total)}
    if best is None or not best.value:
        return _("Landscape: %(count)s") % {"count": count}
    return _("Landscape: %(count)s, most of them filed in %(year)s") % {"count": count, "year": best.label}


def _rank(row: LandscapeRow) -> tuple[int, str]:
    """Of equal years the latest."""
    return row.value, row.label


def _counted(seen: Landscape) -> str:
    if seen.counted < seen.total:
        words = _(
            "The first %(counted)s of %(total)s publications were counted. Narrow the search to count all of them."
        )
        return words % {"counted": number(seen.counted), "total": number(seen.total)}
    return _("Each figure opens to its publications. Families are not folded together here.")


def _shown(chart: Chart, request: SearchRequest) -> ShownChart:
    rows = tuple(ShownRow(row.label, row.value, row.second, _narrowed(row, request)) for row in chart.rows)
    return ShownChart(chart, rows, _description(chart), " ".join(_left_out(chart)))


def _narrowed(row: LandscapeRow, request: SearchRequest) -> str:
    """The list of the publications that a row counts; blank where there is nothing to open."""
    if not row.value or not (row.narrow or row.box):
        return ""
    if row.box:
        facet, value = row.box
        return list_address(request, chosen={**request.chosen, facet: (value,)}, collapse=False)
    asked = request.query.strip()
    return list_address(request, query=f"({asked}) {row.narrow}" if asked else row.narrow, collapse=False)


def _description(chart: Chart) -> str:
    best = max(chart.rows, key=_rank, default=None) if chart.kind == "years" else next(iter(chart.rows), None)
    if best is None:
        return _("Nothing is known of this for the found publications.")
    if chart.kind == "years":
        words = _("%(title)s: most in %(label)s, %(value)s.")
    else:
        words = _("%(title)s: %(label)s leads with %(value)s.")
    return words % {"title": chart.title, "label": best.label, "value": number(best.value)}


def _left_out(chart: Chart) -> Iterator[str]:
    if chart.rest:
        yield ngettext(
            "%(count)s further entry is not shown.", "%(count)s further entries are not shown.", chart.rest
        ) % {"count": number(chart.rest)}
    if chart.unknown:
        yield ngettext(
            "Not obtained for %(count)s publication.", "Not obtained for %(count)s publications.", chart.unknown
        ) % {"count": number(chart.unknown)}
    if chart.note:
        yield chart.note


def export_heads() -> list[str]:
    """Heads of the table to take away."""
    return [_("Figure"), _("Entry"), _("Count"), _("Second count")]


def export_rows(actor: Actor, request: SearchRequest) -> Iterator[Sequence[Any]]:
    """Yield every row of every figure.

    Raises:
        QueryError: the search line cannot be understood.
    """
    for chart in landscape(actor, request).charts:
        for row in chart.rows:
            yield [chart.title, row.label, row.value, row.second]
        if chart.unknown:
            yield [chart.title, _("not obtained"), chart.unknown, None]
