"""Pages of public notices, open to everybody, and the page on which an expert declares and votes."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erdem.base.asking import actor_of
from erdem.base.policy import RuleBroken, require
from erdem.knowledge import policies, services
from erdem.knowledge.forms.register import InterestForm, ObjectionForm, VoteForm
from erdem.knowledge.pages.public_notices import expert_page, notice_page, notices_page
from erdem.knowledge.queries.experts import get_assignment
from erdem.knowledge.queries.public_notices import get_notice


@require_safe
def public_notices(request: HttpRequest) -> HttpResponse:
    """The running notices."""
    return render(request, "knowledge/public_notices.html", {"page": notices_page(actor_of(request))})


@require_safe
def public_notice(request: HttpRequest, number: str) -> HttpResponse:
    """One notice."""
    notice = get_notice(actor_of(request), number)
    if notice is None:
        raise Http404
    sent = request.GET.get("sent") == "1"
    page = notice_page(actor_of(request), notice, sent=sent)
    return render(request, "knowledge/public_notice.html", {"page": page})


@require_POST
def public_notice_object(request: HttpRequest, number: str) -> HttpResponse:
    """Anybody objects."""
    actor, notice = actor_of(request), get_notice(actor_of(request), number)
    if notice is None:
        raise Http404
    require(policies.can_object(actor, notice))
    form = ObjectionForm(request.POST)
    if form.is_valid():
        try:
            services.file_objection(actor=actor, notice=notice, complaint=form.complaint())
        except RuleBroken as broken:
            form.add_error(broken.field if broken.field in form.fields else None, str(broken))
        else:
            there = redirect("knowledge:public-notice", number=number)
            return redirect(f"{there.url}?sent=1")
    return render(request, "knowledge/public_notice.html", {"page": notice_page(actor, notice, form)}, status=422)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def expert_review(request: HttpRequest, key: int) -> HttpResponse:
    """What an expert is asked: first to declare an interest, then to vote."""
    actor = actor_of(request)
    assignment = get_assignment(actor, key)
    if assignment is None or assignment.user_id != actor.user_id:
        raise Http404
    if request.method != "POST":
        return render(request, "knowledge/expert_review.html", {"page": expert_page(actor, assignment)})
    form: InterestForm | VoteForm = VoteForm(request.POST) if assignment.interest else InterestForm(request.POST)
    if form.is_valid():
        try:
            _say(request, form, key)
        except RuleBroken as broken:
            form.add_error(broken.field if broken.field in form.fields else None, str(broken))
        else:
            return redirect("knowledge:expert-review", key=key)
    return render(request, "knowledge/expert_review.html", {"page": expert_page(actor, assignment, form)}, status=422)


def _say(request: HttpRequest, form: InterestForm | VoteForm, key: int) -> None:
    actor = actor_of(request)
    assignment = get_assignment(actor, key)
    given = form.cleaned_data
    if assignment is None:
        raise Http404
    if isinstance(form, InterestForm):
        text = given["interest_text"]
        services.declare_interest(actor=actor, assignment=assignment, interest=given["interest"], text=text)
    else:
        services.cast_vote(actor=actor, assignment=assignment, **given)
        messages.success(request, _("Your vote was taken. Thank you."))
