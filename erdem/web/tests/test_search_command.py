"""`erdem search` and `erdem index` at the terminal."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest
from click.testing import CliRunner, Result

from erdem.base.actor import SYSTEM, acting_as
from erdem.literature import services
from erdem.literature.models import Publication
from erdem.literature.queries.searching_index import index_folder, index_store
from erdem.literature.search.files import FileLock
from erdem.literature.tests.factories import make_publication
from erdem.web.cli import cli, doctor, indexing, searching
from erdem.web.cli.failures import DATA_ERROR, UNAVAILABLE, Refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_this_database(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (searching, indexing):
        monkeypatch.setattr(module, "ready_database", lambda **_options: None)
    monkeypatch.setattr(services, "PATIENCE", 0.0)


@pytest.fixture
def _held() -> None:
    make_publication("CN101361572A", "示例风干牛肉", applicants="示例公司", claims=["一种风干方法。"])
    make_publication("CN201361573U", "示例奶豆腐模具")
    services.update_index(actor=SYSTEM)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments)


def search(*arguments: str) -> Result:
    return run("search", *arguments)


@pytest.mark.usefixtures("_held")
def test_hits_are_named_with_number_title_and_applicant() -> None:
    answer = search("风干", "--explain")
    assert answer.exit_code == 0, answer.output
    for part in (
        "1 publication in 1 family of 2",
        "CN101361572A",
        "示例风干牛肉",
        "示例公司",
        "Understood as: 风干",
        "score",
    ):
        assert part in answer.output


@pytest.mark.usefixtures("_held")
def test_json_is_one_object() -> None:
    found = json.loads(search("示例", "--json", "--limit", "1").stdout)
    assert (found["total"], len(found["hits"]), found["corpus"]["documents"]) == (2, 1, 2)
    assert found["hits"][0]["number"] in ("CN101361572A", "CN201361573U")


@pytest.mark.usefixtures("_held")
@pytest.mark.parametrize(("field", "total"), [("ti", 0), ("cl", 1)])
def test_a_field_narrows_the_whole_query(field: str, total: int) -> None:
    assert json.loads(search("方法", "--field", field, "--json").stdout)["total"] == total


@pytest.mark.parametrize(
    ("query", "columns"), [("pd>=2012-13", 4), ("风干 pd>=2012-13", 9), ("foo:bar", 0), ("a" * 100 + " foo:bar", 40)]
)
def test_the_caret_stands_under_what_cannot_be_read(query: str, columns: int) -> None:
    answer = search(query)
    assert answer.exit_code == DATA_ERROR
    line, caret, sentence = answer.output.splitlines()[:3]
    assert line in query
    assert caret == " " * columns + "^"
    assert "Nothing was searched" in sentence


def test_a_refusal_in_json_says_where() -> None:
    answer = search("pd>=2012-13", "--json")
    assert answer.exit_code == DATA_ERROR
    assert json.loads(answer.stdout)["error"]["start"] == 4


def test_without_an_index_it_searches_the_database_and_says_so() -> None:
    make_publication("CN101361572A", "示例风干牛肉")
    answer = search("风干")
    assert "CN101361572A" in answer.output
    assert "index is being prepared" in answer.output


def findings() -> Sequence[doctor.Finding]:
    return list(doctor._search_index())


def test_the_doctor_and_the_status_say_what_to_do() -> None:
    assert findings()[0].well  # nothing to search, nothing to mend
    make_publication("CN101361572A")
    assert not findings()[0].well
    assert "erdem index update" in findings()[0].advice
    assert run("index", "status").exit_code == UNAVAILABLE
    assert "was built" in run("index", "update").output
    assert findings()[0].well
    assert "State: well" in run("index", "status").output


@pytest.mark.usefixtures("_held")
def test_the_doctor_finds_what_the_index_lacks_and_what_is_left_over() -> None:
    with index_store().writer() as writer:
        writer.delete([_key("CN101361572A")])
        writer.commit("9")
    (finding, _words) = findings()
    assert not finding.well
    assert "1 missing" in finding.advice
    assert "2 documents" in run("index", "rebuild").output
    assert findings()[0].well


def _key(number: str) -> int:
    with acting_as(SYSTEM):
        return Publication.objects.get(number=number).pk


@pytest.mark.usefixtures("_held")
@pytest.mark.parametrize("command", ["update", "rebuild"])
def test_a_busy_index_is_left_to_the_worker(command: str) -> None:
    with FileLock(index_folder() / "feeder.lock") as lock:
        assert lock.take()
        answer = run("index", command)
        indexing.make_searchable()
    assert isinstance(answer.exception, Refused)
    assert "Nothing was changed" in str(answer.exception)


def test_an_import_is_searchable_without_a_worker() -> None:
    make_publication("CN101361572A", "示例风干牛肉")
    indexing.make_searchable()
    assert json.loads(search("风干", "--json").stdout)["corpus"]["documents"] == 1
