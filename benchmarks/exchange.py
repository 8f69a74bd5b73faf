"""Round trip and import of records: how fast, how much memory, and whether anything changes.

Run with: ``python -m benchmarks.exchange [--records 10000] [--json]``. It works in a database of its own (as the tests do) and
leaves nothing behind. Baselines in the same run: bare `bulk_create` of the same rows as the same role, and writing and reading
the bare cells with the csv module and with XlsxWriter and calamine.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import platform
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

HOME = Path(tempfile.gettempdir()) / "erdem-benchmark-exchange"
BATCH = 500


@contextmanager
def database() -> Iterator[None]:
    """Open a migrated database of its own."""
    os.environ.setdefault("ERDEM_TEST_HOME", str(HOME))
    from erdem.base.testing import environment  # sets what the settings read

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "erdem.web.settings")
    import django

    django.setup()
    from erdem.base.testing import database as clones
    from erdem.web import wiring
    from erdem.web.testing import fill_template

    package = environment.ROOT / "erdem"
    clones.prepare(environment.HOME / "postgres", package, "exchange", workflows=wiring.workflows(), fill=fill_template)
    yield


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Return the seconds that a piece of work took, and its result."""
    begun = time.perf_counter()
    result = work()
    return time.perf_counter() - begun, result


def a_record(number: int) -> Any:
    """Return a formula of usual size, with something in the lines."""
    from erdem.knowledge.content import IngredientLine, NameLine, OriginLine, PlaceLine, RecordContent, SourceLine

    return RecordContent(
        kind="formula",
        name=f"示例方{number}",
        tk_class="2",
        tk_type="2.5",
        diffusion_tier="D4",
        text=f"示例正文第{number}条，水煎服，一日二次。" * 3,
        indication="示例主治",
        names=(NameLine(f"=别名{number}"), NameLine("ᠨᠡᠷ᠎ᠡ", "mn")),
        origins=(OriginLine("示例说法", "示例依据"),),
        sources=(SourceLine("示例方书", kind="classic", author="示例", chapter="卷一"),),
        places=(PlaceLine("152530"),),
        ingredients=tuple(IngredientLine(name, "三两", "去核") for name in ("诃子", "栀子", "川楝子", "甘草", "黄芩")),
        line=number + 2,
    )


def bare_rows(count: int) -> float:
    """Write as many records with as many ingredients as bare rows, and take them back: the floor of any import."""
    from django.db import transaction

    from erdem.base.actor import SYSTEM, acting_as
    from erdem.knowledge.models import Ingredient, Record

    def write() -> None:
        made = [
            Record(number=f"TK-152530-{100000 + n}", kind="formula", name=f"示例{n}", tk_class="2", diffusion_tier="D4")
            for n in range(count)
        ]
        Record.objects.bulk_create(made, batch_size=1000)
        lines = [Ingredient(record=record, name="诃子", ordinal=n) for record in made for n in range(5)]
        Ingredient.objects.bulk_create(lines, batch_size=1000)

    with acting_as(SYSTEM):
        seconds, _none = timed(write)
        transaction.set_rollback(True)
    return seconds


def bring_back(content: bytes) -> Any:
    """Read a table and check it against the register, in batches as a page does."""
    from erdem.base.actor import SYSTEM, acting_as
    from erdem.knowledge.formats.changes import ChangeRow, read_changes
    from erdem.knowledge.services import ChangeImporter, ImportOptions, ImportOutcome

    importer, outcome, batch = ChangeImporter(SYSTEM, ImportOptions(file="示例")), ImportOutcome(), []
    for item in read_changes(io.BytesIO(content), name="示例"):
        if isinstance(item, ChangeRow):
            batch.append(item)
        if len(batch) == BATCH:
            with acting_as(SYSTEM):
                outcome.add(importer.write(batch))
            batch = []
    with acting_as(SYSTEM):
        outcome.add(importer.write(batch))
    return outcome


def without_numbers(content: bytes) -> bytes:
    """Return the table with new names and without numbers: every row becomes a new draft."""
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    stream = io.StringIO(newline="")
    name = rows[0].index("名称")
    for row in rows[1:]:
        row[0] = row[1] = ""
        row[name] = f"{row[name]}新"
    csv.writer(stream).writerows(rows)
    return stream.getvalue().encode("utf-8-sig")


def as_workbook(content: bytes) -> bytes:
    """Return a CSV table as a workbook."""
    import xlsxwriter

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"constant_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(csv.reader(io.StringIO(content.decode("utf-8-sig")))):
            for index, cell in enumerate(row):
                if cell:
                    sheet.write_string(number, index, cell)
    return stream.getvalue()


def measure(count: int) -> dict[str, Any]:
    """Return the figures."""
    from erdem.base.actor import SYSTEM, acting_as
    from erdem.knowledge import queries, services
    from erdem.knowledge.models import Record

    found: dict[str, Any] = {"machine": f"{platform.machine()}, {os.cpu_count()} cores", "records": count}
    found["load"], found["bare_rows_per_s"] = round(os.getloadavg()[0], 1), round(count / bare_rows(count))
    importer, made = services.Importer(SYSTEM, services.ImportOptions()), [a_record(n) for n in range(count)]
    with acting_as(SYSTEM):
        batches = range(0, count, BATCH)
        seconds, _none = timed(lambda: [importer.write(made[start : start + BATCH]) for start in batches])
        found["contents_new_per_s"] = round(count / seconds)
        before = list(Record.objects.order_by("pk").values_list("number", "version", "updated_at"))
    plain = b""
    for kind in ("csv", "xlsx"):
        with acting_as(SYSTEM):
            taken = partial(services.take_out_records, actor=SYSTEM, wanted=queries.RecordFilter(), kind=kind)
            seconds, content = timed(taken)
        found[f"{kind}_out_per_s"], found[f"{kind}_mb"] = round(count / seconds), round(len(content) / 1e6, 1)
        seconds, outcome = timed(partial(bring_back, content))
        found[f"{kind}_back_per_s"] = round(count / seconds)
        found[f"{kind}_differences"] = outcome.changed + outcome.kept + outcome.rejected + count - outcome.unchanged
        plain = content if kind == "csv" else plain
    with acting_as(SYSTEM):
        after = list(Record.objects.order_by("pk").values_list("number", "version", "updated_at"))
    found["rows_touched"] = sum(one != other for one, other in zip(before, after, strict=True))
    for kind, content in (("csv", without_numbers(plain)), ("xlsx", as_workbook(without_numbers(plain)))):
        seconds, outcome = timed(partial(bring_back, content))
        found[f"{kind}_new_per_s"], found[f"{kind}_new"] = round(count / seconds), outcome.kept
        with acting_as(SYSTEM):
            Record.objects.filter(name__endswith="新").delete()
    found["peak_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with database():
        found = measure(given.records)
    if given.json:
        sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
    else:
        sys.stdout.writelines(f"{name}: {value}\n" for name, value in found.items())


if __name__ == "__main__":
    main()
