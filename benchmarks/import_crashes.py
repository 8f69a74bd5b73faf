"""Kill an import at random moments and see that nothing is lost and nothing comes twice.

    python benchmarks/import_crashes.py [--rounds 20] [--records 3000] [--seed 1] [--victims importer,worker,postgres]

Each round imports a made-up file (repeated documents, refused records, families, corrections among them), kills the victim with
SIGKILL one to three times, starts the work again each time, and compares the end with an import that nobody disturbed: every
table row for row but for its number and its moment. `acknowledged` counts records that the database had told settled before a
kill, `lost` those of them that are missing afterwards, `duplicated` rows that stand twice, `different` rounds whose end differs
in anything. Exit code 1 when lost, duplicated or different is not nought.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent
WAIT: Final = 600.0
CONTENT: Final = {
    "literature_publication": "id family_id replaced_by_id created_at updated_at",
    "literature_family": "id created_at",
    "literature_textunit": "id publication_id",
    "literature_classification": "id publication_id",
    "literature_party": "id publication_id",
    "literature_priority": "id publication_id",
    "literature_legalevent": "id publication_id",
    "literature_sourcerecord": "id publication_id",
    "literature_importproblem": "id run_id",
    "literature_quarantinedrecord": "id run_id publication_id",
    "literature_importrun": "id blob_id progress_id path created_at finished_at advanced_at interruptions user_id",
}
SETTLED: Final = "SELECT coalesce(max(position), 0) FROM literature_importrun WHERE state <> 'checking' AND kept > 0"


def write_file(path: Path, records: int, chance: random.Random) -> None:
    """Write the file of a round: whole records, repeated ones, ones that cannot be read."""
    with path.open("w", encoding="utf-8") as stream:
        for number in range(records):
            serial = 102_000_000 + number
            record: dict[str, Any] = {
                "publication": f"CN{serial}A",
                "application": f"CN2011{1 + number % 2}{number:07d}",
                "title": f"示例方法{number}",
                "abstract": f"示例摘要{number}，" + "风干牛肉。" * chance.randrange(40),
                "claims": [f"1. 一种示例方法{number}。", "2. 根据权利要求1所述的方法。"],
                "applicants": [f"示例公司{number % 97}"],
                "applicant_place": "内蒙古自治区锡林郭勒盟正蓝旗",
                "ipc": ["A23L13/10"],
                "filing_date": f"2011-{1 + number % 12:02d}-01",
                "legal_status": chance.choice(["授权", "审中", "失效", ""]),
            }
            match number % 50:
                case 7:
                    record = {"title": f"无号{number}"}
                case 11:
                    record |= {"publication": f"CN{serial - 1}A8"}
                case 19:
                    record |= {"publication": f"CN{serial - 12}A", "title": f"另一标题{number}"}
                case 23:
                    record |= {"family_id": f"F{number // 500}"}
            stream.write(json.dumps(record, ensure_ascii=False) + "\n")
            if number % 50 == 31:
                stream.write('{"publication": \n')


class Installation:
    """An installation of its own with an embedded database."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.environment = {**os.environ, "ERDEM_HOME": str(home), "PYTHONPATH": str(ROOT)}
        self.environment.pop("ERDEM_DATABASE_URL", None)

    def importer(self, file: Path) -> subprocess.Popen[bytes]:
        """Start the command line on a file."""
        return self._start("-m", "erdem.web.cli", "import", "literature", str(file), "--json")

    def worker(self, file: Path) -> subprocess.Popen[bytes]:
        """Start a worker that saves an upload of the file; the first one hands it in."""
        return self._start(str(Path(__file__)), "--work", str(file))

    def prepare(self) -> None:
        """Make the database; the server stops again."""
        if self._start(str(Path(__file__)), "--prepare").wait(timeout=WAIT):
            raise SystemExit(f"the database could not be made; see {self.home / 'log'}")

    def _start(self, *arguments: str) -> subprocess.Popen[bytes]:
        with (self.home / "log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, *arguments], cwd=ROOT, env=self.environment, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip

    def ask(self, statement: str) -> list[tuple[Any, ...]]:
        """Ask the database as its owner; nothing when it does not answer."""
        import psycopg

        from erdem.base import server

        with (
            contextlib.suppress(psycopg.Error, OSError),
            server.owner_connection(self.home / "postgres", server.DATABASE) as connection,
        ):
            return connection.execute(statement).fetchall()
        return []

    def settled(self) -> int:
        """How many records and problems of the file the database says are settled."""
        rows = self.ask(SETTLED)
        return int(rows[0][0]) if rows else 0

    def kill_postgres(self) -> None:
        """Kill the server and all its processes."""
        with contextlib.suppress(OSError, ValueError, IndexError):
            head = int((self.home / "postgres" / "postmaster.pid").read_text(encoding="utf-8").split()[0])
            children = subprocess.run(
                ["ps", "--ppid", str(head), "-o", "pid="], capture_output=True, text=True, check=False
            )
            for number in (head, *map(int, children.stdout.split())):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(number, signal.SIGKILL)

    def told(self) -> dict[str, Any]:
        """What the database holds in the end: ``content`` by table, rows that stand ``twice``."""
        file = self.home / "told.json"
        if self._start(str(Path(__file__)), "--tell", str(file)).wait(timeout=WAIT):
            raise SystemExit(f"the database does not answer; see {self.home / 'log'}")
        answer: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        return answer


TWICE: Final = (
    "SELECT (SELECT count(*) - count(DISTINCT number_key) FROM literature_publication)"
    " + (SELECT count(*) - count(DISTINCT (publication_id, name, snapshot)) FROM literature_sourcerecord)"
    " + (SELECT count(*) - count(DISTINCT (file, line, code)) FROM literature_quarantinedrecord)"
)


def tell(file: Path) -> None:
    """Write every row as text, without numbers and moments, in order."""
    sys.path.insert(0, str(ROOT))
    from erdem.base import server
    from erdem.web.cli.session import load_django, start_server

    held = start_server()
    content = {}
    with server.owner_connection(load_django().HOME / "postgres", server.DATABASE) as connection:
        for table, left_out in CONTENT.items():
            names = ", ".join(f"'{name}'" for name in left_out.split())
            rows = connection.execute(f"SELECT (to_jsonb(one) - ARRAY[{names}])::text FROM {table} AS one ORDER BY 1")
            content[table] = [row[0] for row in rows]
        twice = connection.execute(TWICE).fetchone()
        state = connection.execute("SELECT state FROM literature_importrun ORDER BY id DESC LIMIT 1").fetchone()
        settled = connection.execute(SETTLED).fetchone()
    answer = {
        "content": content,
        "twice": twice[0] if twice else -1,
        "state": state[0] if state else "",
        "position": settled[0] if settled else 0,
    }
    file.write_text(json.dumps(answer), encoding="utf-8")
    del held


def prepare() -> int:
    """Bring the database of a new installation up, with its divisions."""
    sys.path.insert(0, str(ROOT))
    from erdem.web.cli.session import ready_database

    held = ready_database()
    from erdem.base.actor import SYSTEM, acting_as
    from erdem.people import services as people

    with acting_as(SYSTEM):
        people.load_places(actor=SYSTEM)
    del held
    return 0


def work(file: Path) -> bool:
    """Hand the file in once, then save it as a worker does."""
    sys.path.insert(0, str(ROOT))
    from erdem.web.cli.session import ready_database

    held = ready_database()
    from procrastinate.contrib.django import app

    from erdem.base.actor import SYSTEM, acting_as
    from erdem.base.jobs import take_up_interrupted
    from erdem.literature import services
    from erdem.literature.models import ImportRun

    with acting_as(SYSTEM):
        run = ImportRun.objects.order_by("pk").first()
        if run is None:
            content = file.read_bytes()
            run = services.receive_upload(actor=SYSTEM, content=content, file_name=file.name, source_name=file.name)
    take_up_interrupted(["default"])
    _work_off(app)
    with acting_as(SYSTEM):
        run.refresh_from_db()
        if run.state == "checked":
            services.confirm_run(actor=SYSTEM, run=run)
    _work_off(app)
    with acting_as(SYSTEM):
        run.refresh_from_db()
    del held
    return run.state == "done"


def _work_off(app: Any) -> None:
    with app.replace_connector(app.connector.get_worker_connector()) as working:
        working.run_worker(
            queues=["default"], wait=False, concurrency=1, install_signal_handlers=False, listen_notify=False
        )


def undisturbed(home: Path, file: Path, start: str) -> dict[str, list[str]]:
    """The end of an import that nobody disturbs."""
    installation = Installation(home)
    finish(installation, getattr(installation, start), file)
    content: dict[str, list[str]] = installation.told()["content"]
    return content


def finish(installation: Installation, start: Callable[[Path], subprocess.Popen[bytes]], file: Path) -> None:
    """Start the work again until it comes to its end: all read (0), or all but what was refused (65)."""
    until = time.monotonic() + WAIT
    while time.monotonic() < until:
        if start(file).wait(timeout=WAIT) in (0, 65):
            return
        time.sleep(0.5)  # a server that was killed needs a moment to be started again
    raise SystemExit(f"the import did not come to its end; see {installation.home / 'log'}")


def one_round(
    home: Path, file: Path, victim: str, expected: dict[str, list[str]], chance: random.Random
) -> dict[str, int]:
    """Kill the victim one to three times, let the work end, count."""
    installation = Installation(home)
    start = installation.worker if victim == "worker" else installation.importer
    told: dict[str, Any] = {}
    acknowledged, total, kills, lost = 0, len(file.read_text(encoding="utf-8").splitlines()), 0, 0
    for _number in range(chance.randint(1, 3)):
        process = start(file)
        aim = acknowledged + chance.randrange(1, max(2, total - acknowledged))
        until = time.monotonic() + WAIT
        while process.poll() is None and installation.settled() < aim and time.monotonic() < until:
            time.sleep(0.02)  # a count of rows tells nobody when it changes
        time.sleep(chance.random() * 0.3)  # the moment of the kill is chance
        acknowledged = max(acknowledged, installation.settled())
        if process.poll() is None:
            kills += 1
        if victim == "postgres":
            installation.kill_postgres()
        with contextlib.suppress(ProcessLookupError):
            if victim != "postgres":
                os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=WAIT)
        told = installation.told()
        lost += max(0, acknowledged - told["position"])
        if told["state"] == "done":
            break
    if told["state"] != "done":
        finish(installation, start, file)
        told = installation.told()
    found = told["content"]
    missing = sum(len(set(rows) - set(found[table])) for table, rows in expected.items())
    return {
        "kills": kills,
        "acknowledged": acknowledged,
        "lost": lost + missing,
        "duplicated": told["twice"],
        "different": int(found != expected),
    }


def main() -> int:
    """Run the rounds and print one JSON object."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--records", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--victims", default="importer,worker,postgres")
    parser.add_argument("--tell", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--prepare", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--work", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.tell:
        tell(options.tell)
        return 0
    if options.prepare or options.work:
        return prepare() if options.prepare else int(not work(options.work))
    sys.path.insert(0, str(ROOT))
    folder = Path(tempfile.mkdtemp(prefix="erdem-crashes-"))
    begun = time.monotonic()
    try:
        totals = run_rounds(folder, options.rounds, options.records, options.victims.split(","), options.seed)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    figures = {"rounds": options.rounds, "records": options.records, **totals}
    print(json.dumps({**figures, "seconds": round(time.monotonic() - begun)}))
    return int(any(totals[name] for name in ("lost", "duplicated", "different")))


def run_rounds(folder: Path, rounds: int, records: int, victims: list[str], seed: int) -> dict[str, int]:
    """Run the rounds in installations that are copies of one; say each on the error stream."""
    chance = random.Random(seed)
    file = folder / "示例.jsonl"
    write_file(file, records, chance)
    made = folder / "made"
    made.mkdir()
    Installation(made).prepare()
    totals = dict.fromkeys(("kills", "acknowledged", "lost", "duplicated", "different"), 0)
    expected: dict[str, dict[str, list[str]]] = {}
    for number in range(rounds):
        victim = victims[number % len(victims)]
        start = "worker" if victim == "worker" else "importer"
        if start not in expected:
            expected[start] = undisturbed(_copied(made, folder / f"undisturbed-{start}"), file, start)
        home = _copied(made, folder / f"round-{number}")
        came = one_round(home, file, victim, expected[start], chance)
        print(json.dumps({"round": number + 1, "victim": victim, **came}), file=sys.stderr, flush=True)
        totals = {name: totals[name] + came[name] for name in totals}
        shutil.rmtree(home, ignore_errors=True)
    return totals


def _copied(made: Path, home: Path) -> Path:
    subprocess.run(["cp", "-a", str(made), str(home)], check=True)
    return home


if __name__ == "__main__":
    sys.exit(main())
