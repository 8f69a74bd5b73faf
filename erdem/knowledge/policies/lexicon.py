"""Who sees and keeps the lexicon of substances."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.base.policy import ALLOWED, Decision, Denied
from erdem.knowledge.policies.records import EVERYTHING, NOTHING, OFFICERS


def can_edit_lexicon(actor: Actor, _record: object = None) -> Decision:
    """Curators and officers keep the lexicon."""
    if actor.is_machine or actor.has_role("curator", *OFFICERS):
        return ALLOWED
    return Denied(_("Only curators and officers change the lexicon. Tell the office of your banner what is missing."))


def visible_substances(_actor: Actor) -> Q:
    """The lexicon is public."""
    return EVERYTHING


def visible_ignored_names(actor: Actor) -> Q:
    """Names set aside are seen by whoever keeps the lexicon."""
    return EVERYTHING if can_edit_lexicon(actor) else NOTHING
