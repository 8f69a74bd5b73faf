"""Small invented documents for the tests of the formats."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable

from erdem.lib.reading import Problem
from erdem.literature.formats import Publication, read

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
DOCTYPE = '<!DOCTYPE us-patent-grant SYSTEM "us-patent-grant-v42-2006-08-23.dtd" [ ]>\n'
GRANT = """<us-patent-grant lang="EN" dtd-version="v4.2 2006-08-23" file="US09999999-20200107.XML" country="US">
<us-bibliographic-data-grant>
<publication-reference>
<document-id><country>US</country>
<doc-number>09999999</doc-number>
<kind>B2</kind><date>20200107</date></document-id></publication-reference>
<application-reference appl-type="utility">
<document-id><country>US</country>
<doc-number>15000001</doc-number><date>20180305</date></document-id></application-reference>
<priority-claims><priority-claim sequence="01"><country>CN</country>
<doc-number>201710000001</doc-number><date>20170310</date></priority-claim></priority-claims>
<classifications-ipcr><classification-ipcr><section>A</section><class>61</class><subclass>K</subclass>
<main-group>36</main-group><subgroup>756</subgroup></classification-ipcr></classifications-ipcr>
<invention-title id="d0">Herbal <i>plaster</i> with H<sub>2</sub>O</invention-title>
<us-related-documents><us-provisional-application>
<document-id><country>US</country>
<doc-number>62000001</doc-number><date>20170201</date></document-id></us-provisional-application>
<continuation-in-part><relation>
<parent-doc>
<document-id><country>US</country>
<doc-number>14000001</doc-number><date>20150101</date></document-id></parent-doc></relation></continuation-in-part></us-related-documents>
<parties><applicants>
<applicant sequence="001" app-type="applicant-inventor">
<addressbook><last-name>Example</last-name><first-name>Ana</first-name>
<address><city>Hohhot</city><country>CN</country></address></addressbook></applicant></applicants></parties>
<assignees>
<assignee>
<addressbook><orgname>Example Herbs Ltd</orgname>
<address><city>Tongliao</city><country>CN</country></address></addressbook></assignee></assignees>
</us-bibliographic-data-grant>
<abstract id="abstract"><p>A plaster.</p></abstract>
<description id="description"><heading>FIELD</heading><p>Plasters &#38; salves.</p></description>
<claims id="claims"><claim id="CLM-00001" num="00001">
<claim-text>1. A plaster comprising:
<claim-text>3 g of <b>aconite</b>; and</claim-text>
<claim-text>2 g of wax.</claim-text></claim-text></claim>
<claim id="CLM-00002" num="00002"><claim-text>2. The plaster of
<claim-ref idref="CLM-00001">claim 1</claim-ref>, warmed.</claim-text></claim></claims>
</us-patent-grant>
"""


def document(body: str = GRANT, doctype: str = DOCTYPE) -> str:
    return DECLARATION + doctype + body


def take(data: bytes | str, format: str = "auto") -> list[Publication | Problem]:  # noqa: A002 - as in `read`
    raw = data.encode() if isinstance(data, str) else data
    return list(read(io.BytesIO(raw), format, name="sample"))


def publications(items: Iterable[Publication | Problem]) -> list[Publication]:
    return [item for item in items if isinstance(item, Publication)]


def problems(items: Iterable[Publication | Problem]) -> list[Problem]:
    return [item for item in items if isinstance(item, Problem)]


def line(**fields: object) -> str:
    return json.dumps(fields, ensure_ascii=False) + "\n"
