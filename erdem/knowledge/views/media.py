"""Pages and files of media. Every byte asks the policy of its item."""

from __future__ import annotations

from csp.constants import NONCE
from csp.decorators import csp_update
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erdem.base.asking import actor_of
from erdem.base.policy import RuleBroken, require
from erdem.base.polling import asked_enough
from erdem.base.serving import Delivery, blob_response, dressed
from erdem.knowledge import pages, policies, queries, services
from erdem.knowledge.forms import MediaForm, initial_media
from erdem.knowledge.media_choices import FileRole
from erdem.knowledge.mediafiles import as_vtt, kind_of_code
from erdem.knowledge.views.faces import warning_before
from erdem.knowledge.views.request import record_or_404

SHOWN_IN_PAGE = (FileRole.COPY, FileRole.SCREEN, FileRole.THUMBNAIL, FileRole.PEAKS)


def media_or_404(request: HttpRequest, number: str, key: int) -> queries.MediaRow:
    """Return an item that the reader may know of.

    Raises:
        Http404: there is none, or the reader may not know that there is one.
    """
    row = queries.get_media(actor_of(request), number, key)
    if row is None:
        raise Http404
    return row


def open_media_or_404(request: HttpRequest, number: str, key: int) -> queries.MediaRow:
    """Return an item that is open to the reader.

    Raises:
        Http404: there is none that is.
    """
    row = media_or_404(request, number, key)
    if not row.is_open:
        raise Http404
    return row


@require_safe
def media_list(request: HttpRequest, number: str) -> HttpResponse:
    """All media of a record."""
    record = record_or_404(request, number)
    warning = warning_before(request, record)
    if warning is not None:
        return warning
    return render(request, "knowledge/media/list.html", {"page": pages.media_list_page(actor_of(request), record)})


@require_safe
def media_manifest(request: HttpRequest, number: str) -> HttpResponseBase:
    """The IIIF manifest of a record's media."""
    record = record_or_404(request, number)
    whole = pages.manifest_of(actor_of(request), record, request.build_absolute_uri)
    response = JsonResponse(whole, json_dumps_params={"ensure_ascii": False})
    return dressed(response, Delivery('application/ld+json; profile="http://iiif.io/api/presentation/3/context.json"'))


@require_safe
@csp_update({"style-src": NONCE})  # type: ignore[arg-type]  # its type knows views without arguments only; the waveform player brings its style with the nonce
def media_detail(request: HttpRequest, number: str, key: int) -> HttpResponse:
    """One item: picture, player, words, capture record."""
    row = media_or_404(request, number, key)
    warning = warning_before(request, row.media.record)
    if warning is not None:
        return warning
    services.note_reading(actor=actor_of(request), record=row.media.record)
    return render(request, "knowledge/media/detail.html", {"page": pages.media_page(actor_of(request), row)})


@require_safe
def media_progress(request: HttpRequest, number: str, key: int) -> HttpResponse:
    """How far the copies are: a fragment that asks again by itself."""
    page = pages.media_page(actor_of(request), open_media_or_404(request, number, key))
    response = render(request, "knowledge/media/copies.html", {"page": page})
    if not page.progress.get("waiting"):
        return asked_enough(response)
    return response


@require_safe
def media_file(request: HttpRequest, number: str, key: int, role: str) -> HttpResponseBase:
    """One file of an item, or the part of it that a player asks for."""
    row = open_media_or_404(request, number, key)
    file = row.files.get(role)
    if file is None or role == FileRole.TILES:
        raise Http404
    kind = kind_of_code(file.format) if role != FileRole.PEAKS else None
    in_page = role in SHOWN_IN_PAGE and (kind is None or kind.shown) and "download" not in request.GET
    extension = kind.extensions[0] if kind else "json"
    name = "" if in_page else f"{row.media.record.number}-{row.media.pk}.{extension}"
    media_type = kind.media_type if kind else "application/json"
    return blob_response(request, file.stored, Delivery(media_type, name, queries.is_open_to_all(row.media)))


@require_safe
def media_image(request: HttpRequest, number: str, key: int) -> HttpResponseBase:
    """The ``info.json`` of a picture (IIIF Image API 3, level 0)."""
    row = open_media_or_404(request, number, key)
    whole = pages.information_of(row, request.build_absolute_uri)
    if whole is None:
        raise Http404
    kind = 'application/ld+json; profile="http://iiif.io/api/image/3/context.json"'
    return dressed(JsonResponse(whole), Delivery(kind, is_open=queries.is_open_to_all(row.media)))


@require_safe
def media_tile(request: HttpRequest, number: str, key: int, region: str, size: str) -> HttpResponseBase:
    """One tile of a picture."""
    row = open_media_or_404(request, number, key)
    content = queries.tile_of(row, region, size)
    if content is None:
        raise Http404
    return dressed(HttpResponse(content), Delivery("image/jpeg", is_open=queries.is_open_to_all(row.media)))


@require_safe
def media_captions(request: HttpRequest, number: str, key: int, language: str) -> HttpResponseBase:
    """The confirmed words as captions (WebVTT)."""
    row = open_media_or_404(request, number, key)
    captions = queries.captions_of(actor_of(request), row.media, language)
    if not captions:
        raise Http404
    return dressed(HttpResponse(as_vtt(captions)), Delivery("text/vtt; charset=utf-8"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def media_edit(request: HttpRequest, number: str, key: int) -> HttpResponse:
    """Change title, audience and capture record."""
    actor, row = actor_of(request), media_or_404(request, number, key)
    require(policies.can_change_media(actor, row.media))
    capture = queries.capture_of(actor, row.media)
    if capture is None:
        raise Http404
    initial = initial_media(row.media, capture)
    data = request.POST if request.method == "POST" else None
    form = MediaForm(data, actor=actor, record=row.media.record, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            version = form.cleaned_data["version"] or 0
            services.change_media(actor=actor, media=row.media, content=form.content(row.media), version=version)
        except RuleBroken as broken:
            form.add_error(broken.field if broken.field in form.fields else None, str(broken))
        else:
            messages.success(request, _("“%(title)s” was saved.") % {"title": form.cleaned_data["title"]})
            return _back(request, number, key)
    page = pages.media_form_page(actor, row.media, form)
    return render(request, "knowledge/media/form.html", {"page": page}, status=422 if form.is_bound else 200)


def _back(request: HttpRequest, number: str, key: int) -> HttpResponse:
    """Back to the item, or to the list when it has left the writer's sight."""
    if queries.get_media(actor_of(request), number, key) is None:
        return redirect("knowledge:media-list", number=number)
    return redirect("knowledge:media-detail", number=number, key=key)


@login_required
@require_POST
def media_move(request: HttpRequest, number: str, key: int) -> HttpResponse:
    """Change places with a neighbour."""
    row = media_or_404(request, number, key)
    services.move_media(actor=actor_of(request), media=row.media, up=request.POST.get("do") == "up")
    return redirect("knowledge:media-list", number=number)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def media_remove(request: HttpRequest, number: str, key: int) -> HttpResponse:
    """Take an item away for good: first asked, then done."""
    actor, row = actor_of(request), media_or_404(request, number, key)
    require(policies.can_remove_media(actor, row.media))
    if request.method != "POST":
        return render(request, "knowledge/media/remove.html", {"page": pages.media_page(actor, row)})
    services.remove_media(actor=actor, media=row.media)
    messages.success(request, _("“%(title)s” was taken away with its files and words.") % {"title": row.media.title})
    return redirect("knowledge:media-list", number=number)
