"""The annotation set of the demonstration county: drawn once, labelled by two invented experts, and marked as invented."""

from __future__ import annotations

import pytest

from erdem.base.actor import SYSTEM, acting_as, job_actor
from erdem.base.jobs import JobRun
from erdem.knowledge.tests.factories import a_formula, make_record
from erdem.overlap.models import AnnotationPair, AnnotationSet
from erdem.overlap.tests.factories import make_publication, with_facts
from erdem.web import demonstration, demonstration_annotation

pytestmark = pytest.mark.django_db


@pytest.fixture
def run() -> JobRun:
    with acting_as(SYSTEM):
        demonstration._open_accounts()
    make_record(a_formula())
    for place in range(3):
        with_facts(make_publication(f"CN10100000{place}A"), "诃子", "栀子", "川楝子", f"示例加味{place}")
    return JobRun("", job_actor("web.load_demonstration"))


def test_the_set_is_drawn_once_and_says_that_it_is_invented(run: JobRun) -> None:
    count = demonstration_annotation.load(run)
    assert count > 0
    assert demonstration_annotation.load(run) == 0
    with acting_as(SYSTEM):
        opened = AnnotationSet.objects.get()
        assert AnnotationPair.objects.count() == count
    assert "演示" in opened.name
    assert "编造" in opened.purpose


def test_the_second_annotator_leaves_pairs_for_a_visitor(run: JobRun, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demonstration_annotation, "LEFT_BY_SECOND", 1)
    count = demonstration_annotation.load(run)
    with acting_as(SYSTEM):
        assert AnnotationPair.objects.filter(first_at__isnull=False).count() == count
        assert AnnotationPair.objects.filter(second_at__isnull=False).count() == count - 1


def test_without_the_accounts_nothing_is_drawn() -> None:
    assert demonstration_annotation.load(JobRun("", job_actor("web.load_demonstration"))) == 0
    with acting_as(SYSTEM):
        assert not AnnotationSet.objects.exists()
