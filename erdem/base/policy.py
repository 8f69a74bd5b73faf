"""Decisions about acts: allowed, or denied with a reason a person can read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import Concatenate, ParamSpec, cast

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils import timezone

from erdem.base.rule_statements import written_once

Given = ParamSpec("Given")
READERS_KEPT = 128


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


def built_once(rule: Callable[Given, Q]) -> Callable[Given, Q]:
    """Build a rule of who sees what once for each reader and day.

    For rules that follow from the actor and the day alone: what they ask of other tables is a condition in the condition,
    which the database asks each time. Building such a nest took up to 11 ms, several times a page; filtering only reads it.
    The statement is kept with the rule: `written_once`.
    """

    def build(_day: dt.date, *given: Given.args, **named: Given.kwargs) -> Q:
        return written_once(rule(*given, **named))

    kept = cast("Callable[Concatenate[dt.date, Given], Q]", lru_cache(maxsize=READERS_KEPT)(build))

    @wraps(rule)
    def built(*given: Given.args, **named: Given.kwargs) -> Q:
        return kept(timezone.localdate(), *given, **named)

    return built
