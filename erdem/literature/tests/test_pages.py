"""The pages of the literature as people see them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from procrastinate.contrib.django import app

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.testing.actors import People
from erdem.literature import queries
from erdem.literature.choices import RunState
from erdem.literature.models import ImportRun, Publication
from erdem.literature.services import import_seeds, update_index
from erdem.literature.tests.factories import RECORDS, bring_in
from erdem.people.tests.factories import user_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("spelling", ["CN105192728B", "CN 105192728 B", "cn105192728", "CN201510503455.9"])
def test_any_spelling_of_a_number_leads_to_one_address(spelling: str, client: Client, held: None) -> None:
    response = client.get(reverse("literature:publication-detail", args=[spelling]), follow=True)
    assert response.status_code == 200
    assert response.request["PATH_INFO"] == "/literature/CN105192728B/"


def test_the_page_of_a_publication_shows_claims_by_dependency(client: Client, held: None) -> None:
    text = client.get("/literature/CN105192728B/").content.decode()
    for depth, number in ((0, 1), (1, 2), (2, 3)):
        assert f'id="claim-zh-{number}" class="er-claims__{depth}"' in text
    assert "A23L13/10" in text
    assert "2015-08-17" in text


def test_typed_facts_are_flagged_and_what_was_not_seen_is_said(client: Client, held: None) -> None:
    text = client.get("/literature/CN101361572A/").content.decode()
    assert "从公开网页录入的事实" in text
    assert "不是公布文本" in text
    assert "示例网" in text
    assert "100份" in text
    assert "没有取得权利要求" in text
    assert "未取得：" in text


@pytest.mark.parametrize("address", ["/literature/CN1/", "/literature/%00/", "/literature/import/9999999/"])
def test_an_unknown_address_is_a_plain_page(address: str, client: Client, held: None, people: People) -> None:
    client.force_login(user_of(people.officer))
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("name", ["publication-list", "publication-detail"])
def test_the_number_of_queries_does_not_depend_on_the_rows(name: str, client: Client, tmp_path: Path) -> None:
    counts = []
    for start, size in ((0, 3), (100, 60)):
        records = [
            {
                "publication": f"CN{102000000 + start + n}A",
                "title": f"风干示例{start + n}",
                "claims": [f"{i + 1}. 示例。" for i in range(size)],
                "ipc": [f"A23L{i + 1}/00" for i in range(min(size, 9))],
                "ingredients": [{"name": f"示例{i}"} for i in range(size)],
                "applicant": "示例公司",
                "steps": [{"op": "风干"}] * size,
            }
            for n in range(size)
        ]
        bring_in(tmp_path, records, f"{start}.jsonl")
        update_index(actor=SYSTEM)
        key = f"CN{102000000 + start}A"
        address = reverse(f"literature:{name}", args=[key] if name.endswith("detail") else [])
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address, {"q": "风干"} if name.endswith("list") else None).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert counts[0] <= 25


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_list_can_be_taken_away(kind: str, client: Client, held: None) -> None:
    response = client.get(reverse("literature:publication-export", args=[kind]), {"q": "风干"})
    assert response.status_code == 200
    if kind == "csv":
        lines = response.content.decode("utf-8-sig").splitlines()
        assert len(lines) == 3
        assert "CN105192728B" in response.content.decode("utf-8-sig")


def sign_in(client: Client, actor: Actor) -> None:
    client.force_login(user_of(actor))


@pytest.mark.parametrize("who", ["holder", "applicant", "stranger"])
def test_the_import_page_is_closed_to_people_without_the_duty(who: str, client: Client, people: People) -> None:
    sign_in(client, getattr(people, who))
    response = client.get(reverse("literature:publication-import"))
    assert response.status_code == 403
    assert "只有办理人员和专家可以导入文献" in response.content.decode()


def test_the_public_is_asked_to_sign_in_before_importing(client: Client) -> None:
    assert client.get(reverse("literature:publication-import")).status_code == 302


def upload(client: Client, content: bytes, name: str = "示例.jsonl") -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("literature:publication-import"), {"file": file, "source_name": "示例"}, follow=True)


def test_an_upload_is_checked_then_saved_on_the_officers_word(client: Client, people: People) -> None:
    sign_in(client, people.officer)
    content = "\n".join(json.dumps(record, ensure_ascii=False) for record in (*RECORDS, {"title": "无号"})).encode()
    response = upload(client, content)
    text = response.content.decode()
    assert "可以存入3条" in text
    assert "还没有存入" in text
    assert "第4行" in text
    with acting_as(SYSTEM):
        run = ImportRun.objects.get()
        assert (run.state, run.kept, run.rejected, run.format) == (RunState.CHECKED, 3, 1, "jsonl")
        assert Publication.objects.count() == 0
    csv = client.get(reverse("literature:import-problems", args=[run.pk])).content.decode("utf-8-sig")
    assert csv.splitlines()[1].startswith("示例.jsonl,4,publication,")

    response = client.post(reverse("literature:import-confirm", args=[run.pk]), follow=True)
    assert "正在存入" in response.content.decode()
    progress = reverse("literature:import-progress", args=[run.pk])
    assert client.get(progress).status_code == 200
    waiting = [job for job in app.job_manager.list_jobs() if job.task_name == "literature.save_upload"]
    assert len(waiting) == 1
    arguments: Any = waiting[0].task_kwargs
    app.tasks["literature.save_upload"](**(json.loads(arguments) if isinstance(arguments, str) else arguments))
    assert client.get(progress).headers["HX-Refresh"] == "true"
    text = client.get(reverse("literature:import-run", args=[run.pk])).content.decode()
    assert "新增3件" in text
    with acting_as(SYSTEM):
        assert Publication.objects.count() == 3


def test_confirming_twice_saves_once(client: Client, people: People) -> None:
    sign_in(client, people.officer)
    upload(client, json.dumps(RECORDS[0]).encode())
    with acting_as(SYSTEM):
        run = ImportRun.objects.get()
    address = reverse("literature:import-confirm", args=[run.pk])
    client.post(address)
    assert "已经确认过" in client.post(address, follow=True).content.decode()
    assert len([job for job in app.job_manager.list_jobs() if job.task_name == "literature.save_upload"]) == 1


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, b"<html></html>"])
def test_a_file_that_is_no_literature_is_refused_in_words(content: bytes, client: Client, people: People) -> None:
    sign_in(client, people.officer)
    response = upload(client, content, "坏.bin")
    text = response.content.decode()
    assert "什么也没有读" in text
    assert "Nothing was read" not in text
    with acting_as(SYSTEM):
        assert Publication.objects.count() == 0


def test_screening_rows_carry_what_the_engine_reads(held: None) -> None:
    with acting_as(SYSTEM):
        rows = {row["publication"]: row for row in queries.screening_rows(SYSTEM)}
        chosen = Publication.objects.get(number="US5401504A").pk
        assert [row["publication"] for row in queries.screening_rows(SYSTEM, [chosen])] == ["US5401504A"]
    assert rows["CN105192728B"]["claims"][0] == "一种方法。"
    assert rows["CN105192728B"]["priority_date"] == "2015-08-17"
    assert rows["CN105192728B"]["ipc"] == ["A23L13/10"]
    assert rows["CN101361572A"]["ingredients"][0] == {
        "herb": "羊肉",
        "dose": "100份",
        "lo": 100.0,
        "hi": 100.0,
        "unit": "份",
        "processing": "",
    }
    assert rows["CN101361572A"]["steps"][0]["op"] == "风干"
    assert rows["CN101361572A"]["priority_date"] is None


def test_the_figures_of_the_desk_count_the_collection(held: None) -> None:
    with acting_as(SYSTEM):
        figures = queries.figures(SYSTEM)
    assert (figures["publications"], figures["with_text"], figures["facts_only"]) == (3, 2, 1)
    assert figures["last_import"] is not None


def test_all_seeds_come_in_together_and_again_without_change(client: Client) -> None:
    first = import_seeds(actor=SYSTEM)
    again = import_seeds(actor=SYSTEM)
    assert sum(outcome.rejected for outcome in first) == 0
    assert sum(outcome.created + outcome.merged for outcome in again) == 0
    assert "蒙古包" in client.get("/literature/", {"q": "蒙古包"}).content.decode()


def test_every_problem_has_its_sentence_in_chinese() -> None:
    from django.utils.translation import gettext

    from erdem.lib import json_items, tabular
    from erdem.lib.reading import Fault, problems
    from erdem.literature.formats import faults
    from erdem.literature.services import faults as own

    modules = (problems, tabular, json_items, faults, own)
    known = [value for module in modules for value in vars(module).values() if isinstance(value, Fault)]
    assert len(known) > 25
    assert [fault.code for fault in known if gettext(fault.template) == fault.template] == []


def test_the_page_shows_where_two_sources_differ(tmp_path: Path, client: Client) -> None:
    bring_in(tmp_path)
    other = {**RECORDS[0], "title": "一种风干牦牛肉的另一制备方法", "filing_date": "2015-08-18"}
    bring_in(tmp_path, [other], "另一来源.jsonl")
    text = client.get("/literature/CN105192728B/").content.decode()
    assert "各来源说法不同之处" in text
    assert "一种风干牦牛肉的另一制备方法" in text
    assert "2015-08-18" in text
    assert text.count("<h1>一种风干牦牛肉的制备方法</h1>") == 1
