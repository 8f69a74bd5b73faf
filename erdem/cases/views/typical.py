"""Typical cases in the making: writing, the check for names, the expert, publication and its withdrawal."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erdem.base.asking import actor_of
from erdem.base.policy import RuleBroken, require
from erdem.cases import services
from erdem.cases.forms.campaigns import CampaignStepForm
from erdem.cases.forms.typical import CheckerForm, CheckForm, TypicalForm
from erdem.cases.pages import typical as pages
from erdem.cases.policies import can_check_typical, can_work, can_write_typical
from erdem.cases.queries import typical as reads
from erdem.cases.queries.typical import SeenTypical
from erdem.cases.views.cases import FORM, case_or_404, posted
from erdem.cases.views.desk import plain, tried


def typical_or_404(request: HttpRequest, key: int) -> SeenTypical:
    """Return a typical case that the reader sees.

    Raises:
        Http404: there is none.
    """
    found = reads.find_typical(actor_of(request), key)
    if found is None:
        raise Http404
    return found


@login_required
@require_safe
def typical_list(request: HttpRequest) -> HttpResponse:
    """The typical cases that the reader works on, checks or oversees."""
    page = pages.list_page(actor_of(request), request.GET.get("page", ""))
    return render(request, "cases/campaigns/typical_list.html", {"page": page})


@login_required
@require_POST
def typical_new(request: HttpRequest, number: str) -> HttpResponse:
    """Begin a typical case from a closed one."""
    actor, case = actor_of(request), case_or_404(request, number)
    require(can_work(actor, case))
    try:
        made = services.draft_typical(actor=actor, case=case)
    except RuleBroken as broken:
        messages.error(request, str(broken))
        return redirect("cases:case-detail", number=number)
    return redirect("cases:typical", key=made.pk)


@login_required
@require_safe
def typical_detail(request: HttpRequest, key: int) -> HttpResponse:
    """One typical case: its words, what names somebody in them, what may be done."""
    page = pages.detail_page(actor_of(request), typical_or_404(request, key))
    return render(request, "cases/campaigns/typical.html", {"page": page})


@login_required
@require_http_methods(FORM)
def typical_edit(request: HttpRequest, key: int) -> HttpResponse:
    """Write on a draft."""
    actor, typical = actor_of(request), typical_or_404(request, key)
    require(can_write_typical(actor, typical))
    form = TypicalForm(posted(request), initial=pages.words_of(typical))
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        seen, hides = given.pop("seen_version"), given.pop("hides_rights")
        act = {"words": given, "hides_rights": hides, "seen_version": seen}
        if tried(form, lambda: services.write_typical(actor=actor, typical=typical, **act)):
            return redirect("cases:typical", key=key)
    return plain(request, pages.form_page(typical, _("Write on the typical case"), form))


@login_required
@require_http_methods(FORM)
def typical_submit(request: HttpRequest, key: int) -> HttpResponse:
    """Give it to a second person to check."""
    actor, typical = actor_of(request), typical_or_404(request, key)
    require(can_write_typical(actor, typical))
    initial = {"seen_version": typical.version}
    form = CheckerForm(posted(request), people=reads.may_check(typical), initial=initial)
    if request.method == "POST" and form.is_valid():
        checker, seen = form.cleaned_data["checker"], form.cleaned_data["seen_version"]
        given = {"checker_id": checker, "seen_version": seen}
        if tried(form, lambda: services.submit_typical(actor=actor, typical=typical, **given)):
            return redirect("cases:typical", key=key)
    return plain(request, pages.form_page(typical, _("Give it to an expert"), form))


@login_required
@require_http_methods(FORM)
def typical_check(request: HttpRequest, key: int) -> HttpResponse:
    """Agree to the publication, or send it back."""
    actor, typical = actor_of(request), typical_or_404(request, key)
    require(can_check_typical(actor, typical))
    form = CheckForm(posted(request), initial={"seen_version": typical.version})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        act = {"agree": given["answer"] == "yes", "said": given["said"], "seen_version": given["seen_version"]}
        if tried(form, lambda: services.check_typical(actor=actor, typical=typical, **act)):
            return redirect("cases:typical", key=key)
    return plain(request, pages.form_page(typical, _("Check the typical case"), form))


@login_required
@require_http_methods(FORM)
def typical_step(request: HttpRequest, key: int, step: str) -> HttpResponse:
    """Confirm a step: publish, withdraw, write on it again, do not pursue it."""
    actor, typical = actor_of(request), typical_or_404(request, key)
    wanted = pages.step_of(step)
    if wanted is None:
        raise Http404
    if typical.status not in wanted.sources:
        messages.warning(request, pages.has_moved_on(typical))
        return redirect("cases:typical", key=key)
    require(wanted.allowed(actor, typical))
    initial = {"seen_version": typical.version}
    form = CampaignStepForm(posted(request), needs_reason=bool(wanted.required), initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if tried(form, lambda: pages.take(actor, typical, step, given["reason"], given["seen_version"])):
            return redirect("cases:typical", key=key)
    return plain(request, pages.step_page(typical, wanted, form))
