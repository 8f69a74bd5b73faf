"""The pages: what they say, what they cost, and that no text of a document becomes markup."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from erdem.base.actor import SYSTEM, acting_as
from erdem.base.testing.actors import People
from erdem.knowledge.content import IngredientLine, SourceLine
from erdem.overlap.models import Finding
from erdem.overlap.queries import figures
from erdem.overlap.queries.dates import order_of
from erdem.people.tests.factories import user_of

from .factories import (
    a_finding,
    a_formula,
    a_process,
    finding_of,
    make_publication,
    make_record,
    many_findings,
    screened,
    with_claim,
    with_facts,
    with_steps,
)

pytestmark = pytest.mark.django_db
CAVEAT = "分值只用来排先后，不是结论"
NOT_THE_CLAIMS = "不是权利要求原文"


@pytest.fixture
def page(people: People, client: Client) -> Callable[[str], str]:
    """Read a page as the officer."""
    client.force_login(user_of(people.officer))

    def read(address: str) -> str:
        answer = client.get(address)
        assert answer.status_code == 200
        return str(answer.content.decode())

    return read


Read = Callable[[str], str]


def plain(markup: str) -> str:
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", markup))


def test_a_formula_page_joins_both_sides_by_number(page: Read) -> None:
    finding = a_finding()
    markup = page(f"/findings/{finding.number}/")
    for number in (1, 2, 3):
        assert markup.count(f'<span class="er-n m{number}">{number}</span>') >= 3  # claim, record, bridge and table
    assert "三味全同" in plain(markup)
    assert CAVEAT in plain(markup)
    assert markup.count("er-tag--rel") == 1
    assert "侵权" not in markup
    assert "为何不更高" in markup


def test_the_words_of_the_claim_are_marked_at_their_offsets(page: Read) -> None:
    text = "1. 一种组合物，由诃子3份、去核诃子皮不用、栀子2份和川楝子2份制成。"
    record = make_record()
    with_claim(make_publication(), text)
    screened()
    markup = page(f"/findings/{finding_of(record).number}/")
    assert re.search(r'由<mark class="er-hit m\d">诃子<span class="er-n m\d">\d</span></mark>3份', markup)
    assert NOT_THE_CLAIMS not in markup


def test_facts_typed_from_a_page_are_not_shown_as_the_claim(page: Read) -> None:
    record = make_record()
    with_facts(make_publication(), "诃子", "栀子", "川楝子")
    screened()
    assert NOT_THE_CLAIMS in page(f"/findings/{finding_of(record).number}/")


def test_marks_are_left_out_when_the_text_has_changed(page: Read) -> None:
    finding = a_finding()
    with acting_as(SYSTEM):
        finding.publication.texts.update(text="1. 一种完全改写的示例文本，长度也不同，诃子栀子川楝子。")
    markup = page(f"/findings/{finding.number}/")
    assert "<mark" not in markup.split('class="er-side er-side--tk"')[0]
    assert "文本在比对之后有改动" in markup


def test_a_process_page_shows_steps_that_only_one_side_has(page: Read) -> None:
    record = make_record(a_process("示例奶豆腐"))
    with_steps(make_publication("CN215455113U", title="一种奶豆腐的制作方法"), "巴氏灭菌", "静置发酵")
    screened()
    text = plain(page(f"/findings/{finding_of(record).number}/"))
    for said in ("无此步", "专利增", "专利减", "第1步", "对上一步", "逐步证据"):
        assert said in text


def test_text_of_documents_and_records_never_becomes_markup(page: Read) -> None:
    evil = "<script>alert(1)</script>"
    record = make_record(
        a_formula(
            name=f"示例{evil}散", indication=evil, sources=(SourceLine(evil, kind="book", year=1900, proves=evil),)
        )
    )
    with_claim(make_publication(title=f"示例{evil}"), f"1. 一种组合物{evil}，由诃子3份、栀子2份、川楝子2份制成{evil}。")
    screened()
    for address in (f"/findings/{finding_of(record).number}/", "/findings/"):
        assert evil not in page(address)


def test_the_list_filters_sorts_and_searches(page: Read) -> None:
    many_findings(3)
    everything = page("/findings/")
    assert everything.count('class="er-st er-st--new"') == 3
    assert "示例方1" not in page("/findings/?q=示例方2").split("<tbody>")[1]
    assert "没有同时符合这些条件" in page("/findings/?q=示例方2&status=closed")
    assert page("/findings/?status=open&relation=identical&kind=formula&band=high").count("er-st--new") == 3
    assert "没有同时符合这些条件" in page("/findings/?kind=process")
    first, last = page("/findings/?sort=number"), page("/findings/?sort=-number")
    assert first.index("XS-") != -1
    assert first.index("-0001/") < first.index("-0003/")
    assert last.index("-0003/") < last.index("-0001/")


def test_nonsense_in_the_address_is_ignored(page: Read) -> None:
    many_findings(1)
    strange = "status=x&relation=%00&kind=y&place=15'--&band=z&sort=;drop&page=-7&alarm=maybe"
    assert page(f"/findings/?{strange}").count("er-st--new") == 1


def test_an_empty_list_says_what_will_be_here(page: Read) -> None:
    assert "还没有线索" in page("/findings/")


def test_an_export_carries_no_formula_and_says_what_the_score_is(page: Read, client: Client) -> None:
    record = make_record(a_formula(name="=1+1示例散"))
    with_facts(make_publication(), "诃子", "栀子", "川楝子")
    screened()
    table = client.get("/findings/export.csv").content.decode("utf-8-sig")
    assert "'=1+1示例散" in table
    assert "不是结论" in table.splitlines()[0]
    assert finding_of(record).number in table
    assert client.get("/findings/export.xlsx").content.startswith(b"PK")
    assert client.get("/findings/export.exe").status_code == 404


def test_a_screening_asked_for_on_the_page_can_be_watched(page: Read, client: Client) -> None:
    answer = client.post("/findings/screen/", follow=True)
    address = answer.redirect_chain[-1][0]
    assert "排队" in answer.content.decode()
    assert "<html" not in client.get(address, headers={"HX-Request": "true"}).content.decode()


def queries_of(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_list_costs_the_same_for_few_and_for_many(people: People, client: Client) -> None:
    client.force_login(user_of(people.officer))
    many_findings(2)
    few = queries_of(client, "/findings/")
    many_findings(9, first=2)
    assert queries_of(client, "/findings/") == few
    assert few <= 24


def test_a_finding_costs_the_same_with_few_and_with_many_lines(people: People, client: Client) -> None:
    client.force_login(user_of(people.officer))
    costs = []
    for count in (3, 14):
        names = [f"示例药{count}{'甲乙丙丁戊己庚辛壬癸子丑寅卯'[place]}" for place in range(count)]
        lines = tuple(IngredientLine(name, "二两") for name in names)
        record = make_record(a_formula(name=f"示例{count}味散", ingredients=lines))
        with_facts(make_publication(f"CN10300000{count % 10}A"), *names)
        screened()
        costs.append(queries_of(client, f"/findings/{finding_of(record).number}/"))
    assert costs[0] == costs[1]
    assert costs[0] <= 40


def test_fragments_cost_the_same_for_few_and_for_many(people: People, client: Client) -> None:
    client.force_login(user_of(people.officer))
    make_record(a_formula(name="示例甲方"))
    with_facts(make_publication(), "诃子", "栀子", "川楝子")
    screened()
    few = queries_of(client, "/findings/of-publication/CN101098705A/")
    for name in "乙丙丁戊":
        make_record(a_formula(name=f"示例{name}方"))
    screened()
    assert queries_of(client, "/findings/of-publication/CN101098705A/") == few


@pytest.mark.parametrize(
    ("source_year", "known", "patent", "answer", "lacks"),
    [
        (1330, None, {"priority_date": dt.date(2007, 3, 1)}, "before", ""),
        (2006, None, {"priority_date": dt.date(2007, 3, 1)}, "before", ""),
        (2007, None, {"priority_date": dt.date(2007, 3, 1)}, "unproved", "source"),
        (2008, None, {"priority_date": dt.date(2007, 3, 1)}, "after", "source"),
        (2006, None, {"filing_date": dt.date(2007, 3, 1)}, "unproved", "source"),  # a priority may lie a year before
        (2005, None, {"filing_date": dt.date(2007, 3, 1)}, "before", ""),
        (2013, None, {"filing_year": 2015}, "before", ""),
        (2015, None, {"filing_year": 2015}, "unproved", "source"),
        (1330, None, {"publication_date": dt.date(2008, 1, 2)}, "unproved", "patent"),
        (1330, None, {}, "unknown", "patent"),
        (None, 1330, {"priority_date": dt.date(2007, 3, 1)}, "unproved", "source"),
        (2015, 1330, {"priority_date": dt.date(2007, 3, 1)}, "unproved", "source"),
        (None, None, {"priority_date": dt.date(2007, 3, 1)}, "unknown", "source"),
    ],
)
def test_it_says_nothing_about_the_order_that_it_cannot_prove(
    source_year: int | None, known: int | None, patent: dict[str, Any], answer: str, lacks: str
) -> None:
    blank: dict[str, Any] = {"priority_date": None, "filing_date": None, "publication_date": None}
    record = make_record(
        a_formula(sources=(SourceLine("示例来源", kind="book", year=source_year),), known_since_year=known)
    )
    publication = make_publication(**{**blank, **patent})
    with acting_as(SYSTEM):
        order = order_of(Finding(record=record, publication=publication), list(record.sources.all()))
    assert (order.answer, order.lacks) == (answer, lacks)


def test_the_desk_gets_figures_that_fit_the_list(people: People, page: Read) -> None:
    many_findings(3)
    with acting_as(people.officer):
        assert figures.pending_count(people.officer) == 3
        assert figures.counts_by_place(people.officer) == {"152530": 3}
        assert figures.oldest_pending(people.officer) is not None
        assert len(figures.queue(people.officer, 2)) == 2
        months = figures.monthly_new_and_reviewed(people.officer)
    assert len(months) == 12
    assert (months[-1].new, months[-1].reviewed) == (3, 0)
    assert page("/findings/?status=open&place=152530").count("er-st--new") == 3


def test_rows_of_a_publication_list_are_marked_with_what_the_reader_may_see(page: Read) -> None:
    finding = a_finding()
    address = f"/findings/of-publications/?p={finding.publication_id}&p=999999999&p=x"
    marked = page(address)
    assert marked.count("hx-swap-oob") == 1
    assert f'id="near-{finding.publication_id}"' in marked
    assert finding.record.name in marked
    nobody = Client().get(address).content.decode()
    assert finding.record.name not in nobody
