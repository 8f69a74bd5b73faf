"""Writing many rows at once writes what writing them one by one does."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import DataError, IntegrityError, transaction
from django.utils import timezone

from erdem.base.actor import SYSTEM, acting_as
from erdem.base.bulk import insert_rows
from erdem.base.testing.actors import People
from erdem.knowledge.models import Ingredient, Record, RecordVersion
from erdem.knowledge.services.history import version_of
from erdem.knowledge.tests.factories import a_formula, make_record

pytestmark = pytest.mark.django_db


def records(*names: str) -> list[Record]:
    return [
        Record(number=f"TK-152530-{900000 + at}", kind="formula", name=name, tk_class="2", diffusion_tier="D4")
        for at, name in enumerate(names)
    ]


def told(row: Any) -> dict[str, Any]:
    """All a row says but its key and when it was written."""
    left_out = {"id", "number", "source_key", "created_at", "updated_at", "made_at", "version", "ordinal", "status"}
    return {field.attname: getattr(row, field.attname) for field in row._meta.fields if field.attname not in left_out}


def test_each_row_gets_its_own_key_over_several_batches() -> None:
    made = records(*"甲乙丙丁戊")
    with acting_as(SYSTEM):
        insert_rows(made, batch=2)
        assert {row.pk: row.name for row in made} == dict(Record.objects.values_list("pk", "name"))
        assert [row._state.adding for row in made] == [False] * 5


def test_a_row_says_the_same_as_one_that_was_saved() -> None:
    record = make_record(a_formula("甲\t\"乙\\\n丙'𠮷", extra={"键": [1, None, {"a": 0.1}]}, subject_groups=("A", "B")))
    with acting_as(SYSTEM):
        amount = {"name": "乙", "folded": "乙", "quantity_kind": "range", "low": 1e-7, "high": 0.1 + 0.2}
        saved = Ingredient.objects.create(record=record, ordinal=90, **amount)
        twin = Ingredient(record=record, ordinal=91, **amount)
        insert_rows([twin])
        twin.refresh_from_db()
        saved.refresh_from_db()
        assert told(twin) == told(saved)
        copy = Record.objects.get(pk=record.pk)
        copy.pk, copy.number, copy.source_key, copy.status = None, "TK-152530-900001", "another", "draft"
        insert_rows([copy])
        copy.refresh_from_db()
        record.refresh_from_db()
        assert told(copy) == told(record)
        version = version_of(SYSTEM, copy, a_formula())
        insert_rows([version])
        version.refresh_from_db()
        assert version.content["name"] == a_formula().name
        assert abs(version.made_at - timezone.now()) < dt.timedelta(minutes=5)


@pytest.mark.parametrize(
    ("spoiled", "error"),
    [
        ({"kind": "?"}, IntegrityError),
        ({"name": "长" * 5000}, DataError),
        ({"number": "TK-152530-900000"}, IntegrityError),
        ({"name": "a\0b"}, DataError),
        ({"extra": {"a": float("nan")}}, ValueError),
        ({"extra": {"a": object()}}, TypeError),
    ],
)
def test_one_bad_row_leaves_none(spoiled: dict[str, Any], error: type[Exception]) -> None:
    made = records("甲", "乙", "丙")
    for name, value in spoiled.items():
        setattr(made[2], name, value)
    with acting_as(SYSTEM):
        with pytest.raises(error), transaction.atomic():
            insert_rows(made, batch=1)
        assert not Record.objects.exists()


def test_the_policy_of_the_table_holds(people: People) -> None:
    record = make_record(a_formula(diffusion_tier="D1"))
    with acting_as(people.stranger), pytest.raises(Exception, match="row-level security"), transaction.atomic():
        insert_rows([RecordVersion(record=record, record_number=record.number, version=9, content={}, sha256="0" * 64)])


def test_nothing_to_write_asks_nothing(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        insert_rows([])
