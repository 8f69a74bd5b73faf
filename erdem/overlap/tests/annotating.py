"""Annotation sets for tests: drawn by hand, so that every pair is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.knowledge.models import Record
from erdem.literature.models import Publication
from erdem.overlap import services
from erdem.overlap.choices import Stratum
from erdem.overlap.models import AnnotationPair, AnnotationPrediction, AnnotationSet
from erdem.people.tests.factories import make_actor

__all__ = ["Readers", "a_set", "label", "readers"]


@dataclass(frozen=True)
class Readers:
    """Who takes part: a lead from the region's office, two experts who label, an expert who decides."""

    lead: Actor
    first: Actor
    second: Actor
    third: Actor


def readers() -> Readers:
    """Make the four."""
    return Readers(
        lead=make_actor("office", "示例自治区知识产权局", "region_officer", "150000"),
        first=make_actor("institution", "示例甲研究所", "expert", "150102"),
        second=make_actor("institution", "示例乙研究所", "expert", "150102"),
        third=make_actor("institution", "示例丙研究所", "expert", "150102"),
    )


def a_set(
    lead: Actor,
    first: Actor,
    second: Actor,
    pairs: list[tuple[Record, Publication, dict[str, Any]]],
    *,
    strata: tuple[str, ...] = tuple(Stratum.values),
) -> AnnotationSet:
    """Make a drawn set; the third of each pair is the evidence, empty for a pair the engine does not name."""
    with acting_as(SYSTEM):
        opened = AnnotationSet.objects.create(
            name="示例标注组",
            purpose="示例用途",
            size=max(5, len(pairs)),
            seed=7,
            strata={"upper": {"wanted": 2, "met": 3, "taken": len(pairs)}},
            pool_size=9,
            publications=4,
            engine_version="示例",
            lexicon_version="示例词典",
            lead_id=lead.user_id or 0,
            first_id=first.user_id or 0,
            second_id=second.user_id or 0,
            drawn_at=timezone.now(),
        )
        for place, (record, publication, evidence) in enumerate(pairs):
            pair = AnnotationPair.objects.create(set=opened, position=place + 1, record=record, publication=publication)
            match = evidence.get("match") or {}
            AnnotationPrediction.objects.create(
                pair=pair,
                stratum=strata[place % len(strata)],
                score=match.get("score"),
                relation=match.get("relation", ""),
                evidence=evidence,
            )
        return opened


def label(
    actor: Actor, opened: AnnotationSet, position: int, relation: str, relevance: str = "", note: str = ""
) -> None:
    """Label a pair as this person, through the service and both locks."""
    with acting_as(actor):
        pair = AnnotationPair.objects.select_related("set", "record").get(set=opened, position=position)
        services.label_pair(actor=actor, pair=pair, label=services.Label(relation, relevance, note), seconds=20)
