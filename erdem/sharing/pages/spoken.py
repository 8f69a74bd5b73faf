"""What the pages show on which the office takes down the answer of a community that has no account, and confirms it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.base.formatting import iso_date, iso_moment, long_date
from erdem.sharing import queries
from erdem.sharing.choices import Answer
from erdem.sharing.forms.spoken import AsideForm, SpokenForm
from erdem.sharing.models import AccessRequest, HolderQuestion, SpokenAnswer
from erdem.sharing.pages.answering import LEVELS, Row, pressed, sentences
from erdem.sharing.pages.links import Link, address, clock_of, trail
from erdem.sharing.pages.records import named
from erdem.sharing.policies import can_confirm_spoken, can_take_down

SHAPE_OF_ANSWER = {
    Answer.WAITING: "wait",
    Answer.AGREED: "done",
    Answer.PARTLY: "done",
    Answer.REFUSED: "stop",
    Answer.SILENT: "over",
}


@dataclass(frozen=True)
class SpokenPage:
    """The question to a community without an account, and what was taken down."""

    request: AccessRequest
    question: HolderQuestion
    title: str
    trail: tuple[Link, ...]
    spoken: tuple[str, ...]
    rows: tuple[Row, ...]
    levels: tuple[dict[str, Any], ...]
    form: SpokenForm
    aside: AsideForm
    error: str
    may_enter: bool
    facts: tuple[dict[str, str], ...]
    said: tuple[dict[str, str], ...]
    file: Link | None
    may_confirm: bool
    earlier: tuple[dict[str, str], ...]
    until: str
    back: str


def spoken_page(
    actor: Actor,
    request: AccessRequest,
    question: HolderQuestion,
    form: SpokenForm,
    data: Mapping[str, Any] | None = None,
    error: str = "",
    aside: AsideForm | None = None,
) -> SpokenPage:
    """Build the page: the form while nothing was taken down, what was taken down while it waits for a second person."""
    own = queries.records_of_question(question, queries.requested_of(actor, request))
    shown = named(actor, own)
    waiting = queries.open_spoken(actor, question)
    asked = any(each.pk == question.pk for each in queries.without_account(actor, request))
    names = {each.key: each.name for each in shown}
    return SpokenPage(
        request=request,
        question=question,
        title=_("The answer of %(community)s") % {"community": question.community.name},
        trail=trail(request, Link(_("Answer taken down"))),
        spoken=tuple(sentences(request, question, shown)),
        rows=tuple(Row(each, *pressed(data, each.key)) for each in shown),
        levels=tuple({"value": level.value, "label": level.label} for level in LEVELS),
        form=form,
        aside=aside or AsideForm(),
        error=error,
        may_enter=asked and waiting is None and bool(can_take_down(actor, question)),
        facts=tuple(_facts(waiting)) if waiting else (),
        said=tuple(_said(waiting, names)) if waiting else (),
        file=_file(request, question, waiting) if waiting else None,
        may_confirm=waiting is not None and bool(can_confirm_spoken(actor, waiting)),
        earlier=tuple(_earlier(actor, question)),
        until=long_date(question.due_on),
        back=address(request),
    )


def _facts(spoken: SpokenAnswer) -> Iterable[dict[str, str]]:
    yield {"term": _("how it was given"), "value": str(spoken.get_how_display())}
    yield {"term": _("who spoke for the community"), "value": f"{spoken.said_by} · {spoken.capacity}"}
    yield {"term": _("day of the answer"), "value": iso_date(spoken.said_on)}
    if spoken.language:
        yield {"term": _("language, and who interpreted"), "value": spoken.language}
    if spoken.basis:
        yield {"term": _("How it was decided"), "value": spoken.basis}
    if spoken.conditions:
        yield {"term": _("What the community asks in return"), "value": spoken.conditions}
    by = spoken.entered_by.get_full_name() or spoken.entered_by.username
    yield {"term": _("Taken down by"), "value": f"{by} · {iso_moment(spoken.entered_at)[:16]}"}


def _said(spoken: SpokenAnswer, names: Mapping[int, str]) -> Iterable[dict[str, str]]:
    levels = {level.value: str(level.label) for level in LEVELS}
    for each in spoken.decisions:
        words = _("agrees to this record") if each["agrees"] else _("does not agree to this record")
        yield {
            "name": names.get(each["requested"], ""),
            "words": words,
            "shape": "done" if each["agrees"] else "stop",
            "level": levels.get(each["level"], "") if each["agrees"] else "",
        }


def _earlier(actor: Actor, question: HolderQuestion) -> Iterable[dict[str, str]]:
    for each in queries.spoken_of(actor, question):
        if each.put_aside_at is not None:
            yield {"day": iso_date(each.put_aside_at), "who": each.said_by, "why": each.put_aside_why}


def _file(request: AccessRequest, question: HolderQuestion, spoken: SpokenAnswer) -> Link:
    return Link(
        spoken.file_name, reverse("sharing:spoken-file", args=[request.number, question.community_id, spoken.pk])
    )


def spoken_actions(actor: Actor, request: AccessRequest) -> Iterable[dict[str, Any]]:
    """Yield where an officer takes down the answer of a community without an account, or confirms it."""
    for question in queries.without_account(actor, request):
        waits = queries.open_spoken(actor, question) is not None
        words = _("Confirm the answer of %(community)s") if waits else _("Take down the answer of %(community)s")
        url = reverse("sharing:spoken-answer", args=[request.number, question.community_id])
        yield {"label": words % {"community": question.community.name}, "url": url}


def spoken_waiting(actor: Actor) -> Iterable[dict[str, Any]]:
    """Yield the communities without an account that an officer has to reach, as clocks show it."""
    for question in queries.without_account(actor):
        running = queries.running_day(question.request)
        waiting = queries.open_spoken(actor, question)
        if running is None or (waiting is not None and not can_confirm_spoken(actor, waiting)):
            continue
        words = _("Reach %(community)s, which has no account: %(what)s")
        if waiting is not None:
            words = _("Confirm the answer of %(community)s: %(what)s")
        url = reverse("sharing:spoken-answer", args=[question.request.number, question.community_id])
        said = words % {"community": question.community.name, "what": question.request.title}
        yield clock_of(running, said, question.asked_at, url)


def community_row(actor: Actor, question: HolderQuestion) -> dict[str, Any]:
    """Return what one community has answered, as every party of the request may read it; the proof for whom it is meant."""
    request = question.request
    proofs = [each for each in queries.spoken_of(actor, question) if each.confirmed_at] if question.given else []
    return {
        "name": question.community.name,
        "name_mn": question.community.name_mn,
        "shape": SHAPE_OF_ANSWER[Answer(question.answer)],
        "answer": question.get_answer_display(),
        "day": iso_date(question.answered_at) if question.answered_at else iso_date(question.due_on),
        "is_answered": question.answered_at is not None,
        "conditions": question.conditions,
        "basis": question.basis,
        "given": question.get_given_display() if question.given else "",
        "proofs": [
            {
                "who": f"{each.said_by} · {each.capacity}",
                "name": each.file_name,
                "url": _file(request, question, each).url,
            }
            for each in proofs
        ],
    }
