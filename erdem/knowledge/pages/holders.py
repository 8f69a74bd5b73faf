"""Who holds a record, and the calls for holders that nobody knows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from erdem.base.actor import Actor
from erdem.base.formatting import long_date
from erdem.knowledge import policies, queries
from erdem.knowledge.choices import AccessLevel, HoldingState, Kind
from erdem.knowledge.community_choices import CallStatus
from erdem.knowledge.community_workflow import HOLDER_CALL
from erdem.knowledge.models import HolderAnswer, HolderCall, Holding, Record, RecordFace
from erdem.knowledge.pages.communities import levels_of
from erdem.knowledge.pages.links import Link
from erdem.people import queries as people

SHAPES = {
    HoldingState.ACTIVE: "done",
    HoldingState.CLAIMED: "wait",
    HoldingState.INVITED: "wait",
    HoldingState.LEFT: "stop",
}


@dataclass(frozen=True)
class Act:
    """A button at a holding: what it does and how it is said."""

    name: str
    label: str
    explained: str = ""


@dataclass(frozen=True)
class HoldingRow:
    """A community at a record."""

    key: int
    name: str
    name_mn: str
    url: str
    place: str
    state: str
    shape: str
    holder_type: str
    leads: bool
    is_own: bool
    together: bool
    acts: tuple[Act, ...]


@dataclass(frozen=True)
class HoldersPage:
    """Who stands at a record, and what this reader may do about it."""

    title: str
    trail: tuple[Link, ...]
    number: str
    name: str
    name_mn: str
    rows: tuple[HoldingRow, ...]
    levels: tuple[dict[str, Any], ...]
    together: bool
    invite: Any
    lead: Any
    claim: Any
    may_call: bool
    call: HolderCall | None


def holders_page(actor: Actor, printed: str, forms: dict[str, Any]) -> HoldersPage | None:
    """Build the page of a record that the reader reads or may know of; None when there is none."""
    record_id = queries.known_record_id(actor, printed)
    if record_id is None:
        return None
    record = queries.records_by_id(actor, [record_id]).get(record_id)
    known, name, name_mn = queries.titles(actor, [record_id])[record_id]
    holdings = queries.holdings_of(actor, record_id)
    face = queries.face_of(actor, record_id)
    leader = record.community_id if record else face.community_id if face else None
    rows = tuple(_holding_row(actor, holding, record, leader) for holding in holdings)
    active = sum(holding.state == HoldingState.ACTIVE for holding in holdings)
    call = queries.calls(actor).filter(record_id=record_id, status=CallStatus.OPEN).first()
    return HoldersPage(
        title=_title(active, name, visible=record is not None),
        trail=_trail(record, known, name),
        number=known,
        name=name,
        name_mn=name_mn,
        rows=rows,
        levels=levels_of(record) if record else (),
        together=bool(record and record.holders_together),
        invite=forms.get("invite"),
        lead=forms.get("lead"),
        claim=forms.get("claim"),
        may_call=bool(record and policies.can_open_call(actor, record)) and call is None,
        call=call,
    )


def _trail(record: Record | None, printed: str, name: str) -> tuple[Link, ...]:
    url = reverse("knowledge:record-detail", args=[printed]) if record else ""
    return (
        Link(_("Traditional knowledge"), reverse("knowledge:record-list")),
        Link(name, url),
        Link(_("Who holds it")),
    )


def _title(active: int, name: str, *, visible: bool) -> str:
    if not active:
        return (
            _("Nobody holds “%(name)s” yet") % {"name": name} if visible else _("Who holds “%(name)s”") % {"name": name}
        )
    text = ngettext("%(count)s community holds “%(name)s”", "%(count)s communities hold “%(name)s” together", active)
    return text % {"count": active, "name": name}


def _holding_row(actor: Actor, holding: Holding, record: Record | None, leader: int | None) -> HoldingRow:
    profile = queries.community_of(actor, holding.community_id)
    place = holding.community.place
    return HoldingRow(
        key=holding.pk,
        name=holding.community.name,
        name_mn=holding.community.name_mn,
        url=reverse("knowledge:community-detail", args=[profile.pk]) if profile else "",
        place=place.name if place else "",
        state=str(holding.get_state_display()),
        shape=SHAPES[HoldingState(holding.state)],
        holder_type=str(holding.get_holder_type_display()),
        leads=holding.community_id == leader and holding.state == HoldingState.ACTIVE,
        is_own=holding.community_id in actor.organisation_ids,
        together=holding.together,
        acts=tuple(_acts(actor, holding, record, leader)),
    )


def _acts(actor: Actor, holding: Holding, record: Record | None, leader: int | None) -> Iterable[Act]:
    own = holding.community_id in actor.speaks_for
    if own and holding.state == HoldingState.INVITED:
        yield Act("accept", _("Accept"))
        yield Act("decline", _("Decline"))
    if own and holding.state == HoldingState.CLAIMED:
        yield Act("leave", _("Take the claim back"))
    if own and holding.state == HoldingState.LEFT:
        yield Act("return", _("Claim it again"))
    if own and holding.state == HoldingState.ACTIVE and holding.community_id != leader:
        yield Act(
            "leave",
            _("Leave the record"),
            _("Your members no longer read it as its holders, and what you had decided about it no longer counts."),
        )
    if record is not None and holding.state == HoldingState.CLAIMED and policies.can_judge_claim(actor, holding):
        yield Act("admit", _("Accept the claim"))
        yield Act("refuse", _("Decline the claim"))


@dataclass(frozen=True)
class CallRow:
    """A call in the list, with what its record shows to this reader."""

    call: HolderCall
    url: str
    name: str
    name_mn: str
    number: str
    facts: str
    left: str
    state: str
    shape: str
    elapsed: int


@dataclass(frozen=True)
class CallListPage:
    """The open calls, and for offices those that wait for a decision."""

    title: str
    rows: tuple[CallRow, ...]
    waiting: tuple[CallRow, ...]
    closed: tuple[CallRow, ...]


@dataclass(frozen=True)
class CallPage:
    """One call with its answers for the office, or the form for an answer."""

    row: CallRow
    trail: tuple[Link, ...]
    form: Any
    answers: tuple[HolderAnswer, ...]
    own: tuple[HolderAnswer, ...]
    is_office: bool
    may_decide: bool
    is_provisional: bool


def call_list_page(actor: Actor) -> CallListPage:
    """Build the list of calls."""
    found = list(queries.open_calls(actor))
    count = len(found)
    text = ngettext(
        "%(count)s piece of knowledge looks for its holder",
        "%(count)s pieces of knowledge look for their holders",
        count,
    )
    is_office = actor.has_role(*policies.OFFICERS) or actor.is_machine
    closed = queries.calls(actor).exclude(status=CallStatus.OPEN).order_by("-decided_on", "-pk")[:20]
    return CallListPage(
        title=text % {"count": count} if count else _("No knowledge looks for its holder at present"),
        rows=tuple(_call_rows(actor, found)),
        waiting=tuple(_call_rows(actor, list(queries.waiting_calls(actor)))) if is_office else (),
        closed=tuple(_call_rows(actor, list(closed))),
    )


def _call_rows(actor: Actor, calls: list[HolderCall]) -> Iterable[CallRow]:
    ids = [call.record_id for call in calls]
    known, read = queries.titles(actor, ids), queries.records_by_id(actor, ids)
    for call in calls:
        printed, name, name_mn = known[call.record_id]
        record = read.get(call.record_id)
        facts = _of_record(record) if record else _of_face(queries.face_of(actor, call.record_id))
        today = timezone.localdate()
        state, left = _standing(call, today)
        yield CallRow(
            call,
            reverse("knowledge:call-detail", args=[call.number]),
            name,
            name_mn,
            printed,
            facts,
            left,
            state,
            HOLDER_CALL.shapes[call.status] if state != "due" else "due",
            _elapsed(call, today),
        )


def _of_record(record: Record) -> str:
    """Return kind and place of a record that the reader reads."""
    parts = (str(record.get_kind_display()), record.place.name if record.place else "")
    return pgettext("list", ", ").join(part for part in parts if part)


def _of_face(face: RecordFace | None) -> str:
    """Return what the face of a record says besides its title: kind and place, as far as its level goes."""
    if face is None or face.level < AccessLevel.METADATA:
        return ""
    place = people.get_place(face.place_code)
    parts = (str(Kind(face.kind).label) if face.kind in Kind.values else "", place.name if place else "")
    return pgettext("list", ", ").join(part for part in parts if part)


def _standing(call: HolderCall, today: dt.date) -> tuple[str, str]:
    if call.status != CallStatus.OPEN:
        return str(call.status), str(call.get_status_display())
    days = (call.closes_on - today).days
    if days < 0:
        return "due", _("open until %(day)s, waits for the decision") % {"day": long_date(call.closes_on)}
    return "work", ngettext("%(count)s day left", "%(count)s days left", days) % {"count": days} if days else _(
        "ends today"
    )


def _elapsed(call: HolderCall, today: dt.date) -> int:
    whole = (call.closes_on - call.opened_on).days
    return max(0, min(100, round(100 * (today - call.opened_on).days / whole)))


def call_page(actor: Actor, call: HolderCall, form: Any) -> CallPage:
    """Build the page of a call."""
    (row,) = _call_rows(actor, [call])
    is_office = policies.is_office_of(actor, call.place_search)
    answers = tuple(queries.answers(actor).filter(call=call))
    own = tuple(answer for answer in answers if answer.user_id is not None and answer.user_id == actor.user_id)
    takes = call.status == CallStatus.OPEN and timezone.localdate() <= call.closes_on
    return CallPage(
        row=row,
        trail=(Link(_("Calls for holders"), reverse("knowledge:call-list")), Link(call.number)),
        form=form if takes else None,
        answers=answers if is_office else (),
        own=own,
        is_office=is_office,
        may_decide=bool(policies.can_decide_call(actor, call)),
        is_provisional=call.term_confidence != "V",
    )


@dataclass(frozen=True)
class CallFormPage:
    """The form of a call, or of its decision."""

    title: Any
    trail: tuple[Link, ...]
    form: Any
    kind: str
    line: str
    back: str


def call_form_page(record: Record, form: Any) -> CallFormPage:
    """Build the page on which an office puts a call."""
    url = reverse("knowledge:record-holders", args=[record.number])
    trail = (
        Link(_("Traditional knowledge"), reverse("knowledge:record-list")),
        Link(record.name, reverse("knowledge:record-detail", args=[record.number])),
        Link(_("Call for the holder")),
    )
    return CallFormPage(_("Ask in public who holds it"), trail, form, "open", f"{record.name} {record.number}", url)


def call_ask_page(call: HolderCall, form: Any, kind: str) -> CallFormPage:
    """Build the page on which an office decides a call, or calls it off."""
    url = reverse("knowledge:call-detail", args=[call.number])
    label = HOLDER_CALL.step(kind).label
    trail = (Link(_("Calls for holders"), reverse("knowledge:call-list")), Link(call.number, url), Link(label))
    return CallFormPage(label, trail, form, kind, call.number, url)
