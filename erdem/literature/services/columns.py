"""Which column of a plain table holds which field: a person says it once, the same header is known from then on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import BinaryIO, Final, cast

from django.db import transaction
from django.utils.translation import gettext as _

from erdem.base import audit, blobs
from erdem.base.actor import Actor
from erdem.base.policy import RuleBroken, require
from erdem.lib.reading import UnreadableError
from erdem.literature import formats
from erdem.literature.choices import RunState
from erdem.literature.formats import plain_table
from erdem.literature.formats.column_words import NUMBERS
from erdem.literature.models import ImportRun
from erdem.literature.policies import can_import
from erdem.literature.services.runs import Item

AUTO: Final = "auto"
TABLE: Final = plain_table.FORMAT.name
UNASKED: Final = (RunState.CHECKED, RunState.FAILED)


def items_of(run: ImportRun, stream: BinaryIO) -> Iterator[Item]:
    """What a run reads: by the columns a person named, else by its format."""
    columns = run.mapping.get("columns")
    if columns:
        return plain_table.read(stream, run.file_name, columns)
    return formats.read(stream, run.format or AUTO, name=run.file_name)


def columns_of(run: ImportRun) -> plain_table.Columns | None:
    """Header, first rows and guess of an uploaded table, or None when it is none."""
    if run.blob is None:
        return None
    with blobs.open_blob(run.blob) as stream:
        try:
            columns = plain_table.read_columns(cast("BinaryIO", stream), run.file_name)
        except UnreadableError:
            return None
    return columns if len(columns.header) > 1 else None


def remembered(header: tuple[str, ...]) -> dict[str, str]:
    """The columns that were named the last time for the same header, else nothing."""
    last = ImportRun.objects.filter(mapping__header=list(header)).order_by("-pk").first()
    columns: dict[str, str] = last.mapping.get("columns", {}) if last else {}
    return {field: column for field, column in columns.items() if column in header}


@transaction.atomic
def name_columns(*, actor: Actor, run: ImportRun, mapping: Mapping[str, str]) -> ImportRun:
    """Say which column holds which field; the file is to be checked again by that.

    Raises:
        PermissionRefused: the actor may not bring literature in.
        RuleBroken: something is saved already, the file is no table, or no column holds a number.
    """
    require(can_import(actor))
    waiting = ImportRun.objects.select_for_update().get(pk=run.pk)
    if waiting.state not in UNASKED or waiting.position or waiting.created or waiting.merged:
        raise RuleBroken(_("Records of this file are saved already. Hand the file in again to read it differently."))
    found = columns_of(waiting)
    if found is None:
        raise RuleBroken(_("This file is no table, so there are no columns to name."))
    chosen = {field: column for field, column in mapping.items() if field in plain_table.FIELDS}
    chosen = {field: column for field, column in chosen.items() if column in found.header}
    if not any(field in chosen for field in NUMBERS):
        raise RuleBroken(_("Say which column holds the publication number or the application number."))
    if len(set(chosen.values())) < len(chosen):
        raise RuleBroken(_("One column was named twice. Choose each column once."))
    waiting.mapping = {"header": list(found.header), "columns": chosen}
    waiting.format, waiting.state, waiting.position = TABLE, RunState.CHECKING, 0
    waiting.finished_at = None
    waiting.save(update_fields=["mapping", "format", "state", "position", "finished_at"])
    audit.record(actor, action="literature.name_columns", target=waiting, detail={"fields": sorted(chosen)})
    return waiting
