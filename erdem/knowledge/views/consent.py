"""Pages of consents: list, question, answer, the elder's page, taking back, files, papers."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erdem.base.asking import actor_of
from erdem.base.policy import RuleBroken, require
from erdem.knowledge import pages, policies, queries, services
from erdem.knowledge.consent_choices import ConsentSubject
from erdem.knowledge.forms import ConsentAnswerForm, ConsentForm, EvidenceForm, WithdrawForm
from erdem.knowledge.views.request import record_or_404

FORM = ["GET", "HEAD", "POST"]


def _consent_or_404(request: HttpRequest, number: str) -> pages.Consent:
    consent = queries.get_consent(actor_of(request), number)
    if consent is None:
        raise Http404
    return consent


@login_required
@require_safe
def consent_list(request: HttpRequest) -> HttpResponse:
    """Every consent the reader sees, what runs out first."""
    page = pages.consent_list_page(actor_of(request), request.GET.get("status", ""))
    return render(request, "knowledge/consent_list.html", {"page": page})


@login_required
@require_safe
def record_consents(request: HttpRequest, number: str) -> HttpResponse:
    """Where the holding communities stand with one record, and what is missing."""
    record = record_or_404(request, number)
    page = pages.record_consents_page(actor_of(request), record)
    return render(request, "knowledge/record_consents.html", {"page": page})


@login_required
@require_http_methods(FORM)
def consent_new(request: HttpRequest, number: str) -> HttpResponse:
    """Begin a consent: first the subject, then the question."""
    actor, record = actor_of(request), record_or_404(request, number)
    require(policies.can_prepare(actor, record))
    subject = request.GET.get("subject", "")
    if subject not in ConsentSubject.values:
        page = pages.subject_page(actor, record)
        return render(request, "knowledge/consent_subject.html", {"page": page})
    form = pages.question_form(actor, record, subject, request.POST or None)
    error = ""
    if request.method == "POST" and form.is_valid():
        try:
            consent = services.draft_consent(actor=actor, records=[record], content=form.content())
            return _after_saving(request, consent)
        except RuleBroken as broken:
            error = _placed(form, broken)
    return _question(request, pages.new_question_page(record, form, error), form)


@login_required
@require_http_methods(FORM)
def consent_edit(request: HttpRequest, number: str) -> HttpResponse:
    """Go on with a question that is being prepared; two people at once do not overwrite each other."""
    actor, consent = actor_of(request), _consent_or_404(request, number)
    require(policies.can_edit_consent(actor, consent))
    form = pages.stored_form(actor, consent, request.POST or None)
    error = ""
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            saved = services.change_consent(actor=actor, consent=consent, content=form.content(), version=version)
            return _after_saving(request, saved)
        except RuleBroken as broken:
            error = _placed(form, broken)
    return _question(request, pages.question_page(actor, consent, form, error), form)


def _question(request: HttpRequest, page: object, form: ConsentForm) -> HttpResponse:
    return render(request, "knowledge/consent_form.html", {"page": page}, status=422 if form.is_bound else 200)


def _after_saving(request: HttpRequest, consent: pages.Consent) -> HttpResponse:
    """Put the question at once when that was pressed; what is missing is said, and the draft is kept."""
    if request.POST.get("do") == "ask":
        try:
            services.ask_consent(actor=actor_of(request), consent=consent)
        except RuleBroken as broken:
            messages.warning(request, _("The draft is saved. %(missing)s") % {"missing": broken})
            return redirect("knowledge:consent-edit", number=consent.number)
    else:
        messages.success(request, _("The draft %(number)s is saved.") % {"number": consent.number})
    return redirect("knowledge:consent-detail", number=consent.number)


def _placed(form: ConsentForm | ConsentAnswerForm, broken: RuleBroken) -> str:
    if broken.field in form.fields:
        form.add_error(broken.field, str(broken))
        return ""
    return str(broken)


@login_required
@require_safe
def consent_detail(request: HttpRequest, number: str) -> HttpResponse:
    """One consent with its papers and what was done under it."""
    page = pages.consent_page(actor_of(request), _consent_or_404(request, number))
    return render(request, "knowledge/consent_detail.html", {"page": page})


@login_required
@require_POST
def consent_step(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Put the question, take it back to rewrite it, or begin a renewal."""
    actor, consent = actor_of(request), _consent_or_404(request, number)
    steps = {"ask": services.ask_consent, "rewrite": services.rewrite_consent, "renew": services.renew_consent}
    if step not in steps:
        raise Http404
    require(policies.can_edit_consent(actor, consent))
    try:
        after = steps[step](actor=actor, consent=consent)
    except RuleBroken as broken:
        messages.error(request, str(broken))
        return redirect("knowledge:consent-detail", number=number)
    where = "knowledge:consent-edit" if after.status == "draft" else "knowledge:consent-detail"
    return redirect(where, number=after.number)


@login_required
@require_http_methods(FORM)
def consent_answer(request: HttpRequest, number: str) -> HttpResponse:
    """Enter what was answered, on paper or in a meeting."""
    actor, consent = actor_of(request), _consent_or_404(request, number)
    require(policies.can_answer_consent(actor, consent))
    refused = request.POST.get("answer") == "refuse"
    form = ConsentAnswerForm(
        None if refused else request.POST or None,
        is_personal=consent.family == "person",
        initial={"version": consent.version},
    )
    error = ""
    try:
        if refused:
            services.refuse_consent(actor=actor, consent=consent)
            return redirect("knowledge:consent-detail", number=number)
        if request.method == "POST" and form.is_valid():
            version = form.cleaned_data["version"]
            services.give_consent(actor=actor, consent=consent, answer=form.answer(), version=version)
            return redirect("knowledge:consent-detail", number=number)
    except RuleBroken as broken:
        error = _placed(form, broken)
    page = pages.answer_page(actor, consent, form, error)
    return render(
        request, "knowledge/consent_answer.html", {"page": page}, status=422 if form.is_bound or error else 200
    )


@login_required
@require_http_methods(FORM)
def consent_decide(request: HttpRequest, number: str) -> HttpResponse:
    """The elder's own page: listen, five facts, three equal choices."""
    actor, consent = actor_of(request), _consent_or_404(request, number)
    error, chosen = "", request.POST.get("choice", "")
    if request.method == "POST" and chosen != "later":
        try:
            pages.decide(actor, consent, chosen, request.POST.get("version", ""))
            return redirect("knowledge:consent-decide", number=number)
        except RuleBroken as broken:
            error = str(broken)
    page = pages.decide_page(actor, consent, error, talks=chosen == "later")
    return render(request, "knowledge/consent_decide.html", {"page": page}, status=422 if error else 200)


@login_required
@require_http_methods(FORM)
def consent_withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Take a consent back: one page, no reason needed."""
    actor, consent = actor_of(request), _consent_or_404(request, number)
    require(policies.can_withdraw_consent(actor, consent))
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.withdraw_consent(actor=actor, consent=consent, reason=form.cleaned_data["reason"])
        except RuleBroken as broken:
            messages.error(request, str(broken))
        return redirect("knowledge:consent-detail", number=number)
    page = pages.withdraw_page(actor, consent, form)
    return render(request, "knowledge/consent_withdraw.html", {"page": page})


@login_required
@require_http_methods(FORM)
def consent_attach(request: HttpRequest, number: str) -> HttpResponse:
    """Add a recording, a resolution or the scan of the signed form."""
    actor, consent = actor_of(request), _consent_or_404(request, number)
    require(policies.can_edit_consent(actor, consent))
    form = EvidenceForm(request.POST or None, request.FILES or None, initial={"kind": request.GET.get("kind", "")})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.attach_evidence(
                actor=actor,
                consent=consent,
                kind=given["kind"],
                content=given["file"].read(),
                file_name=given["file"].name,
                note=given["note"],
            )
            return redirect("knowledge:consent-detail", number=number)
        except RuleBroken as broken:
            form.add_error(broken.field, str(broken))
    page = pages.attach_page(consent, form)
    return render(request, "knowledge/consent_attach.html", {"page": page}, status=422 if form.is_bound else 200)


@login_required
@require_safe
def consent_file(request: HttpRequest, number: str, evidence: int) -> FileResponse:
    """One file beside a consent; that it was opened is noted."""
    found = queries.get_evidence(actor_of(request), number, evidence)
    if found is None:
        raise Http404
    services.note_evidence_opened(actor=actor_of(request), evidence=found)
    stream = pages.evidence_stream(found)
    response = FileResponse(stream, filename=found.file_name, content_type=found.media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


@login_required
@require_safe
def consent_form_pdf(request: HttpRequest, number: str) -> HttpResponse:
    """The form to sign by hand."""
    consent = _consent_or_404(request, number)
    return _pdf(pages.form_document(actor_of(request), consent), f"{consent.number}.pdf")


@login_required
@require_safe
def consent_receipt_pdf(request: HttpRequest, number: str) -> HttpResponse:
    """The receipt that a consent was taken back."""
    consent = _consent_or_404(request, number)
    if consent.status != "withdrawn":
        raise Http404
    return _pdf(pages.receipt_document(actor_of(request), consent), f"{consent.number}-receipt.pdf")


def _pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response
