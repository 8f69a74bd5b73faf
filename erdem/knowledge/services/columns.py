"""Saying what the heads of an uploaded table mean, and remembering it for the office."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from erdem.base import audit
from erdem.base.actor import Actor
from erdem.base.policy import RuleBroken, require
from erdem.knowledge.choices import ImportState
from erdem.knowledge.formats.looking import fields_of
from erdem.knowledge.models import ColumnWord, RecordImport
from erdem.knowledge.policies import can_import


@transaction.atomic
def choose_columns(*, actor: Actor, upload: RecordImport, layout: str, columns: Mapping[str, str]) -> RecordImport:
    """Keep what each head means, for this file and for the next ones of the same office.

    Raises:
        PermissionRefused: the actor may not import.
        RuleBroken: the file is being imported already, two heads mean the same, or none is the name.
    """
    require(can_import(actor))
    waiting = RecordImport.objects.select_for_update().filter(pk=upload.pk, state=ImportState.CHECKED).first()
    if waiting is None:
        raise RuleBroken(_("This file was imported already; its columns are not changed any more."))
    _refuse(layout, columns)
    options: dict[str, Any] = {**waiting.options, "columns": dict(columns)}
    waiting.options = options
    waiting.save(update_fields=["options", "updated_at"])
    for organisation in sorted(actor.organisation_ids):
        for head, field in columns.items():
            ColumnWord.objects.update_or_create(
                organisation_id=organisation, layout=layout, head=head[:200], defaults={"field": field}
            )
    audit.record(actor, action="knowledge.choose_columns", target=waiting, detail={"columns": len(columns)})
    return waiting


def _refuse(layout: str, columns: Mapping[str, str]) -> None:
    names = {field: zh for field, zh, _en in fields_of(layout)}
    chosen = [field for field in columns.values() if field]
    if any(field not in names for field in chosen):
        raise RuleBroken(_("Choose one of the fields of the list for each column."))
    twice = sorted({names[field] for field in chosen if chosen.count(field) > 1})
    if twice:
        raise RuleBroken(_("Two columns mean the same: %(names)s. Choose one of them.") % {"names": "、".join(twice)})
    if "name" not in chosen and "number" not in chosen:
        raise RuleBroken(_("No column is the name. Choose which column holds the name of the knowledge."))
