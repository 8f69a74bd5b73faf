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


def cases_text(report: Report) -> str:
    """Table of `erdem eval cases`, one case a line, with the reason under those that fall short."""
    lines = [f"{_pool(report)}; {len(report['cases'])} cases, {_met(report['cases'])}."]
    for case in report["cases"]:
        outcome = {True: "as expected", False: "MISSED", None: "not expected"}[case["met"]]
        ranks = ",".join(map(str, case["ranks"][:5])) or "-"
        lines.append(
            f"  {case['group']:<10} {case['case']:<28.28} {outcome:<12} rank {ranks:<10} {case['relation'] or '-':<18} "
            f"{case['band'] or '-'}"
        )
        lines += [f"             {text}" for text in dict.fromkeys((case["note"], case["why"])) if text]
    return "\n".join(lines)


def _met(cases: list[Report]) -> str:
    met = [case["met"] for case in cases]
    return f"{met.count(True)} as expected, {met.count(False)} missed, {met.count(None)} without expectation"


def bands_text(report: Report) -> str:
    """Table of `erdem eval bands`."""
    lines = [
        f"{_pool(report)}; {report['data']}.",
        _row("band", "pairs", "true", "share", "from", "to", "synth.", "real"),
    ]
    for name, band in report["bands"].items():
        low, high = band["interval"] or (0.0, 1.0)
        share = "-" if band["precision"] is None else f"{band['precision']:.3f}"
        real = f"{band['real']['true']}/{band['real']['pairs']}"
        cells = (
            str(band["pairs"]),
            str(band["true"]),
            share,
            f"{low:.3f}",
            f"{high:.3f}",
            str(band["synthetic"]),
            real,
        )
        lines.append(_row(name, *cells))
    lines.append(_row("group", "patents", "upper", "middle", "lower", "missed"))
    for name, group in report["groups"].items():
        keys = ("patents", "upper", "middle", "lower", "source_not_in_first_ten")
        lines.append(_row(name, *(str(group[key]) for key in keys)))
    lines.append(f"Controls in the upper band: {len(report['controls_in_upper_band'])} of {report['controls']}")
    lines += [f"  {_false(one)}" for one in report["controls_in_upper_band"]]
    lines.append(f"Patents without a source in the upper band: {len(report['false_in_upper_band'])}")
    lines += [f"  {_false(one)}" for one in report["false_in_upper_band"]]
    return "\n".join(lines)


def _false(one: Report) -> str:
    return f"{one['publication']} ({one['group']}): {one['tk_name']}, {one['score']}"
