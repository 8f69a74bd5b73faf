"""The agreement on paper: PDF and Word from the structured terms alone. The same version gives the same PDF, byte for byte."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override, pgettext

from erdem.base.documents import Facts, Heading, Note, Paragraph, Sheet, Table, render_pdf, sheet_docx
from erdem.base.formatting import long_date, number
from erdem.sharing import terms_words as words
from erdem.sharing.terms import Terms, digest
from erdem.sharing.terms.choices import Side
from erdem.sharing.terms.clauses import ORDER, clauses
from erdem.sharing.terms.model import Fixed, KindLine, Milestone, MoneyLine
from erdem.sharing.terms_benefits import amount_of, rate_words, split_words
from erdem.sharing.terms_sentences import labels_of, sentences_of

LANGUAGE: Final = "zh-hans"
TITLE: Final = gettext_lazy("Agreement on mutually agreed terms")


@dataclass(frozen=True)
class TermsPaper:
    """What is printed: the terms, the number of the agreement and of the version, when it was proposed, whether it is settled."""

    number: str
    version: int
    terms: Terms
    made_at: dt.datetime
    is_settled: bool


def paper_pdf(paper: TermsPaper) -> bytes:
    """Return the agreement as PDF/A, in Chinese with English headings.

    Nothing but ``paper`` goes into it: no clock, no reader, no setting of the page. It can be signed.

    Raises:
        DocumentError: the fonts of documents are not ready.
    """
    with override(LANGUAGE):
        return render_pdf("sharing/terms.typ", _content(paper), issued_at=paper.made_at)


def paper_docx(paper: TermsPaper) -> bytes:
    """Return the agreement as a Word file that a lawyer can mark; what is signed is the PDF."""
    with override(LANGUAGE):
        content = _content(paper)
        blocks: list[Any] = [Note(content["draft"])] if content["draft"] else []
        for at, clause in enumerate(content["clauses"], 1):
            blocks.append(Heading(f"{at}. {clause['title'][0]}  {clause['title'][1]}"))
            several = len(clause["lines"]) > 1
            told_lines = [line if isinstance(line, str) else "\n".join(line) for line in clause["lines"]]
            blocks += [
                Paragraph(f"{at}.{place} {line}" if several else line) for place, line in enumerate(told_lines, 1)
            ]
        told = content["words"]
        if content["benefits"]:
            blocks += [
                Heading("  ".join(told["table"])),
                Table(told["table_head"], content["benefits"], widths=(2, 6, 7, 7)),
            ]
        blocks.append(Heading("  ".join(told["signatures"])))
        blocks += [
            Facts([(f"{party['name']}（{party['side']}）", ""), (told["signature"], ""), (told["day"], "")])
            for party in content["parties"]
        ]
        blocks.append(Paragraph(f"{told['digest']}\n{content['sha256']}"))
        return sheet_docx(
            Sheet(content["title"], blocks, content["number"], date=content["date"], notice=content["notice"])
        )


def _content(paper: TermsPaper) -> dict[str, Any]:
    sha256 = digest(paper.terms)
    return {
        "title": str(TITLE),
        "title_en": _english(TITLE),
        "number": paper.number,
        "office": "",
        "date": long_date(paper.made_at),
        "notice": f"{paper.number} · v{paper.version} · SHA-256 {sha256[:16]}",
        "language": "zh",
        "draft": "" if paper.is_settled else _("Proposal, version %(n)s. Not agreed yet.") % {"n": paper.version},
        "clauses": _clauses(paper.terms),
        "benefits": [_benefit(line) for line in paper.terms.lines()],
        "parties": [{"name": party.name, "side": str(words.SIDES[Side(party.side)])} for party in paper.terms.parties],
        "sha256": sha256,
        "words": _words(paper.version),
    }


def _clauses(terms: Terms) -> list[dict[str, Any]]:
    """The clauses that say something; lines of one kind are put together under one heading."""
    found: dict[str, dict[str, Any]] = {name: {"title": _both(words.CLAUSES[name]), "lines": []} for name in ORDER}
    labels = labels_of(terms)
    for clause, value in clauses(terms).items():
        name = clause.partition("/")[0]
        if name == "extra":
            found[name]["lines"].append([value.title, "\n".join(sentences_of(clause, value))])
        elif name in ("money", "in_kind"):
            found[name]["lines"].append([value.label, "\n".join(sentences_of(clause, value))])
        else:
            found[name]["lines"] += sentences_of(clause, value, labels)
    return [clause for clause in found.values() if clause["lines"]]


def _benefit(line: MoneyLine | KindLine) -> list[str]:
    if isinstance(line, KindLine):
        amount = f"{number(line.quantity)} {words.KIND_UNITS[line.unit]}"
        return [line.key, line.label, f"{amount}\n{long_date(line.due[0])}", split_words(line.split)]
    rule = line.rule
    if isinstance(rule, Fixed):
        when = long_date(rule.first_due) + (f"　{words.EVERY[rule.every]}" if rule.every else "")
        told = f"{amount_of(rule.amount, line.currency)}\n{when}"
    elif isinstance(rule, Milestone):
        told = f"{amount_of(rule.amount, line.currency)}\n{rule.reached_when}"
    else:
        told = f"{rate_words(rule, rule.rate, line.currency)}\n{words.BASES[rule.base]}"
    return [line.key, line.label, told, split_words(line.split)]


def _english(message: Any) -> str:
    with override("en"):
        return str(message)


def _both(message: Any) -> list[str]:
    return [str(message), _english(message)]


TABLE: Final = gettext_lazy("The benefits at a glance")
SIGNATURES: Final = gettext_lazy("Signatures of the parties")


def _words(version: int) -> dict[str, Any]:
    return {
        "table": _both(TABLE),
        "table_head": [pgettext("terms", "Key"), _("Benefit"), _("How much and when"), _("For whom")],
        "signatures": _both(SIGNATURES),
        "sign_note": _(
            "Signed by hand or electronically. Only what stands in this paper is agreed; every party receives a copy."
        ),
        "signature": _("Signature or seal"),
        "day": _("Day"),
        "digest": _("Digest of the structured terms of version %(n)s (SHA-256)") % {"n": version},
    }
