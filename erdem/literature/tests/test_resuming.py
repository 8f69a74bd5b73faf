"""An import that is interrupted at any point goes on behind its position and comes to the same end."""

from __future__ import annotations

import datetime as dt
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.utils import timezone
from procrastinate.contrib.django import app

from erdem.base.actor import SYSTEM, acting_as
from erdem.base.models import AuditEntry
from erdem.base.policy import RuleBroken
from erdem.literature import services
from erdem.literature.choices import RunState
from erdem.literature.models import ImportRun, Publication, QuarantinedRecord
from erdem.literature.services import Watch, import_file, runs
from erdem.literature.services.distinct import LOOSE, Distinct
from erdem.literature.services.pace import Pace, seconds_left

pytestmark = pytest.mark.django_db

TABLES = {
    "literature_publication": "id family_id replaced_by_id created_at updated_at",
    "literature_family": "id created_at",
    "literature_textunit": "id publication_id",
    "literature_party": "id publication_id",
    "literature_priority": "id publication_id",
    "literature_sourcerecord": "id publication_id",
    "literature_importproblem": "id run_id",
    "literature_quarantinedrecord": "id run_id publication_id",
    "literature_importrun": "id created_at finished_at advanced_at interruptions path",
}


@pytest.fixture(autouse=True)
def _as_the_system(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(runs, "BATCH", 7)
    with acting_as(SYSTEM):
        yield


def mixed(folder: Path) -> Path:
    """Good records, repeated ones, refused ones, families and a correction."""
    lines = []
    for number in range(60):
        record: dict[str, Any] = {
            "publication": f"CN{102_000_000 + number // 2}A{'8' if number % 30 == 29 else ''}",
            "application": f"CN20111{number // 2:07d}",
            "title": f"示例{number // 2}" + ("异" if number % 11 == 0 else ""),
            "applicant": "示例公司",
            "family_id": f"F{number // 10}" if number % 3 == 0 else "",
        }
        lines.append("{" if number % 13 == 5 else json.dumps({} if number % 17 == 3 else record, ensure_ascii=False))
    path = folder / "示例.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def state() -> dict[str, list[str]]:
    found = {}
    with connection.cursor() as cursor:
        for table, left_out in TABLES.items():
            names = ", ".join(f"'{name}'" for name in left_out.split())
            cursor.execute(f"SELECT (to_jsonb(one) - ARRAY[{names}])::text FROM {table} AS one ORDER BY 1")
            found[table] = [row[0] for row in cursor.fetchall()]
    return found


class PulledPlug(OperationalError):
    """The database went away."""


def test_a_run_killed_at_any_batch_ends_as_an_undisturbed_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = mixed(tmp_path)
    import_file(SYSTEM, path)
    expected = state()
    assert expected["literature_quarantinedrecord"]
    write = runs.Session._write
    for fatal in range(1, 9):
        with connection.cursor() as cursor:  # away with the first import
            cursor.execute("DELETE FROM literature_importproblem; DELETE FROM literature_quarantinedrecord")
        ImportRun.objects.all().delete()
        Publication.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM literature_family")
        written = 0

        def broken(self: runs.Session, run: ImportRun) -> None:
            nonlocal written
            write(self, run)
            written += 1
            if written == fatal:  # noqa: B023  called in this round only
                raise PulledPlug("the server closed the connection")

        monkeypatch.setattr(runs.Session, "_write", broken)
        with pytest.raises(PulledPlug):
            import_file(SYSTEM, path)
        assert ImportRun.objects.get().position == (fatal - 1) * 7
        monkeypatch.setattr(runs.Session, "_write", write)
        outcome = import_file(SYSTEM, path)
        assert outcome.resumed_at == (fatal - 1) * 7
        assert state() == expected, fatal


def test_going_on_is_said_and_fresh_starts_over(tmp_path: Path) -> None:
    path = mixed(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        import_file(SYSTEM, path, on_progress=stop_after(20))
    begun: list[int] = []
    import_file(SYSTEM, path, fresh=True, watch=Watch(begun=lambda run: begun.append(run.position)))
    import_file(SYSTEM, path, watch=Watch(begun=lambda run: begun.append(run.position)))
    assert begun == [0, 0]
    assert ImportRun.objects.filter(state=RunState.DONE).count() == 2


def stop_after(records: int) -> Any:
    def stop(read: int) -> None:
        if read >= records:
            raise KeyboardInterrupt

    return stop


def test_another_file_of_the_same_name_is_another_run(tmp_path: Path) -> None:
    path = mixed(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        import_file(SYSTEM, path, on_progress=stop_after(20))
    path.write_text(path.read_text(encoding="utf-8") + "\n{}", encoding="utf-8")
    assert import_file(SYSTEM, path).resumed_at == 0


def test_of_two_importers_of_one_run_one_stops_and_nothing_counts_twice(tmp_path: Path) -> None:
    path = mixed(tmp_path)
    import_file(SYSTEM, path)
    expected = state()
    other: list[services.ImportOutcome] = []

    def start_another(read: int) -> None:
        if not other and read > 10:
            ImportRun.objects.filter(state=RunState.RUNNING).update(state=RunState.PAUSED)
            other.append(services.ImportOutcome())
            other[0] = import_file(SYSTEM, path)

    with pytest.raises(services.RunTaken):
        import_file(SYSTEM, path, on_progress=start_another, fresh=True)
    assert other[0].counts["read"] == 60
    again = state()
    assert again["literature_publication"] == expected["literature_publication"]
    assert len(set(again["literature_importrun"])) == 2  # the second import created and merged nothing


def test_a_paused_run_stops_before_the_next_batch_and_goes_on_at_a_word(tmp_path: Path) -> None:
    path = mixed(tmp_path)
    upload = services.receive_upload(actor=SYSTEM, content=path.read_bytes(), file_name=path.name)
    services.confirm_run(actor=SYSTEM, run=upload)
    entries = AuditEntry.objects.count()

    def pause(read: int) -> None:
        if read > 20:
            services.pause_run(actor=SYSTEM, run=upload)

    outcome = services.save_run(actor=SYSTEM, run_id=upload.pk, on_progress=pause)
    upload.refresh_from_db()
    assert outcome.paused
    assert (upload.state, upload.position) == (RunState.PAUSED, 21)
    assert AuditEntry.objects.count() == entries + 1
    assert services.can_go_on(upload)
    services.save_run(actor=SYSTEM, run_id=upload.pk)  # a job that was still waiting does nothing
    services.resume_run(actor=SYSTEM, run=upload)
    with pytest.raises(RuleBroken):
        services.resume_run(actor=SYSTEM, run=upload)
    services.save_run(actor=SYSTEM, run_id=upload.pk)
    upload.refresh_from_db()
    assert (upload.state, upload.position, upload.read) == (RunState.DONE, 60, 60)
    assert len([job for job in app.job_manager.list_jobs() if job.task_name == "literature.save_upload"]) == 2


def test_a_run_that_settled_nothing_for_a_while_can_be_taken_up(tmp_path: Path) -> None:
    run = ImportRun(state=RunState.RUNNING, advanced_at=timezone.now(), kept=1, total_items=5)
    run.created_at = timezone.now()
    assert not services.can_go_on(run)
    run.advanced_at = timezone.now() - dt.timedelta(minutes=6)
    assert services.can_go_on(run)


def test_checking_twice_leaves_the_same(tmp_path: Path) -> None:
    path = mixed(tmp_path)
    upload = services.receive_upload(actor=SYSTEM, content=path.read_bytes(), file_name=path.name)
    upload.refresh_from_db()
    assert (upload.state, upload.position, upload.total_items) == (RunState.CHECKED, 0, 60)
    waiting = QuarantinedRecord.objects.count()
    ImportRun.objects.update(state=RunState.CHECKING)
    services.check_run(actor=SYSTEM, run_id=upload.pk)
    assert QuarantinedRecord.objects.count() == waiting > 0


def test_the_batches_are_cut_by_length_too(monkeypatch: pytest.MonkeyPatch) -> None:
    from erdem.literature.formats.model import Publication as Read

    monkeypatch.setattr(runs, "CHARACTERS", 1000)
    items = [Read(identifier=str(number), description="字" * 400) for number in range(8)]
    assert [len(batch) for batch in runs.batches(items)] == [3, 3, 2]


def test_many_different_words_are_counted_in_little_memory() -> None:
    count, other = Distinct(), Distinct()
    chance = random.Random(3)
    words = [str(chance.randrange(LOOSE)) for _number in range(2 * LOOSE)]
    for word in words:
        count.add(word)
    for number in range(LOOSE + 5):
        other.add(f"x{number}")
    assert len(count) == len(set(words))
    count.update(other)
    assert len(count) == len(set(words)) + LOOSE + 5


def test_the_pace_is_that_of_the_last_half_minute() -> None:
    seconds = iter([0.0, 10.0, 20.0, 60.0, 70.0])
    pace = Pace(lambda: next(seconds))
    assert [pace.mark(done) for done in (1000, 1100, 1200, 1600, 1700)] == [0.0, 10.0, 10.0, 10.0, 10.0]
    assert seconds_left(100, 10.0) == 10
    assert seconds_left(100, 0.0) is None
