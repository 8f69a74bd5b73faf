"""Pages and files of the logs. The files are those of C2SP tlog-tiles, so that any client reads them."""

from __future__ import annotations

from importlib import resources

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from erdem.base.asking import actor_of
from erdem.notary import pages, queries, stamp_pages
from erdem.notary.choices import Log
from erdem.notary.forms import VerifyForm

MOST_ENTRIES = 1 << 62
UNCHANGING = "public, max-age=31536000, immutable"


def _known(log: str) -> str:
    if log not in Log.values:
        raise Http404
    return log


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Check an evidence file against the log, in words for anybody."""
    form = VerifyForm(request.POST, request.FILES) if request.method == "POST" else VerifyForm()
    answer = pages.answer(form.cleaned_data["file"]) if form.is_valid() else None
    page = pages.verify_page(actor_of(request), form, answer)
    refused = form.errors or (answer is not None and not answer.holds)
    return render(request, "notary/verify.html", {"page": page}, status=422 if refused else 200)


@require_safe
def verifier(_request: HttpRequest) -> HttpResponse:
    """The verifier as one file to keep: it runs in any browser without a server, and is not run here."""
    content = resources.files("erdem.notary").joinpath("offline", "verifier.html").read_bytes()
    return HttpResponse(
        content,
        content_type="application/octet-stream",  # a file to keep: never a page of this site, whose policy for scripts it breaks
        headers={"Content-Disposition": 'attachment; filename="erdem-verifier.html"'},
    )


@require_safe
def log_detail(request: HttpRequest, log: str) -> HttpResponse:
    """How a log stands, its public key, and where its files are."""
    return render(request, "notary/log.html", {"page": pages.log_page(actor_of(request), _known(log))})


@require_safe
def log_checkpoint(request: HttpRequest, log: str) -> HttpResponse:
    """The published checkpoint as a signed note."""
    content = queries.log_file(_known(log), "checkpoint")
    if content is None:
        raise Http404
    return HttpResponse(content, content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-cache"})


@require_safe
def log_key(request: HttpRequest, log: str) -> HttpResponse:
    """The public key of the log."""
    return HttpResponse(f"{queries.log_key(_known(log))}\n", content_type="text/plain; charset=utf-8")


@require_safe
def stamp_token(request: HttpRequest, log: str, stamp: int) -> HttpResponse:
    """The token of a time-stamp over a checkpoint (RFC 3161, DER)."""
    return _stamp_file(request, log, stamp, "token", "application/octet-stream", "token.der")


@require_safe
def stamp_archive(request: HttpRequest, log: str, stamp: int) -> HttpResponse:
    """The same with its chain, its revocation data and its renewals."""
    return _stamp_file(request, log, stamp, "archive", "application/json", "archive.json")


@require_safe
def stamp_checkpoint(request: HttpRequest, log: str, stamp: int) -> HttpResponse:
    """The checkpoint with the signatures that it had: the bytes that were stamped."""
    return _stamp_file(request, log, stamp, "checkpoint", "text/plain; charset=utf-8", "checkpoint")


def _stamp_file(request: HttpRequest, log: str, stamp: int, part: str, kind: str, name: str) -> HttpResponse:
    content = stamp_pages.stamp_file(actor_of(request), _known(log), stamp, part)
    if content is None:
        raise Http404
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@require_safe
def log_entry(request: HttpRequest, log: str, index: int) -> HttpResponse:
    """The proof file of one entry: that it stands in the log, not what it stands for."""
    content = queries.entry_proof(actor_of(request), _known(log), index) if index < MOST_ENTRIES else None
    if content is None:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="{log}-{index}.tlog-proof"', "Cache-Control": "no-cache"}
    return HttpResponse(content, content_type="text/plain; charset=utf-8", headers=headers)


@require_safe
def log_tile(request: HttpRequest, log: str, tile: str) -> HttpResponse:
    """A tile of hashes or a bundle of entries."""
    content = queries.log_file(_known(log), f"tile/{tile}")
    if content is None:
        raise Http404
    return HttpResponse(content, content_type="application/octet-stream", headers={"Cache-Control": UNCHANGING})
