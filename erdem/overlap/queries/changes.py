"""What counts as a material change of a finding, and the words for it.

A finding that somebody has decided comes back only when one of these differs between the evidence it was decided on and
the evidence of today. A score, a rank, a version or the place of a word in the text may change without anybody being told:

=================  ======================================================================================
``gained``         a substance is shared that was not (with the claim that names it)
``lost``           a substance is no longer shared
``wording``        the claim names a shared substance by another word
``steps``          other steps of a process correspond
``relation``       the relation has another name
``band``           the match lies in another of the three bands
``stage``          the right was granted, has ended, was refused, withdrawn or replaced
``earlier_source`` a dated source of the knowledge was added that is older than any before
``doses``          the stated amounts came to agree, or no longer agree, in their ratio
``gone``, ``back`` the comparison no longer makes the finding, or makes it again
=================  ======================================================================================
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from erdem.lib.folding import fold
from erdem.overlap.engine.weights import DOSE_DIFFERS
from erdem.overlap.queries.bands import band_label, band_of
from erdem.overlap.queries.dates import year_words
from erdem.overlap.queries.evidence import unit_key
from erdem.overlap.queries.joining import listed, remarks
from erdem.overlap.queries.standing import UNDECIDED, UNKNOWN
from erdem.overlap.queries.words import relation_label

Change = dict[str, Any]
Stored = Mapping[str, Any]


def differences(before: Stored, after: Stored) -> list[Change]:
    """Return what is materially different between two stored evidences; nothing when a reader would see no difference."""
    if "match" not in after:
        return [] if before.get("gone") else [{"slug": "gone", "why": str(after.get("why") or "")}]
    changes: list[Change] = [{"slug": "back"}] if before.get("gone") else []
    one, other = before["match"], after["match"]
    changes += _substances(one, other)
    changes += _steps(one, other)
    for slug, first, second in (
        ("relation", one["relation"], other["relation"]),
        ("band", band_of(one), band_of(other)),
    ):
        if first != second:
            changes.append({"slug": slug, "before": first, "after": second})
    changes += _doses(one, other)
    return changes + _states(before.get("state") or {}, after.get("state") or {})


def _substances(one: Stored, other: Stored) -> list[Change]:
    before, after = _shared(one), _shared(other)
    gained, lost = _without_renamed(
        [row for key, row in after.items() if key not in before],
        [row for key, row in before.items() if key not in after],
    )
    changes: list[Change] = [
        {"slug": "gained", "unit": unit, "names": [row["claim_name"] for row in gained if _unit(row) == unit]}
        for unit in dict.fromkeys(map(_unit, gained))
    ]
    if lost:
        changes.append({"slug": "lost", "names": [row["claim_name"] for row in lost]})
    for key, row in after.items():
        was = before.get(key)
        if was is not None and fold(str(was["claim_name"])) != fold(str(row["claim_name"])):
            changes.append(
                {"slug": "wording", "unit": _unit(row), "before": was["claim_name"], "after": row["claim_name"]}
            )
    return changes


def _shared(match: Stored) -> dict[str, Stored]:
    return {str(row.get("substance_id") or row["substance"]): row for row in match.get("shared") or ()}


def _unit(row: Stored) -> str:
    unit = str(row.get("claim_unit") or "")
    return unit_key(unit, row.get("claim")) if unit else ""


def _without_renamed(gained: list[Stored], lost: list[Stored]) -> tuple[list[Stored], list[Stored]]:
    """Leave out what only the lexicon calls otherwise: the same words on both sides under another key."""

    def words(row: Stored) -> tuple[str, str]:
        return fold(str(row["tk_name"])), fold(str(row["claim_name"]))

    came, went = {words(row) for row in gained}, {words(row) for row in lost}
    return [row for row in gained if words(row) not in went], [row for row in lost if words(row) not in came]


def _steps(one: Stored, other: Stored) -> list[Change]:
    before, after = _joined(one), _joined(other)
    if before == after:
        return []
    return [{"slug": "steps", "came": _only(after, before), "went": _only(before, after)}]


def _joined(match: Stored) -> list[str]:
    return [
        str((row["tk"] or {}).get("operation", ""))
        for row in match.get("steps") or ()
        if row.get("patent") is not None and row.get("tk") is not None
    ]


def _only(mine: Sequence[str], theirs: Sequence[str]) -> list[str]:
    rest = list(theirs)
    found = []
    for word in mine:
        if word in rest:
            rest.remove(word)
        else:
            found.append(word)
    return found


def _doses(one: Stored, other: Stored) -> list[Change]:
    """Amounts crossed the line between the same and another ratio, and somebody wrote other amounts."""
    before, after = one.get("dose") or {}, other.get("dose") or {}
    first, second = before.get("agreement"), after.get("agreement")
    if first is None or second is None or (first >= DOSE_DIFFERS) == (second >= DOSE_DIFFERS):
        return []
    written = ("ratio", "tk_ratio")
    if all(before.get(name) == after.get(name) for name in written):
        return []
    return [{"slug": "doses", "agree": second >= DOSE_DIFFERS, "before": before.get("ratio"), "after": after["ratio"]}]


def _states(before: Stored, after: Stored) -> list[Change]:
    """What the dates and the standing say; evidence from before they were kept says nothing."""
    changes: list[Change] = []
    first, second = before.get("stage"), after.get("stage")
    if first and second and first != second and not {first, second} <= set(UNDECIDED):
        changes.append({"slug": "stage", "before": first, "after": second})
    if "year" in before and after.get("year") is not None:
        year = before["year"]
        if year is None or after["year"] < year:
            changes.append({"slug": "earlier_source", "before": year, "after": after["year"]})
    return changes


def in_words(changes: Iterable[Change]) -> str:
    """Say what is different in one line: 权利要求1新增黄芪；关系由加减变化变为组成相同."""
    return remarks(_WORDS[change["slug"]](change) for change in changes if change.get("slug") in _WORDS)


def stage_label(stage: str) -> str:
    """Return the word for the stage of a right."""
    return {
        "unknown": _("not known whether it was granted"),
        "pending": _("pending"),
        "granted": _("granted"),
        "lapsed": _("granted, since ended"),
        "refused": _("ended without a grant"),
        "withdrawn": _("taken back by the office"),
        "replaced": _("replaced by a correction"),
    }.get(stage, stage)


def _place(unit: str) -> str:
    name, _sign, number = unit.partition(":")
    words = {
        "claim": _("claim %(number)s") % {"number": number},
        "abstract": _("the abstract"),
        "title": _("the title"),
    }
    return words.get(name, _("the stated ingredients"))


def _gained(change: Change) -> str:
    return _("%(place)s now has %(names)s") % {"place": _place(change["unit"]), "names": listed(change["names"])}


def _lost(change: Change) -> str:
    return _("no longer shared: %(names)s") % {"names": listed(change["names"])}


def _wording(change: Change) -> str:
    given = {"place": _place(change["unit"]), "before": change["before"], "after": change["after"]}
    return _("%(place)s writes %(after)s instead of %(before)s") % given


def _step_words(change: Change) -> str:
    parts = []
    if change["came"]:
        parts.append(_("steps that now correspond: %(names)s") % {"names": listed(change["came"])})
    if change["went"]:
        parts.append(_("steps that no longer correspond: %(names)s") % {"names": listed(change["went"])})
    return remarks(parts) or _("the steps correspond in another order")


def _relation(change: Change) -> str:
    given = {"before": relation_label(change["before"]), "after": relation_label(change["after"])}
    return _("the relation went from %(before)s to %(after)s") % given


def _band(change: Change) -> str:
    given = {"before": band_label(change["before"]), "after": band_label(change["after"])}
    return _("the band went from %(before)s to %(after)s") % given


def _stage_words(change: Change) -> str:
    given = {"before": stage_label(change["before"] or UNKNOWN), "after": stage_label(change["after"])}
    return _("the right went from %(before)s to %(after)s") % given


def _earlier(change: Change) -> str:
    if change["before"] is None:
        return _("a dated source was added: %(year)s") % {"year": year_words(change["after"])}
    given = {"year": year_words(change["after"]), "before": year_words(change["before"])}
    return _("an earlier source was added: %(year)s, before it %(before)s") % given


def _dose_words(change: Change) -> str:
    return (
        _("the amounts now stand in the same ratio")
        if change["agree"]
        else _("the amounts no longer stand in the ratio")
    )


def _gone(change: Change) -> str:
    if change.get("why") == "record_withdrawn":
        return _("the record was withdrawn from the register and is no longer compared")
    return _("the latest comparison no longer makes this finding")


_WORDS: dict[str, Callable[[Change], str]] = {
    "gained": _gained,
    "lost": _lost,
    "wording": _wording,
    "steps": _step_words,
    "relation": _relation,
    "band": _band,
    "stage": _stage_words,
    "earlier_source": _earlier,
    "doses": _dose_words,
    "gone": _gone,
    "back": lambda _change: _("the comparison makes this finding again"),
}
