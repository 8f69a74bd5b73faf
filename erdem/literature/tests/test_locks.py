"""The two locks of the literature: the policy in Python and row-level security in the database say the same."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import DatabaseError, transaction
from django.db.models import Model, Q

from erdem.base.actor import PUBLIC, SYSTEM, Actor, acting_as, job_actor, tell_database
from erdem.base.testing.actors import People
from erdem.literature.models import Family, ImportRun, Publication, TextUnit
from erdem.literature.policies import VISIBLE
from erdem.people.tests.factories import make_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def publication() -> Publication:
    with acting_as(SYSTEM):
        family = Family.objects.create(key="application:2008101657231")
        made = Publication.objects.create(
            number="CN101361572A",
            number_key="CN101361572A",
            number_stem="CN101361572",
            country="CN",
            family=family,
            title="示例风干肉",
        )
        TextUnit.objects.create(publication=made, unit="title", language="zh", text="示例风干肉")
        run = ImportRun.objects.create(source_name="示例", file_name="示例.jsonl")
        run.problems.create(file="示例.jsonl", line=1, code="示例", message="示例")
    return made


@pytest.mark.parametrize("model", VISIBLE, ids=lambda model: model.__name__)
def test_both_locks_agree(model: type[Model], people: People, publication: Publication) -> None:
    rule: Callable[[Actor], Q] = VISIBLE[model]
    expert = make_actor("institution", "示例研究所", "expert", None)
    for actor in (*people.all(), expert, PUBLIC, SYSTEM, job_actor("示例")):
        with acting_as(actor):
            by_database = set(model._default_manager.values_list("pk", flat=True))
        with acting_as(SYSTEM):
            by_policy = set(model._default_manager.filter(rule(actor)).values_list("pk", flat=True))
        assert by_database == by_policy, actor


@pytest.mark.parametrize("model", VISIBLE, ids=lambda model: model.__name__)
def test_nothing_is_visible_when_no_actor_is_set(model: type[Model], publication: Publication) -> None:
    tell_database(None)
    assert model._default_manager.count() == 0


def test_the_public_reads_publications(publication: Publication) -> None:
    with acting_as(PUBLIC):
        assert Publication.objects.get().number == "CN101361572A"
        assert TextUnit.objects.count() == 1


@pytest.mark.parametrize("who", ["holder", "applicant", "stranger"])
def test_the_database_refuses_writing_by_people_without_the_duty(
    who: str, people: People, publication: Publication
) -> None:
    with acting_as(getattr(people, who)):
        assert Publication.objects.update(title="示例改写") == 0
        assert Publication.objects.all().delete()[0] == 0
        with pytest.raises(DatabaseError), transaction.atomic():
            Publication.objects.create(number="CN1", number_key="CN1", country="CN")


def test_an_officer_may_write(people: People, publication: Publication) -> None:
    with acting_as(people.officer):
        assert Publication.objects.update(title="示例新题") == 1
