"""Who works on a case: naming its handlers, asking somebody from outside to take part, and ending that."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from erdem.base.asking import actor_of
from erdem.base.policy import RuleBroken, require
from erdem.cases import services
from erdem.cases.forms.cases import AssignForm, MemberForm
from erdem.cases.pages import writing
from erdem.cases.policies import can_work
from erdem.cases.queries import cases
from erdem.cases.views.cases import FORM, case_or_404, posted


@login_required
@require_http_methods(FORM)
def case_assign(request: HttpRequest, number: str) -> HttpResponse:
    """Name who handles a case, or leave it to the team."""
    actor, case = actor_of(request), case_or_404(request, number)
    require(can_work(actor, case))
    initial = {"handler": case.handler_id, "second_handler": case.second_handler_id}
    form = AssignForm(posted(request), officers=writing.officer_choices(actor, case), initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.assign_case(
                actor=actor,
                case=case,
                handler_id=given["handler"],
                second_handler_id=given["second_handler"],
                note=given["note"],
            )
        except RuleBroken as broken:
            form.add_error(None, str(broken))
        else:
            messages.success(request, _("Who handles %(number)s is noted.") % {"number": number})
            return redirect("cases:case-detail", number=number)
    page = writing.assign_page(case, form)
    return render(request, "cases/case_plain_form.html", {"page": page}, status=422 if form.errors else 200)


@login_required
@require_http_methods(FORM)
def member_add(request: HttpRequest, number: str) -> HttpResponse:
    """Ask somebody from outside the office to take part."""
    actor, case = actor_of(request), case_or_404(request, number)
    require(can_work(actor, case))
    form = MemberForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            services.invite_member(
                actor=actor, case=case, username=form.cleaned_data["username"], role=form.cleaned_data["role"]
            )
        except RuleBroken as broken:
            form.add_error(broken.field if broken.field in form.fields else None, str(broken))
        else:
            return redirect("cases:case-detail", number=number)
    page = writing.member_page(case, form)
    return render(request, "cases/case_plain_form.html", {"page": page}, status=422 if form.errors else 200)


@login_required
@require_POST
def member_release(request: HttpRequest, number: str, key: int) -> HttpResponse:
    """End somebody's part in a case."""
    actor, case = actor_of(request), case_or_404(request, number)
    require(can_work(actor, case))
    member = cases.members_of(actor, case).filter(pk=key, until__isnull=True).first()
    if member is None:
        raise Http404
    services.release_member(actor=actor, member=member)
    messages.success(request, _("%(name)s takes part no more.") % {"name": member.user})
    return redirect("cases:case-detail", number=number)
