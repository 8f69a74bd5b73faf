"""Evidence of consents and permits: files that anybody can check, with or without us."""

from __future__ import annotations

from erdem.base.actor import Actor
from erdem.knowledge.models import AccessGrant, Consent, ConsentProof, GrantProof
from erdem.knowledge.policies.consent import visible_with_consent
from erdem.knowledge.policies.proofs import visible_with_grant
from erdem.knowledge.policies.wall import visible_grants
from erdem.knowledge.proof_documents import statement_of
from erdem.notary.queries import evidence_of


def consent_proofs(actor: Actor, consent: Consent) -> list[ConsentProof]:
    """Return the proofs of a consent, oldest first."""
    return list(ConsentProof.objects.filter(visible_with_consent(actor), consent=consent).select_related("leaf"))


def consent_evidence(actor: Actor, consent: Consent, act: str) -> bytes | None:
    """Return the evidence file of what was done with a consent, or None as long as the published log does not hold it.

    Raises:
        LookupError: nothing of the kind was done.
        StorageProblem: the files of the log cannot be read.
    """
    for proof in consent_proofs(actor, consent):
        if proof.act == act:
            return _evidence(proof, consent.number)
    raise LookupError(act)


def grant_evidence(actor: Actor, grant: AccessGrant, act: str) -> bytes | None:
    """Return the evidence file of a permit, as `consent_evidence` does."""
    found = GrantProof.objects.filter(visible_with_grant(actor), grant=grant, act=act).select_related("leaf").first()
    if found is None:
        raise LookupError(act)
    return _evidence(found, str(grant.pk))


def permit(actor: Actor, grant_id: int) -> AccessGrant | None:
    """Return a permit by its number."""
    return AccessGrant.objects.filter(visible_grants(actor), pk=grant_id).first()


def _evidence(proof: ConsentProof | GrantProof, number: str) -> bytes | None:
    statement = statement_of(number, proof.act, proof.document)
    return evidence_of(proof.leaf, statement=statement, document=proof.document, nonce=bytes(proof.nonce))
