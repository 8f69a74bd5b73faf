"""Looking up records to ask for: only what the applicant may know of."""

from __future__ import annotations

from django.db.models import Q

from erdem.base.actor import Actor
from erdem.knowledge.models import Record, RecordFace
from erdem.knowledge.policies import visible_faces, visible_records
from erdem.people.models import Organisation

MOST = 20


def find_records(actor: Actor, words: str) -> list[tuple[str, str]]:
    """Return number and name of up to 20 registered records whose number or name holds the words, by name."""
    words = words.replace("\x00", "").strip()[:100]
    if not words:
        return []
    wanted = Q(name__icontains=words) | Q(name_mn__icontains=words) | Q(number__iexact=words)
    read = Record.objects.filter(visible_records(actor), wanted, status="registered").order_by("sort_key")
    found = dict(read.values_list("number", "name")[:MOST])
    faces = RecordFace.objects.filter(visible_faces(actor), wanted).order_by("number")
    for number, name in faces.values_list("number", "name")[:MOST]:
        found.setdefault(number, name)
    return list(found.items())[:MOST]


def houses_of(actor: Actor) -> list[tuple[int, str]]:
    """Return the organisations in whose name the actor may ask."""
    found = Organisation.objects.filter(pk__in=list(actor.organisation_ids)).order_by("name")
    return list(found.values_list("pk", "name"))
