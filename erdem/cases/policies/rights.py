"""Who follows a patent dispute after its transfer: the office that transferred it, and the office that has the power."""

from __future__ import annotations

from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.base.policy import ALLOWED, Decision, Denied
from erdem.cases.models import Case
from erdem.cases.policies.cases import can_handle, own_offices


def can_follow(actor: Actor, case: Case) -> Decision:
    """The officers who handle the case, and officers of the office to which it was transferred."""
    if set(case.shared_with) & set(own_offices(actor)):
        return ALLOWED
    decision = can_handle(actor, case)
    return decision or Denied(_("Only the office that transferred the case and the competent office follow it."))
