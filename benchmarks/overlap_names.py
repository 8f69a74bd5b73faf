"""Time of looking for watched names in real titles, beside a plain substring scan and pairwise pinyin.

    python benchmarks/overlap_names.py TITLES.jsonl.gz… --watched FILE… [--names 3000] [--titles 100000] [--show 0]

Titles are repeated to reach `--titles`. Watched names come from JSON Lines, JSON or CSV files as `erdem names` reads them, at
most `--names` distinct ones. The substring scan is Python's `in` for every name and title; pairwise pinyin is
`pypinyin.lazy_pinyin` of both sides compared without tones, on a sample. Prints one JSON object; with `--show` hits to read.
"""

from __future__ import annotations

import argparse
import gzip
import json
import platform
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import cycle, islice
from pathlib import Path
from typing import TypeVar

from pypinyin import lazy_pinyin

from erdem.overlap.engine.names import NameHit, NameIndex, WatchedKind, WatchedName, watched_names
from erdem.overlap.engine.names.glyphs import likeness
from erdem.overlap.engine.names.reading import read_lists
from erdem.overlap.engine.names.sounds import blurred, first_reading

SAMPLE = 200
T = TypeVar("T")


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the measurement and prints it."""
    options = _options(arguments)
    titles = [title for path in options.titles_files for title in _titles(path)]
    watched = _limited(watched_names(row for path in options.watched for row in read_lists(path)[0]), options.names)
    asked = list(islice(cycle(titles), options.titles)) if options.titles else titles
    build_s, index = timed(lambda: NameIndex.build(watched))
    index.search("蒙牛 mengniu", "mark")  # reads the tables
    search_s, hits = timed(lambda: [index.search(title) for title in asked])
    names = list({one.name for one in watched})
    scan_s, scanned = timed(lambda: sum(name in title for title in titles[:2000] for name in names))
    pinyin_s, _ = timed(lambda: _pairwise(titles[:SAMPLE], names[:SAMPLE]))
    real = hits[: len(titles)]
    planted = _planted(index, watched)
    report = {
        "titles": len(asked),
        "real_titles": len(titles),
        "names": len(names),
        "build_s": round(build_s, 3),
        "search_s": round(search_s, 3),
        "titles_per_s": round(len(asked) / search_s),
        "substring_scan_titles_per_s": round(2000 / scan_s),
        "substring_hits_in_2000": scanned,
        "pairwise_pinyin_pairs_per_s": round(SAMPLE * SAMPLE / pinyin_s),
        "real_titles_with_hits": sum(bool(found) for found in real),
        "reasons": dict(Counter(hit.reason.value for found in real for hit in found)),
        "planted": planted,
        "python": platform.python_version(),
    }
    sys.stdout.write(json.dumps(report, ensure_ascii=False, indent=1) + "\n")
    for title, hit in _shown(titles, real, options.show):
        sys.stdout.write(f"{hit.reason.value}\t{hit.score:.2f}\t{hit.watched.name}\t{hit.text}\t{title}\n")


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("titles_files", nargs="+", type=Path)
    parser.add_argument("--watched", nargs="+", type=Path, required=True)
    parser.add_argument("--names", type=int, default=3000)
    parser.add_argument("--titles", type=int, default=0)
    parser.add_argument("--show", type=int, default=0)
    return parser.parse_args(arguments)


def _titles(path: Path) -> list[str]:
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        return [json.loads(line)["title"] for line in stream]


def _limited(watched: Sequence[WatchedName], most: int) -> list[WatchedName]:
    kept = set(islice(dict.fromkeys(one.name for one in watched), most))
    return [one for one in watched if one.name in kept]


def timed(run: Callable[[], T]) -> tuple[float, T]:
    """Seconds and result."""
    start = time.perf_counter()
    result = run()
    return time.perf_counter() - start, result


def _pairwise(titles: Iterable[str], names: Sequence[str]) -> int:
    return sum(" ".join(lazy_pinyin(name)) in " ".join(lazy_pinyin(title)) for title in titles for name in names)


def _planted(index: NameIndex, watched: Sequence[WatchedName]) -> dict[str, str]:
    """How many names are found again when one character is another of the same sound, of a near sound or look.

    Made names, not real marks, of items and indications (a bare place tells too little to be reported). Of each name and way one,
    as a mark and in the title 一种…的制备方法.
    """
    names = sorted(
        {(one.name, one.title) for one in watched if one.kind is not WatchedKind.PLACE and _is_plain(one.name)}
    )
    found: Counter[str] = Counter()
    for name, title in names:
        for way, table in _others().items():
            made = _altered(name, table)
            if made:
                found[f"{way} made"] += 1
                for kind, text in (("mark", made), ("title", f"一种{made}的制备方法")):
                    found[f"{way} {kind}"] += any(hit.watched.title == title for hit in index.search(text, kind))
    ways = _others()
    return {
        f"{way} {kind}": f"{found[f'{way} {kind}']} of {found[f'{way} made']}"
        for way in ways
        for kind in ("mark", "title")
    }


def _is_plain(name: str) -> bool:
    """Whether a name is two to eight Chinese characters."""
    return 2 <= len(name) <= 8 and all("一" <= character <= "龥" for character in name)


@lru_cache(maxsize=1)
def _others() -> dict[str, dict[str, str]]:
    """For a character another one, by the way in which the two are near."""
    common = [bytes((high, low)).decode("gb2312") for high in range(0xB0, 0xD7) for low in range(0xA1, 0xFA)]
    ways: dict[str, dict[str, str]] = {"same_sound": {}, "near_sound": {}, "look_alike": {}}
    for one in common:
        for other in random.Random(one).sample(common, len(common)):
            sound, sound_too = first_reading(one), first_reading(other)
            if one == other:
                continue
            if sound == sound_too:
                ways["same_sound"].setdefault(one, other)
            elif blurred(sound) == blurred(sound_too):
                ways["near_sound"].setdefault(one, other)
            if likeness(one, other) > 0:
                ways["look_alike"].setdefault(one, other)
    return ways


def _altered(name: str, table: dict[str, str]) -> str:
    places = [at for at, character in enumerate(name) if character in table]
    if not places:
        return ""
    at = random.Random(name).choice(places)
    return name[:at] + table[name[at]] + name[at + 1 :]


def _shown(titles: Sequence[str], hits: Sequence[list[NameHit]], most: int) -> list[tuple[str, NameHit]]:
    pairs = [(title, hit) for title, found in zip(titles, hits, strict=True) for hit in found]
    return random.Random(1).sample(pairs, min(most, len(pairs)))


if __name__ == "__main__":
    main()
