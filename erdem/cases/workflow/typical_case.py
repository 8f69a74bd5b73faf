"""How a typical case moves: drafted, checked by a second person, published, and withdrawn only with a reason."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from erdem.base.workflow import Step, Workflow
from erdem.cases.choices import TypicalStatus
from erdem.cases.policies.campaigns import can_check_typical, can_write_typical

S = TypicalStatus

TYPICAL_CASE = Workflow(
    document_type="cases.typicalcase",
    initial=(S.DRAFT,),
    final=(S.WITHDRAWN, S.DROPPED),
    shapes={
        S.DRAFT: "new",
        S.CHECKING: "wait",
        S.CHECKED: "work",
        S.PUBLISHED: "done",
        S.WITHDRAWN: "stop",
        S.DROPPED: "stop",
    },
    steps=(
        Step("submit", (S.DRAFT,), S.CHECKING, _("Give it to an expert"), can_write_typical, emphasis="main"),
        Step(
            "agree",
            (S.CHECKING,),
            S.CHECKED,
            pgettext_lazy("typical case", "Agree to the publication"),
            can_check_typical,
            ("opinion",),
            emphasis="main",
        ),
        Step(
            "send_back",
            (S.CHECKING,),
            S.DRAFT,
            pgettext_lazy("typical case", "Send it back"),
            can_check_typical,
            ("status_reason",),
        ),
        Step(
            "revise",
            (S.CHECKING, S.CHECKED),
            S.DRAFT,
            pgettext_lazy("typical case", "Write on it again"),
            can_write_typical,
        ),
        Step(
            "publish",
            (S.CHECKED,),
            S.PUBLISHED,
            pgettext_lazy("typical case", "Publish it"),
            can_write_typical,
            emphasis="main",
        ),
        Step(
            "withdraw",
            (S.PUBLISHED,),
            S.WITHDRAWN,
            pgettext_lazy("typical case", "Withdraw the publication"),
            can_write_typical,
            ("status_reason",),
            emphasis="stop",
        ),
        Step(
            "drop",
            (S.DRAFT,),
            S.DROPPED,
            pgettext_lazy("typical case", "Do not pursue it"),
            can_write_typical,
            ("status_reason",),
            emphasis="stop",
        ),
    ),
)
