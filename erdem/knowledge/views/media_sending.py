"""Sending files: a plain form, and the tus protocol 1.0.0 for large files and weak lines.

Source: https://tus.io/protocols/resumable-upload (core, creation, expiration, checksum, termination).
"""

from __future__ import annotations

import base64
import binascii
import uuid
from collections.abc import Mapping
from typing import Any, Final, cast

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from erdem.base.asking import actor_of
from erdem.base.blobs import NoSpace
from erdem.base.policy import PermissionRefused, RuleBroken, require
from erdem.base.polling import asked_enough
from erdem.knowledge import pages, policies, queries, services
from erdem.knowledge.forms import MediaFileForm, MediaForm
from erdem.knowledge.media_choices import UploadState
from erdem.knowledge.media_faults import told_media
from erdem.knowledge.views.request import record_or_404

VERSION: Final = "1.0.0"
EXTENSIONS: Final = "creation,expiration,checksum,termination"
ALGORITHMS: Final = ("sha1", "sha256")
PIECE_TYPE: Final = "application/offset+octet-stream"
GONE, CONFLICT, OTHER_VERSION, OTHER_TYPE, LOCKED, CHANGED, FULL = 410, 409, 412, 415, 423, 460, 507


def form_limit() -> int:
    """Return the size of the largest file that the plain form takes, in bytes."""
    return int(settings.MEDIA_FORM_LIMIT_MB) * 1024 * 1024


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def media_add(request: HttpRequest, number: str) -> HttpResponse:
    """Describe a file and send it; without scripts in one piece."""
    actor, record = actor_of(request), record_or_404(request, number)
    require(policies.can_add_media(actor, record))
    sent = request.method == "POST"
    form = MediaForm(request.POST if sent else None, actor=actor, record=record)
    file_form = MediaFileForm(request.POST if sent else None, request.FILES if sent else None)
    if sent and form.is_valid() and file_form.is_valid():
        try:
            upload = _in_one_piece(request, record, form, file_form)
        except (RuleBroken, NoSpace) as broken:
            _place(form, file_form, broken)
        else:
            return redirect("knowledge:media-upload-page", number=number, key=upload.pk)
    page = pages.sending_page(actor, record, form, file_form, form_limit())
    return render(request, "knowledge/media/add.html", {"page": page}, status=422 if form.is_bound else 200)


def _in_one_piece(request: HttpRequest, record: queries.Record, form: MediaForm, file_form: MediaFileForm) -> Any:
    actor, file = actor_of(request), file_form.cleaned_data["file"]
    if file.size > form_limit():
        raise RuleBroken(
            _(
                "Without scripts the page takes files up to %(limit)s. Allow scripts for this site; then larger ones go in"
                " pieces."
            )
            % {"limit": pages.size_words(form_limit())},
            field="file",
        )
    upload = services.begin_upload(
        actor=actor, record=record, file_name=file.name, size=file.size, content=form.content()
    )
    return services.receive_piece(actor=actor, upload_id=upload.pk, offset=0, source=file.file)


def _place(form: MediaForm, file_form: MediaFileForm, broken: Exception) -> None:
    words = told_media("no_space") if isinstance(broken, NoSpace) else str(broken)
    field = getattr(broken, "field", "file")
    if field == "file":
        file_form.add_error("file", words)
    else:
        form.add_error(field if field in form.fields else None, words)


@login_required
@require_safe
def media_upload_page(request: HttpRequest, number: str, key: uuid.UUID) -> HttpResponse:
    """What became of one file; as a fragment how far it is."""
    upload = queries.get_media_upload(actor_of(request), key)
    if upload is None or upload.record.number != number:
        raise Http404
    page = pages.sent_page(upload)
    if request.headers.get("HX-Request") != "true":
        return render(request, "knowledge/media/sent.html", {"page": page})
    response = render(request, "knowledge/media/sent_progress.html", {"page": page})
    if not page.moving:
        return asked_enough(response)
    return response


# --- tus -----------------------------------------------------------------------------------------------------------


def _answer(status: int = 204, words: str = "", **headers: Any) -> HttpResponse:
    response = HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")
    response["Tus-Resumable"] = VERSION
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    for name, value in headers.items():
        response[name.replace("_", "-")] = str(value)
    return response


def _other_version(request: HttpRequest) -> HttpResponse | None:
    if request.method == "OPTIONS" or request.headers.get("Tus-Resumable") == VERSION:
        return None
    return _answer(OTHER_VERSION, _("This address speaks the upload protocol tus 1.0.0."), Tus_Version=VERSION)


@login_required
@require_http_methods(["OPTIONS", "POST"])
def media_upload_begin(request: HttpRequest, number: str) -> HttpResponse:
    """Announce a file (tus creation); the answer says where its pieces go."""
    record = record_or_404(request, number)
    if request.method == "OPTIONS":
        return _answer(
            Tus_Version=VERSION,
            Tus_Extension=EXTENSIONS,
            Tus_Max_Size=services.largest_upload(),
            Tus_Checksum_Algorithm=",".join(ALGORITHMS),
        )
    return _other_version(request) or _begun(request, record)


def _begun(request: HttpRequest, record: queries.Record) -> HttpResponse:
    length = request.headers.get("Upload-Length", "")
    if not length.isdigit() or len(length) > 18:
        return _answer(400, _("The length of the file is missing. Nothing was sent."))
    given = _metadata(request.headers.get("Upload-Metadata", ""))
    form = MediaForm(_as_form(given), actor=actor_of(request), record=record)
    if not form.is_valid():
        return _answer(422, " ".join(str(words) for errors in form.errors.values() for words in errors))
    try:
        upload = services.begin_upload(
            actor=actor_of(request),
            record=record,
            file_name=given.get("filename", ""),
            size=int(length),
            content=form.content(),
        )
    except RuleBroken as broken:
        return _answer(413 if int(length) > services.largest_upload() else 422, str(broken))
    except PermissionRefused as refused:
        return _answer(403, str(refused))
    where = reverse("knowledge:media-upload", args=[record.number, upload.pk])
    seen = reverse("knowledge:media-upload-page", args=[record.number, upload.pk])
    return _answer(201, Location=where, Upload_Offset=0, Upload_Expires=_expiry(upload), X_Upload_Page=seen)


def _metadata(header: str) -> dict[str, str]:
    """Read ``key base64, key base64``; what is not readable is left out."""
    found: dict[str, str] = {}
    for pair in header.split(",")[:40]:
        key, _blank, value = pair.strip().partition(" ")
        try:
            found[key] = base64.b64decode(value, validate=True).decode("utf-8").replace("\x00", "")
        except (binascii.Error, UnicodeDecodeError):
            continue
    return found


def _as_form(given: Mapping[str, str]) -> QueryDict:
    data = QueryDict(mutable=True)
    data.update({"language": "zxx", "audience": "record", **given})
    return data


def _expiry(upload: Any) -> str:
    return http_date(upload.expires_at.timestamp())


@login_required
@require_http_methods(["HEAD", "PATCH", "DELETE"])
def media_upload(request: HttpRequest, number: str, key: uuid.UUID) -> HttpResponse:
    """One file on its way: how much is there, a further piece, giving it up."""
    refused = _other_version(request)
    if refused is not None:
        return refused
    upload = queries.get_media_upload(actor_of(request), key)
    if upload is None or upload.record.number != number:
        raise Http404
    if request.method == "HEAD":
        return _how_far(upload)
    try:
        if request.method == "DELETE":
            services.give_up_upload(actor=actor_of(request), upload_id=key)
            return _answer()
        return _piece(request, key)
    except services.UploadBusy:
        return _answer(LOCKED, _("Another piece of this file is just being written. Wait a moment."))
    except services.UploadOver:
        return _answer(GONE, _("This upload is finished, was given up or has run out. Begin anew."))


def _how_far(upload: Any) -> HttpResponse:
    if upload.state == UploadState.OPEN and upload.expires_at < timezone.now():
        return _answer(GONE)
    return _answer(200, Upload_Offset=upload.received, Upload_Length=upload.size, Upload_Expires=_expiry(upload))


def _piece(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    offset = request.headers.get("Upload-Offset", "")
    if request.content_type != PIECE_TYPE:
        return _answer(OTHER_TYPE, _("A piece is sent as application/offset+octet-stream."))
    if not offset.isdigit() or len(offset) > 18:
        return _answer(400, _("The place of the piece is missing."))
    try:
        upload = services.receive_piece(
            actor=actor_of(request),
            upload_id=key,
            offset=int(offset),
            source=cast("Any", request),
            checksum=_checksum(request.headers.get("Upload-Checksum", "")),
        )
    except services.OffsetDiffers as differs:
        return _answer(CONFLICT, _("The piece does not follow on what is there."), Upload_Offset=differs.received)
    except services.ChecksumDiffers:
        return _answer(CHANGED, _("The piece has changed on its way. Send it again."))
    except ValueError:
        return _answer(400, _("The checksum is not of a kind that is known here."))
    except NoSpace:
        return _answer(FULL, told_media("no_space"))
    return _answer(Upload_Offset=upload.received, Upload_Expires=_expiry(upload))


def _checksum(header: str) -> tuple[str, bytes] | None:
    """Read ``algorithm base64``.

    Raises:
        ValueError: the algorithm is unknown or the digest unreadable.
    """
    if not header:
        return None
    algorithm, _blank, digest = header.partition(" ")
    if algorithm not in ALGORITHMS:
        raise ValueError(algorithm)
    return algorithm, base64.b64decode(digest, validate=True)
