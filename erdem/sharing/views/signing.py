"""Pages of signing: the envelope of a request, signing and refusing, the file and its pages."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from erdem.base.actor import Actor
from erdem.base.asking import actor_of
from erdem.base.blobs import read_verified
from erdem.base.policy import RuleBroken, require
from erdem.sharing import identity
from erdem.sharing.forms.signing import CancelForm, RefusalForm, SendForm, SignForm
from erdem.sharing.pages import signing as pages
from erdem.sharing.policies.signing import can_sign, can_tend_signing
from erdem.sharing.queries import signing as reads
from erdem.sharing.services.sending import send_agreement
from erdem.sharing.services.signing import cancel_envelope, refuse_to_sign
from erdem.sharing.services.signing import sign as sign_document

FORM = ["GET", "HEAD", "POST"]
NO_STORE = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
WIDTH = 1240
"""Pixels of a page shown: 150 dots an inch of A4, to be read and enlarged on a telephone."""


def living(request: HttpRequest, number: str) -> pages.Envelope:
    """Return the envelope of a request that is being signed or was signed last.

    Raises:
        Http404: the reader sees none.
    """
    found = reads.envelopes_of_request(actor_of(request), number)
    if not found:
        raise Http404
    return found[0]


def place(request: HttpRequest, number: str, position: int) -> tuple[pages.Envelope, pages.Signer]:
    """Return the envelope and one who signs.

    Raises:
        Http404: the reader sees neither.
    """
    envelope = living(request, number)
    signer = reads.get_signer(actor_of(request), envelope, position)
    if signer is None:
        raise Http404
    return envelope, signer


@login_required
@require_safe
def to_sign(request: HttpRequest) -> HttpResponse:
    """What waits for the reader's signature."""
    return render(request, "sharing/to_sign.html", {"page": pages.to_sign_page(actor_of(request))})


@login_required
@require_http_methods(FORM)
def envelope(request: HttpRequest, number: str) -> HttpResponse:
    """The envelope of a request; the office in charge sends the agreement from here."""
    actor = actor_of(request)
    form = SendForm(request.POST if request.method == "POST" else None, initial={"expires_on": pages.first_expiry()})
    if request.method == "POST":
        version = pages.settled_version(actor, number)
        if version is None:
            raise Http404
        if form.is_valid():
            try:
                send_agreement(actor=actor, version=version, expires_on=form.cleaned_data["expires_on"])
                messages.success(request, _("Sent. Whoever signs first has been asked."))
                return redirect("signing:envelope", number=number)
            except RuleBroken as broken:
                form.add_error(None, str(broken))
    page = pages.envelope_page(actor, number, form)
    if page is None:
        raise Http404
    return render(request, "sharing/envelope.html", {"page": page}, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(FORM)
def sign(request: HttpRequest, number: str, position: int) -> HttpResponse:
    """Look at every page and sign, with the password once more."""
    actor = actor_of(request)
    found, signer = place(request, number, position)
    if signer.state == pages.SignerState.SIGNED and signer.decided_by_id == actor.user_id:
        return redirect("signing:envelope", number=number)
    require(can_sign(actor, signer))
    form, error = _sign_form(request, actor, found), ""
    if request.method == "POST" and form.is_valid():
        proof = form.shown or identity.prove(request, form.cleaned_data["secret"])
        if proof is None:
            form.add_error("secret", _("This is not your password. Nothing was signed. Try again."))
        else:
            try:
                sign_document(actor=actor, signer=signer, proof=proof, seen_sha256=form.cleaned_data["seen"])
                messages.success(request, _("You have signed. It is kept with the day and your name."))
                return redirect("signing:envelope", number=number)
            except RuleBroken as broken:
                error = str(broken)
    page = pages.sign_page(actor, found, signer, form, kind="sign", error=error, passkey_url=_passkey(request))
    return render(request, "sharing/sign.html", {"page": page}, status=422 if form.is_bound else 200)


def _sign_form(request: HttpRequest, actor: Actor, envelope: pages.Envelope) -> SignForm:
    revision = reads.file_of(actor, envelope)
    return SignForm(
        request.POST if request.method == "POST" else None,
        initial={"seen": revision.sha256 if revision else ""},
        has_code=identity.has_authenticator(request),
        shown=identity.shown_lately(request),
    )


def _passkey(request: HttpRequest) -> str:
    if not identity.has_passkey(request):
        return ""
    return f"{reverse('mfa_reauthenticate_webauthn')}?{urlencode({'next': request.path})}"


@login_required
@require_http_methods(FORM)
def refuse(request: HttpRequest, number: str, position: int) -> HttpResponse:
    """Refuse to sign, with a reason."""
    actor = actor_of(request)
    found, signer = place(request, number, position)
    require(can_sign(actor, signer))
    form = RefusalForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            refuse_to_sign(actor=actor, signer=signer, reason=form.cleaned_data["reason"])
            messages.success(request, _("You have not signed. The others and the office are told why."))
            return redirect("signing:envelope", number=number)
        except RuleBroken as broken:
            form.add_error("reason", str(broken))
    page = pages.sign_page(actor, found, signer, form, kind="refuse")
    return render(request, "sharing/refuse_to_sign.html", {"page": page}, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(FORM)
def cancel(request: HttpRequest, number: str) -> HttpResponse:
    """Call the envelope off, with a reason."""
    actor, found = actor_of(request), living(request, number)
    require(can_tend_signing(actor, found))
    form = CancelForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            cancel_envelope(actor=actor, envelope=found, reason=form.cleaned_data["reason"])
            messages.success(request, _("Called off. Nobody is asked to sign any more."))
            return redirect("signing:envelope", number=number)
        except RuleBroken as broken:
            form.add_error(None, str(broken))
    context = {"page": {"number": number, "envelope": found, "form": form}}
    return render(request, "sharing/envelope_cancel.html", context, status=422 if form.is_bound else 200)


@login_required
@require_safe
def file(request: HttpRequest, number: str) -> HttpResponse:
    """The file as it is now, with all signatures."""
    found = living(request, number)
    revision = reads.file_of(actor_of(request), found)
    if revision is None:
        raise Http404
    headers = {**NO_STORE, "Content-Disposition": f'attachment; filename="{found.number}.pdf"'}
    return HttpResponse(read_verified(revision.blob), content_type="application/pdf", headers=headers)


@login_required
@require_safe
def page(request: HttpRequest, number: str, sha256: str, page: int) -> HttpResponse:
    """A page of the file as a picture, as long as that is the file that is being signed."""
    revision = reads.file_of(actor_of(request), living(request, number))
    picture = reads.picture_of_page(revision, page, WIDTH) if revision and revision.sha256 == sha256 else None
    if picture is None:
        raise Http404
    return HttpResponse(picture, content_type="image/png", headers={"Cache-Control": "private, max-age=600"})


@login_required
@require_safe
def evidence(request: HttpRequest, number: str) -> HttpResponse:
    """The evidence that the sealed file stands in the public log."""
    found = living(request, number)
    content = reads.evidence_of_envelope(found)
    if content is None:
        raise Http404
    headers = {**NO_STORE, "Content-Disposition": f'attachment; filename="{found.number}.evidence.json"'}
    return HttpResponse(content, content_type="application/json", headers=headers)
