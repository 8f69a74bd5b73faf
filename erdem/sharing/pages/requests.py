"""What the pages of requests show: the list, one request, the form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from erdem.base.actor import Actor
from erdem.base.formatting import iso_date, iso_moment
from erdem.base.workflow import Step
from erdem.knowledge.choices import Purpose
from erdem.sharing import queries
from erdem.sharing.choices import AccessMethod, Answer, RequestStatus
from erdem.sharing.models import AccessRequest, Approval
from erdem.sharing.pages.links import Link, address, clock_of, country_words, trail
from erdem.sharing.pages.records import Named, named
from erdem.sharing.pages.signing import signatures_awaited
from erdem.sharing.pages.spoken import community_row, spoken_actions, spoken_waiting
from erdem.sharing.policies import can_answer_question, handles, is_applicant
from erdem.sharing.workflow import REQUEST

PER_PAGE = 50
SORTS = ("number", "title", "applicant_name", "status", "due_on")
WITH_REASON = {"return", "reject", "withdraw", "veto", "lapse"}


@dataclass(frozen=True)
class Row:
    """A request in a list."""

    number: str
    title: str
    url: str
    applicant: str
    purpose: str
    status: str
    shape: str
    due: str
    foreign: bool


@dataclass(frozen=True)
class Wanted:
    """Which requests a list is to show, and in which order."""

    of: str
    status: str
    sort: str


@dataclass(frozen=True)
class ListPage:
    """The list of requests."""

    title: str
    wanted: Wanted
    rows: tuple[Row, ...]
    shown: Page[AccessRequest]
    sides: tuple[dict[str, Any], ...]
    statuses: tuple[dict[str, Any], ...]
    columns: tuple[dict[str, Any], ...]
    exports: tuple[Link, ...]
    is_narrowed: bool
    waiting: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class DetailPage:
    """One request with where it stands and what the reader may do now."""

    request: AccessRequest
    title: str
    shape: str
    trail: tuple[Link, ...]
    clock: dict[str, Any] | None
    actions: tuple[dict[str, Any], ...]
    facts: tuple[dict[str, Any], ...]
    parties: tuple[dict[str, Any], ...]
    records: tuple[Named, ...]
    communities: tuple[dict[str, Any], ...]
    approvals: tuple[dict[str, Any], ...]
    way: tuple[dict[str, Any], ...]
    ended: str
    follows: Link | None
    is_own: bool


def wanted_of(given: QueryDict) -> Wanted:
    """Read what is wanted from an address; what is unknown filters nothing."""
    of, status, sort = given.get("of", ""), given.get("status", ""), given.get("sort", "")
    return Wanted(
        of if of in ("own", "asked", "office") else "",
        status if status in RequestStatus.values else "",
        sort if sort.removeprefix("-") in SORTS else "",
    )


def found(actor: Actor, wanted: Wanted) -> QuerySet[AccessRequest]:
    """Return the requests that are wanted."""
    of = {"own": queries.own_requests, "asked": queries.asked_requests, "office": queries.office_requests}
    rows = of.get(wanted.of, queries.requests)(actor)
    rows = rows.filter(status=wanted.status) if wanted.status else rows
    return rows.order_by(wanted.sort, "-id") if wanted.sort else rows.order_by("-id")


def export_rows(rows: Iterable[AccessRequest]) -> list[tuple[Any, ...]]:
    """Return the cells of the table to take away."""
    return [
        (
            each.number,
            each.title,
            each.applicant_name,
            each.get_purpose_display(),
            each.get_status_display(),
            iso_date(each.submitted_at),
            iso_date(each.due_on),
            _("yes") if each.is_foreign else _("no"),
        )
        for each in rows
    ]


def export_columns() -> tuple[str, ...]:
    """Return the heads of the table to take away."""
    return (
        _("Number"),
        _("What it is about"),
        pgettext("request", "Applicant"),
        pgettext("request", "Purpose"),
        _("State"),
        _("Submitted"),
        pgettext("request", "Until"),
        _("With a foreign side"),
    )


def list_page(actor: Actor, wanted: Wanted, number: str, query: str) -> ListPage:
    """Build the list: first what waits for the reader."""
    shown = Paginator(found(actor, wanted), PER_PAGE).get_page(number)
    waiting = waiting_for(actor)
    title = ngettext("%(n)s request waits for you", "%(n)s requests wait for you", len(waiting)) % {"n": len(waiting)}
    heads = (
        (_("Number"), "number"),
        (_("What it is about"), "title"),
        (pgettext("request", "Applicant"), "applicant_name"),
        (pgettext("request", "Purpose"), ""),
        (pgettext("request", "Until"), "due_on"),
        (_("State"), "status"),
    )
    export = f"{reverse('sharing:request-export', args=['xlsx'])}?{query}"
    return ListPage(
        title=title if waiting else _("No request waits for you today"),
        wanted=wanted,
        rows=tuple(row_of(each) for each in shown),
        shown=shown,
        sides=tuple(_sides(actor)),
        statuses=(
            {"value": "", "label": _("All states")},
            *({"value": value, "label": label} for value, label in RequestStatus.choices),
        ),
        columns=tuple({"label": label, "key": key} for label, key in heads),
        exports=(Link("XLSX", export),),
        is_narrowed=bool(wanted.of or wanted.status),
        waiting=waiting,
    )


def _sides(actor: Actor) -> Iterable[dict[str, Any]]:
    yield {"value": "", "label": _("All that I may see")}
    yield {"value": "own", "label": _("Ours: we apply")}
    if actor.has_role("bearer", "steward"):
        yield {"value": "asked", "label": _("Put to our community")}
    if actor.has_role("county_officer", "region_officer"):
        yield {"value": "office", "label": _("For our office to handle")}


def row_of(request: AccessRequest) -> Row:
    """Return a request as lists show it."""
    running = queries.running_day(request)
    return Row(
        number=request.number,
        title=request.title,
        url=address(request),
        applicant=request.applicant_name,
        purpose=str(request.get_purpose_display()),
        status=str(request.get_status_display()),
        shape=REQUEST.shapes[request.status],
        due=iso_date(running.day) if running else "–",
        foreign=request.is_foreign,
    )


def waiting_for(actor: Actor) -> tuple[dict[str, Any], ...]:
    """Return what waits for the reader: questions to answer, requests to check, what was returned. As clocks show it."""
    if actor.user_id is None:
        return ()
    found = []
    for question in queries.waiting_questions(actor):
        running = queries.running_day(question.request)
        url = reverse("sharing:request-answer", args=[question.request.number])
        words = _("%(who)s asks your community: %(what)s") % {
            "who": question.request.applicant_name,
            "what": question.request.title,
        }
        if running is not None and can_answer_question(actor, question):
            found.append(clock_of(running, words, question.asked_at, url))
    for request in (
        queries.office_requests(actor).filter(status__in=("submitted", "approvals")).order_by("due_on", "id")
    ):
        if is_applicant(actor, request):
            continue
        words = _("To be checked: %(number)s %(what)s") % {"number": request.number, "what": request.title}
        found.append(_clock(request, words, reverse("sharing:request-check", args=[request.number])))
    for request in queries.own_requests(actor).filter(status="returned").order_by("due_on", "id"):
        words = _("To be completed: %(number)s %(what)s") % {"number": request.number, "what": request.title}
        found.append(_clock(request, words, address(request)))
    return (*signatures_awaited(actor), *found, *spoken_waiting(actor))


def _clock(request: AccessRequest, words: str, url: str) -> dict[str, Any]:
    running = queries.running_day(request)
    if running is None:
        return {"title": words, "url": url, "state": "wait", "left": str(request.get_status_display()), "elapsed": 0}
    return clock_of(running, words, request.submitted_at, url)


def detail_page(actor: Actor, request: AccessRequest) -> DetailPage:
    """Build the page of one request."""
    questions = queries.questions_of(actor, request)
    running = queries.running_day(request)
    words = str(request.get_status_display())
    return DetailPage(
        request=request,
        title=request.title,
        shape=REQUEST.shapes[request.status],
        trail=trail(request),
        clock=clock_of(running, words, _begun(actor, request)) if running else None,
        actions=tuple(_actions(actor, request)),
        facts=tuple(facts_of(request)),
        parties=tuple(parties_of(request)),
        records=named(actor, queries.requested_of(actor, request), questions),
        communities=tuple(community_row(actor, each) for each in questions),
        approvals=tuple(approval_row(each) for each in queries.approvals_of(actor, request)),
        way=tuple(_way(actor, request)),
        ended=_ended(request),
        follows=Link(request.follows.number, address(request.follows)) if request.follows else None,
        is_own=is_applicant(actor, request),
    )


def _begun(actor: Actor, request: AccessRequest) -> Any:
    moves = [move.moved_at for move in queries.moves_of(actor, request) if move.status == request.status]
    return moves[-1] if moves else request.submitted_at


def _actions(actor: Actor, request: AccessRequest) -> Iterable[dict[str, Any]]:
    """Yield what the reader may do now: what leads to a page of its own as a link, what is done at once as a button."""
    number = request.number
    question = queries.question_for(actor, request)
    if question is not None and question.answer == Answer.WAITING and request.status == RequestStatus.ASKING:
        yield {"label": _("Answer for your community"), "url": reverse("sharing:request-answer", args=[number])}
    office = handles(actor, request) and not is_applicant(actor, request)
    if office and request.status in (RequestStatus.SUBMITTED, RequestStatus.APPROVALS):
        yield {"label": _("Check the request"), "url": reverse("sharing:request-check", args=[number])}
    yield from spoken_actions(actor, request)
    steps = {step.name: step for step in REQUEST.available(actor, request)}
    if "submit" in steps:
        yield {"label": _("Go on writing"), "url": reverse("sharing:request-edit", args=[number])}
        yield {"label": steps["submit"].label, "post": reverse("sharing:request-submit", args=[number])}
    if is_applicant(actor, request) and request.status in (
        RequestStatus.NEGOTIATING,
        RequestStatus.AGREED,
        "permitted",
    ):
        url = f"{reverse('sharing:request-new')}?follows={number}"
        yield {"label": _("Ask for another use"), "url": url, "quiet": True}
    yield from _quorums(actor, request)
    for name in ("return", "reject", "veto", "withdraw"):
        if name in steps and not (name in ("return", "reject") and request.status != RequestStatus.ASKING):
            yield _step_link(number, steps[name])


def _quorums(actor: Actor, request: AccessRequest) -> Iterable[dict[str, Any]]:
    """Yield where a steward says how many have to agree to a record that several communities hold."""
    rows = queries.requested_of(actor, request)
    shared = [each for each in rows if len(each.holders) > 1 and actor.speaks_for & set(each.holders)]
    for record in named(actor, shared):
        if record.is_known:
            words = _("%(name)s: how many communities have to agree") % {"name": record.name}
            url = reverse("sharing:record-quorum", args=[request.number, record.number])
            yield {"label": words, "url": url, "quiet": True}


def _step_link(number: str, step: Step) -> dict[str, Any]:
    return {"label": step.label, "url": reverse("sharing:request-step", args=[number, step.name]), "quiet": True}


def facts_of(request: AccessRequest) -> Iterable[dict[str, Any]]:
    """Yield what is asked for, in the order in which it is read."""
    methods = pgettext("list", ", ").join(str(AccessMethod(each).label) for each in request.methods)
    until = _("%(begins)s – %(ends)s") % {"begins": iso_date(request.use_from), "ends": iso_date(request.use_until)}
    yield {"term": pgettext("request", "Purpose"), "value": Purpose(request.purpose).label}
    yield {"term": _("What is to be done"), "value": request.project}
    yield {"term": _("Ways of access"), "value": methods}
    yield {"term": pgettext("request", "Time of use"), "value": until}
    yield {"term": _("Expected results and intellectual property"), "value": request.results or _("not stated")}
    yield {"term": _("How benefits are to be shared"), "value": request.benefit_plan or _("not stated")}
    yield {"term": _("Partners"), "value": request.partners or _("none named")}
    leaves = _("Yes") if request.leaves_country else _("No")
    yield {"term": _("Knowledge or material leaves the country"), "value": leaves}


def parties_of(request: AccessRequest) -> Iterable[dict[str, Any]]:
    """Yield who asks."""
    yield {"term": _("Full name of the applicant"), "value": request.applicant_name}
    yield {"term": _("The applicant is"), "value": request.get_applicant_kind_display()}
    yield {"term": _("Country of the applicant"), "value": country_words(request.country)}
    if request.controller_name or request.controller_country:
        value = " · ".join(
            each for each in (request.controller_name, country_words(request.controller_country)) if each
        )
        yield {"term": _("Who controls the applicant"), "value": value}
    yield {"term": pgettext("request", "How to reach the applicant"), "value": request.contact or _("not stated")}
    foreign = _("Yes: approvals of authorities come first") if request.is_foreign else _("No")
    yield {"term": _("With a foreign side"), "value": foreign}


def approval_row(approval: Approval) -> dict[str, Any]:
    """Return an approval as lists show it."""
    recorded = approval.recorded_at is not None
    said = approval.not_needed or " · ".join(
        each for each in (approval.authority, approval.reference, iso_date(approval.given_on)) if each
    )
    words = _("not needed") if approval.not_needed else _("there")
    file = reverse("sharing:approval-file", args=[approval.request.number, approval.pk]) if approval.blob_id else ""
    return {
        "kind": approval.get_kind_display(),
        "shape": "done" if recorded else "wait",
        "words": words if recorded else pgettext("approval", "missing"),
        "said": said if recorded else "–",
        "file": file,
        "file_name": approval.file_name,
        "key": approval.pk,
        "code": approval.kind,
        "recorded": recorded,
    }


def _way(actor: Actor, request: AccessRequest) -> Iterable[dict[str, Any]]:
    """Yield the steps so far, newest first: the side that took each, never the person."""
    moves = queries.moves_of(actor, request)
    for place, move in enumerate(reversed(moves)):
        yield {
            "time": iso_moment(move.moved_at)[:16],
            "text": _("%(state)s (%(side)s)") % {"state": move.get_status_display(), "side": move.get_side_display()},
            "on": place == 0,
        }


def _ended(request: AccessRequest) -> str:
    """Return how a request ended, in a sentence; nothing while it runs."""
    if request.status == RequestStatus.VETOED and request.ended_by_community:
        words = _("%(community)s has stopped this request. It needs no reason.")
        return words % {"community": request.ended_by_community.name}
    if request.status == RequestStatus.REFUSED:
        return _("Not enough communities have agreed. They need no reason, and silence is no consent.")
    if request.status in (RequestStatus.REJECTED, RequestStatus.RETURNED, RequestStatus.LAPSED):
        return request.status_reason
    if request.status == RequestStatus.WITHDRAWN:
        return _("The applicant has taken the request back.")
    return ""
