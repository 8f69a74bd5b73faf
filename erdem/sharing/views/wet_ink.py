"""Pages of signing by hand: the scan is handed in, looked at, and confirmed by a second person."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from erdem.base.asking import actor_of
from erdem.base.blobs import read_verified
from erdem.base.policy import RuleBroken, require
from erdem.sharing.forms.signing import ConfirmationForm, ScanForm
from erdem.sharing.pages import signing as pages
from erdem.sharing.policies.signing import can_confirm_scan, can_hand_in_scan
from erdem.sharing.services.wet_ink import confirm_wet_ink, record_wet_ink
from erdem.sharing.views.signing import FORM, NO_STORE, place


@login_required
@require_http_methods(FORM)
def hand_in(request: HttpRequest, number: str, position: int) -> HttpResponse:
    """Print the document, have it signed, hand in the scan."""
    actor = actor_of(request)
    envelope, signer = place(request, number, position)
    require(can_hand_in_scan(actor, signer))
    form = ScanForm(
        request.POST if request.method == "POST" else None, request.FILES if request.method == "POST" else None
    )
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["scan"]
        try:
            record_wet_ink(actor=actor, signer=signer, content=file.read(), name=file.name)
            messages.success(request, _("The scan is handed in. The office compares it with the document."))
            return redirect("signing:envelope", number=number)
        except RuleBroken as broken:
            form.add_error("scan", str(broken))
    page = pages.sign_page(actor, envelope, signer, form, kind="wet-ink")
    return render(request, "sharing/wet_ink.html", {"page": page}, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(FORM)
def confirm(request: HttpRequest, number: str, position: int) -> HttpResponse:
    """Compare the scan with the document, side by side, and confirm it."""
    actor = actor_of(request)
    envelope, signer = place(request, number, position)
    if signer.state == pages.SignerState.SIGNED and signer.confirmed_by_id == actor.user_id:
        return redirect("signing:envelope", number=number)
    require(can_confirm_scan(actor, signer))
    form = ConfirmationForm(request.POST if request.method == "POST" else None, initial={"seen": signer.scan_sha256})
    error = ""
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            confirm_wet_ink(actor=actor, signer=signer, seen_sha256=given["seen"], signed_name=given["signed_name"])
            messages.success(request, _("Confirmed. The signature by hand counts."))
            return redirect("signing:envelope", number=number)
        except RuleBroken as broken:
            error = str(broken)
    page = pages.sign_page(actor, envelope, signer, form, kind="confirm", error=error)
    return render(request, "sharing/wet_ink_confirm.html", {"page": page}, status=422 if form.is_bound else 200)


@login_required
@require_safe
def scan(request: HttpRequest, number: str, position: int) -> HttpResponse:
    """The scan as it was handed in."""
    _envelope, signer = place(request, number, position)
    if signer.scan_blob is None:
        raise Http404
    blob = signer.scan_blob
    how = "inline" if blob.media_type.startswith("image/") else "attachment"
    name = f"scan-{signer.scan_sha256[:12]}"
    headers = {**NO_STORE, "Content-Disposition": f'{how}; filename="{name}"'}
    return HttpResponse(read_verified(blob), content_type=blob.media_type, headers=headers)
