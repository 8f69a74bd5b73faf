"""Pages of the way into the register: the queue, one record's way, what is done there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erdem.base.asking import actor_of
from erdem.base.policy import PermissionRefused, RuleBroken, require
from erdem.knowledge import policies, queries, services
from erdem.knowledge.forms.register import (
    AnswerForm,
    ClassForm,
    ExpertForm,
    HintForm,
    KinForm,
    RemovalForm,
    YearlyForm,
)
from erdem.knowledge.pages.periods import rule_rows
from erdem.knowledge.pages.public_notices import hint_page, tombstone_page
from erdem.knowledge.pages.queue import queue_page
from erdem.knowledge.pages.register import may_follow, register_page
from erdem.knowledge.queries.experts import get_assignment
from erdem.knowledge.queries.kin import get_candidate, get_hint
from erdem.knowledge.queries.public_notices import get_objection, get_tombstone
from erdem.knowledge.views.request import record_or_404

Act = Callable[[HttpRequest, queries.Record], None]


class Wrong(Exception):
    """A form was sent that is not complete; it is shown again with what is missing."""

    def __init__(self, name: str, form: forms.Form) -> None:
        super().__init__(name)
        self.name, self.form = name, form


@login_required
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for this person."""
    page = queue_page(actor_of(request), request.GET)
    return render(request, "knowledge/queue.html", {"page": page})


@require_safe
def register_rules(request: HttpRequest) -> HttpResponse:
    """The figures that the register goes by, with their sources."""
    return render(request, "knowledge/register_rules.html", {"rows": rule_rows()})


@login_required
@require_safe
def record_register(request: HttpRequest, number: str) -> HttpResponse:
    """One record's way into the register."""
    record = _followed(request, number)
    services.note_reading(actor=actor_of(request), record=record)
    page = register_page(actor_of(request), record)
    return render(request, "knowledge/record_register.html", {"page": page})


def _followed(request: HttpRequest, number: str) -> queries.Record:
    record = record_or_404(request, number)
    if not may_follow(actor_of(request), record):
        raise PermissionRefused(_("The way of a record into the register is for those who look after it."))
    return record


@login_required
@require_POST
def register_act(request: HttpRequest, number: str, act: str) -> HttpResponse:
    """Do one thing on the way, then show the page again."""
    record = _followed(request, number)
    if act not in ACTS:
        raise Http404
    try:
        ACTS[act](request, record)
    except Wrong as wrong:
        page = register_page(actor_of(request), record, bound={wrong.name: wrong.form})
        return render(request, "knowledge/record_register.html", {"page": page}, status=422)
    except RuleBroken as broken:
        messages.error(request, str(broken))
    return redirect("knowledge:record-register", number=number)


def checked(name: str, form: Any) -> Any:
    """Return a sent form when it is complete.

    Raises:
        Wrong: it is not.
    """
    if not form.is_valid():
        raise Wrong(name, form)
    return form


def _classify(request: HttpRequest, record: queries.Record) -> None:
    require(policies.can_classify(actor_of(request), record))
    form = checked("class", ClassForm(request.POST, record=record))
    services.classify(actor=actor_of(request), record=record, classification=form.classification())


def _decide_kin(request: HttpRequest, record: queries.Record) -> None:
    key = request.POST.get("pair", "")
    pair = get_candidate(actor_of(request), record, int(key)) if key.isdecimal() else None
    if pair is None:
        raise Http404
    require(policies.can_settle_kin(actor_of(request), record))
    form = checked(f"kin-{pair.pk}", KinForm(request.POST, prefix=f"k{pair.pk}"))
    services.decide_kin(actor=actor_of(request), candidate=pair, **form.cleaned_data)


def _assign(request: HttpRequest, record: queries.Record) -> None:
    require(policies.can_call_experts(actor_of(request), record))
    form = checked("assign", ExpertForm(request.POST, actor=actor_of(request)))
    services.assign_expert(actor=actor_of(request), record=record, user_id=form.cleaned_data["expert"])


def _release(request: HttpRequest, record: queries.Record) -> None:
    key = request.POST.get("assignment", "")
    found = get_assignment(actor_of(request), int(key)) if key.isdecimal() else None
    if found is None or found.record_id != record.pk:
        raise Http404
    services.release_expert(actor=actor_of(request), assignment=found, reason=request.POST.get("reason", ""))


def _answer(request: HttpRequest, record: queries.Record) -> None:
    found = get_objection(actor_of(request), record, request.POST.get("objection", ""))
    if found is None:
        raise Http404
    require(policies.can_hear(actor_of(request), record))
    form = checked(f"objection-{found.pk}", AnswerForm(request.POST, prefix=f"o{found.pk.hex[:8]}"))
    given = {**form.cleaned_data, "back_to": form.cleaned_data["back_to"] or "review"}
    services.answer_objection(actor=actor_of(request), objection=found, **given)


def _yearly(request: HttpRequest, record: queries.Record) -> None:
    require(policies.can_review_yearly(actor_of(request), record))
    form = checked("yearly", YearlyForm(request.POST))
    services.review_yearly(actor=actor_of(request), record=record, **form.cleaned_data)


def _plain(service: Callable[..., Any]) -> Act:
    def act(request: HttpRequest, record: queries.Record) -> None:
        service(actor=actor_of(request), record=record)

    return act


ACTS: dict[str, Act] = {
    "take": _plain(services.take_case),
    "release": _plain(services.release_case),
    "confirm_consent": _plain(services.confirm_consent),
    "classify": _classify,
    "find_kin": _plain(services.find_kin),
    "decide_kin": _decide_kin,
    "settle_kin": _plain(services.settle_kin),
    "assign": _assign,
    "release_expert": _release,
    "give_notice": _plain(services.give_notice),
    "end_notice": _plain(services.end_public_notice),
    "answer": _answer,
    "yearly": _yearly,
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def kin_hint(request: HttpRequest, key: int) -> HttpResponse:
    """Keepers are told that another record resembles theirs, and answer."""
    hint = get_hint(actor_of(request), key)
    if hint is None:
        raise Http404
    form = HintForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.answer_hint(actor=actor_of(request), hint=hint, answer=form.cleaned_data["answer"])
        except RuleBroken as broken:
            messages.error(request, str(broken))
        return redirect("knowledge:queue")
    status = 422 if form.is_bound else 200
    return render(request, "knowledge/kin_hint.html", {"page": hint_page(hint)}, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def record_remove(request: HttpRequest, number: str) -> HttpResponse:
    """Have the content of a record removed for good."""
    actor, record = actor_of(request), record_or_404(request, number)
    require(policies.can_remove_content(actor, record))
    form = RemovalForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.remove_content(actor=actor, record=record, reason=given["reason"], note=given["note"])
        except RuleBroken as broken:
            messages.error(request, str(broken))
        return redirect("knowledge:record-detail", number=number)
    status = 422 if form.is_bound else 200
    return render(request, "knowledge/record_remove.html", {"record": record, "form": form}, status=status)


def tombstone_of(request: HttpRequest, number: str) -> HttpResponse | None:
    """Say that the content was removed, to whom that may be said; None when there is nothing to be said."""
    found = get_tombstone(actor_of(request), number)
    if found is None:
        return None
    return render(request, "knowledge/tombstone.html", {"page": tombstone_page(found)}, status=410)
