"""The citation list of CNKI."""

from __future__ import annotations

import datetime

import pytest

from erdem.literature.tests.formats.sample import problems, publications, take

LINE = "[7]R.W.乔尔甘塔斯三世,王慧. 一种蒙药. 及其制备[P]. 内蒙古：CN108472367A,2018-08-31.\r\n"


def test_it_reads_inventors_title_place_number_and_day() -> None:
    (found,) = publications(take(LINE))
    assert (found.number, found.titles, found.source_format) == ("CN108472367A", {"zh": "一种蒙药. 及其制备"}, "cnki")
    assert found.inventors == ("R.W.乔尔甘塔斯三世", "王慧")
    assert [one.role for one in found.parties] == ["inventor", "inventor"]
    assert (found.applicant_place, found.publication_date) == ("内蒙古", datetime.date(2018, 8, 31))


@pytest.mark.parametrize(
    ("text", "identifier", "title", "place"),
    [
        ("[1]. 无发明人的标题[P]. 中国专利：CN101098705A", "CN101098705A", "无发明人的标题", ""),
        ("[1] 张三. 一种药: CN101098705A[P]. 2008-01-02.", "CN101098705A", "一种药", ""),
        ("[12] 张三,李四. 药[P]. 美国：CN87100927A,1988-1-6", "CN87100927A", "药", "美国"),
        ("[1]张三. 药[P/OL]. 北京:201110265152.0,2011-09-08.", "APP:CN201110265152", "药", "北京"),
    ],
)
def test_it_reads_the_other_orders_and_numbers(text: str, identifier: str, title: str, place: str) -> None:
    (found,) = publications(take(text + "\n"))
    assert (found.identifier, found.title, found.applicant_place) == (identifier, title, place)


def test_a_line_that_is_no_citation_is_refused_alone_with_its_text() -> None:
    items = take(LINE + "\n[8]王慧. 无号码[P]. 北京：,2018-08-31.\n[9]某人. 书名[M]. 北京：出版社,2018.\n" + LINE)
    assert len(publications(items)) == 2
    refused = problems(items)
    assert [(one.code, one.line) for one in refused] == [("broken-citation", 3), ("broken-citation", 4)]
    assert refused[0].raw == "[8]王慧. 无号码[P]. 北京：,2018-08-31."
    mended = refused[0].raw.replace("：,", "：CN108472367A,")
    assert publications(take(mended))[0].number == "CN108472367A"


def test_a_number_of_no_office_is_refused() -> None:
    (refused,) = problems(take(LINE + "[1]某人. 题[P]. 北京：AB一二三,2018-08-31.\n"))
    assert (refused.code, refused.line, bool(refused.raw)) == ("unreadable-number", 2, True)


def test_it_is_known_by_content_also_in_gb18030() -> None:
    assert publications(take(LINE.encode("gb18030")))[0].applicant_place == "内蒙古"


def test_a_citation_of_absurd_length_is_refused_at_once() -> None:
    items = take(LINE + "[1]" + "a. " * 100_000 + "[P]. 北京：CN1\n")
    assert [one.code for one in problems(items)] == ["broken-citation"]


def test_a_list_of_books_is_no_patent_list() -> None:
    assert [one.code for one in problems(take("[1]某人. 书名[M]. 北京：出版社,2018.\n" * 3))] == ["unmapped-table"]
