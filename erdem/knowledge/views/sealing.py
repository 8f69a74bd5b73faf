"""Pages of sealed content. What is sent to and from them is encrypted in the browser; programs answer in JSON."""

from __future__ import annotations

from django import forms as django_forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erdem.base.asking import actor_of
from erdem.base.policy import RuleBroken, require
from erdem.knowledge import pages, policies, queries, services
from erdem.knowledge.forms import SealForm
from erdem.knowledge.views.request import record_or_404

CONFLICT = 409
UNCLEAR = 422


def refused(message: str, status: int = UNCLEAR) -> JsonResponse:
    """Return why something was not done, as a sentence for the page."""
    return JsonResponse({"message": message}, status=status, json_dumps_params={"ensure_ascii": False})


def first_error(form: django_forms.Form) -> JsonResponse:
    """Return the first thing that is wrong with what was sent."""
    return refused(" ".join(str(error) for errors in form.errors.values() for error in errors))


def held_or_404(request: HttpRequest, number: str) -> queries.Record:
    """Return a record of the actor's own communities; for everybody else sealed content does not exist.

    Raises:
        Http404: there is none, or it is not held by a community of the actor.
    """
    record = record_or_404(request, number)
    if not policies.is_member(actor_of(request), record):
        raise Http404
    return record


def item_or_404(request: HttpRequest, number: str, ordinal: int) -> tuple[queries.Record, queries.SealedItem]:
    """Return a record and one of its sealed contents.

    Raises:
        Http404: there is none that the actor may know of.
    """
    record = held_or_404(request, number)
    item = queries.get_sealed(actor_of(request), record, ordinal)
    if item is None:
        raise Http404
    return record, item


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sealed_list(request: HttpRequest, number: str) -> HttpResponse:
    """What is sealed of a record; take in another."""
    record, actor = held_or_404(request, number), actor_of(request)
    if request.method != "POST":
        return render(request, "knowledge/sealed_list.html", {"page": pages.sealed_page(actor, record)})
    require(policies.can_seal(actor, record))
    form = SealForm(request.POST, request.FILES)
    if not form.is_valid():
        return first_error(form)
    try:
        item = services.seal_content(actor=actor, record=record, content=form.content())
    except RuleBroken as broken:
        return refused(str(broken))
    return JsonResponse({"url": reverse("knowledge:sealed-item", args=[number, item.ordinal])}, status=201)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sealed_item(request: HttpRequest, number: str, ordinal: int) -> HttpResponse:
    """Open a sealed content in the browser; take in a new encryption of it for other holders."""
    record, item = item_or_404(request, number, ordinal)
    actor = actor_of(request)
    if request.method != "POST":
        return render(request, "knowledge/sealed_item.html", {"page": pages.item_page(actor, record, item)})
    require(policies.can_seal(actor, record))
    form = SealForm(request.POST, request.FILES)
    if not form.is_valid():
        return first_error(form)
    return _sealed_anew(request, item, form)


def _sealed_anew(request: HttpRequest, item: queries.SealedItem, form: SealForm) -> HttpResponse:
    given = form.cleaned_data
    try:
        services.seal_anew(
            actor=actor_of(request),
            item=item,
            ciphertext=given["ciphertext"].read(),
            recipients=given["recipients"],
            version=given["version"] or 0,
            drop_old=given["drop_old"],
        )
    except services.SealedMeanwhile as broken:
        return refused(str(broken), CONFLICT)
    except RuleBroken as broken:
        return refused(str(broken))
    messages.success(request, _("Sealed anew. The holders below can open it now."))
    return JsonResponse({"url": request.path})


@never_cache
@login_required
@require_safe
def sealed_ciphertext(request: HttpRequest, number: str, ordinal: int, version: int) -> HttpResponse:
    """The cipher text of one version, to be opened in the browser or with any age tool."""
    _record, item = item_or_404(request, number, ordinal)
    found = next((one for one in item.versions.all() if one.version == version), None)
    content = queries.ciphertext_of(found) if found is not None else None
    if found is None or content is None:
        raise Http404
    services.note_fetching(actor=actor_of(request), version=found)
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{number}-{ordinal}-{version}.age"'
    return response


@never_cache
@login_required
@require_POST
def sealed_drop(request: HttpRequest, number: str, ordinal: int) -> HttpResponse:
    """Remove the cipher texts of older versions."""
    record, item = item_or_404(request, number, ordinal)
    require(policies.can_seal(actor_of(request), record))
    count = services.drop_old_versions(actor=actor_of(request), item=item)
    said = ngettext("%(count)s older cipher text was removed.", "%(count)s older cipher texts were removed.", count)
    messages.success(request, said % {"count": count})
    return redirect("knowledge:sealed-item", number=number, ordinal=ordinal)
