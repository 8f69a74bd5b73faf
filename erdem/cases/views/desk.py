"""Notes and evidence of a case."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erdem.base.asking import actor_of
from erdem.base.policy import RuleBroken, require
from erdem.base.serving import Delivery, blob_response
from erdem.cases import services
from erdem.cases.forms.work import CustodyForm, EvidenceForm, NoteForm, RedactionForm, ReviewForm, WhyForm
from erdem.cases.pages import evidence as pages
from erdem.cases.pages import writing
from erdem.cases.policies import can_check_evidence, can_review_note, can_work, can_write_note
from erdem.cases.queries import work
from erdem.cases.queries.work import SeenEvidence
from erdem.cases.views.cases import FORM, attached, case_or_404, posted


def tried(form: forms.Form, act: Callable[[], object]) -> bool:
    """Say whether an act came through; what was refused is said at its field."""
    try:
        act()
    except RuleBroken as broken:
        form.add_error(broken.field if broken.field in form.fields else None, str(broken))
        return False
    return True


def plain(request: HttpRequest, page: writing.FormPage) -> HttpResponse:
    """Return the page of one form."""
    status = 422 if page.form.errors else 200
    return render(request, "cases/case_plain_form.html", {"page": page}, status=status)


def piece_or_404(request: HttpRequest, number: str, ordinal: int) -> SeenEvidence:
    """Return a piece of evidence of a case that the reader sees.

    Raises:
        Http404: there is none.
    """
    found = work.find_evidence(actor_of(request), case_or_404(request, number), ordinal)
    if found is None:
        raise Http404
    return found


@login_required
@require_http_methods(FORM)
def note_new(request: HttpRequest, number: str) -> HttpResponse:
    """Write a note for one audience."""
    actor, case = actor_of(request), case_or_404(request, number)
    require(can_write_note(actor, case, "party"))
    form = NoteForm(posted(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        require(can_write_note(actor, case, given["audience"]))
        if tried(form, lambda: services.write_note(actor=actor, case=case, **given)):
            return redirect("cases:case-detail", number=number)
    return plain(request, writing.plain_page(case, _("Write a note"), form))


@login_required
@require_http_methods(FORM)
def note_review(request: HttpRequest, number: str, key: int) -> HttpResponse:
    """Read a note as the second person: publish it, or keep it back with a reason."""
    actor, case = actor_of(request), case_or_404(request, number)
    note = work.find_note(actor, case, key)
    if note is None:
        raise Http404
    require(can_review_note(actor, note))
    form = ReviewForm(posted(request))
    if request.method == "POST" and form.is_valid():
        publish, reason = request.POST.get("do") == "publish", form.cleaned_data["reason"]
        if tried(form, lambda: services.review_note(actor=actor, note=note, publish=publish, reason=reason)):
            return redirect("cases:case-detail", number=number)
    page = writing.plain_page(case, _("Read the note as the second person"), form)
    context = {"page": page, "note": note}
    return render(request, "cases/note_review.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(FORM)
def evidence_new(request: HttpRequest, number: str) -> HttpResponse:
    """Take a piece of evidence in."""
    actor, case = actor_of(request), case_or_404(request, number)
    require(can_work(actor, case))
    form = EvidenceForm(posted(request), attached(request))
    if request.method == "POST" and form.is_valid():
        file, new = form.cleaned_data["file"], form.content()
        content, name = (file.read(), file.name) if file is not None else (None, "")
        if tried(form, lambda: services.add_evidence(actor=actor, case=case, new=new, content=content, file_name=name)):
            return redirect("cases:case-detail", number=number)
    return plain(request, writing.plain_page(case, _("Take evidence in"), form, files=True))


@login_required
@require_safe
def evidence_detail(request: HttpRequest, number: str, ordinal: int) -> HttpResponse:
    """One piece of evidence: facts of its capture, hashes, and the chain of custody."""
    page = pages.evidence_page(actor_of(request), piece_or_404(request, number, ordinal))
    return render(request, "cases/evidence_detail.html", {"page": page})


@login_required
@require_POST
def evidence_check(request: HttpRequest, number: str, ordinal: int) -> HttpResponse:
    """Say as the second person that file and facts fit."""
    actor, piece = actor_of(request), piece_or_404(request, number, ordinal)
    require(can_check_evidence(actor, piece))
    try:
        services.check_evidence(actor=actor, evidence=piece)
    except RuleBroken as broken:
        messages.warning(request, str(broken))
    return redirect("cases:evidence-detail", number=number, ordinal=ordinal)


@login_required
@require_http_methods(FORM)
def evidence_custody(request: HttpRequest, number: str, ordinal: int) -> HttpResponse:
    """Write down what happened to a piece of evidence."""
    actor, piece = actor_of(request), piece_or_404(request, number, ordinal)
    require(can_work(actor, piece.case))
    form = CustodyForm(posted(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if tried(form, lambda: services.note_custody(actor=actor, evidence=piece, **given)):
            return redirect("cases:evidence-detail", number=number, ordinal=ordinal)
    return plain(request, pages.form_page(piece, _("Note what happened"), form))


@login_required
@require_http_methods(FORM)
def evidence_file(request: HttpRequest, number: str, ordinal: int) -> HttpResponseBase:
    """Hand out the file, once it is said what the copy is for."""
    actor, piece = actor_of(request), piece_or_404(request, number, ordinal)
    form = WhyForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            blob = services.hand_out_evidence(actor=actor, evidence=piece, why=form.cleaned_data["why"])
            return blob_response(request, blob, Delivery(piece.media_type, piece.file_name))
        except RuleBroken as broken:
            form.add_error("why", str(broken))
    return plain(request, pages.form_page(piece, _("Download the file"), form))


@login_required
@require_http_methods(FORM)
def evidence_redact(request: HttpRequest, number: str, ordinal: int) -> HttpResponse:
    """Make a redacted copy; the original stays."""
    actor, piece = actor_of(request), piece_or_404(request, number, ordinal)
    require(can_work(actor, piece.case))
    form = RedactionForm(posted(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if tried(form, lambda: services.redact_evidence(actor=actor, evidence=piece, **given)):
            messages.success(request, _("The redacted copy is made. The original stays as it is."))
            return redirect("cases:case-detail", number=number)
    try:
        count = services.look_at_evidence(actor=actor, evidence=piece)
    except RuleBroken as broken:
        messages.warning(request, str(broken))
        return redirect("cases:evidence-detail", number=number, ordinal=ordinal)
    shown = {"page": pages.form_page(piece, _("Make a redacted copy"), form), "sheets": pages.sheets_of(piece, count)}
    return render(request, "cases/evidence_redact.html", shown, status=422 if form.errors else 200)


@login_required
@never_cache
@require_safe
def evidence_page(request: HttpRequest, number: str, ordinal: int, page: int) -> HttpResponse:
    """One page as a picture, for drawing on it."""
    piece = piece_or_404(request, number, ordinal)
    try:
        content = services.page_of_evidence(actor=actor_of(request), evidence=piece, number=page)
    except RuleBroken as broken:
        raise Http404 from broken
    return HttpResponse(content, content_type="image/png")
