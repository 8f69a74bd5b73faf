"""Writers of screening results: JSON Lines, CSV, and one self-contained HTML page."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import TextIO

from erdem.overlap.engine.match import Match, Matches, SharedRow, StepRow
from erdem.overlap.engine.records import Patent
from erdem.overlap.engine.version import ENGINE_VERSION
from erdem.overlap.engine.wording import cannot_compare, reason_text, relation_text

Results = Iterable[tuple[Patent, Sequence[Match]]]

CSV_COLUMNS = (
    "publication",
    "title",
    "rank",
    "tk",
    "tk_name",
    "tk_book",
    "tk_year",
    "score",
    "band",
    "alarm",
    "relation",
    "cluster",
    "shared",
    "missing",
    "added",
    "dose_ratio",
    "tk_dose_ratio",
    "reasons",
)
_LABELS = {
    "zh": {
        "title": "重合筛查",
        "note": "分值只用来排先后，不是结论；由人判断。",
        "rank": "位次",
        "score": "排序分",
        "relation": "关系",
        "variants": "同组成异文",
        "substance": "药味或用料",
        "claim": "专利写作",
        "tk": "古书写作",
        "grade": "同一程度",
        "claim_dose": "专利用量",
        "tk_dose": "古书用量",
        "ratio": "用量比",
        "steps": "步骤对照",
        "why": "为何不更高",
        "none": "没有相近的记录",
        "alarm": "请先看",
    },
    "en": {
        "title": "Overlap screening",
        "note": "Scores only order candidates; they are not findings of fact. A person decides.",
        "rank": "rank",
        "score": "score",
        "relation": "relation",
        "variants": "variants of the same composition",
        "substance": "substance",
        "claim": "as claimed",
        "tk": "in the TK source",
        "grade": "grade",
        "claim_dose": "claimed amount",
        "tk_dose": "TK amount",
        "ratio": "ratio",
        "steps": "steps",
        "why": "why not higher",
        "none": "no close record",
        "alarm": "look first",
    },
}
_STYLE = (
    "body{font:16px/1.6 serif;max-inline-size:70rem;margin:2rem auto;padding:0 1rem;color:#1c2321;background:#fbfaf6}"
    "h1{font-size:1.6rem}h2{font-size:1.25rem;border-block-start:2px solid #1c2321;padding-block-start:.6rem}"
    "h3{font-size:1.05rem;margin-block-end:.2rem}table{border-collapse:collapse;inline-size:100%}"
    "th,td{border-block-end:1px solid #d8d4c8;padding:.25rem .5rem;text-align:start;vertical-align:top}"
    ".note,.why{color:#555}.mark{background:#b3402a;color:#fff;padding:0 .4rem}"
)


def as_line(patent: Patent, matches: Sequence[Match], lexicon_version: str = "") -> dict[str, object]:
    """One result object of the command line."""
    return {
        "publication": patent.publication,
        "title": patent.title or None,
        "engine": ENGINE_VERSION,
        "lexicon": lexicon_version or (matches[0].lexicon_version if matches else None),
        "notes": list(_notes(matches)),
        "matches": [match.as_json() for match in matches],
    }


def _notes(matches: Sequence[Match]) -> tuple[str, ...]:
    return matches.notes if isinstance(matches, Matches) else ()


def write_jsonl(results: Results, stream: TextIO) -> int:
    """One JSON object a line; returns the number of lines."""
    count = 0
    for patent, matches in results:
        stream.write(json.dumps(as_line(patent, matches), ensure_ascii=False) + "\n")
        count += 1
    return count


def write_csv(results: Results, stream: TextIO, language: str = "zh") -> int:
    """One row a match, with a header; returns the number of patents. Open the stream with `newline=""`."""
    writer = csv.writer(stream)
    writer.writerow(CSV_COLUMNS)
    count = 0
    for patent, matches in results:
        count += 1
        for match in matches:
            writer.writerow([_cell(value) for value in _csv_row(patent, match, language)])
    return count


def _csv_row(patent: Patent, match: Match, language: str) -> tuple[object, ...]:
    return (
        patent.publication,
        patent.title,
        match.rank,
        match.tk,
        match.tk_name,
        match.tk_book,
        match.tk_year,
        f"{match.score:.4f}",
        match.band,
        "1" if match.alarm else "0",
        match.relation.value,
        match.cluster,
        "; ".join(f"{row.substance}={row.grade:g}" for row in match.shared),
        "; ".join(match.missing),
        "; ".join(match.added),
        match.doses.ratio,
        match.doses.tk_ratio,
        "; ".join(reason_text(reason, language) for reason in match.reasons),
    )


def _cell(value: object) -> str:
    """Text for one cell; a leading sign that a spreadsheet would run as a formula is defused."""
    text = "" if value is None else str(value)
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def write_html(results: Results, stream: TextIO, language: str = "zh") -> int:
    """One page without outside resources; returns the number of patents."""
    labels = _LABELS.get(language, _LABELS["zh"])
    code = "zh-Hans" if language == "zh" else "en"
    stream.write(
        f'<!doctype html><html lang="{code}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{escape(labels['title'])}</title><style>{_STYLE}</style></head><body>"
        f'<h1>{escape(labels["title"])}</h1><p class="note">{escape(labels["note"])}</p>'
    )
    count = 0
    for patent, matches in results:
        stream.write("".join(_patent_html(patent, matches, labels, language)))
        count += 1
    stream.write("</body></html>\n")
    return count


def _patent_html(patent: Patent, matches: Sequence[Match], labels: dict[str, str], language: str) -> Iterator[str]:
    yield f"<section><h2>{escape(patent.publication)} {escape(patent.title)}</h2>"
    if not matches:
        yield f'<p class="note">{escape(cannot_compare(_notes(matches), language) or labels["none"])}</p>'
    for match in matches:
        yield from _match_html(match, labels, language)
    yield "</section>"


def _match_html(match: Match, labels: dict[str, str], language: str) -> Iterator[str]:
    mark = f' <span class="mark">{escape(labels["alarm"])}</span>' if match.alarm else ""
    source = " · ".join(escape(str(part)) for part in (match.tk_book, match.tk_year) if part)
    yield f"<article><h3>{match.rank}. {escape(match.tk_name)} <small>{source}</small>{mark}</h3>"
    yield (
        f"<p>{escape(labels['relation'])}: {escape(relation_text(match.relation.value, language))} · "
        f"{escape(labels['score'])}: {match.score:.2f} · {escape(labels['variants'])}: {match.cluster_size}</p>"
    )
    if match.shared:
        heads = ("substance", "claim", "tk", "grade", "claim_dose", "tk_dose")
        yield "<table><tr>" + "".join(f"<th>{escape(labels[key])}</th>" for key in heads) + "</tr>"
        yield from (_shared_html(row) for row in match.shared)
        yield "</table>"
    if match.doses.ratio:
        yield f"<p>{escape(labels['ratio'])}: {escape(match.doses.ratio)} / {escape(match.doses.tk_ratio or '—')}</p>"
    if match.steps:
        yield f"<table><tr><th colspan=3>{escape(labels['steps'])}</th></tr>"
        yield from (_step_html(row) for row in match.steps)
        yield "</table>"
    if match.reasons:
        said = "; ".join(reason_text(reason, language) for reason in match.reasons)
        yield f'<p class="why">{escape(labels["why"])}: {escape(said)}</p>'
    yield "</article>"


def _shared_html(row: SharedRow) -> str:
    cells = (row.substance, row.claim_name, row.tk_name, f"{row.grade:g}", row.claim_dose, row.tk_dose)
    return "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"


def _step_html(row: StepRow) -> str:
    sides = (" ".join((row.patent or {}).values()), row.grade, " ".join((row.tk or {}).values()))
    return "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in sides) + "</tr>"
