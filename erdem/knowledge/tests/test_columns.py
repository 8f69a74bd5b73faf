"""Tables with other heads, other delimiters and other languages: recognised, shown, chosen, remembered."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from erdem.base.actor import SYSTEM, acting_as
from erdem.base.testing.actors import People
from erdem.knowledge.formats.looking import look
from erdem.knowledge.models import ColumnWord, RecordImport
from erdem.knowledge.tests.spreadsheet import as_xlsx, table_of
from erdem.people.tests.factories import make_actor, user_of

pytestmark = pytest.mark.django_db

ROWS = "药方名称;使用药材;哪里的\n示例甲;诃子 三两、栀子 二两;152530\n示例乙;川楝子 一两;152530\n"
CHOSEN = {"column-0": "name", "column-1": "ingredients", "column-2": "places"}


def hand_in(client: Client, content: bytes, name: str = "示例.csv") -> str:
    sent = {"file": SimpleUploadedFile(name, content), "place": "152530", "no_state_secret": "on"}
    response = client.post("/knowledge/import/", sent)
    assert response.status_code == 302, response.content.decode()
    return str(response["Location"])


@pytest.fixture
def officer(client: Client, people: People) -> Client:
    client.force_login(user_of(people.officer))
    return client


def kept(address: str) -> dict[str, int]:
    with acting_as(SYSTEM):
        counts: dict[str, int] = RecordImport.objects.get(pk=address.strip("/").split("/")[-1]).counts
        return counts


def test_heads_that_nobody_knows_are_explained_by_the_person(officer: Client) -> None:
    address = hand_in(officer, ROWS.encode("gb18030"))
    assert kept(address)["kept"] == 0
    page = officer.get(f"{address}columns").content.decode()
    assert all(word in page for word in ("药方名称", "GB18030", "分号", "诃子 三两", "示例乙"))
    assert officer.post(f"{address}columns", CHOSEN).status_code == 302
    assert kept(address)["kept"] == 2


def test_what_was_chosen_is_remembered_for_the_office_and_for_nobody_else(officer: Client, people: People) -> None:
    officer.post(f"{hand_in(officer, ROWS.encode())}columns", CHOSEN)
    again = hand_in(officer, ROWS.replace("示例甲", "示例丙").encode())
    assert kept(again)["kept"] == 2
    officer.force_login(user_of(make_actor("office", "示例邻旗局", "county_officer")))
    assert kept(hand_in(officer, ROWS.encode()))["kept"] == 0
    with acting_as(people.officer):
        assert ColumnWord.objects.count() == 3


@pytest.mark.parametrize(
    ("chosen", "word"),
    [
        ({**CHOSEN, "column-1": "name"}, "两列"),
        ({"column-1": "ingredients"}, "没有一列是名称"),
        ({**CHOSEN, "column-1": "nothing"}, "请为每一列"),
    ],
)
def test_a_choice_that_cannot_be_is_refused_with_a_sentence(officer: Client, chosen: dict[str, str], word: str) -> None:
    response = officer.post(f"{hand_in(officer, ROWS.encode())}columns", chosen)
    assert response.status_code == 422
    assert word in response.content.decode()


def test_a_column_may_be_left_out(officer: Client) -> None:
    address = hand_in(officer, "名称,组成,内部编号\n示例甲,诃子,Z-1\n".encode())
    page = officer.get(f"{address}columns").content.decode()
    assert "内部编号" in page
    officer.post(f"{address}columns", {"column-0": "name", "column-1": "ingredients", "column-2": ""})
    with acting_as(SYSTEM):
        upload = RecordImport.objects.get()
    assert (upload.counts["kept"], upload.problems) == (1, [])


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("名称;组成\n甲;乙\n".encode(), ("csv", "intake", ";", "utf-8", 1)),
        ("标题\n名称\t组成\n甲\t乙\n".encode("utf-16"), ("csv", "intake", "\t", "utf-16", 2)),
        ("登记编号|登记版本|名称\nTK-152530-0001|1|甲\n".encode(), ("csv", "changing", "|", "utf-8", 1)),
        (b"Record number,Record version,Name\n", ("csv", "changing", ",", "ascii", 1)),
        (as_xlsx([["名称", "组成"], ["甲", "乙"]]), ("xlsx", "intake", "", "", 1)),
    ],
)
def test_how_a_file_is_written_is_recognised(content: bytes, expected: tuple[Any, ...]) -> None:
    found = look(io.BytesIO(content), name="示例")
    assert found is not None
    assert (found.format, found.layout, found.delimiter, found.encoding, found.row) == expected


def test_what_is_no_table_has_no_columns(officer: Client) -> None:
    lines = json.dumps({"name": "示例甲", "ingredients": "诃子"}, ensure_ascii=False).encode()
    assert officer.get(f"{hand_in(officer, lines, '示例.jsonl')}columns").status_code == 404


def test_the_report_names_line_column_value_and_remedy_in_both_formats(officer: Client) -> None:
    address = hand_in(officer, "登记编号,登记版本,名称\nTK-152530-9999,1,甲\n".encode())
    for kind in ("csv", "xlsx"):
        rows = table_of(b"".join(officer.get(f"{address}problems.{kind}")))
        assert rows[0] == ["行", "列", "取值", "事项", "记录"]
        assert rows[1][0] == "2"
        assert "TK-152530-9999" in rows[1][2]
        assert "请核对编号" in rows[1][3]
    assert officer.get(f"{address}problems.exe").status_code == 404
