"""Pages of the own keys for sealed content. No passphrase and no private key ever arrives here."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erdem.base.asking import actor_of
from erdem.base.policy import RuleBroken, require
from erdem.knowledge import pages, policies, queries, services
from erdem.knowledge.forms import EndKeyForm, HolderKeyForm, SecretForm, SplitForm
from erdem.knowledge.views.sealing import first_error, refused


def _key_or_404(request: HttpRequest, key: int, *, own: bool = True) -> queries.HolderKey:
    found = queries.get_key(actor_of(request), key)
    if found is None or (own and found.user_id != actor_of(request).user_id):
        raise Http404
    return found


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def key_list(request: HttpRequest) -> HttpResponse:
    """The own keys; list another that was made in the browser."""
    actor = actor_of(request)
    require(policies.can_keep_key(actor))
    if request.method != "POST":
        return render(request, "knowledge/holder_keys.html", {"page": pages.keys_page(actor)})
    form = HolderKeyForm(request.POST)
    if not form.is_valid():
        return first_error(form)
    given = form.cleaned_data
    try:
        key = services.list_key(
            actor=actor,
            community_id=given["community"],
            label=given["label"],
            recipient=given["recipient"],
            wrapped=given["wrapped"],
        )
    except RuleBroken as broken:
        return refused(str(broken))
    return JsonResponse({"url": reverse("knowledge:key-detail", args=[key.pk])}, status=201)


@never_cache
@login_required
@require_safe
def key_detail(request: HttpRequest, key: int) -> HttpResponse:
    """One key: its passphrase, its shares, its end."""
    actor, found = actor_of(request), _key_or_404(request, key, own=False)
    if found.user_id != actor.user_id and found.community_id not in actor.speaks_for:
        raise Http404
    return render(request, "knowledge/holder_key.html", {"page": pages.key_page(actor, found)})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def key_secret(request: HttpRequest, key: int) -> HttpResponse:
    """The own private key, locked with the passphrase; take it in locked with another."""
    actor, found = actor_of(request), _key_or_404(request, key)
    if request.method != "POST":
        secret = queries.get_secret(actor, found)
        if secret is None:
            raise Http404
        return HttpResponse(secret.wrapped, content_type="text/plain; charset=utf-8")
    form = SecretForm(request.POST)
    if not form.is_valid():
        return first_error(form)
    try:
        secret = services.change_secret(actor=actor, key=found, **form.cleaned_data)
    except RuleBroken as broken:
        return refused(str(broken), 409)
    return JsonResponse({"version": secret.version})


@never_cache
@login_required
@require_POST
def key_split(request: HttpRequest, key: int) -> HttpResponse:
    """Note a split: numbers, keepers and fingerprints."""
    found, form = _key_or_404(request, key), SplitForm(request.POST)
    if not form.is_valid():
        return first_error(form)
    try:
        services.note_split(
            actor=actor_of(request), key=found, threshold=form.cleaned_data["threshold"], keepers=form.keepers()
        )
    except RuleBroken as broken:
        return refused(str(broken))
    return JsonResponse({}, status=201)


@never_cache
@login_required
@require_POST
def key_end(request: HttpRequest, key: int) -> HttpResponse:
    """Retire a key, or say that it is lost."""
    actor, found = actor_of(request), _key_or_404(request, key, own=False)
    form = EndKeyForm(request.POST)
    if form.is_valid():
        services.end_key(actor=actor, key=found, state=form.cleaned_data["state"])
        messages.success(request, _("The key is no longer in use. What was sealed to it can still be opened with it."))
    return redirect("knowledge:key-detail", key=key)
