"""Who holds a record, and calls for holders that nobody knows."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erdem.base.actor import Actor
from erdem.base.asking import actor_of
from erdem.base.policy import RuleBroken, require
from erdem.knowledge import pages, policies, queries, services
from erdem.knowledge.forms import AnswerForm, CallForm, DecideForm, ReasonForm, holder_forms
from erdem.knowledge.views.communities import place_error
from erdem.knowledge.views.request import record_or_404
from erdem.people import queries as people


@login_required
@require_safe
def record_holders(request: HttpRequest, number: str) -> HttpResponse:
    """Who stands at a record."""
    return _holders(request, number, holder_forms(actor_of(request), number), 200)


def _holders(request: HttpRequest, number: str, forms: dict[str, Any], status: int) -> HttpResponse:
    page = pages.holders_page(actor_of(request), number, forms)
    if page is None:
        raise Http404
    return render(request, "knowledge/record_holders.html", {"page": page}, status=status)


@login_required
@require_POST
def record_holders_begin(request: HttpRequest, number: str, act: str) -> HttpResponse:
    """Invite a community, claim the record, or hand the lead over."""
    actor = actor_of(request)
    if queries.known_record_id(actor, number) is None:
        raise Http404
    forms = holder_forms(actor, number, act, request.POST)
    form = forms.get(act)
    if form is None:
        raise Http404
    if form.is_valid():
        try:
            _begin(actor, number, act, form.cleaned_data)
        except RuleBroken as broken:
            place_error(form, broken)
        else:
            messages.success(request, _("It is written down, and the others see it."))
            return redirect("knowledge:record-holders", number=number)
    return _holders(request, number, forms, 422)


def _begin(actor: Actor, number: str, act: str, given: dict[str, Any]) -> None:
    community = int(given["community"])
    if act == "claim":
        services.claim_record(actor=actor, number=number, community_id=community, holder_type=given["holder_type"])
        return
    record = queries.get_record(actor, number)
    if record is None:
        raise Http404
    if act == "lead":
        services.hand_over_lead(actor=actor, record=record, community_id=community)
    else:
        services.invite_community(actor=actor, record=record, community=people.organisations().get(pk=community))


@login_required
@require_POST
def record_holding(request: HttpRequest, number: str, holding: int) -> HttpResponse:
    """Move one hold: accept, decline, leave, claim again, judge."""
    actor = actor_of(request)
    record_id = queries.known_record_id(actor, number)
    held = queries.get_hold(actor, record_id, holding) if record_id is not None else None
    act = request.POST.get("do", "")
    if held is None or act not in ("accept", "decline", "leave", "return", "admit", "refuse"):
        raise Http404
    acts = {
        "accept": lambda: services.answer_invitation(actor=actor, holding=held, accept=True),
        "decline": lambda: services.answer_invitation(actor=actor, holding=held, accept=False),
        "leave": lambda: services.leave_record(actor=actor, holding=held),
        "return": lambda: services.return_to_record(actor=actor, holding=held),
        "admit": lambda: services.judge_claim(actor=actor, holding=held, accept=True),
        "refuse": lambda: services.judge_claim(actor=actor, holding=held, accept=False),
    }
    try:
        acts[act]()
    except RuleBroken as broken:
        messages.error(request, str(broken))
    known = queries.known_record_id(actor, number) is not None
    return redirect("knowledge:record-holders", number=number) if known else redirect("web:desk")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def call_new(request: HttpRequest, number: str) -> HttpResponse:
    """Call in public for the holder of a record."""
    actor, record = actor_of(request), record_or_404(request, number)
    require(policies.can_open_call(actor, record))
    form = CallForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            call = services.open_call(actor=actor, record=record, words=form.cleaned_data["words"])
        except RuleBroken as broken:
            place_error(form, broken)
        else:
            return redirect("knowledge:call-detail", number=call.number)
    page = pages.call_form_page(record, form)
    return render(request, "knowledge/call_form.html", {"page": page}, status=422 if form.is_bound else 200)


@require_safe
def call_list(request: HttpRequest) -> HttpResponse:
    """What looks for its holder."""
    return render(request, "knowledge/call_list.html", {"page": pages.call_list_page(actor_of(request))})


@require_http_methods(["GET", "HEAD", "POST"])
def call_detail(request: HttpRequest, number: str) -> HttpResponse:
    """One call: read it and answer it, signed in or not."""
    actor, call = actor_of(request), _call(request, number)
    form = AnswerForm(request.POST or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        try:
            answer = services.answer_call(actor=actor, call=call, content=form.content())
        except RuleBroken as broken:
            place_error(form, broken)
        else:
            said = _(
                "Your answer has arrived. Keep this sign, so that the office finds it when you ask: %(receipt)s. The office"
                " reads it after the last day of the call."
            )
            messages.success(request, said % {"receipt": str(answer.pk)[:8]})
            return redirect("knowledge:call-detail", number=number)
    page = pages.call_page(actor, call, form)
    return render(request, "knowledge/call_detail.html", {"page": page}, status=422 if form.is_bound else 200)


def _call(request: HttpRequest, number: str) -> Any:
    call = queries.get_call(actor_of(request), number)
    if call is None:
        raise Http404
    return call


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def call_decide(request: HttpRequest, number: str) -> HttpResponse:
    """Decide a call whose term has run out."""
    actor, call = actor_of(request), _call(request, number)
    require(policies.can_decide_call(actor, call))
    answers = [(str(each.pk), each.holder_name) for each in queries.answers(actor).filter(call=call)]
    form = DecideForm(request.POST or None, actor=actor, answers=answers)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        found = people.organisations().filter(pk=int(given["community"] or 0)).first()
        try:
            services.decide_call(
                actor=actor, call=call, reasons=given["reasons"], answer_id=given["answer"], community=found
            )
        except RuleBroken as broken:
            place_error(form, broken)
        else:
            return redirect("knowledge:call-detail", number=number)
    page = pages.call_ask_page(call, form, "decide")
    return render(request, "knowledge/call_ask.html", {"page": page}, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def call_off(request: HttpRequest, number: str) -> HttpResponse:
    """Call a call off, with reasons."""
    actor, call = actor_of(request), _call(request, number)
    require(policies.can_decide_call(actor, call))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.call_off(actor=actor, call=call, reasons=form.cleaned_data["reason"])
        except RuleBroken as broken:
            messages.error(request, str(broken))
        return redirect("knowledge:call-detail", number=number)
    page = pages.call_ask_page(call, form, "call_off")
    return render(request, "knowledge/call_ask.html", {"page": page}, status=422 if form.is_bound else 200)
