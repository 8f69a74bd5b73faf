"""Reads of versions: the present content of a record, its earlier ones, what differs between two."""

from __future__ import annotations

from django.db.models import QuerySet

from erdem.base.actor import Actor
from erdem.knowledge.content import (
    SCALARS,
    IngredientLine,
    NameLine,
    OriginLine,
    PlaceLine,
    RecordContent,
    SourceLine,
    StepLine,
)
from erdem.knowledge.models import Correction, Record, RecordVersion, VersionProof
from erdem.knowledge.policies import read, visible_proofs, visible_versions
from erdem.knowledge.snapshots import document_of, statement_of
from erdem.notary.queries import evidence_of


def present_content(record: Record) -> RecordContent:
    """Return what the record and its lines say now."""
    scalars = {name: getattr(record, name) for name in SCALARS}
    scalars["subject_groups"] = tuple(record.subject_groups)
    return RecordContent(
        **scalars,
        community_id=record.community_id,
        names=tuple(NameLine(line.name, line.language) for line in record.names.all()),
        origins=tuple(OriginLine(line.claim, line.source, line.place_id, line.period) for line in record.origins.all()),
        sources=tuple(
            SourceLine(**{name: getattr(line, name) for name in SourceLine.__slots__}) for line in record.sources.all()
        ),
        places=tuple(PlaceLine(line.place_id, line.text) for line in record.places.all()),
        ingredients=tuple(
            IngredientLine(**{name: getattr(line, name) for name in IngredientLine.__slots__})
            for line in record.ingredients.all()
        ),
        steps=tuple(
            StepLine(**{name: getattr(line, name) for name in StepLine.__slots__}) for line in record.steps.all()
        ),
        materials=tuple(line.name for line in record.materials.all()),
        products=tuple(line.name for line in record.products.all()),
    )


def versions(actor: Actor, record: Record) -> QuerySet[RecordVersion]:
    """Return the versions of a record that the actor may read, the newest first."""
    found = RecordVersion.objects.filter(visible_versions(actor), record_number=record.number)
    return found.select_related("made_by").order_by("-version")


def get_version(actor: Actor, record: Record, version: int) -> RecordVersion | None:
    """Return one version, or None."""
    return versions(actor, record).filter(version=version).first()


def corrections(actor: Actor, record: Record) -> list[Correction]:
    """Return what was corrected after registration, for all who read the record; the newest first."""
    return list(Correction.objects.filter(read(actor), record=record).order_by("-version"))


def version_evidence(actor: Actor, record: Record, version: int) -> bytes | None:
    """Return the evidence file of a version, or None as long as the published log does not hold it, or it was emptied.

    Raises:
        StorageProblem: the files of the log cannot be read.
    """
    found = VersionProof.objects.filter(visible_proofs(actor), version__record=record, version__version=version)
    proof = found.select_related("version", "leaf").first()
    if proof is None or not proof.version.content:
        return None
    row = proof.version
    return evidence_of(
        proof.leaf,
        statement=statement_of(row.record_number, row.version, row.sha256),
        document=document_of(row.content),
        nonce=bytes(proof.nonce),
    )
