"""Saved searches: keep one, see what is new, change how it is told, run it now, remove it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erdem.base.asking import actor_of
from erdem.base.formatting import number as counted
from erdem.base.policy import require
from erdem.literature import policies
from erdem.literature.forms import read_request
from erdem.literature.pages import saved as pages
from erdem.literature.pages.addresses import list_address
from erdem.literature.queries import QueryError
from erdem.literature.queries import saved as queries
from erdem.literature.services import alerts, saved
from erdem.literature.work_forms import OnForm, SavedSearchForm


@login_required
@require_safe
def saved_list(request: HttpRequest) -> HttpResponse:
    """All saved searches, those with new hits first."""
    return render(request, "literature/saved_list.html", {"page": pages.list_page(actor_of(request))})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def saved_new(request: HttpRequest) -> HttpResponse:
    """Save the search that stands in the address."""
    actor, asked = actor_of(request), read_request(request.GET)
    form = SavedSearchForm(actor, request.POST or None, initial={"name": asked.query[:100]})
    try:
        if request.method == "POST" and form.is_valid():
            with OnForm(form):
                search = saved.save_search(actor=actor, asked=asked, telling=form.telling())
                return redirect("literature:saved-detail", number=search.pk)
        page = pages.new_page(actor, form, asked)
    except QueryError:
        return redirect(list_address(asked))  # the list says where the line cannot be read
    return render(request, "literature/saved_form.html", {"page": page}, status=422 if form.is_bound else 200)


@login_required
@require_safe
def saved_detail(request: HttpRequest, number: int) -> HttpResponse:
    """One saved search with its new hits."""
    actor = actor_of(request)
    search = get_object_or_404(queries.searches(actor), pk=number)
    page = pages.saved_page(actor, search, request.GET.get("page", "1"))
    return render(request, "literature/saved_detail.html", {"page": page})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def saved_edit(request: HttpRequest, number: int) -> HttpResponse:
    """Rename a search, change how it is told and with whom it is shared."""
    actor = actor_of(request)
    search = get_object_or_404(queries.searches(actor), pk=number)
    require(policies.can_change_search(actor, search))
    first = {
        "name": search.name,
        "rhythm": search.rhythm,
        "by_mail": search.by_mail,
        "organisation": search.organisation_id,
    }
    form = SavedSearchForm(actor, request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        with OnForm(form):
            saved.change_search(actor=actor, search=search, telling=form.telling())
            return redirect("literature:saved-detail", number=number)
    page = pages.edit_page(actor, form, search)
    return render(request, "literature/saved_form.html", {"page": page}, status=422 if form.is_bound else 200)


@login_required
@require_POST
def saved_look(request: HttpRequest, number: int) -> HttpResponse:
    """Run a search now."""
    actor = actor_of(request)
    search = get_object_or_404(queries.searches(actor), pk=number)
    require(policies.can_change_search(actor, search))
    try:
        look = alerts.look_again(actor=actor, search_id=search.pk)
    except QueryError as error:
        messages.warning(
            request, _("The search line cannot be read any more: %(reason)s") % {"reason": queries.fault_words(error)}
        )
    else:
        words = ngettext("%(count)s new hit.", "%(count)s new hits.", look.new)
        messages.success(request, words % {"count": counted(look.new)})
    return redirect("literature:saved-detail", number=number)


@login_required
@require_POST
def saved_read(request: HttpRequest, number: int) -> HttpResponse:
    """Mark hits of a search as read: the named ones, or all of them."""
    actor = actor_of(request)
    search = get_object_or_404(queries.searches(actor), pk=number)
    require(policies.can_change_search(actor, search))
    named = [int(key) for key in request.POST.getlist("hit")[: pages.PER_PAGE] if key.isdecimal() and len(key) < 19]
    saved.mark_read(actor=actor, search=search, hit_ids=named or None)
    return redirect("literature:saved-detail", number=number)


@login_required
@require_POST
def saved_read_all(request: HttpRequest) -> HttpResponse:
    """Mark the new hits of all own searches as read."""
    saved.mark_read(actor=actor_of(request))
    return redirect("literature:saved-list")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def saved_remove(request: HttpRequest, number: int) -> HttpResponse:
    """Ask once more, then remove a search."""
    actor = actor_of(request)
    search = get_object_or_404(queries.searches(actor), pk=number)
    require(policies.can_change_search(actor, search))
    if request.method == "POST":
        saved.remove_search(actor=actor, search=search)
        messages.success(request, _("The search “%(name)s” was removed.") % {"name": search.name})
        return redirect("literature:saved-list")
    page = pages.saved_page(actor, search, "1")
    return render(request, "literature/saved_remove.html", {"page": page})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def saved_mail_off(request: HttpRequest) -> HttpResponse:
    """Where the link in each digest leads: send this person no more e-mail."""
    actor = actor_of(request)
    if request.method == "POST":
        saved.stop_mail(actor=actor)
        messages.success(request, _("No more e-mail is sent to you about saved searches. They go on looking."))
        return redirect("literature:saved-list")
    return render(request, "literature/saved_mail_off.html", {"page": pages.list_page(actor)})
