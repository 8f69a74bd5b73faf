"""What pyrage, which brings no types, hands out: private keys and public keys."""

from __future__ import annotations

from typing import Protocol


class Recipient(Protocol):
    """A public key; its text is age1…"""


class Identity(Protocol):
    """A private key; its text is AGE-SECRET-KEY-1…"""

    def to_public(self) -> Recipient:
        """Return the public key."""
