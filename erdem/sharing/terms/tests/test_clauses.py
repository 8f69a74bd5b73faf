"""What differs between two versions."""

from __future__ import annotations

import dataclasses

from erdem.sharing.terms.clauses import ORDER, clauses, compare
from erdem.sharing.terms.model import Extra, Terms, Wording
from erdem.sharing.terms.tests.examples import example_royalty, example_terms


def changes(old: Terms, new: Terms) -> dict[str, str]:
    return {one.clause: one.change for one in compare(old, new) if one.change != "same"}


def test_every_field_of_the_terms_is_a_clause() -> None:
    assert set(ORDER) == {field.name for field in dataclasses.fields(Terms)}
    assert list(clauses(example_terms()))[8:12] == ["money/fee", "money/launch", "money/r1", "in_kind/n1"]


def test_the_same_terms_differ_in_nothing() -> None:
    assert changes(example_terms(), example_terms()) == {}


def test_a_line_keeps_its_name_when_it_moves_and_when_it_changes() -> None:
    old = example_terms()
    dearer = example_terms(royalty=dataclasses.replace(example_royalty(), rate=35_000))
    new = dataclasses.replace(dearer, money=dearer.money[::-1])
    assert changes(old, new) == {"money/r1": "changed"}


def test_clauses_and_lines_come_and_go() -> None:
    old = example_terms()
    new = dataclasses.replace(
        old,
        forbidden=(),
        money=old.money[1:],
        extra=(Extra("培训", Wording("x")),),
        attribution=Wording("无"),
    )
    assert changes(old, new) == {
        "forbidden": "removed",
        "attribution": "changed",
        "money/fee": "removed",
        "extra/培训": "added",
        "extra/样品": "removed",
    }
    assert changes(new, old)["forbidden"] == "added"


def test_they_stand_in_the_order_of_the_paper() -> None:
    old = example_terms()
    new = dataclasses.replace(old, extra=(), money=old.money[:1])
    order = [one.clause for one in compare(old, new)]
    assert order.index("money/fee") < order.index("money/r1") < order.index("in_kind/n1") < order.index("law")
    assert order[-1] == "extra/样品"
