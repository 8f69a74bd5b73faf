"""What is said of a claim that could not be read in full, and of a match that was held down: heading and sentence by slug."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from erdem.overlap.queries.joining import listed

Sayer = Callable[[dict[str, Any]], tuple[str, str]]


def _plain(heading: Callable[[], str], text: Callable[[], str]) -> Sayer:
    return lambda _params: (heading(), text())


def _read_from_text(params: dict[str, Any]) -> tuple[str, str]:
    names = listed([str(name) for name in params.get("names") or ()])
    return _("Some items were read from the text of the book."), _(
        "%(names)s: the parsed list lacks them. Please check them in the book itself."
    ) % {"names": names}


def _other_field(params: dict[str, Any]) -> tuple[str, str]:
    classes = listed([str(code) for code in params.get("classes") or ()])
    return _("The patent belongs to another field."), _("It is classified as %(classes)s.") % {"classes": classes}


SAYERS: dict[str, Sayer] = {
    "one_substance_only": _plain(
        lambda: _("Only one item is the same."), lambda: _("One plant is in many things, so the score is held down.")
    ),
    "read_from_text": _read_from_text,
    "other_field": _other_field,
    "range_reversed": _plain(
        lambda: _("A range is written the wrong way round."), lambda: _("It was read from low to high.")
    ),
    "percent_over_100": _plain(
        lambda: _("A percentage is over 100."), lambda: _("Please check the amounts in the document.")
    ),
    "negative_amount": _plain(lambda: _("An amount is below zero."), lambda: _("It was not compared.")),
    "zero_amount": _plain(lambda: _("An amount is zero."), lambda: _("The item may be absent.")),
    "too_many_ingredients": _plain(
        lambda: _("The claim names very many items."), lambda: _("Only the first of them were compared.")
    ),
    "text_cut": _plain(lambda: _("The text is very long."), lambda: _("Only its beginning was read.")),
    "reference_missing": _plain(
        lambda: _("A claim refers to one that is not there."), lambda: _("What it takes over is not known.")
    ),
    "reference_forward": _plain(lambda: _("A claim refers to a later one."), lambda: _("It was read by itself.")),
    "reference_cycle": _plain(
        lambda: _("Claims refer to each other in a circle."), lambda: _("They were read by themselves.")
    ),
}
