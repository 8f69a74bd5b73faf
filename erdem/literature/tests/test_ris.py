"""RIS: what is written can be read again by anybody who follows the format."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from erdem.base.actor import PUBLIC, SYSTEM, acting_as
from erdem.literature.models import Publication
from erdem.literature.queries.ris import Cited, folded, record, ris_text

LINE = re.compile(r"^([A-Z][A-Z0-9])  - ?(.*)$", re.DOTALL)
WORDS = st.text(max_size=60)


def read(text: str) -> list[dict[str, list[str]]]:
    """Read RIS: blocks from TY to ER, each line a tag, two blanks, a dash, a blank and a value."""
    blocks: list[dict[str, list[str]]] = []
    block: dict[str, list[str]] | None = None
    for line in text.split("\r\n"):
        if not line:
            continue
        match = LINE.match(line)
        assert match, line
        tag, value = match.groups()
        if tag == "TY":
            assert block is None
            block = defaultdict(list)
        assert block is not None
        if tag == "ER":
            blocks.append(dict(block))
            block = None
        else:
            block[tag].append(value)
    assert block is None
    return blocks


def held(**given: object) -> Publication:
    """Return a publication that is not stored."""
    values: dict[str, object] = {"number": "CN101361572A", "number_key": "CN101361572A", "country": "CN"}
    return Publication(**{**values, **given})


@given(
    title=WORDS, names=st.lists(WORDS, max_size=4), codes=st.lists(WORDS, max_size=4), abstract=WORDS, note=WORDS,
    day=st.one_of(st.none(), st.dates(dt.date(1600, 1, 1), dt.date(2199, 12, 31))),
)  # fmt: skip
def test_whatever_a_record_holds_comes_back(
    title: str, names: list[str], codes: list[str], abstract: str, note: str, day: dt.date | None
) -> None:
    publication = held(title=title, publication_date=day)
    cited = Cited(publication, tuple(names), tuple(names), tuple(codes), abstract, note)
    text = record(cited)
    assert "\r" not in text.replace("\r\n", "")
    assert "\n" not in text.replace("\r\n", "")
    (back,) = read(text)
    kept = [name for raw in names if (name := folded(raw))]
    assert back["TY"] == ["PAT"]
    assert back["SN"] == back["ID"] == ["CN101361572A"]
    assert back["TI"] == [folded(title) or "CN101361572A"]
    assert back.get("AU", []) == back.get("A2", []) == kept
    assert back.get("KW", []) == [code for raw in codes if (code := folded(raw))]
    assert back.get("AB", []) == [each for each in [folded(abstract)] if each]
    assert back.get("N1", []) == [each for each in [folded(note)] if each]
    assert back.get("DA", []) == ([f"{day.year:04d}/{day.month:02d}/{day.day:02d}"] if day else [])
    assert text.encode("utf-8", "surrogatepass")


@pytest.mark.django_db
def test_a_publication_with_everything_is_written_in_order() -> None:
    with acting_as(SYSTEM):
        made = Publication.objects.create(
            number="CN105192728B", number_key="CN105192728B", country="CN", type="invention", title="一种风干\n牦牛肉",
            title_language="zh", publication_date=dt.date(2019, 3, 8), application_number="CN201510503455.9",
        )  # fmt: skip
        made.parties.create(role="inventor", ordinal=0, name="示例甲")
        made.parties.create(role="inventor", ordinal=1, name="示例乙")
        made.parties.create(role="applicant", name="示例公司")
        made.classifications.create(scheme="ipc", code="A23L13/10", subclass="A23L", main_group="A23L13")
        made.texts.create(unit="abstract", language="zh", text="切块后\r\n风干。")
    with acting_as(PUBLIC):
        text = ris_text(PUBLIC, [made.pk, 0], {made.pk: "4/5 示例"})
    lines = text.split("\r\n")
    assert lines[0] == "TY  - PAT"
    assert lines[-2:] == ["ER  - ", ""]
    (back,) = read(text)
    assert back["TI"] == ["一种风干 牦牛肉"]
    assert back["AU"] == ["示例甲", "示例乙"]
    assert (back["PB"], back["A2"]) == (["示例公司"], ["示例公司"])
    assert (back["PY"], back["DA"], back["LA"]) == (["2019"], ["2019/03/08"], ["zh"])
    assert back["AB"] == ["切块后 风干。"]
    assert back["KW"] == ["A23L13/10"]
    assert back["M1"] == ["CN201510503455.9"]
    assert back["N1"] == ["4/5 示例"]
    assert back["UR"][0].endswith("/literature/CN105192728B/")


@pytest.mark.django_db
def test_a_search_and_a_page_give_ris_to_everybody() -> None:
    with acting_as(SYSTEM):
        for number in ("CN105192728B", "CN105192729B"):
            Publication.objects.create(
                number=number, number_key=number, country="CN", title="示例牛肉", search_text="示例牛肉"
            )
    found = Client().get(reverse("literature:publication-ris"), {"q": "牛肉"})
    assert found["Content-Type"] == "application/x-research-info-systems; charset=utf-8"
    assert len(read(found.content.decode())) == 2
    one = Client().get(reverse("literature:record-ris", args=["CN 105192728 B"]))
    assert [back["SN"] for back in read(one.content.decode())] == [["CN105192728B"]]
    assert Client().get(reverse("literature:record-ris", args=["CN1A"])).status_code == 404
