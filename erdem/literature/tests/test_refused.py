"""Refused records wait, are corrected through the same door, put aside and taken back."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from erdem.base.actor import SYSTEM, acting_as
from erdem.base.models import AuditEntry
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.base.testing.actors import People
from erdem.literature import services
from erdem.literature.choices import QuarantineState, RunState
from erdem.literature.models import ImportRun, Publication, QuarantinedRecord
from erdem.literature.queries import refused
from erdem.literature.services import import_file, quarantine_rows
from erdem.people.tests.factories import user_of

pytestmark = pytest.mark.django_db
GOOD = {"publication": "CN105192728B", "title": "一种风干牦牛肉的制备方法"}
NAMELESS = {"title": "无号的记录"}


@pytest.fixture(autouse=True)
def _as_the_system() -> Iterator[None]:
    with acting_as(SYSTEM):
        yield


def bring(folder: Path, *lines: Any, name: str = "示例.jsonl") -> ImportRun:
    path = folder / name
    written = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
    path.write_text("\n".join(written), encoding="utf-8")
    return ImportRun.objects.get(pk=import_file(SYSTEM, path).run_id)


def only() -> QuarantinedRecord:
    return QuarantinedRecord.objects.get()


def test_a_refused_record_is_kept_as_it_came(tmp_path: Path) -> None:
    run = bring(tmp_path, GOOD, NAMELESS, '{"publication": ')
    records = list(run.quarantine.order_by("line"))
    assert [(one.line, one.code) for one in records] == [(2, "no-number"), (3, records[1].code)]
    assert json.loads(records[0].raw) == NAMELESS
    assert records[1].raw.startswith('{"publication": ')
    assert {one.format for one in records} == {"jsonl"}


def test_a_corrected_record_is_stored_and_counts(tmp_path: Path, people: People) -> None:
    run = bring(tmp_path, GOOD, NAMELESS)
    entries = AuditEntry.objects.count()
    with acting_as(people.officer):
        services.correct_record(
            actor=people.officer, record=only(), text=json.dumps({**NAMELESS, "publication": "CN101361572A"})
        )
    record = only()
    assert (record.state, record.settled_by) == (QuarantineState.CORRECTED, people.officer.label)
    assert record.publication == Publication.objects.get(number_key="CN101361572A")
    assert json.loads(record.raw) == NAMELESS
    run.refresh_from_db()
    assert (run.read, run.kept, run.rejected, run.created) == (2, 2, 0, 2)
    assert AuditEntry.objects.count() == entries + 1


@pytest.mark.parametrize(
    "text", ["{", "{}", "\x00", "一", json.dumps(GOOD) + "\n" + json.dumps({**GOOD, "publication": "US1A"})]
)
def test_a_text_that_still_cannot_be_taken_is_refused_in_words(text: str, tmp_path: Path) -> None:
    bring(tmp_path, GOOD, NAMELESS)
    with pytest.raises(RuleBroken, match=r"\w"):
        services.correct_record(actor=SYSTEM, record=only(), text=text)
    assert only().state == QuarantineState.WAITING
    assert Publication.objects.count() == 1


def test_a_record_is_settled_once(tmp_path: Path) -> None:
    bring(tmp_path, NAMELESS)
    stale = only()
    services.dismiss_record(actor=SYSTEM, record=stale)
    with pytest.raises(RuleBroken):
        services.dismiss_record(actor=SYSTEM, record=stale)
    with pytest.raises(RuleBroken):
        services.correct_record(actor=SYSTEM, record=stale, text=json.dumps(GOOD))
    services.reopen_record(actor=SYSTEM, record=stale)
    with pytest.raises(RuleBroken):
        services.reopen_record(actor=SYSTEM, record=stale)
    services.correct_record(actor=SYSTEM, record=stale, text=json.dumps(GOOD))
    assert Publication.objects.count() == 1


def test_people_without_the_duty_settle_nothing(tmp_path: Path, people: People) -> None:
    bring(tmp_path, NAMELESS)
    record = only()
    for service in (services.dismiss_record, services.reopen_record):
        with pytest.raises(PermissionRefused):
            service(actor=people.stranger, record=record)
    with pytest.raises(PermissionRefused):
        services.correct_record(actor=people.holder, record=record, text="{}")
    with pytest.raises(PermissionRefused):
        services.rerun_waiting(actor=people.applicant, run_id=record.run_id)


def test_a_record_that_the_database_refused_can_be_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from erdem.literature.services import intake

    country = intake._country
    monkeypatch.setattr(intake, "_country", lambda item, *more: "??" if "1002" in item.number else country(item, *more))
    records = [{"publication": f"US{n}A1", "title": f"示例{n}", "claims": ["1. 示例。"]} for n in (1001, 1002)]
    run = bring(tmp_path, *records)
    assert (only().code, only().format, run.kept, run.rejected) == ("not-stored", "jsonl", 1, 1)
    assert services.rerun_waiting(actor=SYSTEM, run_id=run.pk).stored == 0
    monkeypatch.setattr(intake, "_country", country)
    assert services.rerun_waiting(actor=SYSTEM, run_id=run.pk).stored == 1
    assert Publication.objects.get(number_key="US1002A1").texts.filter(unit="claim").count() == 1
    run.refresh_from_db()
    assert (run.kept, run.rejected, run.created) == (2, 0, 2)


def test_texts_that_no_database_holds_are_set_aside(tmp_path: Path) -> None:
    halved = '{"publication": "US1003A1", "title": "\\ud800 示例"}'
    with_zero = '{"publication": "US1004A1", "title": "示\\u0000例"}'
    run = bring(tmp_path, GOOD, halved, with_zero)
    assert (run.state, run.read) == (RunState.DONE, 3)
    assert Publication.objects.filter(number_key="CN105192728B").exists()


def test_beyond_the_limit_only_the_problem_is_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quarantine_rows, "QUARANTINED", 2)
    run = bring(tmp_path, *[{"title": f"无号{n}"} for n in range(5)])
    assert (run.quarantine.count(), run.problems.count(), run.rejected) == (2, 5, 5)


def test_what_was_settled_before_saving_does_not_wait_again(tmp_path: Path) -> None:
    content = "\n".join(json.dumps(one) for one in (GOOD, NAMELESS, {"title": "又一无号"})).encode()
    run = services.receive_upload(actor=SYSTEM, content=content, file_name="示例.jsonl")
    services.dismiss_record(actor=SYSTEM, record=run.quarantine.order_by("pk").first() or only())
    services.confirm_run(actor=SYSTEM, run=run)
    services.save_run(actor=SYSTEM, run_id=run.pk)
    assert sorted(run.quarantine.values_list("line", "state")) == [(2, "dismissed"), (3, "waiting")]


def test_the_records_leave_as_files_to_correct(tmp_path: Path) -> None:
    run = bring(tmp_path, NAMELESS, {"title": "又一无号"})
    ending, content = refused.raw_files(SYSTEM, run, refused.Wanted())
    assert (ending, [json.loads(line)["title"] for line in content.decode().splitlines()]) == (
        "jsonl",
        ["无号的记录", "又一无号"],
    )
    run.quarantine.update(format="plain-table", raw="公开号,名称\n,示例\n")
    ending, content = refused.raw_files(SYSTEM, run, refused.Wanted())
    assert (ending, content.decode()) == ("csv", "公开号,名称\n,示例\n,示例\n")
    first = run.quarantine.order_by("pk")[0]
    QuarantinedRecord.objects.filter(pk=first.pk).update(format="jsonl", raw="{}")
    ending, content = refused.raw_files(SYSTEM, run, refused.Wanted())
    assert ending == "zip"
    assert len(zipfile.ZipFile(io.BytesIO(content)).namelist()) == 2


@pytest.fixture
def officer(client: Client, people: People) -> Client:
    client.force_login(user_of(people.officer))
    return client


def page(client: Client, name: str, number: int, query: str = "") -> str:
    response = client.get(reverse(f"literature:{name}", args=[number]) + query)
    assert response.status_code == 200
    return response.content.decode()


def test_the_list_narrows_sorts_and_leaves_as_a_table(tmp_path: Path, officer: Client) -> None:
    run = bring(tmp_path, NAMELESS, "{", {"title": "又一<b>无号"})
    text = page(officer, "refused-list", run.pk)
    assert "3条记录等待更正" in text
    assert "又一<b>" not in text
    narrowed = page(officer, "refused-list", run.pk, "?code=no-number&state=waiting&sort=-line")
    assert narrowed.index("第3行") < narrowed.index("第1行")
    assert "第2行" not in narrowed
    assert page(officer, "refused-list", run.pk, "?code=x&state=y&sort=z&page=-4")
    table = page(officer, "refused-export", run.pk, "?code=no-number")
    assert len(table.splitlines()) == 3
    assert officer.get(reverse("literature:refused-records", args=[run.pk])).headers["Content-Disposition"]


def test_a_record_is_corrected_on_its_page(tmp_path: Path, officer: Client) -> None:
    bring(tmp_path, NAMELESS)
    record = only()
    address = reverse("literature:refused-record", args=[record.pk])
    assert "无号的记录" in page(officer, "refused-record", record.pk)
    wrong = officer.post(address, {"text": '{"title": "仍然无号"}'})
    assert wrong.status_code == 422
    assert "仍然无号" in wrong.content.decode()
    right = officer.post(address, {"text": json.dumps(GOOD)}, follow=True)
    assert "记录已更正并存入" in right.content.decode()
    assert "/literature/CN105192728B/" in right.content.decode()
    again = officer.post(address, {"text": json.dumps(GOOD)})
    assert "已经处理过" in again.content.decode()


def test_putting_aside_can_be_undone(tmp_path: Path, officer: Client) -> None:
    bring(tmp_path, NAMELESS)
    number = only().pk
    aside = officer.post(reverse("literature:refused-dismiss", args=[number]), follow=True).content.decode()
    assert "记录已搁置" in aside
    assert "取回记录" in aside
    back = officer.post(reverse("literature:refused-reopen", args=[number]), follow=True).content.decode()
    assert "重新等待更正" in back


def test_all_waiting_records_are_read_again_at_a_word(tmp_path: Path, officer: Client) -> None:
    run = bring(tmp_path, NAMELESS)
    QuarantinedRecord.objects.update(raw=json.dumps(GOOD))
    text = officer.post(reverse("literature:refused-rerun", args=[run.pk]), follow=True).content.decode()
    assert "现在存入了1条记录" in text


TABLE = "编码,说法,谁\nCN105192728B,一种风干牦牛肉的制备方法,示例公司\nCN101361572A,全羊风干肉,示例二公司\n"


def hand_in(client: Client, *files: tuple[str, str]) -> Any:
    given = [SimpleUploadedFile(name, content.encode()) for name, content in files]
    return client.post(reverse("literature:publication-import"), {"file": given, "source_name": ""}, follow=True)


def test_the_columns_of_an_unknown_table_are_asked_once(officer: Client) -> None:
    text = hand_in(officer, ("表.csv", TABLE)).content.decode()
    assert "指明各列内容" in text
    run = ImportRun.objects.get()
    address = reverse("literature:import-columns", args=[run.pk])
    assert "说法" in officer.get(address).content.decode()
    refused_answer = officer.post(address, {"column-1": "title"})
    assert refused_answer.status_code == 422
    assert "公开号或申请号在哪一列" in refused_answer.content.decode()
    twice = officer.post(address, {"column-0": "publication_number", "column-1": "title", "column-2": "title"})
    assert "已选作此项" in twice.content.decode()
    given = {"column-0": "publication_number", "column-1": "title", "column-2": "applicants"}
    named = officer.post(address, given, follow=True)
    assert "可以存入2条" in named.content.decode()
    again = hand_in(officer, ("又一表.csv", TABLE.replace("全羊风干肉", "全羊风干肉及其制法")))
    assert "可以存入2条" in again.content.decode()
    second = ImportRun.objects.order_by("-pk")[0]
    services.confirm_run(actor=SYSTEM, run=second)
    services.save_run(actor=SYSTEM, run_id=second.pk)
    assert Publication.objects.get(number_key="CN101361572A").applicants == "示例二公司"


def test_several_files_and_archives_are_taken_at_once(officer: Client) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("内.jsonl", json.dumps(GOOD, ensure_ascii=False))
    files = [SimpleUploadedFile("甲.jsonl", json.dumps(GOOD).encode()), SimpleUploadedFile("乙.zip", packed.getvalue())]
    response = officer.post(reverse("literature:publication-import"), {"file": files}, follow=True)
    assert response.status_code == 200
    assert sorted(ImportRun.objects.values_list("file_name", "kept")) == [("乙.zip", 1), ("甲.jsonl", 1)]


def test_a_file_above_the_limit_is_refused_in_words(officer: Client, settings: Any) -> None:
    settings.UPLOAD_LIMIT_MB = 0
    assert "文件超过0MB" in hand_in(officer, ("大.jsonl", "{}")).content.decode()


def test_a_full_disk_is_said_and_nothing_is_begun(officer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from erdem.base import blobs

    def full(*_arguments: Any, **_options: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(blobs, "keep", full)
    assert "文件无法保存" in hand_in(officer, ("甲.jsonl", "{}")).content.decode()
    assert not ImportRun.objects.exists()


def test_a_run_of_the_command_line_says_how_it_goes_on(tmp_path: Path, officer: Client) -> None:
    run = bring(tmp_path, GOOD)
    ImportRun.objects.update(state=RunState.PAUSED)
    assert "再次运行同一条命令" in page(officer, "import-run", run.pk)


def test_a_run_is_paused_and_taken_up_on_its_page(officer: Client) -> None:
    hand_in(officer, ("甲.jsonl", json.dumps(GOOD)))
    run = ImportRun.objects.get()
    officer.post(reverse("literature:import-confirm", args=[run.pk]))
    ImportRun.objects.update(advanced_at=None)
    assert "暂停导入" in page(officer, "import-run", run.pk)
    paused = officer.post(reverse("literature:import-pause", args=[run.pk]), follow=True).content.decode()
    assert "已暂停" in paused
    assert "继续导入" in paused
    again = officer.post(reverse("literature:import-pause", args=[run.pk]), follow=True).content.decode()
    assert "目前没有在进行" in again
    on = officer.post(reverse("literature:import-resume", args=[run.pk]), follow=True).content.decode()
    assert "正在存入" in on
