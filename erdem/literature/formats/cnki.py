"""Citation list of CNKI in the style of GB/T 7714: `[1]inventors. title[P]. province：CN108467855A,2018-08-31.`

The place in front of the number is the province (or country) of an applicant whom the list does not name. The order of
the standard itself, `[1] inventors. title: CN108467855A[P]. 2018-08-31.`, is read too. Between the inventors and the title
stands a dot with a space; dots without one belong to the names (`R.W.乔尔甘塔斯三世`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from erdem.lib.fields import split_list, squeeze
from erdem.lib.reading import Line, Problem, Source, read_lines, source_name
from erdem.literature.formats.faults import BROKEN_CITATION, UNREADABLE_NUMBER
from erdem.literature.formats.fields import guess_language, read_date, snapshot
from erdem.literature.formats.model import Party, Publication, identify
from erdem.literature.formats.registry import Format, Head

LONGEST: Final = 4_000
MARKS_AT_MOST: Final = 5
MARK: Final = r"\[P(?:/OL)?\]"
START: Final = re.compile(rf"^\s*\[\d+\].{{1,4000}}{MARK}", re.MULTILINE)
DATE: Final = r"(?P<date>\d{4}-\d{1,2}-\d{1,2})?"
NUMBER: Final = r"(?P<number>(?:[A-Z]{2}|\d)[\s\w.]{1,40}?)"
EXPORTED: Final = re.compile(
    rf"\[\d+\](?P<before>.+){MARK}\.?\s*(?:(?P<place>[^：:,，]*)[：:])?\s*{NUMBER}\s*[,，]?\s*{DATE}\.?"
)
STANDARD: Final = re.compile(rf"\[\d+\](?P<before>.+)[：:]\s*{NUMBER}\s*{MARK}\.?\s*{DATE}\.?(?P<place>)")
AUTHORS: Final = re.compile(r"(?P<inventors>.*?)\.\s+(?P<title>.+)")


def sniff(head: Head) -> bool:
    return START.search(head.text[:20_000]) is not None and START.match(head.text.lstrip()) is not None


def read(source: Source, name: str = "") -> Iterator[Publication | Problem]:
    """Every citation; a line that is none is refused alone."""
    file = source_name(source, name)
    for line in read_lines(source, name=file):
        if isinstance(line, Problem):
            yield line
        elif line.text.strip():
            yield _publication(line, file)


def _publication(line: Line, file: str) -> Publication | Problem:
    text = squeeze(line.text)
    plausible = len(text) <= LONGEST and text.count("[P") <= MARKS_AT_MOST
    match = (EXPORTED.fullmatch(text) or STANDARD.fullmatch(text)) if plausible else None
    if match is None:
        return BROKEN_CITATION.at(file, line.number).with_raw(line.text)
    identity = identify(match["number"])
    if not (identity.country and any(map(str.isdigit, identity.identifier))):
        return UNREADABLE_NUMBER.at(file, line.number, value=match["number"]).with_raw(line.text)
    authors = AUTHORS.fullmatch(match["before"].strip())
    title = (authors["title"] if authors else match["before"]).strip(" .")
    inventors = split_list(authors["inventors"].replace("，", ","), ",") if authors else ()
    return Publication(
        identifier=identity.identifier,
        number=identity.number,
        country=identity.country,
        kind=identity.kind,
        application=identity.application,
        titles={guess_language(title): title},
        inventors=inventors,
        parties=tuple(Party("inventor", one) for one in inventors),
        applicant_place=re.sub(r"^(?:中国专利|CN)$", "", (match["place"] or "").strip()),
        publication_date=read_date(match["date"] or ""),
        source_format="cnki",
        source_line=line.number,
        unseen=("only bibliographic data",),
        remarks=identity.remarks,
        snapshot=snapshot(line.text),
    )


FORMAT = Format("cnki", "CNKI GB/T 7714", sniff, read)
