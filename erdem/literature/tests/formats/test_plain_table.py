"""Tables whose columns nobody knows."""

from __future__ import annotations

import datetime
import io
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from erdem.lib.reading import UnreadableError
from erdem.literature.formats import Problem, Publication, detect, plain_table, read
from erdem.literature.formats.column_words import SYNONYMS, folded, guess_columns
from erdem.literature.formats.model import Party
from erdem.literature.tests.formats.sample import problems, publications, take

INCOPAT = (
    "序号,标题 (中文),摘要 (中文),申请号,申请日,公开（公告）号,公开（公告）日,申请人,发明人,IPC主分类,IPC,申请人地址,"
    "申请人区县,法律状态/事件,代理机构,代理人,首项权利要求\n"
    '1,一种治疗肾寒症的蒙药,"本发明公开了一种蒙药。",CN201811470367.8,2018-12-04,CN109431999A,2019.03.08,'
    '"内蒙古某大学; 某公司",张三；李四,A61K36/9068,"A61K36/9068(2006.01)I; A61P13/12(2006.01)I",'
    '"内蒙古通辽市科尔沁区1号; 北京市2号",科尔沁区,公开,某事务所,王五,1.一种蒙药，其特征在于包括荜茇。\n'
)


def book(path: Path, rows: list[list[str]]) -> Path:
    with xlsxwriter.Workbook(str(path)) as workbook:
        sheet = workbook.add_worksheet()
        for number, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                sheet.write_string(number, column, cell)
    return path


def test_a_chinese_export_is_read_without_being_asked() -> None:
    (found,) = publications(take(INCOPAT))
    assert (found.number, found.application) == ("CN109431999A", "CN201811470367.8")
    assert (found.titles, found.abstracts) == ({"zh": "一种治疗肾寒症的蒙药"}, {"zh": "本发明公开了一种蒙药。"})
    assert (found.filing_date, found.publication_date) == (datetime.date(2018, 12, 4), datetime.date(2019, 3, 8))
    assert (found.applicants, found.inventors) == (("内蒙古某大学", "某公司"), ("张三", "李四"))
    assert found.ipc == ("A61K36/9068", "A61P13/12")
    assert found.parties[0] == Party("applicant", "内蒙古某大学", county="科尔沁区", address="内蒙古通辽市科尔沁区1号")
    assert found.parties[1] == Party("applicant", "某公司", address="北京市2号")
    assert Party("agent", "王五", agency="某事务所") in found.parties
    assert (found.legal_status, found.claims[0].text) == ("公开", "一种蒙药，其特征在于包括荜茇。")
    assert found.unseen == ("only the first claim",)


@pytest.mark.parametrize(
    "header",
    [
        "公开号,发明名称",
        "公告号\t标题",
        "公开(公告)号;专利名称",
        "申请号,名称",
        "授权公告号,发明名称(中文)",
        "Publication Number,Title",
        "PUBLICATION_NUMBER\tInvention Title",
        "专利号,题名",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_headers_of_many_portals_are_known(header: str, encoding: str) -> None:
    mark = next(sign for sign in "\t;," if sign in header)
    number = "201110265152.0" if "申请号" in header else "CN102302596A"
    items = take(f"{header}\n{number}{mark}一种治疗皮肤炎症的蒙药\n".encode(encoding))
    assert [one.title for one in publications(items)] == ["一种治疗皮肤炎症的蒙药"]


def test_a_header_below_some_words_and_a_workbook_are_read(tmp_path: Path) -> None:
    rows = [
        ["检索式：蒙药"],
        ["导出时间：2024"],
        ["公开号", "名称", "公开日"],
        ["CN102302596A", "药", "2012年1月4日"],
        ["", "", ""],
    ]
    path = book(tmp_path / "a.xlsx", rows)
    assert detect(path) == "plain-table"
    (found,) = publications(read(path))
    assert (found.number, found.publication_date, found.source_line) == ("CN102302596A", datetime.date(2012, 1, 4), 4)
    columns = plain_table.read_columns(path)
    assert (columns.header_row, columns.rows[0][0], columns.is_certain) == (3, "CN102302596A", True)
    with path.open("rb") as stream:
        assert plain_table.read_columns(stream).header == ("公开号", "名称", "公开日")
        assert stream.tell() == 0


def test_the_export_of_the_chinese_office_gives_province_and_country() -> None:
    text = (
        "申请号,申请日,公开（公告）号,公开（公告）日,发明名称,IPC分类号,申请（专利权）人,发明人,申请人国别代码,申请人所在国（省）,申请人邮编\n"
        "CN201110265152,2011.09.08,CN102302596A,2012.01.04,一种蒙药,A61K36/756;A61P17/00,某医院;某公司,甲;乙,中国,内蒙古,028000\n"
    )
    (found,) = publications(take(text))
    assert found.parties[0] == Party("applicant", "某医院", country="CN", province="内蒙古", postcode="028000")
    assert found.parties[1] == Party("applicant", "某公司")
    assert (found.applicant_place, found.ipc) == ("内蒙古", ("A61K36/756", "A61P17/00"))


def test_no_row_is_lost_where_the_search_for_the_header_ends() -> None:
    for count in (8, 9, 10, 11, 12, 30):
        rows = "".join(f"CN{102000000 + n}A,药\n" for n in range(count))
        assert len(publications(take("公开号,标题\n" + rows))) == count


UNKNOWN = "Nr,Was,Wer\nCN102302596A,一种药,张三;李四|王五\nkein,Titel,\n,leer,\n"


def test_unknown_columns_are_shown_and_read_with_a_mapping() -> None:
    with pytest.raises(UnreadableError) as caught:
        detect(io.BytesIO(UNKNOWN.encode()))
    assert caught.value.problem.code == "unmapped-table"
    shown = plain_table.read_columns(io.BytesIO(UNKNOWN.encode()))
    assert (shown.header, shown.mapping, shown.is_certain) == (("Nr", "Was", "Wer"), {}, False)
    mapping = {"publication_number": "Nr", "title": "Was", "applicants": "Wer"}
    items = list(plain_table.read(io.BytesIO(UNKNOWN.encode()), "a.csv", mapping))
    (found,) = publications(items)
    assert (found.number, found.applicants) == ("CN102302596A", ("张三", "李四", "王五"))
    assert [(one.code, one.line) for one in problems(items)] == [("unreadable-number", 3), ("no-number", 4)]
    assert problems(items)[0].raw == "Nr,Was,Wer\nkein,Titel,\n"


def test_a_wrong_mapping_is_said() -> None:
    stream = io.BytesIO(UNKNOWN.encode())
    (problem,) = plain_table.read(stream, "a.csv", {"publication_number": "Nummer"})
    assert isinstance(problem, Problem)
    assert (problem.code, problem.params) == ("no-such-column", {"field": "publication_number", "column": "Nummer"})
    (without,) = plain_table.read(io.BytesIO(UNKNOWN.encode()), "a.csv", {"title": "Was"})
    assert isinstance(without, Problem)
    assert without.code == "unmapped-table"
    with pytest.raises(ValueError, match="colour"):
        list(plain_table.read(io.BytesIO(b"a,b\n"), "a.csv", {"colour": "a"}))


def test_a_refused_row_can_be_corrected_and_read_again() -> None:
    (refused,) = problems(take(INCOPAT.replace("CN109431999A", "无").replace("CN201811470367.8", "")))
    assert refused.code == "unreadable-number"
    (again,) = publications(take(refused.raw.replace("无", "CN109431999A", 1)))
    assert again.number == "CN109431999A"


def test_one_word_names_one_field() -> None:
    words = [word for synonyms in SYNONYMS.values() for word in synonyms]
    assert len(words) == len(set(words))
    assert all(word == folded(word) for word in words)


@given(st.lists(st.text(max_size=20), max_size=12))
def test_any_header_is_guessed_without_giving_a_column_twice(header: list[str]) -> None:
    found = guess_columns(header)
    assert len(set(found.values())) == len(found)
    assert set(found.values()) <= set(header)


@given(st.lists(st.lists(st.text(max_size=12), min_size=1, max_size=4), max_size=5))
def test_any_rows_below_a_known_header_give_publications_or_problems(rows: list[list[str]]) -> None:
    import csv

    text = io.StringIO()
    csv.writer(text).writerows([["公开号", "标题", "申请日", "权利要求"], *rows])
    for item in plain_table.read(io.BytesIO(text.getvalue().encode("utf-8", "replace")), "a.csv"):
        assert isinstance(item, (Publication, Problem))
