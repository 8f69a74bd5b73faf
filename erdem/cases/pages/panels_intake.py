"""Panel of what a case came from: the filing, and how many messages of who filed wait."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import ngettext, pgettext

from erdem.base.actor import Actor
from erdem.base.formatting import iso_moment
from erdem.cases.choices import MessageSide
from erdem.cases.models import Case
from erdem.cases.pages.panel import Panel
from erdem.cases.queries.filings import filings_of_case, unread_of


def filing_panel(actor: Actor, case: Case) -> Panel | None:
    """The filings that a case came from or that were added to it."""
    rows = []
    for filing in filings_of_case(actor, case):
        unread = unread_of(filing, MessageSide.OFFICE)
        new = ngettext("%(n)s new message", "%(n)s new messages", unread) % {"n": unread} if unread else ""
        rows.append(
            {
                "number": filing.number,
                "url": reverse("cases:filing-detail", args=[filing.number]),
                "form": filing.get_form_display(),
                "at": iso_moment(filing.submitted_at),
                "new": new,
                "withdrawn": filing.withdrawn_at is not None,
            }
        )
    if not rows:
        return None
    return Panel("filings", pgettext("filing", "Handed in"), "cases/panels/filings.html", {"rows": rows}, side=True)
