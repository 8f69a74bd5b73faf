"""`erdem eval claims`: how well claims are read, on hand-labelled real claims and on made ones."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from erdem.web.cli.evaluation_options import IN_FILE, json_option
from erdem.web.cli.failures import NothingToRead, say

if TYPE_CHECKING:
    from erdem.overlap.engine.evaluating.claims import ClaimResult, LabelledClaim

SHIPPED = "claims_real.jsonl"
SHOWN = 200


@click.command("claims")
@click.option(
    "--real", "real_file", type=IN_FILE, help="Labelled claims, JSON Lines; without it, those of the package."
)
@click.option(
    "--shared",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("../shared"),
    show_default=True,
    envvar="ERDEM_SHARED",
    help="Folder of evaluation data, for labels whose text may not be shipped.",
)
@click.option(
    "--synthetic", type=click.IntRange(0, 20_000), default=400, show_default=True, help="Made claims to read."
)
@click.option("--seed", type=int, default=1, show_default=True, help="Seed of the made claims and of the bootstrap.")
@click.option("--failures", is_flag=True, help="Name every claim that was not read exactly, and what went wrong.")
@json_option
def claims(real_file: Path | None, shared: Path, synthetic: int, seed: int, *, failures: bool, as_json: bool) -> None:
    """How well claims are read: ingredients found, amounts and units exact, with 95 % intervals.

    Real claims are labelled by hand from US patents; those of the part "held" were labelled before the parser read
    them. Made claims are synthetic: their labels are known because they were written from them.
    """
    report = claims_report(real_file, shared, synthetic, seed)
    if not failures:
        for part in report["sets"]:
            part.pop("failures")
    click.echo(json.dumps(report, ensure_ascii=False) if as_json else "\n".join(_lines(report)))


def claims_report(real_file: Path | None, shared: Path, synthetic: int, seed: int) -> dict[str, Any]:
    """Figures of all sets: real by part and together, synthetic, each by language and form, with the failures.

    Raises:
        NothingToRead: the file holds no labelled claim that can be used.
    """
    from erdem.overlap.engine import Canonicaliser
    from erdem.overlap.engine.evaluating.claims import grouped, labelled_claim, score_claims
    from erdem.overlap.engine.evaluating.synthetic_claims import synthetic_claims
    from erdem.web.cli.material import own_lexicon

    lexicon = own_lexicon()
    canonicalise = Canonicaliser(lexicon)
    real = score_claims(_real_claims(real_file, shared), canonicalise)
    made = [labelled_claim(claim.row()) for claim in synthetic_claims(lexicon, synthetic, seed)]
    sets = [_figures("real", real, seed)]
    sets += [_figures(f"real, part {part}", found, seed) for part, found in grouped(real, "part").items()]
    sets.append(_figures("synthetic", score_claims(made, canonicalise), seed))
    return {"lexicon": lexicon.version, "seed": seed, "sets": [part for part in sets if part["claims"]]}


def _real_claims(given: Path | None, shared: Path) -> list[LabelledClaim]:
    from erdem.overlap.engine.evaluating.claims import labelled_claim

    if given is not None:
        text = given.read_text(encoding="utf-8")
    else:
        text = (resources.files("erdem.overlap") / "seeds" / SHIPPED).read_text(encoding="utf-8")
    found: list[LabelledClaim] = []
    absent = 0
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            written = _elsewhere(row, shared)
            if written is None and "source" in row:
                absent += 1
                continue
            found.append(labelled_claim(row, written))
        except (ValueError, KeyError, TypeError, AttributeError) as problem:
            say(f"{given or SHIPPED}: line {number}: {problem}")
    if absent:
        say(f"{absent} labelled claims were left out: their texts are not shipped and {shared} does not hold them.")
    if not found:
        message = f"{given or SHIPPED} holds no labelled claim that can be used. Nothing was measured."
        raise NothingToRead(message)
    return found


def _elsewhere(row: Mapping[str, Any], shared: Path) -> str | None:
    """The text of a label that only names a file and a line of it, or None when the text stands in the row or is absent."""
    path = shared / str(row.get("source", ""))
    if "source" not in row or not path.is_file():
        return None
    lines = path.read_text(encoding="utf-8").splitlines()
    place = int(row["line"]) - 1
    return lines[place] if 0 <= place < len(lines) else None


def _figures(name: str, results: Sequence[ClaimResult], seed: int) -> dict[str, Any]:
    from erdem.overlap.engine.evaluating.claims import figures, grouped

    report: dict[str, Any] = {"set": name, **figures(results, seed)}
    for key in ("language", "form"):
        report[f"by_{key}"] = {one: figures(found, seed) for one, found in grouped(results, key).items()}
    report["failures"] = [
        {"id": one.claim.id, "form": one.claim.form, "missed": one.missed, "extra": one.extra, "wrong": one.wrong}
        for one in results
        if not one.is_right
    ]
    return report


def _lines(report: Mapping[str, Any]) -> list[str]:
    lines = [f"Lexicon {report['lexicon']}, seed {report['seed']}."]
    for part in report["sets"]:
        lines.append(
            f"{part['set']}: {part['claims']} claims, {part['ingredients']} ingredients, {part['amounts']} amounts"
        )
        lines.append(f"  precision    {_value(part, 'precision')}")
        lines.append(f"  recall       {_value(part, 'recall')}")
        lines.append(f"  F1           {_value(part, 'f1')}")
        lines.append(f"  bounds exact {_value(part, 'bounds_exact')}")
        lines.append(f"  unit right   {_value(part, 'units_right')}")
        lines.append(f"  all right    {part['claims_right']} of {part['claims']} claims")
        for key in ("language", "form"):
            for one, found in part[f"by_{key}"].items():
                told = f"F1 {_short(found['f1'])}, bounds {_short(found['bounds_exact'])}, units {_short(found['units_right'])}"
                lines.append(f"    {key} {one:<20} {found['claims']:>4} claims  {told}")
        lines += _failed(part.get("failures", ()))
    return lines


def _failed(failures: Sequence[Mapping[str, Any]]) -> list[str]:
    lines: list[str] = []
    for one in failures[:SHOWN]:
        told = [f"{word} {', '.join(one[word])}" for word in ("missed", "extra", "wrong") if one[word]]
        lines.append(f"    {one['id']} ({one['form']}): {'; '.join(told)}")
    if len(failures) > SHOWN:
        lines.append(f"    … and {len(failures) - SHOWN} more")
    return lines


def _value(part: Mapping[str, Any], key: str) -> str:
    interval = part.get(f"{key}_interval")
    if part[key] is None or interval is None:
        return "—"
    return f"{part[key]:.4f}  [{interval[0]:.4f}, {interval[1]:.4f}]"


def _short(value: float | None) -> str:
    return "—" if value is None else f"{value:.3f}"
