"""The catalogue of labels: complete, distinct, and true to the codes of Local Contexts."""

from __future__ import annotations

from collections import Counter

from django.utils import translation

from erdem.knowledge.labels import BY_CODE, CONFLICTS, EFFECTS, LABELS, NOTICES, Effect, Family

TK = "tka tkcl tkf tkmc tkcv tkcr tkv tknv tks tkwg tkmg tkmr tkwr tkcs tkss tkoc tknc tkco tko tkcb"
BC = "bcp bcmc bccb bcoc bcr bccv bccnv bccl bco bcnc"
NOTICED = "attribution_incomplete biocultural traditional_knowledge open_to_collaborate"


def test_all_thirty_labels_and_the_four_notices_are_there() -> None:
    by_family = {family: {label.code for label in BY_CODE.values() if label.family == family} for family in Family}
    assert by_family == {
        Family.KNOWLEDGE: set(TK.split()),
        Family.BIOCULTURAL: set(BC.split()),
        Family.NOTICE: set(NOTICED.split()),
    }
    assert Counter(label.family for label in LABELS) == {Family.KNOWLEDGE: 20, Family.BIOCULTURAL: 10}


def test_every_stamp_is_its_own_and_has_two_characters() -> None:
    stamps = [label.stamp for label in (*LABELS, *NOTICES)]
    assert len(set(stamps)) == len(stamps) == 34
    assert {len(stamp) for stamp in stamps} == {2}


def test_effects_are_those_agreed_for_each_code() -> None:
    closing = {label.code: label.effect for label in LABELS if label.effect != Effect.ADVISORY}
    assert closing == {
        "tkss": Effect.HOLDER,
        **dict.fromkeys(("tkcl", "bccl", "tkf", "tkco"), Effect.GROUP),
        **dict.fromkeys(("tkmr", "tkwr"), Effect.GENDER_HARD),
        **dict.fromkeys(("tkmg", "tkwg"), Effect.GENDER_SOFT),
        "tks": Effect.TIME,
        **dict.fromkeys(("tknc", "bcnc", "bcr", "tko", "bco", "tkoc", "bcoc"), Effect.PURPOSE),
        **dict.fromkeys(("tkmc", "bcmc"), Effect.MULTI),
    }
    assert all(notice.effect == Effect.ADVISORY for notice in NOTICES)


def test_labels_that_mean_nothing_without_a_group_say_so() -> None:
    assert {label.code for label in LABELS if label.needs_group} == {"tkcl", "bccl", "tkf", "tkmr", "tkwr"}
    assert {label.code for label in LABELS if label.takes_group} == {
        "tkcl", "bccl", "tkf", "tkco", "tkmr", "tkwr", "tkmg", "tkwg", "tkss",
    }  # fmt: skip


def test_titles_and_sentences_are_in_chinese_too() -> None:
    with translation.override("zh-hans"):
        words = [str(text) for label in BY_CODE.values() for text in (label.title, label.asks, label.does)]
    assert all(any("一" <= letter <= "鿿" for letter in text) for text in words)
    assert set(EFFECTS) == set(Effect)


def test_labels_that_contradict_each_other_are_known() -> None:
    assert all(one in BY_CODE and two in BY_CODE for one, two in CONFLICTS)
