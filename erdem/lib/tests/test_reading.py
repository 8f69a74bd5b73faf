"""Reading files: encodings, compression, long lines, binary content; nothing raises and nothing is
garbled.
"""

from __future__ import annotations

import gzip
import io
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erdem.lib.reading import FAULTS, Line, Problem, head_text, read_lines
from erdem.lib.reading.lines import split_lines

TEXT = "名称,类别\n黄芩汤,方剂\n芍药 二两（酒炒）,formula\n"


def lines(data: bytes, **options: int | bool) -> list[Line | Problem]:
    return list(read_lines(io.BytesIO(data), name="a.csv", **options))  # type: ignore[arg-type] # test options


def texts(data: bytes) -> list[str]:
    return [item.text for item in lines(data) if isinstance(item, Line)]


def codes(data: bytes) -> list[str]:
    return [item.code for item in lines(data) if isinstance(item, Problem)]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "gbk"]
)
def test_it_reads_chinese_text_in_every_usual_encoding(encoding: str) -> None:
    assert texts(TEXT.encode(encoding)) == TEXT.splitlines()


def test_it_keeps_line_numbers_and_accepts_every_line_end() -> None:
    for end in ("\n", "\r\n", "\r"):
        found = lines(end.join(["a", "", "中"]).encode())
        assert found == [Line(1, "a"), Line(2, ""), Line(3, "中")]


@pytest.mark.parametrize("encoding", ["big5", "latin-1", "shift_jis", "cp1252"])
def test_it_refuses_an_encoding_it_cannot_tell_for_certain(encoding: str) -> None:
    sample = {
        "big5": "傳統知識的記錄與保護，蒙古族的醫藥與工藝，應當由群體自己決定。",
        "latin-1": "Müller, Käse und Jäger; naïve façade, garçon",
        "shift_jis": "これは日本語の文章です。カタカナもあります。",
        "cp1252": "Größe “quoted” – dash, crème brûlée",
    }[encoding]
    assert codes(sample.encode(encoding)) == ["unknown-encoding"]


def test_it_settles_the_encoding_at_the_first_chinese_line_after_a_long_ascii_head() -> None:
    head = b"x,y\n" * 20_000
    assert texts(head + "敕勒川,奶豆腐".encode("gb18030"))[-1] == "敕勒川,奶豆腐"
    assert texts(head + "敕勒川,奶豆腐".encode())[-1] == "敕勒川,奶豆腐"


def test_a_damaged_line_is_named_and_the_others_are_read() -> None:
    data = "好\n".encode() + b"bad \xff\xfe here\n" + "也好\n".encode()
    found = lines(data)
    assert [item.line if isinstance(item, Problem) else item.text for item in found] == ["好", 2, "也好"]
    assert codes(data) == ["broken-encoding"]
    kept = lines(data, keep_damaged=True)[1]
    assert isinstance(kept, Line)
    assert kept.damaged
    assert "\ufffd" in kept.text


def test_it_reads_gzip_of_several_members() -> None:
    data = gzip.compress("一\n".encode()) + gzip.compress("二\n".encode())
    assert texts(data) == ["一", "二"]


def test_a_truncated_gzip_gives_its_complete_lines_and_says_so() -> None:
    rows = "".join(f"{number} {number * 7919 % 10007} 羊毛毡\n" for number in range(20_000)).encode()
    whole = gzip.compress(rows)
    found = lines(whole[: len(whole) // 2])
    assert isinstance(found[-1], Problem)
    assert found[-1].code == "truncated-gzip"
    assert len(found) > 1000
    assert [item.text for item in found[:-1] if isinstance(item, Line)] == rows.decode().splitlines()[: len(found) - 1]


@pytest.mark.parametrize("size", range(2, 24))
def test_a_gzip_cut_inside_its_header_is_a_problem(size: int) -> None:
    found = codes(gzip.compress(b"abc\n")[:size])
    assert found in (["truncated-gzip"], ["unknown-encoding"])


def test_a_gzip_with_a_wrong_checksum_is_a_problem() -> None:
    data = bytearray(gzip.compress(b"abc\n" * 10))
    data[-6] ^= 0xFF
    assert codes(bytes(data)) == ["damaged-gzip"]


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00", "picture"),
        (b"%PDF-1.7\n", "PDF"),
        (b"PK\x03\x04\x14\x00", "ZIP"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "Office"),
        (b"abc\x00\x00\x01\x02def\n\x00", "binary"),
    ],
)
def test_it_says_what_a_binary_file_is(data: bytes, word: str) -> None:
    (problem,) = lines(data)
    assert isinstance(problem, Problem)
    assert problem.code == "not-text"
    assert word in problem.message


def test_zero_bytes_far_inside_are_a_problem_of_their_line() -> None:
    data = b"a\n" * 40_000 + b"x\x00y\n" + b"b\n"
    (problem,) = [item for item in lines(data) if isinstance(item, Problem)]
    assert (problem.code, problem.line) == ("nul-in-line", 40_001)


class EndlessLine(io.RawIOBase):
    """Two good lines, then `size` bytes without a line break, then one more line; nothing is held in
    memory.
    """

    def __init__(self, size: int) -> None:
        self.parts = self.generate(size)

    @staticmethod
    def generate(size: int) -> Iterator[bytes]:
        yield b"one\ntwo\n"
        block = b"x" * (1 << 18)
        for _ in range(size // len(block)):
            yield block
        yield b"\nfour\n"

    def read(self, size: int = -1, /) -> bytes:
        return next(self.parts, b"")


def test_a_giant_line_is_named_and_passed_over_in_bounded_memory() -> None:
    tracemalloc.start()
    found = list(read_lines(EndlessLine(400 << 20), name="big.jsonl", limit=1 << 20))  # type: ignore[arg-type] # reads only
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [item.text if isinstance(item, Line) else (item.code, item.line) for item in found] == [
        "one",
        "two",
        ("line-too-long", 3),
        "four",
    ]
    assert peak < 8 << 20


def test_a_gzip_bomb_stays_in_bounded_memory(tmp_path: Path) -> None:
    path = tmp_path / "bomb.jsonl.gz"
    with gzip.open(path, "wb", compresslevel=9) as out:
        for _ in range(200):
            out.write(b" " * (1 << 20))
    tracemalloc.start()
    found = list(read_lines(path, limit=1 << 20))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [item.code for item in found if isinstance(item, Problem)] == ["line-too-long"]
    assert peak < 8 << 20


@pytest.mark.parametrize("make", [lambda path: path / "absent.csv", lambda path: path])
def test_a_file_that_cannot_be_opened_is_a_problem(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    (problem,) = read_lines(make(tmp_path))
    assert isinstance(problem, Problem)
    assert problem.code == "cannot-open"


def test_an_empty_file_is_a_problem() -> None:
    assert codes(b"") == ["empty-file"]
    assert codes(gzip.compress(b"")) == ["empty-file"]


def test_head_text_leaves_an_upload_where_it_stood() -> None:
    upload = io.BytesIO(gzip.compress(TEXT.encode("gb18030")))
    assert head_text(upload) == TEXT
    assert upload.tell() == 0


def test_a_problem_reads_as_place_and_sentence() -> None:
    problem = FAULTS["line-too-long"].at("a.csv", 7, limit=5)
    assert str(problem).startswith("a.csv, line 7: This line is longer than 5 bytes")
    assert problem.message == FAULTS[problem.code].template % problem.params


@given(st.binary(max_size=400))
def test_reading_never_raises(data: bytes) -> None:
    for item in lines(data):
        assert isinstance(item, Line | Problem)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20), min_size=1))
def test_utf8_text_survives_as_it_is(rows: list[str]) -> None:
    data = ("中文" + "\n".join(rows)).encode()
    assert texts(data) == ("中文" + "\n".join(rows)).removesuffix("\n").split("\n")


@given(st.lists(st.binary(max_size=9), max_size=9), st.integers(1, 6))
def test_splitting_does_not_depend_on_the_blocks(blocks: list[bytes], limit: int) -> None:
    assert list(split_lines(iter(blocks), limit)) == list(split_lines(iter([b"".join(blocks)]), limit))
