"""Makes a weekly file of invented American grants for measurements: as many elements and words as a real one has.

The shape is the mean of 421 real documents of 2005 to 2013: 45 KB, of which 27 KB are text, 740 elements with 330
attributes, 42 character references; 46 paragraphs with 116 reference numerals in bold and 60 other words set off, 22
cited patents, 8 claims of 17 parts, a table of 40 cells, 9 pictures. The words mean nothing; each run makes the same file.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

from erdem.lib.chance import repeatable

SHAPES = 16
WORDS = re.findall(
    "[a-z]+",
    "plaster wax herb said first second heated mixture layer wherein comprising portion substrate decoction extract of"
    " the a to in and which is with at least one temperature about preferably embodiment shown figure member surface",
)


def write_grants(path: Path, megabytes: int) -> int:
    """Write documents until the file has this size; return how many."""
    count = written = 0
    with path.open("wb") as stream:
        for document in _numbered():
            stream.write(document)
            count, written = count + 1, written + len(document)
            if written >= megabytes * 1_000_000:
                return count
    return count


def _numbered() -> Iterator[bytes]:
    shapes = [_document(repeatable(seed)).encode() for seed in range(SHAPES)]
    number = 7_000_000
    while True:
        number += 1
        yield shapes[number % SHAPES].replace(b"@NUMBER@", b"%08d" % number)


def _document(dice: random.Random) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<!DOCTYPE us-patent-grant SYSTEM "us-patent-grant-v42-2006-08-23.dtd" [ ]>\n'
        '<us-patent-grant lang="EN" dtd-version="v4.2 2006-08-23" file="US@NUMBER@-20120103.XML" status="PRODUCTION">\n'
        f"<us-bibliographic-data-grant>\n{_bibliography(dice)}</us-bibliographic-data-grant>\n"
        f'<abstract id="abstract">\n<p id="p-0001" num="0000">{_words(dice, 80)}.</p>\n</abstract>\n'
        f"{_drawings()}"
        f'<description id="description">\n{_description(dice)}</description>\n'
        f'<us-claim-statement>What is claimed is:</us-claim-statement>\n<claims id="claims">\n{_claims(dice)}</claims>\n'
        "</us-patent-grant>\n"
    )


def _words(dice: random.Random, count: int) -> str:
    return " ".join(dice.choices(WORDS, k=count))


def _document_id(number: str, date: str, kind: str = "", name: str = "") -> str:
    kind = f"<kind>{kind}</kind>\n" if kind else ""
    name = f"<name>{name}</name>\n" if name else ""
    return (
        f"<document-id>\n<country>US</country>\n<doc-number>{number}</doc-number>\n{kind}{name}<date>{date}</date>\n"
        "</document-id>\n"
    )


def _bibliography(dice: random.Random) -> str:
    symbol = (
        "<classification-ipcr>\n<ipc-version-date><date>20060101</date></ipc-version-date>\n"
        "<classification-level>A</classification-level>\n<section>A</section>\n<class>61</class>\n"
        "<subclass>K</subclass>\n<main-group>36</main-group>\n<subgroup>00</subgroup>\n"
        "<symbol-position>F</symbol-position>\n</classification-ipcr>\n"
    )
    cited = "".join(
        f'<citation>\n<patcit num="{place:05d}">\n{_cited(dice)}'
        "</patcit>\n<category>cited by examiner</category>\n<classification-national><country>US</country>"
        "<main-classification>424 10</main-classification></classification-national>\n</citation>\n"
        for place in range(22)
    )
    return (
        f"<publication-reference>\n{_document_id('@NUMBER@', '20120103', 'B2')}</publication-reference>\n"
        f'<application-reference appl-type="utility">\n{_document_id("12345678", "20090415")}</application-reference>\n'
        f"<classifications-ipcr>\n{symbol * 3}</classifications-ipcr>\n"
        f'<invention-title id="d0e43">{_words(dice, 9)}</invention-title>\n'
        f"<references-cited>\n{cited}</references-cited>\n{_parties(dice)}"
    )


def _cited(dice: random.Random) -> str:
    return _document_id(str(dice.randrange(3_000_000, 6_999_999)), "19990100", "A", "Sample et al.")


def _drawings() -> str:
    pictures = "".join(
        f'<figure id="Fig-EMI-D{number:05d}" num="{number:05d}">\n<img id="EMI-D{number:05d}" he="223.27mm" wi="161.80mm" '
        f'file="US@NUMBER@-20120103-D{number:05d}.TIF" alt="embedded image" img-content="drawing" img-format="tif"/>\n'
        "</figure>\n"
        for number in range(9)
    )
    return f'<drawings id="DRAWINGS">\n{pictures}</drawings>\n'


def _parties(dice: random.Random) -> str:
    place = "<address>\n<city>Hohhot</city>\n<country>CN</country>\n</address>\n"
    inventors = "".join(
        f'<applicant sequence="{place_in_list:03d}" app-type="applicant-inventor" designation="us-only">\n<addressbook>\n'
        f"<last-name>{dice.choice(WORDS).title()}</last-name>\n<first-name>Ana {place_in_list}</first-name>\n{place}"
        "</addressbook>\n<residence>\n<country>CN</country>\n</residence>\n</applicant>\n"
        for place_in_list in range(3)
    )
    return (
        f"<parties>\n<applicants>\n{inventors}</applicants>\n<agents>\n"
        '<agent sequence="01" rep-type="attorney">\n<addressbook>\n<orgname>Invented Law LLP</orgname>\n<address>\n'
        "<country>unknown</country>\n</address>\n</addressbook>\n</agent>\n</agents>\n</parties>\n<assignees>\n<assignee>\n"
        f"<addressbook>\n<orgname>Invented Herbs Ltd</orgname>\n<role>03</role>\n{place}</addressbook>\n</assignee>\n"
        "</assignees>\n<examiners>\n<primary-examiner>\n<last-name>Exam</last-name>\n<first-name>Eve</first-name>\n"
        "<department>1655</department>\n</primary-examiner>\n</examiners>\n"
    )


INLINE = (
    *(["<b>{}</b>"] * 11),
    *(['<figref idref="DRAWINGS">FIG. {}</figref>'] * 2),
    "H<sub>{}</sub>",
    "<i>in situ</i> {}",
    "10<sup>{}</sup>",
)
PARTS = ("RELAPP", "BRFSUM", "brief-description-of-drawings", "DETDESC")


def _description(dice: random.Random) -> str:
    lines = []
    for number in range(46):
        if number % 12 == 0:
            part = PARTS[number // 12]
            lines.append(
                f'<?{part} description="{part}" end="lead"?>\n<heading id="h-{number:04d}" level="1">FIELD</heading>\n'
            )
        marked = "".join(
            f"{_words(dice, 9)} {dice.choice(INLINE).format(dice.randrange(10, 400))} "
            for _ in range(dice.choice((0, 0, 3, 5, 7, 8)))
        )
        mark = " &#x201c;wax&#x201d; &#x2014;" if number % 4 == 0 else ""
        lines.append(f'<p id="p-{number:04d}" num="{number:04d}">{marked}{_words(dice, 34)}{mark}.</p>\n')
    cells = "".join(
        f'<entry morerows="0" valign="top" align="left">{word}</entry>\n'
        for word in ("wax", "2 g", "40&#xb0; C.", "dark")
    )
    row = f"<row>\n{cells}</row>\n"
    columns = "".join(f'<colspec colname="{number}" colwidth="49pt" align="left"/>\n' for number in range(4))
    table = '<tables id="T1" num="00001">\n<table frame="none">\n<tgroup align="left" colsep="0" cols="4">\n'
    lines.append(
        f'<p id="p-0099" num="0099">Amounts:\n{table}{columns}<tbody valign="top">\n{row * 10}</tbody>\n</tgroup>\n'
        "</table>\n</tables>\n</p>\n"
    )
    return "".join(lines)


def _claims(dice: random.Random) -> str:
    parts = "".join(f"<claim-text>{_words(dice, 16)};</claim-text>\n" for _ in range(9))
    first = (
        f'<claim id="CLM-00001" num="00001">\n<claim-text>1. A plaster, comprising:\n{parts}</claim-text>\n</claim>\n'
    )
    others = (
        f'<claim id="CLM-{number:05d}" num="{number:05d}">\n<claim-text>{number}. The plaster of '
        f'<claim-ref idref="CLM-00001">claim 1</claim-ref>, {_words(dice, 30)}.</claim-text>\n</claim>\n'
        for number in range(2, 9)
    )
    return first + "".join(others)
