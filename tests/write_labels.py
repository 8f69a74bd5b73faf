"""Write the table of `docs/reference/labels.md` from the catalogue: ``python -m tests.write_labels``."""

from __future__ import annotations

import csv
from pathlib import Path

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "reference" / "labels.md"
RULES = Path(__file__).resolve().parents[1] / "erdem" / "knowledge" / "seeds" / "label_rules.csv"
BEGIN, END = "<!-- table: made by python -m tests.write_labels -->", "<!-- end of the table -->"


def table() -> str:
    """Return the table: stamp, code, name, what it asks, effect, purposes that are allowed."""
    from django.utils import translation

    from erdem.knowledge.labels import BY_CODE, Family

    with RULES.open(encoding="utf-8") as file:
        rules = {row["code"]: row for row in csv.DictReader(file)}
    heads = ("stamp", "code", "Local Contexts name", "on our pages", "asks of a reader", "effect", "group", "purposes")
    lines = [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    for label in BY_CODE.values():
        with translation.override("zh-hans"):
            chinese = str(label.title)
        with translation.override("en"):
            english, asks = str(label.title), str(label.asks)
        rule = rules.get(label.code)
        group = "needed" if label.needs_group else "may be named" if label.takes_group else "–"
        purposes = rule.get("allowed_purposes", "").replace(" ", ", ") if rule else ""
        effect = "notice" if label.family == Family.NOTICE else f"`{label.effect}`"
        named = f"{chinese} · {english}"
        cells = (label.stamp, f"`{label.code}`", label.name, named, asks, effect, group, purposes or "–")
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def document() -> str:
    """Return the document with its table made anew."""
    text = DOCUMENT.read_text(encoding="utf-8")
    before, after = text.split(BEGIN)[0], text.split(END)[1]
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "erdem.web.settings")
    django.setup()
    DOCUMENT.write_text(document(), encoding="utf-8")
