"""Import a bank statement of 100,000 lines with matches, and the same one again.

    python benchmarks/ledger_bank.py [--lines 100000] [--payees 1000] [--sample 500] [--json]

Of 100 lines 60 are payments that were settled before, 10 payments that the bank made before anybody settled them
(each is entered), 10 money that was due (each is entered), 20 something else: fees, unknown senders, payments without
their reference. Timed from the bytes of the file: keep, check, add, match. The second time nothing may be added and
nothing matched.

Baseline in the same run: a sample of such lines one by one through the ORM, look up the key, save the line, look up
the payment, save the match. Uses an installation of its own with its durability.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent
HEAD: Final = "交易日期,借方发生额,贷方发生额,对方户名,对方账号,摘要,流水号\n"


def main() -> int:
    """Make the world, import twice, print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--lines", type=int, default=100_000)
    parser.add_argument("--payees", type=int, default=1000)
    parser.add_argument("--sample", type=int, default=500, help="lines of the baseline")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory(prefix="erdem-ledger-bank-") as folder:
        os.environ["ERDEM_HOME"], os.environ["ERDEM_DEMONSTRATION"] = folder, "no"
        os.environ.pop("ERDEM_DATABASE_URL", None)
        from erdem.web.cli.session import ready_database

        held = ready_database()
        from erdem.web.testing import fill_template

        fill_template()
        figures = measure(options)
        held.cleanup()
    if options.json:
        print(json.dumps(figures, ensure_ascii=False, indent=1))
    else:
        for name, value in figures.items():
            print(f"{name:34} {value}")
    return int(figures["added again"] != 0 or figures["matched again"] != 0)


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Return the figures."""
    from erdem.ledger.tests.paying import make_desk

    desk = make_desk(payees=options.payees, fen=10**9)
    begun = time.monotonic()
    rows, open_dues = list(_world(desk, options.lines)), options.lines // 10
    set_up = time.monotonic() - begun
    content = (HEAD + "\n".join(rows) + "\n").encode("gb18030")
    first, counts = _import(desk, content)
    again, repeated = _import(desk, content + b"\n")
    return {
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}",
        "python": platform.python_version(),
        "lines": options.lines,
        "payments waiting (pool)": options.lines * 7 // 10,
        "accounts due (pool)": open_dues,
        "megabytes": round(len(content) / 1e6, 1),
        "seconds": round(first, 1),
        "lines a second": round(options.lines / first),
        "added": counts["added"],
        "matched payments": counts["matched"]["payment"],
        "matched dues": counts["matched"]["due"],
        "seconds again": round(again, 1),
        "added again": repeated["added"],
        "matched again": repeated["matched"]["payment"] + repeated["matched"]["due"],
        "baseline lines a second": round(_baseline(desk, options.sample)),
        "baseline sample": options.sample,
        "set-up seconds": round(set_up),
    }


def _import(desk: Any, content: bytes) -> tuple[float, dict[str, Any]]:
    """Keep, check, add and match a file as the worker does; return the seconds and what became of it."""
    from django.utils import timezone

    from erdem.base import blobs
    from erdem.base.actor import acting_as
    from erdem.ledger.models import StatementFile
    from erdem.ledger.services import bank_import

    begun = time.monotonic()
    with acting_as(desk.one):
        blob = blobs.keep(content, media_type="application/octet-stream")
        file = StatementFile(
            bank_account=desk.bank, sha256=blob.sha256, blob=blob, file_name=f"{timezone.now()}.csv", state="checking",
            handed_in_by_id=desk.one.user_id,
        )  # fmt: skip
        file.save(force_insert=True)
    bank_import.check_statement(actor=desk.one, file_id=file.pk)
    checked = time.monotonic() - begun
    with acting_as(desk.one):
        StatementFile.objects.filter(pk=file.pk).update(state="importing")
    counts = bank_import.import_statement(actor=desk.one, file_id=file.pk)
    print(f"checked in {checked:.1f} s, all in {time.monotonic() - begun:.1f} s", file=sys.stderr)
    return time.monotonic() - begun, counts


def _world(desk: Any, lines: int) -> Iterator[str]:
    """Make payments and dues, and yield the rows of the statement."""
    paid, waiting, due, other = lines * 6 // 10, lines // 10, lines // 10, lines - lines * 8 // 10
    yield from _payments(desk, paid, settled=True)
    yield from _payments(desk, waiting, settled=False)
    yield from _dues(desk, due)
    for number in range(other):
        kind = number % 4
        if kind == 0:
            yield f"2026-11-20,{1 + number % 50}.00,,,,账户管理费,F{number}"
        elif kind == 1:
            yield f"2026-11-20,,{100 + number % 900}.01,示例来款人{number % 300},6228,往来,U{number}"
        elif kind == 2:
            yield f"2026-11-20,{200 + number % 700}.03,,示例社区{1 + number % 1000},6222,转账,P{number}"
        else:
            yield f"2026-11-21,,{5 + number % 5}.00,,,利息,"


def _payments(desk: Any, count: int, *, settled: bool) -> Iterator[str]:
    """Make orders that are with the bank, paid or not, and yield the rows by which the bank says it paid them."""
    from erdem.base.actor import acting_as
    from erdem.ledger.matching import Candidate
    from erdem.ledger.models import BankLine, PaymentLine
    from erdem.ledger.services.matching_many import Found, _settle

    size = len(desk.owed)
    for start in range(0, count, size):
        order = desk.sent(*[1000 + (start // size)] * min(size, count - start))
        with acting_as(desk.one):
            made = list(PaymentLine.objects.filter(order=order).select_related("payee").order_by("ordinal"))
            if settled:
                found = [
                    Found(BankLine(day=order.day, amount=-line.amount), Candidate(line.pk, "payment", ()), line)
                    for line in made
                ]
                _settle(desk.one, desk.bank, found)
        for line in made:
            fen = line.amount
            said = f"{line.holder_name},{line.bank_number},{line.reference} 分成,S{line.pk}"
            yield f"{order.day},{fen // 100}.{fen % 100:02},,{said}"


def _dues(desk: Any, count: int) -> Iterator[str]:
    """Make enterprises that owe, each its own amount, and yield the rows by which it came in."""
    from django.utils import timezone

    from erdem.base.actor import acting_as
    from erdem.base.bulk import insert_rows
    from erdem.ledger.models import Account, Entry, Payee, Posting

    today = timezone.localdate()
    with acting_as(desk.one):
        payees = [Payee(book=desk.book, kind="enterprise", name=f"示例企业{number}") for number in range(count)]
        insert_rows(payees)
        accounts = [Account(book=desk.book, kind="due", payee=payee, unit="CNY") for payee in payees]
        insert_rows(accounts)
        entries = [
            Entry(book=desk.book, number=0, day=today, memo="示例", posted_by_id=desk.one.user_id) for _ in payees
        ]
        insert_rows(entries)
        insert_rows(
            [
                Posting(entry=entry, account=account, amount=sign * (50_000 + number), day=today)
                for number, (entry, own) in enumerate(zip(entries, accounts, strict=True))
                for account, sign in ((own, 1), (desk.owed[0], -1))
            ]
        )
    for number, payee in enumerate(payees):
        fen = 50_000 + number
        yield f"{today},,{fen // 100}.{fen % 100:02},{payee.name},6228,惠益款,D{number}"


def _baseline(desk: Any, sample: int) -> float:
    """Return lines a second, one by one through the ORM: is it there, save it, find its payment, save the match."""
    from erdem.base.actor import acting_as
    from erdem.ledger.models import BankLine, BankMatch, PaymentLine, StatementFile

    rows = list(_payments(desk, sample, settled=True))
    with acting_as(desk.one):
        file = StatementFile.objects.filter(bank_account=desk.bank)[0]
    begun = time.monotonic()
    for number, row in enumerate(rows):
        day, out, _into, name, account, text, serial = row.split(",")
        with acting_as(desk.one):
            if BankLine.objects.filter(bank_account=desk.bank, key=serial).exists():
                continue
            fen = -round(float(out) * 100)
            line = BankLine.objects.create(
                bank_account=desk.bank, file=file, row=number, key=serial, day=day, amount=fen, counterparty=name,
                counterparty_number=account, reference=text, serial=serial,
            )  # fmt: skip
            payment = PaymentLine.objects.get(reference=text.split()[0])
            BankMatch.objects.create(line=line, kind="payment", payment=payment, made_by_id=desk.one.user_id)
    return sample / (time.monotonic() - begun)


if __name__ == "__main__":
    sys.exit(main())
