"""All days of the running clocks of an office: as a list by month, and as a feed for calendars of other programs."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base import feeds, mail
from erdem.base.actor import Actor, acting_as
from erdem.base.clock.words import word_of
from erdem.base.formatting import iso_date
from erdem.cases.models import CaseClock
from erdem.cases.pages.links import Link, trail
from erdem.cases.pages.panels_clocks import ClockRow, clock_row
from erdem.cases.queries.clocks import running_clocks
from erdem.cases.queries.feeds import actor_of_token, token_of

SHOWN = 300


@dataclass(frozen=True)
class Month:
    """The clocks whose last day falls into one month; what is over comes first, under its own name."""

    name: str
    rows: tuple[ClockRow, ...]


@dataclass(frozen=True)
class DaysPage:
    """The days of an office."""

    trail: tuple[Link, ...]
    months: tuple[Month, ...]
    mine: bool
    more: bool
    feed: str


def days_page(actor: Actor, *, mine: bool) -> DaysPage:
    """Build the list of days."""
    clocks = list(running_clocks(actor, mine=mine)[: SHOWN + 1])
    return DaysPage(
        trail=trail(None, Link(_("Days"))),
        months=tuple(_months(actor, clocks[:SHOWN])),
        mine=mine,
        more=len(clocks) > SHOWN,
        feed=mail.whole_address(reverse("cases:days-feed", args=[token_of(actor)])),
    )


def feed_of(token: str) -> bytes | None:
    """Return the feed of the cases somebody handles, or None for a wrong token. It names cases by number alone."""
    actor = actor_of_token(token)
    if actor is None:
        return None
    with acting_as(actor):
        days = [_feed_day(each) for each in running_clocks(actor, mine=True)[:SHOWN]]
    return feeds.feed(_("Days in my cases"), days, at=timezone.now())


def _feed_day(clock: CaseClock) -> feeds.FeedDay:
    address = mail.whole_address(reverse("cases:clock", args=[clock.case.number, clock.pk]))
    step = word_of("step", clock.rule.step)
    unsure = _("to be confirmed") if clock.is_provisional or not clock.rule.is_verified else ""
    assert clock.due_on is not None  # asked for by the query
    return feeds.FeedDay(
        uid=f"case-clock-{clock.pk}@erdem",
        day=clock.due_on,
        title=f"{clock.case.number} {step}",
        description="\n".join(part for part in (clock.rule.basis, unsure) if part),
        url=address,
    )


def _months(actor: Actor, clocks: list[CaseClock]) -> list[Month]:
    today = timezone.localdate()

    def name(clock: CaseClock) -> str:
        if clock.due_on and clock.due_on < today:
            return _("Over")
        return iso_date(clock.due_on)[:7]

    return [Month(month, tuple(clock_row(actor, each) for each in group)) for month, group in groupby(clocks, key=name)]
