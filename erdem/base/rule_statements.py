"""The statement of a rule of who sees what, written once and used again: a page asks ten rules that nest in each other."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import BooleanField, Expression, Model, Q, QuerySet
from django.db.models.expressions import Col

ROOT = "rule_root"
"""Name of the table of the rule in the kept statement; stands where that of the asking query comes."""
LOOKUPS = frozenset(
    {"exact", "in", "gt", "gte", "lt", "lte", "isnull", "contains", "contained_by", "overlap", "startswith", "covers"}
)
"""What may be asked of a column; anything else after a name leads to another table."""
_NAMED = re.compile(r'" ([A-Z]+\d+)\b')
Parts = tuple[str, tuple[Any, ...]]


def written_once(rule: Q) -> Q:
    """Return the same rule, as a condition whose statement is written once for each table that it is asked of.

    Rules that ask nothing of other tables cost nothing to write, and rules that join another table depend on the query that
    asks: both come back as they are. A rule is asked for, not against: where a column of it is empty, a row is neither among
    those that a statement lets through nor among those of its negation.
    """
    return Q(RuleStatement(rule)) if _nests(rule) and not _joins(rule) else rule


def _leaves(rule: Q) -> list[Any]:
    found: list[Any] = []
    for child in rule.children:
        found += _leaves(child) if isinstance(child, Q) else [child]
    return found


def _nests(rule: Q) -> bool:
    return any(not isinstance(leaf, tuple) or isinstance(leaf[1], QuerySet) for leaf in _leaves(rule))


def _joins(rule: Q) -> bool:
    names = [leaf[0].split("__") for leaf in _leaves(rule) if isinstance(leaf, tuple)]
    return any(part not in LOOKUPS for _field, *rest in names for part in rest)


class RuleStatement(Expression):
    """A rule as a condition of SQL on one table. It says of a row what the rule says, for whichever name the table has."""

    conditional = True
    output_field = BooleanField()

    def __init__(self, rule: Q) -> None:
        super().__init__()
        self.rule = rule
        self.written: dict[type[Model], Parts | type[Exception]] = {}
        self.row: Col | None = None

    @property
    def identity(self) -> tuple[Any, ...]:
        """What makes two of them the same: the rule itself and the table that it is asked of."""
        return (self.__class__, id(self.written), self.row.identity if self.row else None)

    def get_source_expressions(self) -> list[Any]:
        """Return the column that carries the name of the table, so that it is renamed with it."""
        return [self.row]

    def set_source_expressions(self, exprs: Any) -> None:
        """Take the renamed column."""
        (self.row,) = exprs

    def resolve_expression(self, query: Any = None, *_given: Any, **_named: Any) -> RuleStatement:
        """Return this condition on the table of ``query``; once it has one, it keeps it."""
        if self.row is not None:
            return self  # a lookup resolves its sides again when it is written
        found = self.copy()
        found.row = query.model._meta.pk.get_col(query.get_initial_alias())
        return found

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """Return the kept statement with the name that the table has in this query.

        Raises:
            EmptyResultSet, FullResultSet: the rule lets through nothing, or everything.
        """
        assert self.row is not None, "a rule is asked of a table"
        model = self.row.target.model
        if model not in self.written:
            self.written[model] = _write(self.rule, model)
        parts = self.written[model]
        if isinstance(parts, type):
            raise parts
        sql, params = parts
        return sql.replace(ROOT, compiler.quote_name_unless_alias(self.row.alias)), params


def _write(rule: Q, model: type[Model]) -> Parts | type[Exception]:
    """Return the condition and its values; an exception when it lets through nothing or everything.

    Names of tables within are made its own: a name of the asking query must mean the same inside of it. They follow from the
    text, which is the same for all readers of a sort: what the database counts for a statement, it counts together.
    """
    query = model._base_manager.filter(rule).query
    query.change_aliases({query.get_initial_alias(): ROOT})
    joined = [alias for alias, uses in query.alias_refcount.items() if uses and alias != ROOT]
    assert not joined, f"the rule joins other tables to {model.__name__}: {joined}"
    try:
        sql, params = query.get_compiler(connection=connections[DEFAULT_DB_ALIAS]).compile(query.where)
    except (EmptyResultSet, FullResultSet) as said:
        return type(said)
    own = hashlib.blake2s(f"{model.__name__} {sql}".encode(), digest_size=6).hexdigest()
    names = set(_NAMED.findall(sql))
    if names:
        sql = re.sub(rf"\b({'|'.join(names)})\b", lambda found: f"r{own}_{found[0].lower()}", sql)
    return f"({sql})", tuple(params)
