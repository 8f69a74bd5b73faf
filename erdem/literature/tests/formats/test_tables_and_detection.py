"""Exports of Lens and PATENTSCOPE, and telling formats apart by content."""

from __future__ import annotations

import datetime
import io
from pathlib import Path

import pytest
import xlsxwriter

from erdem.lib.reading import FAULTS, Fault, UnreadableError
from erdem.literature.formats import detect, faults, format_names, read
from erdem.literature.tests.formats.sample import document, line, problems, publications, take

OLD = (
    "#,Jurisdiction,Kind,Publication Number,Publication Date,Publication Year,Application Number,Application Date,"
    "Priority Numbers,Title,Applicants,Inventors,URL,Type,CPC Classifications,IPCR Classifications\r\n"
)
NEW = (
    "#,Jurisdiction,Kind,Display Key,Lens ID,Publication Date,Publication Year,Application Number,Application Date,"
    "Priority Numbers,Earliest Priority Date,Title,Abstract,Applicants\r\n"
)
HEADER = ["Publication Number", "Publication Date", "Title", "Priority Data", "IPC", "Applicants", "Inventors"]


def test_it_reads_the_old_lens_export_with_its_short_years() -> None:
    text = OLD + (
        "1,US,A,US 3982033 A,21/09/76,1976,US 17439471 A,24/08/71,US 17439471 A 19710824;;US 88088069 A 19691128,"
        '"Process, for pizza",EXAMPLE CO,SANTO EXAMPLE,https://lens.example/US_3982033_A,Granted Patent,'
        "A21D13/007;;A21C9/04,A21C9/04\r\n"
    )
    (found,) = publications(take(text))
    assert (found.number, found.title) == ("US3982033A", "Process, for pizza")
    assert (found.publication_date, found.filing_date) == (datetime.date(1976, 9, 21), datetime.date(1971, 8, 24))
    assert found.priority_date == datetime.date(1969, 11, 28)
    assert found.cpc == ("A21D13/007", "A21C9/04")
    assert found.application == "US 17439471 A"


def test_it_reads_the_new_lens_export() -> None:
    text = (
        NEW + "1,CN,A,CN 101098705 A,012-345,2008-01-02,2008,CN 200480000001 A,2004-03-04,CN 03100001 A 20030304,"
        "2003-03-04,草药组合物,摘要。,EXAMPLE\r\n"
    )
    (found,) = publications(take(text))
    assert (found.number, found.source_id, found.abstracts) == ("CN101098705A", "012-345", {"zh": "摘要。"})
    assert found.priority_date == datetime.date(2003, 3, 4)


def test_lens_names_the_owners_and_the_family() -> None:
    text = (
        "Jurisdiction,Kind,Display Key,Lens ID,Publication Date,Publication Year,Title,Abstract,Applicants,Inventors,Owners,"
        "Simple Family Members,Legal Status\r\nUS,B2,US 8926509 B2,1-2,2015-01-06,2015,Herbs,Text.,A CO;;B CO,C D,E CO,"
        "US 8926509 B2;;CN 101098705 A,ACTIVE\r\n,,,,,,Nothing,,,,,,\r\n"
    )
    items = take(text)
    (found,) = publications(items)
    assert [(one.role, one.name) for one in found.parties] == [
        ("applicant", "A CO"), ("applicant", "B CO"), ("assignee", "E CO"), ("inventor", "C D"),
    ]  # fmt: skip
    assert (found.family_members, found.legal_status) == (("US 8926509 B2", "CN 101098705 A"), "ACTIVE")
    (refused,) = problems(items)
    assert refused.code == "no-number"
    assert refused.raw.startswith("Jurisdiction,Kind,Display Key")
    assert refused.raw.count("\n") == 2


def test_it_reads_the_columns_of_newer_patentscope_lists() -> None:
    text = (
        "Application Id,Application Number,Application Date,Publication Number,Publication Date,Country,Title,Abstract,I P C,"
        "Applicants,Inventors,Priorities Data\n"
        "CN1,201110265152.0,08.09.2011,CN102302596,04.01.2012,CN,蒙药,摘要。,A61K 36/756,某人;他人,某人,2010-1 2010-03-01 CN\n"
    )
    (found,) = publications(take(text))
    assert (found.source_format, found.application, found.source_id) == ("patentscope", "CN201110265152.0", "CN1")
    assert (found.ipc, found.abstracts, len(found.parties)) == (("A61K36/756",), {"zh": "摘要。"}, 3)
    assert found.priority_date == datetime.date(2010, 3, 1)


def test_lost_characters_are_said_and_the_row_is_kept() -> None:
    head = (
        OLD + "".join(f"{n},US,A,US {n} A,21/09/76,1976,,,,Title,,,,,,\r\n" for n in range(3_000_000, 3_001_500))
    ).encode()
    items = take(head + b"1,US,A,US 3982033 A,21/09/76,1976,,,,Caf\x8e pizza,,,,,,\r\n")
    assert len(publications(items)) == 1501
    assert [(item.code, item.kept, item.line) for item in problems(items)] == [("lost-characters", True, 1502)]


def patentscope(path: Path, rows: list[list[str]]) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("ResultSet")
        page.merge_range("A2:G2", "Query: EN_ALL:plaster")
        for number, cells in enumerate([HEADER, *rows], start=2):
            for column, cell in enumerate(cells):
                page.write_string(number, column, cell)
    return path


def test_it_reads_patentscope_below_its_query_line(tmp_path: Path) -> None:
    path = patentscope(
        tmp_path / "a.xlsx",
        [
            ["CN101098705", "31.12.2008", "Herbs", "[1315 2003-03-01T23:59:59.000Z EP]", "A61K 36/00;A61P 35/00", "E", "A;B"],
            ["WO2015197496", "30.12.2015", "Shape", "[US 20140625 62/016,924]", "G06F 3/00", "Example", ""],
            ["", "", "", "", "", "", ""],
            ["US20150376176", "yesterday", "No date", "", "", "", ""],
        ],
    )  # fmt: skip
    items = list(read(path))
    first, second, third = publications(items)
    assert (first.publication_date, first.priority_date) == (datetime.date(2008, 12, 31), datetime.date(2003, 3, 1))
    assert first.ipc == ("A61K36/00", "A61P35/00")
    assert second.priority_date == datetime.date(2014, 6, 25)
    assert (third.publication_date, third.source_line) == (None, 7)
    assert [(one.code, one.line, one.field) for one in problems(items)] == [("unreadable-date", 7, "Publication Date")]


def test_a_workbook_without_the_header_says_which_columns_are_missing(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "b.xlsx")) as book:
        book.add_worksheet().write("A1", "x")
    (problem,) = problems(read(tmp_path / "b.xlsx", "patentscope"))
    assert problem.code == "missing-column"
    assert "Publication Number" in problem.message
    (unknown,) = problems(read(tmp_path / "b.xlsx"))
    assert (unknown.code, unknown.params) == ("unmapped-table", {"columns": "x"})


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (document(), "uspto-xml"),
        (OLD, "lens-csv"),
        (NEW, "lens-csv"),
        (line(publication="CN1"), "jsonl"),
        ('[\n{"patent": "x"}]', "jsonl"),
        (line(publicationKey="x"), "lens-jsonl"),
    ],
)
def test_formats_are_told_by_content(data: str, name: str) -> None:
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        stream = io.BytesIO(data.encode(encoding))
        assert detect(stream, "no.name") == name
        assert stream.tell() == 0


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty-file"),
        (b"%PDF-1.4", "not-text"),
        (b"hello world\n", "unknown-format"),
        ("一种药\n含有黄芩\n以及白芍\n".encode(), "text-without-numbers"),
        (b"ipc_code,sample_count\nA61K,3\n", "unmapped-table"),
        (b'<?xml version="1.0"?><class-scheme scheme-type="cpc"/>', "classification-file"),
        (b"\x1f\x8b\x08\x00\x00", "truncated-gzip"),
    ],
)
def test_what_cannot_be_imported_is_said(data: bytes, code: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        detect(io.BytesIO(data), "a")
    assert caught.value.problem.code == code
    assert [one.code for one in problems(take(data))] == [code]


def test_an_unknown_format_name_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="uspto-xml"):
        list(read(io.BytesIO(b"{}"), "xyz"))
    assert "jsonl" in format_names()


def test_every_problem_of_a_file_says_what_happened_and_what_is_safe() -> None:
    for fault in vars(faults).values():
        if isinstance(fault, Fault):
            assert fault is FAULTS[fault.code]
            assert "skipped" in fault.template or fault.template.count(". ") >= 1, fault.code
