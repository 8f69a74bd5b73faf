"""What somebody has filled in so far, in the session: encrypted, since it says who somebody is, and for two hours at most."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import secrets
import time
from collections.abc import MutableMapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

SENT_LIVES: Final = 10 * 60
"""Seconds in which a form that was sent can be sent again and shows the same receipt."""
LIVES: Final = 2 * 60 * 60
"""Seconds after which an untouched form is forgotten."""
_NONCE: Final = 12


@dataclass
class Draft:
    """A form that is being filled in. ``token`` goes with it when it is sent."""

    form: str
    subject: str
    place_code: str
    answers: dict[str, Any] = field(default_factory=dict)
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    channel: str = "web"
    at: float = field(default_factory=time.time)
    is_sent: bool = False


def draft_in(session: MutableMapping[str, Any], key: str) -> Draft | None:
    """Return what was filled in so far, or None when there is nothing or it has expired."""
    kept = session.get(key)
    if not kept:
        return None
    try:
        raw = base64.b64decode(kept, validate=True)
        draft = Draft(**json.loads(AESGCM(_secret()).decrypt(raw[:_NONCE], raw[_NONCE:], None)))
    except (binascii.Error, InvalidTag, ValueError, TypeError):
        return None
    return draft if time.time() - draft.at < (SENT_LIVES if draft.is_sent else LIVES) else None


def keep_draft(session: MutableMapping[str, Any], key: str, draft: Draft) -> None:
    """Keep what was filled in; its time begins anew."""
    draft.at = time.time()
    nonce = secrets.token_bytes(_NONCE)
    sealed = nonce + AESGCM(_secret()).encrypt(nonce, json.dumps(asdict(draft)).encode(), None)
    session[key] = base64.b64encode(sealed).decode()


def sent(draft: Draft) -> Draft:
    """Return what is kept of a form once it was sent: enough to notice that it is sent again, and no answer."""
    return Draft(draft.form, draft.subject, draft.place_code, {}, draft.token, draft.channel, is_sent=True)


def forget_draft(session: MutableMapping[str, Any], key: str) -> None:
    """Forget what was filled in."""
    session.pop(key, None)


def _secret() -> bytes:
    return hmac.new(settings.SECRET_KEY.encode(), b"erdem drafts of filings", hashlib.sha256).digest()
