"""The registry of parties, and parties of a case."""

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
from erdem.cases.forms.work import PartyForm, StandsForm
from erdem.cases.pages import parties as pages
from erdem.cases.pages import writing
from erdem.cases.policies import can_open_case, can_work
from erdem.cases.queries import cases, parties
from erdem.cases.queries.parties import SeenParty
from erdem.cases.views.cases import FORM, case_or_404, posted
from erdem.cases.views.desk import plain, tried


def party_or_404(request: HttpRequest, key: int) -> SeenParty:
    """Return an entry of the registry of the reader's office.

    Raises:
        Http404: there is none.
    """
    found = parties.find_party(actor_of(request), key)
    if found is None:
        raise Http404
    return found


@login_required
@require_safe
def party_list(request: HttpRequest) -> HttpResponse:
    """The registry of parties of the reader's office."""
    actor = actor_of(request)
    require(can_open_case(actor))
    page = pages.list_page(actor, request.GET.get("q", ""), request.GET.get("page", ""))
    return render(request, "cases/party_list.html", {"page": page})


@login_required
@require_safe
def party_detail(request: HttpRequest, key: int) -> HttpResponse:
    """One party: its cases, and who may be the same."""
    page = pages.detail_page(actor_of(request), party_or_404(request, key))
    return render(request, "cases/party_detail.html", {"page": page})


@login_required
@require_http_methods(FORM)
def party_new(request: HttpRequest) -> HttpResponse:
    """Enter a party."""
    actor = actor_of(request)
    require(can_open_case(actor))
    form, (office, *_more) = PartyForm(posted(request)), writing.own_houses(actor)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.save_party(actor=actor, office_id=office.pk, content=form.content())
            return redirect("cases:party-detail", key=made.pk)
        except RuleBroken as broken:
            form.add_error(broken.field if broken.field in form.fields else None, str(broken))
    return plain(request, pages.form_page(_("Enter a party"), form))


@login_required
@require_http_methods(FORM)
def party_edit(request: HttpRequest, key: int) -> HttpResponse:
    """Correct what is kept of a party."""
    actor, party = actor_of(request), party_or_404(request, key)
    initial = {name: getattr(party, name) for name in PartyForm.base_fields}
    form = PartyForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        content = form.content()
        if tried(
            form,
            lambda: services.save_party(actor=actor, office_id=party.office_id, content=content, party=party),
        ):
            return redirect("cases:party-detail", key=key)
    return plain(request, pages.form_page(_("Correct the entry"), form, party))


@login_required
@require_POST
def party_merge(request: HttpRequest, key: int, into: int) -> HttpResponse:
    """Make one entry of two."""
    actor, party, other = actor_of(request), party_or_404(request, key), party_or_404(request, into)
    try:
        services.merge_parties(actor=actor, party=party, into=other)
    except RuleBroken as broken:
        messages.warning(request, str(broken))
        return redirect("cases:party-detail", key=key)
    messages.success(request, _("The entries are merged."))
    return redirect("cases:party-detail", key=into)


@login_required
@require_http_methods(FORM)
def case_party_add(request: HttpRequest, number: str) -> HttpResponse:
    """Put a party of the registry into a case."""
    actor, case = actor_of(request), case_or_404(request, number)
    require(can_work(actor, case))
    form = StandsForm(posted(request), parties=pages.choices_of(actor))
    if request.method == "POST" and form.is_valid():
        party = party_or_404(request, form.cleaned_data["party"])
        role = form.cleaned_data["role"]
        if tried(form, lambda: services.add_case_party(actor=actor, case=case, party=party, role=role)):
            return redirect("cases:case-detail", number=number)
    return plain(request, writing.plain_page(case, _("Enter a party in the case"), form))


@login_required
@require_POST
def case_party_remove(request: HttpRequest, number: str, key: int) -> HttpResponse:
    """Take a party out of an open case."""
    actor, case = actor_of(request), case_or_404(request, number)
    require(can_work(actor, case))
    stands = cases.parties_of(actor, case).filter(pk=key).first()
    if stands is None:
        raise Http404
    try:
        services.remove_case_party(actor=actor, stands=stands)
    except RuleBroken as broken:
        messages.warning(request, str(broken))
    return redirect("cases:case-detail", number=number)
