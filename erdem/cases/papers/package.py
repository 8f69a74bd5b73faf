"""The transfer package: one ZIP with the letter, the list of contents with hashes, the request, the note of the check, and
the evidence that was chosen, with a list that tells how each piece was captured and who had it in hand.

Times inside the archive are fixed, so that its files alone decide its hash.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils import timezone, translation

from erdem.cases.models import Case
from erdem.cases.paper.printing import pdf_of
from erdem.cases.papers.facts import of_patent_dispute, points_rows
from erdem.cases.papers.sheets import Rows, in_groups, paper_of, title_of

LANGUAGE = "zh-hans"
FIRST_DAY = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Package:
    """The bytes of a package and its list of contents: name, size, SHA-256."""

    content: bytes
    contents: list[dict[str, object]] = field(default_factory=list)


@dataclass(frozen=True)
class Enclosed:
    """A piece of evidence that goes with a package: what the list says of it, what happened to it, and its file."""

    ordinal: int
    title: str
    facts: tuple[str, ...]
    custody: tuple[tuple[str, ...], ...]
    file_name: str
    content: bytes


def build_package(case: Case, to: str, evidence: Sequence[Enclosed] = ()) -> Package:
    """Return the package of a case for an office, with the evidence that goes with it."""
    with translation.override(LANGUAGE):
        files = [
            (f"{number:02d} {title_of(slug)}.pdf", _pdf(case, slug, to))
            for number, slug in enumerate(("request", "precheck", "transfer_letter"), start=1)
        ]
        if evidence:
            files.append((f"04 {title_of('evidence_list')}.pdf", _evidence_pdf(case, to, evidence)))
        files += [(f"{number:02d} {_name(one)}", one.content) for number, one in enumerate(evidence, start=5)]
        contents = [
            {"name": name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in files
        ]
        rows = [
            (str(number), str(one["name"]), str(one["size"]), in_groups(str(one["sha256"])))
            for number, one in enumerate(contents, start=1)
        ]
        listing = _print(case, "transfer_list", to, {"contents": rows})
        files.insert(0, (f"00 {title_of('transfer_list')}.pdf", listing))
    sums = "".join(f"{one['sha256']}  {one['name']}\n" for one in contents)
    return Package(_zip([*files, ("SHA256SUMS", sums.encode())]), contents)


def _pdf(case: Case, slug: str, to: str) -> bytes:
    return _print(case, slug, to, {"points": points_rows(case)} if slug == "precheck" else {})


def _print(case: Case, slug: str, to: str, rows: Mapping[str, Rows]) -> bytes:
    return pdf_of(paper_of(slug, of_patent_dispute(case, to), rows), issued_at=timezone.now())


def _evidence_pdf(case: Case, to: str, evidence: Sequence[Enclosed]) -> bytes:
    rows = {
        "evidence": [(str(one.ordinal), one.title, *one.facts) for one in evidence],
        "custody": [(str(one.ordinal), *act) for one in evidence for act in one.custody],
    }
    return _print(case, "evidence_list", to, rows)


def _name(one: Enclosed) -> str:
    """Return a name that every system can unpack: number and title, with the ending of the file that was handed in."""
    ending = one.file_name.rpartition(".")[2].lower() if "." in one.file_name else "bin"
    title = "".join(each if each.isalnum() or each in "（）()-—、 " else "_" for each in one.title).strip()[:60]
    return f"证据{one.ordinal} {title}.{ending}"


def _zip(files: Iterable[tuple[str, bytes]]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(zipfile.ZipInfo(name, FIRST_DAY), content, zipfile.ZIP_DEFLATED)
    return written.getvalue()
