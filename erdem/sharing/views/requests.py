"""Pages of requests: the list, one request, the form, submitting, single steps."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erdem.base import exports
from erdem.base.asking import actor_of
from erdem.base.policy import RuleBroken, require
from erdem.sharing import policies, queries, services
from erdem.sharing.content import NamedRecord
from erdem.sharing.forms.requests import ReasonForm, RequestForm
from erdem.sharing.pages import checking as check_pages
from erdem.sharing.pages import requests as pages
from erdem.sharing.pages import writing
from erdem.sharing.workflow import REQUEST

FORM = ["GET", "HEAD", "POST"]
STEPS: dict[str, Callable[..., queries.AccessRequest]] = {
    "return": services.return_request,
    "reject": services.reject_request,
    "lapse": services.lapse_request,
    "withdraw": services.withdraw_request,
    "veto": services.veto_request,
}


def request_or_404(request: HttpRequest, number: str) -> queries.AccessRequest:
    """Return a request for access that the reader sees.

    Raises:
        Http404: there is none, or none that the reader may know of.
    """
    found = queries.get_request(actor_of(request), number)
    if found is None:
        raise Http404
    return found


@login_required
@require_safe
def request_list(request: HttpRequest) -> HttpResponse:
    """The requests that the reader sees; what waits stands first."""
    wanted = pages.wanted_of(request.GET)
    page = pages.list_page(actor_of(request), wanted, request.GET.get("page", ""), request.GET.urlencode())
    return render(request, "sharing/request_list.html", {"page": page})


@login_required
@require_safe
def request_export(request: HttpRequest, kind: str) -> HttpResponse:
    """The list as a table to take away."""
    if kind not in exports.FORMATS:
        raise Http404
    rows = pages.export_rows(pages.found(actor_of(request), pages.wanted_of(request.GET)))
    return exports.table_response(kind, pgettext("file", "access requests"), pages.export_columns(), rows)


@login_required
@require_safe
def request_detail(request: HttpRequest, number: str) -> HttpResponse:
    """One request: where it stands, what may be done now, what was answered."""
    page = pages.detail_page(actor_of(request), request_or_404(request, number))
    return render(request, "sharing/request_detail.html", {"page": page})


@login_required
@require_http_methods(FORM)
def request_new(request: HttpRequest) -> HttpResponse:
    """Begin a request; from the page of a record that record stands on it already."""
    actor = actor_of(request)
    require(policies.can_make_request(actor))
    follows = queries.get_request(actor, request.GET.get("follows", ""))
    form = writing.form_for(actor, None, request.POST or None, follows)
    if request.method != "POST":
        named = [NamedRecord(each[:40]) for each in request.GET.getlist("record")]
        named += writing.standing(follows, actor) if follows else []
        return _form(request, writing.form_page(actor, form, named), status=200)
    records = writing.chosen_of(request.POST)
    if request.POST.get("do") == "find" or not form.is_valid():
        return _looked(request, form, records, None)
    try:
        made = services.create_request(actor=actor, content=form.content(), records=records, follows=follows)
    except RuleBroken as broken:
        return _broken(request, form, records, broken, None)
    return _after_saving(request, made)


@login_required
@require_http_methods(FORM)
def request_edit(request: HttpRequest, number: str) -> HttpResponse:
    """Go on with a draft, or complete what was returned."""
    actor, found = actor_of(request), request_or_404(request, number)
    require(policies.can_edit_request(actor, found))
    form = writing.form_for(actor, found, request.POST or None)
    if request.method != "POST":
        page = writing.form_page(actor, form, writing.standing(found, actor), request=found)
        return _form(request, page, status=200)
    records = writing.chosen_of(request.POST)
    if request.POST.get("do") == "find" or not form.is_valid():
        return _looked(request, form, records, found)
    try:
        saved = services.edit_request(actor=actor, access_request=found, content=form.content(), records=records)
    except RuleBroken as broken:
        return _broken(request, form, records, broken, found)
    return _after_saving(request, saved)


def _form(request: HttpRequest, page: writing.FormPage, status: int) -> HttpResponse:
    return render(request, "sharing/request_form.html", {"page": page}, status=status)


def _looked(
    request: HttpRequest, form: RequestForm, records: list[NamedRecord], found: queries.AccessRequest | None
) -> HttpResponse:
    """Show the form again with what was looked up; nothing is saved, and what was written stays on the page."""
    looks = request.POST.get("do") == "find"
    if looks:
        form.errors.clear()
    words = request.POST.get("words", "") if looks else None
    page = writing.form_page(actor_of(request), form, records, request=found, words=words)
    return _form(request, page, status=200 if looks else 422)


def _broken(
    request: HttpRequest,
    form: RequestForm,
    records: list[NamedRecord],
    broken: RuleBroken,
    found: queries.AccessRequest | None,
) -> HttpResponse:
    error, of_records = str(broken), broken.field == "records"
    if broken.field in form.fields:
        form.add_error(broken.field, error)
        error = ""
    page = writing.form_page(
        actor_of(request),
        form,
        records,
        request=found,
        error="" if of_records else error,
        records_error=error if of_records else "",
    )
    return _form(request, page, status=422)


def _after_saving(request: HttpRequest, saved: queries.AccessRequest) -> HttpResponse:
    """Submit at once when that was pressed; what is missing is said, and the draft is kept."""
    if request.POST.get("do") == "submit":
        try:
            services.submit_request(actor=actor_of(request), access_request=saved)
        except RuleBroken as broken:
            messages.warning(request, _("The draft is saved. %(missing)s") % {"missing": broken})
            return redirect("sharing:request-edit", number=saved.number)
        messages.success(request, _("Request %(number)s is with the office.") % {"number": saved.number})
    else:
        messages.success(request, _("The draft %(number)s is saved.") % {"number": saved.number})
    return redirect("sharing:request-detail", number=saved.number)


@login_required
@require_POST
def request_submit(request: HttpRequest, number: str) -> HttpResponse:
    """Hand a draft in as it stands."""
    actor, found = actor_of(request), request_or_404(request, number)
    require(policies.can_edit_request(actor, found))
    try:
        services.submit_request(actor=actor, access_request=found)
    except RuleBroken as broken:
        messages.warning(request, str(broken))
        return redirect("sharing:request-edit", number=number)
    return redirect("sharing:request-detail", number=number)


@login_required
@require_http_methods(FORM)
def request_step(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Confirm one step on a page of its own: return, turn down, take back, stop."""
    actor, found = actor_of(request), request_or_404(request, number)
    if step not in STEPS:
        raise Http404
    wanted = REQUEST.step(step)
    require(wanted.allowed(actor, found))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            STEPS[step](actor=actor, access_request=found, reason=form.cleaned_data["reason"])
            return redirect("sharing:request-detail", number=number)
        except RuleBroken as broken:
            form.add_error("reason", str(broken))
    page = check_pages.step_page(found, wanted, form)
    return render(request, "sharing/request_step.html", {"page": page}, status=422 if form.errors else 200)
