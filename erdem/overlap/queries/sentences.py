"""Sentences made of the engine's slugs and numbers, so that every language says them in its own way."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from erdem.base.formatting import number
from erdem.overlap.engine.weights import SHARED_GRADE
from erdem.overlap.models import Finding
from erdem.overlap.queries.evidence import Evidence, StepRow
from erdem.overlap.queries.joining import clauses, listed, remarks, sentences
from erdem.overlap.queries.noted import SAYERS as NOTED
from erdem.overlap.queries.page import Order, Said

_CHINESE = "零一两三四五六七八九十"
_DIGIT = re.compile(r"[0-9０-９零〇一二三四五六七八九十百]")


def counted(count: int) -> str:
    """Write a number inside a sentence: Chinese spells out up to ten."""
    chinese = (get_language() or "zh").startswith("zh")
    return _CHINESE[count] if chinese and 0 < count < len(_CHINESE) else str(count)


def title_of(finding: Finding, evidence: Evidence) -> str:
    """Name both sides and say how they stand to each other."""
    record = finding.record
    name = f"《{record.book}》{record.name}" if record.book and record.book not in record.name else record.name
    return _("“%(patent)s” and %(record)s: %(relation)s") % {
        "patent": finding.publication.title or finding.publication.number,
        "record": name,
        "relation": relation_sentence(evidence),
    }


def relation_sentence(evidence: Evidence) -> str:
    """Say the relation in a few words with its numbers."""
    close = sum(row.grade >= SHARED_GRADE for row in evidence.shared)
    values = {
        "n": counted(close),
        "added": counted(len(evidence.added)),
        "missing": counted(len(evidence.missing)),
        "steps": counted(evidence.matched_steps),
        "more": conditions_added(evidence.steps),
    }
    return (_process_words(evidence) if evidence.is_process else _formula_words(evidence)) % values


def _formula_words(evidence: Evidence) -> str:
    words = {
        "identical": _("all %(n)s items the same"),
        "tk_plus_additions": _("all of its %(n)s items, %(added)s more added"),
        "reduced": _("%(n)s of its items, %(missing)s left out"),
        "combination": _("all of its %(n)s items, joined with another formula"),
        "single_substance": _("only one item the same"),
        "name_only": _("the same name, no item matched"),
    }
    if evidence.relation in words:
        return words[evidence.relation]
    added = _("%(added)s more added") if evidence.added else ""
    missing = _("%(missing)s left out") if evidence.missing else ""
    return clauses((_("%(n)s items correspond"), added, missing))


def _process_words(evidence: Evidence) -> str:
    if not evidence.matched_steps:
        return _("the same kind of thing, no step matched")
    if evidence.relation == "same_process":
        return _("the same way of making%(more)s")
    return _("%(steps)s steps correspond%(more)s")


def conditions_added(steps: Iterable[StepRow]) -> str:
    """Name the circumstances that the patent fixes in figures where the tradition does not."""
    temperature = time = False
    for row in steps:
        if row.patent is None or row.record is None:
            continue
        temperature = temperature or _figures_only_in_patent(row, "temperature")
        time = time or _figures_only_in_patent(row, "time")
    if temperature and time:
        return _(", with temperatures and times added")
    if temperature:
        return _(", with temperatures added")
    return _(", with times added") if time else ""


def _figures_only_in_patent(row: StepRow, part: str) -> bool:
    patent, record = (row.patent or {}).get(part, ""), (row.record or {}).get(part, "")
    return bool(_DIGIT.search(patent)) and not _DIGIT.search(record)


def score_sentence(finding: Finding, evidence: Evidence) -> str:
    """Say what the score is, and that it is no conclusion."""
    values = {"score": number(finding.score, 2), "rank": number(finding.rank), "pool": number(finding.pool_size)}
    place = _("Ranking score %(score)s, place %(rank)s among %(pool)s registered records.") % values
    if evidence.is_process and evidence.has_both_steps:
        steps = {
            "patent": sum(row.patent is not None for row in evidence.steps),
            "record": sum(row.record is not None for row in evidence.steps),
            "matched": evidence.matched_steps,
        }
        place = sentences(
            (place, _("The patent has %(patent)s steps, the tradition %(record)s; %(matched)s correspond.") % steps)
        )
    return sentences((place, _("The score only puts them in order. It is not a conclusion.")))


def rows_note(evidence: Evidence) -> str:
    """Say over the table what was counted."""
    if evidence.is_process:
        values = {
            "n": evidence.matched_steps,
            "added": _count(evidence, "patent_adds"),
            "missing": _count(evidence, "patent_omits"),
        }
        words = _("%(n)s correspond, %(added)s added, %(missing)s left out")
        return words % values if evidence.has_both_steps else ""
    close = sum(row.grade >= SHARED_GRADE for row in evidence.shared)
    values = {"n": close, "added": len(evidence.added), "missing": len(evidence.missing)}
    note = _("%(n)s in common, %(added)s added, %(missing)s left out") % values
    if close < len(evidence.shared):
        note = remarks((note, _("%(n)s more used in place of another") % {"n": len(evidence.shared) - close}))
    if evidence.ratio:
        note = remarks((note, _("ratio in the patent %(ratio)s") % {"ratio": evidence.ratio}))
    return note


def _count(evidence: Evidence, grade: str) -> int:
    return sum(row.grade == grade for row in evidence.steps)


Sayer = Callable[[dict[str, Any]], tuple[str, str]]


def _names(params: dict[str, Any]) -> dict[str, Any]:
    return {"n": params.get("n", 0), "names": listed(map(str, params.get("names") or ()))}


def _by_names(heading: Callable[[int], str], text: Callable[[], str]) -> Sayer:
    return lambda params: (heading(int(params.get("n", 0))) % _names(params), text() % _names(params))


def _indication_differs(params: dict[str, Any]) -> tuple[str, str]:
    text = _(
        "The patent speaks of “%(claim)s”, the tradition of “%(tk)s”. The same composition is not the same use; the"
        " score hardly counts this, a person weighs it."
    )
    return _("The claimed use is another."), text % {"claim": params.get("patent", ""), "tk": params.get("tk", "")}


def _not_stated(params: dict[str, Any]) -> tuple[str, str]:
    if params.get("side") == "tk":
        return _("The record states no use."), _("So the uses could not be compared. They may be found in the source.")
    return _("No use was obtained for the patent."), _(
        "So the uses could not be compared. The document itself will say."
    )


def _processing_open(params: dict[str, Any]) -> tuple[str, str]:
    given = {"substance": params.get("substance", "")}
    return (
        _("The patent does not say how %(substance)s is prepared.") % given,
        _(
            "The source prepares it, the patent names it plainly. A plain name covers the prepared form too, so"
            " nothing was taken off, but it should be checked."
        ),
    )


def _processing_differs(params: dict[str, Any]) -> tuple[str, str]:
    return (
        _("%(substance)s is prepared differently.") % {"substance": params.get("substance", "")},
        _("It is the same kind in another preparation and counts 0.9."),
    )


def _not_the_same(params: dict[str, Any]) -> tuple[str, str]:
    given = {"tk": params.get("tk", ""), "claim": params.get("claim", ""), "grade": number(params.get("grade", 0), 1)}
    return (
        _("%(claim)s is not quite %(tk)s.") % given,
        _("It is taken as a substitute and counts %(grade)s.") % given,
    )


def _unknown(params: dict[str, Any]) -> tuple[str, str]:
    return (
        _("The lexicon does not know “%(name)s”.") % {"name": params.get("name", "")},
        _("It was matched by its writing alone. Please check whether both sides mean the same thing."),
    )


def _ratio(params: dict[str, Any]) -> tuple[str, str]:
    given = {side: str(params.get(side, "")).replace(":", "∶").replace("-", "–") for side in ("claim", "tk")}
    return _("The amounts stand in another ratio."), _("In the patent %(claim)s, in the source %(tk)s.") % given


def _steps_not_written(params: dict[str, Any]) -> tuple[str, str]:
    if params.get("side") == "tk":
        return _("The record has no steps."), _(
            "Without steps only names and materials were compared. Please add how it is made."
        )
    return _("No steps were obtained for the patent."), _(
        "Only names and materials were compared; the document itself may say how it is made."
    )


def _everyday(params: dict[str, Any]) -> tuple[str, str]:
    return _("The common name is an everyday word."), _("Many unrelated things are called so; it counts little.")


def _own_source(params: dict[str, Any]) -> tuple[str, str]:
    return _("The document names a source of its own."), _("It says: “%(text)s”.") % {"text": params.get("text", "")}


_SAYERS: dict[str, Sayer] = {
    "added": _by_names(
        lambda n: ngettext("%(n)s item more.", "%(n)s items more.", n), lambda: _("The patent adds: %(names)s.")
    ),
    "missing": _by_names(
        lambda n: ngettext("%(n)s item fewer.", "%(n)s items fewer.", n),
        lambda: _("The source has, the patent has not: %(names)s."),
    ),
    "named_in_tk_text_only": _by_names(
        lambda _n: _("Some items stand only in the running text of the record."),
        lambda: _("%(names)s: not in its list of ingredients. Please check the source."),
    ),
    "indication_not_stated": _not_stated,
    "indication_differs": _indication_differs,
    "processing_not_written": _processing_open,
    "processing_differs": _processing_differs,
    "not_the_same_substance": _not_the_same,
    "unknown_substance": _unknown,
    "dose_ratio_differs": _ratio,
    "counted_dose_not_converted": _by_names(
        lambda _n: _("Some amounts are counted in pieces."),
        lambda: _("%(names)s: what a piece weighs is disputed, so it is not converted and not compared."),
    ),
    "other_unit_not_converted": _by_names(
        lambda _n: _("Some amounts are in other units."), lambda: _("%(names)s: not converted and not compared.")
    ),
    "dose_free": _by_names(
        lambda _n: _("Some amounts are left open."),
        lambda: _("%(names)s: “a little” or “as needed” cannot be compared."),
    ),
    "dose_unreadable": _by_names(
        lambda _n: _("Some amounts could not be read."), lambda: _("%(names)s: please look at the source.")
    ),
    "dose_not_written": _by_names(
        lambda _n: _("Some amounts are not written."),
        lambda: _("%(names)s: without an amount on both sides nothing was compared."),
    ),
    "full_text_not_seen": lambda _p: (
        _("The full text was not obtained."),
        _("The limiting words of the claims (“consists of” or “comprises”) would change the judgement."),
    ),
    "claim_is_open": lambda _p: (_("The claim is open."), _("It says “comprises” and admits further items.")),
    "steps_added": _by_names(
        lambda n: ngettext("%(n)s step more.", "%(n)s steps more.", n),
        lambda: _("The traditional way does not have them."),
    ),
    "steps_omitted": _by_names(
        lambda n: ngettext("%(n)s step fewer.", "%(n)s steps fewer.", n),
        lambda: _("The traditional way has them, the patent does not write them."),
    ),
    "steps_not_written": _steps_not_written,
    "name_differs": lambda _p: (_("The names differ."), _("The two are near by steps and materials only.")),
    "name_is_everyday_word": _everyday,
    "materials_missing": _by_names(
        lambda _n: _("Some materials are not in the patent."), lambda: _("The tradition uses: %(names)s.")
    ),
    "declares_own_source": _own_source,
    **NOTED,
}


def reasons_of(evidence: Evidence, order: Order) -> tuple[Said, ...]:
    """Say why the match is not higher; every finding has at least one sentence. Dates are said from the dates line."""
    said = [Said(*_SAYERS[slug](params)) for slug, params in evidence.reasons if slug in _SAYERS]
    if order.lacks == "source":
        said.append(
            Said(_("Our proof of date is weak."), sentences((order.sentence, _("Please add an earlier record of it."))))
        )
    elif order.lacks == "patent":
        said.append(Said(_("A date of the document was not obtained."), order.sentence))
    if not said:
        said = [
            Said(
                _("Nothing stands against it in what was read."),
                _("That is no proof: what was not obtained was not read."),
            )
        ]
    return tuple(said)
