"""The panel of official documents on the case page: what there is, and what may be written."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.base.formatting import iso_date
from erdem.cases.models import Case
from erdem.cases.pages.panel import Panel
from erdem.cases.pages.papers import FORMATS, where
from erdem.cases.paper.registry import templates_for
from erdem.cases.policies import can_work
from erdem.cases.queries.papers import documents_of
from erdem.cases.workflow.papers import DOCUMENT


def documents_panel(actor: Actor, case: Case) -> Panel | None:
    """The documents of a case, newest first, and the templates of its kind."""
    rows: list[dict[str, Any]] = [
        {
            "title": each.title,
            "number": each.number,
            "url": where(each),
            "status": each.get_status_display(),
            "shape": DOCUMENT.shapes[each.status],
            "day": iso_date(each.issued_at or each.created_at),
            "files": [
                {"label": label, "url": where(each, "document-file", kind)} for kind, label in FORMATS if each.pdf_id
            ],
        }
        for each in documents_of(actor, case)
    ]
    may = actor.user_id is not None and bool(can_work(actor, case))
    choices = [
        {"title": each.title, "url": reverse("cases:document-new", args=[case.number, each.key])}
        for each in templates_for(case.kind)
    ]
    if not rows and not (may and choices):
        return None
    shown = {
        "rows": rows,
        "templates": choices if may else [],
        "numbering": reverse("cases:numbering", args=[case.office_id]) if may else "",
    }
    return Panel("documents", _("Official documents"), "cases/panels/documents.html", shown)
