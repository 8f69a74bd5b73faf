"""What the office sees when it checks a request, and the page of a single step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.base.workflow import Step
from erdem.sharing import queries
from erdem.sharing.forms.requests import ApprovalForm, ReasonForm
from erdem.sharing.models import AccessRequest, Approval
from erdem.sharing.pages.links import Link, address, clock_of, trail
from erdem.sharing.pages.records import Named, named
from erdem.sharing.pages.requests import approval_row, facts_of, parties_of


@dataclass(frozen=True)
class CheckPage:
    """The formal check."""

    request: AccessRequest
    title: str
    trail: tuple[Link, ...]
    clock: dict[str, Any] | None
    facts: tuple[dict[str, Any], ...]
    parties: tuple[dict[str, Any], ...]
    records: tuple[Named, ...]
    approvals: tuple[dict[str, Any], ...]
    error: str
    missing: int
    refused: int


@dataclass(frozen=True)
class StepPage:
    """One step that is confirmed on a page of its own, with or without a reason."""

    request: AccessRequest
    title: str
    lead: str
    trail: tuple[Link, ...]
    form: ReasonForm
    label: Any
    stays: str
    back: str


def check_page(actor: Actor, request: AccessRequest, error: str = "", entered: ApprovalForm | None = None) -> CheckPage:
    """Build the formal check: who asks, for what, what labels say, which approvals there are."""
    running = queries.running_day(request)
    approvals = queries.approvals_of(actor, request)
    records = named(actor, queries.requested_of(actor, request))
    return CheckPage(
        request=request,
        title=_("Check request %(number)s") % {"number": request.number},
        trail=trail(request, Link(_("Formal check"))),
        clock=clock_of(running, str(request.get_status_display()), request.submitted_at) if running else None,
        facts=tuple(facts_of(request)),
        parties=tuple(parties_of(request)),
        records=records,
        approvals=tuple(_approval(each, entered) for each in approvals) if request.is_foreign else (),
        error=error,
        missing=sum(1 for each in approvals if each.recorded_at is None) if request.is_foreign else 0,
        refused=sum(1 for each in records if each.is_refused),
    )


def _approval(approval: Approval, entered: ApprovalForm | None) -> dict[str, Any]:
    prefix = f"approval{approval.pk}"
    form = entered if entered is not None and entered.prefix == prefix else approval_form(approval)
    address_ = reverse("sharing:approval-record", args=[approval.request.number, approval.pk])
    return {**approval_row(approval), "form": form, "url": address_}


def approval_form(approval: Approval, data: Any = None, files: Any = None) -> ApprovalForm:
    """Return the form of one approval; several stand on one page."""
    initial = {name: getattr(approval, name) for name in ("authority", "reference", "given_on", "not_needed")}
    return ApprovalForm(data, files, prefix=f"approval{approval.pk}", initial=initial)


def step_page(request: AccessRequest, step: Step, form: ReasonForm) -> StepPage:
    """Build the page of one step: what follows from it, and what stays when it is not taken."""
    leads = {
        "return": _("The applicant reads what is missing and may complete the request."),
        "reject": _("The applicant and the communities that were asked read the reasons. The request ends."),
        "withdraw": _("The request ends. It is kept, and a new one may be written at any time."),
        "veto": _("The request ends at once, for all its records. Nobody has to say why, and nobody may ask."),
        "lapse": _("The request ends because nobody goes on with it. The applicant reads why."),
    }
    return StepPage(
        request=request,
        title=str(step.label),
        lead=leads.get(step.name, ""),
        trail=trail(request, Link(step.label)),
        form=form,
        label=step.label,
        stays=_("Leave it as it is"),
        back=address(request),
    )
