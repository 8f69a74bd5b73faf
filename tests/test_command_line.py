"""The `erdem` command as a person at a terminal meets it: help that reads well, plain sentences, exit codes, no traceback."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest

from erdem.web.cli import cli
from erdem.web.cli.failures import DATA_ERROR, IO_ERROR, SOFTWARE_ERROR, UNAVAILABLE, Refused, plain_failures
from tests.test_documentation import every_command

USAGE = 2
RECORDS = [
    {
        "id": "T1",
        "name": "黄芩汤",
        "book": "伤寒论",
        "ingredients": [
            {"herb": "黄芩", "dose": "三两"},
            {"herb": "芍药", "dose": "二两"},
            {"herb": "甘草", "dose": "二两", "processing": "炙"},
            {"herb": "大枣", "dose": "十二枚"},
        ],
    },
    {"id": "T2", "name": "示例茶", "ingredients": [{"herb": "砖茶"}, {"herb": "盐"}]},
]
PATENTS = [
    {
        "publication": "CN900000001A",
        "title": "一种中药组合物",
        "claims": ["一种中药组合物，其特征在于由黄芩3份、白芍2份、甘草2份、大枣2份组成。"],
        "priority_date": "2010-01-01",
    }
]
MATCH_KEYS = {"tk", "rank", "score", "relation", "cluster", "shared", "missing", "added"}
SHARED_KEYS = {"substance", "grade", "tk_span", "claim", "claim_span", "tk_dose", "claim_dose"}


@dataclass(frozen=True)
class Answer:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str

    @property
    def objects(self) -> list[dict[str, object]]:
        """The lines of the output as JSON."""
        return [json.loads(line) for line in self.out.splitlines()]


class Stream(io.StringIO):
    """A stream that is no terminal, whose bytes go nowhere else."""

    encoding = "utf-8"


def erdem(*arguments: str | Path) -> Answer:
    """Run a command in this process, behind the same guard as on the command line."""
    out, err = Stream(), Stream()
    code = 0
    with ExitStack() as stack:
        stack.enter_context(redirect_stdout(out))
        stack.enter_context(redirect_stderr(err))
        try:
            with plain_failures():
                cli([str(one) for one in arguments], prog_name="erdem")
        except SystemExit as end:
            code = int(end.code or 0)
    answer = Answer(code, out.getvalue(), err.getvalue())
    assert "Traceback" not in answer.out + answer.err
    return answer


def process(*arguments: str | Path, **environment: str) -> Answer:
    """Run a command in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "erdem.web.cli", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={**os.environ, "PYTHONWARNINGS": "default", **environment},
    )
    assert "Traceback" not in done.stdout + done.stderr
    return Answer(done.returncode, done.stdout, done.stderr)


def lines(path: Path, rows: Sequence[Mapping[str, object]]) -> Path:
    """Write JSON Lines."""
    text = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text(text + "\n", encoding="utf-8")
    return path


@pytest.fixture
def tk(tmp_path: Path) -> Path:
    """Two small records."""
    return lines(tmp_path / "tk.jsonl", RECORDS)


@pytest.fixture
def patents(tmp_path: Path) -> Path:
    """One patent of the same composition under other names."""
    return lines(tmp_path / "patents.jsonl", PATENTS)


# --- help ------------------------------------------------------------------------------------------------------------

GROUPS = ("erdem", "erdem import", "erdem eval", "erdem bench")


@pytest.mark.parametrize("words", [*GROUPS, *every_command()])
def test_help_reads_well(words: str) -> None:
    for flag in ("--help", "-h"):
        answer = erdem(*words.split()[1:], flag)
        assert answer.code == 0
        assert answer.out.startswith(f"Usage: {words}")
        assert not answer.err
    body = answer.out.split("\n\n")[1].strip()
    assert body[0].isupper(), "says what it does"
    assert body.endswith((".", ":")), body
    assert all(len(line) <= 100 for line in answer.out.splitlines())
    assert not re.search(r"\b(?:None|TODO|object at 0x)", answer.out)


def test_the_version_is_told() -> None:
    answer = erdem("--version")
    assert answer.code == 0
    assert re.match(r"erdem, version \d+\.\d+", answer.out)


def test_a_misspelt_command_or_option_is_answered_with_usage() -> None:
    for arguments in (("scren",), ("screen", "--tkk", "x"), ("screen",), ("run", "--port", "0"), ("import", "tk")):
        answer = erdem(*arguments)
        assert answer.code == USAGE, arguments
        assert "Error:" in answer.err, arguments


# --- erdem screen ----------------------------------------------------------------------------------------------------


def test_it_screens_to_json_lines(tk: Path, patents: Path) -> None:
    answer = erdem("screen", "--tk", tk, "--literature", patents)
    assert answer.code == 0
    (found,) = answer.objects
    assert found["publication"] == "CN900000001A"
    matches = found["matches"]
    assert isinstance(matches, list)
    first = matches[0]
    assert set(first) >= MATCH_KEYS
    assert (first["tk"], first["rank"], first["relation"]) == ("T1", 1, "identical")
    assert [set(row) >= SHARED_KEYS for row in first["shared"]] == [True] * 4
    assert {row["grade"] for row in first["shared"]} == {1.0}, "白芍 is 芍药"


def test_it_reads_packed_files_and_writes_to_a_file(tk: Path, patents: Path, tmp_path: Path) -> None:
    packed = tmp_path / "tk.jsonl.gz"
    packed.write_bytes(gzip.compress(tk.read_bytes()))
    out = tmp_path / "found.jsonl"
    answer = erdem("screen", "--tk", packed, "--literature", patents, "--out", out)
    assert answer.code == 0
    assert answer.out == ""
    assert "1 patents against 2 records" in answer.err
    assert json.loads(out.read_text(encoding="utf-8"))["matches"][0]["tk"] == "T1"
    assert [path.name for path in tmp_path.glob("*.part")] == []


def test_it_writes_a_table_that_no_spreadsheet_takes_for_formulas(tmp_path: Path, patents: Path) -> None:
    tk = lines(tmp_path / "odd.jsonl", [{**RECORDS[0], "name": "=1+1"}])
    answer = erdem("screen", "--tk", tk, "--literature", patents, "--format", "csv")
    assert answer.code == 0
    rows = list(csv.DictReader(io.StringIO(answer.out.removeprefix("\ufeff"))))
    assert rows[0]["tk"] == "T1"
    assert rows[0]["tk_name"] == "'=1+1"


def test_it_writes_a_page_that_stands_alone_and_is_escaped(tmp_path: Path, patents: Path) -> None:
    tk = lines(tmp_path / "odd.jsonl", [{**RECORDS[0], "name": "<script>alert(1)</script>"}])
    answer = erdem("screen", "--tk", tk, "--literature", patents, "--format", "html")
    assert answer.code == 0
    assert answer.out.startswith("<!doctype html>")
    assert answer.out.rstrip().endswith("</html>")
    assert "<script" not in answer.out
    assert "src=" not in answer.out
    assert "不是结论" in answer.out


def test_top_limits_the_matches(tk: Path, patents: Path) -> None:
    answer = erdem("screen", "--tk", tk, "--literature", patents, "--top", "1")
    matches = answer.objects[0]["matches"]
    assert isinstance(matches, list)
    assert len(matches) == 1


def test_a_bad_line_is_named_and_passed_over(tmp_path: Path, patents: Path) -> None:
    tk = tmp_path / "mixed.jsonl"
    tk.write_text(json.dumps(RECORDS[0], ensure_ascii=False) + "\n{not json\n", encoding="utf-8")
    answer = erdem("screen", "--tk", tk, "--literature", patents)
    assert answer.code == 0
    assert f"{tk}: line 2" in answer.err
    matches = answer.objects[0]["matches"]
    assert isinstance(matches, list)
    assert matches[0]["tk"] == "T1"


BAD = {
    "not JSON": b"this is no JSON\n",
    "GB18030": '{"name": "黄芩汤"}\n'.encode("gb18030"),
    "half a packed file": gzip.compress(json.dumps(RECORDS[0]).encode() * 200)[:60],
    "numbers": b"1\n2\n",
}


@pytest.mark.parametrize("data", BAD.values(), ids=BAD)
def test_records_that_cannot_be_read_end_with_65_and_the_line(data: bytes, tmp_path: Path, patents: Path) -> None:
    tk = tmp_path / "bad.jsonl"
    tk.write_bytes(data)
    answer = erdem("screen", "--tk", tk, "--literature", patents)
    assert answer.code == DATA_ERROR
    assert answer.out == ""
    assert f"{tk}: line 1" in answer.err
    assert "Nothing was compared." in answer.err


BAD_LITERATURE = {
    "empty": b"",
    "prose": "内蒙古\n".encode(),
    "an XML bomb": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;">]><a>&c;</a>',
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(200),
}


@pytest.mark.parametrize("data", BAD_LITERATURE.values(), ids=BAD_LITERATURE)
def test_literature_of_no_known_kind_ends_with_65(data: bytes, tk: Path, tmp_path: Path) -> None:
    literature = tmp_path / "bad.bin"
    literature.write_bytes(data)
    answer = erdem("screen", "--tk", tk, "--literature", literature)
    assert answer.code == DATA_ERROR
    assert "bad.bin" in answer.err
    assert answer.out == ""


def test_a_missing_file_is_a_matter_of_usage(tk: Path, tmp_path: Path) -> None:
    answer = erdem("screen", "--tk", tk, "--literature", tmp_path / "absent.jsonl")
    assert answer.code == USAGE
    assert "absent.jsonl" in answer.err


def test_a_folder_that_is_not_there_is_said(tk: Path, patents: Path, tmp_path: Path) -> None:
    answer = erdem("screen", "--tk", tk, "--literature", patents, "--out", tmp_path / "no" / "found.jsonl")
    assert answer.code == IO_ERROR
    assert "No such file" in answer.err


# --- erdem bench -----------------------------------------------------------------------------------------------------


def test_a_benchmark_prints_its_figures_with_the_baseline(
    tk: Path, patents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from erdem.web.cli import measuring

    monkeypatch.setattr(measuring, "LEAST_SECONDS", 0.0)
    answer = erdem("bench", "overlap", "--tk", tk, "--literature", patents, "--compositions", "500", "--json")
    assert answer.code == 0
    figures = json.loads(answer.out)
    assert set(figures) >= {"compositions_per_s", "sparse_dot_topn_per_s", "ratio", "exact"}
    assert figures["exact"] is True
    assert figures["agrees"] is True
    assert figures["candidates_exact"] is True
    assert figures["compositions_per_s"] > 0
    assert (figures["pool"], figures["patents"]) == (2, 1)
    assert figures["screen_peak_mb"] > 10
    assert figures["jaccard_per_s"] > 0


def test_a_benchmark_says_what_it_could_not_measure(tk: Path, patents: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from erdem.web.cli import measuring, measuring_kernel

    monkeypatch.setattr(measuring, "LEAST_SECONDS", 0.0)
    monkeypatch.setattr(measuring_kernel, "is_installed", lambda name: name in {"numpy", "numba"})
    answer = erdem("bench", "overlap", "--tk", tk, "--literature", patents, "--compositions", "200", "--formulas", "50")
    assert answer.code == 0
    lines = {line.split("  ")[1]: line for line in answer.out.splitlines() if line.startswith("  ")}
    assert all("not measured: not installed" in lines[name] for name in ("sparse_dot_topn", "scipy product"))
    assert "compositions/s" in lines["plain Python"]
    assert "not installed" in lines["ray"]
    assert "50 formulas, 48 of them invented" in answer.out


# --- erdem import ----------------------------------------------------------------------------------------------------


def test_a_dry_run_counts_literature_as_one_object(patents: Path) -> None:
    answer = erdem("import", "literature", patents, "--dry-run", "--json")
    assert answer.code == 0
    figures = json.loads(answer.out)
    assert {"read", "kept", "rejected", "distinct_publications"} <= set(figures)
    assert (figures["read"], figures["kept"], figures["rejected"]) == (1, 1, 0)


def test_bad_lines_of_literature_end_with_65_and_a_report(patents: Path, tmp_path: Path) -> None:
    patents.write_text(patents.read_text(encoding="utf-8") + "{broken\n", encoding="utf-8")
    report = tmp_path / "problems.csv"
    answer = erdem("import", "literature", patents, "--dry-run", "--report", report)
    assert answer.code == DATA_ERROR
    assert answer.out.startswith("Would import: read 2, kept 1")
    assert "patents.jsonl" in answer.err
    assert "2" in answer.err
    rows = list(csv.DictReader(report.read_text(encoding="utf-8-sig").splitlines()))
    assert [(row["line"], row["record kept"]) for row in rows] == [("2", "no")]


def test_a_file_of_no_known_format_is_refused_by_name(tmp_path: Path) -> None:
    odd = tmp_path / "odd.bin"
    odd.write_bytes(b"\x00\x01\x02 nothing")
    answer = erdem("import", "literature", odd, "--dry-run")
    assert answer.code == DATA_ERROR
    assert "odd.bin" in answer.err


# --- failures --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (Refused("This cannot go on. Do that."), UNAVAILABLE, "This cannot go on. Do that."),
        (MemoryError(), UNAVAILABLE, "not enough memory"),
        (PermissionError(13, "Permission denied", "/srv/file"), IO_ERROR, "Permission denied: /srv/file"),
        (ZeroDivisionError("by zero"), SOFTWARE_ERROR, "Nothing half-done was saved"),
        (KeyboardInterrupt(), 130, "Stopped."),
    ],
)
def test_every_failure_is_a_sentence_and_a_code(
    error: BaseException, code: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end, plain_failures():
        raise error
    assert end.value.code == code
    told = capsys.readouterr().err
    assert words in told
    assert "Traceback" not in told


def test_a_port_in_use_ends_with_69_and_advice() -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        answer = process("run", "--port", str(port))
    assert answer.code == UNAVAILABLE
    assert f"Port {port} on 127.0.0.1 cannot be used" in answer.err
    assert f"erdem run --port {port + 1}" in answer.err


def test_a_bad_setting_is_said_in_a_sentence() -> None:
    answer = process("doctor", ERDEM_EMAIL_PORT="many")
    assert answer.code != 0
    assert "ERDEM_EMAIL_PORT" in answer.err
    assert len(answer.err.strip().splitlines()) == 1


def test_screening_needs_no_database_and_no_settings(tk: Path, patents: Path) -> None:
    answer = process("screen", "--tk", tk, "--literature", patents, ERDEM_EMAIL_PORT="many", ERDEM_HOME="/nowhere")
    assert answer.code == 0
    assert answer.objects[0]["publication"] == "CN900000001A"
