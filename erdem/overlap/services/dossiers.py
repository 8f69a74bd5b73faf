"""Dossiers: a file of evidence as it stood on one day."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone, translation

from erdem.base import audit, blobs, documents, events, numbering
from erdem.base.actor import Actor
from erdem.base.policy import require
from erdem.overlap.events import DossierMade
from erdem.overlap.models import Dossier, Finding
from erdem.overlap.policies import can_make_dossier
from erdem.overlap.queries.dossier import checklist_of, dossier_content
from erdem.overlap.queries.finding_page import finding_page
from erdem.overlap.services.sealing import seal_with

SERIES = "ZJ"
TEMPLATE = "overlap/dossier.typ"
LANGUAGE = "zh-hans"


@transaction.atomic
def make_dossier(*, actor: Actor, finding: Finding) -> Dossier:
    """Write the dossier of a finding as it stands today, and seal it with all that belongs to it.

    It is in Chinese, the language of the office it is filed with.

    Raises:
        PermissionRefused: the actor may not, or the record is secret or narrowly shared.
    """
    decision = can_make_dossier(actor, finding)
    require(decision)
    with translation.override(LANGUAGE):
        page = finding_page(actor, finding, steps=(), dossier=decision)
        number = numbering.document_number(SERIES, timezone.localdate().year)
        content = dossier_content(actor, finding, page, number)
        pdf = documents.render_pdf(TEMPLATE, content, issued_at=timezone.now())
    dossier = Dossier.objects.create(
        number=number,
        finding=finding,
        blob=blobs.keep(pdf, media_type="application/pdf"),
        checklist=checklist_of(content),
        content=content,
        made_by=actor.label[:200],
    )
    audit.record(
        actor,
        action="overlap.make_dossier",
        target=finding,
        place_code=finding.record.place_id or "",
        organisation_id=finding.record.community_id,
        detail={"dossier": number},
    )
    seal_with(actor, dossier)
    events.publish(DossierMade(dossier.pk, finding.pk))
    return dossier
