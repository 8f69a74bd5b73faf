"""Rows of a form keep what was written, whatever is pressed."""

from __future__ import annotations

from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from erdem.knowledge.content import RecordContent, fingerprint
from erdem.knowledge.forms.rows import MOST_ROWS, count_of, rearranged

words = st.text(alphabet="甘草诃子 栀a1<", max_size=6)
presses = st.lists(
    st.tuples(st.sampled_from(["add", "remove", "up", "down", "evil"]), st.integers(-2, 9)).map(
        lambda press: f"{press[0]}:ingredients:{press[1]}"
    ),
    max_size=12,
)


def names(data: QueryDict) -> list[str]:
    return [str(data[f"ingredients-{at}-name"]) for at in range(count_of(data, "ingredients"))]


def written(lines: list[str]) -> QueryDict:
    data = QueryDict(mutable=True)
    data["ingredients-count"] = str(len(lines))
    data["name"] = "示例"
    for at, line in enumerate(lines):
        data[f"ingredients-{at}-name"] = line
    return data


@given(st.lists(words, max_size=8), presses)
def test_pressing_buttons_never_invents_or_loses_words(lines: list[str], pressed: list[str]) -> None:
    data = written(lines)
    for command in pressed:
        before = names(data)
        data = rearranged(data, command)
        after = names(data)
        action = command.split(":")[0]
        if action in ("up", "down", "evil"):
            assert sorted(after) == sorted(before)
        elif action == "add":
            assert after == [*before, ""]
        else:
            assert len(before) - len(after) in (0, 1)
            assert set(after) <= set(before)
    assert data["name"] == "示例"


@given(st.one_of(st.text(max_size=5), st.integers(-5, 10**9).map(str), st.just("9" * 5000)))
def test_a_strange_count_of_rows_does_no_harm(count: str) -> None:
    data = QueryDict(mutable=True)
    data["steps-count"] = count
    assert 0 <= count_of(data, "steps") <= MOST_ROWS
    assert count_of(rearranged(data, "add:steps"), "steps") <= MOST_ROWS


@given(words, words)
def test_content_without_an_identity_is_known_again(name: str, text: str) -> None:
    one = RecordContent(kind="narrative", name=name, tk_class="4", text=text, line=1)
    again = RecordContent(kind="narrative", name=name, tk_class="4", text=text, line=7, diffusion_tier="D4")
    other = RecordContent(kind="narrative", name=name, tk_class="4", text=f"{text}。", line=1)
    assert fingerprint(one) == fingerprint(again) != fingerprint(other)
