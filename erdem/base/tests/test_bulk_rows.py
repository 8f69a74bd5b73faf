"""Many rows in one document are what rows one by one would be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from erdem.base.actor import SYSTEM, acting_as
from erdem.base.bulk import insert_rows, update_rows
from erdem.base.models import LocalHoliday

pytestmark = pytest.mark.django_db
DAY = dt.date(2027, 8, 1)


@pytest.fixture(autouse=True)
def _as_system(db: None) -> Iterator[None]:
    with acting_as(SYSTEM):
        yield


def holiday(number: int, **given: Any) -> LocalHoliday:
    return LocalHoliday(
        place_code="152530", day=DAY + dt.timedelta(number), name=f"示例 “{number}” \\ '' %s", basis="示例", **given
    )


def facts() -> list[tuple[Any, ...]]:
    names = [one.attname for one in LocalHoliday._meta.concrete_fields if one.name not in ("id", "recorded_at")]
    return list(LocalHoliday.objects.filter(day__gte=DAY).order_by("day").values_list(*names))


def test_rows_are_added_as_one_by_one() -> None:
    insert_rows([holiday(number, is_active=number % 2 == 0) for number in range(5)], batch=2)
    added = facts()
    assert LocalHoliday.objects.filter(day__gte=DAY, recorded_at__isnull=True).count() == 0
    LocalHoliday.objects.filter(day__gte=DAY).delete()
    LocalHoliday.objects.bulk_create([holiday(number, is_active=number % 2 == 0) for number in range(5)])
    assert added == facts()
    assert len(added) == 5


def test_what_is_there_is_left_out_only_when_asked_for() -> None:
    insert_rows([holiday(1)])
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_rows([holiday(1), holiday(2)])
    assert len(facts()) == 1
    insert_rows([holiday(1), holiday(2)], unless_there=True)
    assert len(facts()) == 2


def test_only_the_fields_named_are_written() -> None:
    insert_rows([holiday(1), holiday(2)])
    first, second = LocalHoliday.objects.filter(day__gte=DAY).order_by("day")
    first.is_active, first.name, second.is_active = True, "示例", False
    update_rows([first, second], ["is_active"])
    assert [(each.is_active, each.name) for each in LocalHoliday.objects.filter(day__gte=DAY).order_by("day")] == [
        (True, holiday(1).name),
        (False, holiday(2).name),
    ]
    update_rows([], ["is_active"])
    insert_rows([])


def test_what_rows_hold_alike_is_written_to_each_of_them() -> None:
    insert_rows([holiday(number) for number in range(7)])
    rows = list(LocalHoliday.objects.filter(day__gte=DAY).order_by("day"))
    first, second = "“一” \\ ''", "二 %s"
    given = [
        (first, True),
        (second, False),
        (first, True),
        (second, True),
        ("三", False),
        (second, False),
        ("三", True),
    ]
    for row, (basis, is_active) in zip(rows, given, strict=True):
        row.basis, row.is_active, row.name = basis, is_active, "not written"
    update_rows(rows, ["basis", "is_active"], batch=4)
    after = LocalHoliday.objects.filter(day__gte=DAY).order_by("day")
    assert [(each.basis, each.is_active) for each in after] == given
    assert [each.name for each in after] == [holiday(number).name for number in range(7)]
