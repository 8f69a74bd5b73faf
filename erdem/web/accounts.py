"""How accounts behave: who may sign up, which name is shown."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest

from erdem.people.models import User


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Accounts are opened by offices unless the installation opens sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Say whether the public may open accounts."""
        return bool(settings.SIGN_UP_IS_OPEN)


def shown_name(user: User) -> str:
    """Return the name shown for a user."""
    return user.get_full_name()
