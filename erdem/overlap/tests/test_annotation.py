"""Two label independently and blindly, a third decides, the lead closes: in Python and in the database."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from erdem.base.actor import PUBLIC, SYSTEM, Actor, acting_as
from erdem.base.models import AuditEntry
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.base.testing.actors import People
from erdem.overlap import services
from erdem.overlap.models import (
    Adjudication,
    Annotation,
    AnnotationPair,
    AnnotationPrediction,
    AnnotationSet,
    SpanReading,
)
from erdem.overlap.policies import VISIBLE
from erdem.overlap.queries import annotation, annotation_results
from erdem.overlap.tests.annotating import Readers, a_set, label, readers
from erdem.people.tests.factories import make_actor

from .factories import a_finding, a_formula, make_publication, make_record, with_facts

pytestmark = pytest.mark.django_db
MODELS = (AnnotationSet, AnnotationPair, AnnotationPrediction, Annotation, Adjudication, SpanReading)


@pytest.fixture
def four() -> Readers:
    return readers()


@pytest.fixture
def opened(four: Readers) -> AnnotationSet:
    """Three pairs; the first with evidence of the engine."""
    finding = a_finding()
    other = make_record(a_formula(name="示例二方"))
    third = with_facts(make_publication("CN102000001A"), "黄芩", "大枣")
    pairs: list[Any] = [
        (finding.record, finding.publication, finding.evidence),
        (other, finding.publication, {}),
        (other, third, {}),
    ]
    return a_set(four.lead, four.first, four.second, pairs)


def the_pair(actor: Actor, opened: AnnotationSet, position: int) -> AnnotationPair:
    pair = annotation.get_pair(actor, opened, position)
    assert pair is not None
    return pair


def labels_seen(actor: Actor) -> set[tuple[int, str]]:
    with acting_as(actor):
        return set(Annotation.objects.values_list("pair__position", "relation"))


def predictions_seen(actor: Actor) -> int:
    with acting_as(actor):
        return AnnotationPrediction.objects.count()


def test_an_annotator_never_sees_the_other_label_before_the_set_is_closed(four: Readers, opened: AnnotationSet) -> None:
    label(four.first, opened, 1, "identical", "full")
    assert labels_seen(four.second) == set()
    label(four.second, opened, 1, "modified", "partial")
    label(four.second, opened, 2, "unrelated")
    assert labels_seen(four.first) == {(1, "identical")}
    assert labels_seen(four.second) == {(1, "modified"), (2, "unrelated")}
    assert predictions_seen(four.first) == predictions_seen(four.second) == 0
    with acting_as(four.lead):
        services.close_set(actor=four.lead, annotation_set=opened)
    assert labels_seen(four.first) == {(1, "identical"), (1, "modified")}
    assert predictions_seen(four.first) == 1


def test_others_see_a_pair_as_soon_as_both_labels_are_in_and_no_other(four: Readers, opened: AnnotationSet) -> None:
    label(four.first, opened, 1, "identical", "full")
    for actor in (four.lead, four.third):
        assert labels_seen(actor) == set()
        assert predictions_seen(actor) == 0
    label(four.second, opened, 1, "modified", "partial")
    label(four.second, opened, 2, "unrelated")
    for actor in (four.lead, four.third):
        assert labels_seen(actor) == {(1, "identical"), (1, "modified")}
        assert predictions_seen(actor) == 1


def test_both_locks_agree_for_everybody_at_every_stage(people: People, four: Readers, opened: AnnotationSet) -> None:
    actors = {
        "public": PUBLIC, "holder": people.holder, "applicant": people.applicant, "officer": people.officer,
        "stranger": people.stranger, "lead": four.lead, "first": four.first, "second": four.second, "third": four.third,
        "system": SYSTEM,
    }  # fmt: skip

    def compare(stage: str) -> None:
        for name, actor in actors.items():
            for model in MODELS:
                with acting_as(actor):
                    by_database = set(model._default_manager.values_list("pk", flat=True))
                with acting_as(SYSTEM):
                    by_policy = set(model._default_manager.filter(VISIBLE[model](actor)).values_list("pk", flat=True))
                assert by_database == by_policy, (stage, name, model)

    compare("drawn")
    label(four.first, opened, 1, "identical", "full")
    label(four.second, opened, 2, "unrelated")
    compare("one label each")
    label(four.second, opened, 1, "modified", "partial")
    with acting_as(four.third):
        pair = the_pair(four.third, opened, 1)
        services.adjudicate(actor=four.third, pair=pair, label=services.Label("identical", "full"))
        services.accept_spans(actor=four.third, pair=pair, accepted={1, 2})
    compare("decided")
    with acting_as(four.lead):
        services.close_set(actor=four.lead, annotation_set=opened)
    compare("closed")


def test_outsiders_see_nothing_of_a_set(people: People, opened: AnnotationSet) -> None:
    for actor in (PUBLIC, people.holder, people.applicant, people.stranger, people.officer):
        with acting_as(actor):
            assert [model._default_manager.count() for model in MODELS] == [0] * len(MODELS)
            assert annotation.get_set(actor, opened.pk) is None


def test_a_correction_replaces_the_label_and_keeps_the_old_one(four: Readers, opened: AnnotationSet) -> None:
    label(four.first, opened, 1, "identical", "full", "先看作相同")
    label(four.first, opened, 1, "reduced", "partial")
    with acting_as(four.first):
        kept = list(Annotation.objects.order_by("id").values_list("relation", "replaces__relation"))
        current = annotation.own_label(four.first, the_pair(four.first, opened, 1))
        assert current is not None
        assert current.relation == "reduced"
    assert kept == [("identical", None), ("reduced", "identical")]


@pytest.mark.parametrize(
    ("relation", "relevance", "field"),
    [
        ("", "full", "relation"),
        ("侵权", "full", "relation"),
        ("reduced", "", "relevance"),
        ("reduced", "all", "relevance"),
    ],
)
def test_an_incomplete_label_is_refused_with_the_field(
    four: Readers, opened: AnnotationSet, relation: str, relevance: str, field: str
) -> None:
    with pytest.raises(RuleBroken) as refusal:
        label(four.first, opened, 1, relation, relevance)
    assert refusal.value.field == field


def test_unrelated_and_cannot_tell_settle_how_much_overlaps(four: Readers, opened: AnnotationSet) -> None:
    label(four.first, opened, 1, "unrelated", "full")
    label(four.first, opened, 2, "cannot_tell", "partial")
    with acting_as(four.first):
        kept = dict(Annotation.objects.values_list("relation", "relevance"))
    assert kept == {"unrelated": "none", "cannot_tell": ""}


def test_only_the_two_label_and_only_while_the_set_is_open(four: Readers, opened: AnnotationSet) -> None:
    for actor in (four.lead, four.third):
        with pytest.raises(PermissionRefused):
            label(actor, opened, 1, "identical", "full")
    with acting_as(four.lead):
        services.close_set(actor=four.lead, annotation_set=opened)
    with pytest.raises(PermissionRefused):
        label(four.first, opened, 1, "identical", "full")


def test_a_third_person_decides_only_where_the_two_differ(four: Readers, opened: AnnotationSet) -> None:
    label(four.first, opened, 1, "identical", "full")
    decision = services.Label("modified", "partial", "示例理由")
    with acting_as(four.third), pytest.raises(RuleBroken, match="第二份标注"):
        services.adjudicate(actor=four.third, pair=the_pair(four.third, opened, 1), label=decision)
    label(four.second, opened, 1, "modified", "full")
    for actor in (four.first, four.second):
        with acting_as(actor), pytest.raises(PermissionRefused):
            services.adjudicate(actor=actor, pair=the_pair(actor, opened, 1), label=decision)
    with acting_as(four.third):
        pair = the_pair(four.third, opened, 1)
        services.adjudicate(actor=four.third, pair=pair, label=services.Label("reduced", "partial"))
        services.adjudicate(actor=four.third, pair=pair, label=decision)
        (settled,) = annotation_results.settled_pairs(four.third, opened)
    assert settled.label == ("modified", "partial")
    label(four.first, opened, 2, "unrelated")
    label(four.second, opened, 2, "unrelated")
    with acting_as(four.third), pytest.raises(RuleBroken, match="一致"):
        services.adjudicate(actor=four.third, pair=the_pair(four.third, opened, 2), label=decision)


def test_an_annotator_who_has_begun_is_not_exchanged(four: Readers, opened: AnnotationSet) -> None:
    third, first = four.third.user_id or 0, four.first.user_id or 0
    label(four.second, opened, 1, "identical", "full")
    with acting_as(four.lead):
        services.assign_annotators(actor=four.lead, annotation_set=opened, first_id=third, second_id=opened.second_id)
        with pytest.raises(RuleBroken, match="已经开始"):
            services.assign_annotators(actor=four.lead, annotation_set=opened, first_id=third, second_id=first)
    with acting_as(four.third), pytest.raises(PermissionRefused):
        services.assign_annotators(actor=four.third, annotation_set=opened, first_id=first, second_id=third)


def test_an_annotator_who_may_not_see_every_record_is_not_taken(four: Readers, opened: AnnotationSet) -> None:
    far = make_actor("office", "示例外地局", "county_officer", "150621")
    with acting_as(four.lead), pytest.raises(RuleBroken, match="不对这位开放"):
        services.assign_annotators(
            actor=four.lead, annotation_set=opened, first_id=far.user_id or 0, second_id=opened.second_id
        )


def test_each_act_leaves_one_entry_that_says_nothing_of_the_label(four: Readers, opened: AnnotationSet) -> None:
    def entries() -> int:
        with acting_as(SYSTEM):
            return AuditEntry.objects.count()

    before = entries()
    label(four.first, opened, 1, "identical", "full")
    label(four.second, opened, 1, "modified", "partial")
    label(four.second, opened, 1, "reduced", "partial")
    with acting_as(four.third):
        pair = the_pair(four.third, opened, 1)
        services.adjudicate(actor=four.third, pair=pair, label=services.Label("reduced", "partial"))
        services.accept_spans(actor=four.third, pair=pair, accepted={1})
    with acting_as(four.lead):
        services.close_set(actor=four.lead, annotation_set=opened)
    assert entries() == before + 6
    with acting_as(SYSTEM):
        trail = list(AuditEntry.objects.order_by("-id")[:6])
    assert [entry.action for entry in trail] == [
        "overlap.close_set", "overlap.accept_spans", "overlap.adjudicate", "overlap.correct_label",
        "overlap.label_pair", "overlap.label_pair",
    ]  # fmt: skip
    assert not any(
        word in str(entry.detail) for entry in trail for word in ("identical", "modified", "reduced", "full")
    )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE overlap_annotation SET relation = 'unrelated', relevance = 'none'",
        "DELETE FROM overlap_annotation",
        "TRUNCATE overlap_annotation CASCADE",
        "UPDATE overlap_annotationset SET closed_at = now()",
        "UPDATE overlap_annotationset SET second_id = first_id",
        "UPDATE overlap_annotationpair SET second_at = now() WHERE second_at IS NULL",
        "UPDATE overlap_annotationpair SET record_id = record_id + 1",
        "UPDATE overlap_annotationprediction SET score = 1",
        "INSERT INTO overlap_annotationprediction (pair_id, stratum, relation, evidence)"
        " SELECT id, 'upper', '', '{}' FROM overlap_annotationpair LIMIT 1",
        "INSERT INTO overlap_annotation (pair_id, annotator_id, relation, relevance, note, at)"
        " SELECT pair.id, s.second_id, 'identical', 'full', '', now()"
        " FROM overlap_annotationpair pair JOIN overlap_annotationset s ON s.id = pair.set_id",
        "INSERT INTO overlap_adjudication (pair_id, adjudicator_id, relation, relevance, note, at)"
        " SELECT pair.id, s.first_id, 'identical', 'full', '', now()"
        " FROM overlap_annotationpair pair JOIN overlap_annotationset s ON s.id = pair.set_id",
    ],
)
def test_raw_sql_of_an_annotator_changes_nothing(four: Readers, opened: AnnotationSet, statement: str) -> None:
    label(four.first, opened, 1, "identical", "full")
    label(four.second, opened, 1, "modified", "partial")

    def everything() -> list[Any]:
        with acting_as(SYSTEM):
            return [list(model._default_manager.order_by("pk").values()) for model in MODELS]

    before = everything()
    with (
        acting_as(four.first),
        contextlib.suppress(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert everything() == before


def test_the_lead_cannot_slip_into_the_place_of_an_annotator_who_has_begun(
    four: Readers, opened: AnnotationSet
) -> None:
    label(four.first, opened, 1, "identical", "full")
    with acting_as(four.lead), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE overlap_annotationset SET first_id = lead_id")


def test_a_closed_set_is_not_opened_again_in_the_database_either(four: Readers, opened: AnnotationSet) -> None:
    with acting_as(four.lead):
        services.close_set(actor=four.lead, annotation_set=opened)
        with pytest.raises(RuleBroken):
            services.close_set(actor=four.lead, annotation_set=opened)
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE overlap_annotationset SET closed_at = NULL")


def test_rows_of_evidence_that_do_not_exist_are_not_accepted(four: Readers, opened: AnnotationSet) -> None:
    for position in (1, 2):
        label(four.first, opened, position, "identical", "full")
        label(four.second, opened, position, "identical", "full")
    with acting_as(four.third):
        for position, rows in ((1, {99}), (2, set()), (3, set())):
            with pytest.raises(RuleBroken):
                services.accept_spans(actor=four.third, pair=the_pair(four.third, opened, position), accepted=rows)
        services.accept_spans(actor=four.third, pair=the_pair(four.third, opened, 1), accepted={1, 3})
        services.accept_spans(actor=four.third, pair=the_pair(four.third, opened, 1), accepted={1})
        accepted = annotation_results.spans_accepted(annotation_results.settled_pairs(four.third, opened))
    assert accepted == (1, 3)
