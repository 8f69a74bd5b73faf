"""Sealing a dossier: one archive of all that belongs to it, whose manifest is entered in the public log."""

from __future__ import annotations

import tempfile
from typing import IO, Any, Final

from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from erdem.base import audit, blobs, jobs
from erdem.base.actor import Actor, acting_as
from erdem.base.models import JobProgress
from erdem.base.policy import RuleBroken, require
from erdem.knowledge.services import note_export
from erdem.notary.choices import LeafKind, Log
from erdem.notary.services import Content, add_proof, enter, write_bundle
from erdem.overlap.models import Dossier, DossierSeal
from erdem.overlap.policies import can_make_dossier
from erdem.overlap.queries.bundle import gather, media_bytes, moment
from erdem.overlap.queries.findings import get_dossier
from erdem.overlap.queries.seals import proof_of_seal, seal_of, statement_of_seal
from erdem.overlap.services.word_files import word_file_of
from erdem.people.models import User
from erdem.people.queries import actor_of, bare_actor

SEAL: Final = "overlap.seal_dossier"
LANGUAGE: Final = "zh-hans"
ZIP: Final = "application/zip"
AT_ONCE: Final = 64 * 1024 * 1024
"""So many bytes of page images are read while somebody waits; more are left to the background."""


def seal_with(actor: Actor, dossier: Dossier) -> JobProgress | None:
    """Seal a dossier in the transaction that writes it, or have it done in the background when its pictures are many.

    It leaves no audit entry: whoever writes the dossier does.
    """
    if not actor.is_machine and media_bytes(actor, dossier.finding.record) > AT_ONCE:
        return _ask(actor, dossier)
    _seal(actor, dossier)
    return None


@transaction.atomic
def seal_dossier(*, actor: Actor, dossier: Dossier) -> DossierSeal:
    """Seal a dossier that was written before; one that has its seal keeps it.

    Raises:
        PermissionRefused: the actor may not, or the record is not open to everybody any more.
    """
    require(can_make_dossier(actor, dossier.finding))
    _lock(dossier)
    found = seal_of(actor, dossier)
    if found is not None:
        return found
    seal = _seal(actor, dossier)
    _leave_entry(actor, "seal_dossier", dossier, sha256=seal.sha256)
    return seal


@transaction.atomic
def request_seal(*, actor: Actor, dossier: Dossier) -> JobProgress | None:
    """Seal a dossier that was written before: at once, or in the background when its pictures are many.

    Returns:
        what tells how far it is, or None when it has its seal.

    Raises:
        PermissionRefused: as for `seal_dossier`.
    """
    require(can_make_dossier(actor, dossier.finding))
    _lock(dossier)
    if seal_of(actor, dossier) is not None:
        return None
    progress = seal_with(actor, dossier)
    _leave_entry(actor, "request_seal", dossier, waits=progress is not None)
    return progress


def seal_in_background(*, actor: Actor, dossier_number: str, user_id: int) -> str:
    """Seal a dossier that was asked for, in the name of who asked; for machines. Return its number."""
    with acting_as(actor):
        user = User.objects.get(pk=user_id)
    with acting_as(bare_actor(user)):
        asker = actor_of(user)
    with acting_as(asker), translation.override(LANGUAGE):
        dossier = get_dossier(asker, dossier_number)
        if dossier is not None:
            seal_dossier(actor=asker, dossier=dossier)
    return dossier_number


@transaction.atomic
def take_bundle(*, actor: Actor, dossier: Dossier) -> IO[bytes]:
    """Return the bundle of a dossier, open for reading, with its proof as soon as the log has published it.

    The same content under the same checkpoint gives the same bytes. The caller closes it.

    Raises:
        RuleBroken: the dossier is not sealed yet.
    """
    seal = seal_of(actor, dossier)
    if seal is None:
        raise RuleBroken(_("This dossier is not sealed yet. Seal it first."))
    target: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  # the answer to the request closes it
    with blobs.open_blob(seal.archive) as stream:
        while piece := stream.read(blobs.PIECE):
            target.write(piece)
    proof = proof_of_seal(seal)
    if proof is not None:
        add_proof(target, proof)
    target.seek(0)
    note_export(actor=actor, records=[dossier.finding.record], kind="bundle")
    _leave_entry(actor, "take_bundle", dossier, proven=proof is not None)
    return target


def _lock(dossier: Dossier) -> None:
    """Let two who seal the same dossier wait for each other: rows of dossiers are never changed, so none can be locked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{SEAL}.{dossier.number}"])


def _leave_entry(actor: Actor, action: str, dossier: Dossier, **detail: Any) -> None:
    record = dossier.finding.record
    audit.record(
        actor,
        action=f"overlap.{action}",
        target=dossier.finding,
        place_code=record.place_id or "",
        organisation_id=record.community_id,
        detail={"dossier": dossier.number, **detail},
    )


def _ask(actor: Actor, dossier: Dossier) -> JobProgress:
    progress = jobs.announce(SEAL, actor=actor, detail={"dossier": dossier.number})
    app.configure_task(SEAL, lock=f"{SEAL}:{dossier.number}").defer(
        progress_id=str(progress.pk), dossier_number=dossier.number, user_id=actor.user_id
    )
    return progress


def _seal(actor: Actor, dossier: Dossier) -> DossierSeal:
    """Write the archive and enter its manifest: both are kept, or neither."""
    with translation.override(LANGUAGE):
        found = gather(actor, dossier, word_file_of(dossier))
    content = Content(dossier.number, moment(dossier.made_at), tuple(found.dates), tuple(found.missing))
    with tempfile.TemporaryFile() as target:
        manifest = write_bundle(target, content, found.members)
        target.seek(0)
        archive = blobs.keep_file(target, media_type=ZIP)
    statement = statement_of_seal(dossier.number, manifest)
    (entered,) = enter(actor=actor, log=Log.REGISTER, kind=LeafKind.DOSSIER, statements=[statement])
    seal = DossierSeal(
        dossier=dossier,
        leaf=entered.leaf,
        nonce=entered.nonce,
        manifest=manifest,
        sha256=statement["sha256"],
        dates=[date.told() for date in found.dates],
        archive=archive,
    )
    seal.save(force_insert=True)
    return seal
