"""`erdem lexicon`: how well the names of files of records are known."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from erdem.web.cli.failures import NothingToRead
from erdem.web.cli.material import own_lexicon, tell

if TYPE_CHECKING:
    from erdem.overlap.engine import Ingredient

_IN_FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
_LISTS = (
    "ingredients",
    "ingredients_raw",
    "ingredients_partial",
    "composition",
    "tk_ingredients",
    "preferred",
    "modern",
)


@click.group("lexicon")
def lexicon_group() -> None:
    """Look at the lexicon of substances."""


@lexicon_group.command("coverage")
@click.option(
    "--tk",
    "files",
    required=True,
    multiple=True,
    type=_IN_FILE,
    help="Records with ingredients: JSON Lines (.gz too) or one JSON document.",
)
@click.option("--unknown", default=20, show_default=True, help="How many unknown names to print.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a file.")
def coverage(files: tuple[Path, ...], *, unknown: int, as_json: bool) -> None:
    """Share of ingredient names that lead to a substance, how they were found, and which are unknown."""
    from erdem.overlap import engine
    from erdem.overlap.engine.coverage import coverage as measure

    canonicalise = engine.Canonicaliser(own_lexicon())
    for path in files:
        found = measure(_ingredients(path), canonicalise)
        if not found.occurrences:
            message = f"{path} holds no ingredients that can be read."
            raise NothingToRead(message)
        facts = {
            "file": str(path),
            "occurrences": found.occurrences,
            "running_text": found.prose,
            "resolved": found.resolved,
            "share": round(found.share, 4),
            "share_of_all": round(found.share_of_all, 4),
            "found": dict(found.found.most_common()),
            "rules": dict(found.rules.most_common()),
            "unknown": dict(found.unknown.most_common(unknown)),
        }
        click.echo(json.dumps(facts, ensure_ascii=False) if as_json else _readable(facts))


def _readable(facts: dict[str, Any]) -> str:
    lines = [
        f"{facts['file']}: {facts['occurrences']:,} names written, {facts['running_text']:,} of them running text",
        f"  resolved {facts['resolved']:,}: {facts['share']:.2%} of the names, {facts['share_of_all']:.2%} of everything",
    ]
    for title in ("found", "rules", "unknown"):
        listed = ", ".join(f"{name} {count:,}" for name, count in facts[title].items())
        lines.append(f"  {title}: {listed or '-'}")
    return "\n".join(lines)


def _ingredients(path: Path) -> list[Ingredient]:
    from erdem.overlap import engine

    if path.suffix == ".json":
        rows: list[Any] = [json.loads(path.read_text(encoding="utf-8"))]
    else:
        rows = []
        for _line, row in engine.read_rows(path):
            if isinstance(row, engine.RecordProblem):
                tell(path, [row])
            else:
                rows.append(row)
    return [engine.Ingredient(name=name) for name in _names(rows)]


def _names(value: Any) -> list[str]:
    """Names in every list of ingredients, however deep it lies."""
    if isinstance(value, list):
        return [name for one in value for name in _names(one)]
    if not isinstance(value, dict):
        return []
    found: list[str] = []
    for key, inside in value.items():
        if key in _LISTS and isinstance(inside, list):
            found += [name for one in inside if (name := _name(one))]
        else:
            found += _names(inside)
    return found


def _name(one: Any) -> str:
    if isinstance(one, dict):
        one = one.get("herb") or one.get("name")
    if isinstance(one, list) and one:
        one = one[0]
    return one if isinstance(one, str) else ""
