"""Records of large XML documents: cut apart anywhere, each on its own, dangerous ones refused with their text."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from erdem.lib.reading import Problem
from erdem.literature.formats.xml_documents import XmlDocument
from erdem.literature.formats.xml_records import read_records, split_records
from erdem.literature.formats.xml_text import paragraphs, plain, read_claims, without_namespaces

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<o:all xmlns:o="urn:o" xmlns="urn:d">\n'


def take(text: str | bytes, *tags: str, limit: int = 1 << 20) -> list[XmlDocument | Problem]:
    data = text.encode() if isinstance(text, str) else text
    return list(read_records(io.BytesIO(data), "file.xml", tags or ("r",), limit))


def codes(items: list[XmlDocument | Problem]) -> list[str]:
    return [one.code if isinstance(one, Problem) else f"{plain(one.root)}@{one.line}" for one in items]


def test_each_record_comes_on_its_own_with_its_line() -> None:
    items = take(HEAD + "<r>one</r>\n<o:r a='>'>two</o:r>\n<r/>\n</o:all>")
    assert codes(items) == ["one@3", "two@4", "@5"]


def test_a_broken_record_costs_only_itself_and_can_be_corrected_and_read_again() -> None:
    items = take(HEAD + "<r>one</r>\n<o:r><b>草</o:r>\n<r>three</r></o:all>")
    assert codes(items) == ["one@3", "broken-xml", "three@5"]
    problem = items[1]
    assert isinstance(problem, Problem)
    assert problem.line == 4
    assert codes(take(problem.raw.replace("<b>", ""))) == ["草@1"]


def test_the_outer_one_of_two_records_in_each_other_counts() -> None:
    assert codes(take(HEAD + "<m><r>a</r><r>b</r></m><r>c</r></o:all>", "m", "r")) == ["ab@3", "c@3"]


def test_prefixes_declared_between_root_and_record_are_known() -> None:
    items = take('<all><part xmlns:f="urn:f"><f:r><f:a>x</f:a></f:r></part></all>')
    assert codes(items) == ["x@1"]


def test_documents_joined_end_to_end_are_told_apart() -> None:
    one = HEAD + "<r>a</r></o:all>\n"
    assert codes(take(one + one)) == ["a@3", "a@6"]
    assert codes(take(HEAD + "<r>a</r><r>b\n" + one)) == ["a@3", "broken-xml", "xml-cut-off", "a@6"]


def test_a_file_that_breaks_off_says_so() -> None:
    assert codes(take(HEAD + "<r>a</r>\n")) == ["a@3", "xml-cut-off"]
    assert codes(take(HEAD + "<r>a</r>\n<r>b")) == ["a@3", "broken-xml", "xml-cut-off"]


def test_a_document_without_records_comes_whole() -> None:
    (item,) = take("<other><a/></other>")
    assert isinstance(item, XmlDocument)
    assert item.root.tag == "other"
    assert [one.code for one in take(b"") if isinstance(one, Problem)] == ["empty-file"]


LAUGHS = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>\n'


@pytest.mark.parametrize(
    ("prolog", "code"),
    [
        (LAUGHS, "xml-entity"),
        ('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n', "xml-external-entity"),
        ('<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x"> %x;]>\n', "xml-external-entity"),
    ],
)
def test_a_document_that_defines_entities_is_refused_once_and_the_next_one_read(prolog: str, code: str) -> None:
    good = '<?xml version="1.0"?><all><r>good</r></all>'
    items = take(prolog + "<all><r>&b;&x;</r><r>2</r></all>\n" + good)
    assert codes(items) == [code, "good@3"]


def test_an_entity_defined_inside_a_record_is_broken_xml() -> None:
    assert codes(take('<all><r><!DOCTYPE a [<!ENTITY x "y">]>&x;</r><r>b</r></all>')) == ["broken-xml", "b@1"]


def test_a_missing_document_type_is_never_looked_for() -> None:
    doctype = '<!DOCTYPE b:all SYSTEM "/DTDS/ExternalStandards/ipphdb-entities.dtd"[]>'
    assert codes(take(f'<?xml version="1.0"?>{doctype}<b:all xmlns:b="urn:b"><b:r>a</b:r></b:all>')) == ["a@1"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "gb18030"])
def test_encodings_are_read_as_declared(encoding: str) -> None:
    text = HEAD + "<r>草乌膏</r></o:all>"
    if encoding == "gb18030":
        text = text.replace("UTF-8", "GB18030")
    assert codes(take(text.encode(encoding))) == ["草乌膏@3"]


def test_a_wrongly_declared_encoding_is_said_and_the_text_kept_readable() -> None:
    (problem,) = take(HEAD.replace("\n", "").encode() + "<r>草乌膏方</r></o:all>".encode("gb18030"))
    assert isinstance(problem, Problem)
    assert problem.code == "broken-xml"
    assert "草乌膏方" in problem.raw
    assert codes(take(problem.raw)) == ["草乌膏方@1"]


def test_the_text_of_a_refused_record_says_the_encoding_it_is_in() -> None:
    data = ('<?xml version="1.0" encoding="GB2312"?>\n<all><r>草乌<b></r></all>').encode("gb18030")
    (problem,) = take(data)
    assert isinstance(problem, Problem)
    assert codes(take(problem.raw.replace("<b>", ""))) == ["草乌@1"]


def test_an_unknown_encoding_is_a_problem() -> None:
    assert codes(take('<?xml version="1.0" encoding="klingon"?><all><r>a</r></all>')) == ["broken-xml"]


def test_too_long_records_and_text_nodes_are_skipped() -> None:
    assert codes(take(HEAD + f"<r>{'x' * 5000}</r><r>b</r></o:all>", limit=4000)) == ["xml-too-long", "b@3"]
    huge = "<all><r>" + "x" * 11_000_000 + "</r><r>b</r></all>"
    assert codes(take(huge, limit=1 << 25)) == ["broken-xml", "b@1"]
    deep = "<all><r>" + "<d>" * 400 + "</d>" * 400 + "</r><r>b</r></all>"
    assert codes(take(deep)) == ["broken-xml", "b@1"]


class EndlessRecord(io.RawIOBase):
    """A record without an end in a document, then a good document."""

    def __init__(self, size: int) -> None:
        self.parts = self.generate(size)

    @staticmethod
    def generate(size: int) -> Iterator[bytes]:
        yield b'<?xml version="1.0"?><all><r>'
        for _ in range(size >> 18):
            yield b"x" * (1 << 18)
        yield b'<?xml version="1.0"?><all><r>b</r></all>'

    def read(self, size: int = -1, /) -> bytes:
        return next(self.parts, b"")


def test_a_record_without_end_is_passed_over_in_bounded_memory() -> None:
    tracemalloc.start()
    items = list(read_records(EndlessRecord(100 << 20), "f", ("r",), 1 << 20))  # type: ignore[arg-type] # only reads
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert codes(items) == ["xml-too-long", "xml-cut-off", "b@1"]
    assert peak < 8 << 20


@given(st.integers(1, 50), st.integers(1, 4), st.integers(1, 3))
def test_cutting_does_not_depend_on_the_blocks(size: int, count: int, documents: int) -> None:
    one = '<?xml version="1.0"?>\n<o:all xmlns:o="u">' + "<o:r a='1'>x\n</o:r>" * count + "</o:all>\n"
    data = (one * documents).encode()
    blocks = [data[start : start + size] for start in range(0, len(data), size)]
    whole, cut = (list(split_records(iter(one), ("r",), 1 << 20)) for one in ([data], blocks))
    assert cut == whole
    assert sum(part.sort == "record" for part in cut) == count * documents
    assert b"".join(part.data or b"" for part in cut) == data


@given(st.binary(max_size=120), st.binary(max_size=120))
def test_reading_never_raises(before: bytes, inside: bytes) -> None:
    for item in take(before + b"<r>" + inside + b"</r>"):
        assert item is not None


def element(text: str) -> etree._Element:
    return without_namespaces(etree.fromstring(text))


def test_names_lose_their_prefix_and_text_its_line_breaks() -> None:
    root = element('<a:x xmlns:a="urn:a" a:id="7"><a:p>H<a:sub>2</a:sub>O\n  and</a:p><a:p>more</a:p></a:x>')
    assert (root.tag, root.get("id")) == ("x", "7")
    assert plain(root) == "H2O and more"
    assert paragraphs(root, "p") == "H2O and\nmore"


def test_claims_take_the_number_that_is_certain() -> None:
    root = element(
        "<c><claim num='0001'><t>1、一种茶。</t></claim><claim><t>2. The tea of claim 1.</t></claim>"
        "<claim num='2'><t>repeated number</t></claim><claim num='7'><claim-ref idref='CLM-00002'>x</claim-ref></claim>"
        "<claim num='8'/></c>"
    )
    found = read_claims(root)
    assert [(one.n, one.depends_on) for one in found] == [(1, ()), (2, (1,)), (3, ()), (7, (2,))]
    assert found[0].text == "一种茶。"
