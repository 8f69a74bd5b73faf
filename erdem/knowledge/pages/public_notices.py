"""What the pages of public notices, expert reviews, hints and tombstones show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from erdem.base.actor import Actor
from erdem.base.formatting import iso_date, long_date
from erdem.base.mail import whole_address
from erdem.knowledge import choices
from erdem.knowledge.forms.register import InterestForm, ObjectionForm, VoteForm
from erdem.knowledge.models import ExpertAssignment, KinHint, PublicNotice, Record, RecordFace, Tombstone
from erdem.knowledge.pages.links import Link
from erdem.knowledge.pages.periods import basis_of, days_left
from erdem.knowledge.policies import can_object, can_vote, visible_faces
from erdem.knowledge.queries.experts import votes
from erdem.knowledge.queries.public_notices import running_notices
from erdem.knowledge.queries.records import get_record, records_by_id
from erdem.knowledge.queries.rules import rule_in_force
from erdem.knowledge.register_choices import KinReason, RuleKey
from erdem.people.queries import get_place


@dataclass(frozen=True)
class NoticeRow:
    """A notice in the list."""

    notice: PublicNotice
    url: str
    name: str
    left: str
    place: str


@dataclass(frozen=True)
class NoticesPage:
    """The running notices."""

    title: str
    rows: tuple[NoticeRow, ...]
    basis: str


@dataclass(frozen=True)
class NoticePage:
    """One notice, with the form to object."""

    notice: PublicNotice
    title: str
    trail: tuple[Link, ...]
    facts: tuple[dict[str, Any], ...]
    left: str
    elapsed: int
    state: str
    basis: str
    answer_basis: str
    address: str
    hidden: str
    form: forms.Form | None
    sent: bool = False


@dataclass(frozen=True)
class ExpertPage:
    """What one expert is asked."""

    assignment: ExpertAssignment
    title: str
    facts: tuple[dict[str, Any], ...]
    summary: str
    record: Record | None
    record_url: str
    state: str
    form: forms.Form | None
    step: str
    votes: tuple[dict[str, str], ...]
    error: str = ""


@dataclass(frozen=True)
class HintPage:
    """Word to keepers that another record resembles theirs."""

    hint: KinHint
    title: str
    record_url: str
    why: str


@dataclass(frozen=True)
class TombstonePage:
    """What stands in place of removed content."""

    tombstone: Tombstone
    title: str
    facts: tuple[dict[str, Any], ...]


def notices_page(actor: Actor) -> NoticesPage:
    """Build the list."""
    rows = tuple(
        NoticeRow(
            notice=notice,
            url=reverse("knowledge:public-notice", args=[notice.number]),
            name=notice.name or _("a record that only its community may know"),
            left=days_left(notice.ends_on),
            place=_place(notice),
        )
        for notice in running_notices(actor)
    )
    count = len(rows)
    title = (
        ngettext("%(count)s record is on public notice", "%(count)s records are on public notice", count)
        % {"count": count}
        if count
        else _("Nothing is on public notice now")
    )
    return NoticesPage(title, rows, basis_of(rule_in_force(RuleKey.NOTICE)))


def _place(notice: PublicNotice) -> str:
    found = get_place(str(notice.facts.get("place") or ""))
    return found.name if found else ""


def notice_page(
    actor: Actor, notice: PublicNotice, form: forms.Form | None = None, *, sent: bool = False
) -> NoticePage:
    """Build the page of one notice."""
    runs = bool(can_object(actor, notice))
    total = max((notice.ends_on - notice.posted_on).days, 1)
    gone = (timezone.localdate() - notice.posted_on).days
    hidden = {
        0: _("The public may not know what this record is about. It is before its community and the office alone."),
        1: _("Its community lets the public know the title only."),
        2: _("Its community lets the public know title and class, not what it says."),
    }
    return NoticePage(
        notice=notice,
        title=notice.name or _("A record that only its community may know"),
        trail=(Link(_("Public notices"), reverse("knowledge:public-notices")), Link(notice.number)),
        facts=tuple(_facts(notice)),
        left=days_left(notice.ends_on) if runs else _("The notice is over"),
        elapsed=min(max(round(gone / total * 100), 0), 100),
        state="work" if runs else "done",
        basis=basis_of(notice.rule),
        answer_basis=basis_of(rule_in_force(RuleKey.OBJECTION)),
        address=whole_address(reverse("knowledge:public-notice", args=[notice.number])),
        hidden=hidden.get(notice.level, ""),
        form=(form or ObjectionForm()) if runs else None,
        sent=sent,
    )


def _facts(notice: PublicNotice) -> list[dict[str, Any]]:
    given = notice.facts
    words = (
        (_("Kind of record"), dict(choices.Kind.choices).get(given.get("kind"), "")),
        (_("Class"), dict(choices.TkClass.choices).get(given.get("tk_class"), "")),
        (_("Type"), _type_words(given.get("tk_type"))),
        (_("Place"), _place(notice)),
        (_("Holding community"), given.get("community", "")),
        (_("Put up"), long_date(notice.posted_on)),
        (_("Ends with"), long_date(notice.ends_on)),
    )
    return [{"term": term, "value": value} for term, value in words if value]


def _type_words(code: str | None) -> str:
    label = dict(choices.TkType.choices).get(code or "", "")
    return _("%(code)s %(label)s (provisional code)") % {"code": code, "label": label} if label else ""


def expert_page(
    actor: Actor, assignment: ExpertAssignment, form: forms.Form | None = None, error: str = ""
) -> ExpertPage:
    """Build the page of an assignment: what the community lets the expert read, and the next thing to say."""
    faces = list(RecordFace.objects.filter(visible_faces(actor), record_id=assignment.record_id).order_by("level"))
    record = next((found for face in faces[:1] if (found := get_record(actor, face.number))), None)
    record = record or _readable(actor, assignment)
    name = record.name if record else faces[0].name if faces else _("a record whose name is not open to you")
    voted = getattr(assignment, "vote", None)
    open_now = voted is None and bool(can_vote(actor, assignment))
    step = "" if not open_now else "vote" if assignment.interest else "interest"
    kinds: dict[str, Any] = {"interest": InterestForm, "vote": VoteForm}
    return ExpertPage(
        assignment=assignment,
        title=_("Judge “%(name)s”") % {"name": name},
        facts=tuple(_face_facts(faces)),
        summary=record.summary if record else faces[-1].summary if faces else "",
        record=record,
        record_url=reverse("knowledge:record-detail", args=[record.number]) if record else "",
        state=_state(assignment, voted is not None, open_now=open_now),
        form=(form or kinds[step]()) if step else None,
        step=step,
        votes=tuple(
            {"vote": vote.get_vote_display(), "opinion": vote.opinion, "who": vote.assignment.user.get_full_name()}
            for vote in votes(actor, assignment.round)
            if assignment.round.all_in
        ),
        error=error,
    )


def _readable(actor: Actor, assignment: ExpertAssignment) -> Record | None:
    return records_by_id(actor, [assignment.record_id]).get(assignment.record_id)


def _face_facts(faces: list[RecordFace]) -> list[dict[str, Any]]:
    if not faces:
        return []
    face = faces[-1]
    place = get_place(face.place_code) if face.place_code else None
    words = (
        (_("Record number"), face.number),
        (_("Class"), dict(choices.TkClass.choices).get(face.tk_class, "")),
        (_("Type"), _type_words(face.tk_type)),
        (_("Place"), place.name if place else ""),
    )
    return [{"term": term, "value": value} for term, value in words if value]


def _state(assignment: ExpertAssignment, has_voted: bool, *, open_now: bool) -> str:
    if has_voted:
        return _("You have voted. Thank you. The others' votes are shown here once all are in.")
    if assignment.interest == "declared":
        return _("You have declared an interest and stepped back. You read nothing of it any more.")
    if not open_now:
        return _("This review is over for you. Nothing more is needed.")
    return _("Please vote until %(day)s. Until all have voted nobody sees how anybody voted.") % {
        "day": iso_date(assignment.due_on)
    }


def hint_page(hint: KinHint) -> HintPage:
    """Build the page of a hint."""
    words = [str(KinReason(reason["code"]).label) for reason in hint.reasons]
    return HintPage(
        hint=hint,
        title=_("A record on its way into the register resembles “%(name)s”") % {"name": hint.record.name},
        record_url=reverse("knowledge:record-detail", args=[hint.record.number]),
        why=_(", ").join(words),
    )


def tombstone_page(tombstone: Tombstone) -> TombstonePage:
    """Build the page that stands in place of removed content."""
    facts = (
        (_("Record number"), tombstone.record_number),
        (_("Removed on"), long_date(tombstone.removed_at)),
        (_("Reason"), str(tombstone.get_reason_display())),
        (_("How to cite it"), tombstone.citation),
    )
    return TombstonePage(
        tombstone=tombstone,
        title=_("The content of %(number)s was removed") % {"number": tombstone.record_number},
        facts=tuple({"term": term, "value": value} for term, value in facts),
    )
