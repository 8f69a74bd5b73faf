"""Which records resemble one on its way in: by code, by name in any script, by what it is made of, by how it is made.

The search looks through the whole register, also where the reader may not look; what it finds is stored as pairs and shown
only as `policies.visible_candidates` allows. Reasons are codes and shares, never words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.knowledge.choices import Status
from erdem.knowledge.models import Ingredient, KinCandidate, KinHint, KinLink, ProcessStep, Record
from erdem.knowledge.policies import kept, visible_candidates, visible_links
from erdem.knowledge.register_choices import KinReason
from erdem.lib import mongolian
from erdem.lib.folding import fold, fold_name

MOST = 30
ENOUGH_SHARED, ENOUGH_ALIKE = 3, 0.5
WEIGHT = {KinReason.ITEM_CODE: 1.0, KinReason.NAME: 0.9, KinReason.MONGOLIAN: 0.7, KinReason.SOUND: 0.6}


@dataclass
class Likeness:
    """Why a record resembles another: code of the reason to share (1 where there is nothing to count)."""

    reasons: dict[str, float] = field(default_factory=dict)

    @property
    def score(self) -> float:
        """The strongest reason, and a little for each further one; only puts pairs in order."""
        weights = [WEIGHT.get(KinReason(code), share) for code, share in self.reasons.items()]
        return round(max(weights) + 0.1 * (len(weights) - 1), 3)

    def as_json(self) -> list[dict[str, Any]]:
        """Return what is stored, the strongest first."""
        ordered = sorted(self.reasons.items(), key=lambda item: -WEIGHT.get(KinReason(item[0]), item[1]))
        return [{"code": str(code), "share": round(share, 2)} for code, share in ordered]


def alike(record: Record) -> dict[int, Likeness]:
    """Return the records that resemble this one, by id, at most `MOST`; runs as the system."""
    found: dict[int, Likeness] = defaultdict(Likeness)
    with acting_as(SYSTEM):
        others = (
            Record.objects.exclude(pk=record.pk).exclude(status__in=(Status.WITHDRAWN, Status.TOMBSTONE)).order_by()
        )
        for reason, keys in _by_name(record, others):
            for key in keys:
                found[key].reasons[reason] = 1.0
        for reason, shares in ((KinReason.INGREDIENTS, _by_ingredients(record)), (KinReason.STEPS, _by_steps(record))):
            for key, share in shares.items():
                found[key].reasons[reason] = share
        there = set(others.filter(pk__in=list(found)).values_list("pk", flat=True))
    best = sorted((key for key in found if key in there), key=lambda key: (-found[key].score, key))
    return {key: found[key] for key in best[:MOST]}


def _by_name(record: Record, others: QuerySet[Record]) -> Iterable[tuple[str, Iterable[int]]]:
    names = {record.name, record.name_other, *(line.name for line in record.names.all())} - {""}
    folded = {fold_name(name) for name in names}
    if record.item_code:
        yield KinReason.ITEM_CODE, others.filter(item_code=record.item_code).values_list("pk", flat=True)
    same = Q(name__in=names) | Q(name_other__in=names) | Q(names__folded__in=folded) | Q(names__name__in=names)
    words = Q()
    for name in folded:
        words |= Q(search_text__contains=fold(name)) if len(name) > 1 else Q(pk__in=[])
    near = others.filter(words) if words else others.none()
    whole = {row.pk for row in near.only("pk", "search_text") if set(map(fold, folded)) & set(row.search_text.split())}
    yield KinReason.NAME, whole | set(others.filter(same).values_list("pk", flat=True))
    yield KinReason.SOUND, others.filter(sort_key=record.sort_key).values_list("pk", flat=True)
    yield KinReason.MONGOLIAN, _by_mongolian(record, others)


def mongolian_keys(name: str) -> set[str]:
    """Return the keys by which Mongolian names are compared, strict and loose; empty for a name in another script."""
    keys: set[str] = set()
    for word in mongolian.words(name):
        made = mongolian.keys(word)
        keys |= {
            f"{kind}:{key}" for kind, key in (("shape", made.shape), ("fold", made.fold), ("sound", made.sound)) if key
        }
    return keys


def _by_mongolian(record: Record, others: QuerySet[Record]) -> list[int]:
    own = _keys_or_none(record.name_mn)
    if not own:
        return []
    named = others.exclude(name_mn="").values_list("pk", "name_mn")
    return [key for key, name in named.iterator(chunk_size=2000) if own & _keys_or_none(name)]


def _keys_or_none(name: str) -> set[str]:
    try:
        return mongolian_keys(name)
    except mongolian.LegacyCodesError:
        return set()


def _by_ingredients(record: Record) -> dict[int, float]:
    lines = list(record.ingredients.all())
    substances = {line.substance_id for line in lines if line.substance_id}
    written = {line.folded for line in lines if not line.substance_id and line.folded}
    total = len(substances) + len(written)
    if total < ENOUGH_SHARED:
        return {}
    shared = Q(substance_id__in=substances) | Q(substance_id__isnull=True, folded__in=written)
    rows = _counted(Ingredient.objects.filter(shared).exclude(record_id=record.pk), "folded")
    sizes = _sizes(Ingredient.objects.filter(record_id__in=list(rows)))
    return _shares(rows, sizes, total)


def _by_steps(record: Record) -> dict[int, float]:
    operations = {step.operation.strip() for step in record.steps.all()}
    if len(operations) < ENOUGH_SHARED:
        return {}
    rows = _counted(ProcessStep.objects.filter(operation__in=operations).exclude(record_id=record.pk), "operation")
    sizes = _sizes(ProcessStep.objects.filter(record_id__in=list(rows)))
    return _shares(rows, sizes, len(operations))


def _counted(lines: QuerySet[Any], what: str) -> dict[int, int]:
    counted = lines.order_by().values("record_id").annotate(shared=Count(what, distinct=True))
    return dict(counted.filter(shared__gte=ENOUGH_SHARED).order_by("-shared").values_list("record_id", "shared")[:500])


def _sizes(lines: QuerySet[Any]) -> dict[int, int]:
    return dict(lines.order_by().values("record_id").annotate(size=Count("pk")).values_list("record_id", "size"))


def _shares(shared: dict[int, int], sizes: dict[int, int], own: int) -> dict[int, float]:
    """Shared over all of both together; kept from a half on."""
    found = {key: count / max(own + sizes.get(key, count) - count, 1) for key, count in shared.items()}
    return {key: min(share, 1.0) for key, share in found.items() if share >= ENOUGH_ALIKE}


def candidates(actor: Actor, record: Record) -> list[KinCandidate]:
    """Return the pairs of a record that the actor may see, the undecided and most alike first."""
    found = KinCandidate.objects.filter(visible_candidates(actor), record=record).select_related("decided_by")
    return sorted(found, key=lambda pair: (bool(pair.verdict), -pair.score, pair.pk))


def get_candidate(actor: Actor, record: Record, key: int) -> KinCandidate | None:
    """Return one pair of a record, or None."""
    return KinCandidate.objects.filter(visible_candidates(actor), record=record, pk=key).first()


def hints(actor: Actor, *, only_open: bool = True) -> QuerySet[KinHint]:
    """Return the hints about records that the actor looks after."""
    found = KinHint.objects.filter(kept(actor)).select_related("record")
    return (found.filter(answer="") if only_open else found).order_by("found_at")


def get_hint(actor: Actor, key: int) -> KinHint | None:
    """Return one hint, or None."""
    return hints(actor, only_open=False).filter(pk=key).first()


def kin_of(actor: Actor, record: Record) -> list[tuple[KinLink, Record]]:
    """Return the kin of a record as far as the actor reads both, whichever of the two was written first."""
    found = KinLink.objects.filter(Q(record=record) | Q(other=record)).filter(visible_links(actor))
    links = list(found.select_related("record", "other"))
    return [(link, link.other if link.record_id == record.pk else link.record) for link in links]
