"""What can be done about a publication: windows read from its dates, legal bases read from dated data."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from erdem.base.formatting import iso_date
from erdem.literature.choices import PublicationType, Stage
from erdem.literature.models import Publication
from erdem.overlap.choices import FindingStatus
from erdem.overlap.models import Finding
from erdem.overlap.queries.dates import grant_day
from erdem.overlap.queries.joining import sentences
from erdem.overlap.queries.page import Order, Way

SURE = "V"


@dataclass(frozen=True)
class Window:
    """Whether a way is open: shape of the state, its word, a sentence about this publication, urgency (less is sooner)."""

    state: str
    word: str
    note: str = ""
    urgency: int = 5


@cache
def action_rows() -> tuple[dict[str, Any], ...]:
    """Return the rows of the data file, in its order."""
    text = resources.files("erdem.overlap").joinpath("seeds/actions.json").read_text(encoding="utf-8")
    return tuple(json.loads(text)["actions"])


def in_language(words: dict[str, str]) -> str:
    """Return the wording of the present language, Chinese when there is none."""
    return words.get((get_language() or "").lower()) or words["zh-hans"]


def is_granted(publication: Publication) -> bool:
    """Say whether a grant is known."""
    return publication.grant_date is not None or publication.stage == Stage.GRANTED


def ways_of(finding: Finding, order: Order) -> tuple[Way, ...]:
    """Return what can be done, the thing that unlocks others first."""
    publication = finding.publication
    found: list[tuple[int, Way]] = []
    for row in action_rows():
        if not _applies(row, publication):
            continue
        window = _WINDOWS[row["slug"]](finding, publication, order)
        if window is not None:
            found.append((window.urgency, _way(row, window, finding)))
    return tuple(way for _urgency, way in sorted(found, key=lambda pair: pair[0]))


def _applies(row: dict[str, Any], publication: Publication) -> bool:
    return all(
        "*" in row[column] or value in row[column]
        for column, value in (("offices", publication.country), ("types", publication.type))
    )


def _way(row: dict[str, Any], window: Window, finding: Finding) -> Way:
    url, button = "", ""
    if row["slug"] == "check_status":
        url, button = (
            reverse("literature:publication-detail", args=[finding.publication.number_key]),
            _("See the document"),
        )
    elif row["slug"] == "earlier_source":
        url, button = reverse("knowledge:record-detail", args=[finding.record.number]), _("See the sources")
    basis = in_language(row["basis"])
    return Way(
        slug=row["slug"],
        title=in_language(row["title"]),
        state=window.state,
        window=window.word,
        basis=sentences((window.note, basis)),
        to_confirm=row["confidence"] != SURE,
        url=url,
        button=button,
    )


def _unknown(publication: Publication) -> bool:
    return not is_granted(publication) and not publication.status


def _check_status(_finding: Finding, publication: Publication, _order: Order) -> Window | None:
    return Window("due", _("Do this now"), urgency=0) if _unknown(publication) else None


def _earlier_source(_finding: Finding, _publication: Publication, order: Order) -> Window | None:
    return Window("due", _("Matters most"), urgency=1) if order.lacks == "source" else None


def _observation(_finding: Finding, publication: Publication, _order: Order) -> Window | None:
    if is_granted(publication):
        day = iso_date(grant_day(publication))
        note = (
            _("Closed by the announcement of the grant on %(day)s.") % {"day": day}
            if day
            else _("Closed by the grant.")
        )
        return Window("stop", _("Window closed"), note, 7)
    if publication.type == PublicationType.UTILITY:
        return None
    return Window("wait", _("Not yet known"), urgency=3)


def _invalidation(_finding: Finding, publication: Publication, _order: Order) -> Window | None:
    if is_granted(publication):
        return Window("new", _("Window open"), urgency=2)
    return Window("wait", _("Not yet known"), urgency=4)


def _evaluation(_finding: Finding, publication: Publication, _order: Order) -> Window | None:
    return (
        Window("new", _("Available"), urgency=3)
        if is_granted(publication)
        else Window("wait", _("Not yet known"), urgency=4)
    )


def _disclosure(finding: Finding, publication: Publication, _order: Order) -> Window | None:
    if not publication.declared_source and finding.record.kind != "formula":
        return None
    return Window("new", _("Available"), urgency=5)


def _foreign(_finding: Finding, publication: Publication, _order: Order) -> Window | None:
    if is_granted(publication):
        return Window("wait", _("Not yet known"), urgency=4)
    return Window("wait", _("Not yet known"), urgency=3)


def _transfer(_finding: Finding, publication: Publication, _order: Order) -> Window | None:
    return Window("new", _("Available"), urgency=8) if publication.country != "CN" else None


def _dismiss(finding: Finding, _publication: Publication, _order: Order) -> Window | None:
    closed = finding.status in (FindingStatus.DISMISSED, FindingStatus.CLOSED)
    return None if closed else Window("new", _("Available"), urgency=9)


_WINDOWS = {
    "check_status": _check_status,
    "earlier_source": _earlier_source,
    "observation_cn": _observation,
    "invalidation_cn": _invalidation,
    "evaluation_cn": _evaluation,
    "disclosure_cn": _disclosure,
    "observation_ep": _foreign,
    "submission_us": _foreign,
    "opposition_in": _foreign,
    "transfer_region": _transfer,
    "dismiss": _dismiss,
}
