"""Pages on which officers ask to open a sealed identity, decide about it, and open it once a second one has agreed."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from erdem.base.asking import actor_of
from erdem.base.policy import RuleBroken, require
from erdem.cases import services
from erdem.cases.forms.triage import UnlockForm
from erdem.cases.pages import intake as pages
from erdem.cases.policies import can_record
from erdem.cases.queries import filings as reads
from erdem.cases.views.filings import filing_or_404


def unlock_or_404(request: HttpRequest, key: int) -> reads.SeenUnlock:
    """Return a request to open an identity that the officer sees.

    Raises:
        PermissionRefused: the reader is no officer.
        Http404: there is none, or none that the reader may know of.
    """
    require(can_record(actor_of(request)))
    found = reads.get_unlock(actor_of(request), key)
    if found is None:
        raise Http404
    return found


@login_required
@require_safe
def unlock_list(request: HttpRequest) -> HttpResponse:
    """Requests to open identities, with every opening."""
    require(can_record(actor_of(request)))
    return render(request, "cases/unlock_list.html", {"page": pages.unlocks_page(actor_of(request))})


@login_required
@require_POST
def unlock_ask(request: HttpRequest, number: str) -> HttpResponse:
    """Ask to know who handed a filing in."""
    found, form = filing_or_404(request, number), UnlockForm(request.POST)
    if form.is_valid():
        try:
            services.ask_unlock(actor=actor_of(request), filing=found, reason=form.cleaned_data["reason"])
        except RuleBroken as refused:
            form.add_error("reason", str(refused))
        else:
            messages.success(request, _("Asked. Another officer of your office decides about it."))
            return redirect("cases:filing-detail", number=number)
    page = pages.office_page(actor_of(request), found, given={"unlock": form})
    return render(request, "cases/filing_detail.html", {"page": page}, status=422)


@login_required
@require_POST
def unlock_decide(request: HttpRequest, key: int) -> HttpResponse:
    """Say yes or no as the second officer."""
    found = unlock_or_404(request, key)
    approve = request.POST.get("do") == "approve"
    try:
        services.decide_unlock(
            actor=actor_of(request), unlock=found, approve=approve, note=request.POST.get("note", "")[:1000]
        )
    except RuleBroken as refused:
        messages.error(request, str(refused))
    return redirect("cases:unlock-list")


@login_required
@never_cache
@require_POST
def identity_open(request: HttpRequest, key: int) -> HttpResponse:
    """Show an identity, this once; the opening is noted."""
    found = unlock_or_404(request, key)
    try:
        identity = services.open_identity(actor=actor_of(request), unlock=found)
    except RuleBroken as refused:
        messages.error(request, str(refused))
        return redirect("cases:unlock-list")
    shown = {"unlock": found, "facts": pages.identity_shown(found.filing, identity)}
    return render(request, "cases/identity.html", shown)
