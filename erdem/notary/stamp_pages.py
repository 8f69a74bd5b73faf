"""What the page of a log shows of its time-stamps, and the files that it hands out."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.base.formatting import iso_moment, number
from erdem.notary import queries
from erdem.notary.models import TimeStamp
from erdem.notary.stamping import ArchiveChain

SHOWN = 30


@dataclass(frozen=True)
class StampRow:
    """One time-stamp over a checkpoint: when and by whom, and its three files."""

    time: str
    size: str
    authority: str
    is_local: bool
    renewals: int
    token_url: str
    archive_url: str
    checkpoint_url: str


@dataclass(frozen=True)
class StampsPart:
    """The newest time-stamps of a log, how many there are, and whether some are of outside authorities."""

    rows: tuple[StampRow, ...]
    count: str
    is_local_only: bool
    command: str


def stamps_part(actor: Actor, log: str) -> StampsPart:
    """Return the time-stamps of a log as its page shows them."""
    found = queries.log_stamps(actor, log)
    rows = list(found[:SHOWN])
    return StampsPart(
        rows=tuple(_row(log, row) for row in rows),
        count=number(found.count()),
        is_local_only=not found.filter(is_local=False).exists(),
        command="openssl ts -verify -token_in -in token.der -data checkpoint -CAfile root.pem",
    )


def _row(log: str, row: TimeStamp) -> StampRow:
    place = [log, row.pk]
    return StampRow(
        time=iso_moment(row.proven_at),
        size=_("%(size)s entries") % {"size": number(row.item.checkpoint.size if row.item.checkpoint else 0)},
        authority=_("our own authority") if row.is_local else row.authority,
        is_local=row.is_local,
        renewals=sum(len(chain) for chain in row.chain["chains"]) - 1,
        token_url=reverse("notary:stamp-token", args=place),
        archive_url=reverse("notary:stamp-archive", args=place),
        checkpoint_url=reverse("notary:stamp-checkpoint", args=place),
    )


def stamp_file(actor: Actor, log: str, stamp: int, part: str) -> bytes | None:
    """Return a file of a time-stamp over a checkpoint; None where there is none.

    Args:
        actor: who asks.
        log: the log.
        stamp: number of the time-stamp.
        part: ``token`` (the first one, DER), ``archive`` (with its chain and renewals, JSON), ``checkpoint`` (what was stamped).
    """
    row = queries.log_stamp(actor, log, stamp)
    if row is None:
        return None
    if part == "archive":
        return json.dumps(row.chain, ensure_ascii=False, indent=1).encode()
    if part == "checkpoint":
        return row.item.note.encode()
    return ArchiveChain.from_json(row.chain).chains[0][0].token
