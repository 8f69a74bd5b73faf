"""A record as it may be described to one reader: all of it, or the face of it that this reader may know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils import timezone

from erdem.base.actor import Actor
from erdem.knowledge.choices import AccessLevel, LabelCode
from erdem.knowledge.content import RecordContent
from erdem.knowledge.models import LabelUse, Record, RecordFace
from erdem.knowledge.policies import visible_faces, visible_label_uses
from erdem.knowledge.queries.exchange import content_of_record, records_by_number
from erdem.people import queries as people

FULL = AccessLevel.FULL


@dataclass(frozen=True)
class Described:
    """What one reader may be told of a record. ``content`` holds no more than ``level`` allows; from A4 on all of it."""

    number: str
    level: int
    content: RecordContent
    communities: tuple[str, ...] = ()
    labels: tuple[tuple[str, str], ...] = ()
    places: tuple[tuple[str, str], ...] = ()
    changed: str = ""

    @property
    def is_whole(self) -> bool:
        """Say whether this is all of the record."""
        return self.level >= AccessLevel.FULL


def described(actor: Actor, number: str) -> Described | None:
    """Return what the actor may be told of one record, or None where even that it exists is not for this reader."""
    return next(iter(describe(actor, [number]).values()), None) if "\x00" not in number else None


def describe(actor: Actor, numbers: Iterable[str], at_most: Mapping[str, int] | None = None) -> dict[str, Described]:
    """Return what the actor may be told of each record, by number, in the order asked for.

    ``at_most`` keeps a description below what the actor may know today, for what leaves for good.
    """
    wanted, limits = list(dict.fromkeys(numbers)), at_most or {}
    whole = records_by_number(actor, [each for each in wanted if limits.get(each, FULL) >= FULL])
    faces = RecordFace.objects.filter(visible_faces(actor), number__in=[each for each in wanted if each not in whole])
    told = (face for face in faces.order_by("level") if face.level <= limits.get(face.number, FULL))
    highest = {face.number: face for face in told}
    labels = _labels(actor, [*(record.pk for record in whole.values()), *(face.record_id for face in highest.values())])
    names = {row.pk: row.name for row in people.organisations("community")}
    places = {place.code: place.name for place in people.places()}
    found: dict[str, Described] = {}
    for number in wanted:
        if number in whole:
            found[number] = _whole(whole[number], names, places, labels)
        elif number in highest:
            found[number] = _face(highest[number], names, places, labels)
    return found


def _labels(actor: Actor, ids: list[int]) -> dict[int, tuple[tuple[str, str], ...]]:
    uses = LabelUse.objects.filter(visible_label_uses(actor), record_id__in=ids, removed_at__isnull=True).order_by("id")
    found: dict[int, dict[str, str]] = {}
    for use in uses:
        found.setdefault(use.record_id, {})[use.code] = str(LabelCode(use.code).label)
    return {key: tuple(codes.items()) for key, codes in found.items()}


def _whole(
    record: Record, names: dict[int, str], places: dict[str, str], labels: dict[int, tuple[tuple[str, str], ...]]
) -> Described:
    content = content_of_record(record)
    return Described(
        number=record.number,
        level=AccessLevel.PUBLIC if record.level_public >= AccessLevel.FULL else AccessLevel.FULL,
        content=content,
        communities=tuple(names[key] for key in record.holders if key in names),
        labels=labels.get(record.pk, ()),
        places=tuple((code, places.get(code, code)) for code in content.place_codes),
        changed=timezone.localtime(record.updated_at).date().isoformat(),
    )


def _face(
    face: RecordFace, names: dict[int, str], places: dict[str, str], labels: dict[int, tuple[tuple[str, str], ...]]
) -> Described:
    """The columns of a face that tell who sees it are not for telling: only what its level shows is taken."""
    told = face.level >= AccessLevel.METADATA
    content = RecordContent(
        kind=face.kind,
        name=face.name,
        tk_class=face.tk_class,
        name_mn=face.name_mn,
        tk_type=face.tk_type,
        ich_category=face.ich_category,
        item_code=face.item_code,
        diffusion_tier=face.diffusion_tier,
        holder_type=face.holder_type,
        people_group=face.people_group,
        vitality=face.vitality,
        summary=face.summary,
    )
    return Described(
        number=face.number,
        level=face.level,
        content=content,
        communities=tuple(names[key] for key in face.holders if key in names) if told else (),
        labels=labels.get(face.record_id, ()) if told else (),
        places=((face.place_code, places.get(face.place_code, face.place_code)),) if face.place_code else (),
    )
