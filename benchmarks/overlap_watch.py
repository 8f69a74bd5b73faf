"""Time of the watch: publications that are new against the register as it stands, then a second run that compares nothing.

    python benchmarks/overlap_watch.py [--publications 1000]

Loads lexicon and records of the package's own seeds into an empty throw-away installation, makes publications whose claims
list ingredients of the records (marked synthetic, deterministic), and prints one JSON object: the pool, the seconds of the
first watch (preparing the pool included), publications a second, findings, and the same of the second watch and of a third
one after a single new record.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import tempfile
import time
from collections.abc import Sequence
from typing import Any

SEED = 20261126
DOSES = (1, 2, 3, 5, 8, 10)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the measurement and print it."""
    options = _options(arguments)
    with tempfile.TemporaryDirectory(prefix="erdem-watch-") as home:
        os.environ["ERDEM_HOME"], os.environ["ERDEM_DEMONSTRATION"] = home, "no"
        from erdem.web.cli.session import ready_database

        held = ready_database()
        print(json.dumps(_measure(options.publications), ensure_ascii=False))
        del held


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--publications", type=int, default=1000)
    return parser.parse_args(arguments)


def _measure(count: int) -> dict[str, Any]:
    from erdem.base.actor import SYSTEM, acting_as, job_actor
    from erdem.knowledge import services as knowledge
    from erdem.knowledge.entries import SEEDS, seed_contents, seed_substances

    with acting_as(SYSTEM):
        knowledge.load_lexicon(actor=SYSTEM, rows=seed_substances())
    contents = [content for name in SEEDS for content in seed_contents(name)]
    with acting_as(SYSTEM):
        knowledge.Importer(SYSTEM, knowledge.ImportOptions(file="seeds", register=True)).write(contents[:-1])
    _publications(count)
    actor = job_actor("overlap.watch")
    first, second = _watch(actor), _watch(actor)
    with acting_as(SYSTEM):
        knowledge.Importer(SYSTEM, knowledge.ImportOptions(file="seeds", register=True)).write(contents[-1:])
    return {"new_publications": count, "first": first, "second": second, "after_one_new_record": _watch(actor)}


def _publications(count: int) -> None:
    """Make synthetic documents: the ingredients of a record, some left out, some of another added."""
    from erdem.base.actor import SYSTEM, acting_as
    from erdem.knowledge import queries
    from erdem.literature.models import Publication, TextUnit

    chance = random.Random(SEED)
    with acting_as(SYSTEM):
        lists = [[line["herb"] for line in row["ingredients"]] for row in queries.screening_rows(SYSTEM)]
        lists = [names for names in lists if len(names) > 2]
        for place in range(count):
            own, other = chance.choice(lists), chance.choice(lists)
            kept = [*own[: chance.randint(2, len(own))], *other[: chance.randint(0, 2)]]
            claim = "、".join(f"{name}{chance.choice(DOSES)}份" for name in dict.fromkeys(kept))
            number = f"CN9{place:08d}A"
            made = Publication.objects.create(
                number=number,
                number_key=number,
                number_stem=number[:-1],
                country="CN",
                type="invention",
                title=f"合成示例组合物{place}",
                title_language="zh",
            )
            text = f"1. 一种组合物，其特征在于由下列重量份的原料制成：{claim}。"
            TextUnit.objects.create(publication=made, unit="claim", ordinal=1, language="zh", text=text)


def _watch(actor: Any) -> dict[str, Any]:
    from erdem.overlap import services

    began, processor = time.perf_counter(), time.process_time()
    outcome = services.watch(actor=actor)
    seconds = time.perf_counter() - began
    return {
        "records": outcome.records,
        "compared": outcome.publications,
        "raised": outcome.raised,
        "seconds": round(seconds, 2),
        "processor_seconds": round(time.process_time() - processor, 2),
        "publications_per_second": round(outcome.publications / seconds, 1) if outcome.publications else 0,
    }


if __name__ == "__main__":
    main()
