"""Jobs that a killed worker left half-done are done all the same, and never twice at once."""

from __future__ import annotations

import pytest
from django.db import connections
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from erdem.base.jobs import take_up_interrupted

pytestmark = pytest.mark.django_db
QUEUE = "index"


def left_half_done(lock: str | None = None) -> int:
    """Enqueue a job and mark it as one that a worker had begun."""
    identifier = app.configure_task("示例", queue=QUEUE, queueing_lock=lock).defer()
    with connections["default"].cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [identifier])
    return int(identifier)


def states() -> dict[int, str]:
    return dict(ProcrastinateJob.objects.filter(task_name="示例").values_list("id", "status"))


def test_a_half_done_job_waits_again() -> None:
    identifier = left_half_done()
    assert take_up_interrupted([QUEUE]) == 1
    assert states() == {identifier: "todo"}


def test_a_lane_leaves_the_jobs_of_the_other_alone() -> None:
    identifier = left_half_done()
    assert take_up_interrupted(["default"]) == 0
    assert states() == {identifier: "doing"}


def test_a_job_that_waits_once_at_most_is_left_to_the_one_that_waits() -> None:
    left_half_done(lock="示例")
    waiting = app.configure_task("示例", queue=QUEUE, queueing_lock="示例").defer()
    assert take_up_interrupted([QUEUE]) == 1
    assert states() == {waiting: "todo"}
