"""Measures the import of American XML: its rate beside a bare pass of lxml over the same documents, and its memory."""

from __future__ import annotations

import contextlib
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from lxml import etree

from erdem.lib.reading import UnreadableError, open_bytes, utf8_blocks
from erdem.literature import formats
from erdem.literature.formats.xml_documents import MAX_DOCUMENT, split_documents
from erdem.web.cli.failures import DATA_ERROR, Refused
from erdem.web.cli.made_grants import write_grants
from erdem.web.cli.measuring import machine, measure_process

FORMAT = "uspto-xml"
ROUNDS = 9
RATED_BYTES = 24_000_000  # as much as is held in memory to be read again and again


def measure_import(file: Path | None, megabytes: int) -> dict[str, Any]:
    """Return the figures for a file, or for one of invented grants.

    Raises:
        Refused: the file is not XML v4 of the American office.
    """
    with tempfile.TemporaryDirectory() as folder:
        large = Path(folder) / "grants.xml"
        if file is None:
            write_grants(large, megabytes)
        else:
            _check(file)
            _repeat(file, large, megabytes * 1_000_000)
        documents = _documents(file or large, RATED_BYTES)
        rates = compare_rates(documents, ROUNDS)
        process = measure_process(
            ("import", "literature", str(large), "--format", FORMAT, "--dry-run", "--json"), accepted=(0, DATA_ERROR)
        )
        return {
            **rates,
            "peak_mb": process.peak_mb,
            "peak_file_mb": round(large.stat().st_size / 1e6, 1),
            "import_seconds": process.seconds,
            "import_processor_seconds": process.processor_seconds,
            "file": file.name if file else "invented grants",
            "machine": f"{machine()}, lxml {'.'.join(map(str, etree.LXML_VERSION[:3]))}",
        }


def _check(file: Path) -> None:
    try:
        found = formats.detect(file)
    except UnreadableError as error:
        raise Refused(f"{error} Nothing was measured.") from error
    if found != FORMAT:
        message = f"{file.name} is {found}, not XML v4 of the American office (uspto-xml). Nothing was measured."
        raise Refused(message)


def _repeat(file: Path, large: Path, size: int) -> None:
    """Write the file again and again until the copy has this size."""
    with large.open("wb") as out:
        while out.tell() < size or not out.tell():
            with file.open("rb") as stream:
                shutil.copyfileobj(stream, out)


def _documents(file: Path, most: int) -> list[bytes]:
    """Return the first documents of a file, no more bytes than that."""
    found: list[bytes] = []
    size = 0
    with open_bytes(file) as stream:
        for _line, data in split_documents(utf8_blocks(stream), MAX_DOCUMENT):
            if data is None or data.isspace():
                continue
            if found and size + len(data) > most:
                break
            found.append(data)
            size += len(data)
    return found


def compare_rates(documents: Sequence[bytes], rounds: int) -> dict[str, Any]:
    """Measure both ways over the same documents in turn, in processor time; the median of the rounds counts."""
    joined = b"".join(documents)
    publications = sum(isinstance(one, formats.Publication) for one in _read(joined))
    bare, ours = list[float](), list[float]()
    for _ in range(rounds):
        bare.append(_seconds(lambda: bare_pass(documents)))
        ours.append(_seconds(lambda: sum(1 for _ in _read(joined))))
    plain, full = statistics.median(bare), statistics.median(ours)
    return {
        "ratio_to_lxml": round(plain / full, 3),
        "mb_per_s": round(len(joined) / 1e6 / full, 1),
        "lxml_mb_per_s": round(len(joined) / 1e6 / plain, 1),
        "bytes": len(joined),
        "documents": len(documents),
        "publications": publications,
        "rounds": rounds,
    }


def _read(joined: bytes) -> Iterator[object]:
    return formats.read(BytesIO(joined), FORMAT, name="measured")


def bare_pass(documents: Sequence[bytes]) -> int:
    """Let lxml report the end of every element and clear it: what no reader of these files can do without.

    The options are those of our parser. Cutting the file into documents is not part of it; for us it is.
    """
    count = 0
    for data in documents:
        with contextlib.suppress(etree.XMLSyntaxError):
            for _event, element in etree.iterparse(
                BytesIO(data),
                events=("end",),
                load_dtd=False,
                no_network=True,
                resolve_entities=False,
                huge_tree=False,
                collect_ids=False,
                remove_comments=True,
                remove_pis=True,
            ):
                element.clear()
                count += 1
    return count


def _seconds(work: Callable[[], int]) -> float:
    started = time.process_time()
    work()
    return max(time.process_time() - started, 1e-9)
