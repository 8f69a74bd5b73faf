"""Finding strings, compiling catalogues, and noticing what lacks a translation."""

from __future__ import annotations

import gettext
import os
from pathlib import Path

import pytest

from erdem.base import translations
from erdem.base.translations import Message

HEADER = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
)


def make_package(folder: Path, *, source: str = "", template: str = "", **catalogues: str) -> Path:
    """Write a package with one app per catalogue and one source file."""
    package = folder / "house"
    (package / "one" / "templates").mkdir(parents=True)
    (package / "one" / "text.py").write_text(source, encoding="utf-8")
    (package / "one" / "templates" / "page.html").write_text(template, encoding="utf-8")
    for app, entries in catalogues.items():
        place = package / app / "locale" / "zh_Hans" / "LC_MESSAGES"
        place.mkdir(parents=True)
        (place / "django.po").write_text(HEADER + entries, encoding="utf-8")
    return package


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("from django.utils.translation import gettext\ngettext('A')", Message("A")),
        ("from django.utils.translation import gettext_lazy as _\n_('A' 'B')", Message("AB")),
        ("from django.utils.translation import ngettext\nngettext('one', 'many', 2)", Message("one", "", "many")),
        ("from django.utils.translation import pgettext as p\np('where', 'A')", Message("A", "where")),
        ("from django.utils import translation\ntranslation.gettext('A')", Message("A")),
    ],
)
def test_it_finds_calls_whatever_they_were_imported_as(source: str, expected: Message) -> None:
    assert [message for _, message in translations.python_messages(source)] == [expected]


def test_it_ignores_functions_of_the_same_name_from_elsewhere() -> None:
    assert not list(translations.python_messages("from mine import gettext\ngettext('A')"))


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{% translate 'A' %}", Message("A")),
        ('{% trans "100%" %}', Message("100%%")),
        ("{% translate 'May' context 'month' %}", Message("May", "month")),
        ("<c-x label=\"{% translate 'A' %}\" />", Message("A")),
        ("{% blocktranslate %}Hello {{ name }}, 5%{% endblocktranslate %}", Message("Hello %(name)s, 5%%")),
        (
            "{% blocktranslate trimmed count n=x %}\n one\n{% plural %}\n {{ n }} many\n{% endblocktranslate %}",
            Message("one", "", "%(n)s many"),
        ),
        ("{{ _('A') }}", Message("A")),
    ],
)
def test_it_finds_strings_of_templates(template: str, expected: Message) -> None:
    assert [message for _, message in translations.template_messages(template)] == [expected]


def test_it_leaves_out_what_a_template_comments_out() -> None:
    assert not list(translations.template_messages("{% comment %}{% translate 'A' %}{% endcomment %}"))


def test_it_names_the_place_of_a_missing_translation(tmp_path: Path) -> None:
    source = "from django.utils.translation import gettext as _\n\n_('Here')\n_('There')\n"
    package = make_package(tmp_path, source=source, one='msgid "Here"\nmsgstr "此处"\n')
    assert translations.check_catalogues(package).missing == ("house/one/text.py:4: 'There'",)


def test_an_unsure_translation_counts_as_missing(tmp_path: Path) -> None:
    package = make_package(tmp_path, template="{% translate 'A' %}", one='#, fuzzy\nmsgid "A"\nmsgstr "甲"\n')
    assert len(translations.check_catalogues(package).missing) == 1


def test_it_refuses_a_translation_that_lost_a_placeholder(tmp_path: Path) -> None:
    source = "from django.utils.translation import gettext as _\n_('%(n)s left of {all}')\n"
    good = 'msgid "%(n)s left of {all}"\nmsgstr "{all}中余%(n)s"\n'
    bad = 'msgid "%(n)s left of {all}"\nmsgstr "余%(n)s"\n'
    assert translations.check_catalogues(make_package(tmp_path / "a", source=source, one=good)).is_good
    assert translations.check_catalogues(make_package(tmp_path / "b", source=source, one=bad)).broken


def test_it_refuses_two_translations_of_the_same_words(tmp_path: Path) -> None:
    first, second = 'msgid "name"\nmsgstr "姓名"\n', 'msgid "name"\nmsgstr "名称"\n'
    package = make_package(tmp_path, template="{% translate 'name' %}", one=first, two=second)
    assert len(translations.check_catalogues(package).clashing) == 1


def test_a_translation_nobody_uses_is_only_a_hint(tmp_path: Path) -> None:
    entries = 'msgid "old"\nmsgstr "旧"\n\n#. of a package\nmsgid "theirs"\nmsgstr "彼"\n'
    report = translations.check_catalogues(make_package(tmp_path, one=entries))
    assert report.is_good
    assert len(report.stale) == 1


def test_it_compiles_what_gettext_can_read_and_only_when_needed(tmp_path: Path) -> None:
    package = make_package(tmp_path, one='msgid "A"\nmsgstr "甲"\n')
    assert translations.compile_catalogues(package) == 1
    assert translations.compile_catalogues(package) == 0
    source = translations.catalogues(package)[0]
    with source.with_suffix(".mo").open("rb") as stream:
        assert gettext.GNUTranslations(stream).gettext("A") == "甲"
    later = source.stat().st_mtime + 10
    os.utime(source, (later, later))
    assert translations.compile_catalogues(package) == 1


def test_the_command_says_how_it_is_used(capsys: pytest.CaptureFixture[str]) -> None:
    assert translations.main(["translate"]) == 64
    assert "compile" in capsys.readouterr().err
