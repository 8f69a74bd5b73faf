"""The formats that can be imported. Adding one is one module and one line in `FORMATS`.

A format is recognised by the content of the beginning of a file, never by its name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from erdem.lib.reading import Problem, Source
from erdem.literature.formats.model import Publication

Read = Callable[[Source, str], Iterator[Publication | Problem]]


@dataclass(frozen=True, slots=True)
class Head:
    """The beginning of a file: raw bytes (64 KB, decompressed) and, unless it is binary, the same as text."""

    data: bytes
    text: str


@dataclass(frozen=True, slots=True)
class Format:
    """`sniff` tells from the head whether a file is in this format; `read(source, name)` yields its
    records.
    """

    name: str
    label: str
    sniff: Callable[[Head], bool]
    read: Read
