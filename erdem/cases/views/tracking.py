"""Pages of who filed: open a receipt, see what comes of it, write, add files, withdraw."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erdem.base import serving
from erdem.base.asking import actor_of
from erdem.base.policy import RuleBroken
from erdem.cases import services
from erdem.cases.forms.filing import FilesForm, MessageForm, ReceiptForm
from erdem.cases.pages import public as pages
from erdem.cases.queries import filings as reads
from erdem.cases.queries.opened import close_all, keep_open
from erdem.cases.views.public import handed, script_of

GONE = 410


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """Open a receipt. An unknown code and a wrong passphrase get the same answer."""
    own = reads.own_filings(actor_of(request))
    if request.method != "POST":
        form = ReceiptForm(initial={"code": request.GET.get("code", "")[:60]}, script=script_of(request))
        return render(request, "cases/public/track.html", {"form": form, "own": own, "script": script_of(request)})
    form = ReceiptForm(request.POST, script=script_of(request))
    if form.is_valid():
        source = request.META.get("REMOTE_ADDR", "")
        try:
            filing = services.open_receipt(**form.cleaned_data, source=source)
        except RuleBroken as refused:
            form.add_error(None, str(refused))
        else:
            keep_open(request.session, filing.pk)
            return redirect("complain:filing", number=filing.number)
    shown = {"form": form, "own": own, "script": script_of(request)}
    return render(request, "cases/public/track.html", shown, status=422)


def own_or_none(request: HttpRequest, number: str) -> reads.SeenFiling | None:
    """Return what the reader handed in; using it keeps its receipt open."""
    found = reads.get_own_filing(actor_of(request), number)
    if found is not None and found.pk in actor_of(request).receipts:
        keep_open(request.session, found.pk)
    return found


@never_cache
@require_safe
def filing(request: HttpRequest, number: str) -> HttpResponse:
    """What was handed in, and what comes of it."""
    found = own_or_none(request, number)
    if found is None:
        return closed(request)
    page = pages.filing_page(actor_of(request), found)
    response = render(request, "cases/public/filing.html", {"page": page})
    services.mark_read(actor=actor_of(request), filing=found)
    return response


@require_POST
def say(request: HttpRequest, number: str) -> HttpResponse:
    """Write to the office."""
    found = own_or_none(request, number)
    if found is None:
        return closed(request)
    form = MessageForm(request.POST)
    if form.is_valid():
        try:
            services.send_message(actor=actor_of(request), filing=found, body=form.cleaned_data["body"])
        except RuleBroken as refused:
            form.add_error("body", str(refused))
        else:
            messages.success(request, _("Your message was sent."))
            return redirect("complain:filing", number=number)
    page = pages.filing_page(actor_of(request), found, message_form=form)
    return render(request, "cases/public/filing.html", {"page": page}, status=422)


@require_POST
def add(request: HttpRequest, number: str) -> HttpResponse:
    """Add files."""
    found = own_or_none(request, number)
    if found is None:
        return closed(request)
    form = FilesForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            services.add_files(actor=actor_of(request), filing=found, files=handed(form))
        except RuleBroken as refused:
            form.add_error("attached", str(refused))
        else:
            messages.success(request, _("Your files were added."))
            return redirect("complain:filing", number=number)
    page = pages.filing_page(actor_of(request), found, files_form=form)
    return render(request, "cases/public/filing.html", {"page": page}, status=422)


@require_POST
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Withdraw what was handed in."""
    found = own_or_none(request, number)
    if found is None:
        return closed(request)
    try:
        services.withdraw_filing(actor=actor_of(request), filing=found, reason=request.POST.get("reason", "")[:1000])
    except RuleBroken as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Withdrawn. The office has been told."))
    return redirect("complain:filing", number=number)


@never_cache
@require_safe
def file(request: HttpRequest, number: str, key: int) -> HttpResponseBase:
    """A file that was handed in."""
    found = own_or_none(request, number)
    held = reads.get_file(found, key) if found is not None else None
    if held is None:
        raise Http404
    kept, blob = held
    return serving.blob_response(request, blob, serving.Delivery(blob.media_type, kept.file_name))


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Close the receipts of this session, on a machine that others use too."""
    close_all(request.session)
    messages.success(request, _("Closed. Nobody sees it on this machine without the receipt."))
    return redirect("complain:track")


def closed(request: HttpRequest) -> HttpResponse:
    """The same answer for what was never there, for somebody else's, and for a receipt whose time is over."""
    return render(request, "cases/public/closed.html", {}, status=GONE)
