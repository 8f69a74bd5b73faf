"""Nothing that holds words of a record is left unplanted, and what a reader may meet is there to be met."""

from __future__ import annotations

import re

from django.db.models import Model
from hypothesis import given
from hypothesis import strategies as st

from erdem.base.actor import SYSTEM, acting_as
from tests.leak import tables
from tests.leak.canary import words_in
from tests.leak.planting import family, planted_fields, too_short
from tests.leak.scene import Scene


def test_every_table_that_belongs_to_a_record_has_planted_rows(scene: Scene) -> None:
    bare = [
        model._meta.label
        for model in family()
        if model._meta.label not in tables.MADE_OTHERWISE and not scene.planter.rows.get(model)
    ]
    assert bare == []


def test_a_text_field_that_no_word_fits_into_says_why() -> None:
    assert [name for model in family() for name in too_short(model)] == []


def test_every_word_stands_where_it_was_planted(scene: Scene) -> None:
    """A word that a trigger or a constraint swept away would never be found, whoever leaked it."""
    lost: list[str] = []
    with acting_as(SYSTEM):
        for model, rows in scene.planter.rows.items():
            written = _texts(model)
            wanted = {c.word for c in scene.canaries.values() if c.where.startswith(f"{model._meta.db_table}.")}
            missing = wanted - words_in(written)
            lost += [f"{scene.canaries[word].where}: {word}" for word in missing if word not in written]
            assert rows
    assert lost == []


def _texts(model: type[Model]) -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT string_agg(t::text, ' ') FROM \"{model._meta.db_table}\" AS t")
        return str(cursor.fetchone()[0])


def test_what_is_said_of_tables_is_said_of_tables_that_there_are() -> None:
    """A name that is gone from the models must go from the lists too."""
    labels = {model._meta.label for model in family()}
    fields = {f"{model._meta.label}.{field.name}" for model in family() for field in model._meta.concrete_fields}
    named = {*tables.RULES, *tables.MADE_OTHERWISE, *tables.GIVEN, *tables.PLANTED_FOR, *tables.WRITTEN_BY}
    assert named - labels == set()
    assert set(tables.TECHNICAL) - fields == set()
    assert sum(len(planted_fields(model)) for model in family()) > 60


PIECES = (
    "zqx100001kanari", "TK-152530-0001", f"{'0' * 8}-0000-4000-8000-{'0' * 12}", "43", "1234567", "deadbeef", "4000",
    "8000", "0123456789ab", "0123", "0a", "12", "-", ".", " ",
)  # fmt: skip
"""What words are made of, whole and in parts."""


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_the_search_overlooks_no_form_of_a_word(text: str) -> None:
    """It begins at a sign in the middle of each form; this is what each looks like as a whole."""
    plain = re.compile(
        r"zqx\d+kanari|TK-\d{6,12}-\d{4,}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\d\d\.\d{7}"
    )
    assert set(plain.findall(text)) <= words_in(text)
