"""P4: the request, the check, the package and its transfer, and what the competent office does."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from erdem.base import blobs
from erdem.base.asking import actor_of
from erdem.base.policy import require
from erdem.cases.forms.rights import CheckForm, FollowForm, PackageForm, PatentRequestForm, TransferForm
from erdem.cases.pages.rights import evidence_choices, office_choices
from erdem.cases.policies import can_follow, can_handle
from erdem.cases.queries.patent_request import request_of, what_is_missing
from erdem.cases.queries.rights import transfer_of
from erdem.cases.services import patents
from erdem.cases.views.cases import FORM, case_or_404, posted
from erdem.cases.views.rights import answer, seen
from erdem.cases.workflow import process_of
from erdem.people.queries import organisations


@login_required
@require_http_methods(FORM)
def patent_request(request: HttpRequest, number: str) -> HttpResponse:
    """Write down the request (F12)."""
    actor, case = actor_of(request), case_or_404(request, number)
    require(can_handle(actor, case))
    form = PatentRequestForm(posted(request), initial={**request_of(case), **seen(case)})
    return answer(
        request,
        case,
        form,
        lambda given: patents.write_request(
            actor=actor, case=case, request_given=form.content(), seen_version=given["seen_version"]
        ),
        _("Write down the request"),
        done=_("The request has been saved. The check says what is still missing."),
    )


@login_required
@require_http_methods(FORM)
def patent_check(request: HttpRequest, number: str) -> HttpResponse:
    """End the check before transfer."""
    actor, case = actor_of(request), case_or_404(request, number)
    require(can_handle(actor, case))
    missing = "、".join(point.words for point in what_is_missing(case))
    form = CheckForm(posted(request), initial=seen(case))
    return answer(
        request,
        case,
        form,
        lambda given: patents.finish_check(actor=actor, case=case, **given),
        _("Finish the check before transfer"),
        lead=_("Still missing: %(points)s.") % {"points": missing} if missing else "",
    )


@login_required
@require_http_methods(FORM)
def patent_package(request: HttpRequest, number: str) -> HttpResponse:
    """Make the package for the competent office."""
    actor, case = actor_of(request), case_or_404(request, number)
    require(can_handle(actor, case))
    lines, ticked = evidence_choices(actor, case)
    form = PackageForm(posted(request), offices=office_choices(case), evidence=lines, ticked=ticked, initial=seen(case))

    def make(given: dict[str, Any]) -> None:
        office = organisations().filter(pk=given["to_office"]).first() if given["to_office"] else None
        patents.prepare_package(actor=actor, case=case, **{**given, "to_office": office})

    return answer(request, case, form, make, _("Prepare the package"))


@login_required
@require_http_methods(FORM)
def patent_transfer(request: HttpRequest, number: str) -> HttpResponse:
    """Hand the package over."""
    actor, case = actor_of(request), case_or_404(request, number)
    require(can_handle(actor, case))
    return answer(
        request,
        case,
        TransferForm(posted(request), initial=seen(case)),
        lambda given: patents.send_package(actor=actor, case=case, **given),
        _("Transfer it to the competent office"),
    )


@login_required
@require_http_methods(FORM)
def patent_follow(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Note what happens at the competent office; that office does so itself where it has accounts here."""
    actor, case = actor_of(request), case_or_404(request, number)
    process = process_of("patent_dispute")
    wanted = process.workflow.step(step)
    if case.kind != "patent_dispute" or case.status not in wanted.sources:
        raise Http404
    require(can_follow(actor, case))
    effect = process.effect(step)
    form = FollowForm(
        posted(request),
        outcomes=effect.outcomes,
        needs=patents.what_a_step_asks(step, effect),
        needs_reason="status_reason" in wanted.required,
        initial=seen(case),
    )
    return answer(
        request,
        case,
        form,
        lambda given: patents.take_step_there(actor=actor, case=case, step=step, given=given),
        wanted.label,
        kind="stop" if wanted.emphasis == "stop" else "main",
    )


@login_required
@require_safe
def patent_package_file(request: HttpRequest, number: str, key: int) -> HttpResponse:
    """The package to take away."""
    transfer = transfer_of(actor_of(request), case_or_404(request, number), key)
    if transfer is None:
        raise Http404
    response = HttpResponse(blobs.read_verified(transfer.package), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{number}-{transfer.pk}.zip"'
    return response
