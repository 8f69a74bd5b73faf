"""USPTO XML: facts of one document, weekly files, and documents that must not be trusted."""

from __future__ import annotations

import datetime
import io
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erdem.lib.reading import Problem
from erdem.literature.formats import Claim
from erdem.literature.formats.model import Party, identify
from erdem.literature.formats.uspto_numbers import identify_american
from erdem.literature.formats.xml_documents import read_documents, split_documents
from erdem.literature.tests.formats.sample import DOCTYPE, GRANT, document, problems, publications, take


def test_it_reads_the_facts_of_a_grant() -> None:
    (found,) = publications(take(document()))
    assert (found.number, found.kind, found.application) == ("US9999999B2", "B2", "US15000001")
    assert found.title == "Herbal plaster with H2O"
    assert found.abstracts == {"en": "A plaster."}
    assert found.description == "FIELD\nPlasters & salves."
    assert found.ipc == ("A61K36/756",)
    assert (found.applicants, found.inventors) == (("Example Herbs Ltd",), ("Ana Example",))
    assert found.applicant_place == "Tongliao, CN"
    assert found.claims == (
        Claim(1, "A plaster comprising: 3 g of aconite; and 2 g of wax.", "en"),
        Claim(2, "The plaster of claim 1, warmed.", "en", (1,)),
    )


def test_the_earliest_priority_leaves_out_new_matter() -> None:
    (found,) = publications(take(document()))
    assert [one.kind for one in found.priorities] == ["priority", "provisional", "continuation in part"]
    assert found.priority_date == datetime.date(2017, 2, 1)
    assert (found.filing_date, found.grant_date) == (datetime.date(2018, 3, 5), datetime.date(2020, 1, 7))


def test_a_broken_member_of_a_weekly_file_costs_only_itself() -> None:
    broken = document(GRANT.replace("</claims>", ""))
    second = document(GRANT.replace("09999999", "09999998"))
    items = take(document() + broken + second)
    assert [one.number for one in publications(items)] == ["US9999999B2", "US9999998B2"]
    (problem,) = problems(items)
    assert problem.code == "broken-xml"
    first = document().count("\n")
    assert problem.line is not None
    assert first < problem.line <= first + broken.count("\n") + 1


def test_sequence_listings_are_passed_over_and_strangers_named() -> None:
    listing = '<?xml version="1.0"?><sequence-cwu id="S"><p/></sequence-cwu>\n'
    stranger = '<?xml version="1.0"?>\n<recipe/>\n'
    items = take(document() + listing + stranger)
    assert len(publications(items)) == 1
    assert [(one.code, one.params["root"]) for one in problems(items)] == [("xml-unknown-root", "recipe")]


LAUGHS = (
    '<!DOCTYPE us-patent-grant [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>\n'
)


@pytest.mark.parametrize(
    ("doctype", "code"),
    [
        (LAUGHS, "xml-entity"),
        ('<!DOCTYPE us-patent-grant [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n', "xml-external-entity"),
        ('<!DOCTYPE us-patent-grant [<!ENTITY x PUBLIC "a" "http://127.0.0.1:9/x">]>\n', "xml-external-entity"),
        ('<!DOCTYPE us-patent-grant [<!ENTITY % x SYSTEM "file:///etc/passwd"> %x;]>\n', "xml-external-entity"),
        ('<!DOCTYPE us-patent-grant [<!-- "]> --><!ENTITY x "y">]>\n', "xml-entity"),
    ],
)
def test_a_document_that_defines_entities_is_refused_and_the_next_one_read(doctype: str, code: str) -> None:
    hostile = document(GRANT.replace("A plaster.", "&c;&x;"), doctype)
    items = take(hostile + document())
    assert [one.code for one in problems(items)] == [code]
    assert len(publications(items)) == 1


def test_an_undeclared_entity_is_broken_xml_and_expands_to_nothing() -> None:
    items = take(document(GRANT.replace("A plaster.", "&nbsp;")))
    assert [one.code for one in problems(items)] == ["broken-xml"]


def test_a_second_doctype_hidden_after_the_root_is_broken_xml() -> None:
    items = take(document(GRANT.replace("<claims", LAUGHS + "<claims")))
    assert [one.code for one in problems(items)] == ["broken-xml"]


def test_pictures_declared_as_unparsed_entities_do_no_harm() -> None:
    doctype = DOCTYPE.replace("[ ]", '[ <!ENTITY D1.TIF SYSTEM "D1.TIF" NDATA TIF> ]')
    assert len(publications(take(document(doctype=doctype)))) == 1


def test_the_outside_document_type_is_never_looked_for(tmp_path: Path) -> None:
    doctype = DOCTYPE.replace("us-patent-grant-v42-2006-08-23.dtd", f"file://{tmp_path}/absent.dtd")
    assert len(publications(take(document(doctype=doctype)))) == 1


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "gb18030"])
def test_other_encodings_are_read_as_declared(encoding: str) -> None:
    text = document(GRANT.replace("A plaster.", "草乌膏"))
    if encoding == "gb18030":
        text = text.replace("UTF-8", "GB18030")
    (found,) = publications(take(text.encode(encoding)))
    assert found.abstracts == {"en": "草乌膏"}


def test_bytes_that_are_not_the_declared_encoding_are_a_problem() -> None:
    items = take(document(GRANT.replace("A plaster.", "草乌膏")).encode("gb18030"))
    assert [one.code for one in problems(items)] == ["broken-xml"]


def test_the_parties_keep_their_places_and_roles() -> None:
    (found,) = publications(take(document()))
    assert found.parties == (
        Party("applicant", "Ana Example", country="CN", city="Hohhot"),
        Party("inventor", "Ana Example", country="CN", city="Hohhot"),
        Party("assignee", "Example Herbs Ltd", country="CN", city="Tongliao"),
    )


AGENT = """<agents><agent sequence="01" rep-type="attorney"><addressbook><orgname>Law Firm LLP</orgname>
<address><city>Boston</city><state>MA</state><postcode>02101</postcode><country>unknown</country></address>
</addressbook></agent><agent><addressbook><last-name>Agent</last-name><first-name>Al</first-name></addressbook></agent>
</agents></parties><examiners><primary-examiner><last-name>Exam</last-name><first-name>Eve</first-name>
</primary-examiner></examiners>"""


def test_agents_agencies_and_examiners_are_told_apart() -> None:
    (found,) = publications(take(document(GRANT.replace("</parties>", AGENT))))
    assert [one for one in found.parties if one.role in ("agency", "agent", "examiner")] == [
        Party("agency", "Law Firm LLP", province="MA", city="Boston", postcode="02101"),
        Party("agent", "Al Agent"),
        Party("examiner", "Eve Exam"),
    ]


REISSUE = """<reissue><relation><parent-doc><document-id><country>US</country><doc-number>10000001</doc-number>
<date>20020101</date></document-id><parent-grant-document><document-id><country>US</country>
<doc-number>6000001</doc-number></document-id></parent-grant-document></parent-doc></relation></reissue>
<related-publication><document-id><country>US</country><doc-number>20120142010</doc-number><kind>A1</kind>
</document-id></related-publication></us-related-documents>"""


def test_a_reissue_names_the_grant_it_replaces_and_the_earlier_publication() -> None:
    (found,) = publications(take(document(GRANT.replace("</us-related-documents>", REISSUE))))
    assert (found.corrects, found.family_members) == ("US6000001", ("US20120142010A1",))
    assert found.priorities[-1].kind == "reissue"


def test_a_corrected_publication_names_the_first_one() -> None:
    (found,) = publications(take(document(GRANT.replace("09999999", "20200000001").replace("B2", "A9"))))
    assert (found.number, found.corrects) == ("US20200000001A9", "US20200000001A1")


def test_a_withdrawn_grant_says_so() -> None:
    (found,) = publications(take(document(GRANT.replace('lang="EN"', 'lang="EN" status="WITHDRAWN"'))))
    assert found.withdrawn


def test_a_file_of_sequence_listings_alone_is_not_passed_over_in_silence() -> None:
    items = take('<?xml version="1.0"?><sequence-cwu id="S"><p/></sequence-cwu>\n')
    assert [one.code for one in problems(items)] == ["sequences-only"]


def test_a_claim_with_an_absurd_number_is_counted() -> None:
    (found,) = publications(take(document(GRANT.replace('num="00002"', f'num="{"9" * 5000}"'))))
    assert [one.n for one in found.claims] == [1, 2]


def test_words_of_adjoining_cells_and_blocks_stay_apart() -> None:
    table = "<p>Amounts:<table><row><entry>wax</entry><entry>2&#x2003; g</entry></row></table><ul><li>a</li><li>b</li></ul></p>"
    (found,) = publications(take(document(GRANT.replace("<p>Plasters &#38; salves.</p>", table))))
    assert found.description == "FIELD\nAmounts:wax 2 g a b"


@given(
    st.sampled_from(["", "D", "RE", "PP", "H", "T"]),
    st.from_regex(r"[0-9]{1,12}", fullmatch=True),
    st.sampled_from(["", "A", "A1", "B2", "S1", "E"]),
    st.from_regex(r"[0-9]{0,9}", fullmatch=True),
)
def test_the_short_way_to_a_number_gives_what_the_long_way_gives(
    letters: str, digits: str, kind: str, application: str
) -> None:
    number = f"US{letters}{digits}{kind}"
    assert identify_american(number, application) == identify(number, application, country="US")


class EndlessDocument(io.RawIOBase):
    """One document without an end, then a good one."""

    def __init__(self, size: int) -> None:
        self.parts = self.generate(size)

    @staticmethod
    def generate(size: int) -> Iterator[bytes]:
        yield b'<?xml version="1.0"?><us-patent-grant>'
        for _ in range(size >> 18):
            yield b"x" * (1 << 18)
        yield document().encode()

    def read(self, size: int = -1, /) -> bytes:
        return next(self.parts, b"")


def test_a_document_without_end_is_passed_over_in_bounded_memory() -> None:
    tracemalloc.start()
    source = EndlessDocument(200 << 20)
    items = list(read_documents(source, "big.xml", limit=1 << 20))  # type: ignore[arg-type] # only reads
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [one.code if isinstance(one, Problem) else one.root.tag for one in items] == [
        "xml-too-long",
        "us-patent-grant",
    ]
    assert peak < 12 << 20


@given(st.integers(1, 60), st.integers(1, 4))
def test_splitting_does_not_depend_on_the_blocks(size: int, count: int) -> None:
    data = b"".join(b'<?xml version="1.0"?>\n<a>%d</a>\n' % number for number in range(count))
    blocks = (data[start : start + size] for start in range(0, len(data), size))
    found = list(split_documents(blocks, 1 << 20))
    assert [line for line, _ in found] == [1 + 2 * number for number in range(count)]
    assert b"".join(part or b"" for _, part in found) == data


@given(st.binary(max_size=200))
def test_reading_never_raises(data: bytes) -> None:
    for item in take(b"<us-patent-grant>" + data, "uspto-xml"):
        assert item is not None
