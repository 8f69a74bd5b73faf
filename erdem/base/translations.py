"""Translations without gettext on the machine: compile the catalogues, and find words that still lack Chinese.

``python -m erdem.base.translations compile`` writes the ``.mo`` beside every ``.po`` (quick when nothing changed);
``python -m erdem.base.translations check`` fails when a string of the code or of a template has no zh-Hans translation, when a
translation lost a placeholder, or when two apps translate the same words differently: Django merges all catalogues into one.
"""

from __future__ import annotations

import ast
import os
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import polib
from django.template.base import Lexer, Token, TokenType
from django.utils.text import smart_split
from django.utils.translation import trim_whitespace

PACKAGE = Path(__file__).resolve().parent.parent
LOCALE = "zh_Hans"
FOREIGN = "of a package"
"""A comment ``#. of a package`` marks an entry that rewords a string of an installed package."""

_FUNCTIONS = {
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|(?<!\{)\{(\w+)[^{}]*\}(?!\})|%([sd])")
_INLINE = re.compile(r"""\b_\(\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')\s*\)""")
_SKIPPED = frozenset({"tests", "migrations", "node_modules", "testing"})
_TEMPLATES = frozenset({".html", ".txt", ".xml"})


@dataclass(frozen=True, order=True)
class Message:
    """One translatable string: its words, their context and plural when there are any."""

    text: str
    context: str = ""
    plural: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What gettext looks an entry up by."""
        return (self.context, self.text)


Found = tuple[int, Message]


def catalogues(package: Path = PACKAGE) -> list[Path]:
    """Return every ``.po`` of the package."""
    return sorted(package.glob("*/locale/*/LC_MESSAGES/*.po"))


def compile_catalogues(package: Path = PACKAGE) -> int:
    """Write the ``.mo`` of every ``.po`` that is newer than it; return how many were written."""
    written = 0
    for source in catalogues(package):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        content = polib.pofile(str(source)).to_binary()
        descriptor, name = tempfile.mkstemp(dir=target.parent, suffix=".part")
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(target)
        written += 1
    return written


def python_messages(source: str) -> Iterator[Found]:
    """Yield the line and message of each gettext call with a literal, whatever name it was imported under."""
    tree = ast.parse(source)
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            names.update({alias.asname or alias.name: alias.name for alias in node.names})
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (name := _function(node.func, names)):
            message = _called(node, name)
            if message is not None:
                yield node.lineno, message


def _function(called: ast.expr, names: dict[str, str]) -> str | None:
    if isinstance(called, ast.Name):
        found = names.get(called.id, "")
    elif isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name):
        found = called.attr if names.get(called.value.id) == "translation" or called.value.id == "translation" else ""
    else:
        return None
    return found if found in _FUNCTIONS else None


def _called(node: ast.Call, name: str) -> Message | None:
    context, text, plural = (_literal(node, position) for position in _FUNCTIONS[name])
    return Message(text, context or "", plural or "") if text else None


def _literal(node: ast.Call, position: int | None) -> str | None:
    if position is None or position >= len(node.args):
        return None
    value = node.args[position]
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else None


def template_messages(source: str) -> Iterator[Found]:
    """Yield the line and message of ``translate``, ``blocktranslate`` and ``_("…")`` in a template."""
    for match in _INLINE.finditer(source):
        text = match.group(1) if match.group(1) is not None else match.group(2)
        yield source.count("\n", 0, match.start()) + 1, Message(_escaped(text))
    tokens = iter(Lexer(source).tokenize())
    for token in tokens:
        if token.token_type is not TokenType.BLOCK:
            continue
        words = list(smart_split(token.contents))
        if words[0] == "comment":
            _skip(tokens, "endcomment")
        elif words[0] in ("translate", "trans"):
            if len(words) > 1 and words[1][0] in "\"'":
                yield token.lineno or 0, Message(_escaped(words[1][1:-1]), _context(words))
        elif words[0] in ("blocktranslate", "blocktrans"):
            yield token.lineno or 0, _block(tokens, words)


def _skip(tokens: Iterator[Token], end: str) -> None:
    for token in tokens:
        if token.token_type is TokenType.BLOCK and token.contents == end:
            return


def _block(tokens: Iterator[Token], words: list[str]) -> Message:
    parts: list[list[str]] = [[]]
    for token in tokens:
        if token.token_type is TokenType.BLOCK:
            if token.contents.startswith("end"):
                break
            parts.append([])
        elif token.token_type is TokenType.VAR:
            parts[-1].append(f"%({token.contents.strip()})s")
        else:
            parts[-1].append(token.contents.replace("%", "%%"))
    texts = ["".join(part) for part in parts]
    if "trimmed" in words:
        texts = [trim_whitespace(text) for text in texts]
    return Message(texts[0], _context(words), texts[1] if len(texts) > 1 else "")


def _context(words: list[str]) -> str:
    if "context" not in words[:-1]:
        return ""
    value = words[words.index("context") + 1]
    return value[1:-1] if value[0] in "\"'" else ""


def _escaped(text: str) -> str:
    return text.replace('\\"', '"').replace("\\'", "'").replace("%", "%%")


def source_messages(package: Path = PACKAGE) -> dict[Message, list[str]]:
    """Return every message of the package with the places (``erdem/people/models.py:12``) where it stands."""
    found: dict[Message, list[str]] = defaultdict(list)
    for path in _sources(package):
        text = path.read_text(encoding="utf-8")
        read = python_messages if path.suffix == ".py" else template_messages
        for line, message in read(text):
            found[message].append(f"{path.relative_to(package.parent).as_posix()}:{line}")
    return dict(found)


def _sources(package: Path) -> Iterator[Path]:
    for folder, subfolders, names in os.walk(package):
        subfolders[:] = sorted(set(subfolders) - _SKIPPED)
        inside = Path(folder)
        for name in sorted(names):
            path = inside / name
            if path.suffix == ".py" or (path.suffix in _TEMPLATES and "templates" in inside.parts):
                yield path


@dataclass(frozen=True)
class Report:
    """What the check found, each a line ready to print."""

    missing: tuple[str, ...]
    broken: tuple[str, ...]
    clashing: tuple[str, ...]
    stale: tuple[str, ...]

    @property
    def is_good(self) -> bool:
        """Stale entries are only a hint."""
        return not (self.missing or self.broken or self.clashing)


def check_catalogues(package: Path = PACKAGE) -> Report:
    """Compare the catalogues with the sources."""
    used = source_messages(package)
    known = list(entries(package))
    translated = {key for _, key, entry in known if _is_translated(entry)}
    missing = [
        f"{', '.join(places[:3])}: {_shown(message.key)}"
        for message, places in sorted(used.items())
        if message.key not in translated
    ]
    keys = {message.key for message in used}
    stale = [
        f"{path}:{entry.linenum}: {_shown(key)}"
        for path, key, entry in known
        if key not in keys and FOREIGN not in entry.comment
    ]
    broken = [f"{path}:{entry.linenum}: {_shown(key)}" for path, key, entry in known if _lost_placeholder(entry)]
    return Report(tuple(missing), tuple(broken), tuple(_clashes(known)), tuple(stale))


Entry = tuple[str, tuple[str, str], polib.POEntry]


def entries(package: Path = PACKAGE) -> Iterator[Entry]:
    """Yield path, key and entry of every Chinese translation."""
    for path in catalogues(package):
        if path.parent.parent.name != LOCALE:
            continue
        for entry in polib.pofile(str(path)):
            if not entry.obsolete:
                yield path.relative_to(package.parent).as_posix(), (entry.msgctxt or "", entry.msgid), entry


def texts_of(entry: polib.POEntry) -> list[str]:
    """Return the translation of an entry, or all its plural forms."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def _is_translated(entry: polib.POEntry) -> bool:
    return "fuzzy" not in entry.flags and all(texts_of(entry))


def _placeholders(text: str) -> set[str]:
    return {"".join(found) for found in _PLACEHOLDER.findall(text.replace("%%", ""))}


def _lost_placeholder(entry: polib.POEntry) -> bool:
    wanted = _placeholders(entry.msgid_plural or entry.msgid)
    return any(_placeholders(text) != wanted for text in texts_of(entry) if text)


def _clashes(known: Iterable[Entry]) -> Iterator[str]:
    said: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for path, key, entry in known:
        if _is_translated(entry):
            said[key].setdefault(" / ".join(texts_of(entry)), f"{path}:{entry.linenum}")
    for key, ways in sorted(said.items()):
        if len(ways) > 1:
            yield f"{_shown(key)}: " + "; ".join(f"{text!r} in {place}" for text, place in ways.items())


def _shown(key: tuple[str, str]) -> str:
    context, text = key
    return f"{text!r} ({context})" if context else repr(text)


def _say(title: str, lines: tuple[str, ...]) -> None:
    if lines:
        sys.stdout.write(f"{title}: {len(lines)}\n" + "".join(f"  {line}\n" for line in lines))


def main(arguments: list[str]) -> int:
    """Run ``compile`` or ``check``; return the exit status."""
    if arguments == ["compile"]:
        written = compile_catalogues()
        if written:
            sys.stdout.write(f"Compiled {written} catalogues.\n")
        return 0
    if arguments[:1] == ["check"]:
        report = check_catalogues()
        _say("Without a Chinese translation", report.missing)
        _say("Translations that lost or gained a placeholder", report.broken)
        _say("Translated differently by two apps (give one of them a context with pgettext)", report.clashing)
        if "--stale" in arguments:
            _say("No longer used (only a hint)", report.stale)
        return 0 if report.is_good else 1
    sys.stderr.write("Write: python -m erdem.base.translations compile | check [--stale]\n")
    return 64


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
