"""What the documents say is true: every setting and command is there, and every link leads somewhere."""

from __future__ import annotations

import re
import subprocess
from functools import cache
from pathlib import Path

import click
import pytest

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
SETTINGS = DOCS / "reference" / "settings.md"
VARIABLE = re.compile(r"\bERDEM_[A-Z][A-Z0-9_]*[A-Z0-9]\b")
CODE = (".py", ".sh", ".toml", "")
NOT_A_SETTING = {"ERDEM_X", "ERDEM_X_FILE", "ERDEM_SECRET_KEY_FILE"}  # stand for any name, and for any secret


@cache
def tracked() -> tuple[Path, ...]:
    """Return the files of the repository, committed or about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split("\0")  # fmt: skip
    return tuple(path for name in sorted(set(listed)) if name and (path := ROOT / name).is_file())


def used_settings() -> set[str]:
    """Return every variable that the code reads."""
    found: set[str] = set()
    for path in tracked():
        if path.suffix in CODE and path != Path(__file__) and path.stat().st_size < 1_000_000:
            found |= set(VARIABLE.findall(path.read_text(encoding="utf-8", errors="replace")))
    return found - NOT_A_SETTING


def test_every_setting_is_documented_and_every_documented_one_is_used() -> None:
    documented = set(re.findall(r"^\| `(ERDEM_[A-Z0-9_]+)`", SETTINGS.read_text(encoding="utf-8"), re.M))
    assert len(documented) > 20
    assert used_settings() - documented == set(), "not documented"
    assert documented - used_settings() == set(), "documented but used nowhere"


def documents() -> list[Path]:
    """Return every Markdown document."""
    return [path for path in tracked() if path.suffix == ".md"]


LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")


def anchors(path: Path) -> set[str]:
    """Return the anchors of a document's headings, as hosting sites make them."""
    heads = re.findall(r"^#+\s+(.+?)\s*$", path.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads}


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(path: Path) -> None:
    for match in LINK.finditer(path.read_text(encoding="utf-8")):
        target = match.group(1) or match.group(2)
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = target.partition("#")
        meant = (path.parent / file).resolve() if file else path
        assert meant.exists(), f"{path.name} links to {target}"
        if anchor and meant.suffix == ".md":
            assert anchor in anchors(meant), f"{path.name} links to {target}"


def test_every_document_is_found_from_the_list_of_documents() -> None:
    listed = DOCS / "README.md"
    targets = re.findall(r"\]\(([^)\s#]+)", listed.read_text(encoding="utf-8"))
    linked = {(DOCS / target).resolve() for target in targets if not re.match(r"[a-z]+:", target)}
    missing = {path for path in documents() if path.is_relative_to(DOCS)} - linked - {listed}
    assert missing == set(), sorted(path.relative_to(DOCS).as_posix() for path in missing)


def commands(group: click.Group, above: str = "erdem") -> dict[str, click.Command]:
    """Return every command under the words that call it."""
    context = click.Context(group)
    found: dict[str, click.Command] = {}
    for name in group.list_commands(context):
        command, words = group.get_command(context, name), f"{above} {name}"
        assert command is not None, words
        if isinstance(command, click.Group):
            found |= commands(command, words)
        elif not command.hidden:
            found[words] = command
    return found


def every_command() -> dict[str, click.Command]:
    """Return every command of the program."""
    from erdem.web.cli import cli

    return commands(cli)


def test_every_command_explains_itself() -> None:
    found = every_command()
    assert {"erdem run", "erdem doctor"} <= set(found)
    for words, command in found.items():
        assert command.help, words
        for parameter in command.params:
            if isinstance(parameter, click.Option) and not parameter.hidden:
                assert parameter.help, f"{words} {parameter.opts[0]}"


def test_the_documents_name_only_commands_that_exist() -> None:
    known = every_command()
    first = {words.split()[1] for words in known}
    for path in documents():
        for words in re.findall(r"(?:^|`|\$ )erdem ([a-z]+)", path.read_text(encoding="utf-8"), re.M):
            assert words in first, f"{path.relative_to(ROOT)} speaks of `erdem {words}`"


def test_the_documents_name_only_targets_that_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    assert {"run", "test", "check", "leak"} <= targets
    for path in documents():
        for word in re.findall(r"`make ([a-z]+)", path.read_text(encoding="utf-8")):
            assert word in targets, f"{path.relative_to(ROOT)} speaks of `make {word}`"
