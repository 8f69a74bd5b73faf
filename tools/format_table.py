"""Write `docs/reference/literature-formats.md`: ``python tools/format_table.py`` (``--check`` only compares).

The words on a format are the docstring of its module, the figures are measured on the files of the shared data folder
(`../shared`, or where ``ERDEM_SHARED`` points).
"""

from __future__ import annotations

import gzip
import inspect
import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from erdem.lib.reading import UnreadableError
from erdem.literature.formats import FORMATS, Problem, Publication, detect, read

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs" / "reference" / "literature-formats.md"
SHARED = Path(os.environ.get("ERDEM_SHARED", ROOT.parent / "shared"))
PATENTS = SHARED / "data" / "patents"
SUBSET = "herbal_tk_subset.jsonl.gz"  # taken out of the other corpora
FIELDS = (
    *("titles", "abstracts", "claims", "description", "ipc", "cpc", "locarno", "applicants", "inventors", "parties"),
    *("priorities", "filing_date", "publication_date", "grant_date", "family_id", "family_members", "citations"),
    *("legal_status", "legal_events", "ingredients", "steps"),
)
QUICK = 300_000  # bytes; the test measures only files up to this size again

# What the beginning of a file must show.
RECOGNISED = {
    "zip": "the signature of an archive that is no workbook, or a part of a split archive",
    "uspto-xml": "the root `us-patent-grant` or `us-patent-application`",
    "uspto-sgml": "the root `PATDOC`",
    "uspto-pap": "the root `patent-application-publication`",
    "uspto-greenbook": "a line `PATN`",
    "uspto-brs": "a line `*** BRS DOCUMENT BOUNDARY ***`",
    "uspto-grant-list": "the columns of the list in the first line",
    "uspto-grant-list-json": "an object whose first key is a number and whose first field is `patent_title`",
    "cnipa": "the root `PatentDocumentAndRelated`",
    "epo-ops": "the root `world-patent-data`, or one of its records",
    "st36": "the root `ep-patent-document` or another of ST.36, or a collection of such",
    "st96": "a root of ST.96, with or without its namespace",
    "google-page": "`itemprop` of the number or the title, or the address of the service in a page",
    "patentscope": "the columns `Publication Number`, `Publication Date`, `Title` and one of its own in the first rows",
    "lens-csv": "the columns `Jurisdiction`, `Kind`, `Publication Date`, `Title`",
    "india-csv": "the columns `Patent Number`, `Application Number`, `Title of Invention`, `Patentee Name`",
    "patentsview": "tabs, and `patent_id` beside a column that only one table has",
    "cnki": "`[1] … [P]` in the first line",
    "plain-table": "a known word for a number and one for the title in the header, within the first ten rows",
    "epo-ops-json": "a JSON object with the one key `ops:world-patent-data`",
    "epo-ops-dump": "JSON with the fields of the program that wrote it",
    "uspto-search": "JSON with the fields of the search system",
    "lens-jsonl": "`publicationKey`, or `lens_id` and `biblio`, in the first record",
    "google-bigquery": "`publication_number` beside `title_localized`, `country_code`, `family_id` or `assignee_harmonized`",
    "jsonl": "a brace, or a bracket before a brace; tried last",
}

HEAD = """# Formats of patent literature

Written by `python tools/format_table.py` from the importers and the sample files; do not edit.

A file is told by the beginning of its content, never by its name; the formats are tried in the order below. Every
importer reads as a stream, in bounded memory; a record that cannot be used is refused alone, with its line, a sentence
and, where it has one, its own text (`Problem.raw`), which can be corrected and read again. Any text may be UTF-8, UTF-16
or GB18030, and compressed with gzip. A table whose columns nobody knows is read after a person said which is which
(`plain_table.read_columns`, then `plain_table.read` with the mapping).
"""
COUNTS = """## How often a number is counted

"Spelled" counts the numbers of a corpus as they are written, "distinct" counts publications. The figures of the
reference notes (36,735 Indian, 24,291 PATENTSCOPE, 95,850 in all) are of the first kind:

* The Indian list holds {debris} rows that are no patents: pages of the journal with first examination reports, whose first
  cell is the name of an office. Their {words} different words were counted as numbers; they are refused.
* PATENTSCOPE writes some numbers twice, in capitals and in small letters or with and without zeros (`ES2228454` and
  `es2228454`, `RU0002529060` and `ru0002529060`): {doubles} publications are spelled in two ways.
* All corpora of the folder spell {spelled} different numbers; they are {distinct} publications. The notes count 95,850.
  They name a corpus of 1,984 American patents with claims that is not in the folder; 1,982 of them in no other corpus
  make the difference exactly.
* `{subset}` repeats records of the others and is left out of the sum.
* CNKI: the notes speak of 12,760 lines, of which 28 could not be read; only the 12,732 others are in the folder, so the
  28 cannot be shown. Such lines are refused one by one, with their text.
"""


@dataclass
class Outcome:
    """What reading one file gave. `why` counts the reasons of what was refused, `odd` what was kept with a remark."""

    name: str
    format: str = ""
    kept: int = 0
    refused: int = 0
    why: Counter[str] = field(default_factory=Counter)
    odd: Counter[str] = field(default_factory=Counter)
    identifiers: set[str] = field(default_factory=set)
    filled: Counter[str] = field(default_factory=Counter)

    def row(self) -> str:
        """The line of the table."""
        reasons = [f"{code} {count:,}" for code, count in sorted(self.why.items())]
        remarks = [f"kept with {code} {count:,}" for code, count in sorted(self.odd.items())]
        cells = (
            f"`{self.name}`",
            self.format or "—",
            f"{self.kept + self.refused:,}",
            f"{self.kept:,}",
            f"{self.refused:,}",
            f"{len(self.identifiers):,}",
            "; ".join([*reasons, *remarks]),
        )
        return "| " + " | ".join(cells) + " |"


def files() -> Iterator[Path]:
    """Every file of the folder in a lasting order, but licences."""
    for path in sorted(PATENTS.rglob("*")):
        if path.is_file() and not path.name.startswith("LICENSE"):
            yield path


def measure(path: Path) -> Outcome:
    """Read a file as an import does and count."""
    outcome = Outcome(path.relative_to(PATENTS).as_posix())
    try:
        outcome.format = detect(path)
    except UnreadableError as error:
        outcome.why[error.problem.code] += 1
        return outcome
    for item in read(path, outcome.format):
        count(outcome, item)
    return outcome


def count(outcome: Outcome, item: Publication | Problem) -> None:
    """Count one thing read: a problem of the whole file is no record."""
    if isinstance(item, Publication):
        outcome.kept += 1
        outcome.identifiers.add(item.identifier)
        outcome.filled.update(name for name in FIELDS if getattr(item, name))
    elif item.kept:
        outcome.odd[item.code] += 1
    else:
        outcome.why[item.code] += 1
        outcome.refused += item.line is not None


def spelled_numbers(path: Path) -> set[str]:
    """The numbers of a corpus as they are written."""
    found = set()
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as lines:
        for line in lines:
            number = json.loads(line).get("pub")
            found.add(number[0] if isinstance(number, list) else number)
    return found - {None}


def format_part(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """A section for each format: the words of its module, and how often its fields are filled in the samples."""
    yield "## Formats\n"
    outcomes = list(outcomes)
    for one in FORMATS:
        mine = [outcome for outcome in outcomes if outcome.format == one.name and outcome.kept]
        kept = sum(outcome.kept for outcome in mine)
        yield f"### {one.label}\n"
        yield f"`{one.name}`; told by {RECOGNISED.get(one.name, 'its content')}.\n"
        yield f"{module_words(one.read)}\n"
        if not kept:
            yield "No sample is at hand; the tests use invented files.\n"
            continue
        filled = sum((outcome.filled for outcome in mine), Counter[str]())
        shares = [f"{name} {share(filled[name], kept)}" for name in FIELDS if filled[name]]
        yield f"Filled in {kept:,} records of {len(mine)} samples: {', '.join(shares)}.\n"


def share(part: int, whole: int) -> str:
    """A part in whole percent, never 100 for less than all."""
    if part == whole:
        return "100 %"
    return f"{min(99, max(1, round(100 * part / whole)))} %"


def module_words(function: object) -> str:
    """The docstring of the module in which a reader stands, as paragraphs."""
    module = inspect.getmodule(getattr(function, "func", function))
    paragraphs = inspect.cleandoc(module.__doc__ or "").split("\n\n") if module else []
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs).strip()


def table_part(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """The table of all files."""
    yield "## Sample files\n"
    yield "Paths are those of the folder `data/patents`; read = kept + rejected.\n"
    yield "| file | format | read | kept | rejected | distinct | why |"
    yield "|---|---|---:|---:|---:|---:|---|"
    yield from (outcome.row() for outcome in outcomes)


def count_part(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """The corpora with the numbers as spelled beside the publications, and why they differ."""
    corpora = {Path(one.name).name: one for one in outcomes if one.name.startswith("corpora/") and ".jsonl" in one.name}
    spelled = {name: spelled_numbers(PATENTS / one.name) for name, one in corpora.items()}
    own = [name for name in corpora if name != SUBSET]
    indian, portal = corpora["in_grants_2018_2019.jsonl.gz"], corpora["patentscope_pizza.jsonl.gz"]
    yield COUNTS.format(
        debris=f"{indian.refused:,}",
        words=len(spelled["in_grants_2018_2019.jsonl.gz"]) - len(indian.identifiers),
        doubles=len(spelled["patentscope_pizza.jsonl.gz"]) - len(portal.identifiers),
        spelled=f"{len(set().union(*(spelled[name] for name in own))):,}",
        distinct=f"{len(set().union(*(corpora[name].identifiers for name in own))):,}",
        subset=SUBSET,
    )
    yield "| corpus | rows | spelled | distinct |"
    yield "|---|---:|---:|---:|"
    for name, one in corpora.items():
        yield f"| `{name}` | {one.kept + one.refused:,} | {len(spelled[name]):,} | {len(one.identifiers):,} |"


def document() -> str:
    """The whole page."""
    outcomes = [measure(path) for path in files()]
    parts = [HEAD, *format_part(outcomes), *count_part(outcomes), "", *table_part(outcomes)]
    return "\n".join(parts) + "\n"


def main() -> int:
    """Write the page, or only compare."""
    if not PATENTS.is_dir():
        print(f"There is no {PATENTS.name} folder beside the project, so nothing was measured.")
        return 1
    text = document()
    if "--check" in sys.argv[1:]:
        current = DOCUMENT.exists() and DOCUMENT.read_text(encoding="utf-8") == text
        print("current" if current else "out of date: run python tools/format_table.py")
        return 0 if current else 1
    DOCUMENT.write_text(text, encoding="utf-8")
    print(f"wrote {DOCUMENT.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
