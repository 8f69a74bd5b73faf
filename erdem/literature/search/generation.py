"""One generation of the index on disk: the tantivy files, the dictionary, which versions wrote it, how far it was fed.

<generation>/index/           the tantivy index
<generation>/dictionary.txt   words added to the general dictionary, one a line
<generation>/meta.json        `Meta`; written last, so a folder without it was never finished
<generation>/position.json    how far the database has been taken in, written after each commit
<generation>/writer.lock, readers.lock
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final

import tantivy

from erdem.lib import mongolian
from erdem.literature.search import dictionary as words
from erdem.literature.search import schema
from erdem.literature.search.analysis import ANALYSIS_VERSION
from erdem.literature.search.dictionary import Dictionary
from erdem.literature.search.files import FileLock, sync_folder, write_durably

_LINE: Final = "\n"


@dataclass(frozen=True, slots=True)
class Meta:
    """What wrote a generation. `documents` is the count when it was built; `created` is UTC in ISO 8601."""

    schema: int
    analysis: int
    mongolian: str
    segmenter: str
    dictionary: str
    tantivy: str
    created: str
    documents: int

    def differences(self, dictionary: Dictionary | None = None) -> tuple[str, ...]:
        """What this program would write otherwise: names of fields of `Meta`; `dictionary` only when one is given."""
        now = current_meta(dictionary)
        compared = ("schema", "analysis", "mongolian", "segmenter", *(("dictionary",) if dictionary else ()))
        return tuple(name for name in compared if getattr(self, name) != getattr(now, name))


@dataclass(frozen=True, slots=True)
class Position:
    """How far the feeder had come at the last commit, in its own words, and when (UTC, ISO 8601)."""

    position: str = ""
    committed: str = ""


def current_meta(dictionary: Dictionary | None, documents: int = 0) -> Meta:
    """What this program writes."""
    return Meta(
        schema=schema.SCHEMA_VERSION,
        analysis=ANALYSIS_VERSION,
        mongolian=mongolian.version(),
        segmenter=words.SEGMENTER,
        dictionary=dictionary.version if dictionary else "",
        tantivy=version("tantivy"),
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        documents=documents,
    )


@dataclass(frozen=True, slots=True)
class GenerationFolder:
    """The files of one generation."""

    path: Path

    @property
    def number(self) -> int:
        return int(self.path.name)

    @property
    def index_path(self) -> Path:
        return self.path / "index"

    @property
    def commit_file(self) -> str:
        """The file that tantivy replaces with each commit."""
        return str(self.index_path / "meta.json")

    @property
    def writer_lock(self) -> FileLock:
        """A new lock that one writer holds."""
        return FileLock(self.path / "writer.lock")

    def readers_lock(self, *, shared: bool) -> FileLock:
        """A new lock that readers and the writer share; who has it alone may remove the folder."""
        return FileLock(self.path / "readers.lock", shared=shared)

    def create(self, dictionary: Dictionary) -> tantivy.Index:
        """Make the folder with an empty index. Raises FileExistsError."""
        self.path.mkdir(parents=True)
        self.index_path.mkdir()
        write_durably(self.path / "dictionary.txt", _LINE.join(sorted(dictionary.words)))
        sync_folder(self.path.parent)
        index = tantivy.Index(schema.build(), path=str(self.index_path))
        schema.register(index)
        return index

    def open(self) -> tantivy.Index:
        """The index, with a reader that is reloaded on demand. Raises OSError or ValueError when it cannot be opened."""
        index = tantivy.Index.open(str(self.index_path))
        schema.register(index)
        index.config_reader("manual")
        return index

    def dictionary(self) -> Dictionary:
        """The dictionary the generation was cut with, one object per process."""
        text = (self.path / "dictionary.txt").read_text(encoding="utf-8")
        return words.shared(frozenset(text.split(_LINE)) - {""})

    def finish(self, meta: Meta, position: str) -> None:
        """Write down that the generation is complete."""
        self.note(position)
        write_durably(self.path / "meta.json", json.dumps(asdict(meta), indent=1))

    def meta(self) -> Meta | None:
        """What wrote it; None when it was never finished."""
        try:
            return Meta(**json.loads((self.path / "meta.json").read_text(encoding="utf-8")))
        except (FileNotFoundError, json.JSONDecodeError, TypeError):
            return None

    def note(self, position: str) -> None:
        """Write down how far the database has been taken in."""
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        write_durably(self.path / "position.json", json.dumps(asdict(Position(position, now))))

    def position(self) -> Position:
        """How far the feeder had come; empty when nothing was committed."""
        try:
            return Position(**json.loads((self.path / "position.json").read_text(encoding="utf-8")))
        except (FileNotFoundError, json.JSONDecodeError, TypeError):
            return Position()


def generations(folder: Path) -> Iterable[GenerationFolder]:
    """The generations in a store, oldest first, finished or not."""
    if not folder.is_dir():
        return []
    numbers = sorted(int(path.name) for path in folder.iterdir() if path.name.isdecimal())
    return [GenerationFolder(folder / str(number)) for number in numbers]
