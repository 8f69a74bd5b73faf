"""The archive of a community: a ZIP laid out like a BagIt bag, every file with its SHA-256, readable without any program of ours.

Source of the layout: RFC 8493 (BagIt 1.0). Pages are plain HTML without scripts.
"""

from __future__ import annotations

import csv
import hashlib
import html
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import IO, Any, Final

from erdem.lib.cell_guard import guard

PIECE: Final = 1 << 20
STYLE: Final = (
    "body{font:16px/1.7 'Noto Serif SC','Noto Serif CJK SC','Songti SC',serif;max-width:60rem;margin:2rem auto;padding:0 1rem;"
    "color:#222}table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #ccc;padding:.3rem .6rem;text-align:left;"
    "vertical-align:top}[lang=mn-Mong]{writing-mode:vertical-lr;font-family:'Noto Sans Mongolian','Mongolian Baiti'}"
)


class Archive:
    """Writes a bag, remembering the fingerprint of every file."""

    def __init__(self, target: IO[bytes], folder: str) -> None:
        self.zip = zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, allowZip64=True)
        self.folder = folder
        self.payload: dict[str, tuple[str, int]] = {}
        self.tags: dict[str, str] = {}

    def add(self, path: str, content: bytes) -> None:
        """Add a file of the payload."""
        self.add_stream(path, io.BytesIO(content))

    def add_stream(self, path: str, source: IO[bytes], *, packed: bool = True) -> None:
        """Add a file of the payload a piece at a time; recordings and pictures are packed already."""
        name = f"data/{path}"
        if name in self.payload:
            return
        entry = zipfile.ZipInfo(f"{self.folder}/{name}", (2000, 1, 1, 0, 0, 0))
        entry.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        entry.external_attr = 0o644 << 16
        digest, size = hashlib.sha256(), 0
        with self.zip.open(entry, "w", force_zip64=True) as written:
            while piece := source.read(PIECE):
                digest.update(piece)
                size += written.write(piece)
        self.payload[name] = (digest.hexdigest(), size)

    def _tag(self, name: str, text: str) -> None:
        content = text.encode()
        self.zip.writestr(zipfile.ZipInfo(f"{self.folder}/{name}", (2000, 1, 1, 0, 0, 0)), content)
        self.tags[name] = hashlib.sha256(content).hexdigest()

    def close(self, told: Mapping[str, str]) -> None:
        """Write the manifests and end the archive."""
        size = sum(each for _digest, each in self.payload.values())
        told = {**told, "Payload-Oxum": f"{size}.{len(self.payload)}"}
        self._tag("bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
        self._tag("bag-info.txt", "".join(f"{name}: {' '.join(value.split())}\n" for name, value in told.items()))
        manifest = "".join(f"{digest}  {name}\n" for name, (digest, _size) in sorted(self.payload.items()))
        self._tag("manifest-sha256.txt", manifest)
        tags = "".join(f"{digest}  {name}\n" for name, digest in sorted(self.tags.items()))
        self.zip.writestr(zipfile.ZipInfo(f"{self.folder}/tagmanifest-sha256.txt", (2000, 1, 1, 0, 0, 0)), tags)
        self.zip.close()


def as_json(value: Any) -> bytes:
    """Return a value as JSON that a person can read."""
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def as_csv(rows: Sequence[Mapping[str, Any]], *, guarded: bool = False) -> bytes:
    """Return rows as CSV; what is not text or a number is written as JSON. Cells that are ``guarded`` stay as they are."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    heads = list(rows[0]) if rows else []
    writer.writerow(heads)
    writer.writerows([row.get(head) if guarded else _cell(row.get(head)) for head in heads] for row in rows)
    return stream.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    return guard(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def page(title: str, *parts: str) -> bytes:
    """Return a page that any browser opens without a network."""
    head = f'<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8"><title>{html.escape(title)}</title>'
    return f"{head}<style>{STYLE}</style></head><body><h1>{html.escape(title)}</h1>{''.join(parts)}</body></html>\n".encode()


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return an HTML table of cells that are HTML already."""
    head = "".join(f"<th>{html.escape(each)}</th>" for each in heads)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def link(path: str, words: str) -> str:
    """Return a link within the bag."""
    return f'<a href="{html.escape(path)}">{html.escape(words)}</a>'
