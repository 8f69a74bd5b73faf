"""Pages of findings."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from erdem.base import blobs, exports, jobs
from erdem.base.asking import actor_of
from erdem.base.policy import RuleBroken
from erdem.overlap import services
from erdem.overlap.policies import can_make_dossier, can_screen
from erdem.overlap.queries import finding_list as lists
from erdem.overlap.queries import findings
from erdem.overlap.queries.finding_json import finding_json
from erdem.overlap.queries.finding_page import finding_page
from erdem.overlap.queries.variants import variants_page
from erdem.overlap.workflow import WORKFLOW

PER_PAGE = 50
LONGEST_KEY = 19
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@login_required
@require_safe
def finding_list(request: HttpRequest) -> HttpResponse:
    """Show the findings that were asked for."""
    actor = actor_of(request)
    wanted = findings.wanted_of(request.GET)
    shown = Paginator(findings.search(actor, wanted), PER_PAGE).get_page(request.GET.get("page"))
    page = lists.list_page(actor, wanted, shown, may_screen=bool(can_screen(actor)))
    return render(request, "overlap/finding_list.html", {"page": page})


@login_required
@require_safe
def finding_export(request: HttpRequest, kind: str) -> HttpResponse:
    """Give the list as a table to take away."""
    if kind not in exports.FORMATS:
        raise Http404
    found = findings.search(actor_of(request), findings.wanted_of(request.GET))
    return exports.table_response(kind, _("overlap findings"), lists.EXPORT_COLUMNS, findings.export_rows(found))


def _finding(request: HttpRequest, number: str) -> Any:
    finding = findings.get_finding(actor_of(request), number)
    if finding is None:
        raise Http404
    return finding


def _show(request: HttpRequest, finding: Any, *, refused: str = "", written: str = "") -> HttpResponse:
    actor = actor_of(request)
    steps = WORKFLOW.available(actor, finding)
    page = finding_page(actor, finding, steps=steps, dossier=can_make_dossier(actor, finding))
    status = 409 if refused else 200
    context = {"page": page, "refused": refused, "written": written}
    return render(request, "overlap/finding_detail.html", context, status=status)


@login_required
@require_safe
def finding_detail(request: HttpRequest, number: str) -> HttpResponse:
    """Show one finding with its reasons."""
    finding = _finding(request, number)
    services.note_reading(actor=actor_of(request), finding=finding)
    return _show(request, finding)


@login_required
@require_safe
def finding_export_one(request: HttpRequest, number: str) -> HttpResponse:
    """Give one finding with all its evidence as JSON."""
    finding = _finding(request, number)
    services.note_reading(actor=actor_of(request), finding=finding)
    response = JsonResponse(
        finding_json(actor_of(request), finding), json_dumps_params={"ensure_ascii": False, "indent": 1}
    )
    response["Content-Disposition"] = f'attachment; filename="{finding.number}.json"'
    return response


@login_required
@require_safe
def finding_variants(request: HttpRequest, number: str) -> HttpResponse:
    """Show the patent and every variant of the cluster in one grid."""
    finding = _finding(request, number)
    services.note_reading(actor=actor_of(request), finding=finding)
    return render(request, "overlap/variants.html", {"page": variants_page(actor_of(request), finding)})


@login_required
@require_POST
def finding_step(request: HttpRequest, number: str) -> HttpResponse:
    """Take a step; when it is refused the page comes back with what was written."""
    finding = _finding(request, number)
    text = request.POST.get("text", "")
    try:
        services.take_review_step(
            actor=actor_of(request),
            finding=finding,
            step=request.POST.get("step", ""),
            opinion=text,
            reason=text,
            seen=request.POST.get("seen", ""),
        )
    except RuleBroken as refusal:
        return _show(request, _finding(request, number), refused=str(refusal), written=text)
    return redirect("overlap:finding-detail", number)


@login_required
@require_POST
def finding_evidence(request: HttpRequest, number: str) -> HttpResponse:
    """Take the newer evidence over."""
    try:
        services.accept_newer_evidence(actor=actor_of(request), finding=_finding(request, number))
    except RuleBroken as refusal:
        messages.warning(request, str(refusal))
    return redirect("overlap:finding-detail", number)


@login_required
@require_POST
def finding_dossier(request: HttpRequest, number: str) -> HttpResponse:
    """Write a dossier and hand it over."""
    try:
        dossier = services.make_dossier(actor=actor_of(request), finding=_finding(request, number))
    except RuleBroken as refusal:
        messages.warning(request, str(refusal))
        return redirect("overlap:finding-detail", number)
    return redirect("overlap:dossier-file", dossier.number, "pdf")


@login_required
@require_safe
def dossier_file(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """Hand over a dossier: the PDF as it was written, or the same content as DOCX."""
    dossier = findings.get_dossier(actor_of(request), number)
    if dossier is None or kind not in ("pdf", "docx"):
        raise Http404
    if kind == "pdf":
        response = HttpResponse(blobs.read_verified(dossier.blob), content_type="application/pdf")
    else:
        response = HttpResponse(services.word_file_of(dossier), content_type=DOCX)
    response["Content-Disposition"] = f'inline; filename="{dossier.number}.{kind}"'
    return response


@login_required
@require_POST
def screen(request: HttpRequest) -> HttpResponse:
    """Ask for a new comparison of the whole collection."""
    progress = services.request_screening(actor=actor_of(request))
    if progress is None:
        messages.info(request, _("A comparison is waiting already. It begins as soon as the one before it is done."))
        return redirect("overlap:finding-list")
    return redirect("overlap:screen-progress", progress.pk)


@login_required
@require_POST
def watch(request: HttpRequest) -> HttpResponse:
    """Ask for a comparison of what is new or changed."""
    progress = services.request_watch(actor=actor_of(request))
    if progress is None:
        messages.info(request, _("A comparison is waiting already. It begins as soon as the one before it is done."))
        return redirect("overlap:finding-list")
    return redirect("overlap:screen-progress", progress.pk)


@login_required
@require_safe
def screen_progress(request: HttpRequest, progress_id: UUID) -> HttpResponse:
    """Show how far the comparison is; the fragment asks again by itself."""
    progress = jobs.progress_of(progress_id)
    if progress is None:
        raise Http404
    template = "overlap/screening_state.html" if request.headers.get("HX-Request") else "overlap/screening.html"
    return render(request, template, {"page": lists.progress_page(progress)})


@require_safe
def record_findings(request: HttpRequest, number: str) -> HttpResponse:
    """Show the findings of a record: a fragment for its page."""
    return _near(request, findings.rows_of(findings.of_record(actor_of(request), number)[:PER_PAGE]), "record")


@require_safe
def publication_findings(request: HttpRequest, key: str) -> HttpResponse:
    """Show the findings of a publication: a fragment for its page."""
    return _near(request, findings.rows_of(findings.of_publication(actor_of(request), key)[:PER_PAGE]), "publication")


@require_safe
def publication_marks(request: HttpRequest) -> HttpResponse:
    """What the rows of a list of publications say of registered knowledge: pieces that find their places by themselves."""
    asked = [
        int(value) for value in request.GET.getlist("p")[:PER_PAGE] if value.isdecimal() and len(value) < LONGEST_KEY
    ]
    marks = findings.best_of_publications(actor_of(request), asked)
    return render(request, "overlap/marks.html", {"marks": marks.items()})


def _near(request: HttpRequest, rows: list[findings.FindingRow], side: str) -> HttpResponse:
    template = "overlap/near.html" if request.headers.get("HX-Request") else "overlap/near_page.html"
    return render(request, template, {"rows": rows, "side": side})
