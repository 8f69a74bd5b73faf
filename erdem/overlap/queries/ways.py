"""What can be done about a publication: windows read from its dates, legal bases read from dated data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from erdem.base.formatting import iso_date
from erdem.literature.models import Publication
from erdem.overlap.choices import FindingStatus
from erdem.overlap.models import Finding
from erdem.overlap.queries import standing, windows
from erdem.overlap.queries.joining import sentences
from erdem.overlap.queries.page import Order, Way
from erdem.overlap.queries.standing import Right, rights_of
from erdem.overlap.queries.windows import Window, action_rows, applies, window_of

SURE = "V"


@dataclass(frozen=True)
class Offer:
    """A way as it stands: shape of its state, its word, a sentence about this publication, urgency (less is sooner)."""

    state: str
    word: str
    note: str = ""
    urgency: int = 5
    ends: dt.date | None = None
    window: str = ""


@dataclass(frozen=True)
class Case:
    """What a way is judged by."""

    finding: Finding
    publication: Publication
    right: Right
    order: Order


def in_language(words: dict[str, str]) -> str:
    """Return the wording of the present language, Chinese when there is none."""
    return words.get((get_language() or "").lower()) or words["zh-hans"]


def ways_of(finding: Finding, order: Order) -> tuple[Way, ...]:
    """Return what can be done, the thing that unlocks others first."""
    publication = finding.publication
    case = Case(finding, publication, rights_of([publication])[publication.pk], order)
    found: list[tuple[int, Way]] = []
    for row in action_rows():
        if not applies(row, publication):
            continue
        offer = _offer(row, case)
        if offer is not None:
            found.append((offer.urgency, _way(row, offer, finding)))
    return tuple(way for _urgency, way in sorted(found, key=lambda pair: pair[0]))


def _offer(row: dict[str, Any], case: Case) -> Offer | None:
    if "window" not in row:
        return _OTHERS[row["slug"]](case)
    return _window_offer(row["window"], window_of(row["window"], case.publication, case.right), case.right)


def _way(row: dict[str, Any], offer: Offer, finding: Finding) -> Way:
    url, button = "", ""
    if row["slug"] == "check_status":
        url, button = (
            reverse("literature:publication-detail", args=[finding.publication.number_key]),
            _("See the document"),
        )
    elif row["slug"] == "earlier_source":
        url, button = reverse("knowledge:record-detail", args=[finding.record.number]), _("See the sources")
    return Way(
        slug=row["slug"],
        title=in_language(row["title"]),
        state=offer.state,
        window=offer.word,
        basis=sentences((offer.note, in_language(row["basis"]))),
        to_confirm=row["confidence"] != SURE,
        url=url,
        button=button,
        ends=offer.ends,
        window_state=offer.window,
        law=row["law"],
        confidence=row["confidence"],
        source=row["source"],
    )


def _window_offer(rule: dict[str, Any], window: Window, right: Right) -> Offer:
    early = rule["opens"] == "publication"
    if window.state == windows.CLOSED:
        return Offer("stop", _("Window closed"), _closed(window, right, early=early), 7, window.ends, window.state)
    if window.state == windows.NOT_YET:
        note = _("Not granted yet; this opens with the announcement of the grant.")
        return Offer("wait", _("Opens with the grant"), note, 4, None, window.state)
    if window.state == windows.UNKNOWN:
        return Offer(
            "wait",
            _("Not yet known"),
            _unknown(window, right, early=early),
            3 if early else 4,
            window.ends,
            window.state,
        )
    state, word = ("due", _("Closing soon")) if window.state == windows.CLOSING else ("new", _("Window open"))
    note = _until(window) if window.ends else ""
    if not note and early:
        note = _("No grant is announced as far as the sources here say; it closes on the day that happens.")
    return Offer(state, word, note, 1 if state == "due" else 2, window.ends, window.state)


def _until(window: Window) -> str:
    days = ((window.ends or dt.date.max) - timezone.localdate()).days
    left = ngettext("%(count)s day left", "%(count)s days left", days) % {"count": days}
    words = _("Open at least until %(day)s, %(left)s.") if window.at_least else _("Open until %(day)s, %(left)s.")
    return words % {"day": iso_date(window.ends), "left": left}


def _closed(window: Window, right: Right, *, early: bool) -> str:
    ends = {
        standing.REFUSED: _("The application ended without a grant."),
        standing.WITHDRAWN: _("The office has taken the document back."),
        standing.REPLACED: _("A corrected document stands in its place; look there."),
    }
    if right.stage in ends:
        return ends[right.stage]
    day = iso_date(window.ends)
    if early and right.is_granted:
        return (
            _("Closed by the announcement of the grant on %(day)s.") % {"day": day}
            if day
            else _("Closed by the grant.")
        )
    return _("Closed on %(day)s.") % {"day": day} if day else _("The right has ended.")


def _unknown(window: Window, right: Right, *, early: bool) -> str:
    if right.is_granted:
        return _("The day of the announcement of the grant was not obtained.")
    if early and right.published is None:
        return _("The day of the publication was not obtained.")
    if window.at_least and window.ends and window.ends < timezone.localdate():
        return _("The least period ended on %(day)s; whether it lasts longer was not obtained.") % {
            "day": iso_date(window.ends)
        }
    return _("It was not found out whether the patent was granted.")


def _check_status(case: Case) -> Offer | None:
    return Offer("due", _("Do this now"), urgency=0) if case.right.stage == standing.UNKNOWN else None


def _earlier_source(case: Case) -> Offer | None:
    return Offer("due", _("Matters most"), urgency=1) if case.order.lacks == "source" else None


def _disclosure(case: Case) -> Offer | None:
    if not case.publication.declared_source and case.finding.record.kind != "formula":
        return None
    return Offer("new", _("Available"), urgency=5)


def _transfer(case: Case) -> Offer | None:
    return Offer("new", _("Available"), urgency=8) if case.publication.country != "CN" else None


def _dismiss(case: Case) -> Offer | None:
    closed = case.finding.status in (FindingStatus.DISMISSED, FindingStatus.CLOSED)
    return None if closed else Offer("new", _("Available"), urgency=9)


_OTHERS: dict[str, Callable[[Case], Offer | None]] = {
    "check_status": _check_status,
    "earlier_source": _earlier_source,
    "disclosure_cn": _disclosure,
    "transfer_region": _transfer,
    "dismiss": _dismiss,
}
