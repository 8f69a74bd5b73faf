"""What the region's officers do: load a year, switch local holidays, add a version of a rule."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from erdem.base.asking import actor_of
from erdem.base.clock import add_rule_version, enter_local_holiday, load_year, switch_local_holiday, word_of
from erdem.base.policy import RuleBroken
from erdem.web.clocks import keeping, pages
from erdem.web.clocks.forms import LocalForm, VersionForm, YearForm

BOTH = ["GET", "HEAD", "POST"]


@login_required
@require_http_methods(BOTH)
def load(request: HttpRequest) -> HttpResponse:
    """Paste or hand in the notice of a year, look at what was read, and confirm it."""
    actor = actor_of(request)
    keeping.keeps(actor)
    form, preview = YearForm(request.POST or None, request.FILES or None), None
    if form.is_valid():
        given = form.cleaned_data
        if "confirmed" in request.POST:
            load_year(
                actor=actor,
                year=given["year"],
                days=given["notice"].days,
                source=given["source"],
                notice_number=given["notice_number"],
            )
            messages.success(
                request, _("The year %(year)s is loaded. The clocks over it are being reckoned anew.") % given
            )
            return redirect("clocks:moved", given["year"])
        preview = keeping.preview_of(given["notice"])
    wrong = form.is_bound and preview is None
    page = {"form": form, "preview": preview, "trail": pages.trail()}
    return render(request, "clocks/load.html", page, status=422 if wrong else 200)


@login_required
@require_http_methods(BOTH)
def version(request: HttpRequest, key: int) -> HttpResponse:
    """Add a version of a rule from a day on, with its source."""
    actor = actor_of(request)
    rule = keeping.rule_to_change(actor, key)
    if rule is None:
        raise Http404
    form = VersionForm(request.POST or None, initial=keeping.first_values(rule))
    if form.is_valid():
        try:
            add_rule_version(actor=actor, rule=rule, version=form.version(rule))
        except RuleBroken as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, _("The new version is there. Clocks that run keep the one they began with."))
            return redirect("clocks:rules")
    names = {"process": word_of("process", rule.process), "step": word_of("step", rule.step)}
    given = {"form": form, "rule": rule, "trail": pages.trail(), **names}
    return render(request, "clocks/version.html", given, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(BOTH)
def local(request: HttpRequest) -> HttpResponse:
    """The local holidays: enter one, and see which are switched on."""
    actor = actor_of(request)
    keeping.keeps(actor)
    form = LocalForm(request.POST or None)
    if form.is_valid():
        try:
            enter_local_holiday(actor=actor, **form.cleaned_data)
        except RuleBroken as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, _("The local holiday is entered. It does not count yet."))
            return redirect("clocks:local")
    given = {"form": form, "rows": keeping.local_rows(), "trail": pages.trail()}
    return render(request, "clocks/local.html", given, status=422 if form.is_bound else 200)


@login_required
@require_POST
def switch(request: HttpRequest, key: int) -> HttpResponse:
    """Let a local holiday count, or no longer."""
    actor = actor_of(request)
    keeping.keeps(actor)
    holiday = keeping.get_local(key)
    if holiday is None:
        raise Http404
    is_active = request.POST.get("active") == "yes"
    switch_local_holiday(actor=actor, holiday=holiday, is_active=is_active)
    said = (
        _("“%(name)s” counts as a day off from now on.")
        if is_active
        else _("“%(name)s” no longer counts as a day off.")
    )
    messages.success(request, said % {"name": holiday.name})
    return redirect("clocks:local")
