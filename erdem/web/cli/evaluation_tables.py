"""What `erdem eval` prints for people: tables of plain text."""

from __future__ import annotations

from typing import Any

Report = dict[str, Any]
FIGURES = ("R@1", "R@10", "R@100", "MRR", "NDCG@10")


def _pool(report: Report) -> str:
    return f"Pool: {report['pool']:,} records in {report['clusters']:,} clusters of variants"


def overlap_text(report: Report) -> str:
    """Table of `erdem eval overlap`."""
    lines = [f"{_pool(report)}; {report['queries']} queries; ranked by {report['metric']}."]
    for name in FIGURES:
        low, high = report["intervals"][name]
        lines.append(f"  {name:<8} {report[name]:.4f}   95 % {low:.4f} to {high:.4f}")
    lines += ["", _row("", "queries", *FIGURES)]
    for title, figures in report["baselines"].items():
        lines.append(_group(title, figures))
    for title, figures in report["relations"].items():
        lines.append(_group(f"relation {title}", figures))
    for title, figures in report["shared_substances"].items():
        lines.append(_group(f"{title} shared", figures))
    return "\n".join(lines)


def _group(title: str, figures: Report) -> str:
    return _row(title, str(figures["queries"]), *(f"{figures[name]:.4f}" for name in FIGURES))


def _row(title: str, *cells: str) -> str:
    return f"  {title:<28}" + "".join(f"{cell:>9}" for cell in cells)


def perturbation_text(report: Report) -> str:
    """Table of `erdem eval perturbation`: R@1/MRR of the true source."""
    columns = report["columns"]
    lines = [
        f"{_pool(report)}; {report['formulas']} sources, {report['with_full_doses']} with full doses; "
        f"synthetic patents, seed {report['seed']}. R@1/MRR; truth: {report['truth']}.",
        _wide("", list(columns)),
    ]
    for metric in next(iter(columns.values()))["metrics"]:
        cells = [column["metrics"][metric] for column in columns.values()]
        lines.append(_wide(metric, [f"{cell['R@1']:.3f}/{cell['MRR']:.3f}" for cell in cells]))
    lines.append(_wide("aim for the engine", [f"{column['aim']:.2f}" for column in columns.values()]))
    return "\n".join(lines)


def _wide(title: str, cells: list[str]) -> str:
    return f"  {title:<20}" + "".join(f"{cell:>28}" for cell in cells)
