"""The panel of the case page that leads to the campaign a case came from, and to the typical case written from it."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.cases.models import Case
from erdem.cases.pages.campaigns import address
from erdem.cases.pages.panel import Panel
from erdem.cases.pages.typical import where
from erdem.cases.policies import can_work
from erdem.cases.queries.campaigns import targets_with_case
from erdem.cases.queries.typical import typical_cases


def campaign_panel(actor: Actor, case: Case) -> Panel | None:
    """Where a case came from and what became of it for others; nothing when there is neither."""
    targets = [
        {"name": one.name, "title": one.campaign.title, "url": address(one.campaign, "target", one.ordinal)}
        for one in targets_with_case(actor, case)
    ]
    written = [
        {"title": one.title or _("Typical case without a title"), "url": where(one), "status": one.get_status_display()}
        for one in typical_cases(actor).filter(case=case)
    ]
    may = bool(can_work(actor, case)) and not case.is_open and bool(case.outcome)
    busy = any(each for each in typical_cases(actor).filter(case=case).exclude(status__in=["withdrawn", "dropped"]))
    new = reverse("cases:typical-new", args=[case.number]) if may and not busy else ""
    if not (targets or written or new):
        return None
    shown = {"targets": targets, "written": written, "new": new}
    return Panel("campaign", _("Campaign and typical case"), "cases/panels/campaign.html", shown, side=True)
