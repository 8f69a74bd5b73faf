"""Claims nobody should write: too long, too many, reversed, negative, in other languages, broken."""

from __future__ import annotations

import sys
from types import FrameType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from erdem.lib.quantity import Kind
from erdem.overlap import engine
from erdem.overlap.engine import Canonicaliser, ParsedText
from erdem.overlap.engine.claims import Language, notes, parse_text
from erdem.overlap.engine.claims.parse import MAX_MENTIONS, MAX_TEXT


def patent_notes(claims: list[str], canonicalise: Canonicaliser) -> tuple[str, ...]:
    patent, _ = engine.patent({"publication": "CN1", "claims": claims}, 0)
    assert patent is not None
    return engine.parse_patent(patent, canonicalise).notes


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("一种药，由黄芪20-10份、当归5份组成", notes.RANGE_REVERSED),
        ("一种药，由黄芪：-5份、当归5份组成", notes.NEGATIVE_AMOUNT),
        ("一种药，由黄芪120%、当归5%组成", notes.PERCENT_OVER_100),
        ("一种药，由黄芪0份、当归5份组成", notes.ZERO_AMOUNT),
        ("一种测试装置，包括壳体和电机", notes.NO_INGREDIENTS),
        ("A composition comprising 120% of licorice and 5% of ginger", notes.PERCENT_OVER_100),
    ],
)
def test_what_is_odd_about_amounts_is_said_with_a_slug(canonicalise: Canonicaliser, text: str, slug: str) -> None:
    assert slug in patent_notes([text], canonicalise)


def test_a_plain_claim_has_no_notes(canonicalise: Canonicaliser) -> None:
    assert patent_notes(["一种药，由黄芪10-20份、当归5份组成"], canonicalise) == ()


def test_a_reversed_range_is_turned_and_a_negative_amount_is_not_a_number(canonicalise: Canonicaliser) -> None:
    parsed = parse_text("一种药，由黄芪20-10份、当归：-5份组成", canonicalise)
    assert (parsed.mentions[0].quantity.lo, parsed.mentions[0].quantity.hi) == (10, 20)
    assert parsed.mentions[1].quantity.kind is Kind.UNKNOWN


@pytest.mark.parametrize(
    "text",
    [
        "Композиция, содержащая 10% солодки и 5% имбиря",
        "甘草を10重量部、生姜を5重量部含むことを特徴とする組成物。",
        "감초 10 중량부 및 생강 5 중량부를 포함하는 조성물",
        "བོད་སྨན་ཞིག་སྟེ། རྩ་བ་གསུམ་ལས་གྲུབ་པ།",
        "ᠮᠣᠩᠭᠣᠯ ᠡᠮ ᠦᠨ ᠵᠣᠷ",
        "تركيبة تحتوي على عرق السوس 10% والزنجبيل 5%",
        "Zusammensetzung, dadurch gekennzeichnet, dass sie 10 % Süßholz und 5 % Ingwer enthält, nach Anspruch 1",
        "Composition caractérisée en ce qu'elle comprend 10 % de réglisse et 5 % de gingembre selon la revendication 1",
        "Эмийн найрлага нь чихэр өвс 10%",
    ],
)
def test_a_language_that_is_not_read_is_named_and_nothing_is_invented(canonicalise: Canonicaliser, text: str) -> None:
    parsed = parse_text(text, canonicalise)
    assert parsed.language is Language.OTHER
    assert parsed.mentions == ()
    assert parsed.steps == ()
    assert notes.LANGUAGE_NOT_SUPPORTED in patent_notes([text], canonicalise)


def test_five_hundred_ingredients_are_read_and_a_thousand_and_one_are_cut(canonicalise: Canonicaliser) -> None:
    names = sorted(name for name in canonicalise.lexicon.chinese_names if len(name) == 3 and name.isalpha())
    kept = {canonicalise(name).id: name for name in reversed(names)}
    assert len(kept) > MAX_MENTIONS + 50
    chosen = sorted(kept.values())

    def claim(count: int) -> str:
        return (
            "一种药，由" + "、".join(f"{name}{index % 9 + 1}份" for index, name in enumerate(chosen[:count])) + "组成"
        )

    five_hundred = parse_text(claim(500), canonicalise)
    assert len(five_hundred.mentions) >= 490
    assert five_hundred.notes == ()
    many = parse_text(claim(MAX_MENTIONS + 50), canonicalise)
    assert len(many.mentions) == MAX_MENTIONS
    assert notes.TOO_MANY_INGREDIENTS in many.notes


def test_a_text_beyond_the_limit_is_cut_and_says_so(canonicalise: Canonicaliser) -> None:
    parsed = parse_text("黄芪10份、" * (MAX_TEXT // 6 + 10), canonicalise)
    assert len(parsed.text) == MAX_TEXT
    assert notes.TEXT_CUT in parsed.notes


def test_references_that_lead_nowhere_survive_with_a_note(canonicalise: Canonicaliser) -> None:
    first = "1.一种药，由黄芪10份、当归5份组成"
    assert notes.REFERENCE_MISSING in patent_notes([first, "2.根据权利要求9所述的药，其中黄芪15份"], canonicalise)
    circle = ["1.根据权利要求2所述的药，其中黄芪15份", "2.根据权利要求1所述的药，其中当归15份"]
    assert notes.REFERENCE_CYCLE in patent_notes(circle, canonicalise)
    forward = ["1.根据权利要求2所述的药，其中黄芪15份", "2.一种药，由黄芪10份、当归5份组成"]
    assert notes.REFERENCE_FORWARD in patent_notes(forward, canonicalise)
    assert notes.REFERENCE_CYCLE in patent_notes(["1.根据权利要求1所述的药，其中黄芪15份"], canonicalise)


EVIL = {
    "a list": "黄芪10份、",
    "names": "黄芪、",
    "unknown names": "雪山灵草、",
    "open brackets": "黄芪(",
    "shared amounts": "黄芪、当归各",
    "ratios": "黄芪:当归=3:2:1，",
    "choices": "选自黄芪、当归中的至少一种",
    "numerals": "十",
    "one word": "药",
    "digits": "1",
    "steps": "将黄芪粉碎，加水煎煮2小时，",
    "english": "comprising 10 parts of licorice, ",
    "english rows": "3, 2 and 1 parts of ginger, licorice and honey, respectively; ",
    "english choices": "5% of a metal selected from zinc, ",
    "binomials": "Aa aa G. uralensis ",
    "references": "权利要求1至",
}


def work(text: str, canonicalise: Canonicaliser) -> int:
    """How many Python functions are called to read a text: a measure of work that no load of the machine changes."""
    calls = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        parse_text(text, canonicalise)
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("kind", sorted(EVIL))
def test_the_work_grows_with_the_length_of_the_text_and_no_faster(canonicalise: Canonicaliser, kind: str) -> None:
    piece = EVIL[kind]
    parse_text(piece * 10, canonicalise)
    short, long = (work(piece * (size // len(piece)), canonicalise) for size in (3_000, 12_000))
    assert long < short * 5 + 2_000


BROKEN = (
    "黄芩甘草白芍大枣炙炒各份克两三十0123456789.-~%‰、，；：（）()[]{}和或由组成包括还权利要求所述根据步骤选自中的至少一种优选余量"
    "℃≤≥约大于小于分别为比①②|\t\n\x00\u200b耆ᠮбあ한"
)
ENGLISH = (
    "a licorice Radix Astragali 5-10 parts of claim 1 to 3 comprising , ( ) ; : further ginger 3 g % water selected "
    "from the group consisting and or respectively G. uralensis preferably at least up balance ratio 3:2:1 wherein is"
)
CLAIM = st.one_of(
    st.text(),
    st.text(st.sampled_from(BROKEN)),
    st.lists(st.sampled_from(ENGLISH.split(" "))).map(" ".join),
    st.binary().map(lambda data: data.decode("latin-1")),
)


def quotes_itself(parsed: ParsedText, text: str) -> bool:
    spans = [(mention.span, mention.name) for mention in parsed.mentions]
    spans += [(step.span or (0, 0), step.operation) for step in parsed.steps]
    spans += [(use.span, use.text) for use in parsed.indications]
    spans += [(phrase.span, phrase.text) for phrase in (*parsed.forms, *parsed.routes)]
    own = [m for m in parsed.mentions if not m.quantity.inherited and m.quantity.kind is not Kind.NONE]
    return all(text[slice(*span)] == said for span, said in spans) and all(m.quantity.text in text for m in own)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=200)
@given(text=CLAIM)
def test_broken_claims_are_read_without_an_error_and_every_span_quotes(canonicalise: Canonicaliser, text: str) -> None:
    parsed = parse_text(text, canonicalise)
    assert quotes_itself(parsed, text)
    assert set(parsed.notes) <= set(notes.ALL)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(claims=st.lists(CLAIM, max_size=5))
def test_patents_of_broken_claims_have_a_full_claim_for_each(canonicalise: Canonicaliser, claims: list[str]) -> None:
    patent, _ = engine.patent({"publication": "CN1", "title": "药", "claims": claims}, 0)
    assert patent is not None
    parsed = engine.parse_patent(patent, canonicalise)
    assert {full.number for full in parsed.full_claims} == {unit.number for unit in parsed.claims}
