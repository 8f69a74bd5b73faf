"""The figures of the claim parser: labels quote their texts, made claims are reproducible, and the targets are held."""

from __future__ import annotations

import json

import pytest

from erdem.overlap.engine import Canonicaliser, Lexicon
from erdem.overlap.engine.evaluating.claims import (
    ClaimResult,
    figures,
    labelled_claim,
    score_claim,
    score_claims,
    wilson,
)
from erdem.overlap.engine.evaluating.synthetic_claims import synthetic_claims
from erdem.overlap.tests.engine.conftest import ROOT

REAL = ROOT / "erdem" / "overlap" / "seeds" / "claims_real.jsonl"


def real_rows() -> list[dict[str, object]]:
    return [json.loads(line) for line in REAL.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def made(lexicon: Lexicon, canonicalise: Canonicaliser) -> list[ClaimResult]:
    claims = [labelled_claim(claim.row()) for claim in synthetic_claims(lexicon, 400, seed=1)]
    return score_claims(claims, canonicalise)


def test_at_least_sixty_real_claims_are_labelled_and_every_label_quotes_its_text() -> None:
    rows = [row for row in real_rows() if "text" in row]
    assert len(rows) >= 60
    for row in rows:
        for label in labelled_claim(row).ingredients:
            assert str(row["text"])[slice(*label.span)] == label.name


def test_a_label_that_does_not_stand_in_the_text_is_refused() -> None:
    with pytest.raises(ValueError, match="does not stand"):
        labelled_claim({"id": "x", "text": "由黄芪组成", "ingredients": [{"name": "当归", "span": [1, 3]}]})


def test_made_claims_are_marked_and_the_same_for_the_same_seed(lexicon: Lexicon) -> None:
    first, again = (list(synthetic_claims(lexicon, 60, seed=3)) for _ in range(2))
    assert first == again
    assert first != list(synthetic_claims(lexicon, 60, seed=4))
    assert all(claim.row()["synthetic"] is True and claim.row()["part"] == "synthetic" for claim in first)
    assert {claim.language for claim in first} == {"zh", "en"}


def test_made_claims_hold_what_their_labels_say(lexicon: Lexicon) -> None:
    for claim in synthetic_claims(lexicon, 120, seed=5):
        for label in labelled_claim(claim.row()).ingredients:
            assert claim.text[slice(*label.span)] == label.name


def test_four_hundred_made_claims_are_read_as_well_as_promised(made: list[ClaimResult]) -> None:
    found = figures(made)
    assert found["claims"] == 400
    assert isinstance(found["f1"], float)
    assert isinstance(found["bounds_exact"], float)
    assert found["f1"] >= 0.97
    assert found["bounds_exact"] >= 0.95


def test_some_made_claims_are_too_hard_for_the_parser(made: list[ClaimResult]) -> None:
    assert any(not result.is_right for result in made)


def test_what_is_missed_extra_and_wrong_is_told_apart(canonicalise: Canonicaliser) -> None:
    text = "一种药，由黄芪10份、当归5份组成"
    labels = [{"name": "黄芪", "lo": 12, "hi": 12, "unit": "份"}, {"name": "种药"}]
    result = score_claim(labelled_claim({"id": "x", "text": text, "ingredients": labels}), canonicalise)
    assert (result.missed, result.extra) == (("种药",), ("当归",))
    assert len(result.wrong) == 1
    assert figures([result])["f1"] == 0.5


def test_an_interval_of_a_share_narrows_with_the_sample() -> None:
    small, large = wilson(9, 10), wilson(900, 1000)
    assert small is not None
    assert large is not None
    assert small[0] < large[0] < 0.9 < large[1] < small[1]
    assert wilson(0, 0) is None
