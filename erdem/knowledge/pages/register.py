"""What the page of a record's way into the register shows: whose turn it is, what is to be done, what has happened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from erdem.base.actor import Actor
from erdem.base.formatting import iso_date
from erdem.base.workflow import Step
from erdem.knowledge.choices import Status, Tier
from erdem.knowledge.forms.register import AnswerForm, ClassForm, ExpertForm, KinForm, YearlyForm
from erdem.knowledge.models import (
    ExpertAssignment,
    KinCandidate,
    Objection,
    PublicNotice,
    Record,
    ReviewRound,
    YearlyReview,
)
from erdem.knowledge.pages.history import Event, events_of
from erdem.knowledge.pages.links import Link
from erdem.knowledge.pages.periods import basis_of, days_left
from erdem.knowledge.pages.records import address
from erdem.knowledge.pages.stages import stages_of
from erdem.knowledge.pages.versions import label_of
from erdem.knowledge.policies import can_remove_content, can_review_yearly, is_member, serves
from erdem.knowledge.queries.experts import rounds, voted_by, votes
from erdem.knowledge.queries.gates import gates, what_stands_in_the_way
from erdem.knowledge.queries.kin import candidates, kin_of
from erdem.knowledge.queries.public_notices import notices_of, objections_of
from erdem.knowledge.queries.records import records
from erdem.knowledge.queries.stages import passed_stages
from erdem.knowledge.queries.versions import corrections
from erdem.knowledge.register_choices import KinReason
from erdem.knowledge.workflow import RECORD

BACK = ("classify_again", "review_again", "return")


@dataclass(frozen=True)
class Pair:
    """A record that resembles this one, as far as the reader may know it."""

    candidate: KinCandidate
    name: str
    number: str
    url: str
    why: str
    form: forms.Form


@dataclass(frozen=True)
class Judge:
    """An assigned expert: who, where the assignment stands, and, once all are in, how the vote went."""

    assignment: ExpertAssignment
    name: str
    state: str
    shape: str
    vote: str = ""
    opinion: str = ""


@dataclass(frozen=True)
class Review:
    """One expert review."""

    round: ReviewRound
    judges: tuple[Judge, ...]
    basis: str
    result: str


@dataclass(frozen=True)
class Complaint:
    """An objection with what can be done about it."""

    objection: Objection
    who: str
    contact: str
    left: str
    form: forms.Form


@dataclass(frozen=True)
class RegisterPage:
    """The way of one record into the register."""

    record: Record
    title: str
    turn: str
    trail: tuple[Link, ...]
    stages: tuple[dict[str, str], ...]
    came_directly: bool
    is_office: bool
    handler: str
    is_mine: bool
    missing: tuple[str, ...]
    asks_consents: bool
    class_form: forms.Form | None
    pairs: tuple[Pair, ...]
    reviews: tuple[Review, ...]
    expert_form: forms.Form | None
    notice: PublicNotice | None
    notice_url: str
    notice_left: str
    complaints: tuple[Complaint, ...]
    yearly: YearlyReview | None
    yearly_form: forms.Form | None
    ways_back: tuple[Step, ...]
    main: Step | None
    events: tuple[Event, ...]
    short: tuple[Step, ...]
    shape: str
    notice_over: bool


ASIDE = (*BACK, "withdraw", "remove", "register", "deposit")
"""Steps that are not the next one of the way."""


def register_page(actor: Actor, record: Record, *, bound: Mapping[str, forms.Form] | None = None) -> RegisterPage:
    """Build the page; ``bound`` holds forms that were sent and are wrong, by their name."""
    bound = bound or {}
    office = serves(actor, record)
    notices = notices_of(actor, record)
    notice = notices[0] if notices else None
    steps = RECORD.available(actor, record)
    reviews = tuple(_review(actor, round_) for round_ in rounds(actor, record))
    yearly = YearlyReview.objects.filter(record=record, outcome="").select_related("rule").first()
    went = passed_stages(actor, record)
    may_review = record.status == Status.REGISTERED and bool(yearly) and bool(can_review_yearly(actor, record))
    return RegisterPage(
        record=record,
        title=_("The way of “%(name)s” into the register") % {"name": record.name},
        turn=turn_of(record, notice, reviews),
        trail=(
            Link(_("To do"), reverse("knowledge:queue")),
            Link(record.number, address(record)),
            Link(_("Registration")),
        ),
        stages=tuple(stages_of(record, went)),
        came_directly=record.status == Status.REGISTERED and not went,
        **_case(actor, record),
        missing=tuple(what_stands_in_the_way(record)) if record.status != Status.REGISTERED else (),
        asks_consents=bool(gates()),
        class_form=_form(bound, "class", ClassForm, record=record) if office else None,
        pairs=tuple(_pairs(actor, record, bound)) if record.status != Status.SUBMITTED else (),
        reviews=reviews,
        expert_form=_form(bound, "assign", ExpertForm, actor=actor)
        if office and record.status == Status.EXPERT_REVIEW
        else None,
        **_notice_facts(notice),
        complaints=tuple(_complaints(actor, record, bound)),
        yearly=yearly if may_review else None,
        yearly_form=_form(bound, "yearly", YearlyForm) if may_review else None,
        ways_back=tuple(step for step in steps if step.name in BACK),
        main=next((step for step in steps if step.name not in ASIDE), None),
        events=tuple(events_of(actor, record)),
        short=tuple(step for step in steps if step.name in ("register", "deposit")),
        shape=RECORD.shapes[record.status],
    )


def _case(actor: Actor, record: Record) -> dict[str, Any]:
    """Say who has the case."""
    handling = getattr(record, "handling", None)
    return {
        "is_office": serves(actor, record),
        "handler": handling.user.get_full_name() if handling else "",
        "is_mine": bool(handling and handling.user_id == actor.user_id),
    }


def _notice_facts(notice: PublicNotice | None) -> dict[str, Any]:
    """Return what the page says of the newest notice."""
    if notice is None:
        return {"notice": None, "notice_url": "", "notice_left": "", "notice_over": False}
    runs = not notice.outcome
    return {
        "notice": notice,
        "notice_url": reverse("knowledge:public-notice", args=[notice.number]),
        "notice_left": days_left(notice.ends_on) if runs else "",
        "notice_over": runs and notice.ends_on < timezone.localdate(),
    }


def _form(bound: Mapping[str, forms.Form], name: str, kind: Any, **given: Any) -> forms.Form:
    """Return the form that was sent and is wrong, or an empty one."""
    if name in bound:
        return bound[name]
    empty: forms.Form = kind(**given)
    return empty


def turn_of(record: Record, notice: PublicNotice | None = None, reviews: tuple[Review, ...] = ()) -> str:
    """Say whose turn it is, in one sentence."""
    if record.status == Status.DRAFT:
        return (
            _("It was returned. Whoever wrote it corrects it and submits it again.")
            if record.status_reason
            else _("It is a draft. Whoever wrote it submits it when it is ready.")
        )
    if record.status == Status.SUBMITTED and record.diffusion_tier == Tier.SECRET:
        return _("It is secret: a steward of the community deposits it. No office and no expert is asked.")
    if record.status == Status.EXPERT_REVIEW:
        return _experts_turn(reviews)
    if record.status == Status.PUBLIC_NOTICE and notice is not None:
        if notice.ends_on >= timezone.localdate():
            return _("It is on notice. Anybody may object until the end of %(day)s.") % {
                "day": iso_date(notice.ends_on)
            }
        return _("The notice has run its time. The office of the place ends it, or tonight's work does.")
    sentences = {
        Status.SUBMITTED: _("It is the turn of the office of the place: check whether every consent is there."),
        Status.CLASSIFICATION: _("It is the turn of the office of the place: confirm class, type and subject groups."),
        Status.KIN_CHECK: _("It is the turn of the office of the place: decide on each record that resembles it."),
        Status.OBJECTION: _("It is the turn of the office of the place: answer the objections with reasons."),
        Status.REGISTERED: _("It is registered. Once a year its community says whether it is still right."),
        Status.WITHDRAWN: _("It was withdrawn. Nothing more is to be done."),
        Status.TOMBSTONE: _("Its content was removed. Number, reason and date stay."),
    }
    return str(sentences.get(Status(record.status), ""))


def _experts_turn(reviews: tuple[Review, ...]) -> str:
    open_one = next((review for review in reviews if not review.round.outcome), None)
    if open_one is None:
        return _("It is the turn of the office of the place: ask experts to judge it.")
    if open_one.round.all_in:
        return _("All experts have voted. It is the turn of the office of the place.")
    waiting = sum(1 for judge in open_one.judges if judge.shape in ("wait", "over"))
    if not waiting:
        return _("Too few experts are asked. It is the turn of the office of the place.")
    return ngettext("It waits for %(count)s expert to vote.", "It waits for %(count)s experts to vote.", waiting) % {
        "count": waiting
    }


def reasons_of(pair: KinCandidate) -> str:
    """Return why two records were put side by side, in words and shares."""
    parts = []
    for reason in pair.reasons:
        label = str(KinReason(reason["code"]).label)
        counted = reason["code"] in (KinReason.INGREDIENTS, KinReason.STEPS)
        parts.append(f"{label} {round(reason['share'] * 100)}%" if counted else label)
    return _(", ").join(parts)


def _pairs(actor: Actor, record: Record, bound: Mapping[str, forms.Form]) -> Iterator[Pair]:
    found = candidates(actor, record)
    readable = {other.pk: other for other in records(actor).filter(pk__in=[pair.other_id for pair in found])}
    for pair in found:
        other = readable.get(pair.other_id)
        begin = {"verdict": pair.verdict, "reason": pair.reason}
        yield Pair(
            candidate=pair,
            name=other.name if other else pair.told.get("name", ""),
            number=other.number if other else pair.told.get("number", ""),
            url=address(other) if other else "",
            why=reasons_of(pair),
            form=_form(bound, f"kin-{pair.pk}", KinForm, initial=begin, prefix=f"k{pair.pk}"),
        )


def _review(actor: Actor, round_: ReviewRound) -> Review:
    cast = {vote.assignment_id: vote for vote in votes(actor, round_)}
    voted = voted_by(round_)
    judges = []
    for row in round_.assignments.all():
        state, shape = _state_of(row, row.user_id in voted)
        vote = cast.get(row.pk) if round_.all_in else None
        judges.append(
            Judge(
                assignment=row,
                name=row.user.get_full_name(),
                state=state,
                shape=shape,
                vote=vote.get_vote_display() if vote else "",
                opinion=vote.opinion if vote else "",
            )
        )
    return Review(round_, tuple(judges), basis_of(round_.rule), round_.get_outcome_display() if round_.outcome else "")


def _state_of(row: ExpertAssignment, has_voted: bool) -> tuple[str, str]:
    if has_voted:
        return _("has voted"), "done"
    if row.interest == "declared":
        return _("has declared an interest and stepped back"), "stop"
    if row.released_at is not None:
        return _("released"), "stop"
    if row.due_on < timezone.localdate():
        return _("the day to vote has passed"), "over"
    return _("asked, votes until %(day)s") % {"day": iso_date(row.due_on)}, "wait"


def _complaints(actor: Actor, record: Record, bound: Mapping[str, forms.Form]) -> Iterator[Complaint]:
    for row in objections_of(actor, record):
        objector = getattr(row, "objector", None)
        yield Complaint(
            objection=row,
            who=objector.name if objector else "",
            contact=objector.contact if objector else "",
            left=days_left(row.due_on) if not row.outcome else "",
            form=_form(bound, f"objection-{row.pk}", AnswerForm, prefix=f"o{row.pk.hex[:8]}"),
        )


def may_follow(actor: Actor, record: Record) -> bool:
    """Say whether the way of a record is open to this reader: to those who look after it."""
    return actor.is_machine or is_member(actor, record) or serves(actor, record)


@dataclass(frozen=True)
class RegisterPart:
    """What the page of a record says about its registration."""

    turn: str
    url: str
    versions_url: str
    remove_url: str
    kin: tuple[dict[str, str], ...]
    corrections: tuple[dict[str, str], ...]
    notice_url: str
    certificates_url: str


def register_part(actor: Actor, record: Record) -> RegisterPart:
    """Build the part: for keepers whose turn it is, for every reader kin and corrections."""
    follows = may_follow(actor, record) and actor.user_id is not None
    notices = notices_of(actor, record) if record.status in (Status.PUBLIC_NOTICE, Status.OBJECTION) else []
    kin = (
        {"name": other.name, "url": address(other), "what": str(link.get_verdict_display())}
        for link, other in kin_of(actor, record)
    )
    fixed = (
        {
            "when": iso_date(row.made_at),
            "what": _(", ").join(label_of(name) for name in row.fields),
            "why": row.reason,
        }
        for row in corrections(actor, record)
    )
    return RegisterPart(
        turn=turn_of(record, notices[0] if notices else None) if follows and record.status != Status.REGISTERED else "",
        url=reverse("knowledge:record-register", args=[record.number]) if follows else "",
        versions_url=reverse("knowledge:record-versions", args=[record.number]) if follows else "",
        remove_url=reverse("knowledge:record-remove", args=[record.number])
        if follows and can_remove_content(actor, record)
        else "",
        kin=tuple(kin),
        corrections=tuple(fixed),
        notice_url=reverse("knowledge:public-notice", args=[notices[0].number]) if notices else "",
        certificates_url=reverse("knowledge:record-certificates", args=[record.number])
        if follows and record.status == Status.REGISTERED
        else "",
    )
