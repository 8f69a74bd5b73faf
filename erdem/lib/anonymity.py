"""Names and identifiers in a text that is meant to name nobody, and a first draft without them.

What is known (names of parties, officers, codes, addresses) is looked for in every spelling that is cheap to think of: any
width, traditional characters, spaces and signs between the characters, invisible characters, Latin letters for a Chinese name,
digits of any script or written out. What nobody told us is found by its form: telephone numbers, codes, identity cards,
e-mail, addresses on the internet and in a street, number plates, accounts, firms named in full.

It finds names that are written down. It does not know whom a description fits: that is for the person who checks the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from pypinyin import lazy_pinyin

from erdem.lib.folding import fold_with_offsets

SHORTEST: Final = 2
SHORTEST_LATIN: Final = 5
LEGAL_FORMS: Final = (
    "股份有限责任公司",
    "有限责任公司",
    "股份有限公司",
    "专业合作社",
    "个体工商户",
    "有限公司",
    "合作社",
    "经营部",
    "商行",
    "商店",
    "公司",
)
PLACES: Final = re.compile(
    r"^(?:内蒙古自治区|内蒙古|[\u4e00-\u9fff]{2,6}(?:自治区|省|盟|市))?(?:[\u4e00-\u9fff]{1,6}?(?:市|旗|县|区))?"
)
LOOKALIKES: Final = str.maketrans("авекмнорстхуіѕοаρτυχκνι", "abekmhopctxyisoaptuxkvi")
WRITTEN_DIGITS: Final = dict(
    zip("零〇○一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖", "00012345678912123456789", strict=True)
)
COMPOUND: Final = ("欧阳", "司马", "上官", "诸葛", "夏侯", "皇甫", "尉迟", "公孙", "慕容", "令狐", "长孙", "宇文")
ORDER: Final = "甲乙丙丁戊己庚辛壬癸"


@dataclass(frozen=True)
class Known:
    """A word that must not stand in the text; ``kind`` says what it is, ``stand_in`` what a draft writes instead."""

    kind: str
    word: str
    stand_in: str = ""
    is_person: bool = False


@dataclass(frozen=True)
class Hit:
    """Something that names somebody: what it is, where it stands, and how it is written there."""

    kind: str
    start: int
    end: int
    written: str


@dataclass(frozen=True)
class _View:
    """A text as it is searched, with the place in the original of each character."""

    text: str
    origins: tuple[int, ...]

    def hit(self, kind: str, start: int, end: int, original: str) -> Hit:
        first, last = self.origins[start], self.origins[end - 1] + 1
        return Hit(kind, first, last, original[first:last])


def find_names(text: str, known: Iterable[Known] = (), *, hides_rights: bool = True) -> list[Hit]:
    """Return everything in a text that names somebody, in order, each place once.

    Args:
        text: what is meant to name nobody.
        known: words that must not stand in it.
        hides_rights: also look for numbers of patents, marks and rights.
    """
    plain, bare = _plain(text), _bare(text)
    named = [hit for one in known for hit in _find_known(one, text, bare)]
    formed = [
        view.hit(kind, match.start(), match.end(), text)
        for kind, pattern, view, accepted in _patterns(bare, plain)
        for match in pattern.finditer(view.text)
        if accepted(match)
    ]
    rights = [hit for hit in formed if hit.kind == "right"]
    found = _each_place_once(named, rights, [hit for hit in formed if hit.kind != "right"] + _written_out(text))
    return found if hides_rights else [hit for hit in found if hit not in rights]


def _patterns(
    bare: _View, plain: _View
) -> Iterator[tuple[str, re.Pattern[str], _View, Callable[[re.Match[str]], bool]]]:
    for kind, pattern, is_bare, accepted in _compiled():
        yield kind, pattern, bare if is_bare else plain, accepted


def without_names(text: str, known: Sequence[Known]) -> str:
    """Return a draft in which what is known has its stand-in and what has the form of an identifier is left out."""
    stand_ins = {(one.kind, variant): one.stand_in for one in reversed(known) for variant in variants(one)}
    pieces, at = [], 0
    for hit in find_names(text, known):
        key = _bare(hit.written).text
        pieces += [text[at : hit.start], stand_ins.get((hit.kind, key)) or _LEFT_OUT.get(hit.kind, "某某")]
        at = hit.end
    return "".join([*pieces, text[at:]])


def called(name: str, among: Sequence[str] = ()) -> str:
    """Return what a person is called in a text that names nobody: 张某, and 张某甲 when there are more of that name."""
    family = next((each for each in COMPOUND if name.startswith(each)), name[:1])
    same = [each for each in among if each.startswith(family)]
    order = ORDER[same.index(name) % len(ORDER)] if len(same) > 1 and name in same else ""
    return f"{family}某{order}"


@lru_cache(maxsize=4096)
def variants(one: Known) -> frozenset[str]:
    """Return the spellings of a word that are looked for, folded: whole, without legal form and place, in Latin letters."""
    whole = _bare(one.word).text
    found = {whole}
    core = re.sub(r"[（(][^（()）]*[)）]", "", unicodedata.normalize("NFKC", one.word))
    core = _bare(core).text
    for form in LEGAL_FORMS:
        if core.endswith(form) and len(core) - len(form) >= SHORTEST + 1:
            core = core.removesuffix(form)
            found.add(core)
            short = PLACES.sub("", core)
            if len(short) >= SHORTEST + 1:
                found.add(short)
            break
    if one.is_person and re.fullmatch(r"[\u4e00-\u9fff]{2,}", whole):
        syllables = lazy_pinyin(whole)
        found |= {"".join(syllables), "".join([*syllables[1:], syllables[0]])}
    return frozenset(each for each in found if len(each) >= _shortest(each))


def _shortest(word: str) -> int:
    """Return how long a word has to be to be looked for: two Chinese characters, four digits, five letters."""
    if not word.isascii():
        return SHORTEST
    return SHORTEST_LATIN - 1 if any(each.isdigit() for each in word) else SHORTEST_LATIN


def _find_known(one: Known, text: str, bare: _View) -> Iterator[Hit]:
    for variant in variants(one):
        at = bare.text.find(variant)
        while at >= 0:
            if not variant.isascii() or _stands_alone(bare.text, at, at + len(variant)):
                yield bare.hit(one.kind, at, at + len(variant), text)
            at = bare.text.find(variant, at + 1)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Say whether digits or letters do not simply go on: 1234 in 912345 is another number."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if text[start].isdigit() and before.isascii() and before.isdigit():
        return False
    return not (text[end - 1].isdigit() and after.isascii() and after.isdigit())


def _plain(text: str) -> _View:
    """One width, simplified, lower case, our digits; signs and single spaces stay."""
    return _view(text, lambda character: character)


def _bare(text: str) -> _View:
    """The same with letters and digits alone."""
    return _view(text, lambda character: character if character.isalnum() else "")


def _view(text: str, kept: Callable[[str], str]) -> _View:
    folded = fold_with_offsets(text)
    pieces, origins = [], []
    for character, origin in zip(folded.text, folded.origins, strict=True):
        for part in unicodedata.normalize("NFKD", character) if not _is_hangul(character) else character:
            if unicodedata.category(part) in ("Mn", "Me", "Cf"):
                continue
            digit = unicodedata.decimal(part, None)
            shown = str(digit) if digit is not None else part.translate(LOOKALIKES)
            if shown := kept(shown):
                pieces.append(shown)
                origins += [origin] * len(shown)
    return _View("".join(pieces), tuple(origins))


def _is_hangul(character: str) -> bool:
    return "가" <= character <= "힣"


def _written_out(text: str) -> list[Hit]:
    """Find seven and more digits that are written as characters: 一三八零零…"""
    bare = _bare(text)
    run = re.compile(rf"[{''.join(WRITTEN_DIGITS)}0-9]{{7,}}")
    return [
        bare.hit("phone", match.start(), match.end(), text)
        for match in run.finditer(bare.text)
        if sum(each in WRITTEN_DIGITS for each in match[0]) >= SHORTEST_LATIN
    ]


def _each_place_once(*found: list[Hit]) -> list[Hit]:
    """Return hits in order; of two that overlap the one of the earlier list, else the longer one."""
    taken: list[Hit] = []
    for some in found:
        for hit in sorted(some, key=lambda one: (one.start - one.end, one.start)):
            if all(hit.end <= other.start or hit.start >= other.end for other in taken):
                taken.append(hit)
    return sorted(taken, key=lambda one: one.start)


def _always(_match: re.Match[str]) -> bool:
    return True


def _is_no_day(match: re.Match[str]) -> bool:
    """Say whether a long run of digits is something else than a day and a time."""
    return not re.fullmatch(r"(?:19|20)\d\d[01]\d[0-3]\d(?:[0-2]\d[0-5]\d(?:[0-5]\d)?)?", match[0])


_NUMBER = r"[0-9一二三四五六七八九十百零〇]{1,6}"
_SHAPES: Final = (
    (
        "email",
        r"[a-z0-9_.+-]+\s*(?:@|\(at\)|\[at\]|#at#)\s*[a-z0-9_-]+(?:\s*(?:\.|。|\(dot\)|\[dot\])\s*[a-z0-9_-]+)+",
        False,
        _always,
    ),
    (
        "url",
        r"(?:https?|ftp)\s*:\s*/\s*/\s*[^\s\u4e00-\u9fff,;，。；]+|www\s*[.。]\s*[^\s\u4e00-\u9fff,;，；]+",
        False,
        _always,
    ),
    (
        "url",
        r"(?<![a-z0-9@])(?:[a-z0-9-]+\s*[.。]\s*)+(?:com|cn|net|org|gov|top|shop|xyz|info|vip|cc|io|site|store|online|tv|me)(?![a-z])",
        False,
        _always,
    ),
    ("identity_card", r"(?<![0-9a-z])[1-9]\d{16}[0-9x](?![0-9a-z])", True, _always),
    ("identity_card", r"(?<!\d)[1-9]\d{5}\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?!\d)", True, _always),
    ("code", r"(?<![0-9a-z])[0-9a-hj-npqrtuwxy]{2}\d{6}[0-9a-hj-npqrtuwxy]{10}(?![0-9a-z])", True, _always),
    ("phone", r"(?<!\d)(?:0?086|86)?1[3-9]\d{9}(?!\d)", True, _always),
    ("phone", r"(?<!\d)0\d{2,3}\s*[-)]?\s*[2-9]\d{2,3}\s*-?\s*\d{4}(?!\d)", False, _always),
    ("phone", r"(?<!\d)[48]00\s*-?\s*\d{3,4}\s*-?\s*\d{3,4}(?!\d)", False, _always),
    ("long_number", r"(?<!\d)\d{11,}(?!\d)", True, _is_no_day),
    ("long_number", r"(?<!\d)\d{4}(?:[ \-]\d{4}){2,4}(?:[ \-]\d{1,4})?(?!\d)", False, _always),
    (
        "account",
        r"(?:微信|vx|wechat|威信|qq|抖音|快手|淘宝|旺旺|小红书)\s*(?:号|id|店铺|店)?\s*[:为是]?\s*[a-z0-9_-]{5,}",
        False,
        _always,
    ),
    (
        "plate",
        r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][a-z][a-z0-9]{5,6}(?![a-z0-9])",
        True,
        _always,
    ),
    (
        "street",
        rf"[\u4e00-\u9fff]{{1,8}}(?:大街|大道|路|街|巷|胡同|弄|小区|花园|嘎查|苏木|村|屯|市场|商场|广场|大厦)"
        rf"[^,，。;；、\n]{{0,12}}?{_NUMBER}\s*(?:号|栋|幢|单元|室|摊位|档口)",
        False,
        _always,
    ),
    ("right", r"(?:zl|cn)\d{7,13}[a-zx0-9]{0,2}", True, _always),
    ("right", r"第\s*\d{6,}\s*号", False, _always),
    ("right", r"(?:注册|商标|登记|专利|申请)[^\d,，。;；\n]{0,6}\d{6,}", True, _always),
    (
        "firm",
        r"(?:(?!某|甲|乙|丙|丁|的|与|和|及|由|向|对|为|被|该|其|在|从|将|是|有限|公司)[\u4e00-\u9fff]){2,16}"
        r"(?:股份有限公司|有限责任公司|有限公司|集团公司|专业合作社)",
        True,
        _always,
    ),
)


@cache
def _compiled() -> tuple[tuple[str, re.Pattern[str], bool, Callable[[re.Match[str]], bool]], ...]:
    """Compile the shapes when the first text is looked at: a third of a second that no other process needs to spend."""
    return tuple(
        (kind, re.compile(pattern, re.IGNORECASE), bare, accepted) for kind, pattern, bare, accepted in _SHAPES
    )


_LEFT_OUT: Final = {
    "phone": "电话略",
    "email": "邮箱略",
    "url": "网址略",
    "code": "代码略",
    "identity_card": "证件号略",
    "long_number": "号码略",
    "account": "账号略",
    "street": "某地",
    "plate": "车牌略",
    "right": "权利号略",
    "case": "案号略",
    "firm": "某公司",
    "place": "某地",
    "contact": "联系方式略",
}
