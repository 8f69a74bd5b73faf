"""Measures the search page as people meet it: the real application on this machine, twenty people asking at once.

The database is filled by copying the documents of the index, with the same keys: their numbers, dates and names, the title,
the abstract, the first claim, two classes, the applicants. Only 127.0.0.1 is asked, for a bounded time.
"""

from __future__ import annotations

import contextlib
import http.client
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from erdem.lib.chance import repeatable
from erdem.web.cli.failures import Refused
from erdem.web.cli.measuring_search_rows import fill

if TYPE_CHECKING:
    from erdem.web.cli.measuring_search_material import Material
    from erdem.web.cli.measuring_search_questions import Question

USERS = 20
MEAN_PAUSE = 5.0  # seconds a person reads before asking again, exponential
CALM_SECONDS, STEADY_SECONDS = 75.0, 25.0
PORT = 8791
_PATIENCE = 60.0
_PATH = "/literature/"
_KINDS = {"and": 60, "phrase": 15, "or30": 10, "filtered": 15}  # of a hundred new questions
_STEPS = (
    60,
    14,
    16,
    5,
    5,
)  # of a hundred pages: a new question, the next page, a box ticked, the newest first, no question
_TICKED = (
    ("type", "invention"),
    ("type", "utility"),
    ("office", "CN"),
    ("status", "in_force"),
    ("region", "150000"),
    ("year", "2015-2019"),
    ("class", "A61K"),
)


@dataclass(slots=True)
class Times:
    """Seconds of each page, and pages that were not what they should be."""

    seconds: list[float] = field(default_factory=list)
    errors: int = 0
    began: float = 0.0
    ended: float = 0.0

    def figures(self) -> dict[str, Any]:
        """Percentiles in milliseconds, and the rate."""
        ordered = sorted(self.seconds)
        shares = {f"p{share}_ms": _at(ordered, share) for share in (50, 95, 99)}
        rate = round(len(ordered) / max(self.ended - self.began, 1e-9), 1)
        return {"requests": len(ordered), **shares, "errors": self.errors, "requests_per_s": rate}


def _at(ordered: Sequence[float], share: int) -> float | None:
    return round(ordered[min(len(ordered) - 1, len(ordered) * share // 100)] * 1000, 1) if ordered else None


def measure_pages(material: Material, asked: dict[str, list[Question]]) -> dict[str, Any]:
    """Fill the database of this process's own data folder, serve it, and ask.

    Raises:
        Refused: the server does not come up.
    """
    from erdem.web.cli.session import ready_database

    held = ready_database()
    filled = fill(material)
    with _served() as process:
        calm = _load(asked, CALM_SECONDS, MEAN_PAUSE)
        steady = _load(asked, STEADY_SECONDS, 0.0)
        memory = _peak_megabytes(process)
    del held
    return {
        **filled,
        "users": USERS,
        "mean_pause_s": MEAN_PAUSE,
        "with_pauses": calm.figures(),
        "without_pauses": steady.figures(),
        "peak_mb": memory,
    }


@contextlib.contextmanager
def _served() -> Iterator[subprocess.Popen[bytes]]:
    """The web server as `erdem run` starts it."""
    command = [sys.executable, "-m", "erdem.web.cli", "serve", "--port", str(PORT)]
    process = subprocess.Popen(command, start_new_session=True)
    try:
        _wait_until_served(process)
        yield process
    finally:
        process.terminate()
        process.wait(30)


def _wait_until_served(process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError):
            if _get(_connection(), _PATH) == http.HTTPStatus.OK:
                return
        threading.Event().wait(0.2)
    message = f"The web server on port {PORT} did not answer. Nothing was measured; see the lines above."
    raise Refused(message)


def _connection() -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", PORT, timeout=_PATIENCE)


def _get(connection: http.client.HTTPConnection, address: str) -> int:
    connection.request("GET", address)
    answer = connection.getresponse()
    answer.read()
    return answer.status


def _load(asked: dict[str, list[Question]], seconds: float, mean_pause: float) -> Times:
    """So many people for so long. A page of each is asked for first, one after the other, and not counted."""
    for number in range(USERS):
        _get(_connection(), Person(asked, repeatable(-number)).address())
    times = Times(began=time.monotonic())
    lock = threading.Lock()
    people = [
        threading.Thread(target=_person, args=(one, asked, seconds, mean_pause, times, lock)) for one in range(USERS)
    ]
    for person in people:
        person.start()
    for person in people:
        person.join()
    times.ended = time.monotonic()
    return times


def _person(
    number: int, asked: dict[str, list[Question]], seconds: float, mean_pause: float, times: Times, lock: threading.Lock
) -> None:
    chance = repeatable(number + 1)
    person = Person(asked, chance)
    connection = _connection()
    until = time.monotonic() + seconds
    pause = threading.Event()
    while True:
        if mean_pause:
            pause.wait(chance.expovariate(1 / mean_pause))
        began = time.monotonic()
        if began >= until:
            return
        status = _status(connection, person.address())
        with lock:
            times.seconds.append(time.monotonic() - began)
            times.errors += status not in (http.HTTPStatus.OK, http.HTTPStatus.FOUND)


def _status(connection: http.client.HTTPConnection, asked: str) -> int:
    """Ask; a connection that the server has closed meanwhile is opened anew, as browsers do."""
    for _ in range(2):
        try:
            return _get(connection, asked)
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            connection.close()
        except (OSError, http.client.HTTPException):
            break
    connection.close()
    return 0


class Person:
    """Somebody who searches: a new question, then perhaps its next page, a box ticked, another order."""

    def __init__(self, asked: dict[str, list[Question]], chance: random.Random) -> None:
        self._asked = asked
        self._chance = chance
        self._now: dict[str, Any] = {}

    def address(self) -> str:
        """The address of the page that is asked for next."""
        steps: dict[str, Callable[[], dict[str, Any]]] = {
            "new": self._new,
            "further": lambda: {**self._now, "page": int(self._now.get("page", 1)) + 1},
            "ticked": lambda: {**self._now, "page": 1, **dict([self._chance.choice(_TICKED)])},
            "newest": lambda: {**self._now, "page": 1, "order": "newest"},
            "blank": dict,
        }
        (step,) = self._chance.choices(list(steps), weights=_STEPS)
        self._now = steps[step]()
        return f"{_PATH}?{urlencode(self._now)}"

    def _new(self) -> dict[str, Any]:
        (kind,) = self._chance.choices(list(_KINDS), weights=list(_KINDS.values()))
        return {"q": self._chance.choice(self._asked[kind]).text}


def _peak_megabytes(process: subprocess.Popen[bytes]) -> int:
    """Memory of the largest process of the web server, mapped parts of the index included."""
    import psutil

    server = psutil.Process(process.pid)
    family = [server, *server.children(recursive=True)]
    largest: int = max(one.memory_info().rss for one in family)
    return round(largest / 1e6)
