"""A page of Google Patents as a browser saves it: the parts that carry an `itemprop`.

The page calls its priority date and its legal status assumptions, which `remarks` repeats. Where the page shows a machine
translation, the words of the original stand hidden beside it (`google-src-text`); these are taken, for the translation is
no text of the publication. Nothing is ever loaded from the network.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from lxml import etree, html

from erdem.lib.fields import squeeze, unique
from erdem.lib.reading import Problem, Source, UnreadableError, open_bytes, source_name, utf8_blocks
from erdem.literature.formats.claims import depends_on
from erdem.literature.formats.faults import PAGE_TOO_LONG, PAGE_WITHOUT_NUMBER
from erdem.literature.formats.fields import classifications, guess_language, read_date, snapshot
from erdem.literature.formats.model import Claim, LegalEvent, Party, Priority, Publication, identify
from erdem.literature.formats.registry import Format, Head
from erdem.literature.numbers import kind_facts, parse

LONGEST: Final = 32 << 20
SIGNS: Final = (
    'itemprop="publicationNumber"',
    'itemprop="pageTitle"',
    'content="Google Patents"',
    "patents.google.com/",
)
ASSUMED: Final = "Google calls the priority date and the legal status assumptions"


def sniff(head: Head) -> bool:
    return any(sign in head.text for sign in SIGNS[:2]) or (
        "<html" in head.text[:2_000].lower() and any(sign in head.text for sign in SIGNS)
    )


def read(source: Source, name: str = "") -> Iterator[Publication | Problem]:
    """The one publication of the page, or the problem in its place."""
    file = source_name(source, name)
    try:
        with open_bytes(source, file) as stream:
            data = bytearray()
            for block in utf8_blocks(stream):
                data += block
                if len(data) > LONGEST:
                    yield PAGE_TOO_LONG.at(file, limit=LONGEST)
                    return
    except UnreadableError as error:
        yield error.problem
        return
    yield _publication(bytes(data), file)


def _publication(data: bytes, file: str) -> Publication | Problem:
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    try:
        page = _Page(html.document_fromstring(data, parser=parser))
    except (etree.LxmlError, ValueError):
        return PAGE_WITHOUT_NUMBER.at(file)
    number = page.first('//dd[@itemprop="publicationNumber"]')
    application = page.first('//dd[@itemprop="applicationNumber"]')
    identity = identify(number, application)
    if not any(map(str.isdigit, identity.identifier)):
        return PAGE_WITHOUT_NUMBER.at(file)
    published = page.day("publicationDate")
    publication = Publication(
        identifier=identity.identifier,
        number=identity.number,
        country=identity.country,
        kind=identity.kind,
        application=identity.application,
        priorities=page.priorities(),
        priority_date=page.day("priorityDate"),
        filing_date=page.day("filingDate"),
        publication_date=published,
        grant_date=published if kind_facts(identity.country, identity.kind).stage == "granted" else None,
        family_id=page.family(),
        family_members=page.texts('//tr[@itemprop="docdbFamily"]//*[@itemprop="publicationNumber"]'),
        citations=page.texts('//tr[starts-with(@itemprop, "backwardReferences")]//*[@itemprop="publicationNumber"]'),
        legal_status=page.first('//dd[@itemprop="legalStatusIfi"]//*[@itemprop="status"]'),
        legal_events=page.events(),
        source_format="google-page",
        source_url=page.address(),
        source_line=1,
        remarks=(*identity.remarks, ASSUMED),
        snapshot=snapshot(data),
    )
    return _with_parties(_with_texts(publication, page), page)


class _Page:
    """Reads the parts of the parsed page."""

    def __init__(self, root: html.HtmlElement) -> None:
        self.root = root
        for translated in root.xpath('//span[contains(@class, "notranslate")][*[@class="google-src-text"]]'):
            original = " ".join(part.text_content() for part in translated.xpath('*[@class="google-src-text"]'))
            for part in list(translated):
                translated.remove(part)
            translated.text = original

    def texts(self, path: str) -> tuple[str, ...]:
        return unique([squeeze(element.text_content()) for element in self.root.xpath(path)])

    def first(self, path: str) -> str:
        return next(iter(self.texts(path)), "")

    def day(self, name: str) -> datetime.date | None:
        return next(filter(None, map(read_date, self.root.xpath(f'//dd/time[@itemprop="{name}"]/@datetime'))), None)

    def address(self) -> str:
        return str(next(iter(self.root.xpath('//link[@rel="canonical"]/@href')), ""))[:500]

    def family(self) -> str:
        heading = " ".join(self.texts('//section[@itemprop="family"]/h2'))
        match = re.search(r"\bID=(\d+)", heading)
        return match[1] if match else ""

    def content(self, section: str) -> str:
        """The text of a section, a line for each paragraph and heading."""
        lines: list[str] = []
        for part in self.root.xpath(f'//section[@itemprop="{section}"]//*[@itemprop="content"]'):
            blocks = part.xpath('.//heading|.//*[contains(@class, "description-paragraph") or @class="abstract"]|.//p')
            lines += [squeeze(block.text_content()) for block in blocks] or [squeeze(part.text_content())]
        return "\n".join(line for line in lines if line)

    def language(self, section: str, text: str) -> str:
        """As marked in the page, unless the words are visibly of another language (an untranslated original)."""
        seen = guess_language(text)
        marked = next(iter(self.root.xpath(f'//section[@itemprop="{section}"]//@lang')), "")
        return str(marked).lower()[:2] if marked and seen == "en" else seen

    def claims(self) -> tuple[Claim, ...]:
        found: list[Claim] = []
        parts = self.root.xpath('//section[@itemprop="claims"]//*[@num][contains(concat(" ", @class, " "), " claim ")]')
        for part in parts:
            text = re.sub(r"^\s*\d{1,4}\s*[.．、]\s*", "", squeeze(part.text_content()))
            number = int(part.get("num")) if str(part.get("num")).isdecimal() else len(found) + 1
            if text and (not found or number > found[-1].n):
                found.append(Claim(number, text, self.language("claims", text), depends_on(text, number)))
        return tuple(found)

    def classes(self, *, cpc: bool) -> tuple[str, ...]:
        found = []
        for leaf in self.root.xpath('//li[meta[@itemprop="Leaf" and @content="true"]][*[@itemprop="Code"]]'):
            is_cpc = bool(leaf.xpath('meta[@itemprop="IsCPC" and @content="true"]'))
            if is_cpc == cpc:
                found.append(leaf.xpath('string(*[@itemprop="Code"])'))
        return classifications(found)

    def priorities(self) -> tuple[Priority, ...]:
        found = []
        for row in self.root.xpath('//tr[@itemprop="parentApps" or @itemprop="priorityApps"]'):
            number = squeeze(row.xpath('string(.//*[@itemprop="applicationNumber"])'))
            day = read_date(row.xpath('string(.//*[@itemprop="filingDate"])').strip())
            filed = parse(number, "application") if number else None
            country = filed.country.replace("PCT", "WO") if filed else ""
            found.append(Priority(filed.compact() if filed else number, day, country))
        return tuple(dict.fromkeys(found))

    def events(self) -> tuple[LegalEvent, ...]:
        found = []
        for row in self.root.xpath('//tr[@itemprop="legalEvents"]'):
            day = next(iter(row.xpath('.//time[@itemprop="date"]/@datetime')), "")
            words = [squeeze(one) for one in row.xpath('td[@itemprop="title"]//text()|.//*[@itemprop="value"]//text()')]
            code = squeeze(row.xpath('string(.//*[@itemprop="code"])'))
            found.append(LegalEvent(read_date(day), code, ". ".join(filter(None, words))))
        return tuple(found)


def _with_texts(publication: Publication, page: _Page) -> Publication:
    abstract, description = page.content("abstract"), page.content("description")
    title = page.first('//article/*[@itemprop="title"]') or page.first('(//span[@itemprop="title"])[1]')
    return replace(
        publication,
        titles={guess_language(title): title} if title else {},
        abstracts={page.language("abstract", abstract): squeeze(abstract)} if abstract else {},
        claims=page.claims(),
        description=description,
        description_lang=page.language("description", description) if description else "",
        ipc=page.classes(cpc=False),
        cpc=page.classes(cpc=True),
    )


def _with_parties(publication: Publication, page: _Page) -> Publication:
    """The assignee at publication is the applicant, the present one beside it."""
    original = page.texts('//dd[@itemprop="assigneeOriginal"]')
    current = page.texts('//dd[@itemprop="assigneeCurrent"]')
    inventors = page.texts('//dd[@itemprop="inventor"]')
    roles = (("applicant", original), ("assignee", current), ("inventor", inventors))
    return replace(
        publication,
        applicants=original or current,
        inventors=inventors,
        parties=tuple(Party(role, name) for role, names in roles for name in names),
    )


FORMAT = Format("google-page", "Google Patents HTML", sniff, read)
