"""Pages of communities: list, home, proposal, recognition, papers, custodian."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from erdem.base import blobs
from erdem.base.asking import actor_of
from erdem.base.policy import RuleBroken, require
from erdem.knowledge import pages, policies, queries, services
from erdem.knowledge.community_workflow import COMMUNITY
from erdem.knowledge.forms import CustodianForm, PaperForm, ProfileForm, ReasonForm, initial_profile
from erdem.knowledge.views.request import community_or_404
from erdem.people import queries as people


@require_safe
def community_list(request: HttpRequest) -> HttpResponse:
    """The communities somebody may know of."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    page = pages.community_list_page(actor_of(request), words, request.GET.get("page"))
    return render(request, "knowledge/community_list.html", {"page": page})


@require_safe
def community_detail(request: HttpRequest, key: int) -> HttpResponse:
    """One community: its public face, and for members its home."""
    profile = community_or_404(request, key)
    page = pages.community_page(actor_of(request), profile)
    return render(request, "knowledge/community_detail.html", {"page": page})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def community_new(request: HttpRequest) -> HttpResponse:
    """Propose a community."""
    actor = actor_of(request)
    require(policies.can_propose_community(actor))
    form = ProfileForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            profile = services.propose_community(actor=actor, content=form.content())
        except RuleBroken as broken:
            place_error(form, broken)
        else:
            messages.success(request, _("The community is proposed. The office of its place recognises it."))
            return redirect("knowledge:community-detail", key=profile.pk)
    return _form(request, form, _("Propose a community"), None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def community_edit(request: HttpRequest, key: int) -> HttpResponse:
    """Say anew who the community is."""
    actor, profile = actor_of(request), community_or_404(request, key)
    require(policies.can_present_community(actor, profile))
    first = initial_profile(profile, list(queries.contacts(actor, profile)))
    form = ProfileForm(request.POST or None, initial=first, named=True)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            services.change_community(actor=actor, profile=profile, content=form.content(), version=version)
        except RuleBroken as broken:
            place_error(form, broken)
        else:
            messages.success(request, _("What your community says of itself is saved."))
            return redirect("knowledge:community-detail", key=key)
    return _form(request, form, _("Who %(name)s is") % {"name": profile.organisation.name}, profile)


def _form(request: HttpRequest, form: ProfileForm, title: str, profile: Any) -> HttpResponse:
    given = {"form": form, "title": title, "profile": profile, "trail": pages.community_trail(profile, title)}
    return render(request, "knowledge/community_form.html", {"page": given}, status=422 if form.is_bound else 200)


def place_error(form: Any, broken: RuleBroken) -> None:
    """Put what a service refused at its field, or at the top of the form."""
    form.add_error(broken.field if broken.field in form.fields else None, str(broken))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def community_step(request: HttpRequest, key: int, step: str) -> HttpResponse:
    """Recognise a community, or close it with a reason."""
    actor, profile = actor_of(request), community_or_404(request, key)
    if step not in ("recognise", "close"):
        raise Http404
    taken = COMMUNITY.step(step)
    require(taken.allowed(actor, profile))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and (step == "recognise" or form.is_valid()):
        try:
            if step == "recognise":
                services.recognise_community(actor=actor, profile=profile)
            else:
                services.close_community(actor=actor, profile=profile, reason=form.cleaned_data["reason"])
        except RuleBroken as broken:
            messages.error(request, str(broken))
        return redirect("knowledge:community-detail", key=key)
    if step == "recognise":
        return redirect("knowledge:community-detail", key=key)
    return _asking(request, profile, form, taken.label, "close")


def _asking(request: HttpRequest, profile: Any, form: Any, title: Any, kind: str) -> HttpResponse:
    given = {
        "form": form,
        "title": title,
        "profile": profile,
        "kind": kind,
        "trail": pages.community_trail(profile, title),
    }
    return render(request, "knowledge/community_ask.html", {"page": given}, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def community_custodian(request: HttpRequest, key: int) -> HttpResponse:
    """Hand every record of a community to a custodian."""
    actor, profile = actor_of(request), community_or_404(request, key)
    require(policies.can_close_community(actor, profile))
    form = CustodianForm(request.POST or None, actor=actor, besides=profile.organisation_id)
    if request.method == "POST" and form.is_valid():
        custodian = people.organisations().get(pk=int(form.cleaned_data["custodian"]))
        try:
            count = services.hand_to_custodian(
                actor=actor, profile=profile, custodian=custodian, reason=form.cleaned_data["reason"]
            )
        except RuleBroken as broken:
            place_error(form, broken)
        else:
            messages.success(request, _("%(count)s records were handed on.") % {"count": count})
            return redirect("knowledge:community-detail", key=key)
    return _asking(request, profile, form, _("Hand the records to a custodian"), "custodian")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def community_papers(request: HttpRequest, key: int) -> HttpResponse:
    """The papers by which somebody speaks for the community."""
    actor, profile = actor_of(request), community_or_404(request, key)
    require(policies.can_see_papers(actor, profile))
    form = PaperForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        content, name = (file.read(), file.name) if file else (b"", "")
        try:
            services.keep_paper(actor=actor, profile=profile, content=form.content(), file=content, file_name=name)
        except RuleBroken as broken:
            place_error(form, broken)
        else:
            messages.success(request, _("The paper is kept."))
            return redirect("knowledge:community-papers", key=key)
    page = pages.papers_page(actor, profile, form)
    return render(request, "knowledge/community_papers.html", {"page": page}, status=422 if form.is_bound else 200)


@login_required
@require_safe
def community_paper_file(request: HttpRequest, key: int, paper: int) -> FileResponse:
    """The file of a paper, to take away."""
    found = queries.papers(actor_of(request)).filter(profile_id=key, pk=paper, blob__isnull=False).first()
    if found is None or found.blob is None:
        raise Http404
    response = FileResponse(
        blobs.open_blob(found.blob), as_attachment=True, filename=found.file_name, content_type=found.blob.media_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def community_paper_withdraw(request: HttpRequest, key: int, paper: int) -> HttpResponse:
    """Take a paper back, with a reason."""
    actor, profile = actor_of(request), community_or_404(request, key)
    found = queries.papers(actor).filter(profile_id=key, pk=paper).first()
    if found is None:
        raise Http404
    require(policies.can_keep_papers(actor, profile))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.withdraw_paper(actor=actor, paper=found, reason=form.cleaned_data["reason"])
        except RuleBroken as broken:
            messages.error(request, str(broken))
        return redirect("knowledge:community-papers", key=key)
    return _asking(request, profile, form, _("Take the paper back"), "paper")
