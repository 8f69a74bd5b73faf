"""What the public pages of complaints show: the way to take, the form, the receipt, what came of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import segno
from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from erdem.base.actor import Actor
from erdem.base.formatting import iso_date, iso_moment
from erdem.base.mail import whole_address
from erdem.base.models import RuleConfidence
from erdem.cases.choices import Body, CaseKind, FilingForm, FilingStatus, MessageSide, Subject
from erdem.cases.forms.filing import FilesForm, MessageForm, WayForm
from erdem.cases.intake.drafts import Draft
from erdem.cases.intake.forms import definition_of
from erdem.cases.intake.guidance import PLAIN, Way, questions_of, way_of
from erdem.cases.intake.mongolian import SCRIPT, beside
from erdem.cases.intake.questions import Answer, FormDefinition, FormStep, Question
from erdem.cases.models import Filing, RouterRule
from erdem.cases.queries import filings as reads
from erdem.cases.queries.routing import office_for, rule_for, served_places
from erdem.cases.services.filing import Submitted
from erdem.cases.workflow import process_of
from erdem.people.queries import get_place


@dataclass(frozen=True)
class WayShown:
    """Where the answers of the guidance lead."""

    heading: str
    body: str
    contact: str
    basis: str
    is_confirmed: bool
    notes: tuple[Any, ...]
    form: str
    form_title: str
    also: str
    also_title: str
    subject: str
    place: str
    office: str


@dataclass(frozen=True)
class GuidePage:
    """Which way to take."""

    form: WayForm
    is_asking_more: bool
    way: WayShown | None


@dataclass(frozen=True)
class StepPage:
    """One page of a form."""

    definition: FormDefinition
    step: FormStep
    number: int
    form: forms.Form
    steps: tuple[dict[str, str], ...]
    back: str
    conditions: dict[str, str] = field(default_factory=dict)

    @property
    def fields(self) -> list[tuple[Any, str]]:
        """The fields with the class that shows each only when it is asked."""
        return [(bound, self.conditions.get(bound.name, "")) for bound in self.form]


@dataclass(frozen=True)
class ReviewPage:
    """All that was written, before it is sent."""

    definition: FormDefinition
    parts: tuple[dict[str, Any], ...]
    form: forms.Form
    steps: tuple[dict[str, str], ...]
    place: str
    office: str
    error: str = ""


@dataclass(frozen=True)
class ReceiptPage:
    """The receipt, shown once."""

    filing: Filing
    code: str
    phrase: str
    qr: str
    address: str
    facts: tuple[dict[str, Any], ...]
    url: str


@dataclass(frozen=True)
class FilingPage:
    """What was handed in, as who filed sees it."""

    filing: Filing
    title: str
    state: Any
    shape: str
    facts: tuple[dict[str, Any], ...]
    answers: tuple[dict[str, Any], ...]
    progress: tuple[dict[str, Any], ...]
    published: tuple[str, ...]
    messages: tuple[dict[str, Any], ...]
    files: tuple[dict[str, Any], ...]
    message_form: forms.Form
    files_form: forms.Form
    can_withdraw: bool
    by_receipt: bool
    error: str = ""


def guide_page(asked: Any, script: str = "") -> GuidePage:
    """Build the guidance from what was asked by address; nothing is stored."""
    subject = asked.get("subject", "")
    places = [("", "—"), *((place.code, place.name) for place in served_places())]
    subjects = [(value, PLAIN[value]) for value in Subject.values]
    questions = questions_of(subject)
    complete = bool(subject) and bool(asked.get("place")) and all(asked.get(q.key) for q in questions)
    form = WayForm(subjects, places, questions, asked if subject else None, script=script)
    if subject and not complete and not asked.get("again"):
        form = WayForm(subjects, places, questions, initial=asked.dict(), script=script)
    if not complete or not form.is_valid():
        return GuidePage(form, is_asking_more=bool(questions), way=None)
    way = way_of(subject, form.answers())
    return GuidePage(form, is_asking_more=True, way=way_shown(subject, asked["place"], way))


def way_shown(subject: str, place: str, way: Way) -> WayShown:
    """Return what is said of a way: the body with its basis from the router, the form if it is taken here."""
    rule = rule_for(subject, place)
    office = office_for(place)
    body = way.body or (rule.body if rule else Body.ASSISTANCE)
    heading = _("You can hand this in here") if way.form else _("Another body is competent")
    return WayShown(
        heading=heading,
        body=str(Body(body).label),
        contact=rule.contact if rule else "",
        basis=rule.basis if rule else "",
        is_confirmed=rule is not None and rule.confidence == RuleConfidence.READ,
        notes=way.notes,
        form=way.form,
        form_title=_title(way.form),
        also=way.also,
        also_title=_title(way.also),
        subject=subject,
        place=place,
        office=office.name if office else "",
    )


def _title(form: str) -> str:
    return str(FilingForm(form).label) if form else ""


def step_page(draft: Draft, number: int, form: forms.Form) -> StepPage:
    """Build one page of a form."""
    definition = definition_of(draft.form)
    back = reverse("complain:step", args=[number - 1]) if number > 1 else reverse("complaints")
    conditions = {
        question.key: f"cx-if cx-if-{question.only_if[0]}"
        for question in definition.steps[number - 1].questions
        if question.only_if
    }
    return StepPage(
        definition, definition.steps[number - 1], number, form, _way_along(definition, number), back, conditions
    )


def _way_along(definition: FormDefinition, now: int) -> tuple[dict[str, str], ...]:
    names = [*(step.title for step in definition.steps), _("Check and send")]
    return tuple(
        {"label": name, "note": "", "state": "done" if place < now else "now" if place == now else ""}
        for place, name in enumerate(names, start=1)
    )


def review_page(draft: Draft, form: forms.Form, error: str = "", script: str = "") -> ReviewPage:
    """Build the last look."""
    definition = definition_of(draft.form)
    parts = tuple(
        {
            "title": step.title,
            "facts": answers_shown(step.questions, draft.answers, script),
            "url": reverse("complain:step", args=[number]),
            "is_sealed": step.is_sealed,
        }
        for number, step in enumerate(definition.steps, start=1)
    )
    place, office = get_place(draft.place_code), office_for(draft.place_code)
    return ReviewPage(
        definition,
        parts,
        form,
        _way_along(definition, len(definition.steps) + 1),
        place.name if place else "",
        office.name if office else "",
        error,
    )


def answers_shown(
    questions: tuple[Question, ...], answers: dict[str, Any], script: str = ""
) -> tuple[dict[str, Any], ...]:
    """Return answers as terms and values, in the order of the form."""
    return tuple(
        {
            "term": beside(question.label) if script == SCRIPT else question.label,
            "value": answer_shown(question, answers[question.key]),
        }
        for question in questions
        if answers.get(question.key) not in (None, "", [], False)
    )


def answer_shown(question: Question, given: Any) -> str:
    """Return an answer in words."""
    match question.kind:
        case Answer.CHOICE:
            return str(dict(question.choices).get(given, given))
        case Answer.SEVERAL:
            return " · ".join(str(dict(question.choices).get(each, each)) for each in given)
        case Answer.YES:
            return _("yes")
        case _:
            return str(given)


def receipt_page(made: Submitted) -> ReceiptPage:
    """Build the receipt; the passphrase is on no other page."""
    address = whole_address(reverse("complain:track"))
    qr = segno.make(f"{address}?code={made.code}", error="m").svg_data_uri(scale=4, border=2)
    facts = (
        {"term": pgettext("filing", "Number"), "value": made.filing.number, "code": True},
        {"term": _("Form"), "value": made.filing.get_form_display()},
        {"term": _("Received"), "value": iso_moment(made.filing.submitted_at)},
        {"term": _("Goes to"), "value": made.filing.office.name},
        {"term": _("Digest of what you sent (SHA-256)"), "value": made.filing.digest, "code": True},
    )
    return ReceiptPage(made.filing, made.code, made.phrase, qr, address, facts, reverse("complain:track"))


def filing_page(
    actor: Actor,
    filing: Filing,
    *,
    message_form: forms.Form | None = None,
    files_form: forms.Form | None = None,
    error: str = "",
) -> FilingPage:
    """Build the page of a filing for who handed it in."""
    definition = definition_of(filing.form)
    questions = tuple(definition.questions(sealed=False))
    label, shape = _state(filing)
    return FilingPage(
        filing=filing,
        title=filing.title,
        state=label,
        shape=shape,
        facts=_own_facts(filing),
        answers=answers_shown(questions, filing.answers),
        progress=tuple(_progress(filing)),
        published=tuple(
            _("The decision was published on %(day)s: %(reference)s")
            % {"day": iso_date(each.published_on), "reference": each.reference}
            for each in reads.published_of(actor, filing)
        ),
        messages=tuple(messages_shown(filing, MessageSide.FILER)),
        files=tuple(
            {
                "name": file.file_name,
                "url": reverse("complain:file", args=[filing.number, file.pk]),
                "at": iso_date(file.at),
            }
            for file in reads.files_of(filing)
        ),
        message_form=message_form or MessageForm(),
        files_form=files_form or FilesForm(),
        can_withdraw=filing.withdrawn_at is None,
        by_receipt=filing.pk in actor.receipts,
        error=error,
    )


def _own_facts(filing: Filing) -> tuple[dict[str, Any], ...]:
    return (
        {"term": pgettext("filing", "Number"), "value": filing.number},
        {"term": _("Form"), "value": filing.get_form_display()},
        {"term": _("Received"), "value": iso_moment(filing.submitted_at)},
        {"term": _("Goes to"), "value": filing.office.name},
        {"term": _("Your name"), "value": pgettext("filing", "sealed") if filing.is_named else _("not given")},
    )


def _state(filing: Filing) -> tuple[Any, str]:
    if filing.withdrawn_at is not None:
        return _("You have withdrawn this"), "stop"
    shapes = {FilingStatus.NEW: "wait", FilingStatus.PASSED_ON: "stop"}
    return FilingStatus(filing.status).label, shapes.get(FilingStatus(filing.status), "work")


def _progress(filing: Filing) -> list[dict[str, Any]]:
    return [
        {
            "kind": CaseKind(each.kind).label,
            "label": process_of(each.kind).public_label(each.status),
            "shape": process_of(each.kind).workflow.shapes.get(each.status, "work"),
            "received": iso_date(each.received_on),
            "moved": iso_date(each.moved_on),
            "next": next_day(each, timezone.localdate()),
        }
        for each in reads.progress_of(filing)
    ]


def next_day(progress: reads.Progress, today: dt.date) -> str:
    """Return in words until when the office has to take its next step, or when the matter ended."""
    if progress.closed_on is not None:
        return _("Ended on %(day)s.") % {"day": iso_date(progress.closed_on)}
    if progress.due_on is None:
        return _("No day runs at the moment.")
    left = (progress.due_on - today).days
    said = {"day": iso_date(progress.due_on), "n": abs(left)}
    if left < 0:
        return (
            ngettext(
                "The day was %(day)s, %(n)s day ago. You may ask the office why it takes longer.",
                "The day was %(day)s, %(n)s days ago. You may ask the office why it takes longer.",
                -left,
            )
            % said
        )
    if left == 0:
        return _("The office takes its next step by today.")
    return (
        ngettext(
            "The office takes its next step by %(day)s, in %(n)s day at the latest.",
            "The office takes its next step by %(day)s, in %(n)s days at the latest.",
            left,
        )
        % said
    )


def messages_shown(filing: Filing, reader: str) -> list[dict[str, Any]]:
    """Return the messages of a filing for one side; who of the office wrote is not told to who filed."""
    return [
        {
            "mine": message.side == reader,
            "who": _("You") if message.side == reader else str(MessageSide(message.side).label),
            "body": message.body,
            "at": iso_moment(message.at),
            "read": iso_moment(message.read_at) if message.read_at else "",
        }
        for message in reads.messages_of(filing)
    ]


def router_shown(rule: RouterRule) -> dict[str, Any]:
    """Return a row of the router in words."""
    return {
        "subject": rule.get_subject_display(),
        "body": rule.get_body_display(),
        "form": rule.get_form_display() if rule.form else "",
        "contact": rule.contact,
        "basis": rule.basis,
        "is_confirmed": rule.confidence == RuleConfidence.READ,
        "from": iso_date(rule.valid_from),
    }
