"""Files that screening writes, and the reader of JSON Lines."""

from __future__ import annotations

import csv
import gzip
import io
import json
from pathlib import Path

import pytest

from erdem.overlap import engine
from erdem.overlap.engine import Lexicon, Match, Patent
from erdem.overlap.engine.output import CSV_COLUMNS, write_csv, write_html, write_jsonl

EVIL = '=HYPERLINK("x")<script>alert(1)</script>'


@pytest.fixture
def results(lexicon: Lexicon) -> list[tuple[Patent, list[Match]]]:
    rows = [
        {
            "name": EVIL,
            "ingredients": [{"herb": "人参", "dose": "三两"}, {"herb": "白术", "dose": "二两"}, {"herb": "<b>"}],
        }
    ]
    pool = engine.prepare(rows, lexicon)
    patent, _ = engine.patent(
        {
            "publication": "CN1",
            "title": EVIL,
            "ingredients": [{"herb": "人参", "dose": "3份"}, {"herb": "白术", "dose": "2份"}],
        },
        0,
    )
    nothing, _ = engine.patent({"publication": "CN2", "title": "一种台灯"}, 0)
    assert patent is not None
    assert nothing is not None
    return list(engine.screen_all(pool, [patent, nothing]))


def test_json_lines_hold_one_object_a_patent(results: list[tuple[Patent, list[Match]]]) -> None:
    stream = io.StringIO()
    assert write_jsonl(results, stream) == 2
    first, second = (json.loads(line) for line in stream.getvalue().splitlines())
    assert first["publication"] == "CN1"
    assert first["matches"][0]["rank"] == 1
    assert second["matches"] == []


def test_a_spreadsheet_gets_no_formula_to_run(results: list[tuple[Patent, list[Match]]]) -> None:
    stream = io.StringIO(newline="")
    write_csv(results, stream)
    header, row = list(csv.reader(io.StringIO(stream.getvalue())))
    assert tuple(header) == CSV_COLUMNS
    assert row[1].startswith("'=")
    assert row[header.index("dose_ratio")] == "3:2"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_is_escaped_and_needs_nothing_from_outside(
    results: list[tuple[Patent, list[Match]]], language: str
) -> None:
    stream = io.StringIO()
    assert write_html(results, stream, language) == 2
    page = stream.getvalue()
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "http" not in page
    assert "<b>" not in page


def write_lines(path: Path, *lines: bytes, packed: bool = False) -> Path:
    data = b"\n".join(lines) + b"\n"
    path.write_bytes(gzip.compress(data) if packed else data)
    return path


@pytest.mark.parametrize("packed", [False, True])
def test_good_lines_are_kept_and_bad_lines_named(tmp_path: Path, packed: bool) -> None:
    good = json.dumps({"name": "甲汤", "ingredients": [{"herb": "人参"}]}).encode()
    lines = (b"\xef\xbb\xbf" + good, b"", b"{not json", "中文".encode("gb18030"), b"[1]", good)
    records, problems = engine.read_tk(write_lines(tmp_path / "tk.jsonl", *lines, packed=packed))
    assert [record.id for record in records] == [0, 5]
    assert [problem.line for problem in problems] == [2, 3, 4]


def test_a_cut_gzip_gives_the_lines_before_the_cut_and_a_problem(tmp_path: Path) -> None:
    good = json.dumps({"name": "甲汤", "ingredients": [{"herb": "人参"}]}).encode()
    path = write_lines(tmp_path / "tk.jsonl.gz", *[good] * 2000, packed=True)
    path.write_bytes(path.read_bytes()[:-20])
    records, problems = engine.read_tk(path)
    assert problems[-1].message.startswith("the compressed file is damaged")
    assert records is not None


def test_facts_rows_are_accepted_as_literature(tmp_path: Path) -> None:
    rows = [
        {
            "publication": None,
            "application": "201811470367",
            "title": "蒙药",
            "ingredients": [{"name": "荜茇", "lo": 2.0, "hi": 4.0, "unit": "份"}],
        },
        {"patent": "CN 201310292799", "ingredients": [{"herb": "麻黄", "lo": 2, "hi": 4}]},
        {"publication": "CN3", "ingredients": [{"herb": "甘草", "lo": 5, "hi": 5, "unit": "parts"}]},
    ]
    lines = [json.dumps(row, ensure_ascii=False).encode() for row in rows]
    patents, problems = engine.read_literature(write_lines(tmp_path / "facts.jsonl", *lines))
    assert problems == []
    assert [patent.publication for patent in patents] == ["201811470367", "CN 201310292799", "CN3"]
    assert [(p.ingredients[0].quantity.lo, p.ingredients[0].quantity.hi) for p in patents] == [(2, 4), (2, 4), (5, 5)]
