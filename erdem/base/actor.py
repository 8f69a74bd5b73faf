"""Who acts: one frozen value for a person, an API key, a job or the system.

An actor reaches Postgres as transaction-local settings (``erdem.kind`` …), from which row-level security decides.
With no actor set every setting is empty and no row is visible: the lock fails closed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import StrEnum

from django.db import connection, transaction


class ActorKind(StrEnum):
    """What kind of party acts."""

    PERSON = "person"
    API_KEY = "api_key"
    JOB = "job"
    SYSTEM = "system"
    PUBLIC = "public"


@dataclass(frozen=True)
class Actor:
    """The party in whose name something is read or written.

    ``place_codes`` are the division codes (six digits, GB/T 2260) an office serves: 152530 one banner, 152500 a league,
    150000 the region. They say where somebody has a duty, not where somebody lives. ``organisation`` is the name
    shown beside the person's. ``speaks_for`` are the organisations in whose name the actor decides, ``group_ids`` the groups
    within organisations to which the person belongs, ``receipts`` what was opened in this session with a receipt.
    """

    kind: ActorKind
    label: str = ""
    user_id: int | None = None
    roles: frozenset[str] = field(default_factory=frozenset)
    organisation_ids: frozenset[int] = field(default_factory=frozenset)
    place_codes: tuple[str, ...] = ()
    organisation: str = ""
    speaks_for: frozenset[int] = field(default_factory=frozenset)
    group_ids: frozenset[int] = field(default_factory=frozenset)
    receipts: frozenset[int] = field(default_factory=frozenset)

    @property
    def is_machine(self) -> bool:
        """True for jobs and the system itself, which see every row they need to work on."""
        return self.kind in (ActorKind.JOB, ActorKind.SYSTEM)

    @property
    def place_prefixes(self) -> tuple[str, ...]:
        """The significant digits of each served division: 152500 becomes 1525, 150000 becomes 15."""
        return tuple(significant_digits(code) for code in self.place_codes)

    def has_role(self, *roles: str) -> bool:
        """Say whether the actor holds one of the roles."""
        return not self.roles.isdisjoint(roles)

    def serves_place(self, code: str | None) -> bool:
        """Say whether a division lies inside one that the actor's office serves."""
        return bool(code) and any(str(code).startswith(prefix) for prefix in self.place_prefixes)


PUBLIC = Actor(kind=ActorKind.PUBLIC, label="public")
SYSTEM = Actor(kind=ActorKind.SYSTEM, label="system")

_current: ContextVar[Actor | None] = ContextVar("erdem_actor", default=None)


def significant_digits(code: str) -> str:
    """Drop the trailing 00 pairs of a division code, which stand for “the whole of”."""
    while len(code) > 2 and code.endswith("00"):
        code = code[:-2]
    return code


def job_actor(name: str) -> Actor:
    """Return the actor of a background job."""
    return Actor(kind=ActorKind.JOB, label=name)


def settings_of(actor: Actor | None) -> dict[str, str]:
    """Return the transaction-local settings that row-level security reads, all empty when nobody acts."""
    return {
        "erdem.kind": actor.kind.value if actor else "",
        "erdem.user_id": str(actor.user_id) if actor and actor.user_id is not None else "",
        "erdem.roles": ",".join(sorted(actor.roles)) if actor else "",
        "erdem.organisations": ",".join(map(str, sorted(actor.organisation_ids))) if actor else "",
        "erdem.places": ",".join(actor.place_prefixes) if actor else "",
        "erdem.speaks_for": ",".join(map(str, sorted(actor.speaks_for))) if actor else "",
        "erdem.groups": ",".join(map(str, sorted(actor.group_ids))) if actor else "",
        "erdem.receipts": ",".join(map(str, sorted(actor.receipts))) if actor else "",
    }


def tell_database(actor: Actor | None) -> None:
    """Set the transaction-local settings that row-level security reads.

    Raises:
        RuntimeError: no transaction is open, so the settings would leak to whoever uses the connection next.
    """
    if not connection.in_atomic_block:
        message = "An actor is set only inside a transaction."
        raise RuntimeError(message)
    settings = settings_of(actor)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT " + ", ".join(["set_config(%s, %s, true)"] * len(settings)),
            [part for pair in settings.items() for part in pair],
        )


def become(actor: Actor) -> None:
    """Go on as a fuller actor inside `acting_as`: what is nested in it comes back to this one.

    Raises:
        RuntimeError: no transaction is open.
    """
    tell_database(actor)
    _current.set(actor)


@contextmanager
def acting_as(actor: Actor) -> Iterator[Actor]:
    """Open a transaction in which the database knows the actor; restore the outer actor afterwards."""
    previous = _current.get()
    token = _current.set(actor)
    try:
        with transaction.atomic():
            tell_database(actor)
            yield actor
            if not connection.needs_rollback:  # a rollback takes the settings back by itself
                tell_database(previous)
    finally:
        _current.reset(token)
