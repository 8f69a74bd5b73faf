"""The first page of each person."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from erdem.base.asking import actor_of
from erdem.knowledge.choices import AccessLevel
from erdem.knowledge.pages import homes, invitations
from erdem.sharing.pages.requests import waiting_for
from erdem.web.desk import benefit, pages


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What waits, for whom, and where: by the role of the person."""
    actor = actor_of(request)
    kind = pages.kind_of(actor)
    asked, waiting = invitations(actor), waiting_for(actor)
    if kind == "office":
        page = pages.office(actor, request.GET.get("figure", ""))
        given = {
            "page": page,
            "invitations": asked,
            "requests_waiting": waiting,
            "benefit": benefit.office_lines(actor),
        }
        return render(request, "desk/office.html", given)
    if kind == "community":
        given = {"page": pages.community(actor), "homes": homes(actor), "invitations": asked}
        given |= {"requests_waiting": waiting, "benefit": benefit.community_lines(actor)}
        return render(request, "desk/community.html", given)
    given = {"page": pages.search(actor), "invitations": asked, "requests_waiting": waiting}
    return render(request, "desk/search.html", {**given, "benefit": benefit.user_lines(actor)})


@require_safe
def who_sees_what(request: HttpRequest) -> HttpResponse:
    """Explain who reads what, in plain words."""
    return render(
        request, "desk/who_sees_what.html", {"levels": [str(level.label).split(" ", 1) for level in AccessLevel]}
    )
