"""Targets of a campaign: proposals, the list, what was found, the case opened from a target."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erdem.base import exports
from erdem.base.asking import actor_of
from erdem.base.policy import require
from erdem.cases import services
from erdem.cases.forms.campaigns import ArrangeForm, KnowsForm, TargetCaseForm, TargetForm, VisitForm
from erdem.cases.pages import campaign_forms as asking
from erdem.cases.pages import campaigns as pages
from erdem.cases.pages import targets as target_pages
from erdem.cases.policies import can_arrange, can_lead, can_take_part, can_visit
from erdem.cases.queries import campaigns, cases
from erdem.cases.queries.campaigns import SeenTarget
from erdem.cases.queries.queues import officers_of
from erdem.cases.views.campaigns import campaign_or_404
from erdem.cases.views.cases import FORM, posted
from erdem.cases.views.desk import plain, tried


def target_or_404(request: HttpRequest, number: str, ordinal: int) -> SeenTarget:
    """Return a target of a campaign that the reader sees.

    Raises:
        Http404: there is none.
    """
    found = campaigns.find_target(actor_of(request), campaign_or_404(request, number), ordinal)
    if found is None:
        raise Http404
    return found


@login_required
@require_http_methods(FORM)
def target_propose(request: HttpRequest, number: str) -> HttpResponse:
    """Proposals with their points and why; what is ticked goes on the list."""
    actor, campaign = actor_of(request), campaign_or_404(request, number)
    require(can_take_part(actor, campaign))
    wrong = ""
    if request.method == "POST":
        wrong = target_pages.taken(actor, campaign, request.POST.getlist("target"))
        if not wrong:
            return redirect("cases:campaign", number=number)
    page = target_pages.propose_page(actor, campaign, wrong)
    return render(request, "cases/campaigns/propose.html", {"page": page}, status=422 if wrong else 200)


@login_required
@require_http_methods(FORM)
def target_add(request: HttpRequest, number: str) -> HttpResponse:
    """Type a target in."""
    actor, campaign = actor_of(request), campaign_or_404(request, number)
    require(can_take_part(actor, campaign))
    form = TargetForm(posted(request), places=asking.places_for(actor, campaign))
    if request.method == "POST" and form.is_valid():
        new = form.content()
        if tried(form, lambda: services.add_target(actor=actor, campaign=campaign, new=new)):
            return redirect("cases:campaign", number=number)
    return plain(request, asking.form_page(campaign, _("Add a target"), form))


@login_required
@require_safe
def target_export(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """The list with its results as a table to take away."""
    if kind not in exports.FORMATS:
        raise Http404
    actor, campaign = actor_of(request), campaign_or_404(request, number)
    rows = target_pages.export_rows(actor, campaign, request.GET.get("sort", ""))
    return exports.table_response(kind, f"{campaign.number}-list", target_pages.export_columns(), rows)


@login_required
@require_safe
def target_print(request: HttpRequest, number: str) -> HttpResponse:
    """The list on paper, to take along and write on."""
    actor, campaign = actor_of(request), campaign_or_404(request, number)
    return exports.download("pdf", f"{number}-list", target_pages.list_pdf(actor, campaign), "application/pdf")


@login_required
@require_safe
def target_detail(request: HttpRequest, number: str, ordinal: int) -> HttpResponse:
    """One target: why it has its points, what was found, its case."""
    page = target_pages.detail_page(actor_of(request), target_or_404(request, number, ordinal))
    return render(request, "cases/campaigns/target.html", {"page": page})


@login_required
@require_http_methods(FORM)
def target_arrange(request: HttpRequest, number: str, ordinal: int) -> HttpResponse:
    """Put a target on the list, drop it, or give it to an office."""
    actor, target = actor_of(request), target_or_404(request, number, ordinal)
    require(can_arrange(actor, target))
    offices = campaigns.working_offices(actor, target.campaign)
    own = offices if can_lead(actor, target.campaign) else [target.office]
    form = ArrangeForm(posted(request), offices=own, initial=target_pages.arrangement_of(target))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        arranged = {"state": given["state"], "reason": given["reason"], "office_id": given["office"]}
        if tried(form, lambda: services.arrange_target(actor=actor, target=target, **arranged)):
            return redirect("cases:target", number=number, ordinal=ordinal)
    return plain(request, target_pages.form_page(target, _("Arrange the target"), form))


@login_required
@require_POST
def target_move(request: HttpRequest, number: str, ordinal: int) -> HttpResponse:
    """Move a target one place earlier or later."""
    target = target_or_404(request, number, ordinal)
    services.move_target(actor=actor_of(request), target=target, earlier=request.POST.get("way") == "earlier")
    return redirect(f"{pages.address(target.campaign)}#list")


@login_required
@require_http_methods(FORM)
def target_knows(request: HttpRequest, number: str, ordinal: int) -> HttpResponse:
    """Write down what an officer knows of a target."""
    actor, target = actor_of(request), target_or_404(request, number, ordinal)
    require(can_arrange(actor, target))
    form = KnowsForm(posted(request))
    if request.method == "POST" and form.is_valid():
        knows = form.cleaned_data["knows"]
        if tried(form, lambda: services.note_ground(actor=actor, target=target, knows=knows)):
            return redirect("cases:target", number=number, ordinal=ordinal)
    return plain(request, target_pages.form_page(target, _("Write down what is known of it"), form))


@login_required
@require_http_methods(FORM)
def target_result(request: HttpRequest, number: str, ordinal: int) -> HttpResponse:
    """Note what two officers found."""
    actor, target = actor_of(request), target_or_404(request, number, ordinal)
    require(can_visit(actor, target))
    form = VisitForm(
        posted(request),
        officers=[(each.pk, str(each)) for each in officers_of(actor, target.office_id)],
        inspections=[(each.pk, each.number) for each in campaigns.inspections_of(actor, target)],
    )
    if request.method == "POST" and form.is_valid():
        new = form.content()
        if tried(form, lambda: services.note_visit(actor=actor, target=target, new=new)):
            return redirect("cases:target", number=number, ordinal=ordinal)
    return plain(request, target_pages.form_page(target, _("Note a result"), form))


@login_required
@require_http_methods(FORM)
def target_case(request: HttpRequest, number: str, ordinal: int) -> HttpResponse:
    """Open a case from a target, or link one that is there."""
    actor, target = actor_of(request), target_or_404(request, number, ordinal)
    require(can_visit(actor, target))
    form = TargetCaseForm(posted(request), initial={"title": target.name})
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        existing = given.pop("existing")
        case = cases.find_case(actor, existing) if existing else None
        if existing and case is None:
            form.add_error("existing", _("There is no such case, or you do not see it."))
        elif tried(form, lambda: target_pages.tied(actor, target, case, given)):
            return redirect("cases:target", number=number, ordinal=ordinal)
    return plain(request, target_pages.form_page(target, _("Open or link the case"), form))
