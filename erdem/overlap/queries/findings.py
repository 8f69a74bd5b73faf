"""Lists of findings: filters, search, order, counts; each begins from what the actor may see."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.http import QueryDict
from django.urls import reverse

from erdem.base.actor import Actor, significant_digits
from erdem.base.formatting import iso_date
from erdem.knowledge.choices import Kind
from erdem.lib.folding import fold
from erdem.overlap.choices import OLD_BANDS, OPEN_STATES, SHAPES, FindingStatus, ScoreBand
from erdem.overlap.models import Dossier, Finding, ScreeningRun
from erdem.overlap.policies import visible_runs, visible_to
from erdem.overlap.queries import windows
from erdem.overlap.queries.bands import band_label
from erdem.overlap.queries.changes import in_words
from erdem.overlap.queries.words import RELATIONS, WINDOW_WORDS, publication_line, record_line, relation_label

OPEN = "open"
LONGEST_CODE = 12
CHOICES: dict[str, tuple[str, ...]] = {
    "status": (OPEN, *FindingStatus.values),
    "relation": tuple(RELATIONS),
    "kind": tuple(Kind.values),
    "band": tuple(ScoreBand.values),
    "window": windows.KINDS,
}
SORTS: dict[str, tuple[Any, ...]] = {
    "": ("band", "-is_alarm", "-score", "id"),
    "score": ("score", "id"),
    "-score": ("-score", "id"),
    "found": ("created_at", "id"),
    "-found": ("-created_at", "-id"),
    "record": ("record__sort_key", "id"),
    "-record": ("-record__sort_key", "-id"),
    "patent": ("publication__title", "id"),
    "-patent": ("-publication__title", "-id"),
    "window": (F("window_end").asc(nulls_last=True), "-is_alarm", "-score", "id"),
    "-window": (F("window_end").desc(nulls_last=True), "-is_alarm", "-score", "id"),
    "number": ("number",),
    "-number": ("-number",),
}


@dataclass(frozen=True)
class Wanted:
    """What a reader asked the list for; unknown values count as not asked. An empty choice means all of them."""

    words: str = ""
    status: tuple[str, ...] = ()
    relation: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    band: tuple[str, ...] = ()
    window: tuple[str, ...] = ()
    place: str = ""
    alarm: bool = False
    news: bool = False
    sort: str = ""

    def query(self) -> str:
        """Return the parameters of the address that asks for the same."""
        query = QueryDict(mutable=True)
        for name, value in (
            ("q", self.words),
            ("place", self.place),
            ("alarm", "1" if self.alarm else ""),
            ("news", "1" if self.news else ""),
            ("sort", self.sort),
        ):
            if value:
                query[name] = value
        for name in CHOICES:
            query.setlist(name, list(getattr(self, name)))
        return query.urlencode()


@dataclass(frozen=True)
class FindingRow:
    """One line of a list of findings."""

    number: str
    url: str
    status: str
    shape: str
    patent: str
    patent_line: str
    record: str
    record_line: str
    record_url: str
    relation: str
    score: float
    band: str
    is_alarm: bool
    is_outdated: bool
    found: Any
    news: str = ""
    window: str = ""
    window_state: str = ""
    window_end: Any = None


def findings(actor: Actor) -> QuerySet[Finding]:
    """Return the findings the actor may see, with what a line needs."""
    return (
        Finding.objects.filter(visible_to(actor))
        .select_related("record", "publication")
        .defer("evidence", "pending_evidence", "record__text", "record__search_text", "publication__search_text")
    )


def get_finding(actor: Actor, number: str) -> Finding | None:
    """Return a visible finding, or None."""
    return (
        Finding.objects.filter(visible_to(actor), number=number)
        .select_related("record", "record__community", "record__place", "publication", "publication__family")
        .first()
    )


def get_dossier(actor: Actor, number: str) -> Dossier | None:
    """Return a dossier whose finding is visible, or None."""
    return (
        Dossier.objects.filter(finding__in=Finding.objects.filter(visible_to(actor)).order_by(), number=number)
        .select_related("finding", "finding__record", "finding__publication", "blob")
        .first()
    )


def dossiers_of(actor: Actor, finding: Finding) -> tuple[Dossier, ...]:
    """Return the dossiers of a finding, newest first."""
    del actor  # the finding was read as this actor, and its dossiers follow it
    return tuple(Dossier.objects.filter(finding=finding).order_by("-id"))


def last_run(actor: Actor) -> ScreeningRun | None:
    """Return the last finished comparison of the collection, for those who may see runs."""
    return (
        ScreeningRun.objects.filter(visible_runs(actor), finished_at__isnull=False, scope="collection")
        .order_by("-id")
        .first()
    )


def wanted_of(given: QueryDict) -> Wanted:
    """Read the parameters of a list page."""
    chosen = {
        name: tuple(value for value in dict.fromkeys(map(_today, given.getlist(name))) if value in known)
        for name, known in CHOICES.items()
    }
    place, sort = given.get("place", ""), given.get("sort", "")
    return Wanted(
        words=given.get("q", "").strip()[:200],
        place=place if place.isascii() and place.isdigit() and len(place) <= LONGEST_CODE else "",
        alarm=given.get("alarm", "") == "1",
        news=given.get("news", "") == "1",
        sort=sort if sort in SORTS else "",
        **chosen,
    )


def _today(value: str) -> str:
    """Return the present name of a value in an address that somebody has kept."""
    return str(OLD_BANDS.get(value, value))


def _status_rule(statuses: tuple[str, ...]) -> Q:
    meant = {status for status in statuses if status != OPEN}
    return Q(status__in=meant.union(OPEN_STATES) if OPEN in statuses else meant)


_RULES: dict[str, Callable[[Any], Q]] = {
    "status": _status_rule,
    "relation": lambda relations: Q(relation__in=relations),
    "kind": lambda kinds: Q(record__kind__in=kinds),
    "band": lambda bands: Q(strength__in=bands),
    "window": lambda kinds: Q(window__in=kinds),
    "news": lambda _news: Q(has_news=True),
    "place": lambda place: Q(record__place_search__contains=f" {significant_digits(place)}"),
    "alarm": lambda _alarm: Q(is_alarm=True),
}


def _narrow(found: QuerySet[Finding], wanted: Wanted, leave_out: str = "") -> QuerySet[Finding]:
    for word in fold(wanted.words).split():
        found = found.filter(
            Q(number__icontains=word)
            | Q(record__search_text__contains=word)
            | Q(publication__search_text__contains=word)
            | Q(publication__number_key__icontains=word)
        )
    for name, rule in _RULES.items():
        value = getattr(wanted, name)
        if value and name != leave_out:
            found = found.filter(rule(value))
    return found


def search(actor: Actor, wanted: Wanted) -> QuerySet[Finding]:
    """Return the findings that were asked for, in the order that was asked for."""
    return _narrow(windows.annotate(findings(actor)), wanted).order_by(*SORTS[wanted.sort])


def counts(actor: Actor, wanted: Wanted, column: str) -> dict[str, int]:
    """Count by a column among what this reader may see, every filter applied except the one on that column."""
    found = Finding.objects.filter(visible_to(actor))
    if column == "window" or wanted.window:
        found = windows.annotate(found)
    found = _narrow(found, wanted, leave_out=column).order_by()
    path = {"kind": "record__kind", "band": "strength", "news": "has_news"}.get(column, column)
    return {str(value): count for value, count in found.values_list(path).annotate(count=Count("pk"))}


def rows_of(found: Iterable[Finding]) -> list[FindingRow]:
    """Return lines to show."""
    return [
        FindingRow(
            number=finding.number,
            url=reverse("overlap:finding-detail", args=[finding.number]),
            status=finding.get_status_display(),
            shape=SHAPES[finding.status],
            patent=finding.publication.title or finding.publication.number,
            patent_line=publication_line(finding.publication),
            record=finding.record.name,
            record_line=record_line(finding.record),
            record_url=reverse("knowledge:record-detail", args=[finding.record.number]),
            relation=str(relation_label(finding.relation)),
            score=finding.score,
            is_alarm=finding.is_alarm,
            is_outdated=finding.is_outdated,
            found=finding.created_at,
            band=band_label(finding.strength),
            news=in_words(finding.news) if finding.has_news else "",
            window=str(WINDOW_WORDS.get(getattr(finding, "window", ""), "")),
            window_state=getattr(finding, "window", ""),
            window_end=getattr(finding, "window_end", None),
        )
        for finding in found
    ]


def of_record(actor: Actor, number: str) -> QuerySet[Finding]:
    """Return the visible findings of a record."""
    return findings(actor).filter(record__number=number).order_by("-is_alarm", "-score", "id")


def of_publication(actor: Actor, key: str) -> QuerySet[Finding]:
    """Return the visible findings of a publication."""
    return findings(actor).filter(publication__number_key=key).order_by("-is_alarm", "-score", "id")


def best_of_publications(actor: Actor, ids: Iterable[int]) -> dict[int, FindingRow]:
    """Return for each publication with a visible finding the one that stands first. One query."""
    order = ("publication_id", "-is_alarm", "-score", "id")
    found = findings(actor).filter(publication_id__in=list(ids)).order_by(*order).distinct("publication_id")
    kept = list(found)
    return {finding.publication_id: row for finding, row in zip(kept, rows_of(kept), strict=True)}


def export_rows(found: Iterable[Any]) -> Iterable[tuple[Any, ...]]:
    """Yield the lines of a spreadsheet: what the list shows, and nothing that the list does not show."""
    for finding in found:
        yield (
            finding.number,
            finding.get_status_display(),
            finding.publication.number,
            finding.publication.title,
            finding.record.number,
            finding.record.name,
            str(relation_label(finding.relation)),
            round(finding.score, 4),
            band_label(finding.strength),
            str(WINDOW_WORDS[finding.window]),
            iso_date(finding.window_end),
            finding.rank,
            finding.pool_size,
            iso_date(finding.created_at),
            finding.engine_version,
            finding.lexicon_version,
        )
