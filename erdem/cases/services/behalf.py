"""The system acts for a person whom a policy has allowed something in a case of another office; the record names the person."""

from __future__ import annotations

import dataclasses

from erdem.base.actor import SYSTEM, Actor


def on_behalf_of(actor: Actor) -> Actor:
    """Return the system with the name of a person: the rows are the office's, the trail says who did it."""
    return dataclasses.replace(SYSTEM, user_id=actor.user_id, label=actor.label)
