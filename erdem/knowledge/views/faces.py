"""Pages of what may be known of a record short of reading it: its face, the reasons, the warning before it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from erdem.base.asking import actor_of
from erdem.knowledge import pages, queries
from erdem.knowledge.forms import read_face_filter
from erdem.knowledge.views.request import record_or_404

SEEN = "knowledge.warned"
REMEMBERED = 500


@require_safe
def face_list(request: HttpRequest) -> HttpResponse:
    """The records of which the reader may know the title, but not read them."""
    page = pages.face_list_page(actor_of(request), read_face_filter(request.GET), request.GET)
    return render(request, "knowledge/face_list.html", {"page": page})


def face_or_404(request: HttpRequest, number: str) -> HttpResponse:
    """Show what the reader may know of a record that he may not read.

    Raises:
        Http404: not even the title.
    """
    face = queries.get_face(actor_of(request), number)
    if face is None:
        raise Http404
    return render(request, "knowledge/face.html", {"page": pages.face_page(actor_of(request), face)})


@require_safe
def record_why(request: HttpRequest, number: str) -> HttpResponse:
    """Why the reader sees what he sees of a record, and how to ask for more."""
    actor = actor_of(request)
    known = queries.get_record(actor, number) or queries.get_face(actor, number)
    if known is None:
        raise Http404
    return render(request, "knowledge/why.html", {"page": pages.why_page(actor, known)})


def warning_before(request: HttpRequest, record: queries.Record) -> HttpResponse | None:
    """Return the page that stands before a record whose communities warn of it, once a session; None to go on."""
    if record.number in request.session.get(SEEN, ()):
        return None
    page = pages.warning_page(actor_of(request), record)
    return render(request, "knowledge/warning.html", {"page": page}) if page else None


@require_POST
def record_seen(request: HttpRequest, number: str) -> HttpResponse:
    """Go on after the warning; it is remembered for the session."""
    record = record_or_404(request, number)
    seen = [each for each in request.session.get(SEEN, ()) if each != record.number]
    request.session[SEEN] = [*seen, record.number][-REMEMBERED:]
    return redirect("knowledge:record-detail", number=record.number)
