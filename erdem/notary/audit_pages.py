"""What the page of the audit trail shows to auditors: heads, hours without one, and whether the entries still fit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from erdem.base.actor import Actor, acting_as, job_actor
from erdem.base.formatting import iso_moment, number
from erdem.notary.audit_heads import HeadFault, HeadState, head_states, unsealed
from erdem.notary.choices import Log
from erdem.notary.models import AuditHead
from erdem.notary.queries import audit_heads, published_checkpoint

PER_PAGE = 48
MOST_COMPARED = 200_000
USUAL = dt.timedelta(hours=1, minutes=30)
FAULTS = {
    HeadFault.FEWER: _lazy("Entries that were there when it was sealed are gone."),
    HeadFault.MORE: _lazy("Entries were put in after it was sealed."),
    HeadFault.CHANGED: _lazy("An entry was changed after it was sealed."),
    HeadFault.DOCUMENT: _lazy("It does not fit to the head before it."),
    HeadFault.LOG: _lazy("The log holds something else for it."),
}


@dataclass(frozen=True)
class HeadRow:
    """One head as a row. ``standing`` is ``done``, ``over`` or empty while nobody has compared it."""

    number: str
    since: str
    until: str
    entries: str
    sealed: str
    place: str
    standing: str
    faults: tuple[str, ...]
    gap: str
    evidence_url: str


@dataclass(frozen=True)
class AuditPage:
    """The heads, newest first."""

    title: str
    facts: tuple[tuple[str, str], ...]
    rows: tuple[HeadRow, ...]
    page: Page[AuditHead]
    compared: bool
    verdict: str
    is_whole: bool
    log_url: str
    check_url: str


def audit_page(actor: Actor, data: Mapping[str, str]) -> AuditPage:
    """Build the page; with ``check`` in the query the heads of this page are compared with their entries."""
    paged = Paginator(audit_heads(actor), PER_PAGE)
    page = paged.get_page(data.get("page"))
    heads = list(page)
    compared = "check" in data and sum(head.entries for head in heads) <= MOST_COMPARED
    states = head_states(heads) if compared else [HeadState(head, ()) for head in heads]
    broken = sum(bool(state.faults) for state in states)
    with acting_as(job_actor("notary.audit_page")):  # how many wait, not which
        waiting, oldest = unsealed()
    text = ngettext("The audit trail has %(count)s head", "The audit trail has %(count)s heads", paged.count)
    return AuditPage(
        title=text % {"count": number(paged.count)} if paged.count else _("The audit trail has no head yet"),
        facts=(
            (_("Entries that wait for the next head"), number(waiting)),
            (_("The oldest of them"), iso_moment(oldest) if oldest else "—"),
        ),
        rows=tuple(_rows(states, audit_heads(actor), compared=compared)),
        page=page,
        compared=compared,
        verdict=_verdict(len(states), broken, asked="check" in data, compared=compared),
        is_whole=not broken,
        log_url=reverse("notary:log-detail", args=[Log.AUDIT]),
        check_url=f"?page={page.number}&check=1",
    )


def _rows(states: list[HeadState], all_heads: Any, *, compared: bool) -> Iterator[HeadRow]:
    checkpoint = published_checkpoint(Log.AUDIT)
    size = checkpoint.checkpoint.size if checkpoint is not None else 0
    numbers = [state.head.number - 1 for state in states]
    sealed = dict(all_heads.filter(number__in=numbers).values_list("number", "sealed_at"))
    for state in states:
        head, before = state.head, sealed.get(state.head.number - 1)
        place = -1 if head.leaf.position is None else head.leaf.position
        is_in_log = 0 <= place < size
        yield HeadRow(
            number=number(head.number),
            since=iso_moment(head.first_at) if head.first_at else "—",
            until=iso_moment(head.last_at) if head.last_at else "—",
            entries=number(head.entries),
            sealed=iso_moment(head.sealed_at),
            place=number(place + 1) if is_in_log else "",
            standing=("over" if state.faults else "done") if compared else "",
            faults=tuple(str(FAULTS[fault]) for fault in state.faults),
            gap=_gap(head.sealed_at - before) if before is not None else "",
            evidence_url=reverse("notary:audit-evidence", args=[head.number]) if is_in_log else "",
        )


def _gap(passed: dt.timedelta) -> str:
    if passed <= USUAL:
        return ""
    hours = round(passed / dt.timedelta(hours=1))
    text = ngettext("%(hours)s hour without a head before it", "%(hours)s hours without a head before it", hours)
    return text % {"hours": number(hours)}


def _verdict(count: int, broken: int, *, asked: bool, compared: bool) -> str:
    if not asked:
        return ""
    if not compared:
        return _("These heads cover too many entries to be compared here. Run “erdem log monitor” on the server.")
    if broken:
        text = ngettext("%(count)s head does not fit its entries.", "%(count)s heads do not fit their entries.", broken)
        return text % {"count": number(broken)} + " " + _("Keep everything as it is and tell the region office.")
    moment = iso_moment(timezone.now())
    text = _("All %(count)s heads on this page fit their entries, each other and the log. Compared at %(moment)s.")
    return text % {"count": number(count), "moment": moment}
