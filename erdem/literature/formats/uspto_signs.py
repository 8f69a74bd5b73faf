"""Characters that the Green Book of the American office writes as words between dots (`.degree.`, `.alpha.`).

Source: USPTO, Patent Full Text APS documentation; only the words in common use are turned back, all others
stay as written. A raised number becomes one of the raised digits, so that `10.sup.6` is not read as 106; a
lowered number stands on the line as in the XML of today.
"""

from __future__ import annotations

import re
from typing import Final

LETTERS: Final = {
    name: chr(ord("α") + place)
    for place, name in enumerate(
        (
            *(
                "alpha",
                "beta",
                "gamma",
                "delta",
                "epsilon",
                "zeta",
                "eta",
                "theta",
                "iota",
                "kappa",
                "lambda",
                "mu",
                "nu",
            ),
            *("xi", "omicron", "pi", "rho", "final sigma", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega"),
        )
    )
}
SIGNS: Final = {
    **LETTERS,
    **{name.upper(): letter.upper() for name, letter in LETTERS.items()},
    "degree": "°",
    "times": "×",
    "div": "÷",
    "+-": "±",
    "-+": "∓",
    "about": "~",
    "apprxeq": "≅",
    "approxeq": "≈",
    "ltoreq": "≤",
    "gtoreq": "≥",
    "noteq": "≠",
    "ident": "≡",
    "infin": "∞",
    "sqroot": "√",
    "multidot": "·",
    "fwdarw": "→",
    "rarw": "←",
    "uparw": "↑",
    "dwnarw": "↓",
    "prime": "′",
    "angle": "∠",
    "perp": "⊥",
    "parallel": "∥",
    "thrfore": "∴",
    "because": "∵",
    "sctn": "§",
    "cent": "¢",
    "permill": "‰",
    "ANG": "Å",
    "RTM": "®",
    "TM": "™",
    "COPYRGT": "©",
    "dbd": "═",
    "circle": "○",
    "male": "♂",
    "female": "♀",
}
WORD: Final = re.compile(r"\.([A-Za-z]{2,11}|\+-|-\+)\.")
RAISED: Final = re.compile(r"\.sup\.\.?([0-9+-]{1,8})\.?")
LEVEL: Final = re.compile(r"\.(?:sup|sub|spsp|sbsp)\.\.?")
DIGITS: Final = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")


def with_signs(text: str) -> str:
    """A text with the words between dots turned into the signs they stand for."""
    if "." not in text:
        return text
    text = WORD.sub(lambda match: SIGNS.get(match[1], match[0]), text)
    text = RAISED.sub(lambda match: match[1].translate(DIGITS), text)
    return LEVEL.sub("", text)
