"""`erdem names`: which watched names are near a text, and why."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from erdem.web.cli.failures import NothingToRead
from erdem.web.cli.material import tell

if TYPE_CHECKING:
    from erdem.overlap.engine.names import NameHit, NameIndex

_IN_FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
_TEXT_FIELDS = ("mark", "name", "text", "title", "mark_text", "商标", "商标名称", "名称")
_NUMBER_FIELDS = ("number", "registration", "application", "id", "注册号", "申请号")
_CLASS_FIELDS = ("classes", "nice", "class", "类别", "国际分类")
LONGEST_SHOWN = 80


@click.command("names")
@click.argument("texts", nargs=-1, metavar="TEXT…")
@click.option(
    "--tk",
    "tk_files",
    required=True,
    multiple=True,
    type=_IN_FILE,
    help="Watched names: records, heritage items, indications or divisions, JSON Lines, JSON or CSV; may be repeated.",
)
@click.option("--marks", "marks_file", type=_IN_FILE, help="A list of marks, CSV or JSON Lines.")
@click.option(
    "--as",
    "kind",
    type=click.Choice(["title", "claim", "mark"]),
    default="mark",
    show_default=True,
    help="What the texts are. A mark is compared as a whole, in a title or claim a name is looked for inside.",
)
@click.option("--class", "classes", multiple=True, type=click.IntRange(1, 45), help="Nice class; may be repeated.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a text.")
def names(
    texts: Sequence[str],
    tk_files: Sequence[Path],
    marks_file: Path | None,
    kind: str,
    classes: Sequence[int],
    *,
    as_json: bool,
) -> None:
    """Watched names near TEXT or near each mark of a list, with the reason: glyph, sound, script.

    A hit says that a person should look, never that one name imitates the other.
    """
    if not texts and marks_file is None:
        message = "Give a text, or a list of marks with --marks."
        raise click.UsageError(message)
    index = _index(tk_files)
    asked = [*((text, "", frozenset[int]()) for text in texts), *(_marks(marks_file) if marks_file else ())]
    near = 0
    for text, number, own in asked:
        wanted = frozenset(classes)
        if own and wanted and not own & wanted:
            continue
        hits = index.search(text, "mark" if number else kind, own or wanted)
        near += bool(hits)
        _say(text, number, hits, as_json=as_json)
    if not as_json:
        click.echo(f"{len(index):,} watched spellings, {len(asked):,} texts, {near:,} with a name near.")


def _index(paths: Sequence[Path]) -> NameIndex:
    from erdem.overlap.engine.names import NameIndex, watched_names
    from erdem.overlap.engine.names.reading import read_lists

    watched = []
    for path in paths:
        rows, problems = read_lists(path)
        tell(path, problems)
        watched += watched_names(rows)
    index = NameIndex.build(watched)
    if not len(index):
        message = f"{', '.join(map(str, paths))}: no name that can be watched. Nothing was compared."
        raise NothingToRead(message)
    return index


def _marks(path: Path) -> Iterator[tuple[str, str, frozenset[int]]]:
    """Text, number and Nice classes of each mark of a list."""
    from erdem.overlap.engine.names.reading import read_lists

    rows, problems = read_lists(path)
    tell(path, problems)
    found = 0
    for line, row in enumerate(rows, 1):
        text = _first(row, _TEXT_FIELDS)
        if text:
            found += 1
            yield text, _first(row, _NUMBER_FIELDS) or f"line {line}", _classes(row)
    if not found:
        message = f"{path} holds no mark text that can be read ({', '.join(_TEXT_FIELDS)}). Nothing was compared."
        raise NothingToRead(message)


def _first(row: Any, fields: Sequence[str]) -> str:
    values = (row.get(field) for field in fields)
    return next((str(value).strip() for value in values if value is not None and str(value).strip()), "")


def _classes(row: Any) -> frozenset[int]:
    value = next((row[field] for field in _CLASS_FIELDS if row.get(field)), "")
    parts = value if isinstance(value, list) else str(value).replace("，", ",").replace(";", ",").split(",")
    numbers = (str(part).strip() for part in parts)
    return frozenset(
        int(number) for number in numbers if number.isascii() and number.isdigit() and 0 < int(number) <= 45
    )


def _say(text: str, number: str, hits: Sequence[NameHit], *, as_json: bool) -> None:
    if as_json:
        row: dict[str, object] = {"text": text, "hits": [hit.as_json() for hit in hits]}
        if number:
            row["number"] = number
        problem = _problem(text)
        if problem:
            row["problem"] = problem
        click.echo(json.dumps(row, ensure_ascii=False))
        return
    shown = text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
    click.echo(f"{number + '  ' if number else ''}{shown}")
    for hit in hits:
        detail = f" ({hit.detail})" if hit.detail and hit.detail != hit.text else ""
        record = f" [{hit.watched.title}]" if hit.watched.title != hit.watched.name else ""
        click.echo(f"  {hit.score:.2f}  {hit.reason.value:<16} {hit.text} ~ {hit.watched.name}{record}{detail}")
    if not hits:
        click.echo(f"  {_problem(text) or 'no watched name is near'}")


def _problem(text: str) -> str:
    """What keeps a text from being compared, empty when nothing does."""
    from erdem.lib.mongolian import LegacyCodesError, clean

    if not text.strip():
        return "an empty text: nothing to compare"
    try:
        clean(text)
    except LegacyCodesError as error:
        return str(error)
    return ""
