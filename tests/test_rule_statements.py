"""A rule whose statement is kept says of every row what the rule itself says, wherever in a query it stands."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import EmptyResultSet
from django.db.models import Exists, Model, OuterRef, Q
from django.utils import timezone

from erdem.base.actor import PUBLIC, SYSTEM, Actor, ActorKind, acting_as
from erdem.base.rule_statements import RuleStatement, written_once
from erdem.base.testing.actors import People
from erdem.knowledge.models import Holding, Record
from erdem.knowledge.policies import visible_holdings, visible_records
from tests.test_two_locks import rules
from tests.world import build

ERDEM = Path(__file__).resolve().parents[1] / "erdem"
FEW = 3
HERE = Actor(kind=ActorKind.PERSON, user_id=1, organisation_ids=frozenset({1}))


def plain(rule: Q) -> Q:
    """Return the rule with conditions in the place of kept statements, as it was built."""
    built = Q(_connector=rule.connector, _negated=rule.negated)
    for child in rule.children:
        statement = child.rule if isinstance(child, RuleStatement) else child
        built.children.append(plain(statement) if isinstance(statement, Q) else statement)
    return built


def kept(rule: Q) -> bool:
    """Return whether a statement is kept anywhere in the rule."""
    return any(kept(child) if isinstance(child, Q) else isinstance(child, RuleStatement) for child in rule.children)


def keys(found: Any) -> set[Any]:
    """Return the keys of the rows of a query."""
    return set(found.order_by().values_list("pk", flat=True))


def wrong(model: type[Model], rule: Q) -> list[str]:
    """Return where the kept statement gives other rows than the rule; what is asked row by row, of a few rows of each sort."""
    rows = model._default_manager
    expected = keys(rows.filter(plain(rule)))
    few = {*sorted(expected, key=str)[:FEW], *sorted(keys(rows.all()) - expected, key=str)[:FEW]}
    among_others = Q(pk__in=[]) | (rule & ~Q(pk__isnull=True))
    within = rows.filter(pk__in=rows.filter(among_others).order_by().values("pk"))
    through = Exists(rows.filter(rule, pk=OuterRef("pk")))
    two_deep = rows.filter(Exists(rows.filter(through, pk=OuterRef("pk"))), pk__in=few)
    differ = {"in a subquery": keys(within) ^ expected, "asked of an outer row": keys(two_deep) ^ (expected & few)}
    return [f"{model.__name__} {where}" for where, others in differ.items() if others]


@pytest.mark.django_db
def test_a_kept_statement_gives_the_rows_of_its_rule(people: People) -> None:
    world, found, asked = build(people), list[str](), set[str]()
    for (who, actor), (model, rule) in itertools.product(world.actors().items(), rules().items()):
        if kept(rule(actor)):
            asked.add(model.__name__)
            with acting_as(SYSTEM):
                found += [f"{where} as {who}" for where in wrong(model, rule(actor))]
    assert not found, "\n".join(found)
    assert len(asked) > 100, "most rules that ask other tables are kept"


def test_a_name_of_the_asking_query_never_means_a_table_within_the_rule() -> None:
    own = str(Holding.objects.filter(visible_holdings(HERE)).query)
    inner = str(
        Record.objects.filter(Exists(Holding.objects.filter(visible_holdings(HERE), record=OuterRef("pk")))).query
    )
    assert '"knowledge_holding"."record_id"' in own
    assert '= (U0."record_id")' in inner
    assert inner.count(" U0 ") == 1, "the only table of this name is that of the asking query"


def test_a_rule_that_asks_nothing_of_other_tables_or_joins_them_is_left_as_it_is() -> None:
    asking = Record.objects.filter(number="1").values("pk")
    assert written_once(Q(status="draft")) == Q(status="draft")
    assert not kept(written_once(Q(record__other__in=asking)))
    assert kept(written_once(Q(record__in=asking)))


def test_nobody_asks_against_a_rule() -> None:
    against = re.compile(r"(~\s*\(?|exclude\(\s*)[\w.]*(visible_|revealed_|kept|read\(|_through|_with_)")
    found = [
        f"{path}: {call[0]}"
        for path in sorted(ERDEM.rglob("*.py"))
        if "tests" not in path.parts
        for call in against.finditer(path.read_text(encoding="utf-8"))
    ]
    assert not found, "\n".join(found)


def test_a_rule_that_lets_nothing_through_asks_nothing() -> None:
    nothing = written_once(Q(pk__in=Record.objects.none().values("pk")))
    with pytest.raises(EmptyResultSet):
        Record.objects.filter(nothing).query.sql_with_params()
    assert "WHERE" not in str(Record.objects.filter(~nothing).query)


def test_the_statement_is_written_once_for_a_table_and_anew_on_another_day(monkeypatch: pytest.MonkeyPatch) -> None:
    (statement,) = visible_records(HERE).children
    assert isinstance(statement, RuleStatement)
    first = str(Record.objects.filter(visible_records(HERE)).query)
    assert list(statement.written) == [Record]
    monkeypatch.setattr(timezone, "localdate", lambda: dt.date(2031, 1, 1))
    assert visible_records(HERE).children[0] is not statement
    assert "2031-01-01" in str(Record.objects.filter(visible_records(HERE)).query)
    assert "2031-01-01" not in first
    assert not kept(visible_records(SYSTEM))
    assert kept(visible_records(PUBLIC))
