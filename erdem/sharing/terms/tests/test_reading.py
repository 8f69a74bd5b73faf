"""Documents of terms: there and back, and what is refused."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from erdem.sharing.terms import as_bytes, as_document, digest, read_terms
from erdem.sharing.terms.faults import SENTENCES, TermsProblem, TermsRefused
from erdem.sharing.terms.tests.examples import example_terms

Change = Callable[[dict[str, Any]], object]


def codes(document: Any) -> list[tuple[str, str]]:
    with pytest.raises(TermsRefused) as refused:
        read_terms(document)
    return [(problem.code, problem.where) for problem in refused.value.problems]


def changed(change: Change) -> dict[str, Any]:
    document = copy.deepcopy(as_document(example_terms()))
    change(document)
    return document


def royalty(document: dict[str, Any]) -> dict[str, Any]:
    return next(line["rule"] for line in document["money"] if line["key"] == "r1")


def test_terms_come_back_from_their_document_the_same_to_the_byte() -> None:
    terms = example_terms()
    again = read_terms(as_bytes(terms))
    assert again == terms
    assert as_bytes(again) == as_bytes(terms)
    assert digest(again) == digest(terms)
    shuffled = json.dumps(dict(reversed(as_document(terms).items())), indent=3)
    assert digest(read_terms(shuffled)) == digest(terms)


def test_open_ended_terms_come_back_too() -> None:
    terms = example_terms(ends=None)
    assert read_terms(as_bytes(terms)).term.ends is None


@pytest.mark.parametrize(
    ("change", "code", "where"),
    [
        pytest.param(lambda d: d.pop("law"), "missing", "law", id="a clause is missing"),
        pytest.param(lambda d: d.update(secret=1), "unknown", "secret", id="a clause nobody knows"),
        pytest.param(lambda d: d["term"].update(begins="2027-02-30"), "bad_day", "term/begins", id="no such day"),
        pytest.param(
            lambda d: d["term"].update(begins="20270201"), "bad_day", "term/begins", id="a day without dashes"
        ),
        pytest.param(
            lambda d: royalty(d).update(rate=1.5), "wrong_type", "money/r1/rule/rate", id="a fraction as rate"
        ),
        pytest.param(lambda d: royalty(d).update(rate=True), "wrong_type", "money/r1/rule/rate", id="yes as a rate"),
        pytest.param(lambda d: royalty(d).update(rate="3"), "wrong_type", "money/r1/rule/rate", id="a text as a rate"),
        pytest.param(
            lambda d: royalty(d).update(base="profit"), "not_in_list", "money/r1/rule/base", id="a base nobody knows"
        ),
        pytest.param(
            lambda d: royalty(d).update(kind="gift"), "not_in_list", "money/r1/rule/kind", id="a rule nobody knows"
        ),
        pytest.param(
            lambda d: d["money"][2].update(rule=3), "wrong_type", "money/r1/rule", id="a number in place of a rule"
        ),
        pytest.param(
            lambda d: royalty(d).update(cap=10**16), "number_too_large", "money/r1/rule/cap", id="more than the ledger"
        ),
        pytest.param(
            lambda d: d["law"].update(text="x" * 4001), "text_too_long", "law/text", id="a novel in place of a clause"
        ),
        pytest.param(lambda d: d["law"].update(text="a\x00b"), "bad_text", "law/text", id="a zero byte"),
        pytest.param(lambda d: d["law"].update(text="a\ud800"), "bad_text", "law/text", id="half a character"),
        pytest.param(lambda d: d.update(law="law"), "wrong_type", "law", id="a text in place of a clause"),
        pytest.param(lambda d: d.update(money={}), "wrong_type", "money", id="an object in place of a list"),
        pytest.param(
            lambda d: d.update(extra=d["extra"] * 21), "list_too_long", "extra", id="more clauses than there may be"
        ),
        pytest.param(
            lambda d: d["money"][2]["split"]["shares"][0].update(part=33.3),
            "wrong_type",
            "money/r1/split/shares/1/part",
            id="a share that is no whole number",
        ),
    ],
)
def test_a_faulty_document_is_refused_by_place(change: Change, code: str, where: str) -> None:
    assert (code, where) in codes(changed(change))


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (b"{", "not_json"),
        (b"[" * 100_000, "not_json"),
        (b'{"format":"erdem-terms/1","format":"erdem-terms/1"}', "not_json"),
        (b'{"format":NaN}', "not_json"),
        (b"1" * 5000, "not_json"),
        (b"[]", "wrong_format"),
        (b'{"format":"erdem-terms/2"}', "wrong_format"),
        (b" " * (600 << 10), "too_long"),
        ("{\ud800", "not_json"),
    ],
    ids=["cut", "bottomless", "key twice", "not a number", "digits", "list", "other version", "long", "surrogate"],
)
def test_what_is_no_document_is_refused(document: bytes | str, code: str) -> None:
    assert [found for found, _where in codes(document)] == [code]


def test_every_fault_is_told_at_once() -> None:
    def several(document: dict[str, Any]) -> None:
        document.pop("law")
        document["term"]["begins"] = "soon"
        royalty(document)["rate"] = "3"

    assert {code for code, _where in codes(changed(several))} == {"missing", "bad_day", "wrong_type"}


def test_every_fault_names_its_clause_in_a_sentence() -> None:
    for code in SENTENCES:
        values = dict.fromkeys(("limit", "expected", "value", "percent", "sum", "of", "name", "cap", "floor"), 1)
        values |= dict.fromkeys(("total", "from", "until", "line", "currency"), 1)
        sentence = TermsProblem(code, "money/r1/rate", values).sentence
        assert sentence.endswith("."), code
        assert "money/" not in sentence
