"""Pages of the office that checks a request and of the communities that answer it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erdem.base import blobs
from erdem.base.asking import actor_of
from erdem.base.policy import RuleBroken, require
from erdem.knowledge import queries as knowledge
from erdem.sharing import policies, queries, services
from erdem.sharing.forms.requests import HolderAnswerForm, QuorumForm
from erdem.sharing.pages import answering, checking
from erdem.sharing.views.requests import FORM, request_or_404


@login_required
@require_safe
def request_check(request: HttpRequest, number: str) -> HttpResponse:
    """The formal check of the office."""
    actor, found = actor_of(request), request_or_404(request, number)
    require(policies.can_handle_request(actor, found))
    return render(request, "sharing/request_check.html", {"page": checking.check_page(actor, found)})


@login_required
@require_POST
def request_accept(request: HttpRequest, number: str) -> HttpResponse:
    """Pass the formal check."""
    actor, found = actor_of(request), request_or_404(request, number)
    require(policies.can_handle_request(actor, found))
    try:
        services.accept_request(actor=actor, access_request=found)
    except RuleBroken as broken:
        page = checking.check_page(actor, request_or_404(request, number), str(broken))
        return render(request, "sharing/request_check.html", {"page": page}, status=422)
    return redirect("sharing:request-detail", number=number)


@login_required
@require_POST
def approval_record(request: HttpRequest, number: str, approval: int) -> HttpResponse:
    """Record an approval with its scan, or why none is needed."""
    actor, found = actor_of(request), request_or_404(request, number)
    require(policies.can_handle_request(actor, found))
    held = next((each for each in queries.approvals_of(actor, found) if each.pk == approval), None)
    if held is None:
        raise Http404
    form, error = checking.approval_form(held, request.POST, request.FILES), ""
    if form.is_valid():
        try:
            services.record_approval(actor=actor, approval=held, content=form.content())
            return redirect("sharing:request-check", number=number)
        except RuleBroken as broken:
            if broken.field in form.fields:
                form.add_error(broken.field, str(broken))
            else:
                error = str(broken)
    page = checking.check_page(actor, found, error, form)
    return render(request, "sharing/request_check.html", {"page": page}, status=422)


@login_required
@require_safe
def approval_file(request: HttpRequest, number: str, approval: int) -> FileResponse:
    """The scan of an approval, for whoever sees the request."""
    actor, found = actor_of(request), request_or_404(request, number)
    held = next((each for each in queries.approvals_of(actor, found) if each.pk == approval), None)
    if held is None or held.blob is None:
        raise Http404
    response = FileResponse(blobs.open_blob(held.blob), filename=held.file_name, content_type=held.blob.media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


@login_required
@require_POST
def record_escalate(request: HttpRequest, number: str, requested: int) -> HttpResponse:
    """Have the community asked although a label forbids the purpose."""
    actor, found = actor_of(request), request_or_404(request, number)
    require(policies.can_escalate(actor, found))
    held = next((each for each in queries.requested_of(actor, found) if each.pk == requested), None)
    if held is None:
        raise Http404
    services.escalate_record(actor=actor, requested=held)
    office = policies.can_handle_request(actor, found)
    return redirect("sharing:request-check" if office else "sharing:request-detail", number=number)


@login_required
@require_http_methods(FORM)
def request_answer(request: HttpRequest, number: str) -> HttpResponse:
    """The page of the community: who asks for what, and a yes or a no to each record."""
    actor, found = actor_of(request), request_or_404(request, number)
    own = [each for each in queries.questions_of(actor, found) if each.community_id in actor.organisation_ids]
    question = queries.question_for(actor, found) or next(iter(own), None)
    if question is None:
        raise Http404
    form, error = HolderAnswerForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        require(policies.can_answer_question(actor, question))
        rows = queries.requested_of(actor, found)
        said = answering.decisions_of(question, rows, request.POST)
        try:
            services.answer_question(actor=actor, question=question, decisions=said, **form.cleaned_data)
            return redirect("sharing:request-answer", number=number)
        except RuleBroken as broken:
            error = str(broken)
    page = answering.answer_page(actor, found, question, form, request.POST or None, error)
    return render(request, "sharing/request_answer.html", {"page": page}, status=422 if error else 200)


@login_required
@require_http_methods(FORM)
def record_quorum(request: HttpRequest, number: str, record: str) -> HttpResponse:
    """Say for one's community how many of those that hold a record have to agree, from the next request on."""
    actor, found = actor_of(request), request_or_404(request, number)
    held = knowledge.get_record(actor, record)
    own = min(set(held.holders if held else ()) & actor.speaks_for, default=None)
    if held is None or own is None:
        raise Http404
    form = QuorumForm(request.POST or None, initial={"needed": len(held.holders)})
    if request.method == "POST" and form.is_valid():
        needed = form.cleaned_data["needed"]
        try:
            services.choose_quorum(actor=actor, record=held, community_id=own, needed=needed)
            messages.success(request, str(answering.chosen_words(needed)))
            return redirect("sharing:request-detail", number=number)
        except RuleBroken as broken:
            form.add_error("needed", str(broken))
    page = answering.quorum_page(found, held, form)
    return render(request, "sharing/record_quorum.html", {"page": page}, status=422 if form.errors else 200)
