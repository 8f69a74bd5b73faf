"""Pages of permits for those concerned: the list, the permit of a request, its steps, and what the parties decide about it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erdem.base.asking import actor_of
from erdem.base.exports import FORMATS, table_response
from erdem.base.policy import RuleBroken, require
from erdem.sharing import policies
from erdem.sharing.forms.permits import AmendForm, MatterForm, PublicationForm, ReasonForm, TermForm, WithdrawForm
from erdem.sharing.pages import permits as pages
from erdem.sharing.queries import permits as reads
from erdem.sharing.services import permit_parties, permits
from erdem.sharing.views.permit_register import file_response

TEMPLATE = "sharing/permit_request.html"


def _request(request: HttpRequest, number: str) -> reads.AccessRequest:
    found = reads.request_for_permit(actor_of(request), number)
    if found is None:
        raise Http404
    return found


def permit_or_404(request: HttpRequest, number: str) -> reads.Permit:
    """Return a permit that the reader sees.

    Raises:
        Http404: there is none.
    """
    found = reads.get_permit(actor_of(request), number)
    if found is None:
        raise Http404
    return found


def _again(request: HttpRequest, asked: reads.AccessRequest, **bound: Any) -> HttpResponse:
    page = pages.request_page(actor_of(request), asked, **bound)
    return render(request, TEMPLATE, {"page": page}, status=422)


@login_required
@require_safe
def permit_list(request: HttpRequest) -> HttpResponse:
    """The permits that this person sees."""
    return render(request, "sharing/permit_list.html", {"page": pages.list_page(actor_of(request), request.GET)})


@login_required
@require_safe
def permit_export(request: HttpRequest, kind: str) -> HttpResponse:
    """The same list as a table to take away."""
    if kind not in FORMATS:
        raise Http404
    found = reads.permit_list(actor_of(request), request.GET.get("sort", ""))
    return table_response(kind, "permits", pages.export_heads(), pages.export_rows(found))


@login_required
@require_safe
def request_permit(request: HttpRequest, number: str) -> HttpResponse:
    """The permit of a request: what it still lacks, what is published, what can be done."""
    page = pages.request_page(actor_of(request), _request(request, number))
    return render(request, TEMPLATE, {"page": page})


@login_required
@require_POST
def permit_issue(request: HttpRequest, number: str) -> HttpResponse:
    """Issue the permit."""
    actor, asked = actor_of(request), _request(request, number)
    require(policies.can_issue(actor, asked))
    form = TermForm(request.POST)
    if not form.is_valid():
        return _again(request, asked, form=form)
    try:
        made = permits.issue_permit(actor=actor, access_request=asked, term=permits.Term(**form.cleaned_data))
    except RuleBroken as broken:
        form.add_error(None, str(broken))
        return _again(request, asked, form=form)
    messages.success(request, _("Permit %(number)s was issued, and access is open.") % {"number": made.number})
    return redirect("permitting:request-permit", number=number)


@login_required
@require_POST
def permit_matter(request: HttpRequest, number: str) -> HttpResponse:
    """Keep the words about the subject-matter."""
    actor, asked = actor_of(request), _request(request, number)
    require(policies.can_issue(actor, asked))
    form = MatterForm(request.POST)
    if not form.is_valid():
        return _again(request, asked, matter_form=form)
    content = permit_parties.MatterContent(**form.cleaned_data)
    permit_parties.write_matter(actor=actor, access_request=asked, content=content)
    messages.success(request, _("The words were saved. Each party now decides whether they may be published."))
    return redirect("permitting:request-permit", number=number)


@login_required
@require_POST
def permit_publication(request: HttpRequest, number: str) -> HttpResponse:
    """Keep what one party lets the register show."""
    actor, asked = actor_of(request), _request(request, number)
    form = PublicationForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("This cannot be read. Nothing was saved."))
        return redirect("permitting:request-permit", number=number)
    given = form.cleaned_data
    require(policies.can_publish(actor, asked, given["community"]))
    try:
        permit_parties.choose_publication(
            actor=actor, access_request=asked, community=given["community"], parts=given["parts"], seen=given["seen"]
        )
        messages.success(request, _("Saved. What any party keeps to itself is not shown."))
    except RuleBroken as broken:
        messages.warning(request, str(broken))
    return redirect("permitting:request-permit", number=number)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def permit_step(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Ask for the reason, then suspend, put in force again, revoke or amend."""
    actor, permit = actor_of(request), permit_or_404(request, number)
    if step not in ("amend", "suspend", "resume", "revoke"):
        raise Http404
    require(policies.can_keep_permit(actor, permit))
    data = request.POST if request.method == "POST" else None
    initial = {"valid_from": permit.valid_from, "expires_on": permit.expires_on}
    form = AmendForm(data, initial=initial) if step == "amend" else ReasonForm(data)
    if form.is_valid():
        try:
            done = _take(request, permit, step, form.cleaned_data)
        except RuleBroken as broken:
            form.add_error(None, str(broken))
        else:
            messages.success(request, done)
            return redirect("permitting:request-permit", number=permit.request.number)
    context = {"permit": permit, "form": form, "page": pages.step_page(permit, step)}
    return render(request, "sharing/permit_step.html", context, status=422 if form.is_bound else 200)


def _take(request: HttpRequest, permit: reads.Permit, step: str, given: dict[str, Any]) -> str:
    actor = actor_of(request)
    if step == "amend":
        term = permits.Term(given["valid_from"], given["expires_on"])
        made = permits.amend_permit(
            actor=actor, permit=permit, term=term, intent=given["intent"], because=given["because"]
        )
        words = _("Permit %(number)s was issued in its place.")
        return words % {"number": made.number}
    permits.move_permit(actor=actor, permit=permit, step=step, reason=given["reason"])
    return _("Permit %(number)s was changed, and access follows.") % {"number": permit.number}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def permit_withdraw(request: HttpRequest, number: str, community: int) -> HttpResponse:
    """A community takes its consent back."""
    actor, permit = actor_of(request), permit_or_404(request, number)
    require(policies.can_withdraw_consent(actor, permit, community))
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            permit_parties.withdraw_from_permit(
                actor=actor, permit=permit, community=community, reason=form.cleaned_data["reason"]
            )
        except RuleBroken as broken:
            form.add_error(None, str(broken))
        else:
            messages.success(request, _("Your community has taken its consent back. No new use is allowed."))
            return redirect("permitting:request-permit", number=permit.request.number)
    context = {"permit": permit, "form": form, "page": pages.withdraw_page(permit)}
    return render(request, "sharing/permit_step.html", context, status=422 if form.is_bound else 200)


@login_required
@require_safe
def permit_whole_file(request: HttpRequest, number: str) -> HttpResponse:
    """The paper of the parties."""
    permit = permit_or_404(request, number)
    return file_response(reads.whole_file(permit), f"{permit.number}-parties.pdf", "application/pdf")
