"""Chinese is complete at all times, and no label is frozen in the language in which the program started."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext, override

from erdem.base import translations
from erdem.web import navigation, wiring

PACKAGE = Path(translations.__file__).resolve().parents[1]


def report() -> translations.Report:
    """Return what the check finds."""
    return translations.check_catalogues(PACKAGE)


def test_every_string_has_a_chinese_translation() -> None:
    missing = report().missing
    assert not missing, f"{len(missing)}\n" + "\n".join(missing[:40])


def test_no_translation_lost_a_placeholder() -> None:
    assert not report().broken, "\n".join(report().broken)


def test_no_two_apps_translate_the_same_words_differently() -> None:
    assert not report().clashing, "\n".join(report().clashing)


def choices() -> Iterator[tuple[str, Any]]:
    """Yield every label of every closed list."""
    for config in apps.get_app_configs():
        if config.name.startswith("erdem.") and importlib.util.find_spec(f"{config.name}.choices"):
            module = importlib.import_module(f"{config.name}.choices")
            for name, kind in inspect.getmembers(module, inspect.isclass):
                if issubclass(kind, TextChoices) and kind is not TextChoices and kind.__module__ == module.__name__:
                    yield from ((f"{config.name}.{name}.{member.name}", member._label_) for member in kind)


def workflow_labels() -> Iterator[tuple[str, Any]]:
    """Yield the label of every step."""
    for workflow in wiring.workflows():
        yield from ((f"{workflow.key}.{step.name}", step.label) for step in workflow.steps)


def test_labels_follow_the_language_of_the_reader() -> None:
    """A label made when the program starts would stay in one language for everybody."""
    labels = [*choices(), *workflow_labels(), *((str(item[1]), item[0]) for item in navigation.ITEMS)]
    assert len(labels) > 50
    frozen = [name for name, label in labels if not isinstance(label, Promise)]
    assert not frozen, frozen
    followed = 0
    for _, label in labels:
        with override("en"):
            english = str(label)
        with override("zh-hans"):
            followed += str(label) != english
    assert followed > len(labels) * 0.8


@pytest.mark.parametrize("word", ["智能", "一键", "命中率", "操作成功", "系统提示", "！"])
def test_the_interface_avoids_words_that_sell_or_shout(word: str) -> None:
    found = [
        f"{path}:{entry.linenum}"
        for path, _, entry in translations.entries(PACKAGE)
        if any(word in text for text in translations.texts_of(entry))
    ]
    assert not found, found


def test_the_compiled_catalogue_is_the_one_that_pages_use() -> None:
    translations.compile_catalogues(PACKAGE)
    with override("zh-hans"):
        assert gettext("Work desk") == "工作台"
        assert gettext("Sign Out") == "退出登录", "our words go before those of the login package"
