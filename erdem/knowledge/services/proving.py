"""Entering versions, consents and permits in the public log: hidden behind a commitment, in the transaction of the act."""

from __future__ import annotations

from collections.abc import Sequence

from erdem.base import audit
from erdem.base.actor import Actor, acting_as
from erdem.base.bulk import insert_rows
from erdem.knowledge import proof_documents
from erdem.knowledge.choices import ProvenAct
from erdem.knowledge.models import AccessGrant, Consent, ConsentProof, GrantProof, RecordVersion, VersionProof
from erdem.knowledge.snapshots import statement_of
from erdem.notary.choices import LeafKind, Log
from erdem.notary.services import Entered, enter


def prove_versions(actor: Actor, versions: Sequence[RecordVersion]) -> None:
    """Enter versions that were just written; each gets a nonce of its own, which stays with those who may read it.

    It leaves no audit entry: whoever writes the version does.
    """
    entered = enter(
        actor=actor,
        log=Log.REGISTER,
        kind=LeafKind.REGISTER_VERSION,
        statements=[statement_of(row.record_number, row.version, row.sha256) for row in versions],
    )
    insert_rows(
        [VersionProof(version=row, leaf=one.leaf, nonce=one.nonce) for row, one in zip(versions, entered, strict=True)]
    )


def prove_older_versions(*, actor: Actor, most: int = 2000) -> int:
    """Enter versions that were written before the log began, for machines; return how many. The log's date is their proof's."""
    with acting_as(actor):
        found = list(
            RecordVersion.objects.filter(proof__isnull=True).order_by("pk").select_for_update(of=("self",))[:most]
        )
        prove_versions(actor, found)
        if found:
            audit.record(actor, action="knowledge.prove_older_versions", detail={"versions": len(found)})
    return len(found)


def prove_consent(actor: Actor, consent: Consent, act: ProvenAct) -> None:
    """Enter a consent as it stands after an act. It leaves no audit entry: whoever acts does."""
    document = proof_documents.consent_document(consent, act)
    entered = _entered(actor, LeafKind.CONSENT, consent.number, act, document)
    ConsentProof.objects.create(consent=consent, act=act, document=document, nonce=entered.nonce, leaf=entered.leaf)


def prove_grant(actor: Actor, grant: AccessGrant, act: ProvenAct) -> None:
    """Enter a permit as it stands after an act. It leaves no audit entry: whoever acts does."""
    document = proof_documents.grant_document(grant, act)
    entered = _entered(actor, LeafKind.PERMIT, str(grant.pk), act, document)
    GrantProof.objects.create(grant=grant, act=act, document=document, nonce=entered.nonce, leaf=entered.leaf)


def _entered(actor: Actor, kind: LeafKind, number: str, act: ProvenAct, document: str) -> Entered:
    statement = proof_documents.statement_of(number, str(act), document)
    (entered,) = enter(actor=actor, log=Log.REGISTER, kind=kind, statements=[statement])
    return entered
