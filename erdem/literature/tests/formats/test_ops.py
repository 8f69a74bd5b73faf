"""Answers of the European services in XML and JSON, DOCDB deliveries, and the files of patent_client."""

from __future__ import annotations

import datetime
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erdem.literature.formats import Problem, Publication
from erdem.literature.formats.model import LegalEvent
from erdem.literature.formats.ops import separated
from erdem.literature.tests.formats.sample import problems, publications, take

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><?xml-stylesheet type="text/xsl" href="/3.2/style/exchange.xsl"?>\n'
    '<ops:world-patent-data xmlns="http://www.epo.org/exchange" xmlns:ops="http://ops.epo.org">\n'
)
TAIL = "</ops:world-patent-data>"


def ids(country: str, number: str, kind: str, date: str = "", original: str = "") -> str:
    """A number in the exchange form, the European form and, if given, the original one."""
    day = f"<date>{date}</date>" if date else ""
    other = (
        f'<document-id document-id-type="original"><doc-number>{original}</doc-number></document-id>'
        if original
        else ""
    )
    return (
        f'<document-id document-id-type="epodoc"><doc-number>{country}{number}</doc-number>{day}</document-id>'
        f'<document-id document-id-type="docdb"><country>{country}</country><doc-number>{number}</doc-number>'
        f"<kind>{kind}</kind></document-id>{other}"
    )


DOCUMENT = f"""<exchange-document system="ops.epo.org" family-id="35840242" country="US" doc-number="2006142694" kind="A1">
<bibliographic-data>
<publication-reference>{ids("US", "2006142694", "A1", "20060629")}</publication-reference>
<classifications-ipcr><classification-ipcr><text>A61K  36/   756            A I                    </text></classification-ipcr>
</classifications-ipcr>
<patent-classifications>
<patent-classification><classification-scheme office="EP" scheme="CPCI"/><section>A</section><class>61</class>
<subclass>K</subclass><main-group>36</main-group><subgroup>756</subgroup></patent-classification>
<patent-classification><classification-scheme office="US" scheme="UC"/><classification-symbol>600/585</classification-symbol>
</patent-classification></patent-classifications>
<application-reference>{ids("US", "2366704", "A", "20041228", "11023667")}</application-reference>
<priority-claims><priority-claim sequence="1" kind="national">
<document-id document-id-type="epodoc"><doc-number>MN20030000001</doc-number><date>20031228</date></document-id>
<document-id document-id-type="original"><doc-number>1</doc-number></document-id></priority-claim></priority-claims>
<parties><applicants>
<applicant sequence="1" data-format="epodoc"><applicant-name><name>EXAMPLE HERBS\u2002[MN]</name></applicant-name></applicant>
<applicant sequence="1" data-format="original"><applicant-name><name>Example Herbs Ltd, </name></applicant-name></applicant>
</applicants><inventors>
<inventor sequence="1" data-format="epodoc"><inventor-name><name>ANA B\u2002[MN]</name></inventor-name></inventor>
</inventors></parties>
<invention-title lang="en">Herbal plaster</invention-title><invention-title lang="de">Pflaster</invention-title>
<references-cited><citation><patcit><document-id document-id-type="epodoc"><doc-number>DE3546191</doc-number></document-id>
<document-id document-id-type="docdb"><country>DE</country><doc-number>3546191</doc-number><kind>A1</kind></document-id>
</patcit></citation></references-cited>
</bibliographic-data>
<abstract lang="en"><p>A plaster.</p></abstract><abstract lang="en"><p>Another wording.</p></abstract>
</exchange-document>
"""


def answer(*documents: str) -> str:
    return f"{HEAD}<exchange-documents>{''.join(documents)}</exchange-documents>{TAIL}"


def one(text: str) -> Publication:
    (found,) = take(text)
    assert isinstance(found, Publication), found
    return found


def test_it_reads_a_bibliographic_answer_in_the_exchange_form() -> None:
    found = one(answer(DOCUMENT))
    assert (found.number, found.application, found.family_id) == ("US20060142694A1", "US11023667", "35840242")
    assert found.titles == {"en": "Herbal plaster", "de": "Pflaster"}
    assert found.abstracts == {"en": "A plaster."}
    assert (found.ipc, found.cpc, found.citations) == (("A61K36/756",), ("A61K36/756",), ("DE3546191A1",))
    assert (found.publication_date, found.filing_date) == (datetime.date(2006, 6, 29), datetime.date(2004, 12, 28))
    assert found.priority_date == datetime.date(2003, 12, 28)
    assert [(claim.number, claim.country) for claim in found.priorities] == [("20030000001", "MN")]


def test_of_a_repeated_name_the_readable_one_is_taken_with_the_country_of_the_other() -> None:
    found = one(answer(DOCUMENT))
    assert (found.applicants, found.inventors) == (("Example Herbs Ltd",), ("ANA B",))
    assert [party.country for party in found.parties] == ["MN", "MN"]
    assert found.applicant_place == "MN"


def test_an_old_american_number_without_its_series_is_not_taken_for_another() -> None:
    assert one(answer(DOCUMENT.replace("11023667", ""))).application == ""


def test_every_document_of_an_answer_comes_and_a_broken_one_costs_itself() -> None:
    broken = DOCUMENT.replace("</abstract>", "")
    items = take(answer(DOCUMENT, broken, DOCUMENT.replace('kind="A1"', 'kind="B2"')))
    assert [item.number for item in publications(items)] == ["US20060142694A1", "US20060142694B2"]
    (problem,) = problems(items)
    assert problem.code == "broken-xml"
    assert problem.raw.startswith('<?xml version="1.0"')


def test_a_delivery_with_prefixes_is_read_alike() -> None:
    text = DOCUMENT
    for name in ("exchange-document", "bibliographic-data", "publication-reference", "abstract", "parties"):
        text = text.replace(f"<{name}", f"<exch:{name}").replace(f"</{name}", f"</exch:{name}")
    whole = f'<exch:exchange-documents xmlns:exch="http://www.epo.org/exchange">{text}</exch:exchange-documents>'
    assert one(whole).titles == one(answer(DOCUMENT)).titles
    assert one(whole.replace("<exch:exchange-document ", '<exch:exchange-document status="D" ')).withdrawn


def fulltext(body: str) -> str:
    return (
        f'{HEAD}<f:fulltext-documents xmlns="http://www.epo.org/fulltext" xmlns:f="http://www.epo.org/fulltext">'
        f'<f:fulltext-document><bibliographic-data><publication-reference data-format="docdb">'
        f"<document-id><country>EP</country><doc-number>1000000</doc-number><kind>A1</kind></document-id>"
        f"</publication-reference></bibliographic-data>{body}</f:fulltext-document></f:fulltext-documents>{TAIL}"
    )


def test_it_reads_claims_in_one_block_and_in_pieces() -> None:
    wrap = "<claims lang='EN'><claim><claim-text>{}</claim-text></claim></claims>".format
    block = wrap("Claims\n1. A tea, of 3.5 g\nof herb.\n2. The tea of claim 1.")
    pieces = wrap("1. A tea, of 3.5 g of herb.</claim-text><claim-text>2. The tea of claim 1.")
    first, second = one(fulltext(block)), one(fulltext(pieces))
    assert first.claims == second.claims
    assert [(claim.n, claim.text, claim.depends_on, claim.lang) for claim in first.claims] == [
        (1, "A tea, of 3.5 g of herb.", (), "en"),
        (2, "The tea of claim 1.", (1,), "en"),
    ]


def test_it_reads_a_description() -> None:
    found = one(fulltext("<description lang='EN'><p>[0001] Field.</p><p>Teas.</p></description>"))
    assert (found.number, found.description) == ("EP1000000A1", "[0001] Field.\nTeas.")


@given(st.lists(st.text("Claim 12.\nxb草;", max_size=20), max_size=4))
def test_claims_lose_no_words_when_they_are_separated(texts: list[str]) -> None:
    joined = "".join("".join(separated(texts)).split())
    assert all(letter in joined for text in texts for letter in "草xb;" if letter in text)


MEMBER = f"""<ops:family-member family-id="19768124">
<publication-reference>{ids("EP", "1000000", "A1", "20000517")}</publication-reference>
<application-reference>{ids("EP", "99203729", "A", "19991108")}</application-reference>
<priority-claim sequence="1" kind="national"><document-id document-id-type="docdb"><country>NL</country>
<doc-number>1010536</doc-number><kind>A</kind><date>19981112</date></document-id></priority-claim>
<ops:legal code="AK  " desc="DESIGNATED  CONTRACTING STATES"><ops:L001EP desc="Country Code">EP</ops:L001EP>
<ops:L007EP desc="Gazette DATE">2003-02-12</ops:L007EP>
<ops:L500EP><ops:L507EP desc="Designated State(s)">AT BE</ops:L507EP></ops:L500EP>
</ops:legal></ops:family-member>"""


def test_it_reads_the_members_of_a_family_with_their_status() -> None:
    found = one(f"{HEAD}<ops:patent-family>{MEMBER}</ops:patent-family>{TAIL}")
    assert (found.number, found.application, found.family_id) == ("EP1000000A1", "EP99203729", "19768124")
    assert found.priority_date == datetime.date(1998, 11, 12)
    assert found.legal_events == (
        LegalEvent(datetime.date(2003, 2, 12), "AK", "DESIGNATED CONTRACTING STATES; Designated State(s): AT BE", "EP"),
    )


NUMBERS = "<ops:biblio-search><ops:search-result><ops:publication-reference/></ops:search-result></ops:biblio-search>"
IMAGES = "<ops:document-inquiry><ops:inquiry-result/></ops:document-inquiry>"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (NUMBERS, "numbers-only"),
        (IMAGES, "images-only"),
        ("<exchange-documents/>", "xml-no-records"),
        ("<exchange-documents><exchange-document/></exchange-documents>", "no-number"),
        (
            '<exchange-documents><exchange-document country="EP" doc-number="1" kind="A"/></exchange-documents>',
            "no-content",
        ),
    ],
)
def test_an_answer_without_documents_says_why(body: str, code: str) -> None:
    assert [item.code for item in problems(take(HEAD + body + TAIL))] == [code]
    assert publications(take(HEAD + body + TAIL)) == []


JSON = {
    "ops:world-patent-data": {
        "@xmlns": {"$": "http://www.epo.org/exchange"},
        "exchange-documents": {
            "exchange-document": [
                {
                    "@country": "CN",
                    "@doc-number": "101098705",
                    "@kind": "A",
                    "@family-id": "7",
                    "bibliographic-data": {
                        "publication-reference": {
                            "document-id": [
                                {
                                    "@document-id-type": "docdb",
                                    "country": {"$": "CN"},
                                    "doc-number": {"$": "101098705"},
                                    "kind": {"$": "A"},
                                    "date": {"$": "20080102"},
                                },
                                {"@document-id-type": "epodoc", "doc-number": {"$": "CN101098705"}},
                            ]
                        },
                        "invention-title": {"@lang": "zh", "$": "草药组合物"},
                    },
                    "abstract": {"@lang": "en", "p": {"$": "Herbs."}},
                }
            ]
        },
    }
}


def test_the_same_in_json_is_read_alike() -> None:
    found = one(json.dumps(JSON))
    assert (found.number, found.family_id) == ("CN101098705A", "7")
    assert (found.titles, found.abstracts) == ({"zh": "草药组合物"}, {"en": "Herbs."})
    assert found.publication_date == datetime.date(2008, 1, 2)
    assert len(publications(take(json.dumps([JSON, JSON], indent=1)))) == 2


def test_a_json_answer_without_documents_says_why() -> None:
    empty: dict[str, object] = {
        "ops:world-patent-data": {"ops:biblio-search": {"ops:search-result": {"ops:publication-reference": [{}, {}]}}}
    }
    (problem,) = problems(take(json.dumps(empty)))
    assert (problem.code, problem.params["count"]) == ("numbers-only", 2)
    assert problem.raw


nested = st.recursive(
    st.none() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["$", "@a", "x:p", "1", "claims", "doc-number"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(nested)
def test_any_json_under_the_root_is_read_without_raising(value: object) -> None:
    for item in take(json.dumps({"ops:world-patent-data": {"exchange-document": value}})):
        assert isinstance(item, Problem) or item.identifier


def test_it_reads_what_patent_client_writes() -> None:
    biblio = one(
        json.dumps(
            {
                "documents": [
                    {
                        "publication_number": "EP1000000A1",
                        "family_id": "19768124",
                        "title": "Apparatus",
                        "titles": [{"lang": "de", "text": "Vorrichtung"}],
                        "abstract": "An apparatus.",
                        "intl_class": ["B28B 1/ 29 A I"],
                        "publication_reference_docdb": {
                            "id_type": "docdb",
                            "country": "EP",
                            "number": "1",
                            "date": "2000-05-17",
                        },
                        "application_reference_docdb": {"id_type": "docdb", "country": "EP", "number": "99203729"},
                        "applicants_epodoc": ["EXAMPLE\u2002[NL]"],
                        "applicants_original": ["Example, B.V."],
                        "inventors_original": ["Ana"],
                        "citations": [{"docdb_number": "DE3546191.A1"}],
                        "priority_claims": [{"id_type": "epodoc", "number": "NL1", "date": "1998-11-12"}],
                    }
                ]
            }
        )
    )
    assert (biblio.number, biblio.application, biblio.titles) == ("EP1000000A1", "EP99203729", {"de": "Vorrichtung"})
    assert (biblio.applicants, biblio.parties[0].country, biblio.citations) == (
        ("Example, B.V.",),
        "NL",
        ("DE3546191A1",),
    )
    identity = {"country": "EP", "doc_number": "1000000", "kind": "A1"}
    claims = [
        {"number": 1, "limitations": ["A tea", "of herbs."]},
        {"number": 2, "limitations": ["The tea of claim 1."]},
    ]
    assert [claim.text for claim in one(json.dumps({"document_id": identity, "claims": claims})).claims] == [
        "A tea of herbs.",
        "The tea of claim 1.",
    ]
    assert one(json.dumps({"document_id": identity, "description": "[0001] Tea."})).description == "[0001] Tea."


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"results": [{"docdb_number": "CA1A1", "country": "CA"}], "num_results": 1}, "numbers-only"),
        ({"publication_number": "EP1A1", "full_document": {"num_pages": 12}}, "images-only"),
        ({"document_id": {}, "claims": []}, "no-number"),
        ({"document_id": {"country": "EP"}}, "no-number"),
    ],
)
def test_files_of_patent_client_without_a_document_say_why(values: dict[str, object], code: str) -> None:
    assert [item.code for item in take(json.dumps(values)) if isinstance(item, Problem)] == [code]
