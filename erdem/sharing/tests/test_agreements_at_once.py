"""Two at the table act at the same moment: versions stay in turn, and nobody agrees to words that are no longer the newest."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections, transaction

from erdem.base.actor import SYSTEM, acting_as
from erdem.base.policy import RuleBroken
from erdem.base.testing.actors import People
from erdem.sharing import services
from erdem.sharing.models import AgreementVersion, Assent
from erdem.sharing.tests.negotiating import Table, make_table, propose, table_terms

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds: Callable[[], object]) -> list[str]:
    """Do all in threads begun together; return how each ended: done, or refused with a sentence."""
    begin = threading.Barrier(len(deeds))

    def do(deed: Callable[[], object]) -> str:
        begin.wait(timeout=60)
        try:
            with transaction.atomic():
                deed()
        except RuleBroken:
            return "refused"
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(len(deeds)) as pool:
        return [each.result() for each in [pool.submit(do, deed) for deed in deeds]]


def rewording(table: Table, days: int) -> Callable[[], object]:
    terms = table_terms(table)
    changed = dataclasses.replace(terms, payment=dataclasses.replace(terms.payment, days=days))
    return lambda: propose(table, table.people.applicant, changed, based_on=1)


def test_of_two_proposals_on_the_same_version_one_is_kept(people: People) -> None:
    table = make_table(people)
    propose(table, people.applicant, table_terms(table))
    (community,) = table.first.speaks_for
    terms = table_terms(table)
    other = dataclasses.replace(terms, breach=dataclasses.replace(terms.breach, cure_days=7))
    ends = at_once(rewording(table, 10), lambda: propose(table, table.first, other, based_on=1, community=community))
    assert sorted(ends) == ["done", "refused"]
    with acting_as(SYSTEM):
        assert sorted(AgreementVersion.objects.values_list("number", flat=True)) == [1, 2]


def test_an_assent_and_a_new_version_never_miss_each_other(people: People) -> None:
    table = make_table(people)
    version = propose(table, people.applicant, table_terms(table))
    (community,) = table.first.speaks_for

    def agree() -> None:
        with acting_as(table.first):
            services.assent(actor=table.first, version=version, community=community)

    agreed, proposed = at_once(agree, rewording(table, 10))
    assert proposed == "done"
    with acting_as(SYSTEM):
        given = Assent.objects.filter(version=version, community_id=community).count()
        assert given == (1 if agreed == "done" else 0)
        table.agreement.refresh_from_db()
    assert table.agreement.status == "negotiating"
