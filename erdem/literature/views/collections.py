"""Collections: make, look into, fill, rate, take out and put back, take away, remove."""

from __future__ import annotations

import time
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erdem.base import exports
from erdem.base.asking import actor_of
from erdem.base.formatting import number as counted
from erdem.base.policy import require
from erdem.literature import policies
from erdem.literature.forms import read_request
from erdem.literature.pages import collections as pages
from erdem.literature.pages.addresses import list_address
from erdem.literature.queries import QueryError, matching_ids, publications_by_id
from erdem.literature.queries import collections as queries
from erdem.literature.queries.ris import ris_text
from erdem.literature.services import collections as services
from erdem.literature.views.taking import ris_response
from erdem.literature.work_forms import AddForm, CollectionForm, ItemForm, OnForm

TAKEN: Final = "literature.taken_out"
UNDO_SECONDS: Final = 3600
LISTED: Final = 10


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def collection_list(request: HttpRequest) -> HttpResponse:
    """The collections one may see, and the form for another one."""
    actor = actor_of(request)
    form = CollectionForm(actor, request.POST or None)
    if request.method == "POST" and form.is_valid():
        with OnForm(form):
            made = services.make_collection(actor=actor, heading=form.heading())
            return redirect("literature:collection-detail", number=made.pk)
    page = pages.list_page(actor, form)
    return render(request, "literature/collection_list.html", {"page": page}, status=422 if form.is_bound else 200)


@login_required
@require_safe
def collection_detail(request: HttpRequest, number: int) -> HttpResponse:
    """What lies in a collection."""
    actor = actor_of(request)
    collection = get_object_or_404(queries.collections(actor), pk=number)
    selection = _selection(request)
    page = pages.collection_page(actor, collection, selection, request.GET.get("page", "1"), _taken(request))
    return render(request, "literature/collection_detail.html", {"page": page})


def _selection(request: HttpRequest) -> queries.Selection:
    rating, order = request.GET.get("rating", ""), request.GET.get("order", "")
    return queries.Selection(
        rating=int(rating) if rating in {"1", "2", "3", "4", "5"} else 0,
        order=order if order in queries.ORDERS else queries.ORDERS[0],
    )


def _taken(request: HttpRequest) -> dict[str, Any]:
    """Return what this person took out last, while it can be put back."""
    taken: dict[str, Any] = request.session.get(TAKEN, {})
    return taken if taken.get("until", 0) > time.time() else {}


@login_required
@require_safe
def collection_export(request: HttpRequest, number: int, kind: str) -> HttpResponse:
    """The collection as selected, with notes and ratings, as a table or for a reference manager."""
    actor = actor_of(request)
    collection, selection = get_object_or_404(queries.collections(actor), pk=number), _selection(request)
    name = f"erdem-collection-{number}"
    if kind == "ris":
        return ris_response(name, ris_text(actor, *queries.item_notes(actor, collection, selection)))
    return exports.table_response(kind, name, queries.item_heads(), queries.item_rows(actor, collection, selection))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def collection_edit(request: HttpRequest, number: int) -> HttpResponse:
    """Rename a collection, change its note and with whom it is shared."""
    actor = actor_of(request)
    collection = get_object_or_404(queries.collections(actor), pk=number)
    require(policies.can_change_collection(actor, collection))
    first = {"name": collection.name, "note": collection.note, "organisation": collection.organisation_id}
    form = CollectionForm(actor, request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        with OnForm(form):
            services.change_collection(actor=actor, collection=collection, heading=form.heading())
            return redirect("literature:collection-detail", number=number)
    page = pages.form_page(actor, collection, form)
    return render(request, "literature/collection_form.html", {"page": page}, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def collection_remove(request: HttpRequest, number: int) -> HttpResponse:
    """Ask once more, then remove a collection."""
    actor = actor_of(request)
    collection = get_object_or_404(queries.collections(actor), pk=number)
    require(policies.can_change_collection(actor, collection))
    if request.method == "POST":
        services.remove_collection(actor=actor, collection=collection)
        messages.success(request, _("The collection “%(name)s” was removed.") % {"name": collection.name})
        return redirect("literature:collection-list")
    page = pages.form_page(actor, collection, CollectionForm(actor))
    return render(request, "literature/collection_remove.html", {"page": page})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def collection_item(request: HttpRequest, number: int, item: int) -> HttpResponse:
    """Write note and rating of one publication."""
    actor = actor_of(request)
    collection = get_object_or_404(queries.collections(actor), pk=number)
    held = get_object_or_404(queries.items(actor, collection), pk=item)
    form = ItemForm(request.POST or None, initial=pages.item_first(held))
    if request.method == "POST" and form.is_valid():
        with OnForm(form):
            services.annotate_item(actor=actor, item=held, **form.cleaned_data)
            return redirect("literature:collection-detail", number=number)
        form.see(services.fingerprint(held))
    page = pages.item_page(held, form)
    return render(request, "literature/collection_item.html", {"page": page}, status=422 if form.is_bound else 200)


@login_required
@require_POST
def collection_take_out(request: HttpRequest, number: int) -> HttpResponse:
    """Take ticked publications out; for an hour they can be put back."""
    actor = actor_of(request)
    collection = get_object_or_404(queries.collections(actor), pk=number)
    named = [int(key) for key in request.POST.getlist("item")[: pages.PER_PAGE] if key.isdecimal() and len(key) < 19]
    taken = services.take_out(actor=actor, collection=collection, item_ids=named)
    if taken:
        request.session[TAKEN] = {"collection": number, "items": taken, "until": time.time() + UNDO_SECONDS}
    else:
        messages.warning(request, _("Nothing was taken out: no publication was ticked, or it is gone already."))
    return redirect("literature:collection-detail", number=number)


@login_required
@require_POST
def collection_undo(request: HttpRequest, number: int) -> HttpResponse:
    """Put back what was taken out last."""
    actor = actor_of(request)
    collection = get_object_or_404(queries.collections(actor), pk=number)
    taken = _taken(request)
    if taken.get("collection") == number:
        services.put_back(actor=actor, collection=collection, taken=taken["items"])
        del request.session[TAKEN]
    else:
        messages.warning(request, _("There is nothing to put back: it is possible for one hour after taking out."))
    return redirect("literature:collection-detail", number=number)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def collection_add(request: HttpRequest) -> HttpResponse:
    """Add publications to a collection: those named, or with ``whole`` the first ones that the search in the address finds."""
    actor, asked = actor_of(request), read_request(request.GET)
    whole = request.GET.get("whole") == "1"
    try:
        ids = matching_ids(actor, asked, most=services.MOST_AT_ONCE) if whole else _named(request)
    except QueryError:
        return redirect(list_address(asked))
    form = AddForm(pages.fillable(actor), request.POST or None, initial={"collection": request.GET.get("collection")})
    if request.method == "POST" and form.is_valid():
        with OnForm(form):
            return _add(request, form, ids)
    shown = publications_by_id(actor, ids if not whole else ids[:LISTED])
    page = pages.add_page(form, shown, total=len(ids), whole=whole, back=list_address(asked))
    return render(request, "literature/collection_add.html", {"page": page}, status=422 if form.is_bound else 200)


def _named(request: HttpRequest) -> list[int]:
    keys = (request.POST.getlist("publication") or request.GET.getlist("publication"))[: services.MOST_AT_ONCE]
    return queries.ids_of(actor_of(request), keys)


def _add(request: HttpRequest, form: AddForm, ids: list[int]) -> HttpResponse:
    actor, given = actor_of(request), form.cleaned_data
    chosen = queries.get_collection(actor, given.get("collection") or 0)
    collection, came = services.collect(
        actor=actor, collection=chosen, name=given["name"], publication_ids=ids, note=given["note"]
    )
    words = ngettext("%(count)s publication was added.", "%(count)s publications were added.", came.added)
    if came.held:
        words += _("%(held)s lay there already.")
    messages.success(request, words % {"count": counted(came.added), "held": counted(came.held)})
    return redirect("literature:collection-detail", number=collection.pk)
