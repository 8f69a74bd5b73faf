"""How a filing moves until it has become a case, or has been told where to go."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from erdem.base.workflow import Step, Workflow
from erdem.cases.choices import FilingStatus as S
from erdem.cases.policies import can_tend_filing, can_work_on_filing

REASON = ("status_reason",)

FILING = Workflow(
    document_type="cases.filing",
    initial=(S.NEW,),
    final=(S.OPENED, S.JOINED, S.WITHDRAWN),
    shapes={S.NEW: "new", S.OPENED: "work", S.JOINED: "work", S.PASSED_ON: "stop", S.WITHDRAWN: "stop"},
    steps=(
        Step("open", (S.NEW,), S.OPENED, _("Open a case"), can_work_on_filing, emphasis="main"),
        Step("join", (S.NEW,), S.JOINED, _("Add it to an existing case"), can_work_on_filing),
        Step("pass_on", (S.NEW,), S.PASSED_ON, _("Name the competent body"), can_work_on_filing, REASON),
        Step("take_back", (S.PASSED_ON,), S.NEW, _("Look at it again"), can_work_on_filing),
        Step("withdraw", (S.NEW, S.PASSED_ON), S.WITHDRAWN, _("Withdraw it"), can_tend_filing, emphasis="stop"),
    ),
)
