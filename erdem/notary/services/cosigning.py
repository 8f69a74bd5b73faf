"""Asking others to witness the published checkpoint: whoever controls this server cannot show two histories without them."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from django.conf import settings

from erdem.base import audit
from erdem.base.actor import Actor, acting_as
from erdem.notary.log_files import appender_of, storage_of
from erdem.notary.queries import KnownWitness, known_witnesses
from erdem.notary.tlog import Cosigned, LogProblem, Note, Signature, TileReader, WitnessClient

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Cosigning:
    """What came of asking: how many witnesses have cosigned the published checkpoint, and why others have not."""

    cosigned: int
    troubles: tuple[str, ...]


def cosign(*, actor: Actor, log: str) -> Cosigning:
    """Ask each known witness that has not cosigned the published checkpoint, and publish what they answer. For machines.

    A witness that cannot be reached, or that refuses, is asked again next time; the log goes on without it.
    """
    witnesses = known_witnesses()
    if not witnesses:
        return Cosigning(0, ())
    appender = appender_of(log)
    checkpoint = appender.checkpoint
    there = {(each.name, each.key_id) for each in checkpoint.note.signatures}
    missing = [witness for witness in witnesses if (witness.key.name, witness.key.id) not in there]
    reader = TileReader(storage_of(log).get, checkpoint.checkpoint.size)
    given: list[Signature] = []
    troubles: list[str] = []
    for witness in missing if checkpoint.checkpoint.size else ():
        try:
            given += _asked(witness, reader, checkpoint.note)
        except LogProblem as error:
            troubles.append(f"{witness.key.name}: {error}")
    for trouble in troubles:
        logger.warning("a witness has not cosigned: %s", trouble)
    if given and appender.add_cosignatures(checkpoint.note.text, given):
        with acting_as(actor):
            detail = {"log": log, "size": checkpoint.checkpoint.size, "witnesses": [each.name for each in given]}
            audit.record(actor, action="notary.cosign", detail=detail)
    return Cosigning(len(witnesses) - len(missing) + len(given), tuple(troubles))


def _asked(witness: KnownWitness, reader: TileReader, note: Note) -> list[Signature]:
    client = WitnessClient(witness.url, [witness.key], timeout=settings.NOTARY_WITNESS_SECONDS)
    answer = client.cosign(reader, note)
    if isinstance(answer, Cosigned):
        return [verified.signature for verified in answer.cosignatures]
    raise LogProblem(f"it does not cosign ({answer}).")
