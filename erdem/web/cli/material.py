"""Reads the files of `erdem screen` and `erdem eval`, without a database."""

from __future__ import annotations

import gzip
import sys
import zlib
from collections.abc import Iterable
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from erdem.web.cli.failures import NothingToRead, say

if TYPE_CHECKING:
    from erdem.overlap.engine import Lexicon, Patent, Pool

SHOWN = 10


def own_lexicon() -> Lexicon:
    """Return the lexicon that the package ships."""
    from erdem.overlap import engine

    with resources.as_file(resources.files("erdem.knowledge") / "seeds" / "substances.jsonl") as path:
        return engine.load_seed(path)


def tell(path: Path, problems: Iterable[Any]) -> int:
    """Name the first problems on the error stream; return how many there are."""
    listed = list(problems)
    for problem in listed[:SHOWN]:
        say(f"{path}: {problem}")
    if len(listed) > SHOWN:
        say(f"{path}: … and {len(listed) - SHOWN:,} more")
    return len(listed)


def pool_of(path: Path) -> tuple[Pool, int]:
    """Read TK records and prepare them for comparison; return the pool and the number of problems.

    Raises:
        NothingToRead: no record could be read.
    """
    from erdem.overlap import engine

    records, problems = engine.read_tk(path)
    count = tell(path, problems)
    if not records:
        message = f"{path} holds no record of traditional knowledge that can be read. Nothing was compared."
        raise NothingToRead(message)
    return engine.prepare(records, own_lexicon()), count


def patents_of(path: Path) -> tuple[list[Patent], int]:
    """Read literature in the engine's own shape or in any literature format; return patents and the number of problems.

    Raises:
        NothingToRead: no document could be read.
    """
    from erdem.literature import formats
    from erdem.overlap import engine

    if formats.detect(path, path.name) == "jsonl" and not _is_array(path):
        patents, problems = engine.read_literature(path)
    else:
        patents, problems = _converted(path)
    count = tell(path, problems)
    if not patents:
        message = f"{path} holds no patent document that can be read. Nothing was compared."
        raise NothingToRead(message)
    return patents, count


def _is_array(path: Path) -> bool:
    """Say whether the file is one JSON list instead of one object a line."""
    with path.open("rb") as raw:
        packed = raw.peek(2)[:2] == b"\x1f\x8b"
    with gzip.open(path, "rb") if packed else path.open("rb") as stream:
        try:
            return bool(stream.read(64).removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"[")
        except (EOFError, gzip.BadGzipFile, zlib.error):
            return False


def _converted(path: Path) -> tuple[list[Patent], list[Any]]:
    from erdem.literature import formats
    from erdem.overlap import engine

    patents: list[Patent] = []
    problems: list[Any] = []
    for line, item in enumerate(formats.read(path, "auto", name=path.name)):
        if not isinstance(item, formats.Publication):
            problems.append(item)
            continue
        found, trouble = engine.patent(_screening_row(item), line)
        problems += trouble
        if found is not None:
            patents.append(found)
    return patents, problems


def _screening_row(item: Any) -> dict[str, Any]:
    """One publication as the engine reads it: the texts in the language of the title, the stated facts as they are."""
    language = next((tag for tag in ("zh", "en", *item.titles) if item.titles.get(tag)), "")
    claims = [claim for claim in item.claims if claim.lang == language] or list(item.claims)
    priority = item.priority_date or item.filing_date
    return {
        "publication": item.number or item.application or item.identifier,
        "title": item.title,
        "abstract": item.abstracts.get(language) or next(iter(item.abstracts.values()), ""),
        "claims": [claim.text for claim in claims],
        "ingredients": [
            {
                "herb": one.name,
                "dose": one.dose,
                "lo": one.lo,
                "hi": one.hi,
                "unit": one.unit,
                "processing": one.processing,
            }
            for one in item.ingredients
        ],
        "steps": [
            {"op": step.op, "materials": step.materials, "tool": step.tool, "temp": step.temp, "time": step.time}
            for step in item.steps
        ],
        "ipc": list(item.ipc),
        "indication": item.indication,
        "product": item.product,
        "declared_source": item.declared_source,
        "priority_date": priority.isoformat() if priority else None,
    }


def is_terminal() -> bool:
    """Say whether a person watches the error stream."""
    return sys.stderr.isatty()
