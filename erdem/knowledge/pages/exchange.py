"""What the pages for taking records out and bringing them back show."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.base.formatting import number
from erdem.knowledge.choices import ImportState
from erdem.knowledge.faults import told
from erdem.knowledge.models import RecordImport
from erdem.knowledge.pages.links import Link


def changing_links(actor: Actor, tail: str = "") -> tuple[Link, ...]:
    """Return the links to the tables with all fields, for those who are signed in."""
    if actor.user_id is None:
        return ()
    words = {"xlsx": _("All fields, for changing (XLSX)"), "csv": _("All fields, for changing (CSV)")}
    return tuple(Link(label, reverse("knowledge:record-take-out", args=[kind]) + tail) for kind, label in words.items())


def changing_title(counts: dict[str, int], *, done: bool) -> str:
    """Return what became, or would become, of a table that was taken out for changing."""
    changed, fresh = counts.get("changed", 0), counts.get("kept", 0)
    if not changed and not fresh and counts.get("rejected"):
        return _("No row of the table can be taken; see what is wrong with them")
    if not changed and not fresh:
        return _("The table says nothing new; nothing is to be changed")
    figures = {"changed": number(changed), "fresh": number(fresh)}
    if done:
        return _("%(changed)s records were changed, %(fresh)s begun") % figures
    return _("%(changed)s records can be changed, %(fresh)s begun") % figures


def changing_figures(counts: dict[str, int]) -> tuple[dict[str, Any], ...]:
    """Return the figures of a table that was taken out for changing."""
    listed = reverse("knowledge:record-list")
    first = {"label": _("Read"), "value": number(counts.get("read", 0)), "url": "#problems"}
    if counts.get("kept"):
        first = {"label": _("New drafts"), "value": number(counts["kept"]), "url": f"{listed}?status=draft"}
    return (
        first,
        {"label": _("Changed rows"), "value": number(counts.get("changed", 0)), "url": f"{listed}?sort=-updated"},
        {"label": _("Unchanged rows"), "value": number(counts.get("unchanged", 0)), "url": listed},
        {"label": _("Left out"), "value": number(counts.get("rejected", 0)), "url": "#problems"},
    )


def problem_heads() -> list[str]:
    """Return the heads of the report of an import."""
    return [_("Line"), _("Column"), _("Value"), _("What happened"), _("Record")]


def problem_rows(upload: RecordImport) -> Iterator[list[Any]]:
    """Yield the report of an import: line, column, what stood there, what happened and what to do, what became of the record."""
    for row in upload.problems:
        params = row["params"]
        yield [
            row["line"],
            params.get("column", row["field"]),
            params.get("value", params.get("name", params.get("code", ""))),
            told(row["code"], params),
            _("kept") if row["kept"] else _("left out"),
        ]


def columns_link(upload: RecordImport) -> str:
    """Return where the columns of a table are chosen; empty for what is no table or imported already."""
    is_lines = upload.file_name.removesuffix(".gz").endswith((".json", ".jsonl", ".ndjson"))
    if upload.state != ImportState.CHECKED or is_lines:
        return ""
    return reverse("knowledge:import-columns", args=[upload.pk])
