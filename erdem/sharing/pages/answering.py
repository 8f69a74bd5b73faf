"""The page on which a community answers: plain words, each record for itself, a yes and a no of equal weight."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from erdem.base.actor import Actor
from erdem.base.formatting import long_date
from erdem.knowledge.choices import AccessLevel, Purpose
from erdem.knowledge.models import Record
from erdem.sharing import queries
from erdem.sharing.choices import AccessMethod, Answer, RequestStatus
from erdem.sharing.content import RecordAnswer
from erdem.sharing.forms.requests import HolderAnswerForm, QuorumForm
from erdem.sharing.models import AccessRequest, HolderQuestion
from erdem.sharing.pages.links import Link, address, days_left, trail
from erdem.sharing.pages.records import Named, named
from erdem.sharing.policies import can_answer_question

LEVELS = (AccessLevel.TITLE, AccessLevel.METADATA, AccessLevel.ABSTRACT, AccessLevel.FULL)


@dataclass(frozen=True)
class Row:
    """One record to say yes or no to."""

    record: Named
    said: str
    level: int


@dataclass(frozen=True)
class AnswerPage:
    """The question as a community reads it."""

    request: AccessRequest
    question: HolderQuestion
    title: str
    facts: tuple[dict[str, Any], ...]
    spoken: tuple[str, ...]
    rows: tuple[Row, ...]
    levels: tuple[dict[str, Any], ...]
    form: HolderAnswerForm
    error: str
    outcome: str
    may_answer: bool
    is_open: bool
    left: str
    until: str
    others: int
    may_stop: bool


@dataclass(frozen=True)
class QuorumPage:
    """How many communities have to agree to one record."""

    title: str
    trail: tuple[Link, ...]
    form: QuorumForm
    communities: int
    name: str
    back: str


def answer_page(
    actor: Actor, request: AccessRequest, question: HolderQuestion, form: HolderAnswerForm, data: Any, error: str
) -> AnswerPage:
    """Build the page; what was pressed before an error stands there again."""
    own = queries.records_of_question(question, queries.requested_of(actor, request))
    shown = named(actor, own, [question])
    is_open = question.answer == Answer.WAITING and request.status == RequestStatus.ASKING
    running = queries.running_day(request)
    facts = tuple(_facts(request))
    return AnswerPage(
        request=request,
        question=question,
        title=_("%(who)s asks your community") % {"who": request.applicant_name},
        facts=facts,
        spoken=tuple(sentences(request, question, shown)),
        rows=tuple(Row(each, *pressed(data, each.key)) for each in shown),
        levels=tuple({"value": level.value, "label": level.label} for level in LEVELS),
        form=form,
        error=error,
        outcome=_outcome(question) if question.answer != Answer.WAITING else "",
        may_answer=bool(can_answer_question(actor, question)) and is_open,
        is_open=is_open,
        left=days_left(running.days_left) if running and is_open else "",
        until=long_date(question.due_on),
        others=len(request.asked) - 1,
        may_stop=bool(can_answer_question(actor, question)) and request.status in ("asking", "negotiating", "agreed"),
    )


def decisions_of(question: HolderQuestion, rows: Iterable[Any], data: QueryDict) -> list[RecordAnswer]:
    """Return what was pressed for each record; one that was left out is left out here too."""
    found = []
    for each in queries.records_of_question(question, rows):
        said, level = pressed(data, each.pk)
        if said:
            found.append(RecordAnswer(each.pk, said == "yes", level))
    return found


def pressed(data: Mapping[str, Any] | None, key: int) -> tuple[str, int]:
    """Return what was pressed for a record: yes, no or nothing, and up to which level."""
    given = data or {}
    said = str(given.get(f"answer-{key}", ""))
    level = str(given.get(f"level-{key}", ""))
    known = [each.value for each in LEVELS]
    chosen = int(level) if level.isascii() and level.isdecimal() and len(level) == 1 else AccessLevel.FULL.value
    return (said if said in ("yes", "no") else ""), (chosen if chosen in known else AccessLevel.FULL.value)


def _facts(request: AccessRequest) -> Iterable[dict[str, Any]]:
    methods = pgettext("list", ", ").join(str(AccessMethod(each).label) for each in request.methods)
    yield {"term": pgettext("request", "Who asks"), "value": f"{request.applicant_name} · {request.contact}"}
    if request.is_foreign:
        behind = " · ".join(each for each in (request.country, request.controller_name, request.partners) if each)
        yield {"term": _("With people from abroad"), "value": behind}
    yield {"term": pgettext("request", "What for"), "value": f"{Purpose(request.purpose).label}\n{request.project}"}
    yield {"term": _("How they want to come to it"), "value": methods}
    yield {
        "term": pgettext("request", "For how long"),
        "value": _("from %(begins)s to %(ends)s")
        % {"begins": long_date(request.use_from), "ends": long_date(request.use_until)},
    }
    yield {"term": _("What they want to make of it"), "value": request.results or _("They have not said.")}
    yield {"term": _("What they offer"), "value": request.benefit_plan or _("They offer nothing so far.")}


def sentences(request: AccessRequest, question: HolderQuestion, records: Iterable[Named]) -> Iterable[str]:
    """Yield the question in whole sentences, to be read aloud."""
    names = pgettext("list", ", ").join(each.name for each in records)
    said = {
        "who": request.applicant_name,
        "what": names,
        "purpose": Purpose(request.purpose).label,
        "begins": long_date(request.use_from),
        "ends": long_date(request.use_until),
        "day": long_date(question.due_on),
    }
    yield _("%(who)s asks to use this of what your community holds: %(what)s.") % said
    yield _("It is to be used for: %(purpose)s.") % said
    yield request.project
    yield _("They want to use it from %(begins)s to %(ends)s.") % said
    if request.benefit_plan.strip():
        yield _("They offer in return:")
        yield request.benefit_plan
    else:
        yield _("They offer nothing so far.")
    yield _("Your community may say yes or no to each thing. It may ask for something in return.")
    yield _("You have until %(day)s. If you say nothing, that is no consent, and they get nothing.") % said
    yield _("Before a permit is given your community may stop everything, without saying why.")


def _outcome(question: HolderQuestion) -> str:
    words = {
        Answer.AGREED: _("Your community has agreed."),
        Answer.PARTLY: _("Your community has agreed to a part."),
        Answer.REFUSED: _("Your community has not agreed. They get nothing of it."),
        Answer.SILENT: _("Your community has not answered. That is no consent, and they get nothing of it."),
    }
    return words[Answer(question.answer)]


def quorum_page(request: AccessRequest, record: Record, form: QuorumForm) -> QuorumPage:
    """Build the page on which a community says how many have to agree."""
    return QuorumPage(
        title=_("How many communities have to agree"),
        trail=trail(request, Link(_("How many communities have to agree"))),
        form=form,
        communities=len(record.holders),
        name=record.name,
        back=address(request),
    )


def chosen_words(needed: int) -> str:
    """Return what was noted, in a sentence."""
    words = ngettext(
        "Noted: for your community %(n)s community has to agree. The strictest choice of all counts.",
        "Noted: for your community %(n)s communities have to agree. The strictest choice of all counts.",
        needed,
    )
    return words % {"n": needed}
