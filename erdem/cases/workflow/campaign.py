"""How a campaign moves: planned, approved by a second officer, acted on, reported, closed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from erdem.base.workflow import Step, Workflow
from erdem.cases.choices import CampaignStatus
from erdem.cases.policies.campaigns import can_approve_plan, can_lead

S = CampaignStatus

CAMPAIGN = Workflow(
    document_type="cases.campaign",
    initial=(S.DRAFT,),
    final=(S.CLOSED, S.WITHDRAWN),
    shapes={
        S.DRAFT: "new",
        S.APPROVED: "wait",
        S.RUNNING: "work",
        S.REPORTING: "wait",
        S.CLOSED: "done",
        S.WITHDRAWN: "stop",
    },
    steps=(
        Step("approve", (S.DRAFT,), S.APPROVED, _("Approve the plan"), can_approve_plan, emphasis="main"),
        Step("revise", (S.APPROVED,), S.DRAFT, _("Open the plan as a draft again"), can_lead),
        Step("begin", (S.APPROVED,), S.RUNNING, _("Begin the action"), can_lead, emphasis="main"),
        Step("finish", (S.RUNNING,), S.REPORTING, _("End the action and write the report"), can_lead, emphasis="main"),
        Step("resume", (S.REPORTING,), S.RUNNING, _("Go on inspecting"), can_lead),
        Step("close", (S.REPORTING,), S.CLOSED, _("Issue the report and close"), can_lead, emphasis="main"),
        Step(
            "give_up",
            (S.DRAFT, S.APPROVED, S.RUNNING),
            S.WITHDRAWN,
            pgettext_lazy("campaign", "Give the campaign up"),
            can_lead,
            ("status_reason",),
            emphasis="stop",
        ),
    ),
)
