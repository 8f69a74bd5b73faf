"""The page “to do”: what waits for this person, with counts that open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from erdem.base.actor import Actor
from erdem.base.formatting import iso_date
from erdem.knowledge.pages.links import Option
from erdem.knowledge.pages.periods import days_left
from erdem.knowledge.queries.queue import KINDS, QueueFilter, Task, arrange, counts, tasks

PER_PAGE = 50
SOON = 7
WHO = ("mine", "free", "other")


@dataclass(frozen=True)
class TaskRow:
    """One task as the page shows it."""

    task: Task
    what: str
    url: str
    due: str
    left: str
    since: str
    shape: str
    who: str


@dataclass(frozen=True)
class Count:
    """How much waits of one kind; opens the list of it."""

    label: str
    count: int
    url: str
    current: bool


@dataclass(frozen=True)
class QueuePage:
    """What waits."""

    title: str
    lead: str
    counts: tuple[Count, ...]
    who_options: tuple[Option, ...]
    wanted: QueueFilter
    columns: tuple[dict[str, Any], ...]
    page: Page[Task]
    total: int

    @property
    def rows(self) -> Iterator[TaskRow]:
        """The rows of this page."""
        return map(_row, self.page)


def read_queue_filter(data: QueryDict) -> QueueFilter:
    """Read the filter from an address; what makes no sense is left out."""
    kind, who, sort = data.get("kind", ""), data.get("who", ""), data.get("sort", "due")
    return QueueFilter(
        kind=kind if kind in KINDS else "",
        who=who if who in WHO else "",
        sort=sort if sort.removeprefix("-") in ("due", "since", "name") else "due",
    )


def kind_words(kind: str) -> str:
    """Say what is to be done."""
    words = {
        "vote": _("Judge as an expert"),
        "returned": _("Correct and submit again"),
        "consent": _("Check the consents"),
        "deposit": _("Deposit a secret record"),
        "class": _("Confirm the class"),
        "kin": _("Compare with kin"),
        "experts": _("Ask experts"),
        "decide": _("Decide after the vote"),
        "notice": _("End a notice"),
        "objection": _("Answer an objection"),
        "yearly": _("Yearly review"),
        "hint": _("Another record resembles yours"),
    }
    return str(words[kind])


def queue_page(actor: Actor, data: QueryDict) -> QueuePage:
    """Build the page."""
    wanted = read_queue_filter(data)
    found = tasks(actor)
    shown = arrange(found, wanted)
    today = timezone.localdate()
    late = sum(1 for task in found if task.due and task.due < today)
    return QueuePage(
        title=_title(len(found), late),
        lead=_("What nobody has taken yet is open to everybody of the office; who takes it answers for it."),
        counts=tuple(_counts(found, wanted)),
        who_options=(
            Option("", _("everybody's")),
            Option("mine", _("mine")),
            Option("free", _("taken by nobody")),
            Option("other", _("taken by colleagues")),
        ),
        wanted=wanted,
        columns=(
            {"label": _("To do")},
            {"key": "name", "label": _("Record")},
            {"label": _("Place")},
            {"key": "since", "label": _("Waiting since")},
            {"key": "due", "label": _("Due")},
            {"label": _("Taken by")},
        ),
        page=Paginator(shown, PER_PAGE).get_page(data.get("page")),
        total=len(found),
    )


def _title(count: int, late: int) -> str:
    if not count:
        return _("Nothing waits for you")
    text = ngettext("%(count)s thing waits for you", "%(count)s things wait for you", count) % {"count": count}
    if late:
        overdue = ngettext("%(count)s of them is overdue", "%(count)s of them are overdue", late) % {"count": late}
        return _("%(waiting)s, %(overdue)s") % {"waiting": text, "overdue": overdue}
    return text


def _counts(found: list[Task], wanted: QueueFilter) -> Iterator[Count]:
    listed, counted = reverse("knowledge:queue"), counts(found)
    for kind in KINDS:
        if counted[kind]:
            address = listed if wanted.kind == kind else f"{listed}?{urlencode({'kind': kind})}"
            yield Count(kind_words(kind), counted[kind], address, wanted.kind == kind)


def _row(task: Task) -> TaskRow:
    today = timezone.localdate()
    shape = "wait"
    if task.due is not None:
        left = (task.due - today).days
        shape = "over" if left < 0 else "due" if left <= SOON else "work"
    return TaskRow(
        task=task,
        what=kind_words(task.kind),
        url=_address(task),
        due=iso_date(task.due),
        left=days_left(task.due) if task.due else _("no day set"),
        since=iso_date(task.since),
        shape=shape,
        who=task.handler or (_("you") if task.who == "mine" else _("nobody yet")),
    )


def _address(task: Task) -> str:
    if task.kind == "vote":
        return reverse("knowledge:expert-review", args=[task.key])
    if task.kind == "hint":
        return reverse("knowledge:kin-hint", args=[task.key])
    if task.kind == "returned":
        return reverse("knowledge:record-detail", args=[task.key])
    return reverse("knowledge:record-register", args=[task.key])
