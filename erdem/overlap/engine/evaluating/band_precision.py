"""How often a band is right, over labelled pairs of a patent and traditional knowledge.

A labelled pair is, for a patent with a known source, the source's cluster where it stands among the first ten; for a
patent known to have none, the match in the highest band among the first hundred. The precision of a band is the share
of true pairs in it, with a Wilson interval. Another formula that stands above a known source is no labelled pair (it may
well be a variant), but the strict share counts it as false.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from erdem.lib.intervals import wilson
from erdem.overlap.engine.bands import BANDS, UPPER, band_of
from erdem.overlap.engine.match import Match
from erdem.overlap.engine.pool import Pool
from erdem.overlap.engine.records import patent as read_patent
from erdem.overlap.engine.screening import screen

TOP = 10
DEPTH = 100


@dataclass(frozen=True, slots=True)
class Labelled:
    """One labelled patent: `own` are the keys of its sources, empty for a patent that has none."""

    group: str
    row: Mapping[str, object]
    own: frozenset[str]
    synthetic: bool
    relation: str = ""
    control: bool = False


@dataclass(frozen=True, slots=True)
class BandPair:
    """One pair as it fell: `true` for a source, `labelled` false for a formula above a source."""

    group: str
    publication: str
    band: str
    relation: str
    tk_name: str
    score: float
    true: bool
    labelled: bool
    synthetic: bool
    control: bool


def band_pairs(pool: Pool, labelled: Iterable[Labelled]) -> tuple[list[BandPair], Counter[str]]:
    """The pairs of every patent, and for each group how many sources did not reach the first ten."""
    pairs: list[BandPair] = []
    missed: Counter[str] = Counter()
    for line, one in enumerate(labelled):
        patent, _ = read_patent(one.row, line)
        if patent is None:
            continue
        if not one.own:
            highest = min(screen(pool, patent, DEPTH), key=lambda match: BANDS.index(band_of(match)), default=None)
            pairs += [_pair(one, highest, true=False, labelled=True)] if highest else []
            continue
        matches = screen(pool, patent, TOP)
        mine = next((match for match in matches if _is_own(pool, match, one.own)), None)
        if mine is None:
            missed[one.group] += 1
        else:
            pairs.append(_pair(one, mine, true=True, labelled=True))
        if matches and matches[0] is not mine:
            pairs.append(_pair(one, matches[0], true=False, labelled=False))
    return pairs, missed


def _is_own(pool: Pool, match: Match, own: frozenset[str]) -> bool:
    return any(str(pool.records[at].id) in own for at in pool.clusters[match.cluster].members)


def _pair(one: Labelled, match: Match, *, true: bool, labelled: bool) -> BandPair:
    return BandPair(
        group=one.group,
        publication=match.publication,
        band=band_of(match),
        relation=one.relation,
        tk_name=match.tk_name,
        score=match.score,
        true=true,
        labelled=labelled,
        synthetic=one.synthetic,
        control=one.control,
    )


def band_report(pool: Pool, labelled: Sequence[Labelled]) -> dict[str, object]:
    """The report of `erdem eval bands`: for each band the pairs, the precision, its interval and what is real."""
    pairs, missed = band_pairs(pool, labelled)
    without_match = len([one for one in labelled if not one.own]) - sum(not p.true and p.labelled for p in pairs)
    return {
        "bands": {band: _band(band, pairs) for band in BANDS},
        "patents": len(labelled),
        "synthetic_patents": sum(one.synthetic for one in labelled),
        "groups": _groups(labelled, pairs, missed),
        "negatives_without_any_match": without_match,
        "controls": sum(one.control for one in labelled),
        "controls_in_upper_band": [_named(pair) for pair in pairs if pair.control and pair.band == UPPER],
        "false_in_upper_band": [
            _named(pair) for pair in pairs if pair.labelled and not pair.true and pair.band == UPPER
        ],
        "pool": len(pool.records),
        "clusters": len(pool.clusters),
        "lexicon": pool.lexicon.version,
    }


def _band(band: str, pairs: Iterable[BandPair]) -> dict[str, object]:
    here = [pair for pair in pairs if pair.band == band]
    labelled = [pair for pair in here if pair.labelled]
    real = [pair for pair in labelled if not pair.synthetic]
    return {
        **_share([pair.true for pair in labelled]),
        "synthetic": len(labelled) - len(real),
        "real": _share([pair.true for pair in real]),
        "strict": _share([pair.true for pair in here]),
    }


def _share(true: Sequence[bool]) -> dict[str, object]:
    hits = sum(true)
    return {
        "pairs": len(true),
        "true": hits,
        "precision": round(hits / len(true), 4) if true else None,
        "interval": [round(edge, 4) for edge in wilson(hits, len(true))] if true else None,
    }


def _groups(labelled: Iterable[Labelled], pairs: Iterable[BandPair], missed: Mapping[str, int]) -> dict[str, object]:
    patents = Counter(one.group for one in labelled)
    fallen: dict[str, Counter[str]] = {group: Counter() for group in patents}
    for pair in pairs:
        if pair.labelled:
            fallen[pair.group][pair.band] += 1
    return {
        group: {
            "patents": patents[group],
            **{band: fallen[group][band] for band in BANDS},
            "source_not_in_first_ten": missed.get(group, 0),
        }
        for group in sorted(patents)
    }


def _named(pair: BandPair) -> dict[str, object]:
    return {
        "publication": pair.publication,
        "group": pair.group,
        "tk_name": pair.tk_name,
        "score": round(pair.score, 3),
    }
