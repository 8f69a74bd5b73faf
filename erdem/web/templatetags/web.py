"""Tags of the pages that know the whole product: demonstration accounts, waiting time."""

from __future__ import annotations

import datetime as dt
import math

from django import template
from django.conf import settings

from erdem.web import demonstration

register = template.Library()


@register.simple_tag
def demonstration_accounts() -> tuple[demonstration.DemoAccount, ...]:
    """Return the accounts to show on the login page: none unless this installation is a demonstration."""
    return demonstration.accounts()


@register.simple_tag
def sign_up_is_open() -> bool:
    """Say whether the public may open accounts here."""
    return bool(settings.SIGN_UP_IS_OPEN)


@register.filter
def minutes(span: dt.timedelta | None) -> int:
    """Return a span in whole minutes, rounded up."""
    return math.ceil(span.total_seconds() / 60) if span else 0
