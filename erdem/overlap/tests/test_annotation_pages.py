"""Pages of annotation: what an annotator meets, what others meet, and what is taken away."""

from __future__ import annotations

import io
import json
import re
import time
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from erdem.base.actor import SYSTEM, acting_as
from erdem.base.testing.actors import People
from erdem.knowledge import queries as knowledge
from erdem.overlap import engine, services
from erdem.overlap.engine.evaluating.agreement import cohen_kappa
from erdem.overlap.models import Annotation, AnnotationPair, AnnotationSet
from erdem.overlap.queries.annotation_page import kappa_sentence
from erdem.overlap.tests.annotating import Readers, a_set, label, readers
from erdem.people.tests.factories import user_of

from .factories import a_finding, a_formula, a_process, make_publication, make_record, with_facts, with_steps

pytestmark = pytest.mark.django_db
EVIL = "<script>alert(1)</script>"


@pytest.fixture
def four() -> Readers:
    return readers()


@pytest.fixture
def opened(four: Readers) -> AnnotationSet:
    """A pair with evidence, one drawn blindly, one of a process."""
    finding = a_finding()
    other = make_record(a_formula(name=f"示例二方{EVIL}"))
    craft = make_record(a_process("示例奶豆腐"))
    steps = with_steps(make_publication("CN215455113U", title="一种奶豆腐的制作方法"), "巴氏灭菌")
    blind = with_facts(make_publication("CN102000001A"), "黄芩", "大枣")
    pairs: list[Any] = [
        (finding.record, finding.publication, finding.evidence), (other, blind, {}), (craft, steps, {}),
    ]  # fmt: skip
    return a_set(four.lead, four.first, four.second, pairs)


def signed_in(actor: Any) -> Client:
    client = Client()
    client.force_login(user_of(actor))
    return client


def address(opened: AnnotationSet, rest: str = "") -> str:
    return f"/findings/annotation/{opened.pk}/{rest}"


def read(client: Client, where: str, status: int = 200) -> str:
    answer = client.get(where)
    assert answer.status_code == status
    return str(answer.content.decode())


def test_the_page_of_a_pair_shows_both_texts_and_nothing_of_the_engine(four: Readers, opened: AnnotationSet) -> None:
    page = read(signed_in(four.first), address(opened, "pairs/1/"))
    assert "第1对，共3对" in page
    assert "由下列重量份的原料制成" in page
    for hidden in ("<mark", "er-joint", "er-tag--rel", "排序分", "取自", "XS-", "/literature/", "/knowledge/TK-"):
        assert hidden not in page.split("<main")[1].split("</main>")[0], hidden


def test_choices_are_radios_of_one_kind_with_keys_and_none_is_chosen(four: Readers, opened: AnnotationSet) -> None:
    client = signed_in(four.first)
    page = read(client, address(opened, "pairs/1/"))
    assert re.findall(r'name="relation" value="\w+"[^>]*data-key="(\d)"', page) == list("1234567890")
    assert re.findall(r'name="relevance" value="(\w+)"', page) == ["none", "partial", "full"]
    assert " checked" not in page
    assert page.count("er-btn--main") == 1
    assert len(re.findall('name="relation"', read(client, address(opened, "pairs/3/")))) == 6


def test_saving_goes_on_to_the_next_and_at_the_end_to_the_set(four: Readers, opened: AnnotationSet) -> None:
    client = signed_in(four.first)
    given = {"relation": "reduced", "relevance": "partial", "note": "示例", "opened": str(int(time.time()) - 30)}
    for position, following in ((2, "pairs/3/"), (3, "pairs/1/"), (1, "")):
        answer = client.post(address(opened, f"pairs/{position}/"), given)
        assert answer.status_code == 302
        assert answer["Location"] == address(opened, following)
    with acting_as(SYSTEM):
        seconds = list(Annotation.objects.values_list("seconds", flat=True))
    assert all(one is not None and 29 <= one <= 60 for one in seconds)
    assert "您已全部标完" in read(client, address(opened))


def test_a_label_can_be_corrected_and_shows_what_was_chosen(four: Readers, opened: AnnotationSet) -> None:
    label(four.first, opened, 2, "modified", "partial", "原先的备注")
    page = read(signed_in(four.first), address(opened, "pairs/2/"))
    assert re.search(r'value="modified" checked', page)
    assert re.search(r'value="partial" checked', page)
    assert "原先的备注" in page
    assert "保存更正" in page


def test_an_incomplete_label_comes_back_with_everything_that_was_chosen(four: Readers, opened: AnnotationSet) -> None:
    answer = signed_in(four.first).post(address(opened, "pairs/1/"), {"relation": "reduced", "note": "没丢"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "relevance-error" in page
    assert "relation-error" not in page
    assert re.search(r'value="reduced" checked', page)
    assert "没丢" in page


def test_before_both_are_in_nobody_meets_a_label_on_any_page(four: Readers, opened: AnnotationSet) -> None:
    label(four.first, opened, 1, "combination", "full", "暗号示例")
    for actor in (four.second, four.lead, four.third):
        client = signed_in(actor)
        for rest in ("", "export.csv", "export.jsonl"):
            page = client.get(address(opened, rest)).content.decode()
            assert "暗号示例" not in page
            assert "combination" not in page
        read(client, address(opened, "pairs/1/labels/"), 404)


def test_an_annotator_cannot_open_the_other_label_before_the_set_is_closed(
    four: Readers, opened: AnnotationSet
) -> None:
    label(four.first, opened, 1, "identical", "full", "甲的备注")
    label(four.second, opened, 1, "modified", "partial", "乙的备注")
    client = signed_in(four.first)
    assert "乙的备注" not in read(client, address(opened))
    read(client, address(opened, "pairs/1/labels/"), 404)
    with acting_as(four.lead):
        services.close_set(actor=four.lead, annotation_set=opened)
    assert "乙的备注" in read(client, address(opened, "pairs/1/labels/"))
    read(client, address(opened, "pairs/1/"), 403)


def test_results_say_kappa_in_words_and_list_the_differences(four: Readers, opened: AnnotationSet) -> None:
    for position, (first, second) in enumerate((("identical", "modified"), ("unrelated",) * 2, ("name_only",) * 2), 1):
        label(four.first, opened, position, first, "partial")
        label(four.second, opened, position, second, "partial")
    page = read(signed_in(four.lead), address(opened))
    assert "3对中两人一致2对" in page
    # observed 2/3, expected (1 + 1)/9 from the two labels both used once: kappa (2/3 - 2/9) / (7/9) = 0.57
    assert re.search(r"κ</span>\s*0\.57", page)
    assert "95%区间" in page
    assert "不到30对" in page
    assert page.count("pairs/1/labels/") == 1
    assert "pairs/2/labels/" not in page


def test_a_third_person_decides_on_the_page(four: Readers, opened: AnnotationSet) -> None:
    label(four.first, opened, 1, "identical", "full")
    label(four.second, opened, 1, "modified", "partial")
    client, where = signed_in(four.third), address(opened, "pairs/1/labels/")
    page = read(client, where)
    assert "分值只用来排先后，不是结论" in page
    assert "<mark" in page
    assert client.post(where, {"relation": "modified"}).status_code == 422
    assert client.post(where, {"relation": "modified", "relevance": "partial"}).status_code == 302
    assert "示例" in read(client, where)
    assert client.post(address(opened, "pairs/1/spans/"), {"row": ["1", "2"]}).status_code == 302
    assert "认可了3行证据中的2行" in read(client, address(opened))


def test_strangers_are_told_nothing(people: People, opened: AnnotationSet) -> None:
    for actor in (people.holder, people.applicant, people.stranger):
        client = signed_in(actor)
        read(client, "/findings/annotation/", 403)
        for rest in ("", "pairs/1/", "pairs/1/labels/", "export.csv"):
            read(client, address(opened, rest), 404)
    assert "/findings/annotation/" not in read(signed_in(people.holder), "/findings/")
    assert "/findings/annotation/" in read(signed_in(people.officer), "/findings/")


def test_an_empty_list_says_what_to_do(four: Readers) -> None:
    page = read(signed_in(four.lead), "/findings/annotation/")
    assert "还没有标注组" in page
    assert "/findings/annotation/new/" in page


def test_a_new_set_is_asked_for_on_the_page_and_can_be_watched(four: Readers) -> None:
    client = signed_in(four.lead)
    given = {"name": "示例组", "first": four.first.user_id, "second": four.second.user_id, "size": 20, "purpose": ""}
    answer = client.post("/findings/annotation/new/", given)
    assert answer.status_code == 302
    where = answer["Location"]
    assert "正在抽取" in read(client, where)
    watched = client.get(where, headers={"HX-Request": "true"})
    assert b"<html" not in watched.content
    assert "HX-Refresh" not in watched
    with acting_as(SYSTEM):
        key = AnnotationSet.objects.get().pk
    services.draw_pairs(actor=SYSTEM, set_id=key)
    assert client.get(where, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    assert "什么也没抽到" in read(client, where)
    same = client.post("/findings/annotation/new/", {**given, "second": four.first.user_id})
    assert same.status_code == 422
    assert "两个不同的人" in same.content.decode()


def test_the_lead_closes_and_exchanges_on_the_page(four: Readers, opened: AnnotationSet) -> None:
    client = signed_in(four.lead)
    given = {"first": str(four.third.user_id), "second": str(four.second.user_id)}
    assert client.post(address(opened, "assign/"), given).status_code == 302
    with acting_as(SYSTEM):
        opened.refresh_from_db()
    assert opened.first_id == four.third.user_id
    assert client.post(address(opened, "close/")).status_code == 302
    assert "已结束" in read(client, address(opened))
    assert signed_in(four.third).post(address(opened, "close/")).status_code == 403


def test_text_of_records_and_notes_never_becomes_markup(four: Readers, opened: AnnotationSet) -> None:
    label(four.first, opened, 2, "identical", "full", EVIL)
    label(four.second, opened, 2, "modified", "partial", "=1+1")
    client = signed_in(four.lead)
    for rest in ("", "pairs/2/labels/"):
        assert EVIL not in read(client, address(opened, rest))
    assert EVIL not in read(signed_in(four.first), address(opened, "pairs/2/"))
    assert "'=1+1" in read(client, address(opened, "export.csv"))


def test_the_export_is_read_by_the_evaluation(four: Readers, opened: AnnotationSet) -> None:
    for position, relation in ((1, "identical"), (2, "unrelated")):
        label(four.first, opened, position, relation, "full")
        label(four.second, opened, position, relation, "full")
    lines = read(signed_in(four.lead), address(opened, "export.jsonl")).splitlines()
    rows = [json.loads(line) for line in lines]
    assert len(rows) == 2
    judged = {row["publication"]: row["judged"][0] for row in rows}
    assert judged["CN101098705A"]["label"] == "positive"
    assert judged["CN102000001A"]["label"] == "negative"
    assert [("relevant" in row) for row in rows] == [row["publication"] == "CN101098705A" for row in rows]
    with acting_as(SYSTEM):
        pool = engine.prepare(knowledge.screening_rows(SYSTEM), engine.Lexicon.from_rows(knowledge.lexicon_rows()))
    figures = engine.evaluate(pool, rows)
    assert figures["queries"] == 1
    assert figures["R@1"] == 1.0


def test_the_spreadsheet_names_each_pair_once_and_refuses_other_kinds(four: Readers, opened: AnnotationSet) -> None:
    label(four.first, opened, 1, "identical", "full")
    label(four.second, opened, 1, "modified", "full")
    client = signed_in(four.third)
    lines = io.StringIO(client.get(address(opened, "export.csv")).content.decode("utf-8-sig")).readlines()
    assert len(lines) == 2
    assert "不是结论" in lines[0]
    assert client.get(address(opened, "export.xlsx")).content.startswith(b"PK")
    assert client.get(address(opened, "export.exe")).status_code == 404


def queries_of(client: Client, where: str) -> int:
    client.get(where)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(where).status_code == 200
    return len(captured)


def test_the_results_cost_the_same_for_few_and_for_many(four: Readers, opened: AnnotationSet) -> None:
    client = signed_in(four.lead)
    label(four.first, opened, 1, "identical", "full")
    label(four.second, opened, 1, "modified", "full")
    few = queries_of(client, address(opened))
    for position in (2, 3):
        label(four.first, opened, position, "name_only", "partial")
        label(four.second, opened, position, "unrelated")
    assert queries_of(client, address(opened)) == few
    assert few <= 40


def test_a_number_out_of_reach_is_no_fault(four: Readers, opened: AnnotationSet) -> None:
    client = signed_in(four.first)
    for where in ("/findings/annotation/999999999999999999999/", address(opened, "pairs/99999999999/")):
        read(client, where, 404)
    strange = {"relation": "\x00", "relevance": "x", "opened": "-1", "note": "\x00"}
    assert client.post(address(opened, "pairs/1/"), strange).status_code == 422
    with acting_as(SYSTEM):
        assert AnnotationPair.objects.filter(first_at__isnull=False).count() == 0


def test_degenerate_agreement_is_said_in_words() -> None:
    assert "还没有" in kappa_sentence(cohen_kappa([], [], ("a",)))
    assert "同一个标签" in kappa_sentence(cohen_kappa(["a"] * 4, ["a"] * 4, ("a", "b")))
