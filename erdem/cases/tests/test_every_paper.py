"""Every paper of cases is Chinese from head to foot, has no empty place, and no page that holds only its end."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile

import pypdf
import pytest

from erdem.cases.paper.printing import Printed, docx_of, pdf_of
from erdem.cases.tests.sample_papers import all_papers

PAPERS = dict(all_papers())
NOW = dt.datetime(2026, 9, 6, 2, tzinfo=dt.UTC)
LATIN = re.compile(r"[A-Za-z]{3,}")
KNOWN = re.compile(r"91152530MA0EXAMPL5|CN\d{9}A|SHA256SUMS|SHA-256|\.pdf|[0-9a-f]{8,}")
FAULTS = ("{", "}", "（）", "()", "None", "：。", "，。", "号号", "。。", "＿")


def pages_of(printed: Printed) -> list[str]:
    """Return the words of each page."""
    read = pypdf.PdfReader(io.BytesIO(pdf_of(printed, issued_at=NOW)))
    return ["".join(page.extract_text().replace("\u200b", "").split()) for page in read.pages]


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_reads_as_an_official_document(name: str) -> None:
    printed = PAPERS[name]
    pages = pages_of(printed)
    whole = "".join(pages)
    assert not LATIN.findall(KNOWN.sub("", whole)), "a word that is not Chinese"
    assert [each for each in FAULTS if each in whole] == []
    assert printed.content["title"] in whole
    for at, page in enumerate(pages, start=1):
        assert f"—{at}/{len(pages)}—" in page
    assert len(pages[-1]) > 40, "the last page holds nothing but its end"
    if printed.content["has_seal"]:
        assert "（印章）" in pages[-1]


@pytest.mark.parametrize("name", PAPERS)
def test_the_word_file_says_the_same(name: str) -> None:
    printed = PAPERS[name]
    with zipfile.ZipFile(io.BytesIO(docx_of(printed, issued_at=NOW))) as archive:
        xml = archive.read("word/document.xml").decode()
    words = "".join(re.findall(r"<w:t[^>]*>([^<]*)</w:t>", xml)).replace("&amp;", "&")
    assert not LATIN.findall(KNOWN.sub("", words))
    assert [each for each in FAULTS[:-1] if each in words] == []  # lines to sign on are drawn with characters
    for block in printed.content["blocks"]:
        for piece in str(block.get("text", "")).split("\n"):
            assert piece in words
        for row in [*block.get("rows", ()), *block.get("items", ())]:
            for cell in row:
                assert "".join(str(cell).split("\n")) in words
