"""Two people press the button at the same moment: one certificate, one number, one entry."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.testing.actors import People
from erdem.knowledge.models import Certificate, CertificateAct
from erdem.knowledge.tests.factories import community_of
from erdem.knowledge.tests.stewards import steward_for
from erdem.knowledge.tests.test_certificates import held, issue, revoke

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(deed: Callable[[Actor], Certificate], actors: Sequence[Actor]) -> list[Certificate]:
    """Let several people do the same, each in a thread, begun together; return what came of it."""
    begin = threading.Barrier(len(actors))

    def do(actor: Actor) -> Certificate:
        begin.wait(timeout=60)
        try:
            return deed(actor)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(actors)) as pool:
        return [done.result() for done in [pool.submit(do, actor) for actor in actors]]


def test_two_who_issue_or_revoke_at_once_do_it_once(people: People) -> None:
    record = held(people)
    steward = steward_for(community_of(people.holder))
    actors = (people.officer, steward)
    first, second = at_once(lambda actor: issue(actor, record), actors)
    assert first.number == second.number
    assert {one.number for one in at_once(lambda actor: revoke(actor, first), actors)} == {first.number}
    with acting_as(SYSTEM):
        assert sorted(CertificateAct.objects.values_list("act", flat=True)) == ["issue", "revocation"]
