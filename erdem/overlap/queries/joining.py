"""How parts are joined in a sentence; each language has its own marks."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

SHOWN_NAMES = 12


_MINUS = re.compile(r"(?<![0-9A-Za-z])-(?=[0-9])")
_RANGE = re.compile(r"(?<=[0-9℃%])-(?=[0-9])")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_FULL_WIDTH = str.maketrans({"(": "（", ")": "）", ",": "，", ";": "；", ":": "："})


def typeset(text: str) -> str:
    """Set a typed text as print does: a true minus, a dash in ranges, full-width signs among Chinese. Not for quotations."""
    shown = _RANGE.sub("–", _MINUS.sub("−", text))
    return shown.translate(_FULL_WIDTH) if _HAN.search(shown) else shown


def names(parts: Iterable[str]) -> str:
    """Join names: a, b, c."""
    return pgettext("between names", ", ").join(parts)


def clauses(parts: Iterable[str]) -> str:
    """Join parts of a sentence."""
    return pgettext("between clauses", ", ").join(part for part in parts if part)


def remarks(parts: Iterable[str]) -> str:
    """Join remarks that could stand alone."""
    return pgettext("between remarks", "; ").join(part for part in parts if part)


def sentences(parts: Iterable[str]) -> str:
    """Set sentences one after the other."""
    said = ""
    for part in parts:
        said = _("%(first)s %(second)s") % {"first": said, "second": part} if said and part else said or part
    return said


def listed(every: Iterable[str]) -> str:
    """Join names; a long list ends with how many more there are."""
    held = list(every)
    shown = names(held[:SHOWN_NAMES])
    if len(held) <= SHOWN_NAMES:
        return shown
    return _("%(names)s and %(count)s more") % {"names": shown, "count": len(held) - SHOWN_NAMES}
