"""The records that a request names, as far as the reader may know them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.knowledge.queries.holders import titles
from erdem.knowledge.queries.wall import label_title
from erdem.sharing.choices import LabelVerdict
from erdem.sharing.models import HolderQuestion, RequestedRecord

SHAPES = {
    LabelVerdict.OPEN: "wait",
    LabelVerdict.CLEAR: "done",
    LabelVerdict.REFUSED: "stop",
    LabelVerdict.ESCALATED: "due",
}


@dataclass(frozen=True)
class Named:
    """A requested record: number and name when the reader may know them, what of it is wanted, what labels say."""

    key: int
    number: str
    name: str
    name_mn: str
    url: str
    scope: str
    verdict: str
    shape: str
    label: str
    is_refused: bool
    is_warned: bool
    answers: tuple[dict[str, Any], ...] = ()

    @property
    def is_known(self) -> bool:
        """Say whether the reader may know which record it is."""
        return bool(self.number)


def named(
    actor: Actor, requested: Iterable[RequestedRecord], questions: Iterable[HolderQuestion] = ()
) -> tuple[Named, ...]:
    """Return the requested records as the reader may know them, with what the communities said to each."""
    rows = list(requested)
    known = titles(actor, [each.record_id for each in rows])
    asked = list(questions)
    return tuple(_named(each, known, asked) for each in rows)


def _named(
    requested: RequestedRecord, known: Mapping[int, tuple[str, str, str]], questions: list[HolderQuestion]
) -> Named:
    number, name, name_mn = known.get(requested.record_id, ("", _("a record that you may not know of"), ""))
    return Named(
        key=requested.pk,
        number=number,
        name=name,
        name_mn=name_mn,
        url=reverse("knowledge:record-detail", args=[number]) if number else "",
        scope=requested.scope if number else "",
        verdict=str(requested.get_label_verdict_display()),
        shape=SHAPES[LabelVerdict(requested.label_verdict)],
        label=label_title(requested.label_code),
        is_refused=requested.label_verdict == LabelVerdict.REFUSED,
        is_warned=requested.label_verdict == LabelVerdict.ESCALATED,
        answers=tuple(_said(each, requested) for each in questions if each.community_id in requested.holders),
    )


def _said(question: HolderQuestion, requested: RequestedRecord) -> dict[str, Any]:
    """Return what one community says to one record; nothing before its answer is given."""
    said = {each.requested_id: each.agrees for each in question.decisions.all()}.get(requested.pk)
    if question.answer in ("waiting", "silent") or said is None:
        shape = "wait" if question.answer == "waiting" else "over"
        return {"community": question.community.name, "shape": shape, "words": question.get_answer_display()}
    words = _("agrees to this record") if said else _("does not agree to this record")
    return {"community": question.community.name, "shape": "done" if said else "stop", "words": words}
