"""How accounts behave: who may sign up, which name is shown, which language a person is greeted in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from erdem.people.models import User

YEAR = 365 * 24 * 3600


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Accounts are opened by offices unless the installation opens sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Say whether the public may open accounts."""
        return bool(settings.SIGN_UP_IS_OPEN)

    def post_login(self, request: HttpRequest, user: User, **kwargs: object) -> HttpResponse:
        """Go on as always, in the language that the person has chosen for the account."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        if user.language in dict(settings.LANGUAGES):
            response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, max_age=YEAR, samesite="Lax")
        return response


def shown_name(user: User) -> str:
    """Return the name shown for a user."""
    return user.get_full_name()


def name_tried(request: HttpRequest | None, credentials: Mapping[str, Any] | None = None) -> str:
    """Return the user name that somebody tries to sign in with, for counting wrong passwords.

    SECURITY: the login package passes the typed words as ``username`` or ``email``; without this the lock would count nothing
    under the account. A person's user name and e-mail address count as one.
    """
    given = credentials or (request.POST if request is not None else {})
    typed = str(given.get("login") or given.get("email") or given.get("username") or "").strip().lower()
    if "@" in typed:
        known = User.objects.filter(email__iexact=typed).values_list("username", flat=True).first()
        return (known or typed).lower()
    return typed
