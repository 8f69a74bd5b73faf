"""The landscape of a search: how the found publications spread over years, applicants, classes, places and standing.

Counted in PostgreSQL over the ids that the search found, so that each figure is exact for the publications counted and opens to
them. At most `MOST` publications are counted; the page says so when a search finds more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from django.db import connection
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.literature.choices import StatusGroup
from erdem.literature.queries.classes import class_name
from erdem.literature.queries.offices import office_name
from erdem.literature.queries.searching import corpus, matching_ids, run_search
from erdem.literature.queries.searching_shapes import SearchRequest

MOST: Final = 200_000
ROWS: Final = 15


@dataclass(frozen=True, slots=True)
class LandscapeRow:
    """One bar or point. ``narrow`` (words of the search line) or ``box`` (facet and value) shows its publications."""

    label: str
    value: int
    second: int | None = None
    narrow: str = ""
    box: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """One figure with its table. ``kind`` is ``years`` or ``bars``; ``rest`` counts what the shown rows leave out."""

    slug: str
    title: str
    kind: str
    first: str
    rows: tuple[LandscapeRow, ...]
    second: str = ""
    unknown: int = 0
    rest: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Landscape:
    """Everything the page shows. ``counted`` is less than ``total`` when the search finds more than `MOST`."""

    total: int
    counted: int
    corpus_version: str
    charts: tuple[Chart, ...] = field(default=())


def landscape(actor: Actor, request: SearchRequest) -> Landscape:
    """Count the publications that a search finds. Eight queries whatever their number.

    Raises:
        QueryError: the search line cannot be understood.
    """
    found = run_search(actor, replace(request, limit=1, facets=(), collapse=False))
    ids = matching_ids(actor, replace(request, collapse=False), most=MOST)
    charts = tuple(make(ids) for make in _CHARTS) if ids else ()
    return Landscape(found.total, len(ids), corpus(actor).version, charts)


def _rows(statement: str, ids: Sequence[int]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(ids)])
        return list(cursor.fetchall())


_PUBLISHED = """
    SELECT extract(year FROM publication_date)::int, count(*) FROM literature_publication
    WHERE id = ANY(%s) GROUP BY 1
"""
_FILED = """
    SELECT year, count(*) FROM literature_publication WHERE id = ANY(%s) GROUP BY 1
"""


def _years(ids: Sequence[int]) -> Chart:
    """Filed and published by year, without gaps between the first and the last."""
    filed = dict(_rows(_FILED, ids))
    published = dict(_rows(_PUBLISHED, ids))
    unknown = filed.pop(None, 0)
    published.pop(None, 0)
    known = [*filed, *published]
    rows = tuple(
        LandscapeRow(str(year), filed.get(year, 0), published.get(year, 0), f"date:{year}")
        for year in (range(min(known), max(known) + 1) if known else ())
    )
    note = _(
        "Filed: the year of filing or, where it was not obtained, the earliest year known. The last two years are"
        " incomplete: an application is published 18 months after it was filed."
    )
    return Chart("years", _("By year"), "years", _("filed"), rows, _("published"), unknown=unknown, note=note)


_APPLICANTS = """
    SELECT name, count(DISTINCT publication_id) AS held FROM literature_party
    WHERE publication_id = ANY(%s) AND role = 'applicant' GROUP BY name ORDER BY held DESC, name
"""
_WITHOUT_APPLICANT = """
    SELECT count(*) FROM literature_publication AS one WHERE id = ANY(%s) AND NOT EXISTS (
        SELECT 1 FROM literature_party WHERE publication_id = one.id AND role = 'applicant')
"""


def _applicants(ids: Sequence[int]) -> Chart:
    counted = _rows(_APPLICANTS, ids)
    rows = _first(counted, lambda name: LandscapeRow(name, 0, None, f'pa:"{_quoted(name)}"'))
    unknown = _rows(_WITHOUT_APPLICANT, ids)[0][0]
    return Chart(
        "applicants", _("Applicants"), "bars", _("publications"), rows, "", unknown, max(0, len(counted) - ROWS)
    )


def _quoted(text: str) -> str:
    """A name as it may stand between quotation marks of the search line."""
    return " ".join(text.replace('"', " ").replace("“", " ").replace("”", " ").split())


_CLASSES = """
    SELECT subclass, count(DISTINCT publication_id) AS held FROM literature_classification
    WHERE publication_id = ANY(%s) AND scheme = 'ipc' GROUP BY subclass ORDER BY held DESC, subclass
"""
_WITHOUT_CLASS = """
    SELECT count(*) FROM literature_publication AS one WHERE id = ANY(%s) AND NOT EXISTS (
        SELECT 1 FROM literature_classification WHERE publication_id = one.id AND scheme = 'ipc')
"""


def _classes(ids: Sequence[int]) -> Chart:
    counted = _rows(_CLASSES, ids)
    rows = _first(counted, lambda code: LandscapeRow(f"{code} {class_name(code)}".strip(), 0, None, f"ic:{code}"))
    unknown = _rows(_WITHOUT_CLASS, ids)[0][0]
    return Chart(
        "classes", _("Classes (IPC)"), "bars", _("publications"), rows, "", unknown, max(0, len(counted) - ROWS)
    )


_REGIONS = """
    SELECT applicant_region, count(*) AS held FROM literature_publication
    WHERE id = ANY(%s) GROUP BY 1 ORDER BY held DESC, 1
"""


def _places(ids: Sequence[int]) -> Chart:
    counted = _rows(_REGIONS, ids)
    known = [row for row in counted if row[0]]
    unknown = sum(count for place, count in counted if not place)
    rows = _first(known, lambda place: LandscapeRow(place, 0, None, f'place:"{_quoted(place)}"'))
    title = _("Places of the applicants")
    return Chart("places", title, "bars", _("publications"), rows, "", unknown, max(0, len(known) - ROWS))


_OFFICES = """
    SELECT country, count(*) AS held FROM literature_publication WHERE id = ANY(%s) GROUP BY 1 ORDER BY held DESC, 1
"""


def _offices(ids: Sequence[int]) -> Chart:
    counted = _rows(_OFFICES, ids)
    rows = _first(counted, lambda code: LandscapeRow(office_name(code), 0, box=("office", code)))
    return Chart("offices", _("Offices"), "bars", _("publications"), rows, "", 0, max(0, len(counted) - ROWS))


_STATUS = """
    SELECT status_group, count(*) FROM literature_publication WHERE id = ANY(%s) GROUP BY 1
"""


def _standing(ids: Sequence[int]) -> Chart:
    counted = dict(_rows(_STATUS, ids))
    unknown = counted.pop(StatusGroup.UNKNOWN, 0)
    rows = tuple(
        LandscapeRow(str(group.label), counted[group.value], box=("status", group.value))
        for group in StatusGroup
        if group.value in counted
    )
    note = _("As the source said on its day. Look the standing up at the office before you rely on it.")
    return Chart("standing", _("Legal standing"), "bars", _("publications"), rows, "", unknown, 0, note)


def _first(counted: Iterable[tuple[Any, ...]], row_of: Callable[[str], LandscapeRow]) -> tuple[LandscapeRow, ...]:
    return tuple(replace(row_of(value), value=count) for value, count in list(counted)[:ROWS])


_CHARTS: Final[tuple[Callable[[Sequence[int]], Chart], ...]] = (
    _years,
    _applicants,
    _classes,
    _places,
    _offices,
    _standing,
)
