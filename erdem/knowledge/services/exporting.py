"""Taking records out for changing: every field of every record that the actor reads in full, with its version."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base import audit
from erdem.base.actor import Actor
from erdem.base.policy import Denied, RuleBroken, require
from erdem.knowledge.formats.cell_values import Register, write_cell
from erdem.knowledge.formats.layout import Field
from erdem.knowledge.formats.written import Cells, columns_for_changing, write_csv, write_xlsx
from erdem.knowledge.queries.exchange import TakenRecord, records_to_take, register_names, taken_records
from erdem.knowledge.queries.records import RecordFilter
from erdem.knowledge.services.readings import note_export

MOST: Final = 20_000
"""So many records leave with one request; more are taken by the command line or in parts."""


@transaction.atomic
def take_out_records(*, actor: Actor, wanted: RecordFilter, kind: str, language: str = "zh-hans") -> bytes:
    """Return the records that fit as a table that can be changed and brought back.

    Raises:
        PermissionRefused: nobody is signed in.
        RuleBroken: there are too many for one table.
    """
    if actor.user_id is None and not actor.is_machine:
        require(Denied(_("Sign in to take records out for changing.")))
    found = records_to_take(actor, wanted).count()
    if found > MOST:
        raise RuleBroken(
            _("%(found)d records fit; one table holds %(most)d. Narrow the list, for example by place or class.")
            % {"found": found, "most": MOST}
        )
    columns, register = columns_for_changing(), register_names(language)
    heads = [column.head(language) for column in columns]
    noted: list[TakenRecord] = []
    rows = _rows(actor, wanted, columns, register, noted)
    content = write_csv(heads, rows) if kind == "csv" else write_xlsx(columns, heads, rows, language=language)
    note_export(actor=actor, records=[taken.record for taken in noted], kind=kind)
    audit.record(actor, action="knowledge.take_out_records", detail={"records": found, "restricted": len(noted)})
    return content


def _rows(
    actor: Actor, wanted: RecordFilter, columns: tuple[Field, ...], register: Register, noted: list[TakenRecord]
) -> Iterator[Cells]:
    mark = watermark(actor)
    for taken in taken_records(actor, wanted):
        if taken.is_restricted:
            noted.append(taken)
        told: dict[str, str | int] = {
            "number": taken.record.number,
            "version": taken.record.version,
            "labels": taken.labels,
            "level_public": taken.level,
            "status": taken.record.get_status_display(),
            "watermark": mark if taken.is_restricted else "",
        }
        yield [
            told[column.field]
            if column.field in told
            else write_cell(column, getattr(taken.content, column.field), register)
            for column in columns
        ]


def watermark(actor: Actor) -> str:
    """Return the line that each restricted row carries out of the house: who took it, when, and that it stays with them."""
    words = _(
        "Restricted knowledge. Taken out by %(who)s on %(day)s. Not to be handed on without the community's consent."
    )
    return words % {"who": actor.label, "day": timezone.localdate().isoformat()}
