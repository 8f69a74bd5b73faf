"""Two who act at the same moment, each with a connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import connection, connections, transaction
from django.utils import translation

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.people import queries, services
from erdem.people.models import Organisation
from erdem.people.tests.factories import make_user

Act = Callable[[], object]


def at_once(*acts: Act) -> list[object]:
    """Do several things in threads that begin together; return what each returned, or the refusal that it met."""
    begin = threading.Barrier(len(acts))

    def do(act: Act) -> object:
        try:
            with translation.override("en"):
                begin.wait(timeout=60)
                return act()
        except (RuleBroken, PermissionRefused) as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [done.result() for done in [pool.submit(do, act) for act in acts]]


def while_waiting(first: Act, second: Act) -> object:
    """Do the first, and end its transaction only when the second waits for it; return what the second returned or met."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first()
            result = pool.submit(lambda: at_once(second)[0])
            with connection.cursor() as cursor:
                while not result.done():
                    cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
                    if cursor.fetchone() != (0,):
                        break
        return result.result()


def by(actor: Actor, service: Callable[..., object], **given: object) -> Act:
    """Return what somebody does: a service with its arguments, in a transaction of its own."""

    def act() -> object:
        with acting_as(actor):
            return service(actor=actor, **given)

    return act


def refusals(results: list[object]) -> list[str]:
    """Return the sentences that those read who came second."""
    return [str(each) for each in results if isinstance(each, RuleBroken | PermissionRefused)]


def colleague(actor: Actor, role: str) -> Actor:
    """Somebody else of the same organisation with a role."""
    (organisation,) = actor.organisation_ids
    with acting_as(SYSTEM):
        user = make_user("示例同事")
        services.add_member(actor=SYSTEM, organisation=Organisation.objects.get(pk=organisation), user=user, role=role)
        return queries.actor_of(user)
