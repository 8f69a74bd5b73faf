"""The transfer package: one ZIP with the letter, the list of contents with hashes, the request, the note of the check, evidence.

Times inside the archive are fixed, so that its files alone decide its hash.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils import timezone, translation

from erdem.base.documents import sheet_pdf
from erdem.cases.models import Case
from erdem.cases.papers.facts import of_patent_dispute, points_rows
from erdem.cases.papers.sheets import in_groups, sheet_of, title_of

LANGUAGE = "zh-hans"
FIRST_DAY = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Package:
    """The bytes of a package and its list of contents: name, size, SHA-256."""

    content: bytes
    contents: list[dict[str, object]] = field(default_factory=list)


def build_package(case: Case, to: str, evidence: Iterable[tuple[str, bytes]] = ()) -> Package:
    """Return the package of a case for an office; ``evidence`` are named files that go with it."""
    with translation.override(LANGUAGE):
        files = [
            (f"{number:02d} {title_of(slug)}.pdf", _pdf(case, slug, to))
            for number, slug in enumerate(("request", "precheck", "transfer_letter"), start=1)
        ]
        files += [(f"{number:02d} {name}", content) for number, (name, content) in enumerate(evidence, start=4)]
        contents = [
            {"name": name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in files
        ]
        rows = [
            (str(number), str(one["name"]), str(one["size"]), in_groups(str(one["sha256"])))
            for number, one in enumerate(contents, start=1)
        ]
        listing = sheet_of("transfer_list", of_patent_dispute(case, to), {"contents": rows})
        files.insert(0, (f"00 {title_of('transfer_list')}.pdf", sheet_pdf(listing, issued_at=timezone.now())))
    sums = "".join(f"{one['sha256']}  {one['name']}\n" for one in contents)
    return Package(_zip([*files, ("SHA256SUMS", sums.encode())]), contents)


def _pdf(case: Case, slug: str, to: str) -> bytes:
    rows = {"points": points_rows(case)} if slug == "precheck" else None
    return sheet_pdf(sheet_of(slug, of_patent_dispute(case, to), rows), issued_at=timezone.now())


def _zip(files: Iterable[tuple[str, bytes]]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(zipfile.ZipInfo(name, FIRST_DAY), content, zipfile.ZIP_DEFLATED)
    return written.getvalue()
