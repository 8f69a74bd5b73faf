"""The clocks of a case: why a day is that day, interruptions, more time; all days of an office in one list and as a feed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from erdem.base.actor import Actor
from erdem.base.asking import actor_of
from erdem.base.clock import Paper, explain
from erdem.base.feeds import MEDIA_TYPE
from erdem.base.policy import RuleBroken, require
from erdem.cases import services
from erdem.cases.forms.clocks import DecisionForm, ExtensionForm, PauseForm, ResumeForm, StopForm
from erdem.cases.pages import clock_forms
from erdem.cases.pages import days as days_page
from erdem.cases.pages.panels_clocks import clock_page
from erdem.cases.policies import can_handle, can_oversee
from erdem.cases.queries.clocks import find_clock, waiting_extensions
from erdem.cases.views.cases import FORM, posted


def clock_or_404(request: HttpRequest, number: str, key: int) -> Any:
    """Return a clock that the reader sees.

    Raises:
        Http404: there is none, or none that the reader may know of.
    """
    found = find_clock(actor_of(request), number, key)
    if found is None:
        raise Http404
    return found


@login_required
@require_safe
def clock(request: HttpRequest, number: str, key: int) -> HttpResponse:
    """One clock: why its last day is that day, and what happened to it."""
    found = clock_or_404(request, number, key)
    page = clock_page(actor_of(request), found, explain(found.explanation))
    return render(request, "cases/clock.html", {"page": page})


@login_required
@require_http_methods(FORM)
def clock_pause(request: HttpRequest, number: str, key: int) -> HttpResponse:
    """Let a clock stand still, by a document."""
    found = clock_or_404(request, number, key)
    form = PauseForm(posted(request), clock=found)

    def act(actor: Actor, given: dict[str, Any]) -> None:
        paper = Paper(given["paper"])
        services.pause_clock(actor=actor, clock=found, cause=given["cause"], reason=given["reason"], paper=paper)

    return _acted(request, found, form, "pause", can_handle, act)


@login_required
@require_http_methods(FORM)
def clock_resume(request: HttpRequest, number: str, key: int) -> HttpResponse:
    """Let a clock run on."""
    found = clock_or_404(request, number, key)
    form = ResumeForm(posted(request))

    def act(actor: Actor, given: dict[str, Any]) -> None:
        services.resume_clock(actor=actor, clock=found, reason=given["reason"], paper=form.document())

    return _acted(request, found, form, "resume", can_handle, act)


@login_required
@require_http_methods(FORM)
def clock_extend(request: HttpRequest, number: str, key: int) -> HttpResponse:
    """Ask for more time."""
    found = clock_or_404(request, number, key)
    form = ExtensionForm(posted(request), clock=found)

    def act(actor: Actor, given: dict[str, Any]) -> None:
        amount, paper = given.get("amount"), form.document()
        services.ask_extension(actor=actor, clock=found, reason=given["reason"], amount=amount, paper=paper)

    return _acted(request, found, form, "extend", can_handle, act)


@login_required
@require_http_methods(FORM)
def clock_decide(request: HttpRequest, number: str, key: int) -> HttpResponse:
    """Grant or refuse more time, as a second person."""
    found = clock_or_404(request, number, key)
    asked = waiting_extensions(found.case).get(found.pk)
    if asked is None:
        return redirect("cases:clock", number=number, key=key)
    form = DecisionForm(posted(request))

    def act(actor: Actor, given: dict[str, Any]) -> None:
        services.decide_extension(actor=actor, asked=asked, grant=given["grant"] == "yes", reason=given["reason"])

    return _acted(request, found, form, "decide", can_oversee, act, said=asked.reason)


@login_required
@require_http_methods(FORM)
def clock_stop(request: HttpRequest, number: str, key: int) -> HttpResponse:
    """End a clock whose matter has gone, as a second person."""
    found = clock_or_404(request, number, key)
    form = StopForm(posted(request))

    def act(actor: Actor, given: dict[str, Any]) -> None:
        services.stop_clock(actor=actor, clock=found, reason=given["reason"])

    return _acted(request, found, form, "stop", can_oversee, act)


@login_required
@require_safe
def days(request: HttpRequest) -> HttpResponse:
    """All days that are near in the cases of the office, month by month, with the address of the feed."""
    page = days_page.days_page(actor_of(request), mine=request.GET.get("mine") == "yes")
    return render(request, "cases/days.html", {"page": page})


@require_safe
def days_feed(_request: HttpRequest, token: str) -> HttpResponse:
    """The days as a calendar for other programs; the address is the key."""
    content = days_page.feed_of(token)
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type=MEDIA_TYPE)
    response["Cache-Control"] = "private, no-store"
    return response


def _acted(
    request: HttpRequest,
    found: Any,
    form: forms.Form,
    name: str,
    allowed: Callable[[Actor, Any], Any],
    act: Callable[[Actor, dict[str, Any]], None],
    *,
    said: str = "",
) -> HttpResponse:
    """Show a form about a clock, or do what it says and go back to the clock."""
    actor = actor_of(request)
    require(allowed(actor, found.case))
    if request.method == "POST" and form.is_valid():
        try:
            act(actor, form.cleaned_data)
        except RuleBroken as broken:
            form.add_error(broken.field if broken.field in form.fields else None, str(broken))
        else:
            messages.success(request, _("The period is brought up to date."))
            return redirect("cases:clock", number=found.case.number, key=found.pk)
    page = clock_forms.form_page(found, form, name, said)
    return render(request, "cases/case_plain_form.html", {"page": page}, status=422 if form.errors else 200)
