"""Pages of places and of the own account."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from erdem.base import exports
from erdem.base.asking import actor_of
from erdem.base.policy import RuleBroken
from erdem.people import key_pages, pages, queries, services
from erdem.people.forms import KeyForm, ProfileForm

YEAR = 365 * 24 * 3600


@require_safe
def place_list(request: HttpRequest) -> HttpResponse:
    """Divisions as a tile gram and a table, or the answer to a search for a name or a code."""
    words = request.GET.get("q", "").strip()[:100]
    page = pages.place_list(actor_of(request), words, request.GET.get("figure", ""))
    return render(request, "people/place_list.html", {"page": page})


@require_safe
def place_export(request: HttpRequest, kind: str) -> HttpResponse:
    """The divisions in force with their counts, to take away."""
    heads, rows = pages.export_rows(actor_of(request))
    return exports.table_response(kind, "erdem-places", heads, rows)


@require_safe
def place_detail(request: HttpRequest, code: str) -> HttpResponse:
    """One division, in force or retired."""
    page = pages.place_page(actor_of(request), code)
    if page is None:
        raise Http404
    return render(request, "people/place_detail.html", {"page": page})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """The own account: names, language, memberships, and where to change password and second factor."""
    actor = actor_of(request)
    user = queries.get_user(actor)
    first = {"display_name": user.get_full_name(), "display_name_mn": user.display_name_mn, "language": user.language}
    form = ProfileForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        services.change_profile(actor=actor, **form.cleaned_data)
        response = redirect("account")
        language = form.cleaned_data["language"]
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=YEAR, samesite="Lax")
        with override(language):
            messages.success(request, _("Your details are saved."))
        return response
    page = pages.profile(actor, user, form)
    return render(request, "people/profile.html", {"page": page}, status=422 if form.is_bound else 200)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def key_list(request: HttpRequest) -> HttpResponse:
    """The own keys for programs. A new key is shown in the answer to its form: kept nowhere, it could not be shown later."""
    actor, form, secret = actor_of(request), KeyForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = services.make_key(
                actor=actor, name=given["name"], scopes=given["scopes"], expires_on=form.last_day()
            )
        except RuleBroken as error:
            form.add_error(error.field, str(error))
        else:
            form, secret = KeyForm(), made.secret
    page = key_pages.keys_page(actor, form, secret=secret)
    return render(request, "people/keys.html", {"page": page}, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def key_revoke(request: HttpRequest, number: int) -> HttpResponse:
    """Ask once more, then take a key back."""
    actor = actor_of(request)
    key = queries.get_key(actor, number)
    if key is None:
        raise Http404
    if request.method == "POST":
        services.revoke_key(actor=actor, key=key)
        messages.success(request, _("The key “%(name)s” was taken back.") % {"name": key.name})
        return redirect("account-keys")
    return render(request, "people/key_revoke.html", {"page": key_pages.revoke_page(actor, key)})
