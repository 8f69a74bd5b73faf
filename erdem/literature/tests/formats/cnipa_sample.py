"""A small invented document of the Chinese office with every field that is read."""

from __future__ import annotations

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<!DOCTYPE business:PatentDocumentAndRelated SYSTEM "/DTDS/ExternalStandards/ipphdb-entities.dtd"[]>\n'
)
SPACES = 'xmlns:business="urn:example:business" xmlns:base="urn:example:base"'
BODY = f"""<business:PatentDocumentAndRelated {SPACES} xsdVersion="V2.2.1" file="CN102015.XML" status="C" lang="zh"
 country="CN" docNumber="104751825" kind="B" datePublication="20231003">
<business:BibliographicData>
<business:PublicationReference dataFormat="standard"><base:DocumentID><base:WIPOST3Code>CN</base:WIPOST3Code>
<base:DocNumber>000104751825</base:DocNumber><base:Kind>B</base:Kind><base:Date>20231003</base:Date></base:DocumentID>
</business:PublicationReference>
<business:PublicationReference dataFormat="original"><base:DocumentID><base:WIPOST3Code>CN</base:WIPOST3Code>
<base:DocNumber>104751825</base:DocNumber><base:Kind>B</base:Kind><base:Date>20231003</base:Date></base:DocumentID>
</business:PublicationReference>
<business:ApplicationReference applType="10" dataFormat="original"><base:DocumentID>
<base:WIPOST3Code>CN</base:WIPOST3Code><base:DocNumber>201510163325.6</base:DocNumber><base:Date>20150408</base:Date>
</base:DocumentID></business:ApplicationReference>
<business:PriorityDetails><business:PriorityClaim dataFormat="original"><base:WIPOST3Code>MN</base:WIPOST3Code>
<base:DocNumber>5120</base:DocNumber><base:Date>20140409</base:Date></business:PriorityClaim></business:PriorityDetails>
<business:ClassificationIPCRDetails>
<business:ClassificationIPCR sequence="1"><base:Section>A</base:Section><base:MainClass>61</base:MainClass>
<base:Subclass>K</base:Subclass><base:MainGroup>36</base:MainGroup><base:Subgroup>756</base:Subgroup>
<base:Text>A61K 36/756 (2006.01)</base:Text></business:ClassificationIPCR>
<business:ClassificationIPCR sequence="2"><base:Text>A61P  17/00  (2006.01)</base:Text></business:ClassificationIPCR>
</business:ClassificationIPCRDetails>
<business:InventionTitle>一种蒙药膏</business:InventionTitle>
<business:ReferencesCited><business:Citation><business:ApplicationCitation><business:PublicationReference>
<base:DocumentID><base:WIPOST3Code>CN</base:WIPOST3Code><base:DocNumber>203232659</base:DocNumber><base:Kind>U</base:Kind>
</base:DocumentID></business:PublicationReference></business:ApplicationCitation></business:Citation>
</business:ReferencesCited>
<business:Parties>
<business:ApplicantDetails><business:Applicant sequence="1">
<base:AddressBook lang="en"><base:Name>Example Hospital</base:Name></base:AddressBook>
<base:AddressBook lang="zh"><base:Name>示例蒙医院</base:Name><base:Address>
<base:Text>028000 内蒙古自治区通辽市科尔沁左翼中旗一号</base:Text>
<base:Province>内蒙古自治区</base:Province><base:City>通辽市</base:City><base:County>科尔沁左翼中旗</base:County>
<base:PostCode>028000</base:PostCode><base:WIPOST3Code>CN</base:WIPOST3Code></base:Address></base:AddressBook>
</business:Applicant></business:ApplicantDetails>
<business:InventorDetails><business:Inventor><base:AddressBook><base:Name>甲</base:Name></base:AddressBook></business:Inventor>
<business:Inventor><base:AddressBook><base:Name>乙</base:Name></base:AddressBook></business:Inventor>
</business:InventorDetails>
<business:AgentDetails><business:CustomerNumber>12107</business:CustomerNumber>
<business:Agent><business:Agency><base:AddressBook><base:OrganizationName>示例代理一所 12107</base:OrganizationName>
</base:AddressBook></business:Agency><base:AddressBook><base:Name>丙</base:Name></base:AddressBook></business:Agent>
<business:Agent><business:Agency><base:AddressBook><base:OrganizationName>示例代理二所 43205</base:OrganizationName>
</base:AddressBook></business:Agency><base:AddressBook><base:Name>丁</base:Name></base:AddressBook></business:Agent>
</business:AgentDetails>
</business:Parties>
<business:AssigneeDetails><business:Assignee><base:AddressBook><base:Name>示例药业</base:Name></base:AddressBook>
</business:Assignee></business:AssigneeDetails>
<business:ExaminerDetails><business:Examiner><base:Name>戊</base:Name></business:Examiner></business:ExaminerDetails>
</business:BibliographicData>
<business:Abstract><base:Paragraphs num="0001">一种膏。</base:Paragraphs><business:AbstractFigure><base:Image file="1.JPG"/>
</business:AbstractFigure></business:Abstract>
<business:Claims>
<business:Claim num="0001">
<business:ClaimText>1.一种蒙药膏，由草乌3克、蜂蜡<base:I>2</base:I>克制成。</business:ClaimText></business:Claim>
<business:Claim num="0002"><business:ClaimText>2.如权利要求1所述的膏。</business:ClaimText></business:Claim>
</business:Claims>
<business:Description>
<business:TechnicalField><base:Paragraphs>技术领域</base:Paragraphs><base:Paragraphs>本发明涉及膏药。</base:Paragraphs></business:TechnicalField>
<business:BackgroundArt><base:Paragraphs>已有膏药。</base:Paragraphs></business:BackgroundArt>
<business:Disclosure><base:Paragraphs>提供一种膏。</base:Paragraphs></business:Disclosure>
<business:DrawingsDescription/>
<business:InventionMode><base:Paragraphs>实施例一。</base:Paragraphs></business:InventionMode>
</business:Description>
</business:PatentDocumentAndRelated>
"""
DESIGN = f"""<b:PatentDocumentAndRelated {SPACES.replace("business", "b")} lang="zh" country="CN" status="C">
<b:DesignBibliographicData>
<b:PublicationReference><base:DocumentID><base:WIPOST3Code>CN</base:WIPOST3Code><base:DocNumber>307096040</base:DocNumber>
<base:Kind>S</base:Kind><base:Date>20220201</base:Date></base:DocumentID></b:PublicationReference>
<b:PatentNumber>202130671538.4</b:PatentNumber>
<b:ClassificationLocarno><b:MainClassification>11-01</b:MainClassification><b:FurtherClassification>02-04</b:FurtherClassification>
</b:ClassificationLocarno>
<b:DesignTitle>马头琴挂件</b:DesignTitle>
<b:DesignerDetails><b:Designer><base:AddressBook><base:Name>己</base:Name></base:AddressBook></b:Designer></b:DesignerDetails>
</b:DesignBibliographicData>
<b:DesignBriefExplanation><base:Paragraphs>1.名称：挂件。</base:Paragraphs></b:DesignBriefExplanation>
</b:PatentDocumentAndRelated>
"""


def status(number: str, day: str, code: str, value: str, words: str = "", state: str = "C") -> str:
    """One event of the legal status of an application."""
    return (
        f'<business:PRSRecord PRSID="{number}{code}" status="{state}">'
        f'<business:ApplicationReference applType="10" dataFormat="standard"><base:DocumentID>'
        f"<base:DocNumber>10{number}</base:DocNumber></base:DocumentID></business:ApplicationReference>"
        f'<business:ApplicationReference applType="10" dataFormat="original"><base:DocumentID>'
        f"<base:WIPOST3Code>CN</base:WIPOST3Code><base:DocNumber>{number}</base:DocNumber><base:Date>20150408</base:Date>"
        f"</base:DocumentID></business:ApplicationReference>"
        f"<business:PRSPublicationDate><base:Date>{day}</base:Date></business:PRSPublicationDate>"
        f"<business:PRSCode>{code}</business:PRSCode><business:PRSValue>{value}</business:PRSValue>"
        f"<business:PRSInformation>{words}</business:PRSInformation></business:PRSRecord>\n"
    )


VERDICT = (
    "<business:PatentVerdict><business:ApplicationReference><base:DocumentID><base:DocNumber>201510163325.6</base:DocNumber>"
    "</base:DocumentID></business:ApplicationReference><business:DecisionNumber>566693</business:DecisionNumber>"
    "<business:DecisionDate>20240105</business:DecisionDate><business:DecisionResult>维持专利权有效</business:DecisionResult>"
    "</business:PatentVerdict>"
)


def delivery(*records: str) -> str:
    """A delivery of legal status."""
    return f"{HEAD.splitlines()[0]}\n<business:PRS {SPACES}>\n{''.join(records)}</business:PRS>"
