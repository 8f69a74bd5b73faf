"""Showing once more who one is, before something is signed: the password, a code of the authenticator app, or a passkey.

A passkey is shown on the page of the login package, which comes back here; it counts for five minutes. Wrong passwords count for
the lock of the account as at the door.
"""

from __future__ import annotations

import time
from typing import Any, Final

from allauth.account import app_settings as account_settings
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth import authenticate
from django.http import HttpRequest

from erdem.sharing.signing_choices import IdentityProof

DIGITS: Final = 6


def has_authenticator(request: HttpRequest) -> bool:
    """Say whether the person has set up an authenticator app."""
    return bool(Authenticator.objects.filter(user=request.user, type=Authenticator.Type.TOTP).exists())


def has_passkey(request: HttpRequest) -> bool:
    """Say whether the person has set up a passkey or a security key."""
    return bool(Authenticator.objects.filter(user=request.user, type=Authenticator.Type.WEBAUTHN).exists())


def shown_lately(request: HttpRequest) -> IdentityProof | None:
    """Return how the person has shown the identity again within the last minutes, or None."""
    for record in reversed(get_authentication_records(request, request.user)):
        is_fresh = time.time() - float(record.get("at", 0)) < account_settings.REAUTHENTICATION_TIMEOUT
        if record.get("reauthenticated") and is_fresh:
            return _proof_of(record)
    return None


def prove(request: HttpRequest, secret: str) -> IdentityProof | None:
    """Return how the person is known again by what was typed: password or code; None when neither fits."""
    typed = secret.strip()
    if typed.isdigit() and len(typed) == DIGITS and _code_fits(request, typed):
        return IdentityProof.TOTP
    user = authenticate(request, username=request.user.get_username(), password=secret)
    if user is None or user.pk != request.user.pk:
        return None
    reauthenticate_by_password(request)
    return IdentityProof.PASSWORD


def _code_fits(request: HttpRequest, code: str) -> bool:
    held = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.TOTP).first()
    return held is not None and bool(TOTP(held).validate_code(code))


def _proof_of(record: dict[str, Any]) -> IdentityProof:
    if record.get("method") == "password":
        return IdentityProof.PASSWORD
    return IdentityProof.PASSKEY if record.get("type") == "webauthn" else IdentityProof.TOTP
