"""What the pages of inspections show, the printed record, and the form that works without a network."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from erdem.base.documents import Facts, Heading, Paragraph, Sheet, Table, sheet_pdf
from erdem.base.documents.sheet import Block
from erdem.base.formatting import iso_moment
from erdem.cases.choices import SiteFinding
from erdem.cases.forms.inspections import FORMAT
from erdem.cases.models import Case, Inspection
from erdem.cases.pages.links import Link, trail

OFFLINE = Path(__file__).parent.parent / "offline" / "inspection.html"
SIGNS = {SiteFinding.GOOD: "done", SiteFinding.BAD: "stop", SiteFinding.OPEN: "wait"}


@dataclass(frozen=True)
class InspectionPage:
    """One inspection."""

    inspection: Inspection
    title: str
    trail: tuple[Link, ...]
    facts: tuple[dict[str, Any], ...]
    items: tuple[dict[str, Any], ...]
    pdf: str


def detail_page(inspection: Inspection) -> InspectionPage:
    """Build the page of an inspection."""
    return InspectionPage(
        inspection=inspection,
        title=_("Inspection of %(place)s") % {"place": inspection.place_name},
        trail=trail(inspection.case, Link(inspection.number)),
        facts=tuple({"term": term, "value": value} for term, value in _facts(inspection)),
        items=tuple(
            {"what": each["what"], "note": each["note"], "shape": SIGNS[each["finding"]], "words": _found(each)}
            for each in inspection.items
        ),
        pdf=reverse("cases:inspection-pdf", args=[inspection.case.number, inspection.number]),
    )


def _found(item: dict[str, str]) -> str:
    return str(SiteFinding(item["finding"]).label)


def _facts(inspection: Inspection) -> list[tuple[str, str]]:
    rights = _("yes") if inspection.told_rights else _("no")
    return [
        (_("Place inspected"), inspection.place_name),
        (_("Address of the place"), inspection.address),
        (_("Begun at"), iso_moment(inspection.begun_at)[:16]),
        (_("Ended at"), iso_moment(inspection.ended_at)[:16]),
        (_("First officer"), str(inspection.first_officer)),
        (pgettext("inspection", "Second officer"), str(inspection.second_officer)),
        (_("Numbers of the enforcement certificates"), "、".join(inspection.certificates) or _("not stated")),
        (_("Present for the place"), inspection.present or _("nobody")),
        (_("Both showed their cards and told the rights"), rights),
    ]


def record_pdf(inspection: Inspection) -> bytes:
    """Return the record to be signed on the spot: by two officers, who was present, and a witness when nobody was."""
    columns = (pgettext("inspection", "What"), pgettext("inspection", "Found"), _("Remark"))
    rows = [(each["what"], _found(each), each["note"]) for each in inspection.items]
    line = "　" * 14
    signatures = (
        (_("Signature of the first officer"), line),
        (_("Signature of the second officer"), line),
        (_("Signature of who was present"), line),
        (_("Signature of a witness, when nobody was present or signs"), line),
        (_("Day"), line),
    )
    checked: list[Block] = [Heading(_("What was checked")), Table(columns, rows, widths=(3, 2, 3))] if rows else []
    blocks: list[Block] = [
        Facts(_facts(inspection)),
        *checked,
        Heading(_("What was found")),
        Paragraph(inspection.findings),
        Heading(_("Measures on the spot")),
        Paragraph(inspection.measures or _("none")),
        Heading(_("What the person present says")),
        Paragraph(inspection.said or _("none")),
        Heading(_("Signatures")),
        Paragraph(_("This record was read to who was present; it agrees with what was found.")),
        Facts(signatures),
    ]
    return sheet_pdf(
        Sheet(
            title=_("Record of an inspection on site"),
            blocks=blocks,
            number=f"{inspection.number}　{inspection.case.number}",
            office=str(inspection.case.office),
            date=iso_moment(inspection.begun_at)[:10],
        ),
        issued_at=inspection.written_at,
    )


def offline_form(case: Case, officers: list[tuple[int, str]]) -> bytes:
    """Return the form as one file that works without a network: with number and title of the case, and names of officers."""
    data = {
        "format": FORMAT,
        "case": case.number,
        "title": case.title,
        "office": str(case.office),
        "officers": officers,
        "findings": [[each.value, str(each.label)] for each in SiteFinding],
    }
    written = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    return OFFLINE.read_text("utf-8").replace("/*DATA*/null", written).encode()
