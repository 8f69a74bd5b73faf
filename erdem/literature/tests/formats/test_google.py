"""Google's table of publications and its saved pages."""

from __future__ import annotations

import datetime
import io
import json

import pytest

from erdem.literature.formats import detect
from erdem.literature.formats.model import Party
from erdem.literature.tests.formats.sample import line, problems, publications, take

ROW = {
    "publication_number": "CN-104751825-B",
    "application_number": "CN-201510163325-A",
    "country_code": "CN",
    "kind_code": "B",
    "family_id": "53591311",
    "title_localized": [
        {"text": "一种蒙药", "language": "zh", "truncated": False},
        {"text": "A drug", "language": "en"},
    ],
    "abstract_localized": [{"text": "本发明…", "language": "zh", "truncated": True}],
    "claims_localized": [{"text": "1. 一种药，含黄芩。\n2. 根据权利要求1所述的药。", "language": "zh"}],
    "description_localized": [],
    "publication_date": 20180831,
    "filing_date": "20150408",
    "grant_date": 20180831,
    "priority_date": 0,
    "priority_claim": [{"application_number": "CN-201410000001-A", "filing_date": 20140101}],
    "inventor_harmonized": [{"name": "WANG HUI", "country_code": "CN"}],
    "assignee_harmonized": [{"name": "UNIV INNER MONGOLIA", "country_code": "CN"}],
    "examiner": [{"name": "Li Si"}],
    "ipc": [{"code": "A61K36/756", "first": True}, {"code": "A61P31/00"}],
    "cpc": [{"code": "A61K36/756"}],
    "citation": [{"publication_number": "US-8926509-B2"}, {"npl_text": "Pharmacopoeia"}],
    "legal": [{"date": 20190101, "code": "GR01", "description": "Patent grant"}],
}


def test_it_reads_a_row_of_the_table() -> None:
    (found,) = publications(take(line(**ROW)))
    assert (found.number, found.source_format, found.family_id) == ("CN104751825B", "google-bigquery", "53591311")
    assert found.titles == {"zh": "一种蒙药", "en": "A drug"}
    assert [(one.n, one.depends_on) for one in found.claims] == [(1, ()), (2, (1,))]
    assert (found.publication_date, found.filing_date) == (datetime.date(2018, 8, 31), datetime.date(2015, 4, 8))
    assert found.priority_date is None
    assert (found.priorities[0].number, found.priorities[0].country) == ("CN201410000001", "CN")
    assert Party("assignee", "UNIV INNER MONGOLIA", country="CN") in found.parties
    assert Party("examiner", "Li Si") in found.parties
    assert (found.citations, found.ipc) == (("US8926509B2", "Pharmacopoeia"), ("A61K36/756", "A61P31/00"))
    assert found.legal_events[0].code == "GR01"
    assert found.unseen == ("no description", "the abstract breaks off")


def test_an_array_is_read_like_lines_and_a_row_without_number_is_refused_with_its_text() -> None:
    items = take(json.dumps([ROW, {**ROW, "publication_number": "", "application_number": ""}], indent=1))
    assert len(publications(items)) == 1
    (refused,) = problems(items)
    assert refused.code == "no-number"
    assert json.loads(refused.raw)["family_id"] == "53591311"


@pytest.mark.parametrize("form", ["lines", "array"])
def test_a_description_of_the_columns_is_said_once(form: str) -> None:
    columns = [{"name": name, "type": "STRING", "mode": "NULLABLE"} for name in ("publication_number", "family_id")]
    text = json.dumps(columns) if form == "array" else "".join(line(**column) for column in columns)
    assert [one.code for one in problems(take(text))] == ["schema-only"]


PAGE = """<html><head><link rel="canonical" href="https://patents.google.com/patent/CN101098705A/en"></head><body>
<article><h1 itemprop="pageTitle">CN101098705A - Herbs</h1><span itemprop="title">Herbs </span>
<dd itemprop="publicationNumber">CN101098705A</dd><dd itemprop="applicationNumber">CN200580046111.5</dd>
<dd itemprop="inventor">郑永齐</dd><dd itemprop="assigneeOriginal">Yale University</dd>
<dd><time itemprop="priorityDate" datetime="2004-11-10">2004-11-10</time></dd>
<dd><time itemprop="publicationDate" datetime="2008-01-02">x</time></dd>
<dd itemprop="legalStatusIfi"><span itemprop="status">Pending</span></dd>
<section itemprop="abstract"><div itemprop="content"><abstract lang="EN"><div class="abstract"><span class="notranslate">
<span class="google-src-text">草药组合物。</span> Herbal composition.</span></div></abstract></div></section>
<section itemprop="claims"><div itemprop="content"><ol lang="EN"><li class="claim"><div num="1" class="claim">
<div class="claim-text">1. A plaster of <b>wax</b>.</div></div></li>
<li class="claim-dependent"><div num="2" class="claim">2. The plaster of claim 1.</div></li></ol></div></section>
<section itemprop="description"><div itemprop="content"><heading>FIELD</heading><p>Plasters.</p></div></section>
<section itemprop="family"><h1>Family</h1><h2>ID=36498487</h2></section>
<ul><li><meta itemprop="Leaf" content="true"><meta itemprop="IsCPC" content="true"><span itemprop="Code">A61K36/539</span></li>
<li><meta itemprop="Leaf" content="true"><span itemprop="Code">A61P35/00</span></li></ul>
<table><tr itemprop="legalEvents"><td><time itemprop="date" datetime="2008-02-20"></time></td><td itemprop="code">SE01</td>
<td itemprop="title">Entry into force</td></tr>
<tr itemprop="backwardReferencesFamily"><td><span itemprop="publicationNumber">CN1234567A</span></td></tr>
<tr itemprop="parentApps"><td><span itemprop="applicationNumber">PCT/US2005/040605</span></td>
<td itemprop="filingDate">2005-11-09</td></tr></table></article></body></html>"""


def test_it_reads_a_saved_page_and_prefers_the_original_to_the_translation() -> None:
    (found,) = publications(take(PAGE))
    assert (found.number, found.application, found.source_format) == ("CN101098705A", "CN200580046111.5", "google-page")
    assert found.abstracts == {"zh": "草药组合物。"}
    assert [(one.n, one.text, one.depends_on) for one in found.claims] == [
        (1, "A plaster of wax.", ()),
        (2, "The plaster of claim 1.", (1,)),
    ]
    assert found.description == "FIELD\nPlasters."
    assert (found.cpc, found.ipc) == (("A61K36/539",), ("A61P35/00",))
    assert (found.family_id, found.legal_status, found.citations) == ("36498487", "Pending", ("CN1234567A",))
    assert found.priorities[0].country == "WO"
    assert found.source_url == "https://patents.google.com/patent/CN101098705A/en"
    assert found.legal_events[0].date == datetime.date(2008, 2, 20)
    assert any("assumptions" in one for one in found.remarks)


@pytest.mark.parametrize("page", ['<h1 itemprop="pageTitle">x</h1>', "<html><title>a</title>patents.google.com/x"])
def test_a_page_without_a_number_is_said(page: str) -> None:
    assert [one.code for one in problems(take(page))] == ["page-without-number"]


def test_a_saved_page_is_told_from_xml() -> None:
    assert detect(io.BytesIO(PAGE.encode())) == "google-page"
