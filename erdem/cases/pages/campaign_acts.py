"""What the acts in the record of a campaign are called."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from erdem.cases.workflow import CAMPAIGN

ACTS: dict[str, Any] = {
    "plan_campaign": _("Campaign planned"),
    "change_plan": _("Plan written on"),
    "approve_campaign": _("Plan approved and issued"),
    "revise_campaign": _("Plan opened as a draft again"),
    "begin_campaign": pgettext_lazy("record of a campaign", "Action begun"),
    "finish_campaign": pgettext_lazy("record of a campaign", "Action ended"),
    "resume_campaign": pgettext_lazy("record of a campaign", "Inspections go on"),
    "close_campaign": _("Report issued, campaign closed"),
    "give_up_campaign": _("Campaign given up"),
    "write_report": _("Report written on"),
    "invite_office": _("Office invited"),
    "accepted_part": _("Office takes part"),
    "declined_part": _("Office declined"),
    "left_part": _("Part of an office ended"),
    "take_proposals": _("Proposals put on the list"),
    "add_target": _("Target added"),
    "note_ground": _("Knowledge of a target written down"),
    "arrange_target": _("Target arranged"),
    "move_target": _("Order of the list changed"),
    "note_visit": _("Result noted"),
    "link_target_case": _("Case linked to a target"),
}


def act_words(step: str) -> Any:
    """Return what an act is called."""
    return ACTS.get(step) or next((each.label for each in CAMPAIGN.steps if f"{each.name}_campaign" == step), step)
