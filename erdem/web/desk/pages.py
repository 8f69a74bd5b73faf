"""What the first page shows: one frozen dataclass for each kind of person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from erdem.base.actor import Actor
from erdem.base.formatting import iso_moment, long_date, month_day, number
from erdem.knowledge.choices import AccessLevel
from erdem.knowledge.models import Record
from erdem.knowledge.workflow import RECORD
from erdem.literature.queries.alerts import unread_count
from erdem.notary.choices import words_of_kind
from erdem.notary.models import LogAlarm
from erdem.notary.queries import open_alarms
from erdem.overlap.queries import figures as finding_figures
from erdem.overlap.queries.findings import FindingRow, last_run
from erdem.people import pages as place_pages
from erdem.people import place_figures
from erdem.people.choices import Role
from erdem.web.desk import figures
from erdem.web.desk.figures import list_address

OFFICE_ROLES = (Role.COUNTY_OFFICER, Role.REGION_OFFICER)
COMMUNITY_ROLES = (Role.BEARER, Role.STEWARD)
MOST_FIGURES = 4
QUEUE = 6
NEWS = 5


@dataclass(frozen=True)
class Figure:
    """A figure that opens."""

    label: str
    value: str
    note: str
    url: str


@dataclass(frozen=True)
class News:
    """One line of what happened lately."""

    time: str
    text: str
    url: str
    on: bool


@dataclass(frozen=True)
class Alarm:
    """Something that is wrong with a log: in words, since when, what exactly, and the page of the log."""

    title: str
    since: str
    detail: str
    url: str


@dataclass(frozen=True)
class OfficePage:
    """The desk of officers and experts: what waits, where, and how it goes."""

    date: str
    title: str
    may_register: bool
    figures: tuple[Figure, ...]
    queue: tuple[FindingRow, ...]
    pending: int
    gram: place_pages.Gram | None
    figure: str
    figure_choices: tuple[dict[str, Any], ...]
    months: tuple[dict[str, Any], ...]
    months_sentence: str
    news: tuple[News, ...]
    alarms: tuple[Alarm, ...]


@dataclass(frozen=True)
class OwnRecord:
    """A record of the own community, and what became of it, in words."""

    name: str
    name_mn: str
    number: str
    url: str
    status: str
    shape: str
    readers: str
    near: str
    near_url: str


@dataclass(frozen=True)
class CommunityPage:
    """The page of elders and stewards: their own knowledge and what became of it."""

    date: str
    title: str
    records: tuple[OwnRecord, ...]
    registered: int


@dataclass(frozen=True)
class SearchPage:
    """The page of those who search: applicants, and everybody who is not signed in."""

    date: str
    title: str
    figures: tuple[Figure, ...]
    is_public: bool


def kind_of(actor: Actor) -> str:
    """Say which desk is the actor's: office, community, or search."""
    if actor.has_role(*OFFICE_ROLES, Role.EXPERT, Role.CURATOR):
        return "office"
    return "community" if actor.has_role(*COMMUNITY_ROLES) else "search"


def today() -> str:
    """2026年11月23日，星期一."""
    return long_date(timezone.localdate(), weekday=True)


def office(actor: Actor, chosen: str) -> OfficePage:
    """Compose the desk of an officer or expert; ``chosen`` names the figure of the tile gram."""
    pending, days = finding_figures.pending_count(actor), _waited(actor)
    offered = place_figures.offered(actor)
    first = "records" if actor.has_role(Role.COUNTY_OFFICER) and not chosen else chosen
    figure = next((each for each in offered if each.slug == first), offered[0] if offered else None)
    months = finding_figures.monthly_new_and_reviewed(actor)
    return OfficePage(
        date=today(),
        title=_office_title(pending, days),
        may_register=actor.has_role(*OFFICE_ROLES),
        figures=_office_figures(actor, pending, days),
        queue=tuple(finding_figures.queue(actor, QUEUE)),
        pending=pending,
        gram=place_pages.gram_of(actor, figure) if figure else None,
        figure=figure.slug if figure else "",
        figure_choices=tuple({"value": each.slug, "label": each.label} for each in offered),
        months=tuple(
            {"label": str(month.month.month), "count": month.new, "second": month.reviewed} for month in months
        ),
        months_sentence=_months_sentence(months),
        news=_news(actor),
        alarms=tuple(_alarm(row) for row in open_alarms(actor)),
    )


def _alarm(row: LogAlarm) -> Alarm:
    return Alarm(
        title=_("%(log)s: %(what)s") % {"log": row.get_log_display(), "what": words_of_kind(row.kind)},
        since=iso_moment(row.first_seen),
        detail=row.detail,
        url=reverse("notary:log-detail", args=[row.log]),
    )


def _waited(actor: Actor) -> int:
    """Return since how many days the oldest finding has waited."""
    oldest = finding_figures.oldest_pending(actor)
    return (timezone.localdate() - timezone.localtime(oldest).date()).days if oldest else 0


def _office_title(pending: int, days: int) -> str:
    if not pending:
        return _("No finding waits for you today")
    parts = {"count": number(pending), "days": days}
    if not days:
        text = ngettext(
            "%(count)s finding waits for you, found today", "%(count)s findings wait for you, found today", pending
        )
        return text % parts
    text = ngettext(
        "%(count)s finding waits for you, for %(days)s days now",
        "%(count)s findings wait for you, the oldest for %(days)s days",
        pending,
    )
    return text % parts


def _office_figures(actor: Actor, pending: int, days: int) -> tuple[Figure, ...]:
    records = figures.record_counts(actor)
    run = last_run(actor)
    note = pgettext("figure", "records")
    if records.submitted:
        note = _("records, %(count)s waiting to be registered") % {"count": number(records.submitted)}
    elif records.this_month and records.this_month != records.registered:
        note = _("records, %(count)s new this month") % {"count": number(records.this_month)}
    shown = [
        Figure(_("Registered knowledge"), number(records.registered), note, reverse("knowledge:record-list")),
        Figure(
            _("Findings waiting"),
            number(pending),
            _("findings, the oldest found %(days)s days ago") % {"days": days} if days else _("findings"),
            list_address("overlap:finding-list", status="open"),
        ),
        Figure(
            _("Literature"),
            number(figures.publication_count(actor)),
            _("documents"),
            reverse("literature:publication-list"),
        ),
    ]
    shown += _urgent_figures(actor)
    if len(shown) < MOST_FIGURES and run is not None and run.finished_at is not None:
        note = _("documents, compared on %(day)s") % {"day": month_day(run.finished_at)}
        shown.append(Figure(_("Last comparison"), number(run.publications), note, reverse("overlap:finding-list")))
    return tuple(shown)


def _urgent_figures(actor: Actor) -> list[Figure]:
    """The one thing that does not wait: windows that close, else decided findings with news."""
    closing, news = finding_figures.closing_count(actor), finding_figures.news_count(actor)
    if closing:
        url = list_address("overlap:finding-list", window="closing", sort="window")
        return [Figure(_("Windows closing"), number(closing), _("findings whose window closes soon"), url)]
    if news:
        url = list_address("overlap:finding-list", news="1")
        return [Figure(_("Decided, with news"), number(news), _("findings that changed since"), url)]
    return []


def _months_sentence(months: Sequence[finding_figures.MonthFigures]) -> str:
    last = months[-1]
    parts = {"month": last.month.month, "new": last.new, "decided": last.reviewed}
    return _("This month %(new)s found, %(decided)s decided.") % parts


def _news(actor: Actor) -> tuple[News, ...]:
    """Merge what was last said about findings with what last arrived in the register."""
    lines = [
        (
            review.at,
            _("%(name)s: %(status)s, written by %(who)s")
            % {"name": review.finding.record.name, "status": review.get_status_display(), "who": review.signed},
            reverse("overlap:finding-detail", args=[review.finding.number]),
        )
        for review in figures.latest_reviews(actor, NEWS)
    ]
    lines += [
        (
            record.updated_at,
            _("%(name)s: %(status)s") % {"name": record.name, "status": record.get_status_display()},
            reverse("knowledge:record-detail", args=[record.number]),
        )
        for record in figures.latest_records(actor, NEWS)
    ]
    lines += _new_hits(actor)
    newest = sorted(lines, key=lambda line: line[0], reverse=True)[:NEWS]
    day = timezone.localdate()
    return tuple(
        News(_("today") if timezone.localtime(moment).date() == day else month_day(moment), text, url, on=place == 0)
        for place, (moment, text, url) in enumerate(newest)
    )


def _new_hits(actor: Actor) -> list[tuple[dt.datetime, str, str]]:
    """Return a line when saved searches have found something that was not read yet."""
    unread = unread_count(actor)
    words = ngettext(
        "%(count)s new hit in your saved searches", "%(count)s new hits in your saved searches", unread
    ) % {"count": number(unread)}
    return [(timezone.now(), words, reverse("literature:saved-list"))] if unread else []


def community(actor: Actor) -> CommunityPage:
    """Compose the page of an elder or steward."""
    rows = figures.community_records(actor)
    near = sum(1 for row in rows if getattr(row, "near", 0))
    return CommunityPage(
        date=today(),
        title=_community_title(len(rows), near),
        records=tuple(_own(row) for row in rows),
        registered=sum(1 for row in rows if row.status == "registered"),
    )


def _community_title(count: int, near: int) -> str:
    if not count:
        return _("Nothing of your community is written down here yet")
    if not near:
        text = ngettext(
            "Your community has written down %(count)s thing; no patent comes near to it",
            "Your community has written down %(count)s things; no patent comes near to them",
            count,
        )
        return text % {"count": count}
    text = ngettext(
        "Your community has written down %(count)s thing; patents come near to %(near)s",
        "Your community has written down %(count)s things; patents come near to %(near)s of them",
        count,
    )
    return text % {"count": count, "near": near}


def _own(record: Record) -> OwnRecord:
    return OwnRecord(
        name=record.name,
        name_mn=record.name_mn if record.name_mn_checked else "",
        number=record.number,
        url=reverse("knowledge:record-detail", args=[record.number]),
        status=record.get_status_display(),
        shape=RECORD.shapes[record.status],
        readers=_readers(record),
        near=_near(record),
        near_url=reverse("overlap:record-findings", args=[record.number]) if getattr(record, "near", 0) else "",
    )


def _readers(record: Record) -> str:
    """Say in one sentence who can read the record now."""
    full, registered = AccessLevel.FULL, record.status == "registered"
    if registered and record.level_public >= full:
        return _("Everybody can read it.")
    if registered and record.level_signed_in >= full:
        return _("Everybody who is signed in can read it.")
    if record.level_office < full:
        return _("Only your community can read it.")
    if registered and record.level_public > AccessLevel.HIDDEN:
        return _(
            "Your community and the office of your banner can read it; others see only what it is called or about."
        )
    return _("Your community and the office of your banner can read it, nobody else.")


def _near(record: Record) -> str:
    """Say in one sentence what was found near to the record."""
    near = getattr(record, "near", 0)
    waiting, confirmed = getattr(record, "waiting", 0), getattr(record, "confirmed", 0)
    if not near:
        return _("No patent comes near to it so far. New ones are compared as they come in.")
    text = ngettext("%(count)s document comes near to it", "%(count)s documents come near to it", near)
    said = [text % {"count": near}]
    if waiting:
        said.append(_("the office has still to look at %(count)s") % {"count": waiting})
    if confirmed:
        said.append(_("for %(count)s the overlap is confirmed") % {"count": confirmed})
    return pgettext("sentence", ", ").join(said) + pgettext("sentence", ".")


def search(actor: Actor) -> SearchPage:
    """Compose the page of an applicant or of the public."""
    is_public = actor.user_id is None
    counts = figures.record_counts(actor)
    title = (
        _("Knowledge of Inner Mongolia, open to look up and to check")
        if is_public
        else _("You may look up %(count)s pieces of traditional knowledge") % {"count": number(counts.registered)}
    )
    records_note = _("open to everybody") if is_public else _("open to you")
    shown: tuple[Figure, ...] = (
        Figure(_("Registered knowledge"), number(counts.registered), records_note, reverse("knowledge:record-list")),
        Figure(
            _("Literature"),
            number(figures.publication_count(actor)),
            _("documents"),
            reverse("literature:publication-list"),
        ),
        Figure(_("Places"), "103", _("banners, counties, cities and districts"), reverse("people:place-list")),
    )
    if unread := unread_count(actor):
        shown += (Figure(_("New hits"), number(unread), _("in your saved searches"), reverse("literature:saved-list")),)
    return SearchPage(today(), title, shown, is_public)
