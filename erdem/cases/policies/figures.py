"""Who sees figures about cases. Second lock: the two functions of ``sql/figures.sql``, which ask for the same.

Officers count the cases of the places that their offices serve whole, those that they may not open included. Of every other
county officers and auditors read what is published: a quarter that is over, without numbers small enough to point at somebody.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.base.policy import ALLOWED, Decision, Denied
from erdem.cases.policies.cases import OFFICERS
from erdem.people.choices import Role


def can_see_figures(actor: Actor) -> Decision:
    """Officers and auditors."""
    if actor.has_role(*OFFICERS, Role.AUDITOR):
        return ALLOWED
    return Denied(_("Figures about cases are for officers and auditors."))


def counted_prefixes(actor: Actor) -> tuple[str, ...]:
    """Return the significant digits of the divisions whose cases somebody counts whole."""
    return actor.place_prefixes if actor.has_role(*OFFICERS) else ()


def counts_whole(actor: Actor, code: str) -> bool:
    """Say whether somebody counts the cases of a division whole."""
    return any(code.startswith(prefix) for prefix in counted_prefixes(actor))
