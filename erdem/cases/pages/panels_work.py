"""Panels of everyday work: parties, who takes part from outside, linked cases."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from erdem.base.actor import Actor
from erdem.base.formatting import iso_date
from erdem.cases.models import Case
from erdem.cases.pages.links import address
from erdem.cases.pages.panel import Panel
from erdem.cases.policies import can_work
from erdem.cases.queries.cases import links_of, members_of, parties_of
from erdem.cases.queries.parties import Conflict, conflicts_of
from erdem.cases.workflow import process_of


def parties_panel(actor: Actor, case: Case) -> Panel:
    """Who stands in the case and as what."""
    rows = [
        {
            "name": each.party.name,
            "role": each.get_role_display(),
            "kind": each.party.get_kind_display(),
            "code": each.party.uscc,
            "key": each.pk,
        }
        for each in parties_of(actor, case)
    ]
    may = bool(can_work(actor, case))
    shown = {
        "rows": rows,
        "may": may and case.is_open,
        "number": case.number,
        "conflicts": [_conflict(each) for each in conflicts_of(case)] if may and rows else [],
    }
    return Panel("parties", _("Parties"), "cases/panels/parties.html", shown)


def _conflict(conflict: Conflict) -> str:
    """Say whose interest may stand against the case."""
    words = {
        "own_body": _("Conflict of interest: %(who)s belongs to %(party)s. Have somebody else take part."),
        "same_name": _(
            "Conflict of interest: %(who)s bears the name of the party %(party)s. Check whether it is the same person."
        ),
        "other_side": _(
            "Conflict of interest: %(who)s takes part in another open case in which %(party)s stands on the other side."
        ),
    }
    return words[conflict.reason] % {"who": conflict.who, "party": conflict.detail}


def members_panel(actor: Actor, case: Case) -> Panel | None:
    """Who takes part from outside the office."""
    rows = [
        {
            "name": str(each.user),
            "role": each.get_role_display(),
            "since": iso_date(each.since),
            "until": iso_date(each.until),
            "ended": each.until is not None,
            "key": each.pk,
        }
        for each in members_of(actor, case)
    ]
    may = bool(can_work(actor, case)) and case.is_open
    if not rows and not may:
        return None
    shown = {"rows": rows, "may": may, "number": case.number}
    return Panel("members", _("Who takes part"), "cases/panels/members.html", shown, side=True)


def links_panel(actor: Actor, case: Case) -> Panel | None:
    """Cases that belong to this one."""
    rows = []
    for link in links_of(actor, case):
        came = link.case_id == case.pk
        other = link.source if came else link.case
        words = pgettext("link of cases", "from: %(kind)s") if came else pgettext("link of cases", "to: %(kind)s")
        rows.append(
            {
                "number": other.number,
                "url": address(other),
                "title": other.title,
                "words": words % {"kind": link.get_kind_display()},
                "status": process_of(other.kind).label(other.status),
                "shape": process_of(other.kind).workflow.shapes.get(other.status, "work"),
            }
        )
    if not rows:
        return None
    return Panel("links", _("Linked cases"), "cases/panels/links.html", {"rows": rows}, side=True)
