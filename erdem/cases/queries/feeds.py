"""Whose days a feed shows: the address carries the account and a mark that only this installation can make.

The mark depends on the password: whoever changes it gets a new address, and the old one is dead.
"""

from __future__ import annotations

from django.utils.crypto import constant_time_compare, salted_hmac

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.people.models import User
from erdem.people.queries import actor_of

SALT = "erdem.cases.days"


def token_of(actor: Actor) -> str:
    """Return the secret part of the address of somebody's feed, or nothing when nobody is signed in."""
    user = User.objects.filter(pk=actor.user_id or 0).first()
    return f"{user.pk}-{_mark(user)}" if user else ""


def actor_of_token(token: str) -> Actor | None:
    """Return whose feed a token opens, or None."""
    key, _dash, mark = token.partition("-")
    user = User.objects.filter(pk=int(key), is_active=True).first() if key.isdigit() and len(key) < 12 else None
    if user is None or not constant_time_compare(mark, _mark(user)):
        return None
    with acting_as(SYSTEM):  # nobody is signed in: what the person belongs to is not seen otherwise
        return actor_of(user)


def _mark(user: User) -> str:
    return salted_hmac(SALT, f"{user.pk}:{user.password}", algorithm="sha256").hexdigest()[:40]
