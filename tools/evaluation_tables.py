"""Write the tables of `docs/evaluation.md` from the raw output in `benchmarks/results`: ``python tools/evaluation_tables.py``.

``--check`` only compares. A table stands between ``<!-- table NAME -->`` and ``<!-- end -->``; what is written by hand
around it stays.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs" / "evaluation.md"
RESULTS = ROOT / "benchmarks" / "results"
FIGURES = ("R@1", "R@10", "R@100", "MRR", "NDCG@10")
Report = Mapping[str, Any]


def read(name: str) -> Report:
    """Return what a run printed, with its command and date."""
    found: Report = json.loads((RESULTS / f"overlap_{name}.json").read_text(encoding="utf-8"))
    return found


def rows(head: Iterable[str], body: Iterable[Iterable[object]]) -> str:
    """Return a Markdown table."""
    titles = list(head)
    lines = [titles, ["---"] * len(titles), *([str(cell) for cell in line] for line in body)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def source(run: Report) -> str:
    """Return the line above a table: command, pool, versions, date."""
    report = run["report"]
    return (
        f"`{run['command']}` on {run['date']}; pool {report['pool']:,} records in {report['clusters']:,} clusters;"
        f" lexicon {report['lexicon']}.\n\n"
    )


def _figures(title: str, figures: Report) -> list[object]:
    return [title, figures["queries"], *(_with_interval(figures[name], figures["intervals"][name]) for name in FIGURES)]


def _with_interval(value: float, interval: Iterable[float]) -> str:
    low, high = interval
    return f"{value:.3f} ({low:.2f}–{high:.2f})"


def retrieval(run: Report) -> str:
    """Return the table of `erdem eval overlap`."""
    report = run["report"]
    body = [_figures("engine", report)]
    body += [_figures(f"{name}, same run", figures) for name, figures in report["baselines"].items()]
    body += [_figures(f"relation `{name}`", figures) for name, figures in report["relations"].items()]
    body += [_figures(f"{name} shared", figures) for name, figures in report["shared_substances"].items()]
    return source(run) + rows(["", "queries", *FIGURES], body)


def perturbation(run: Report) -> str:
    """Return the table of `erdem eval perturbation`: R@1 / MRR."""
    report = run["report"]
    columns = report["columns"]
    body: list[list[object]] = []
    for metric in next(iter(columns.values()))["metrics"]:
        cells = [column["metrics"][metric] for column in columns.values()]
        body.append([metric, *(f"{cell['R@1']:.3f} / {cell['MRR']:.3f}" for cell in cells)])
    engine = [column["metrics"]["engine"]["R@1 interval"] for column in columns.values()]
    body.append(["engine, R@1, 95 %", *(f"{low:.3f}–{high:.3f}" for low, high in engine)])
    body.append(["aim for the engine, R@1", *(f"{column['aim']:.2f}" for column in columns.values())])
    sources = f"{report['formulas']} sources, {report['with_full_doses']} with full doses, seed {report['seed']}.\n\n"
    return source(run).rstrip("\n") + " " + sources + rows(["R@1 / MRR", *columns], body)


def bands(run: Report) -> str:
    """Return the tables of `erdem eval bands`."""
    report = run["report"]
    body = []
    for name, band in report["bands"].items():
        real, strict = band["real"], band["strict"]
        share = "–" if band["precision"] is None else _with_interval(band["precision"], band["interval"])
        body.append([name, band["pairs"], band["true"], share, band["synthetic"], _of(real), _of(strict)])
    head = ["band", "labelled pairs", "true", "precision (95 %)", "of them synthetic", "real pairs", "strict"]
    keys = ("patents", "upper", "middle", "lower", "source_not_in_first_ten")
    groups = [[name, *(group[key] for key in keys)] for name, group in report["groups"].items()]
    second = rows(["patents", "number", "upper", "middle", "lower", "source not among the first ten"], groups)
    wrong = [
        f"* {one['publication']} ({one['group']}): {one['tk_name']}, {one['score']}"
        for one in report["false_in_upper_band"]
    ]
    controls = (
        f"Controls in the upper band: {len(report['controls_in_upper_band'])} of {report['controls']}. "
        f"Patents without a source in the upper band, each by name:"
    )
    head_line = source(run).rstrip("\n") + f" {report['data']}.\n\n"
    return head_line + "\n\n".join([rows(head, body), second, controls, "\n".join(wrong) or "* none"])


def _of(share: Report) -> str:
    return f"{share['true']} of {share['pairs']}"


def cases(*groups: str) -> Callable[[Report], str]:
    """Return a writer of the table of `erdem eval cases` for some groups."""

    def write(run: Report) -> str:
        chosen = [case for case in run["report"]["cases"] if case["group"] in groups]
        head = ["case", "outcome", "rank", "from the claim text", "relation", "band", "reason"]
        return source(run) + rows(head, [_case(case) for case in chosen])

    return write


def _case(case: Report) -> list[object]:
    outcome = {True: "as expected", False: "**missed**", None: "–"}[case["met"]]
    ranks = ", ".join(map(str, case["ranks"][:4])) or "–"
    reason = "; ".join(dict.fromkeys(text for text in (case["note"], case["why"]) if text)).replace("|", "/")
    text_rank = "–" if case["text_rank"] is None else case["text_rank"]
    return [case["case"], outcome, ranks, text_rank, case["relation"] or "–", case["band"] or "–", reason]


TABLES: dict[str, tuple[str, Callable[[Report], str]]] = {
    "development": ("dev", retrieval),
    "hidden": ("hidden", retrieval),
    "hidden-cases": ("cases", cases("hidden")),
    "perturbation": ("perturbation", perturbation),
    "perturbation-other-seed": ("perturbation_other_seed", perturbation),
    "bands": ("bands", bands),
    "tkdl": ("cases", cases("tkdl")),
    "cn": ("cases", cases("cn", "region")),
    "biopiracy": ("cases", cases("biopiracy")),
}
MARKED = re.compile(r"<!-- table ([a-z-]+) -->\n.*?<!-- end -->", re.DOTALL)


def document(text: str) -> str:
    """Return the document with every table renewed."""
    return MARKED.sub(lambda found: _table(found.group(1)), text)


def _table(name: str) -> str:
    run, write = TABLES[name]
    return f"<!-- table {name} -->\n{write(read(run))}\n<!-- end -->"


def main() -> int:
    """Write or compare the document."""
    held = DOCUMENT.read_text(encoding="utf-8")
    new = document(held)
    if "--check" in sys.argv:
        return int(held != new)
    DOCUMENT.write_text(new, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
