"""How long the night takes with the clocks of 100,000 open cases: misses, pauses, alarms; and all after a year's notice.

    python benchmarks/cases_nightly.py [--cases 100000] [--sample 200] [--keep FOLDER]

Fills a throw-away installation (or one kept from an earlier run) with the cases of ``cases_queue.py`` and gives each the clock
of its mediation with the event of its start, one of twenty paused; last days are reckoned as the program does. Then asks the
services that the jobs call: the first night, in which everything is overdue at once, the night after, the same night again, and
the reckoning anew of every open clock after a change of its year. The baseline is named in the output: the same clocks taken one
by one by the same package (`recompute`), on a sample and scaled up. Prints one JSON object; seconds on the clock.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
AIM_S = 60
CLOCKS = """
INSERT INTO cases_caseclock (case_id, rule_id, place_code, started_on, extended, due_on, amber_on, red_on, state, is_provisional,
    explanation, reckoned_at)
SELECT c.id, %(rule)s, c.place_code, c.received_on, '[]', d.due_on, d.amber_on, d.red_on,
    CASE WHEN c.id %% 20 = 0 THEN 'paused' ELSE 'running' END, d.is_provisional, d.explanation, now()
FROM cases_case AS c JOIN jsonb_to_recordset(%(days)s::jsonb)
    AS d(day date, due_on date, amber_on date, red_on date, is_provisional boolean, explanation jsonb) ON d.day = c.received_on
"""
EVENTS = """
INSERT INTO cases_caseclockevent (clock_id, kind, day, at, actor_kind, actor_label, reason, document_name, due_after, detail,
    transaction_id)
SELECT k.id, e.kind, k.started_on, now(), 'system', '示例', '', '', k.due_on, e.detail::jsonb, 0
FROM cases_caseclock AS k CROSS JOIN (VALUES ('started', '{}'), ('paused', '{"reason": "test"}')) AS e(kind, detail)
WHERE e.kind = 'started' OR k.state = 'paused'
ORDER BY k.id, e.kind DESC
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the nights and print how long each took; 1 when one took longer than the aim."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--sample", type=int, default=200)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="erdem-nightly-") as folder:
        os.environ["ERDEM_HOME"], os.environ["ERDEM_DEMONSTRATION"] = str(options.keep or folder), "no"
        from cases_queue import _fill, _machine

        from erdem.web.cli.session import ready_database

        held = ready_database()
        filled = _fill(options.cases)
        _wind()
        result = {**_machine(), "filled_s": filled, **_nights(options.sample)}
        print(json.dumps(result, ensure_ascii=False, indent=1))
        del held
    slow = [name for name, each in result.items() if isinstance(each, dict) and each.get("s", 0) > AIM_S]
    return 1 if slow else 0


def _wind() -> None:
    """Give every case its clock, reckoned by the package; statements of the owner, whose triggers run as for anybody."""
    from django.core.serializers.json import DjangoJSONEncoder
    from django.db import connections, transaction

    from erdem.base.actor import SYSTEM, acting_as
    from erdem.base.clock import rule_in_force, working_calendar
    from erdem.base.clock.rules import period_of
    from erdem.cases.models import Case, CaseClock
    from erdem.lib.periods import reckon

    with acting_as(SYSTEM):
        if CaseClock.objects.exists():  # an installation kept from an earlier run: all or none have one
            return
        rule = rule_in_force("P1", "mediation", dt.date(2026, 5, 1))
        first_days = Case.objects.order_by().values_list("received_on", flat=True).distinct()
        dues = {day: reckon(period_of(rule), day, working_calendar()) for day in first_days}
    days = [
        {"day": day, "due_on": due.day, "amber_on": due.amber, "red_on": due.red, "is_provisional": due.provisional,
         "explanation": list(due.steps)}
        for day, due in dues.items()
    ]  # fmt: skip
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("SELECT set_config('erdem.kind', 'system', true)")
        cursor.execute(CLOCKS, {"rule": rule.pk, "days": json.dumps(days, cls=DjangoJSONEncoder)})
        cursor.execute(EVENTS)
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _nights(sample: int) -> dict[str, Any]:
    from django.utils import timezone

    from erdem.base.actor import SYSTEM, acting_as
    from erdem.base.clock import CalendarChanged, recompute, recompute_after
    from erdem.cases.models import CaseClock
    from erdem.cases.services import tend_clocks

    today = timezone.localdate()
    tomorrow = today + dt.timedelta(days=1)
    with acting_as(SYSTEM):
        clocks = CaseClock.objects.filter(state__in=("running", "paused"))
        number, some = clocks.count(), list(clocks.order_by("?")[:sample])
    year = CalendarChanged(dt.date(today.year, 1, 1), dt.date(today.year + 1, 12, 31), today.year)

    def one_by_one() -> int:
        with acting_as(SYSTEM):
            return sum(recompute(each, actor=SYSTEM) is not None for each in some)

    result: dict[str, Any] = {
        "clocks": number,
        "first_night": _timed(lambda: tend_clocks(actor=SYSTEM, day=today)),
        "next_night": _timed(lambda: tend_clocks(actor=SYSTEM, day=tomorrow)),
        "same_night_again": _timed(lambda: tend_clocks(actor=SYSTEM, day=tomorrow)),
    }
    result["night_killed_in_the_middle"] = _killed(today + dt.timedelta(days=20))
    _shift()
    result["year_changed_each_moves"] = _timed(lambda: recompute_after(year, actor=SYSTEM))
    result["year_changed_none_moves"] = _timed(lambda: recompute_after(year, actor=SYSTEM))
    baseline = _timed(one_by_one)
    scaled = round(baseline["s"] / max(len(some), 1) * number, 1)
    return {**result, "one_by_one": {"sample": len(some), "sample_s": baseline["s"], "scaled_to_all_s": scaled}}


def _killed(day: dt.date) -> dict[str, Any]:
    """Kill the night with signal 9 once its first part is written, let it run again, and count what was done twice."""
    from erdem.base.actor import SYSTEM
    from erdem.cases.services import tend_clocks

    before = _written()
    words = f"""
import datetime as dt
from erdem.web.cli.session import ready_database
held = ready_database()
from erdem.base.actor import SYSTEM
from erdem.cases.services import tend_clocks
tend_clocks(actor=SYSTEM, day=dt.date.fromisoformat({day.isoformat()!r}), at_once=500)
"""
    running = subprocess.Popen([sys.executable, "-c", words])
    while running.poll() is None and _written() == before:
        time.sleep(0.05)  # until the first part is there
    running.kill()
    killed = running.wait() == -signal.SIGKILL  # anything else: it ended, or failed, before it could be killed
    half = _written()
    again = _timed(lambda: tend_clocks(actor=SYSTEM, day=day))
    breached = "SELECT clock_id FROM cases_caseclockevent WHERE kind = 'breached' GROUP BY clock_id HAVING count(*) > 1"
    alarmed = "SELECT clock_id FROM cases_clockalarm GROUP BY clock_id, level HAVING count(*) > 1"
    twice = sum(_count(f"SELECT count(*) FROM ({each}) AS t") for each in (breached, alarmed))
    return {
        **again,
        "killed": killed,
        "alarms_before_the_kill": half - before,
        "alarms_after": _written() - half,
        "twice": twice,
    }


def _written() -> int:
    return _count("SELECT count(*) FROM cases_clockalarm")


def _count(statement: str) -> int:
    from django.db import connections, transaction

    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("SELECT set_config('erdem.kind', 'system', true)")
        cursor.execute(statement)
        return int(cursor.fetchone()[0])


def _shift() -> None:
    """Have every last day wrong by a day, as a notice moves them: each clock is then written, with its event."""
    from django.db import connections, transaction

    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("SELECT set_config('erdem.kind', 'system', true)")
        cursor.execute("UPDATE cases_caseclock SET due_on = due_on - 1 WHERE state IN ('running', 'paused')")


def _timed(act: Callable[[], Any]) -> dict[str, Any]:
    started = time.perf_counter()
    did = act()
    return {"s": round(time.perf_counter() - started, 1), "did": str(did)}


if __name__ == "__main__":
    sys.exit(main())
