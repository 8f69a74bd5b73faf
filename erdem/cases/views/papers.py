"""Official documents on pages: fill in, read, approve, issue, declare void, take away."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erdem.base.asking import actor_of
from erdem.base.policy import RuleBroken, require
from erdem.cases import services
from erdem.cases.forms.papers import DocumentForm, NumberingForm, VoidForm, initial_of
from erdem.cases.pages import papers as pages
from erdem.cases.paper.registry import TEMPLATES
from erdem.cases.policies import can_keep_numbering, can_work, can_write_document
from erdem.cases.queries import papers as reads
from erdem.cases.views.cases import FORM, case_or_404, posted

PLAIN = "cases/case_plain_form.html"
STEPS = {
    "approve": services.approve_document,
    "return_draft": services.return_document,
    "issue": services.issue_document,
}


def document_or_404(request: HttpRequest, number: str, key: int) -> reads.OfficialDocument:
    """Return a document that the reader sees.

    Raises:
        Http404: there is none.
    """
    found = reads.get_document(actor_of(request), number, key)
    if found is None:
        raise Http404
    return found


@login_required
@require_http_methods(FORM)
def document_new(request: HttpRequest, number: str, template: str) -> HttpResponse:
    """Fill in a template and keep the draft."""
    actor, case = actor_of(request), case_or_404(request, number)
    found = TEMPLATES.get(template)
    if found is None or case.kind not in found.kinds:
        raise Http404
    require(can_work(actor, case))
    form = DocumentForm(posted(request), template=found, initial=initial_of(found, {}, reads.facts_of(case)))
    if request.method == "POST" and form.is_valid():
        made = services.draft_document(actor=actor, case=case, template=template, given=form.content())
        return redirect("cases:document", number=number, key=made.pk)
    status = 422 if form.errors else 200
    return render(request, PLAIN, {"page": pages.form_page(case, found, form)}, status=status)


@login_required
@require_safe
def document_detail(request: HttpRequest, number: str, key: int) -> HttpResponse:
    """One document: its words, where it stands, what may be done now."""
    document = document_or_404(request, number, key)
    return render(request, "cases/document.html", {"page": pages.document_page(actor_of(request), document)})


@login_required
@require_http_methods(FORM)
def document_edit(request: HttpRequest, number: str, key: int) -> HttpResponse:
    """Write on a draft."""
    actor, document = actor_of(request), document_or_404(request, number, key)
    require(can_write_document(actor, document))
    template = TEMPLATES[document.template]
    initial = initial_of(template, document.given, reads.facts_of(document.case)) | {"seen_version": document.version}
    form = DocumentForm(posted(request), template=template, initial=initial)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen_version"]
        try:
            services.revise_document(actor=actor, document=document, given=form.content(), seen_version=seen)
        except RuleBroken as broken:
            form.add_error(None, str(broken))
        else:
            return redirect("cases:document", number=number, key=key)
    page = pages.form_page(document.case, template, form, document)
    return render(request, PLAIN, {"page": page}, status=422 if form.errors else 200)


@login_required
@require_POST
def document_step(request: HttpRequest, number: str, key: int, step: str) -> HttpResponse:
    """Approve, issue, or open as a draft again."""
    actor, document = actor_of(request), document_or_404(request, number, key)
    if step not in STEPS:
        raise Http404
    seen = request.POST.get("seen_version", "")
    try:
        done = STEPS[step](actor=actor, document=document, seen_version=int(seen) if seen.isdecimal() else None)
    except RuleBroken as broken:
        messages.warning(request, str(broken))
    else:
        words = _("Done: %(document)s is now “%(state)s”.")
        messages.success(request, words % {"document": done.number or done.title, "state": done.get_status_display()})
    return redirect("cases:document", number=number, key=key)


@login_required
@require_http_methods(FORM)
def document_void(request: HttpRequest, number: str, key: int) -> HttpResponse:
    """Ask why, then declare a document void."""
    actor, document = actor_of(request), document_or_404(request, number, key)
    require(can_write_document(actor, document))
    form = VoidForm(posted(request), initial={"seen_version": document.version})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.void_document(
                actor=actor, document=document, reason=given["reason"], seen_version=given["seen_version"]
            )
        except RuleBroken as broken:
            form.add_error(None, str(broken))
        else:
            return redirect("cases:document", number=number, key=key)
    page = pages.void_page(document, form)
    return render(request, PLAIN, {"page": page}, status=422 if form.errors else 200)


@login_required
@require_safe
def document_file(request: HttpRequest, number: str, key: int, kind: str) -> HttpResponse:
    """The PDF or the Word file; before it is issued it says on top that it is a draft."""
    document = document_or_404(request, number, key)
    if kind not in dict(pages.FORMATS):
        raise Http404
    content, media_type = services.file_of_document(document, kind, timezone.now())
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{number}-{document.template}-{key}.{kind}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@login_required
@require_http_methods(FORM)
def numbering(request: HttpRequest, office: int) -> HttpResponse:
    """Keep the word with which the numbers of an office begin."""
    actor = actor_of(request)
    require(can_keep_numbering(actor, office))
    house = reads.office_of(office)
    form = NumberingForm(posted(request), initial={"word": reads.word_of(house)})
    if request.method == "POST" and form.is_valid():
        try:
            services.keep_numbering(actor=actor, office=house, word=form.cleaned_data["word"])
        except RuleBroken as broken:
            form.add_error("word", str(broken))
        else:
            messages.success(request, _("The word was saved."))
            return redirect("cases:case-list")
    return render(request, PLAIN, {"page": pages.numbering_page(form)}, status=422 if form.errors else 200)
