"""European documents and others in ST.36, and documents in ST.96. No real European sample is at hand; the small ones
here are written after the paths of the standard.
"""

from __future__ import annotations

import datetime
import io
import zipfile

import pytest

from erdem.literature.formats import Priority, Publication
from erdem.literature.formats.model import Party
from erdem.literature.formats.st96 import joined
from erdem.literature.tests.formats.sample import problems, publications, take

EP = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE ep-patent-document PUBLIC "-//EPO//EP PATENT DOCUMENT 1.7//EN" "ep-patent-document-v1-7.dtd">
<ep-patent-document id="EP12783558B1" file="EP12783558NWB1.xml" lang="en" country="EP" doc-number="2912867" kind="B1"
 date-publ="20250129" status="n" dtd-version="ep-patent-document-v1-7">
<SDOBI lang="en"><B000><eptags><B001EP>ATBE</B001EP></eptags></B000>
<B100><B110>2912867</B110><B130>B1</B130><B140><date>20250129</date></B140><B190>EP</B190></B100>
<B200><B210>12783558.5</B210><B220><date>20121029</date></B220><B240><B242><date>20190304</date></B242></B240></B200>
<B300><B310>201110265152</B310><B320><date>20110908</date></B320><B330><ctry>CN</ctry></B330>
<B310>61000001</B310><B320><date>20111001</date></B320><B330><ctry>US</ctry></B330></B300>
<B500><B510EP><classification-ipcr sequence="1">
<text>A61K  36/756       20060101AFI20130101BHEP        </text></classification-ipcr></B510EP>
<B520EP><classifications-cpc><classification-cpc sequence="1"><text>A61K  36/756       20130101 FI20130101BHEP        </text>
</classification-cpc></classifications-cpc></B520EP>
<B540><B541>de</B541><B542>PFLASTER</B542><B541>en</B541><B542>PLASTER</B542>
<B541>fr</B541><B542>EMPLÂTRE</B542></B540>
<B560><B561><text>EP-A- 0 123 456</text></B561>
<B561><text>WO-A1-2008/123456</text></B561><B562><text>A book</text></B562></B560></B500>
<B700><B720><B721><snm>Example, Ana</snm><adr><city>Hohhot</city><ctry>CN</ctry></adr></B721></B720>
<B730><B731><snm>Example Herbs</snm><iid>1</iid><adr><str>Road 1</str><city>Tongliao</city><ctry>CN</ctry></adr></B731></B730>
<B740><B741><snm>Agent GmbH</snm><adr><ctry>DE</ctry></adr></B741></B740></B700>
</SDOBI>
<description id="desc" lang="en"><heading id="h1">FIELD</heading><p id="p1" num="0001">Plasters <b>1</b>.</p></description>
<claims id="claims01" lang="de"><claim id="c-de-01-0001" num="0001">
<claim-text>Pflaster, umfassend<claim-text>Eisenhut.</claim-text></claim-text></claim></claims>
<claims id="claims02" lang="en"><claim id="c-en-01-0001" num="0001">
<claim-text>A plaster comprising<claim-text>aconite.</claim-text></claim-text></claim>
<claim id="c-en-01-0002" num="0002"><claim-text>The plaster of claim 1.</claim-text></claim></claims>
</ep-patent-document>
"""


def one(text: str | bytes) -> Publication:
    (found,) = take(text)
    assert isinstance(found, Publication), found
    return found


def test_it_reads_the_coded_data_of_a_european_document() -> None:
    found = one(EP)
    assert (found.number, found.application, found.source_id) == ("EP2912867B1", found.application, "EP12783558B1")
    assert found.application.startswith("EP12783558")
    assert found.titles == {"de": "PFLASTER", "en": "PLASTER", "fr": "EMPLÂTRE"}
    assert (found.ipc, found.cpc) == (("A61K36/756",), ("A61K36/756",))
    assert found.priorities == (
        Priority("201110265152", datetime.date(2011, 9, 8), "CN"),
        Priority("61000001", datetime.date(2011, 10, 1), "US"),
    )
    assert (found.priority_date, found.filing_date) == (datetime.date(2011, 9, 8), datetime.date(2012, 10, 29))
    assert (found.publication_date, found.grant_date) == (datetime.date(2025, 1, 29), datetime.date(2025, 1, 29))
    assert found.citations == ("EP0123456A", "WO2008123456A1")
    assert [event.code for event in found.legal_events] == ["B242"]


def test_the_proprietor_is_the_owner_and_claims_come_in_every_language() -> None:
    found = one(EP)
    assert (found.applicants, found.inventors) == (("Example Herbs",), ("Example, Ana",))
    assert Party("assignee", "Example Herbs", "CN", city="Tongliao", address="Road 1") in found.parties
    assert found.applicant_place == "Tongliao, CN"
    assert [(claim.lang, claim.n, claim.text, claim.depends_on) for claim in found.claims] == [
        ("en", 1, "A plaster comprising aconite.", ()),
        ("en", 2, "The plaster of claim 1.", (1,)),
        ("de", 1, "Pflaster, umfassend Eisenhut.", ()),
    ]
    assert (found.description, found.description_lang) == ("FIELD\nPlasters 1.", "en")


def test_older_editions_and_corrections_are_read() -> None:
    older = EP.replace("<B510EP>", "<B510><B511>A61K 35/78</B511><B512>A61P 17/00</B512></B510><B510EP>").replace(
        "classification-ipcr", "classification-old"
    )
    assert one(older).ipc == ("A61K35/78", "A61P17/00")
    corrected = EP.replace('kind="B1"', 'kind="B9"').replace("<B130>B1", "<B132EP>B1</B132EP><B130>B9")
    assert (one(corrected).number, one(corrected).corrects) == ("EP2912867B9", "EP2912867B1")


GENERIC = """<patent-document ucid="EP-1234567-A1" lang="EN" country="EP" doc-number="1234567" kind="A1" date="20020828"
 family-id="9" status="new"><bibliographic-data>
<publication-reference><document-id format="original"><country>EP</country><doc-number>1234567</doc-number><kind>A1</kind>
<date>20020828</date></document-id></publication-reference>
<application-reference><document-id format="epo"><country>EP</country><doc-number>12103421</doc-number><date>20010216</date>
</document-id></application-reference>
<technical-data><classifications-ipcr><classification-ipcr>A61K  36/756       20060101A I20060310RMJP</classification-ipcr>
</classifications-ipcr><invention-title lang="EN">Tea</invention-title></technical-data>
<parties><applicants><applicant><addressbook><last-name>Example</last-name><address><country>MN</country></address>
</addressbook></applicant></applicants></parties></bibliographic-data>
<abstract lang="EN"><p>A tea.</p></abstract><claims lang="EN"><claim num="1"><claim-text>Tea.</claim-text></claim></claims>
</patent-document>"""


def test_it_reads_generic_documents() -> None:
    found = one(GENERIC)
    assert (found.number, found.application, found.family_id) == ("EP1234567A1", "EP12103421", "9")
    assert (found.titles, found.abstracts, found.ipc) == ({"en": "Tea"}, {"en": "A tea."}, ("A61K36/756",))
    assert (found.applicants, found.publication_date) == (("Example",), datetime.date(2002, 8, 28))
    assert [claim.text for claim in found.claims] == ["Tea."]


def test_documents_under_one_root_and_joined_ones_are_read_one_by_one() -> None:
    second = GENERIC.replace("1234567", "1234568")
    assert len(publications(take(f"<patent-documents>{GENERIC}{second}</patent-documents>"))) == 2
    assert len(publications(take(EP + EP.replace("2912867", "2912868")))) == 2


def test_a_document_without_number_is_refused_with_its_text() -> None:
    (problem,) = problems(take("<ep-patent-document><SDOBI/></ep-patent-document>"))
    assert (problem.code, "<SDOBI/>" in problem.raw) == ("no-number", True)


def piece(name: str, body: str, number: str = "13962724") -> str:
    return (
        f'<?xml version="1.0" encoding="utf-8"?><pat:{name} xmlns:pat="urn:us:gov:doc:uspto:patent" pat:id="X">'
        f"<pat:DocumentCode>{'CLM' if 'Claims' in name else 'SPEC'}</pat:DocumentCode><pat:DocumentHeaderDetails>"
        f"<pat:ApplicationHeaderDetails><pat:ApplicationNumber>{number}</pat:ApplicationNumber></pat:ApplicationHeaderDetails>"
        f"</pat:DocumentHeaderDetails><pat:MailRoomDate>2013-08-08</pat:MailRoomDate>{body}</pat:{name}>"
    )


CLAIMS = piece(
    "ClaimsDocument",
    "<pat:ClaimSet><pat:ClaimList>"
    '<pat:Claim pat:id="UNKNOWN-1"><pat:ClaimText>IN THE CLAIMS</pat:ClaimText></pat:Claim>'
    '<pat:Claim pat:id="CLM-00001"><pat:ClaimNumber>1</pat:ClaimNumber><pat:ClaimText><pat:ClaimLabelText>1. '
    "</pat:ClaimLabelText>(Currently Amended) A <pat:OCRConfidenceData>tea</pat:OCRConfidenceData> of herbs;</pat:ClaimText>"
    "<pat:ClaimText><pat:BoundaryData><pat:LineNumber>5</pat:LineNumber></pat:BoundaryData>warm.</pat:ClaimText></pat:Claim>"
    '<pat:Claim pat:id="CLM-00002"><pat:ClaimNumber>2</pat:ClaimNumber><pat:ClaimText>The tea of claim '
    '<pat:ClaimReference pat:idrefs="CLM-00001">1</pat:ClaimReference>.</pat:ClaimText></pat:Claim>'
    '<pat:Claim pat:id="C3"><pat:ClaimNumber>3</pat:ClaimNumber><pat:ClaimStatusCategory>canceled</pat:ClaimStatusCategory>'
    "</pat:Claim></pat:ClaimList></pat:ClaimSet>",
)
SPECIFICATION = piece(
    "SpecificationDocument",
    "<pat:Specification><pat:BoundaryData><pat:HeaderText>PAGE 1</pat:HeaderText></pat:BoundaryData>"
    "<pat:Heading>FIELD</pat:Heading><pat:P>Teas of <pat:BoundaryData><pat:LineNumber>10</pat:LineNumber></pat:BoundaryData>"
    "herbs.</pat:P></pat:Specification>",
)


def test_it_reads_claims_without_page_headers_and_marks() -> None:
    found = one(CLAIMS)
    assert (found.application, found.number, found.source_format) == ("US13962724", "", "st96")
    assert [(claim.n, claim.text, claim.depends_on) for claim in found.claims] == [
        (1, "A tea of herbs; warm.", ()),
        (2, "The tea of claim 1.", (1,)),
    ]
    assert found.remarks == ("CLM received 2013-08-08",)


def test_documents_of_one_application_in_an_archive_are_put_together() -> None:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        archive.writestr("a/spec.xml", SPECIFICATION)
        archive.writestr("a/clm.xml", CLAIMS)
        archive.writestr("b/clm.xml", CLAIMS.replace("13962724", "13962725"))
    first, second = publications(take(raw.getvalue()))
    assert (first.application, first.description, len(first.claims)) == ("US13962724", "FIELD\nTeas of herbs.", 2)
    assert (second.application, second.description) == ("US13962725", "")


def test_an_amendment_of_one_paragraph_does_not_replace_the_description() -> None:
    short = SPECIFICATION.replace("FIELD", "").replace("Teas of ", "x")
    (found,) = joined(item for text in (SPECIFICATION, short) for item in take(text))
    assert isinstance(found, Publication)
    assert found.description == "FIELD\nTeas of herbs."


@pytest.mark.parametrize(
    "namespace",
    ["http://www.wipo.int/standards/XMLSchema/ST96/Patent", "http://www.wipo.int/standards/XMLSchema/Patent/4"],
)
def test_it_reads_whole_documents_of_any_version(namespace: str) -> None:
    found = one(
        f'<pat:PatentPublication xmlns:pat="{namespace}" xmlns:com="urn:c" com:languageCode="en"><pat:BibliographicData>'
        "<pat:PatentPublicationIdentification><com:IPOfficeCode>CA</com:IPOfficeCode>"
        "<pat:PublicationNumber>2912867</pat:PublicationNumber><com:PatentDocumentKindCode>A1</com:PatentDocumentKindCode>"
        "<com:PublicationDate>2020-01-07</com:PublicationDate></pat:PatentPublicationIdentification>"
        "<pat:ApplicationIdentification><com:ApplicationNumber><com:ApplicationNumberText>2912867</com:ApplicationNumberText>"
        "</com:ApplicationNumber><pat:FilingDate>2018-03-05</pat:FilingDate></pat:ApplicationIdentification>"
        "<pat:PriorityClaimBag><pat:PriorityClaim><com:IPOfficeCode>MN</com:IPOfficeCode><com:ApplicationNumber>"
        "<com:ApplicationNumberText>5120</com:ApplicationNumberText></com:ApplicationNumber><pat:FilingDate>2017-03-05"
        "</pat:FilingDate></pat:PriorityClaim></pat:PriorityClaimBag>"
        "<pat:PatentClassificationBag><pat:IPCRClassificationBag><pat:IPCRClassification><pat:Section>A</pat:Section>"
        "<pat:Class>61</pat:Class><pat:Subclass>K</pat:Subclass><pat:MainGroup>36</pat:MainGroup><pat:Subgroup>756"
        "</pat:Subgroup></pat:IPCRClassification></pat:IPCRClassificationBag></pat:PatentClassificationBag>"
        "<pat:InventionTitleBag><pat:InventionTitle>Tea</pat:InventionTitle></pat:InventionTitleBag><pat:PartyBag>"
        "<pat:ApplicantBag><pat:Applicant><com:Contact><com:Name><com:EntityName>Example</com:EntityName></com:Name>"
        "</com:Contact></pat:Applicant></pat:ApplicantBag></pat:PartyBag></pat:BibliographicData>"
        "<pat:Abstract><com:P>A tea.</com:P></pat:Abstract><pat:Description><com:P>Tea is old.</com:P></pat:Description>"
        "<pat:Claims><pat:Claim><pat:ClaimNumber>1</pat:ClaimNumber><pat:ClaimText>1. Tea.</pat:ClaimText></pat:Claim>"
        "</pat:Claims></pat:PatentPublication>"
    )
    assert (found.number, found.application, found.kind) == ("CA2912867A1", "CA2912867", "A1")
    assert (found.titles, found.abstracts, found.description) == ({"en": "Tea"}, {"en": "A tea."}, "Tea is old.")
    assert (found.ipc, found.applicants) == (("A61K36/756",), ("Example",))
    assert (found.publication_date, found.filing_date) == (datetime.date(2020, 1, 7), datetime.date(2018, 3, 5))
    assert found.priorities == (Priority("5120", datetime.date(2017, 3, 5), "MN"),)
    assert [claim.text for claim in found.claims] == ["Tea."]


def test_a_piece_without_number_or_text_is_refused() -> None:
    assert [item.code for item in problems(take(piece("ClaimsDocument", "", "")))] == ["no-number"]
    assert [item.code for item in problems(take(piece("ClaimsDocument", "")))] == ["no-content"]
