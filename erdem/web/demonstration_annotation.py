"""A small annotation set of the demonstration county, so that its pages show something. The labels are invented and say so."""

from __future__ import annotations

from dataclasses import dataclass

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.jobs import JobRun
from erdem.overlap import services as overlap
from erdem.overlap.choices import PairLabel, Relevance, Stratum
from erdem.overlap.models import AnnotationPair, AnnotationSet
from erdem.people import queries as people
from erdem.people.models import User

LEAD, FIRST, SECOND = "region", "expert", "expert2"
NAME = "示例标注组（演示）"
PURPOSE = "演示用。两位专家和他们的标注都是编造的，只为让页面有内容，数字不作数。"
SIZE, SEED = 24, 2026
LEFT_BY_SECOND = 5
"""So many pairs at the end wait for the second annotator, so that a visitor can try labelling."""
DIFFERS_EVERY = 5


@dataclass(frozen=True)
class Guess:
    """What the engine said of a pair; the invented labels are made up around it."""

    position: int
    kind: str
    relation: str
    score: float


def load(run: JobRun) -> int:
    """Draw the set once and have the two invented experts label most of it; return the number of pairs."""
    lead, first, second = (_actor(name) for name in (LEAD, FIRST, SECOND))
    if lead is None or first is None or second is None:
        return 0
    with acting_as(SYSTEM):
        if AnnotationSet.objects.filter(name=NAME).exists():
            return 0
    plan = overlap.Plan(NAME, first.user_id or 0, second.user_id or 0, SIZE, SEED, PURPOSE)
    with acting_as(lead):
        opened = overlap.ask_for_set(actor=lead, plan=plan)
    count = overlap.draw_pairs(actor=run.actor, set_id=opened.pk)
    guesses = _guesses(opened)
    _label(first, opened, guesses, shift=0)
    _label(second, opened, guesses[: max(0, len(guesses) - LEFT_BY_SECOND)], shift=1)
    return count


def _actor(username: str) -> Actor | None:
    with acting_as(SYSTEM):
        user = User.objects.filter(username=username).first()
        return people.actor_of(user) if user else None


def _guesses(opened: AnnotationSet) -> list[Guess]:
    with acting_as(SYSTEM):
        pairs = AnnotationPair.objects.filter(set=opened).select_related("prediction", "record").order_by("position")
        return [
            Guess(
                pair.position,
                pair.record.kind,
                pair.prediction.relation if pair.prediction.stratum in (Stratum.UPPER, Stratum.MIDDLE) else "",
                pair.prediction.score or 0.0,
            )
            for pair in pairs
        ]


def _label(actor: Actor, opened: AnnotationSet, guesses: list[Guess], *, shift: int) -> None:
    for guess in guesses:
        with acting_as(actor):
            pair = AnnotationPair.objects.select_related("set", "record").get(set=opened, position=guess.position)
            overlap.label_pair(actor=actor, pair=pair, label=_invented(guess, shift), seconds=40 + guess.position)


def _invented(guess: Guess, shift: int) -> overlap.Label:
    """Make a label up: near to what the engine said, and for one annotator now and then another one."""
    differs = bool(shift) and guess.position % DIFFERS_EVERY == 0
    if not guess.relation:
        return (
            overlap.Label(PairLabel.NEIGHBOURING, Relevance.PARTIAL, "示例")
            if differs
            else overlap.Label(PairLabel.UNRELATED)
        )
    if differs:
        near = PairLabel.MODIFIED if guess.kind == "formula" else PairLabel.NEIGHBOURING
        return overlap.Label(near, Relevance.PARTIAL, "示例：增减较多")
    return overlap.Label(guess.relation, Relevance.FULL if guess.score >= 0.7 else Relevance.PARTIAL)
