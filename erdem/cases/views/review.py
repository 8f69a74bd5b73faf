"""P7, papers and periods of P4–P8."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from erdem.base.asking import actor_of
from erdem.base.policy import require
from erdem.cases.forms.rights import NewReviewForm, OrganForm, PeriodForm, ResultForm
from erdem.cases.pages.rights import period_choices
from erdem.cases.paper.printing import docx_of, pdf_of
from erdem.cases.papers.drafts import draft_of
from erdem.cases.policies import can_handle, can_work
from erdem.cases.queries.rights import challenged_by
from erdem.cases.services import periods, review
from erdem.cases.views.cases import FORM, case_or_404, posted
from erdem.cases.views.rights import answer, seen
from erdem.cases.workflow import process_of

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@login_required
@require_http_methods(FORM)
def review_new(request: HttpRequest, number: str) -> HttpResponse:
    """Open the review of a decision of this case."""
    actor, case = actor_of(request), case_or_404(request, number)
    require(can_work(actor, case))
    form = NewReviewForm(posted(request))
    return answer(
        request,
        case,
        form,
        lambda given: review.open_review(actor=actor, case=case, **given),
        _("Open a review of the decision"),
        done=_("The review is open. It stands under the linked cases."),
    )


@login_required
@require_http_methods(FORM)
def review_organ(request: HttpRequest, number: str) -> HttpResponse:
    """Note the application for reconsideration with its organ."""
    actor, case = actor_of(request), case_or_404(request, number)
    require(can_handle(actor, case))
    challenged = challenged_by(actor, case)
    form = OrganForm(posted(request), initial=seen(case, organ=challenged.organ if challenged else ""))
    return answer(
        request,
        case,
        form,
        lambda given: review.note_organ(
            actor=actor, case=case, organ=given["organ"], organ_number=given["organ_number"]
        ),
        _("Note the application for reconsideration"),
    )


@login_required
@require_http_methods(FORM)
def review_result(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Note what the organ of review or the court said."""
    actor, case = actor_of(request), case_or_404(request, number)
    wanted = process_of("review").workflow.step(step)
    if case.kind != "review" or case.status not in wanted.sources:
        raise Http404
    require(wanted.allowed(actor, case))
    form = ResultForm(posted(request), initial=seen(case))
    return answer(
        request,
        case,
        form,
        lambda given: review.note_result(actor=actor, case=case, result=review.ReviewResult(step=step, **given)),
        wanted.label,
        lead=_("A decision that was changed: its publication is to be withdrawn, and a period runs for it."),
    )


@login_required
@require_http_methods(FORM)
def period_begin(request: HttpRequest, number: str) -> HttpResponse:
    """Let a period run that begins with an event outside the steps."""
    actor, case = actor_of(request), case_or_404(request, number)
    require(can_handle(actor, case))
    if not period_choices(case):
        return redirect("cases:case-detail", number=number)
    form = PeriodForm(posted(request), periods=period_choices(case))
    return answer(
        request,
        case,
        form,
        lambda given: periods.begin_period(
            actor=actor, case=case, step=given["period"], day=given["day"], reason=given["reason"]
        ),
        _("Let a period run"),
        done=_("The period runs."),
    )


@login_required
@require_safe
def case_paper(request: HttpRequest, number: str, slug: str, kind: str) -> HttpResponse:
    """The draft of a paper as PDF or DOCX."""
    paper = draft_of(actor_of(request), case_or_404(request, number), slug)
    if paper is None or kind not in ("pdf", "docx"):
        raise Http404
    content = (pdf_of if kind == "pdf" else docx_of)(paper, issued_at=timezone.now())
    response = HttpResponse(content, content_type="application/pdf" if kind == "pdf" else DOCX)
    response["Content-Disposition"] = f'inline; filename="{number}-{slug}.{kind}"'
    return response
