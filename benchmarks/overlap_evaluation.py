"""Measure the quality of the overlap engine again, all of it, and write the raw output and the tables.

    python benchmarks/overlap_evaluation.py [--shared ../shared] [--only dev,cases] [--generate]

Each run is an `erdem eval` command in a process of its own; what it prints goes to `benchmarks/results/overlap_NAME.json`
with the command and the date. The outcomes of the acceptance cases and the precision of the bands are also recorded in
`erdem/overlap/seeds`, where a test and the pages read them, and the tables of `docs/evaluation.md` are written anew.
With `--generate` the synthetic labelled claims are made anew first; they stay true as long as the classical formulas
keep their numbers.
"""

from __future__ import annotations

import argparse
import datetime
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
RESULTS: Final = ROOT / "benchmarks" / "results"
SEEDS: Final = "erdem/overlap/seeds"
CLASSICAL: Final = "{shared}/data/tk/classical_formulas.jsonl.gz"
PAIRS: Final = "{shared}/data/eval"
RUNS: Final[dict[str, str]] = {
    "dev": f"overlap --tk {CLASSICAL} --pairs {PAIRS}/overlap_dev.jsonl",
    "hidden": f"overlap --tk {CLASSICAL} --pairs {PAIRS}/cn_hidden_sources_dev.jsonl",
    "perturbation": f"perturbation --tk {CLASSICAL}",
    "perturbation_other_seed": f"perturbation --tk {CLASSICAL} --seed 7",
    "cases": f"cases --shared {{shared}} --record {SEEDS}/case_outcomes.json",
    "bands": f"bands --tk {CLASSICAL} --shared {{shared}} --out {SEEDS}/band_precision.json",
}
GENERATE: Final = f"generate --tk {CLASSICAL} --out {SEEDS}/calibration_pairs.jsonl"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what is asked for, in order."""
    options = _options(arguments)
    if options.generate:
        erdem(GENERATE.format(shared=options.shared))
    for name in options.only.split(",") if options.only else RUNS:
        command = RUNS[name].format(shared=options.shared)
        print(f"erdem eval {command}", flush=True)
        report = json.loads(erdem(f"{command} --json"))
        _write(name, command, report)
    return subprocess.run([sys.executable, "tools/evaluation_tables.py"], cwd=ROOT, check=False).returncode


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure the quality of the overlap engine again.")
    parser.add_argument("--shared", default="../shared", help="folder of evaluation data")
    parser.add_argument("--only", default="", help=f"some of {', '.join(RUNS)}, with commas")
    parser.add_argument("--generate", action="store_true", help="make the synthetic labelled claims anew first")
    return parser.parse_args(arguments)


def erdem(command: str) -> str:
    """Run `erdem eval` with these words from the root of the repository; return what it printed."""
    words = [sys.executable, "-m", "erdem.web.cli", "eval", *command.split()]
    return subprocess.run(words, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout


def _write(name: str, command: str, report: object) -> None:
    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    held = {"command": f"erdem eval {command}", "date": today, "report": report}
    text = json.dumps(held, ensure_ascii=False, indent=1) + "\n"
    (RESULTS / f"overlap_{name}.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
