"""`erdem names` and `erdem eval processes` as a person or script calls them."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from erdem.web.cli.evaluation import eval_group
from erdem.web.cli.naming import names


def written(path: Path, *rows: object) -> str:
    path.write_text("".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows), encoding="utf-8")
    return str(path)


def test_names_answers_with_the_reason_or_says_that_nothing_is_near(tmp_path: Path) -> None:
    tk = written(tmp_path / "tk.jsonl", {"name": "敖汉小米"})
    result = CliRunner().invoke(names, ["AOHAN XIAOMI", "电视机", "", "\ue234", "--tk", tk])
    assert result.exit_code == 0, result.output
    assert "same_sound" in result.output
    assert "no watched name is near" in result.output
    assert "an empty text: nothing to compare" in result.output
    assert "private-use code" in result.output
    assert "1 watched spellings, 4 texts, 1 with a name near." in result.output


def test_names_reads_a_list_of_marks_with_their_classes(tmp_path: Path) -> None:
    tk = written(tmp_path / "tk.jsonl", {"name": "敖汉小米", "classes": [30]})
    marks = tmp_path / "marks.csv"
    marks.write_text("注册号,商标名称,类别\n1,敖汗小米,30\n2,敖汗小米,9\n", encoding="utf-8")
    result = CliRunner().invoke(names, ["--tk", tk, "--marks", str(marks), "--json"])
    rows = [json.loads(line) for line in result.output.splitlines()]
    assert [(row["number"], len(row["hits"])) for row in rows] == [("1", 1), ("2", 0)]


def test_names_refuses_to_run_without_a_text_or_a_name(tmp_path: Path) -> None:
    tk = written(tmp_path / "tk.jsonl", {"name": "敖汉小米"})
    assert CliRunner().invoke(names, ["--tk", tk]).exit_code == 2
    empty = written(tmp_path / "empty.jsonl", {"note": "x"})
    assert CliRunner().invoke(names, ["x", "--tk", empty]).exit_code != 0


def test_eval_processes_prints_recall_and_alarms(tmp_path: Path) -> None:
    steps = [{"op": "弹毛"}, {"op": "铺毛"}, {"op": "擀"}, {"op": "晾干"}]
    tk = written(tmp_path / "tk.jsonl", {"name": "擀毡", "kind": "process", "steps": steps})
    literature = written(
        tmp_path / "patents.jsonl",
        {"publication": "CN900000001A", "title": "羊毛毡的擀毡方法", "steps": steps},
        {"publication": "CN900000002A", "title": "一种电视机"},
    )
    pairs = written(
        tmp_path / "pairs.jsonl",
        {"patent": "CN900000001A", "tk": "擀毡", "label": "source"},
        {"patent": "CN900000002A", "tk": None, "label": "none"},
    )
    arguments = ["processes", "--tk", tk, "--literature", literature, "--pairs", pairs, "--json"]
    result = CliRunner().invoke(eval_group, arguments)
    figures = json.loads(result.output)
    assert (figures["source R@1"], figures["false alarms"], figures["retold R@1"]) == (1.0, 0, 1.0)
    assert [pair["rank"] for pair in figures["pairs"]] == [1, None, 1]
