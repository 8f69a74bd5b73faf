"""What the kind code behind a publication number says.

Sources: WIPO Standard ST.16 (what the letters A, B, C, U, Y, Z, S, P and the digits 8 and 9 mean), the table of codes of
the offices in the WIPO Handbook, part 7.3.2; for China ZC 0008 (8: the title page again, 9: the whole again, C1 to C7,
Y1 to Y7, S1 to S7: announcement of a partial invalidation); for PCT documents the codes of 2009-01-01; for the United
States MPEP 901.05(b). Where a code of an office is not listed here, its letter is read as ST.16 reads it. A few codes
changed their meaning with time and are read in the present one: US B1 and B2 were certificates of re-examination before
2001.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final, Literal

KindStage = Literal["", "published", "granted", "amended"]
Right = Literal["", "invention", "utility model", "design", "plant"]
Corrected = Literal["", "title page", "whole document"]


@dataclass(frozen=True, slots=True)
class KindFacts:
    """What a kind code says.

    `stage` is `published` before a grant, `granted` with it, `amended` for a text changed after the grant (limitation,
    opposition, partial invalidation, re-examination), empty where the code does not tell. `corrected` is what was
    printed again to correct it. A document that is a search report only holds no text of the invention; a translation
    holds the text of another document in another language.
    """

    stage: KindStage = ""
    right: Right = ""
    corrected: Corrected = ""
    is_search_report_only: bool = False
    is_translation: bool = False
    is_republication: bool = False

    @property
    def is_correction(self) -> bool:
        """Whether the document corrects an earlier one of the same number and stage."""
        return self.corrected != ""


REPORT: Final = KindFacts("published", "invention", is_search_report_only=True, is_republication=True)
AMENDED: Final = KindFacts("amended", "invention", is_republication=True)
FILED: Final = KindFacts("published", "invention")
GRANT: Final = KindFacts("granted", "invention")
TRANSLATION: Final = KindFacts("", "invention", is_translation=True)

# Codes whose meaning at one office the letter and digit alone do not give away.
OFFICES: Final[dict[tuple[str, str], KindFacts]] = {
    ("EP", "A3"): REPORT,
    ("EP", "A4"): REPORT,
    ("EP", "B2"): AMENDED,
    ("EP", "B3"): AMENDED,
    ("WO", "A3"): REPORT,
    ("WO", "A4"): KindFacts("published", "invention", is_republication=True),  # with amended claims
    ("WO", "B1"): KindFacts("published", "invention", is_republication=True),  # the same until 2008
    ("WO", "C1"): KindFacts("published", "invention", "title page", is_republication=True),
    ("WO", "C2"): KindFacts("published", "invention", "whole document", is_republication=True),
    ("US", "A"): GRANT,  # until 2000 applications were not published
    ("US", "A2"): KindFacts("published", "invention", is_republication=True),
    ("US", "P1"): KindFacts("published", "plant"),
    ("US", "P4"): KindFacts("published", "plant", is_republication=True),
    ("US", "P9"): KindFacts("published", "plant", "whole document", is_republication=True),
    ("US", "H"): FILED,  # a statutory invention registration is no patent
    ("US", "H1"): FILED,
    ("JP", "A1"): KindFacts("published", "invention", is_translation=True),
}
LETTERS: Final[dict[str, KindFacts]] = {
    "A": FILED,
    "B": GRANT,
    "C": GRANT,
    "E": KindFacts("amended", "invention"),
    "P": KindFacts("granted", "plant"),
    "S": KindFacts("granted", "design"),
    "T": TRANSLATION,
    "U": KindFacts("", "utility model"),
    "Y": KindFacts("granted", "utility model"),
    "Z": KindFacts("granted", "utility model"),
}
CHINESE: Final[dict[str, KindFacts]] = {
    "U": KindFacts("granted", "utility model"),  # utility models and designs are granted without examination
    "D": KindFacts("granted", "design"),
}
# Certificates that change a patent: re-examination (C, F), post-grant review (J), inter partes review (K), O.
AMERICAN_CERTIFICATES: Final = re.compile(r"[CFJKO][0-9]")
CORRECTIONS: Final[dict[str, Corrected]] = {"8": "title page", "9": "whole document"}


def kind_facts(country: str, kind: str) -> KindFacts:
    """What the kind code of an office says; nothing for an empty or unknown code. Never raises."""
    country, kind = country.strip().upper(), kind.strip().upper()
    if not re.fullmatch(r"[A-Z][0-9]?", kind):
        return KindFacts()
    if (country, kind) in OFFICES:
        return OFFICES[country, kind]
    letter, digit = kind[0], kind[1:]
    if country == "US" and AMERICAN_CERTIFICATES.fullmatch(kind):
        return AMENDED
    base = CHINESE.get(letter) if country == "CN" else None
    base = base or LETTERS.get(letter, KindFacts())
    if digit in CORRECTIONS:
        return replace(base, corrected=CORRECTIONS[digit], is_republication=True)
    if country == "CN" and digit and letter != "A":
        return replace(base, stage="amended", is_republication=True)
    return base
