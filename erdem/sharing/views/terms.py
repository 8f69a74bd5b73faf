"""Pages of terms: one version, editor, history, differences, papers, and what parties and office do."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erdem.base.asking import actor_of
from erdem.base.policy import RuleBroken, require
from erdem.sharing import policies, queries, services
from erdem.sharing.forms.negotiation import BreakOffForm, ExtendForm
from erdem.sharing.pages import term_editor
from erdem.sharing.pages import terms as pages

FORM = ["GET", "HEAD", "POST"]
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _agreement(request: HttpRequest, number: str) -> queries.Agreement:
    found = queries.get_agreement(actor_of(request), number)
    if found is None:
        raise Http404
    return found


def _version(request: HttpRequest, agreement: queries.Agreement, number: str | int) -> queries.AgreementVersion:
    wanted = str(number)
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 6):
        raise Http404
    found = queries.versions_of(actor_of(request), agreement).filter(number=int(wanted)).first()
    if found is None:
        raise Http404
    return found


@login_required
@require_safe
def terms_detail(request: HttpRequest, number: str) -> HttpResponse:
    """The newest version."""
    actor, agreement = actor_of(request), _agreement(request, number)
    page = pages.terms_page(actor, agreement, queries.versions_of(actor, agreement).first())
    return render(request, "sharing/terms.html", {"page": page})


@login_required
@require_safe
def terms_version(request: HttpRequest, number: str, version: int) -> HttpResponse:
    """One version, the newest or an older one."""
    actor, agreement = actor_of(request), _agreement(request, number)
    page = pages.terms_page(actor, agreement, _version(request, agreement, version))
    return render(request, "sharing/terms.html", {"page": page})


@login_required
@require_safe
def terms_history(request: HttpRequest, number: str) -> HttpResponse:
    """Every version, and what differs between two of them."""
    agreement = _agreement(request, number)
    old, new = request.GET.get("old", ""), request.GET.get("new", "")
    older = _version(request, agreement, old) if old and new else None
    newer = _version(request, agreement, new) if old and new else None
    page = pages.history_page(actor_of(request), agreement, older, newer)
    return render(request, "sharing/terms_history.html", {"page": page})


@login_required
@require_http_methods(FORM)
def terms_edit(request: HttpRequest, number: str) -> HttpResponse:
    """Write terms as a party: rows come and go by buttons, nothing is kept before they are proposed."""
    actor, agreement = actor_of(request), _agreement(request, number)
    require(policies.can_propose(actor, agreement))
    data = request.POST if request.method == "POST" else None
    try:
        party = term_editor.acting_party(actor, agreement, (data or request.GET).get("party", ""))
    except KeyError:
        raise Http404 from None
    if data is not None and data.get("do", "") in ("preview", "propose"):
        return _written(request, agreement, party)
    if data is None:
        form = term_editor.editor_form(agreement, None)
    else:
        form = term_editor.editor_form(agreement, term_editor.arranged(data, data.get("do", "")), checked=False)
    return _editor(request, term_editor.editor_page(actor, agreement, form, party))


def _written(request: HttpRequest, agreement: queries.Agreement, party: int | None) -> HttpResponse:
    """Show the terms in sentences, or propose them when that was pressed."""
    actor, form = actor_of(request), term_editor.editor_form(agreement, request.POST)
    terms, faults = term_editor.terms_of(agreement, form)
    if terms is not None and request.POST["do"] == "propose":
        told = form.clauses.cleaned_data
        based_on, note = told["based_on"], told["note"]
        try:
            made = services.propose_terms(
                actor=actor, agreement=agreement, terms=terms, based_on=based_on, community=party, note=note
            )
        except RuleBroken as broken:
            faults = (str(broken),)
        else:
            messages.success(request, _("Version %(n)s is proposed. You agree to it.") % {"n": made.number})
            return redirect("terms:detail", number=agreement.request.number)
    page = term_editor.editor_page(actor, agreement, form, party, faults=faults, preview=terms)
    return _editor(request, page, 422 if faults else 200)


def _editor(request: HttpRequest, page: term_editor.EditorPage, status: int = 200) -> HttpResponse:
    return render(request, "sharing/terms_edit.html", {"page": page}, status=status)


@login_required
@require_POST
def terms_assent(request: HttpRequest, number: str) -> HttpResponse:
    """Agree to the version that was read."""
    actor, agreement = actor_of(request), _agreement(request, number)
    version = _version(request, agreement, request.POST.get("version", ""))
    try:
        services.assent(actor=actor, version=version, community=_community(request.POST.get("party", "")))
    except RuleBroken as broken:
        messages.error(request, str(broken))
    else:
        messages.success(request, _("You agree to version %(n)s.") % {"n": version.number})
    return redirect("terms:detail", number=number)


def _community(value: str) -> int | None:
    """The community of a form; nothing is the applicant, what is no number is nobody."""
    if not value:
        return None
    return int(value) if value.isascii() and value.isdigit() and len(value) < 16 else -1


@login_required
@require_POST
def terms_comment(request: HttpRequest, number: str) -> HttpResponse:
    """Comment on a clause, for all or for the own community."""
    actor, agreement = actor_of(request), _agreement(request, number)
    version = _version(request, agreement, request.POST.get("version", ""))
    try:
        services.comment(
            actor=actor,
            version=version,
            text=request.POST.get("text", "")[:4000],
            clause=request.POST.get("clause", ""),
            private_for=_community(request.POST.get("private", "")),
        )
    except RuleBroken as broken:
        messages.error(request, str(broken))
    return redirect("terms:version", number=number, version=version.number)


@login_required
@require_POST
def terms_resolve(request: HttpRequest, number: str, comment: int) -> HttpResponse:
    """Say that a comment is dealt with."""
    actor, agreement = actor_of(request), _agreement(request, number)
    found = queries.comments_on(actor, agreement).filter(pk=comment).first()
    if found is None:
        raise Http404
    try:
        services.resolve_comment(actor=actor, comment=found)
    except RuleBroken as broken:
        messages.error(request, str(broken))
    return redirect("terms:version", number=number, version=found.version.number)


@login_required
@require_http_methods(FORM)
def terms_extend(request: HttpRequest, number: str) -> HttpResponse:
    """Give the negotiation more time."""
    actor, agreement = actor_of(request), _agreement(request, number)
    require(policies.can_extend(actor, agreement))
    form = ExtendForm(request.POST or None, initial={"until": agreement.due_on})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            services.extend_time(actor=actor, agreement=agreement, until=told["until"], reason=told["reason"])
            return redirect("terms:detail", number=number)
        except RuleBroken as broken:
            form.add_error(broken.field if broken.field in form.fields else None, str(broken))
    return _small(request, agreement, form, "sharing/terms_extend.html")


@login_required
@require_http_methods(FORM)
def terms_break_off(request: HttpRequest, number: str) -> HttpResponse:
    """End the negotiation without terms."""
    actor, agreement = actor_of(request), _agreement(request, number)
    require(policies.can_break_off(actor, agreement))
    form = BreakOffForm(
        request.POST if request.method == "POST" else None, needs_reason=not policies.parties_of(actor, agreement)
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.break_off(actor=actor, agreement=agreement, reason=form.cleaned_data["reason"])
            return redirect("terms:detail", number=number)
        except RuleBroken as broken:
            form.add_error(broken.field if broken.field in form.fields else None, str(broken))
    return _small(request, agreement, form, "sharing/terms_break_off.html")


def _small(
    request: HttpRequest, agreement: queries.Agreement, form: ExtendForm | BreakOffForm, template: str
) -> HttpResponse:
    content = {"agreement": agreement, "form": form, "trail": pages.trail(agreement)}
    return render(request, template, content, status=422 if form.is_bound else 200)


@login_required
@require_safe
def terms_pdf(request: HttpRequest, number: str, version: int) -> HttpResponse:
    """A version as PDF."""
    agreement = _agreement(request, number)
    found = _version(request, agreement, version)
    return _file(queries.terms_pdf(found), "application/pdf", f"{agreement.number}-v{found.number}.pdf", inline=True)


@login_required
@require_safe
def terms_docx(request: HttpRequest, number: str, version: int) -> HttpResponse:
    """A version as a Word file."""
    agreement = _agreement(request, number)
    found = _version(request, agreement, version)
    return _file(queries.terms_docx(found), DOCX, f"{agreement.number}-v{found.number}.docx", inline=False)


def _file(content: bytes, media_type: str, name: str, *, inline: bool) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'{"inline" if inline else "attachment"}; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
def clause_library(request: HttpRequest) -> HttpResponse:
    """The library of clauses with sources."""
    return render(request, "sharing/clause_library.html", {"groups": pages.library_rows()})
