"""Write `docs/reference/access.md` from the table of access: ``python -m tests.write_access``."""

from __future__ import annotations

from pathlib import Path

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "reference" / "access.md"
HEAD = """# Who gets what, address by address

Made from the table in `tests/routes.py`, which the test suite replays as each of five people: the public, the holder (an elder of
the community), an applicant, the officer of the county, and a stranger (an elder of another community). Write it again with
`python -m tests.write_access`.

200 the page · 302 sent on (the public: to the login page; after a form: to the next page) · 403 refused with a reason ·
401 only with a key · 404 not there for this person · 405 not asked this way · 422 the form says what is wrong

| address | public | holder | applicant | officer | stranger |
|---|---|---|---|---|---|
"""


def document() -> str:
    """Return the text of the document."""
    from tests.routes import ROUTES

    rows = [f"| {route.label} | {' | '.join(map(str, route.expected))} |" for route in ROUTES]
    return HEAD + "\n".join(rows) + "\n"


def main() -> None:
    """Write the document."""
    import django

    django.setup()
    DOCUMENT.parent.mkdir(parents=True, exist_ok=True)
    DOCUMENT.write_text(document(), encoding="utf-8")


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "erdem.web.settings")
    main()
