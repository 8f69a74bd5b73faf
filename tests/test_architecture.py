"""The house plan as tests: sizes, names, doors between apps, style of writing, what never goes into the repository.

The lists of exceptions may only shrink: an entry that is no longer needed fails the test until it is struck out.
"""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "erdem"
FILE_LINES, FUNCTION_LINES, VIEW_LINES = 400, 40, 25
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "core"}
DOORS = {"services", "queries", "models", "policies", "choices", "events"}
KIT = {"base", "lib", "web"}  # the kit is open to all; web is the page that ties everything together
APPS = sorted(folder.name for folder in PACKAGE.iterdir() if (folder / "apps.py").exists() and folder.name not in KIT)

# file or function → reason. May only shrink.
LONG_FILES: dict[str, str] = {}
LONG_FUNCTIONS: dict[str, str] = {
    "erdem/knowledge/formats/entries.py:_build": "one field of the record per line",
    "erdem/literature/formats/json_record.py:_build": "one field of the record per line",
    "erdem/literature/formats/lens_csv.py:_publication": "one field of the record per line",
    "erdem/literature/formats/lens_json.py:_from_interface": "one field of the record per line",
    "erdem/literature/formats/uspto.py:_publication": "one field of the record per line",
}
OTHER_DOORS: dict[str, str] = {
    "notary.checking": "the one door of checking files; used without a database",
    "notary.authorities": "whoever stamps for the house also stamps within a signed PDF",
    "notary.stamping": "what a time authority answers; plain Python",
    "people.place_figures": "counts that apps above offer to the pages of places, registered at start",
    "people.pages": "the tile gram of the places is drawn on the work desk too",
}


@cache
def tracked() -> tuple[Path, ...]:
    """Return the files of the repository, committed or about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split("\0")  # fmt: skip
    return tuple(path for name in sorted(set(listed)) if name and (path := ROOT / name).is_file())


def python_files(*, tests: bool = False) -> list[Path]:
    """Return our Python sources without migrations, and without tests unless wanted."""
    return [
        path
        for path in tracked()
        if path.suffix == ".py"
        and "migrations" not in path.parts
        and (tests or not ({"tests", "testing"} & set(path.relative_to(ROOT).parts) or path.name == "conftest.py"))
    ]


@cache
def tree(path: Path) -> ast.Module:
    """Return the syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def name_of(path: Path) -> str:
    """Return the path from the root, as it is written in messages."""
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """Yield every function of a file under a name that can stand in a list of exceptions."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{name_of(path)}:{node.name}", node


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return the lines of a function without its docstring."""
    first = node.body[0]
    documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    spoken = (first.end_lineno or 0) - first.lineno + 1 if documented else 0
    return (node.end_lineno or 0) - node.lineno + 1 - spoken


def check(found: set[str], exceptions: dict[str, str]) -> None:
    """Compare what was found with the exceptions, in both directions."""
    assert not found - set(exceptions), "\n".join(sorted(found - set(exceptions)))
    assert not set(exceptions) - found, f"no longer needed, strike out: {sorted(set(exceptions) - found)}"


def test_no_file_passes_400_lines() -> None:
    check(
        {
            name_of(path)
            for path in python_files(tests=True)
            if len(path.read_text(encoding="utf-8").splitlines()) > FILE_LINES
        },
        LONG_FILES,
    )


def test_no_function_passes_40_lines() -> None:
    check(
        {name for path in python_files() for name, node in functions(path) if length(node) > FUNCTION_LINES},
        LONG_FUNCTIONS,
    )


def test_no_view_passes_25_lines() -> None:
    views = [path for path in python_files() if path.name == "views.py" or path.parent.name == "views"]
    long = {name for path in views for name, node in functions(path) if length(node) > VIEW_LINES}
    assert not long, "\n".join(sorted(long))


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert not [name_of(path) for path in python_files(tests=True) if path.stem in FORBIDDEN_NAMES]
    assert not [
        name_of(path) for path in python_files(tests=True) if FORBIDDEN_NAMES & set(path.relative_to(ROOT).parts[:-1])
    ]


def test_complexity_is_kept_by_the_linter() -> None:
    settings = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert '"C90"' in settings
    assert re.search(r"max-complexity = [1-8]\b", settings)


@cache
def imports() -> grimp.ImportGraph:
    """Return who imports whom."""
    return grimp.build_graph("erdem", include_external_packages=False, cache_dir=None)


def test_another_app_enters_only_through_the_doors() -> None:
    """Web is the page that ties everything together: it may know more, but the special doors are listed for it too."""
    graph, entered = imports(), set()
    for module in sorted(graph.modules):
        own = module.split(".")[1] if "." in module else ""
        if {"tests", "testing", "migrations"} & set(module.split(".")):
            continue
        for imported in graph.find_modules_directly_imported_by(module):
            parts = imported.split(".")
            door = ".".join(parts[1:3])
            if len(parts) > 2 and parts[1] in APPS and parts[1] != own and parts[2] not in DOORS:
                entered |= {door} if own != "web" or door in OTHER_DOORS else set()
    check(entered, OTHER_DOORS)


def test_views_never_import_models() -> None:
    graph = imports()
    views = [module for module in graph.modules if re.search(r"\.(views|api)(\.|$)", module) and ".tests" not in module]
    assert views
    for view in views:
        touched = {each for each in graph.find_modules_directly_imported_by(view) if re.search(r"\.models(\.|$)", each)}
        assert not touched, f"{view} imports {touched}"


FORBIDDEN_TEXT = {
    r"@receiver\b": "no signals of our own: an effect that goes up or sideways is an event",
    r"\bmark_safe\(": "templates escape",
    r"\.raw\(": "queries begin from visible_to",
    r"@csrf_exempt": "every form carries its token",
    r"\btime\.sleep\(": "wait for something, not for a while",
    r"^\s*from\s+\S+\s+import\s+\*": "name what you import",
    r"except Exception\b": "catch what you can handle",
    r"except\s*:": "catch what you can handle",
}
EXPLAINED = re.compile(r"#.*\w+ \w+ \w+")


@pytest.mark.parametrize(("pattern", "reason"), FORBIDDEN_TEXT.items(), ids=str)
def test_no_source_uses(pattern: str, reason: str) -> None:
    found = [
        f"{name_of(path)}:{number}"
        for path in python_files()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(pattern, line) and not EXPLAINED.search(line)
    ]
    assert not found, f"{reason}, or say beside it why not: {found}"


SILENCED = re.compile(r"#\s*(?:noqa|type:\s*ignore)")
BARE = re.compile(r"#\s*(?:noqa(?::\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*)?|type:\s*ignore(?:\[[a-z, -]+\])?)\s*$")


def test_every_silenced_check_says_why() -> None:
    """The reason stands beside it, or beside the same one within the few lines above."""
    found = []
    for path in python_files(tests=True):
        lines = path.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines, 1):
            above = lines[max(0, number - 5) : number - 1]
            if BARE.search(line) and not any(SILENCED.search(each) and not BARE.search(each) for each in above):
                found.append(f"{name_of(path)}:{number}")
    assert not found, found


def test_only_services_save() -> None:
    """A bare ``.save()`` writes every column, also those that somebody else has changed meanwhile."""
    found = []
    for path in python_files():
        for node in ast.walk(tree(path)):
            if not isinstance(node, ast.Call) or node.args or node.keywords or "services" in name_of(path):
                continue
            if isinstance(node.func, ast.Attribute) and node.func.attr == "save":
                found.append(f"{name_of(path)}:{node.lineno}")
    assert not found, found


def test_services_never_see_the_request() -> None:
    """What a page does a command and a job can do as well, with the same function."""
    for path in python_files():
        if "services" not in name_of(path):
            continue
        for name, node in functions(path):
            given = [argument.arg for argument in (*node.args.args, *node.args.kwonlyargs)]
            assert "request" not in given, name


PHYSICAL = re.compile(
    r"(?<![-\w])(?:(?:margin|padding|border)-(?:left|right|top|bottom)(?:-\w+)*|left|right|top|bottom|width|height"
    r"|min-width|max-width|min-height|max-height)\s*:"
)


def style_sheets() -> list[Path]:
    """Return our own style sheets."""
    return [path for path in tracked() if path.suffix == ".css" and "vendor" not in path.parts]


def without_comments(css: str) -> str:
    """Return a style sheet without comments and without the conditions of media queries."""
    plain = re.sub(r"/\*.*?\*/", lambda match: "\n" * match.group().count("\n"), css, flags=re.DOTALL)
    return re.sub(r"@(?:media|container|supports)[^{]*", "", plain)


def test_style_sheets_know_no_physical_side() -> None:
    """Mongolian runs downwards: with logical properties the whole page turns by one attribute."""
    assert style_sheets()
    found = [
        f"{name_of(path)}:{number}: {line.strip()}"
        for path in style_sheets()
        for number, line in enumerate(without_comments(path.read_text(encoding="utf-8")).splitlines(), 1)
        if PHYSICAL.search(line)
    ]
    assert not found, "\n".join(found)


def templates() -> list[Path]:
    """Return our templates for pages."""
    return [path for path in tracked() if path.suffix == ".html" and "templates" in path.parts]


COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b(?!;)|\brgba?\(|\bhsla?\(|\boklch\(")


def test_templates_hold_no_raw_colour() -> None:
    found = []
    for path in templates():
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            plain = re.sub(r"""(?:href|action|url|id)=["'][^"']*["']""", "", line)
            if COLOUR.search(re.sub(r"&#\w+;", "", plain)):
                found.append(f"{name_of(path)}:{number}")
    assert not found, found


INLINE = {
    r"<script(?![^>]*\b(?:src=|type=\"application/json\"))": "inline script",
    r"<style\b|\sstyle=": "inline style",
    r"\son(?:click|change|submit|load|error|input)=": "inline handler",
    r"\|safe\b|\{% autoescape off": "unescaped",
}


def test_templates_hold_no_inline_script_style_or_handler() -> None:
    """The content security policy would refuse them; better to know here."""
    found = [
        f"{name_of(path)}: {what}"
        for path in templates()
        for pattern, what in INLINE.items()
        if re.search(pattern, path.read_text(encoding="utf-8"))
    ]
    assert not found, found


TEXT = {".py", ".md", ".toml", ".lock", ".html", ".css", ".js", ".json", ".sql", ".txt", ".yml", ".yaml", ".sh", ".cfg"}
TEXT |= {".jsonl", ".po", ".csv", ".typ", ""}  # with no suffix: Makefile, .ci/run
HOSTS = re.compile(
    r"(?:pypi\.org|pythonhosted\.org|registry\.npmjs\.org|npmmirror|jsdelivr|unpkg\.com|cdnjs|proxy\.golang|mirrors?\.)",
    re.I,
)
MACHINE = re.compile(r"(?<![\w.])/(?:home|root|Users|work)/\w+|\bC:\\Users\\")


def texts() -> Iterator[tuple[Path, int, str]]:
    """Yield every line of every text file of the repository, this test left out."""
    for path in tracked():
        if path.suffix in TEXT and path != Path(__file__) and path.stat().st_size < 3_000_000:
            for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
                yield path, number, line


def test_nothing_names_a_download_host_or_a_path_of_a_machine() -> None:
    found = [
        f"{name_of(path)}:{number}"
        for path, number, line in texts()
        if HOSTS.search(line) or (MACHINE.search(line) and path.suffix not in {".jsonl", ".csv"})
    ]
    assert not found, found[:20]


def test_lock_files_carry_hashes_and_no_addresses() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text
        pinned = re.findall(r"^([A-Za-z0-9_.\[\]-]+)==", text, re.M)
        assert pinned
        assert text.count("--hash=sha256:") >= len(pinned)


def test_no_pattern_repeats_a_group_without_giving_back() -> None:
    """Python before 3.11.5, Debian's among them, takes one character too few then (its issue 106052)."""
    repeated = re.compile(r"\)(?:[*+?]|\{\d*,?\d*\})\+|\(\?>")
    met = [str(path.relative_to(ROOT)) for path in python_files(tests=True) if repeated.search(path.read_text("utf-8"))]
    assert met == []
