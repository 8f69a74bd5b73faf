"""One line of the table of access, and the answers there are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.world import World

PEOPLE = ("public", "holder", "applicant", "officer", "stranger")
Arguments = Callable[[World], tuple[Any, ...]]
OK, MOVED, REFUSED, HIDDEN, WRONG, UNCLEAR, LOCKED_METHOD = 200, 302, 403, 404, 400, 422, 405
KEYLESS = 401
ENDED = 286  # htmx asks no more


def nothing(_world: World) -> tuple[Any, ...]:
    """No arguments."""
    return ()


@dataclass(frozen=True)
class Route:
    """One address with one way of asking, and the answer to each person in the order of `PEOPLE`."""

    name: str
    expected: tuple[int, ...]
    what: str = ""
    arguments: Arguments = nothing
    method: str = "get"
    data: dict[str, Any] = field(default_factory=dict)
    query: str = ""

    @property
    def label(self) -> str:
        """How the route is called in messages and in the document."""
        return f"{self.method.upper()} {self.name}" + (f" ({self.what})" if self.what else "")


def all_of(status: int) -> tuple[int, ...]:
    """The same answer to everybody."""
    return (status,) * len(PEOPLE)


def signed_in(status: int = OK, *, public: int = MOVED) -> tuple[int, ...]:
    """The same answer to everybody who is signed in; the public is sent to the login page."""
    return (public, *(status,) * (len(PEOPLE) - 1))
