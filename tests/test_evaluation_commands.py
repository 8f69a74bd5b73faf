"""`erdem eval` as a person at a terminal meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from erdem.web.cli.failures import DATA_ERROR
from tests.test_command_line import RECORDS, USAGE, erdem, lines


@pytest.fixture
def tk(tmp_path: Path) -> Path:
    return lines(tmp_path / "tk.jsonl", RECORDS)


def test_evaluation_prints_its_figures_as_one_object(tk: Path, tmp_path: Path) -> None:
    pairs = lines(tmp_path / "pairs.jsonl", [{"ingredients": [{"herb": "白芍"}, {"herb": "黄芩"}], "relevant": ["T1"]}])
    answer = erdem("eval", "overlap", "--tk", tk, "--pairs", pairs, "--json")
    assert answer.code == 0
    figures = json.loads(answer.out)
    assert {"queries", "R@1", "R@10", "R@100", "MRR", "NDCG@10"} <= set(figures)
    assert (figures["queries"], figures["R@1"]) == (1, 1.0)
    assert set(figures["intervals"]) == {"R@1", "R@10", "R@100", "MRR", "NDCG@10"}
    assert set(figures["baselines"]) == {"idf-jaccard", "jaccard"}
    assert (figures["pool"], figures["clusters"]) == (2, 2)


def test_evaluation_writes_one_line_a_query(tk: Path, tmp_path: Path) -> None:
    pairs = lines(
        tmp_path / "pairs.jsonl",
        [
            {"publication": "P1", "ingredients": [{"herb": "白芍"}, {"herb": "黄芩"}], "relevant": ["T1"]},
            {"publication": "P2", "ingredients": [{"herb": "砖茶"}], "relevant": ["T1"]},
        ],
    )
    out = tmp_path / "ranks.jsonl"
    answer = erdem("eval", "overlap", "--tk", tk, "--pairs", pairs, "--out", out, "--metric", "jaccard")
    assert answer.code == 0
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [(row["publication"], row["rank"]) for row in rows] == [("P1", 1), ("P2", None)]
    assert [above["tk"] for above in rows[1]["above"]] == ["T2"]


def test_an_unknown_metric_is_refused_with_the_names_there_are(tk: Path, tmp_path: Path) -> None:
    pairs = lines(tmp_path / "pairs.jsonl", [{"ingredients": [{"herb": "黄芩"}], "relevant": ["T1"]}])
    answer = erdem("eval", "overlap", "--tk", tk, "--pairs", pairs, "--metric", "guess")
    assert answer.code == USAGE
    assert "idf-jaccard" in answer.err


def test_perturbation_prints_every_metric_for_four_recipes(tk: Path) -> None:
    answer = erdem("eval", "perturbation", "--tk", tk, "--formulas", "1", "--json")
    assert answer.code == 0
    table = json.loads(answer.out)
    assert (table["formulas"], len(table["columns"]), table["synthetic"]) == (1, 4, True)
    assert "idf-jaccard" in erdem("eval", "perturbation", "--tk", tk, "--formulas", "1").out


def test_perturbation_without_a_formula_to_change_ends_with_65(tmp_path: Path) -> None:
    small = lines(tmp_path / "small.jsonl", [RECORDS[1]])
    answer = erdem("eval", "perturbation", "--tk", small)
    assert answer.code == DATA_ERROR
    assert "Nothing was measured." in answer.err


def test_evaluation_names_the_size_of_the_pool(tk: Path, tmp_path: Path) -> None:
    pairs = lines(tmp_path / "pairs.jsonl", [{"ingredients": [{"herb": "黄芩"}], "relevant": ["T1"]}])
    answer = erdem("eval", "overlap", "--tk", tk, "--pairs", pairs)
    assert "Pool: 2 records in 2 clusters" in answer.out


def test_evaluation_without_pairs_ends_with_65(tk: Path, tmp_path: Path) -> None:
    pairs = tmp_path / "pairs.jsonl"
    pairs.write_text("nothing\n", encoding="utf-8")
    answer = erdem("eval", "overlap", "--tk", tk, "--pairs", pairs)
    assert answer.code == DATA_ERROR
    assert "Nothing was measured." in answer.err


# --- cases, bands, generated claims ------------------------------------------------------------------------------------


def test_cases_without_their_data_say_what_is_missing(tmp_path: Path) -> None:
    answer = erdem("eval", "cases", "--shared", tmp_path)
    assert answer.code != 0
    assert "--shared" in answer.err


def many(path: Path) -> Path:
    herbs = [
        "黄芩",
        "芍药",
        "甘草",
        "大枣",
        "麻黄",
        "桂枝",
        "杏仁",
        "人参",
        "白术",
        "茯苓",
        "生姜",
        "黄连",
        "大黄",
        "栀子",
    ]
    rows = []
    for number in range(14):
        chosen = [herbs[(number + step) % len(herbs)] for step in (0, 1, 3, 7)]
        rows.append(
            {
                "id": f"F{number}",
                "name": f"示例第{number}汤",
                "ingredients": [{"herb": herb, "dose": "二两"} for herb in chosen],
            }
        )
    return lines(path, rows)


def test_generated_claims_are_measured_against_the_records_they_were_made_from(tmp_path: Path) -> None:
    records, claims, report = many(tmp_path / "tk.jsonl"), tmp_path / "claims.jsonl", tmp_path / "bands.json"
    made = erdem("eval", "generate", "--tk", records, "--out", claims, "--each", "2")
    assert made.code == 0
    assert "synthetic claims" in made.out
    arguments = ("eval", "bands", "--tk", records, "--pairs", claims, "--synthetic-only")
    answer = erdem(*arguments, "--out", report, "--json")
    assert answer.code == 0
    found = json.loads(answer.out)
    assert found["bands"]["upper"]["true"] >= 2
    assert found["patents"] == found["synthetic_patents"] == len(claims.read_text(encoding="utf-8").splitlines())
    assert json.loads(report.read_text(encoding="utf-8")) == found
    assert "Controls in the upper band: 0 of 0" in erdem(*arguments).out


def test_pairs_made_from_other_records_are_refused(tk: Path, tmp_path: Path) -> None:
    records, claims = many(tmp_path / "many.jsonl"), tmp_path / "claims.jsonl"
    assert erdem("eval", "generate", "--tk", records, "--out", claims, "--each", "1").code == 0
    answer = erdem("eval", "bands", "--tk", tk, "--pairs", claims, "--synthetic-only")
    assert answer.code != 0
    assert "erdem eval generate" in answer.err


def test_too_few_formulas_to_write_claims_from_is_said(tk: Path, tmp_path: Path) -> None:
    answer = erdem("eval", "generate", "--tk", tk, "--out", tmp_path / "claims.jsonl")
    assert answer.code == DATA_ERROR
    assert "Lower --each" in answer.err
