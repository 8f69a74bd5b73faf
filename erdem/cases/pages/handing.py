"""What the pages for many cases at once show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from erdem.base.actor import Actor
from erdem.base.formatting import iso_date
from erdem.cases.pages.links import Link, trail
from erdem.cases.pages.lists import rows_of
from erdem.cases.policies import own_offices
from erdem.cases.queries import work
from erdem.cases.queries.cases import cases_of
from erdem.cases.queries.queues import officers_of
from erdem.cases.services import Handed


@dataclass(frozen=True)
class ManyPage:
    """Cases that something is about to happen to, with the form."""

    title: str
    trail: tuple[Link, ...]
    form: forms.Form
    rows: tuple[dict[str, Any], ...]
    back: str


@dataclass(frozen=True)
class ReportPage:
    """What became of each case."""

    title: str
    trail: tuple[Link, ...]
    rows: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class CoverPage:
    """Who stands in for whom."""

    title: str
    trail: tuple[Link, ...]
    form: forms.Form
    rows: tuple[dict[str, Any], ...]


def officers(actor: Actor) -> list[tuple[int, str]]:
    """Return the officers of the actor's offices, with how many open cases each handles."""
    loads = work.loads_of(actor)
    found = {each.pk: str(each) for office in own_offices(actor) for each in officers_of(actor, office)}
    words = _("%(name)s (%(n)s open)")
    return [(key, words % {"name": name, "n": loads.get(key, 0)}) for key, name in found.items()]


def leavers(actor: Actor) -> list[tuple[int, str]]:
    """Return everybody who handles an open case of the actor's offices."""
    return [(each.pk, str(each)) for each in work.handlers_with_cases(actor)]


def bulk_page(actor: Actor, numbers: Sequence[str], form: forms.Form) -> ManyPage:
    """Build the question before several cases are given to one officer."""
    rows = rows_of(cases_of(actor).filter(number__in=numbers).order_by("due_on", "id"))
    n = len(rows)
    title = ngettext("Give %(n)s case to one officer", "Give %(n)s cases to one officer", n) % {"n": n}
    return ManyPage(title, trail(None, Link(title)), form, rows, reverse("cases:case-list"))


def hand_over_page(actor: Actor, form: forms.Form) -> ManyPage:
    """Build the question before the cases of somebody are handed over."""
    cases = work.open_cases_with(actor, form.cleaned_data["leaver"]).select_related("office", "handler")
    rows = rows_of(cases[:500])
    n = len(rows)
    title = ngettext("Hand %(n)s open case over", "Hand %(n)s open cases over", n) % {"n": n}
    return ManyPage(title, trail(None, Link(title)), form, rows, reverse("cases:hand-over"))


def report_page(done: Sequence[Handed]) -> ReportPage:
    """Build the report on each case."""
    refused = sum(bool(each.refused) for each in done)
    n = len(done) - refused
    title = ngettext("%(n)s case handed over", "%(n)s cases handed over", n) % {"n": n}
    if refused:
        title += ngettext(", %(n)s not", ", %(n)s not", refused) % {"n": refused}
    rows = tuple(
        {
            "number": each.number,
            "title": each.title,
            "url": reverse("cases:case-detail", args=[each.number]),
            "refused": each.refused,
        }
        for each in done
    )
    return ReportPage(title, trail(None, Link(_("Report"))), rows)


def cover_page(actor: Actor, form: forms.Form) -> CoverPage:
    """Build the list of stand-ins."""
    rows = tuple(
        {
            "absent": str(each.absent),
            "stand_in": str(each.stand_in),
            "begins": iso_date(each.begins_on),
            "ends": iso_date(each.ends_on),
            "reason": each.reason,
            "end": reverse("cases:cover-end", args=[each.pk]),
        }
        for each in work.covers_running(actor)
    )
    title = _("Who stands in for whom")
    return CoverPage(title, trail(None, Link(title)), form, rows)
