"""Acceptance cases: published disputes as a pool of TK records on one side and patents on the other, made from their facts.

The facts are not the claims: where a case file names only what the examiner found on both sides, the patent is written
from those substances, so that names, distractors, ranking, relation and band are tested, and the reading of the real
claim is not. What the facts do not allow is kept as a case that cannot be expressed, with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

Row = Mapping[str, object]

_PER_INGREDIENT = re.compile(r"one TK reference per ingredient", re.IGNORECASE)
_COMPOUND = re.compile(r"claimed compound ([a-z]+) is a constituent", re.IGNORECASE)
_PLANTS_ONLY = re.compile(r"patent claims compounds", re.IGNORECASE)
_MIXTURE = re.compile(r"compound ingredient \(([a-z]+)\)", re.IGNORECASE)
_EACH_DOCUMENT = re.compile(r"each of the \w+ documents", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
MIXTURES = {"triphala": ("Terminalia chebula", "Terminalia bellirica", "Phyllanthus emblica")}

POSITIVE, NEGATIVE, NO_SOURCE, NOT_EXPRESSIBLE = "positive", "negative", "source_not_in_pool", "not_expressible"


@dataclass(frozen=True, slots=True)
class Case:
    """One case: the patent as a literature row, the keys of its own records, and what is expected.

    `every` asks for all of its own records, not the best; `composition` names its source by what it holds, when that
    is to be looked up in the pool; `name` by its name there.
    """

    id: str
    group: str
    kind: str
    patent: Row | None = None
    own: tuple[str, ...] = ()
    every: bool = False
    composition: tuple[str, ...] = ()
    name: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class CaseBook:
    """Cases with the TK records that belong to them."""

    cases: tuple[Case, ...] = ()
    records: tuple[Row, ...] = ()

    def __add__(self, other: CaseBook) -> CaseBook:
        return CaseBook(self.cases + other.cases, self.records + other.records)


@dataclass(slots=True)
class _Book:
    cases: list[Case] = field(default_factory=list)
    records: list[Row] = field(default_factory=list)

    def done(self) -> CaseBook:
        return CaseBook(tuple(self.cases), tuple(self.records))


def _texts(row: Row, key: str) -> list[str]:
    value = row.get(key)
    return [str(item) for item in value] if isinstance(value, Sequence) and not isinstance(value, str) else []


def _text(row: Row, key: str) -> str:
    value = row.get(key)
    return value if isinstance(value, str) else ""


# --- the library of India ---------------------------------------------------------------------------------------------


def tkdl_book(rows: Iterable[Row]) -> CaseBook:
    """Cases of `tkdl_cases.json`: one record of all ingredients, one per document or one per ingredient, as the case says."""
    book = _Book()
    for row in rows:
        number = _text(row, "patent")
        note = f"{_text(row, 'note')} {_text(row, 'outcome')}"
        records = _tkdl_records(row, note)
        book.records += records
        own = tuple(str(record["id"]) for record in records)
        book.cases.append(
            Case(
                number,
                "tkdl",
                POSITIVE,
                _tkdl_patent(row, note),
                own,
                every=bool(_PER_INGREDIENT.search(note)),
                note=_tkdl_note(note),
            )
        )
    return book.done()


def _tkdl_note(note: str) -> str:
    if _PLANTS_ONLY.search(note):
        return "the claimed compounds are not in the facts; tested with the plants they come from"
    return ""


def _tkdl_records(row: Row, note: str) -> list[Row]:
    names, sources = _texts(row, "tk_ingredients"), _texts(row, "tk_sources")
    if _PER_INGREDIENT.search(note):
        groups = [[name] for name in names]
    elif _EACH_DOCUMENT.search(note):
        groups = [names for _ in sources]
    else:
        groups = [names]
    records: list[Row] = []
    for place, group in enumerate(groups):
        book = sources[min(place, len(sources) - 1)] if len(groups) > 1 and sources else "; ".join(sources)
        records.append(
            {
                "id": f"tkdl:{_text(row, 'patent')}:{place + 1}",
                "name": f"TK reference {place + 1} of {_text(row, 'patent')}",
                "ingredients": _with_doses(_mixed(group, note), _text(row, "dose")),
                "indication": _text(row, "tk_use"),
                "book": book,
            }
        )
    return records


def _mixed(names: list[str], note: str) -> list[str]:
    """The names as the old text writes them: a ready mixture instead of its three fruits."""
    named = _MIXTURE.search(note)
    parts = MIXTURES.get(named.group(1).lower(), ()) if named else ()
    if not named or not set(parts) <= set(names):
        return names
    rest = [name for name in names if name not in parts]
    return [*rest[:1], named.group(1), *rest[1:]]


def _with_doses(names: Sequence[str], dose: str) -> list[Row]:
    if "equal parts" in dose:
        return [{"herb": name, "dose": "equal parts"} for name in names]
    numbers = _NUMBER.findall(dose)
    if ":" in dose and "(parts)" in dose and len(numbers) == len(names):
        return [{"herb": name, "dose": f"{number} parts"} for name, number in zip(names, numbers, strict=True)]
    return [{"herb": name, **_own_dose(name, dose)} for name in names]


def _own_dose(name: str, dose: str) -> dict[str, str]:
    found = re.search(rf"\b{re.escape(name.split()[0])}\s+(\d+(?:\.\d+)?)\s*g\b", dose, re.IGNORECASE)
    return {"dose": f"{found.group(1)} g"} if found else {}


def _tkdl_patent(row: Row, note: str) -> Row:
    compound = _COMPOUND.search(note)
    names = [compound.group(1)] if compound else _texts(row, "tk_ingredients")
    use = " or ".join(part.strip() for part in _text(row, "tk_use").split(";"))
    return western_patent(_text(row, "patent"), names, use)


def western_patent(number: str, names: Sequence[str], use: str) -> Row:
    """A patent from facts: the substances as a list, and the same as a claim of the usual form."""
    listed = ", ".join(names[:-1]) + (" and " if len(names) > 1 else "") + names[-1]
    return {
        "publication": number,
        "claims": [f"1. A composition for the treatment of {use}, comprising {listed}."],
        "ingredients": [{"herb": name} for name in names],
        "indication": use,
        "truncated": True,
    }


# --- China ------------------------------------------------------------------------------------------------------------

# What the named classical sources hold (Shang Han Lun).
_SOURCES = {"麻杏石甘汤": ("麻黄", "杏仁", "甘草", "石膏"), "黄芩汤": ("黄芩", "芍药", "甘草", "大枣")}


def handpicked_book(rows: Iterable[Row], facts: Iterable[Row]) -> CaseBook:
    """Cases of `cn_handpicked.json`; where the collected facts know more of the patent (steps), they are taken."""
    known = {_digits(_text(fact, key)): fact for fact in facts for key in ("application", "publication")}
    book = _Book()
    for row in rows:
        number, candidate = _text(row, "patent"), _text(row, "tk_candidate")
        fact = known.get(_digits(number))
        listed = row.get("ingredients")
        patent = row if listed or fact is None else {**fact, "publication": number}
        source = next((name for name in _SOURCES if name in candidate), "")
        book.cases.append(_handpicked(number, candidate, patent, source))
    return book.done()


def _handpicked(number: str, candidate: str, patent: Row, source: str) -> Case:
    if source:
        return Case(number, "cn", POSITIVE, patent, composition=_SOURCES[source], note=f"source {source}")
    if not candidate:
        return Case(number, "cn", NEGATIVE, patent, note="no traditional source is known")
    if "曲拉" in candidate:
        return Case(number, "cn", POSITIVE, patent, name="阿如勒", note="dried curd of the herders, as raw stock")
    if not patent.get("ingredients") and not patent.get("steps"):
        return Case(number, "cn", NOT_EXPRESSIBLE, patent, note="the excerpt holds neither ingredients nor steps")
    return Case(
        number, "cn", NO_SOURCE, patent, note=f"the file names {candidate}; no record of the pool has that name"
    )


def _digits(number: str) -> str:
    """Digits of a number as far as the check digit; `-` when there are none, so that two voids never meet."""
    return re.sub(r"\D", "", number.split(".")[0]) or "-"


def region_book(pairs: Iterable[Row], facts: Sequence[Row]) -> CaseBook:
    """Judged pairs of the region: processes and shared plants."""
    book = _Book()
    for pair in pairs:
        number = _text(pair, "patent")
        word = number.split(" ")[0]
        fact = next((row for row in facts if _bears(row, word)), None)
        kind = POSITIVE if pair.get("label") == "positive" else NEGATIVE
        if fact is None:
            book.cases.append(Case(number, "region", NOT_EXPRESSIBLE, note="the patent is not among the facts"))
        else:
            patent = {**fact, "publication": number}
            book.cases.append(Case(number, "region", kind, patent, name=_text(pair, "tk"), note=_text(pair, "why")))
    return book.done()


def _bears(row: Row, word: str) -> bool:
    return word in (row.get("publication"), row.get("application")) or word in _text(row, "url")


def hidden_book(rows: Iterable[Row]) -> CaseBook:
    """Real Chinese patents whose source a reader recognised; `relevant` names records of the classical pool."""
    book = _Book()
    for row in rows:
        own = tuple(_texts(row, "relevant"))
        note = f"source {'、'.join(_texts(row, 'source'))}; reader: {_text(row, 'relation')}"
        book.cases.append(Case(_text(row, "publication"), "hidden", POSITIVE, row, own, note=note))
    return book.done()


# --- disputes over single plants --------------------------------------------------------------------------------------

# Number, substances, use, as far as the case file names them. What is new in the patent is in `_NEW`.
_DISPUTES: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("US5401504", ("Curcuma longa",), "wounds"),
    ("EP0436257", ("Azadirachta indica",), "fungal disease of plants"),
    ("US6267995", ("Lepidium meyenii",), "sexual dysfunction"),
    ("US6093421", ("Lepidium meyenii", "deer antler"), "low testosterone"),
    ("WO9846243 (US6376657)", ("Hoodia gordonii",), "obesity by suppressing appetite"),
    ("EP1429795", ("Pelargonium sidoides", "Pelargonium reniforme"), "respiratory disease"),
    ("US5900240", ("Syzygium cumini", "Momordica charantia", "Gymnema sylvestre", "Solanum melongena"), "diabetes"),
    ("kava hair-loss patent (L Oreal)", ("Piper methysticum",), "hair loss"),
    ("US4946681 family", ("Azadirachta indica",), "insect pests of plants"),
)
_NEW = frozenset({"deer antler"})
_OTHER_SUBJECTS = {
    "US5663484": "claims lines and grains of rice, a plant variety: nothing to compare by composition or steps",
    "US5894079": "claims a bean variety: nothing to compare by composition or steps",
    "USPP5751": "a plant patent on one vine: nothing to compare by composition or steps",
    "US5304718": "claims male sterility in quinoa, a breeding trait: nothing to compare by composition or steps",
    "cupuacu": "a trade mark and a fat; the file names no claim",
    "US6372234": "a list of 31 species, no single patent",
    "CN101098705A": "the same as CN101098705A and CN104161832A of the Chinese cases",
}


def dispute_book(rows: Iterable[Row]) -> CaseBook:
    """Cases of `biopiracy_cases.json` that can be expressed by substances; the others with the reason why not."""
    known = {number: (names, use) for number, names, use in _DISPUTES}
    book = _Book()
    for row in rows:
        number = _text(row, "patent")
        if number in known:
            names, use = known[number]
            key = f"dispute:{number.split(' ')[0]}"
            practice = [name for name in names if name not in _NEW]
            book.records.append(
                {
                    "id": key,
                    "name": f"TK reference of {number}",
                    "ingredients": [{"herb": name} for name in practice],
                    "indication": use,
                }
            )
            book.cases.append(
                Case(
                    number,
                    "biopiracy",
                    POSITIVE,
                    western_patent(number, names, use),
                    (key,),
                    note=_text(row, "tk_subject"),
                )
            )
        else:
            why = next((text for start, text in _OTHER_SUBJECTS.items() if number.startswith(start)), "unknown subject")
            book.cases.append(Case(number, "biopiracy", NOT_EXPRESSIBLE, note=why))
    return book.done()
