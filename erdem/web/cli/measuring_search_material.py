"""Documents to measure the search with: real ones as far as they reach, then synthetic ones that are marked as such.

A synthetic document has a number that begins with XS, an office no country has. Its words are drawn at random by their
frequency in the real documents, names of herbs by their frequency in the formulas of the package, lengths around those of
real patents. So it weighs on an index as a real one does, and says nothing: how well hits are ranked cannot be measured
with it. Each is drawn from its own number, so the same number is the same document in every run.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import resources
from itertools import accumulate, islice, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

from erdem.lib.chance import repeatable
from erdem.lib.folding import fold
from erdem.web.cli.material import own_lexicon

if TYPE_CHECKING:
    import datetime

    from erdem.literature.formats.model import Publication
    from erdem.literature.search.document import IndexDocument

BESIDE = Path("../shared/data/patents/corpora")
SYNTHETIC = "XS"
SEED = 20_261_126
FORMULAS, CHINESE = (
    0.40,
    0.75,
)  # of the synthetic documents: below, a formula in Chinese; below, other Chinese; else English
_APPLICANTS = 20_000
_FAMILIES = 0.3  # of the synthetic documents, in pairs
_MEDICINAL = ("A61K36/484", "A61K36/185", "A61K36/489", "A61K36/896", "A61P1/00", "A61P29/00", "A61P3/10", "A23L33/105")
_OFFICES = ("CN", "US", "EP", "WO", "JP", "IN")
_DEFAULT_CLASSES = ("G06F17/30", "H04L9/00", "A01K67/02", "A23C9/12", "C14C1/00", "B41F13/00", "H02G7/00", "C02F1/44")
_OPENINGS = ("本发明公开了一种", "本实用新型涉及一种", "本发明涉及一种")
_READ = 20_000  # characters of a document that its words are counted in
_READ_OF_FILE = 3_000
_CHINESE = re.compile("[\u4e00-\u9fff]+")
_ENGLISH = re.compile(r"[A-Za-z]{2,20}")


class Draw:
    """Draws from values by weight."""

    def __init__(self, weighed: Iterable[tuple[str, float]]) -> None:
        pairs = list(weighed)
        self.values = [value for value, _weight in pairs]
        self._sums = list(accumulate(weight for _value, weight in pairs))

    def many(self, chance: random.Random, count: int) -> list[str]:
        """So many, with repetitions."""
        return chance.choices(self.values, cum_weights=self._sums, k=count)

    def some(self, chance: random.Random, count: int) -> list[str]:
        """At most so many, without repetitions."""
        return list(dict.fromkeys(self.many(chance, count)))


@dataclass(frozen=True, slots=True)
class Words:
    """What synthetic documents and questions are made of."""

    chinese: Draw
    english: Draw
    herbs: Draw
    names: frozenset[str]
    classes: tuple[str, ...]


def names_of_substances() -> frozenset[str]:
    """Chinese names of the lexicon, folded: what an installation adds to the general dictionary."""
    substances = own_lexicon().substances
    return frozenset(fold(name) for one in substances.values() for name in (one.name_zh, *one.aliases) if len(name) > 1)


def real_documents(folder: Path | None, most: int | None = None) -> Iterator[IndexDocument]:
    """The documents of the files of a folder, else of the seeds of the package, each number once; ids from 1.

    The files take turns, so that the first documents are of every kind; at most `most` are taken of a file.
    """
    seen: set[str] = set()
    for turn in zip_longest(*(islice(_publications(path), most) for path in _files(folder))):
        for one in turn:
            if one is not None and one.identifier not in seen:
                seen.add(one.identifier)
                yield document_of(one, len(seen))


def _publications(path: Path) -> Iterator[Publication]:
    from erdem.literature import formats

    return (one for one in formats.read(path, name=path.name) if isinstance(one, formats.Publication))


def _files(folder: Path | None) -> list[Path]:
    if folder is not None:
        return sorted(path for path in folder.iterdir() if path.name.endswith((".jsonl", ".jsonl.gz")))
    seeds = Path(str(resources.files("erdem.literature") / "seeds"))
    return sorted(path for path in seeds.iterdir() if path.name.endswith((".jsonl", ".jsonl.gz")))


def document_of(one: Publication, id_: int) -> IndexDocument:
    """What the index is told of a document that was read from a file."""
    from erdem.literature.queries.searching_places import PROVINCES
    from erdem.literature.search.document import IndexDocument

    day = one.filing_date or one.publication_date or one.priority_date
    claims = tuple(claim.text for claim in one.claims)
    return IndexDocument(
        id=id_,
        number=one.number,
        number_key=one.identifier,
        titles=tuple(one.titles.values()),
        abstracts=tuple(one.abstracts.values()),
        claims=claims,
        facts=tuple(filter(None, (one.product, one.indication, *(part.name for part in one.ingredients)))),
        applicants=one.applicants,
        inventors=one.inventors,
        ipc=one.ipc,
        cpc=one.cpc,
        locarno=one.locarno,
        places=tuple(filter(None, (PROVINCES.get(one.applicant_place, ""),))),
        office=one.country,
        kind=one.patent_type or "invention",
        held="claims" if claims else "abstract" if one.abstracts else "title",
        languages=tuple(one.titles),
        filing_day=_day(one.filing_date),
        publication_day=_day(one.publication_date),
        priority_day=_day(one.priority_date),
        year=day.year if day else 0,
    )


class Material:
    """So many documents: real ones first, half of them at most, then synthetic ones. The same folder gives the same."""

    def __init__(self, folder: Path | None, count: int) -> None:
        """`folder` holds real documents; without one the seeds of the package are they."""
        self.folder = folder
        self.count = count
        self.words = words_of(folder)

    def documents(self) -> Iterator[IndexDocument]:
        """All of them, by id from 1."""
        real = 0
        for document in islice(real_documents(self.folder), self.count // 2):
            real += 1
            yield document
        yield from self._synthetic(real + 1, self.count - real)

    def sample(self, count: int) -> Iterator[IndexDocument]:
        """Of so many, half real ones and half synthetic ones."""
        share = min(count, self.count) // 2
        yield from islice(real_documents(self.folder), share)
        yield from self._synthetic(self.count - share + 1, share)

    def _synthetic(self, first_id: int, count: int) -> Iterator[IndexDocument]:
        return (synthetic_document(self.words, id_) for id_ in range(first_id, first_id + count))


def words_of(folder: Path | None) -> Words:
    """The vocabulary of the real documents, and herbs as often as formulas name them."""
    import rjieba

    chinese: Counter[str] = Counter()
    english: Counter[str] = Counter()
    classes: Counter[str] = Counter()
    for one in real_documents(folder, _READ_OF_FILE):
        text = " ".join((*one.titles, *one.abstracts, *one.facts, *one.claims))[:_READ]
        words = _CHINESE.findall(text)
        chinese.update(word for run in words for word in rjieba.cut(run, hmm=False))
        english.update(word.lower() for word in _ENGLISH.findall(text))
        classes.update(symbol for symbol in one.ipc if "/" in symbol)
    return Words(
        Draw(chinese.items()),
        Draw(english.items()),
        Draw(_herbs().items()),
        names_of_substances(),
        tuple(symbol for symbol, _count in classes.most_common(400)) or _DEFAULT_CLASSES,
    )


def _herbs() -> Counter[str]:
    """Names of materials of two to four characters with how often the formulas of the package name them."""
    text = (resources.files("erdem.knowledge") / "seeds" / "formulas.jsonl").read_text(encoding="utf-8")
    formulas = (json.loads(line) for line in text.splitlines() if line.strip())
    named = (fold(part["herb"]) for formula in formulas for part in formula["ingredients"])
    return Counter(name for name in named if _CHINESE.fullmatch(name) and 2 <= len(name) <= 4)


def synthetic_document(words: Words, id_: int) -> IndexDocument:
    """The synthetic document of an id."""
    from erdem.literature.search.document import IndexDocument

    chance = repeatable(SEED * 1_000_003 + id_)
    sort = chance.random()
    is_formula, is_chinese = sort < FORMULAS, sort < CHINESE
    texts = _formula(words, chance) if is_formula else _plain(words, chance, is_chinese=is_chinese)
    day = chance.randint(1990, 2024) * 1_00_00 + chance.randint(1, 12) * 1_00 + chance.randint(1, 28)
    code = f"{SYNTHETIC}{id_:09}A"
    return IndexDocument(
        id=id_,
        number=code,
        number_key=code,
        number_stem=code[:-1],
        family=id_ // 2 if id_ // 2 % 10 < _FAMILIES * 10 else 0,
        **texts,
        applicants=(f"第{int(_APPLICANTS ** chance.random())}号申请人",),
        ipc=tuple(dict.fromkeys(chance.choices(_MEDICINAL if is_formula else words.classes, k=chance.randint(1, 4)))),
        places=_place(chance) if is_chinese else (),
        office=_OFFICES[0] if is_chinese else chance.choice(_OFFICES[1:]),
        kind="utility" if not is_formula and is_chinese and chance.random() < 0.5 else "invention",
        stage=chance.choice(("published", "granted")),
        status=chance.choice(("pending", "in_force", "ended", "unknown")),
        held="claims",
        languages=("zh" if is_chinese else "en",),
        filing_day=day - 1_00_00,
        publication_day=day,
        year=day // 1_00_00 - 1,
    )


def _place(chance: random.Random) -> tuple[str, ...]:
    """A province; in Inner Mongolia a league and a banner too."""
    from erdem.literature.queries.searching_places import PROVINCES

    province = chance.choice(tuple(PROVINCES.values())[:31])
    return (province, "152500", f"1525{chance.choice((22, 23, 24, 25, 30))}") if province == "150000" else (province,)


def _formula(words: Words, chance: random.Random) -> dict[str, Any]:
    herbs = words.herbs.some(chance, chance.randint(4, 15))
    amounts = "、".join(f"{herb}{chance.randint(1, 30)}份" for herb in herbs)
    use, product, *_rest = words.chinese.many(chance, 2)
    made = f"由以下重量份的原料制成：{amounts}。"
    return {
        "titles": (f"一种治疗{use}的{herbs[0]}{product}及其制备方法",),
        "abstracts": (f"{_OPENINGS[0]}治疗{use}的{product}，{made}{_running(words, chance, _length(chance, 60))}",),
        "claims": (
            f"1.一种治疗{use}的{product}，其特征在于，{made}",
            *(
                f"{n}.如权利要求1所述的{product}，其特征在于，{_running(words, chance, _length(chance, 90))}"
                for n in (2, 3, 4)
            ),
        ),
    }


def _plain(words: Words, chance: random.Random, *, is_chinese: bool) -> dict[str, Any]:
    draw, join = (words.chinese, "") if is_chinese else (words.english, " ")
    title = join.join(draw.many(chance, chance.randint(4, 9)))
    if is_chinese:
        opening = chance.choice(_OPENINGS)
        abstract = f"{opening}{title}，{_running(words, chance, _length(chance, 95))}"
        claims = [f"{n}.{_running(words, chance, _length(chance, 85))}" for n in range(1, chance.randint(3, 6))]
    else:
        abstract = f"{' '.join(draw.many(chance, _length(chance, 110)))}."
        claims = [f"{n}. {' '.join(draw.many(chance, _length(chance, 70)))}." for n in range(1, chance.randint(4, 9))]
    return {"titles": (title,), "abstracts": (abstract,), "claims": tuple(claims)}


def _running(words: Words, chance: random.Random, count: int) -> str:
    """Running Chinese of so many words, a comma after every tenth."""
    drawn = words.chinese.many(chance, count)
    return "，".join("".join(drawn[at : at + 10]) for at in range(0, count, 10)) + "。"


def _length(chance: random.Random, mean: int) -> int:
    """A length around the mean with a long tail."""
    return max(5, min(int(mean * chance.lognormvariate(-0.125, 0.5)), mean * 6))


def _day(date: datetime.date | None) -> int:
    return date.year * 1_00_00 + date.month * 1_00 + date.day if date else 0
