"""Mail to people: whether this installation sends any, and what addresses in it look like."""

from __future__ import annotations

from typing import Final

from django.conf import settings

_GOES_NOWHERE: Final = ("console.EmailBackend", "dummy.EmailBackend")


def is_sent() -> bool:
    """Say whether mail leaves this installation; without a mail server it is only printed to the terminal."""
    return not settings.EMAIL_BACKEND.endswith(_GOES_NOWHERE)


def whole_address(path: str) -> str:
    """Return the address of a page as it must stand in a mail or a file, with the host: ``https://erdem.example/…``."""
    return settings.SITE_ADDRESS.rstrip("/") + path
