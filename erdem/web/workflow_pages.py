"""Draw every workflow as a page of `docs/workflows`: ``python -m erdem.web.workflow_pages`` (``--check`` only compares)."""

from __future__ import annotations

import inspect
import os
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from erdem.base.workflow import Step, Workflow

PACKAGE = Path(__file__).resolve().parent.parent
PAGES = PACKAGE.parent / "docs" / "workflows"

PAGE = """# Workflow of `{document}`

Made from the table of steps in `erdem/{source}`; write it again with `python -m erdem.web.workflow_pages`. The same
table gives the buttons on the page and the permission, and a trigger in the database refuses every move that is not in it, in
bulk SQL too ([decision 3](../decisions/0003-workflow-steps-in-a-table.md)).

```mermaid
{diagram}
```

## States

| state | on the page | 中文 | |
|---|---|---|---|
{states}

## Steps

| step | from | to | button | 中文 | who | must be given |
|---|---|---|---|---|---|---|
{steps}
"""


@cache
def _chinese() -> dict[str, str]:
    """Return the Chinese words of every catalogue; read from the sources, so that nothing need be compiled."""
    import polib

    paths = sorted(PACKAGE.glob("*/locale/zh_Hans/LC_MESSAGES/django.po"))
    entries = [entry for path in paths for entry in polib.pofile(str(path)) if entry.msgstr]
    # What stands without a context comes last: it is what is meant where a label has none.
    entries.sort(key=lambda entry: not entry.msgctxt)
    return {entry.msgid: entry.msgstr for entry in entries}


def _words(label: object) -> tuple[str, str]:
    """Return a label in English and Chinese."""
    from django.utils import translation

    with translation.override(None):
        english = str(label)
    return english, _chinese().get(english, "—")


def _state_row(workflow: Workflow, state: str, label: object) -> str:
    marks = ["begins here"] if state in workflow.initial else []
    marks += ["ends here"] if state in workflow.final else []
    return f"| `{state}` | {' | '.join(_words(label))} | {', '.join(marks)} |"


def _step_row(step: Step) -> str:
    sources = ", ".join(f"`{source}`" for source in map(str, step.sources))
    who = (inspect.getdoc(step.allowed) or "anybody who sees it").splitlines()[0]
    required = ", ".join(f"`{name}`" for name in step.required) or "—"
    return f"| `{step.name}` | {sources} | `{step.target!s}` | {' | '.join(_words(step.label))} | {who} | {required} |"


def _source(workflow: Workflow) -> str:
    app = workflow.document_type.partition(".")[0]
    return f"{app}/workflow/{workflow.variant}.py" if workflow.variant else f"{app}/workflow.py"


def page(workflow: Workflow) -> str:
    """Return the page of one workflow."""
    return PAGE.format(
        document=workflow.key,
        source=_source(workflow),
        diagram=workflow.diagram(),
        states="\n".join(_state_row(workflow, state, label) for state, label in workflow.labels().items()),
        steps="\n".join(map(_step_row, workflow.steps)),
    )


def pages() -> dict[Path, str]:
    """Return every page under its path."""
    from erdem.web import wiring

    return {PAGES / f"{one.key.replace('.', '-').replace(':', '-')}.md": page(one) for one in wiring.workflows()}


def main(arguments: list[str]) -> int:
    """Write the pages, or with ``--check`` name those that are old; return the exit code."""
    old = [path for path, text in pages().items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    if "--check" in arguments:
        for path in old:
            sys.stderr.write(f"{path.name} is old. Run python -m erdem.web.workflow_pages\n")
        return 1 if old else 0
    PAGES.mkdir(parents=True, exist_ok=True)
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "erdem.web.settings")
    import django

    django.setup()
    sys.exit(main(sys.argv[1:]))
