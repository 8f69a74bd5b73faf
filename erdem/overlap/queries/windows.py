"""Windows for action, read from the dates of a publication and from dated rows of data; no period stands in code.

`window_of` answers for one publication, `annotate` asks the database the same for a whole list, so that a list can be
filtered and sorted by it; a test holds the two together. What is not known is an answer of its own.
"""

from __future__ import annotations

import calendar
import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

from django.db.models import Case, CharField, DateField, F, Func, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Least
from django.utils import timezone

from erdem.literature.choices import Stage, Standing, StatusGroup
from erdem.literature.models import Publication
from erdem.overlap.models import Finding
from erdem.overlap.queries import standing
from erdem.overlap.queries.standing import Right

OPEN: Final = "open"
CLOSING: Final = "closing"
CLOSED: Final = "closed"
NOT_YET: Final = "not_yet"
UNKNOWN: Final = "unknown"
BEFORE_GRANT: Final = "before_grant"
AFTER_GRANT: Final = "after_grant"
NONE: Final = "none"
KINDS: Final = (CLOSING, BEFORE_GRANT, AFTER_GRANT, UNKNOWN, NONE)
Row = dict[str, Any]


@cache
def action_rows() -> tuple[Row, ...]:
    """Return the rows of the data file, in its order."""
    return tuple(_file()["actions"])


@cache
def _file() -> dict[str, Any]:
    text = resources.files("erdem.overlap").joinpath("seeds/actions.json").read_text(encoding="utf-8")
    held: dict[str, Any] = json.loads(text)
    return held


def closing_days() -> int:
    """Return from how many days before its end a window is shown as closing soon."""
    return int(_file()["closing_days"]["value"])


def applies(row: Row, publication: Publication) -> bool:
    """Say whether a row is about documents of this office and type."""
    return all(
        "*" in row[column] or value in row[column]
        for column, value in (("offices", publication.country), ("types", publication.type))
    )


@dataclass(frozen=True)
class Window:
    """Whether a way is open. ``ends`` is its last day where one can be reckoned; ``at_least``: it may last longer."""

    state: str
    ends: dt.date | None = None
    at_least: bool = False

    @property
    def is_open(self) -> bool:
        """Say whether one can act today, as far as is known."""
        return self.state in (OPEN, CLOSING)


def add_months(day: dt.date, months: int) -> dt.date:
    """Return the same day so many months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def window_of(rule: Row, publication: Publication, right: Right, today: dt.date | None = None) -> Window:
    """Return the state of a window. ``rule`` is the ``window`` of a row."""
    today = today or timezone.localdate()
    if right.stage in (standing.WITHDRAWN, standing.REPLACED, standing.REFUSED):
        return Window(CLOSED)
    before = rule["opens"] == "publication"
    if before:
        if right.is_granted and rule.get("closes") == "grant":
            return Window(CLOSED, right.granted)
        if right.published is None:
            return Window(UNKNOWN)
    elif not right.is_granted:
        return Window(NOT_YET if right.stage == standing.PENDING else UNKNOWN)
    elif right.stage == standing.LAPSED and not rule.get("after_end"):
        return Window(CLOSED)
    unsure = before and rule.get("closes") == "grant" and right.stage == standing.UNKNOWN
    return _by_date(rule, publication, right, today, unsure=unsure)


def _by_date(rule: Row, publication: Publication, right: Right, today: dt.date, *, unsure: bool) -> Window:
    at_least = bool(rule.get("at_least"))
    if not rule.get("months"):
        return Window(UNKNOWN if unsure else OPEN)
    start = {"publication": right.published, "grant": right.granted, "priority": publication.priority_date}[
        rule["from"]
    ]
    if start is None:
        return Window(UNKNOWN)
    ends = add_months(start, rule["months"])
    if today > ends:
        return Window(UNKNOWN if at_least else CLOSED, ends, at_least)
    if unsure:
        return Window(UNKNOWN, ends, at_least)
    return Window(CLOSING if (ends - today).days <= closing_days() else OPEN, ends, at_least)


def kind_of(publication: Publication, right: Right, today: dt.date | None = None) -> tuple[str, dt.date | None]:
    """Return how a list sorts the publication: what can be done now, and the nearest last day of it."""
    rules = [row["window"] for row in action_rows() if "window" in row and applies(row, publication)]
    found = [(rule["opens"], window_of(rule, publication, right, today)) for rule in rules]
    ends = min((window.ends for _opens, window in found if window.is_open and window.ends), default=None)
    states = {(opens, window.state) for opens, window in found}
    if any(state == CLOSING for _opens, state in states):
        return CLOSING, ends
    for opens, kind in (("publication", BEFORE_GRANT), ("grant", AFTER_GRANT)):
        if (opens, OPEN) in states:
            return kind, ends
    return (UNKNOWN if any(state == UNKNOWN for _opens, state in states) else NONE), ends


class _Months(Func):
    """A date so many months later; the database ends in a shorter month as `add_months` does."""

    template = "(%(expressions)s + make_interval(months => %(months)s))::date"
    output_field = DateField()


def annotate(found: QuerySet[Finding], today: dt.date | None = None) -> QuerySet[Finding]:
    """Give each finding ``window`` (one of `KINDS`) and ``window_end``, reckoned by the database as `kind_of` does."""
    today = today or timezone.localdate()
    found = found.annotate(right_granted=_granted_day(), right_stage=_stage()).annotate(
        **{f"ends_{row['slug']}": _end(row["window"]) for row in _windows() if row["window"].get("months")}
    )
    found = found.annotate(**{f"state_{row['slug']}": _state(row, today) for row in _windows()})
    ends = [
        Case(
            When(_in(row["slug"], OPEN, CLOSING), then=F(f"ends_{row['slug']}")),
            default=Value(None),
            output_field=DateField(),
        )
        for row in _windows()
        if row["window"].get("months")
    ]
    return found.annotate(window=_kind(), window_end=Least(*ends))


def _windows() -> list[Row]:
    return [row for row in action_rows() if "window" in row]


def _grants(column: str) -> QuerySet[Publication]:
    name = f"publication__{column}"
    same = Publication.objects.filter(stage=Stage.GRANTED, **{column: OuterRef(name)}).exclude(**{column: ""})
    return same.order_by("publication_date")


def _granted_day() -> Coalesce:
    own = Case(
        When(publication__stage=Stage.GRANTED, then=F("publication__publication_date")),
        default=Value(None),
        output_field=DateField(),
    )
    day = Coalesce("grant_date", "publication_date")
    others = [Subquery(_grants(column).values_list(day)[:1]) for column in ("number_stem", "application_key")]
    return Coalesce(F("publication__grant_date"), own, *others, output_field=DateField())


def _stage() -> Case:
    grants = Publication.objects.filter(stage=Stage.GRANTED)

    def exists(column: str) -> Q:
        named = grants.exclude(**{column: ""}).values(column)
        return Q(**{f"publication__{column}__in": named})

    granted = Q(publication__stage=Stage.GRANTED) | Q(publication__grant_date__isnull=False)
    granted |= exists("number_stem") | exists("application_key")
    ended = Q(publication__status_group=StatusGroup.ENDED)
    return Case(
        When(publication__standing=Standing.WITHDRAWN, then=Value(standing.WITHDRAWN)),
        When(publication__standing=Standing.REPLACED, then=Value(standing.REPLACED)),
        When(ended & granted, then=Value(standing.LAPSED)),
        When(ended, then=Value(standing.REFUSED)),
        When(granted | Q(publication__status_group=StatusGroup.IN_FORCE), then=Value(standing.GRANTED)),
        When(publication__status_group=StatusGroup.PENDING, then=Value(standing.PENDING)),
        default=Value(standing.UNKNOWN),
        output_field=CharField(),
    )


def _end(rule: Row) -> _Months:
    start = {
        "publication": F("publication__publication_date"),
        "grant": F("right_granted"),
        "priority": F("publication__priority_date"),
    }[rule["from"]]
    return _Months(start, months=int(rule["months"]))


def _applies(row: Row) -> Q:
    rule = Q()
    for column, name in (("offices", "country"), ("types", "type")):
        if "*" not in row[column]:
            rule &= Q(**{f"publication__{name}__in": row[column]})
    return rule


def _state(row: Row, today: dt.date) -> Case:
    """The steps of `window_of`, in its order."""
    rule, granted = row["window"], Q(right_stage__in=(standing.GRANTED, standing.LAPSED))
    closes = rule.get("closes") == "grant"
    cases: list[tuple[Q, str]] = [
        (~_applies(row) if _applies(row) else Q(pk__in=[]), ""),
        (Q(right_stage__in=(standing.WITHDRAWN, standing.REPLACED, standing.REFUSED)), CLOSED),
    ]
    if rule["opens"] == "publication":
        if closes:
            cases.append((granted, CLOSED))
        cases.append((Q(publication__publication_date__isnull=True), UNKNOWN))
    else:
        cases += [(Q(right_stage=standing.PENDING), NOT_YET), (Q(right_stage=standing.UNKNOWN), UNKNOWN)]
        if not rule.get("after_end"):
            cases.append((Q(right_stage=standing.LAPSED), CLOSED))
    if rule.get("months"):
        ends = f"ends_{row['slug']}"
        cases += [
            (Q(**{f"{ends}__isnull": True}), UNKNOWN),
            (Q(**{f"{ends}__lt": today}), UNKNOWN if rule.get("at_least") else CLOSED),
        ]
    if closes:
        cases.append((Q(right_stage=standing.UNKNOWN), UNKNOWN))
    if rule.get("months"):
        cases.append((Q(**{f"{ends}__lte": today + dt.timedelta(days=closing_days())}), CLOSING))
    whens = [When(condition, then=Value(state)) for condition, state in cases]
    return Case(*whens, default=Value(OPEN), output_field=CharField())


def _in(slug: str, *states: str) -> Q:
    return Q(**{f"state_{slug}__in": states})


def _any(rows: Iterable[Row], state: str) -> Q:
    rule = Q(pk__in=[])
    for row in rows:
        rule |= _in(row["slug"], state)
    return rule


def _kind() -> Case:
    rows = _windows()
    early = [row for row in rows if row["window"]["opens"] == "publication"]
    late = [row for row in rows if row["window"]["opens"] == "grant"]
    return Case(
        When(_any(rows, CLOSING), then=Value(CLOSING)),
        When(_any(early, OPEN), then=Value(BEFORE_GRANT)),
        When(_any(late, OPEN), then=Value(AFTER_GRANT)),
        When(_any(rows, UNKNOWN), then=Value(UNKNOWN)),
        default=Value(NONE),
        output_field=CharField(),
    )
