"""Pages of places and of the own account."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_safe

from erdem.base import exports
from erdem.base.actor import Actor
from erdem.people import pages, queries, services
from erdem.people.forms import ProfileForm

YEAR = 365 * 24 * 3600


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the middleware
    return actor


@require_safe
def place_list(request: HttpRequest) -> HttpResponse:
    """Divisions as a tile gram and a table, or the answer to a search for a name or a code."""
    words = request.GET.get("q", "").strip()[:100]
    page = pages.place_list(_actor(request), words, request.GET.get("figure", ""))
    return render(request, "people/place_list.html", {"page": page})


@require_safe
def place_export(request: HttpRequest, kind: str) -> HttpResponse:
    """The divisions in force with their counts, to take away."""
    heads, rows = pages.export_rows(_actor(request))
    return exports.table_response(kind, "erdem-places", heads, rows)


@require_safe
def place_detail(request: HttpRequest, code: str) -> HttpResponse:
    """One division, in force or retired."""
    page = pages.place_page(_actor(request), code)
    if page is None:
        raise Http404
    return render(request, "people/place_detail.html", {"page": page})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """The own account: names, language, memberships, and where to change password and second factor."""
    actor = _actor(request)
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
