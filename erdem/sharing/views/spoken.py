"""Pages on which the office takes down the answer of a community that has no account, and a second person confirms it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erdem.base import blobs
from erdem.base.actor import Actor
from erdem.base.asking import actor_of
from erdem.base.policy import RuleBroken, require
from erdem.sharing import policies, queries, services
from erdem.sharing.forms.spoken import AsideForm, SpokenForm
from erdem.sharing.pages import answering
from erdem.sharing.pages import spoken as pages
from erdem.sharing.views.requests import FORM, request_or_404


def _question(actor: Actor, found: queries.AccessRequest, community: int) -> queries.HolderQuestion:
    question = next((each for each in queries.questions_of(actor, found) if each.community_id == community), None)
    if question is None:
        raise Http404
    return question


@login_required
@require_http_methods(FORM)
def spoken_answer(request: HttpRequest, number: str, community: int) -> HttpResponse:
    """The question to read out, the form to take the answer down, or what waits to be confirmed."""
    actor, found = actor_of(request), request_or_404(request, number)
    question = _question(actor, found, community)
    require(policies.can_take_down(actor, question))
    is_sent = request.method == "POST"
    form, error = SpokenForm(request.POST if is_sent else None, request.FILES if is_sent else None), ""
    if form.is_valid():
        said = answering.decisions_of(question, queries.requested_of(actor, found), request.POST)
        try:
            services.take_down_answer(actor=actor, question=question, decisions=said, content=form.content())
            messages.success(request, _("Taken down. It counts once another person of the office has confirmed it."))
            return redirect("sharing:spoken-answer", number=number, community=community)
        except RuleBroken as broken:
            if broken.field in form.fields:
                form.add_error(broken.field, str(broken))
            else:
                error = str(broken)
    page = pages.spoken_page(actor, found, question, form, request.POST or None, error)
    return render(request, "sharing/spoken_answer.html", {"page": page}, status=422 if is_sent else 200)


@login_required
@require_POST
def spoken_decide(request: HttpRequest, number: str, community: int) -> HttpResponse:
    """Confirm the answer that was taken down, or put it aside with a reason; a second click changes nothing."""
    actor, found = actor_of(request), request_or_404(request, number)
    question = _question(actor, found, community)
    require(policies.can_take_down(actor, question))
    held = next((each for each in queries.spoken_of(actor, question) if each.put_aside_at is None), None)
    if held is None:
        raise Http404
    aside = AsideForm(request.POST)
    error = ""
    try:
        if request.POST.get("do") == "confirm":
            services.confirm_spoken(actor=actor, spoken=held)
            messages.success(request, _("Confirmed. It is the answer of the community."))
            return redirect("sharing:request-detail", number=number)
        if aside.is_valid():
            services.put_spoken_aside(actor=actor, spoken=held, reason=aside.cleaned_data["reason"])
            messages.success(request, _("Put aside. Another answer may be taken down."))
            return redirect("sharing:spoken-answer", number=number, community=community)
    except RuleBroken as broken:
        error = str(broken)
    page = pages.spoken_page(actor, found, question, SpokenForm(), None, error, aside)
    return render(request, "sharing/spoken_answer.html", {"page": page}, status=422)


@login_required
@require_safe
def spoken_file(request: HttpRequest, number: str, community: int, key: int) -> FileResponse:
    """The scan or the recording, for the office and the community."""
    actor, found = actor_of(request), request_or_404(request, number)
    question = _question(actor, found, community)
    held = next((each for each in queries.spoken_of(actor, question) if each.pk == key), None)
    if held is None:
        raise Http404
    services.note_spoken_opened(actor=actor, spoken=held)
    blob = held.evidence
    response = FileResponse(blobs.open_blob(blob), filename=held.file_name, content_type=blob.media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; media-src 'self'; sandbox"
    return response
