"""The page on which a person says what the heads of a table mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from erdem.base import blobs
from erdem.base.actor import Actor
from erdem.knowledge.formats.looking import CHANGING, Look, fields_of, look
from erdem.knowledge.models import RecordImport
from erdem.knowledge.pages.links import Link, Option
from erdem.knowledge.queries.columns import remembered_columns


@dataclass(frozen=True)
class ColumnsPage:
    """The heads of a file and what they may mean."""

    upload: RecordImport
    trail: tuple[Link, ...]
    facts: tuple[dict[str, Any], ...]
    heads: tuple[dict[str, Any], ...]
    options: tuple[Option, ...]
    layout: str
    error: str
    unknown: int


def look_at(actor: Actor, upload: RecordImport) -> Look | None:
    """Look at an uploaded file with what the actor's office remembers."""
    with blobs.open_blob(upload.blob) as stream:
        return look(stream, name=upload.file_name, remembered=remembered_columns(actor))  # type: ignore[arg-type]  # a binary file


def columns_page(
    actor: Actor, upload: RecordImport, given: QueryDict | None = None, error: str = ""
) -> ColumnsPage | None:
    """Build the page, or None for a file that is no table."""
    found = look_at(actor, upload)
    if found is None:
        return None
    chosen = upload.options.get("columns", {})
    heads = tuple(
        {
            "name": f"column-{index}",
            "text": head.text,
            "field": given.get(f"column-{index}", "") if given is not None else chosen.get(head.text, head.field),
            "cells": head.cells,
        }
        for index, head in enumerate(found.heads)
        if head.text or any(head.cells)
    )
    back = reverse("knowledge:import-detail", args=[upload.pk])
    trail = (
        Link(_("Traditional knowledge"), reverse("knowledge:record-list")),
        Link(_("Import records"), reverse("knowledge:record-import")),
        Link(upload.file_name, back),
        Link(_("What the columns mean")),
    )
    unknown = sum(not head["field"] for head in heads)
    return ColumnsPage(upload, trail, _facts(found), heads, _options(found.layout), found.layout, error, unknown)


def chosen_columns(page: ColumnsPage) -> dict[str, str]:
    """Return what each head was said to mean."""
    return {head["text"]: head["field"] for head in page.heads if head["text"]}


def _options(layout: str) -> tuple[Option, ...]:
    chinese = (get_language() or "zh").startswith("zh")
    listed = [Option(field, zh if chinese else f"{en} ({zh})") for field, zh, en in fields_of(layout)]
    return (Option("", _("do not read this column")), *listed)


def _facts(found: Look) -> tuple[dict[str, Any], ...]:
    delimiters = {",": _("comma"), ";": _("semicolon"), "\t": _("tab"), "|": _("bar")}
    changing = found.layout == CHANGING
    facts = (
        (_("Read as"), _("records taken out for changing") if changing else _("new records")),
        (_("File"), found.format.upper() + (f" · {found.sheet}" if found.sheet else "")),
        (_("Cells divided by"), delimiters.get(found.delimiter, "")),
        (_("Characters"), found.encoding.upper()),
        (_("Heads in row"), found.row),
    )
    return tuple({"term": term, "value": value} for term, value in facts if value)
