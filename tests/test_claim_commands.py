"""`erdem eval claims` as a person at a terminal meets it."""

from __future__ import annotations

import json
from pathlib import Path

from erdem.web.cli.failures import DATA_ERROR
from tests.test_command_line import erdem, lines

TEXT = "一种药，由黄芪10-20份、当归5份组成"
ROW = {
    "id": "one",
    "part": "dev",
    "language": "zh",
    "form": "after",
    "text": TEXT,
    "ingredients": [
        {"name": "黄芪", "lo": 10, "hi": 20, "unit": "份"},
        {"name": "当归", "lo": 6, "hi": 6, "unit": "份"},
    ],
}


def test_it_prints_the_figures_of_every_set_as_one_object(tmp_path: Path) -> None:
    real = lines(tmp_path / "real.jsonl", [ROW])
    answer = erdem("eval", "claims", "--real", real, "--synthetic", "20", "--json", "--failures")
    assert answer.code == 0
    sets = {part["set"]: part for part in json.loads(answer.out)["sets"]}
    assert set(sets) == {"real", "real, part dev", "synthetic"}
    assert (sets["real"]["f1"], sets["real"]["bounds_exact"]) == (1.0, 0.5)
    assert len(sets["real"]["f1_interval"]) == 2
    assert sets["synthetic"]["claims"] == 20
    assert sets["real"]["failures"][0]["wrong"]


def test_failures_are_named_only_when_asked_for(tmp_path: Path) -> None:
    real = lines(tmp_path / "real.jsonl", [ROW])
    quiet, loud = (erdem("eval", "claims", "--real", real, "--synthetic", "0", *more) for more in ((), ("--failures",)))
    assert "当归: [6.0, 6.0]" not in quiet.out
    assert "当归: [6.0, 6.0]" in loud.out


def test_a_label_whose_text_is_not_at_hand_is_left_out_and_said(tmp_path: Path) -> None:
    elsewhere = {"id": "two", "source": "claims.txt", "line": 2, "language": "zh", "part": "dev", "ingredients": []}
    real = lines(tmp_path / "real.jsonl", [ROW, elsewhere])
    absent = erdem("eval", "claims", "--real", real, "--shared", tmp_path, "--synthetic", "0", "--json")
    assert json.loads(absent.out)["sets"][0]["claims"] == 1
    assert "left out" in absent.err
    (tmp_path / "claims.txt").write_text("第一行\n一种显示装置，包括壳体\n", encoding="utf-8")
    held = erdem("eval", "claims", "--real", real, "--shared", tmp_path, "--synthetic", "0", "--json")
    assert json.loads(held.out)["sets"][0]["claims"] == 2


def test_a_file_without_a_usable_label_is_refused(tmp_path: Path) -> None:
    broken = lines(tmp_path / "real.jsonl", [ROW | {"ingredients": [{"name": "人参"}]}])
    answer = erdem("eval", "claims", "--real", broken)
    assert answer.code == DATA_ERROR
    assert "does not stand" in answer.err
