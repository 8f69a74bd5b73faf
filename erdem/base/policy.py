"""Decisions about acts: allowed, or denied with a reason a person can read."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied


@dataclass(frozen=True)
class Allowed:
    """The act may go on."""

    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True)
class Denied:
    """The act may not go on; ``reason`` is a translated sentence that says why and what to do."""

    reason: str

    def __bool__(self) -> bool:
        return False


Decision = Allowed | Denied
ALLOWED = Allowed()


class PermissionRefused(PermissionDenied):
    """A service refused the actor. The text is the reason shown on the page."""


class RuleBroken(ValueError):
    """A service refused the content. ``field`` names the form field when there is one."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


def require(decision: Decision) -> None:
    """Go on only when allowed.

    Raises:
        PermissionRefused: with the reason of the denial.
    """
    if isinstance(decision, Denied):
        raise PermissionRefused(str(decision.reason))
