"""Two people label pairs, each for themselves; a third decides where they differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app as queue

from erdem.base import audit, jobs
from erdem.base.actor import Actor
from erdem.base.policy import RuleBroken, require
from erdem.knowledge.models import Record
from erdem.overlap.choices import PairLabel, Relevance
from erdem.overlap.models import Adjudication, Annotation, AnnotationPair, AnnotationSet, SpanReading
from erdem.overlap.policies import can_adjudicate, can_draw_set, can_label, can_lead_set, revealed_pairs
from erdem.overlap.queries.annotators import candidates, records_for
from erdem.overlap.queries.evidence import read_evidence

SMALLEST, LARGEST = 5, 400
LONGEST_NAME, LONGEST_NOTE = 120, 2000
DRAW = "overlap.draw_pairs"


@dataclass(frozen=True)
class Plan:
    """What is to be drawn and who labels it."""

    name: str
    first_id: int
    second_id: int
    size: int
    seed: int
    purpose: str = ""


@dataclass(frozen=True)
class Label:
    """What somebody says of a pair; ``relevance`` may be left out when the relation leaves no choice."""

    relation: str
    relevance: str = ""
    note: str = ""

    def checked(self) -> dict[str, str]:
        """Return the columns to keep.

        Raises:
            RuleBroken: no known relation, or no word on how much overlaps.
        """
        if self.relation not in PairLabel.values:
            raise RuleBroken(_("Choose how the two relate."), "relation")
        settled = {PairLabel.CANNOT_TELL.value: "", PairLabel.UNRELATED.value: Relevance.NONE.value}
        relevance = settled.get(self.relation, self.relevance)
        if self.relation != PairLabel.CANNOT_TELL and relevance not in Relevance.values:
            raise RuleBroken(_("Say how much of the knowledge you find in the patent."), "relevance")
        return {"relation": self.relation, "relevance": relevance, "note": self.note.strip()[:LONGEST_NOTE]}


@transaction.atomic
def ask_for_set(*, actor: Actor, plan: Plan) -> AnnotationSet:
    """Open a set and put the drawing of its pairs into the queue.

    Raises:
        PermissionRefused: the actor may not have pairs drawn.
        RuleBroken: no name, a size out of reach, or not two different people who can be asked.
    """
    require(can_draw_set(actor))
    if not plan.name.strip():
        raise RuleBroken(_("Give the set a name, for instance: Formulas, spring 2027."), "name")
    if not SMALLEST <= plan.size <= LARGEST:
        raise RuleBroken(
            _("Between %(least)s and %(most)s pairs, please.") % {"least": SMALLEST, "most": LARGEST}, "size"
        )
    _check_two(actor, plan.first_id, plan.second_id)
    opened = AnnotationSet.objects.create(
        name=plan.name.strip()[:LONGEST_NAME],
        purpose=plan.purpose.strip()[:LONGEST_NOTE],
        size=plan.size,
        seed=plan.seed,
        lead_id=actor.user_id or plan.first_id,
        first_id=plan.first_id,
        second_id=plan.second_id,
    )
    progress = jobs.announce(DRAW, actor=actor, detail={"set": opened.pk})
    queue.configure_task(DRAW).defer(progress_id=str(progress.pk), set_id=opened.pk)
    _leave_entry(actor, "ask_for_set", opened, size=plan.size)
    return opened


def _check_two(actor: Actor, first_id: int, second_id: int) -> None:
    if first_id == second_id:
        raise RuleBroken(_("Two different people label: choose another second annotator."), "second")
    known = {candidate.user_id for candidate in candidates(actor)}
    for name, user_id in (("first", first_id), ("second", second_id)):
        if user_id not in known:
            raise RuleBroken(_("Choose an expert or an officer from the list."), name)


@transaction.atomic
def assign_annotators(*, actor: Actor, annotation_set: AnnotationSet, first_id: int, second_id: int) -> AnnotationSet:
    """Exchange an annotator who has not begun.

    Raises:
        PermissionRefused: only the lead does this.
        RuleBroken: the set is closed, an annotator has begun, or the new one may not see every record of the set.
    """
    require(can_lead_set(actor, annotation_set))
    if annotation_set.closed_at is not None:
        raise RuleBroken(_("This set is closed. Its labels are no longer changed."))
    _check_two(actor, first_id, second_id)
    pairs = AnnotationPair.objects.filter(set=annotation_set)
    changes = {"first": first_id != annotation_set.first_id, "second": second_id != annotation_set.second_id}
    if any(changed and pairs.exclude(**{f"{who}_at": None}).exists() for who, changed in changes.items()):
        raise RuleBroken(_("An annotator whose labels are in is not exchanged. Draw a new set instead."))
    annotation_set.first_id, annotation_set.second_id = first_id, second_id
    seen = Record.objects.filter(records_for(annotation_set)).order_by()
    if pairs.exclude(record__in=seen).exists():
        raise RuleBroken(_("Not every record of this set is open to that person. Choose another, or draw a new set."))
    annotation_set.save(update_fields=["first", "second"])
    _leave_entry(actor, "assign_annotators", annotation_set)
    return annotation_set


@transaction.atomic
def label_pair(*, actor: Actor, pair: AnnotationPair, label: Label, seconds: int | None = None) -> Annotation:
    """Keep the label of an annotator; when there is one already, the new one replaces it and the old one stays on file.

    Raises:
        PermissionRefused: the actor is not one of the two, or the set is closed.
        RuleBroken: the label is incomplete, or another window of the same person was quicker.
    """
    require(can_label(actor, pair.set))
    values = label.checked()
    mine = Annotation.objects.filter(pair=pair, annotator_id=actor.user_id)
    before = mine.filter(replaced_by__isnull=True).first()
    try:
        with transaction.atomic():
            kept = Annotation.objects.create(
                pair=pair, annotator_id=actor.user_id or 0, replaces=before, seconds=seconds, **values
            )
    except IntegrityError:
        raise RuleBroken(_("You have just saved this pair in another window. Reload the page to see it.")) from None
    _leave_entry(actor, "correct_label" if before else "label_pair", pair.set, position=pair.position)
    return kept


@transaction.atomic
def adjudicate(*, actor: Actor, pair: AnnotationPair, label: Label) -> Adjudication:
    """Keep what a third person decides; an earlier decision is replaced and stays on file.

    Raises:
        PermissionRefused: the actor is one of the two, or neither an expert nor the lead.
        RuleBroken: the labels are not both in, they do not differ, or the decision is incomplete.
    """
    require(can_adjudicate(actor, pair.set))
    if not AnnotationPair.objects.filter(revealed_pairs(actor), pk=pair.pk).exists():
        raise RuleBroken(_("This pair waits for its second label."))
    values = label.checked()
    given = Annotation.objects.filter(pair=pair, replaced_by__isnull=True).values_list("relation", "relevance")
    if len(set(given)) == 1:
        raise RuleBroken(_("The two annotators agree on this pair. There is nothing to decide."))
    before = Adjudication.objects.filter(pair=pair, replaced_by__isnull=True).first()
    kept = Adjudication.objects.create(pair=pair, adjudicator_id=actor.user_id or 0, replaces=before, **values)
    _leave_entry(actor, "adjudicate", pair.set, position=pair.position)
    return kept


@transaction.atomic
def accept_spans(*, actor: Actor, pair: AnnotationPair, accepted: set[int]) -> SpanReading:
    """Keep which rows of the engine's evidence a reader accepts.

    Raises:
        RuleBroken: the evidence is not open to the actor yet, there is none, or a row does not exist.
    """
    prediction = getattr(pair, "prediction", None)
    revealed = AnnotationPair.objects.filter(revealed_pairs(actor), pk=pair.pk).exists()
    if not revealed or prediction is None or "match" not in prediction.evidence:
        raise RuleBroken(_("There is no evidence to read for this pair."))
    rows = {row.number for row in read_evidence(prediction.evidence, pair.record.kind).shared}
    if not rows or not accepted <= rows:
        raise RuleBroken(_("There is no evidence to read for this pair."))
    kept = SpanReading.objects.create(
        pair=pair, reader_id=actor.user_id or 0, accepted=sorted(accepted), rows=len(rows)
    )
    _leave_entry(actor, "accept_spans", pair.set, position=pair.position)
    return kept


@transaction.atomic
def close_set(*, actor: Actor, annotation_set: AnnotationSet) -> AnnotationSet:
    """End the labelling: labels are no longer changed, and the annotators see each other's and the engine's.

    Raises:
        PermissionRefused: only the lead closes.
        RuleBroken: nothing has been drawn, or the set is closed already.
    """
    require(can_lead_set(actor, annotation_set))
    locked = AnnotationSet.objects.select_for_update().get(pk=annotation_set.pk)
    if locked.drawn_at is None or locked.closed_at is not None:
        raise RuleBroken(_("This set is closed already, or its pairs are still being drawn."))
    locked.closed_at = timezone.now()
    locked.save(update_fields=["closed_at"])
    _leave_entry(actor, "close_set", locked)
    return locked


def _leave_entry(actor: Actor, action: str, annotation_set: AnnotationSet, **detail: Any) -> None:
    """Say that something was done, never what was said: colleagues read the trail, and labels are kept apart."""
    audit.record(actor, action=f"overlap.{action}", target=annotation_set, detail=detail)
