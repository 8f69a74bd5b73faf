"""The Mongolian words of the public forms: for every label, written as their transliteration says, suffixes by the rules."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from erdem.base.testing.actors import People
from erdem.cases.choices import FilingForm
from erdem.cases.forms.filing import SendForm, StepForm
from erdem.cases.intake.forms import DEFINITIONS
from erdem.cases.intake.guidance import PLAIN, QUESTIONS
from erdem.cases.intake.mongolian import mongolian_of, words, written
from erdem.cases.intake.questions import FormStep, Question

MVS, NNBSP = "\u180e", "\u202f"
BACK, FRONT = set("ᠠᠣᠤ"), set("ᠡᠥᠦ")
VOWELS = BACK | FRONT | {"ᠢ", "ᠧ"}
BACK_SUFFIXES = {"ᠤᠨ", "ᠤ", "ᠳᠤ", "ᠲᠤ", "ᠪᠠᠷ", "ᠪᠠᠨ", "ᠢᠶᠠᠷ", "ᠢᠶᠠᠨ", "ᠲᠠᠢ"}
FRONT_SUFFIXES = {"ᠦᠨ", "ᠦ", "ᠳᠦ", "ᠲᠦ", "ᠪᠡᠷ", "ᠪᠡᠨ", "ᠢᠶᠡᠷ", "ᠢᠶᠡᠨ", "ᠲᠡᠢ"}
EITHER = {"ᠶᠢᠨ", "ᠶᠢ", "ᠢ", "ᠨᠢ"}
AFTER_VOWELS = {"ᠶᠢᠨ", "ᠶᠢ", "ᠪᠠᠷ", "ᠪᠠᠨ", "ᠪᠡᠷ", "ᠪᠡᠨ"}
AFTER_CONSONANTS = {"ᠤᠨ", "ᠦᠨ", "ᠢ", "ᠢᠶᠠᠷ", "ᠢᠶᠡᠷ", "ᠢᠶᠠᠨ", "ᠢᠶᠡᠨ"}
AFTER_N = {"ᠤ", "ᠦ"}


def questions() -> list[Question]:
    return [
        *(question for definition in DEFINITIONS.values() for question in definition.all_questions()),
        *(question for asked in QUESTIONS.values() for question in asked),
    ]


def test_every_label_and_answer_of_the_public_forms_has_its_mongolian_words() -> None:
    labels: list[Any] = [*PLAIN.values(), *FilingForm.labels]
    for question in questions():
        labels += [question.label, *(label for _value, label in question.choices)]
    for definition in DEFINITIONS.values():
        labels += [step.title for step in definition.steps]
        labels += [field.label for field in SendForm(definition.needed_files).fields.values() if field.label]
    with override("en"):
        assert [str(label) for label in labels if not mongolian_of(label)] == []


def test_the_words_are_written_as_their_transliteration_says_and_say_that_they_are_unverified() -> None:
    allowed = re.compile(f"[\u1820-\u1842\u1802\u1803 {MVS}{NNBSP}]+")
    for row in words().values():
        assert row["mn"] == written(row["latin"]), row["zh"]
        assert allowed.fullmatch(row["mn"]), row["zh"]
        assert row["confidence"] == "unverified"
        assert row["source"]


@pytest.mark.parametrize(
    "word", sorted({word for row in words().values() for word in re.split(r"[ ᠂᠃]+", row["mn"]) if word})
)
def test_suffixes_follow_the_narrow_space_and_fit_the_vowels_and_the_end_of_their_word(word: str) -> None:
    stem, *suffixes = word.split(NNBSP)
    assert stem not in BACK_SUFFIXES | FRONT_SUFFIXES - {"ᠦ"}, "a suffix after an ordinary space takes the wrong shape"
    if MVS in stem:
        assert stem[stem.index(MVS) + 1 :] in {"ᠠ", "ᠡ"}
        assert stem[stem.index(MVS) - 1] not in VOWELS
    for suffix in suffixes:
        assert suffix in BACK_SUFFIXES | FRONT_SUFFIXES | EITHER, suffix
        if suffix in BACK_SUFFIXES:
            assert BACK & set(stem), f"{word}: a back suffix on a front word"
        if suffix in FRONT_SUFFIXES:
            assert not BACK & set(stem), f"{word}: a front suffix on a back word"
        if suffix in AFTER_VOWELS:
            assert stem[-1] in VOWELS, word
        if suffix in AFTER_CONSONANTS:
            assert stem[-1] not in VOWELS | {"ᠨ"} or (suffix in {"ᠢ", "ᠢᠶᠠᠷ", "ᠢᠶᠡᠷ"} and stem[-1] == "ᠨ"), word
        if suffix in AFTER_N:
            assert stem[-1] == "ᠨ", word


def test_a_form_in_mongolian_sends_the_same_values() -> None:
    question = Question("named", FilingForm.REPORT.label, choices=(("no", "否"),))
    step = FormStep("you", "", (question,))
    assert StepForm(step, {"named": "no"}, script="mn").is_valid()


@pytest.mark.django_db
def test_the_choice_of_mongolian_stays_and_says_that_no_native_reader_has_read_it(people: People) -> None:
    client = Client()
    assert 'lang="mn-Mong">' + words()["涉及什么事项？"]["mn"] not in client.get("/complain/").content.decode()
    assert client.get("/complain/?lang=mn").status_code == 302
    page = client.get("/complain/").content.decode()
    assert 'lang="mn-Mong">' + words()["涉及什么事项？"]["mn"] in page
    assert "未经母语者审校" in page
    client.post("/complain/start/", {"form": "F11", "subject": "trademark", "place": "152530"})
    assert words()["保存并继续"]["mn"] in client.get("/complain/form/1/").content.decode()
    assert client.get("/complain/?lang=zh").status_code == 302
    assert words()["保存并继续"]["mn"] not in client.get("/complain/form/1/").content.decode()
