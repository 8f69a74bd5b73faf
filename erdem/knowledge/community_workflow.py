"""How a community comes to be recognised, and how a call for a holder ends."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from erdem.base.workflow import Step, Workflow
from erdem.knowledge import policies
from erdem.knowledge.community_choices import CallStatus, CommunityStatus

COMMUNITY = Workflow(
    document_type="knowledge.communityprofile",
    initial=(CommunityStatus.PROPOSED,),
    final=(CommunityStatus.CLOSED,),
    shapes={CommunityStatus.PROPOSED: "wait", CommunityStatus.RECOGNISED: "done", CommunityStatus.CLOSED: "stop"},
    steps=(
        Step(
            "recognise",
            (CommunityStatus.PROPOSED,),
            CommunityStatus.RECOGNISED,
            label=_("Recognise the community"),
            allowed=policies.can_recognise_community,
            emphasis="main",
        ),
        Step(
            "close",
            (CommunityStatus.PROPOSED, CommunityStatus.RECOGNISED),
            CommunityStatus.CLOSED,
            label=_("Close the community"),
            allowed=policies.can_close_community,
            required=("status_reason",),
            emphasis="stop",
        ),
    ),
)
HOLDER_CALL = Workflow(
    document_type="knowledge.holdercall",
    initial=(CallStatus.OPEN,),
    final=(CallStatus.DECIDED, CallStatus.WITHDRAWN),
    shapes={CallStatus.OPEN: "work", CallStatus.DECIDED: "done", CallStatus.WITHDRAWN: "stop"},
    steps=(
        Step(
            "decide",
            (CallStatus.OPEN,),
            CallStatus.DECIDED,
            label=_("Write down the decision"),
            allowed=policies.can_decide_call,
            required=("status_reason",),
            emphasis="main",
        ),
        Step(
            "call_off",
            (CallStatus.OPEN,),
            CallStatus.WITHDRAWN,
            label=_("Call it off"),
            allowed=policies.can_decide_call,
            required=("status_reason",),
            emphasis="stop",
        ),
    ),
)
