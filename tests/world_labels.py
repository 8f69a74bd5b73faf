"""What the small world needs for labels: a wording, a protocol with its history, a notice, each with words to look out for."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from erdem.base.actor import SYSTEM, Actor
from erdem.base.testing.actors import People
from erdem.knowledge import services
from erdem.knowledge.models import CommunityLabel, Holding, NoticeUse, Record, RecordFace
from erdem.knowledge.policies import visible_faces
from erdem.knowledge.protocol import LabelLine, Protocol

WORDS = ("zqx9001kanari", "zqx9002kanari", "zqx9003kanari", "zqx9004kanari", "zqx9005kanari")
"""Name and words of the label, content warning, reason of the protocol, words of the notice: all of the secret record."""


@dataclass(frozen=True)
class Labels:
    """What was put on the records."""

    wording: CommunityLabel
    notice: NoticeUse
    open_notice: NoticeUse


def add_labels(people: People, secret: Record, shared: Record) -> Labels:
    """Word a label, put it on the secret record, warn of its content, and place notices, all as the system."""
    (own,), (office,) = people.holder.organisation_ids, people.officer.organisation_ids
    name, text, warning, reason, noticed = WORDS
    wording = services.word_label(
        actor=SYSTEM,
        community_id=own,
        code="tkcs",
        wording=services.Wording(
            names={"zh": name}, texts={"zh": text, "mn": text}, recordings={"mn": b"ID3" + bytes(61)}
        ),
    )
    services.approve_wording(actor=SYSTEM, wording=wording)
    holding = Holding.objects.get(record=secret, community_id=own)
    protocol = Protocol(to_public=0, content_warning=warning, names_deceased=True, labels=(LabelLine("tkcs"),))
    services.change_protocol(actor=SYSTEM, holding=holding, protocol=protocol, version=1, reason=reason)
    notices = [
        NoticeUse.objects.create(record=record, institution_id=office, code="traditional_knowledge", text=words)
        for record, words in ((secret, noticed), (shared, "示例"))
    ]
    NoticeUse.objects.create(
        record=shared, institution_id=office, code="biocultural", ended_at=timezone.now(), ended_reason="示例"
    )
    return Labels(wording, *notices)


def told_by_faces(actor: Actor) -> str:
    """Return everything that the faces say which this actor may know: it is no secret to him. Asked as the system."""
    texts = ("number", "name", "name_mn", "item_code", "people_group", "summary")
    faces = RecordFace.objects.filter(visible_faces(actor)).values_list(*texts)
    return " ".join(" ".join(face) for face in faces)
