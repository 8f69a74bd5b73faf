"""Small invented documents of the older formats of the American office."""

from __future__ import annotations

SGML = """<!DOCTYPE PATDOC PUBLIC "-//USPTO//DTD ST.32 US PATENT GRANT V2.4 2000-09-20//EN" [
<!ENTITY US09999999-D1.TIF SYSTEM "US09999999-D1.TIF" NDATA TIF>
]>
<PATDOC DTD="2.4" STATUS="BUILD 20001002">
<SDOBI>
<B100><B110><DNUM><PDAT>06999999</PDAT></DNUM></B110><B130><PDAT>B1</PDAT></B130>
<B140><DATE><PDAT>20010102</PDAT></DATE></B140><B190><PDAT>US</PDAT></B190></B100>
<B200><B210><DNUM><PDAT>09000001</PDAT></DNUM></B210><B211US><PDAT>09</PDAT></B211US>
<B220><DATE><PDAT>19990106</PDAT></DATE></B220></B200>
<B300><B310><DNUM><PDAT>98100001</PDAT></DNUM></B310><B320><DATE><PDAT>19980107</PDAT></DATE></B320>
<B330><CTRY><PDAT>CN</PDAT></CTRY></B330></B300>
<B500><B510><B511><PDAT>A61K 3578</PDAT></B511><B512><PDAT>A61P  902</PDAT></B512><B516><PDAT>7</PDAT></B516></B510>
<B540><STEXT><PDAT>Plaster of &agr;-wax</PDAT></STEXT></B540>
<B560><B561><PCIT><DOC><DNUM><PDAT>5000001</PDAT></DNUM><DATE><PDAT>19910300</PDAT></DATE><KIND><PDAT>A</PDAT></KIND>
</DOC></PCIT><CITED-BY-EXAMINER></B561>
<B561><PCIT><DOC><DNUM><PDAT>96/25012</PDAT></DNUM><CTRY><PDAT>WO</PDAT></CTRY></DOC></PCIT><CITED-BY-OTHER></B561></B560>
</B500>
<B600><B630><B632><PARENT-US><CDOC><DOC><DNUM><PDAT>09/000001</PDAT></DNUM></DOC></CDOC>
<PDOC><DOC><DNUM><PDAT>08/000002</PDAT></DNUM><DATE><PDAT>19970101</PDAT></DATE><CTRY><PDAT>US</PDAT></CTRY></DOC></PDOC>
</PARENT-US></B632></B630></B600>
<B700><B720><B721><PARTY-US><NAM><FNM><PDAT>Ana</PDAT></FNM><SNM><STEXT><PDAT>Example</PDAT></STEXT></SNM></NAM>
<ADR><CITY><PDAT>Boston</PDAT></CITY><STATE><PDAT>MA</PDAT></STATE></ADR></PARTY-US></B721></B720>
<B730><B731><PARTY-US><NAM><ONM><STEXT><PDAT>Herbs &amp; Sons</PDAT></STEXT></ONM></NAM>
<ADR><CITY><PDAT>Hohhot</PDAT></CITY><CTRY><PDAT>CN</PDAT></CTRY></ADR></PARTY-US></B731></B730>
<B740><B741><PARTY-US><NAM><ONM><STEXT><PDAT>Law Firm LLP</PDAT></STEXT></ONM></NAM></PARTY-US></B741></B740>
<B745><B746><PARTY-US><NAM><FNM><PDAT>Eve</PDAT></FNM><SNM><STEXT><PDAT>Exam</PDAT></STEXT></SNM></NAM></PARTY-US></B746></B745>
</B700>
</SDOBI>
<SDOAB><BTEXT><PARA ID="P-00001" LVL="0"><PTEXT><PDAT>A plaster at 40&deg; C.</PDAT></PTEXT></PARA></BTEXT></SDOAB>
<SDODE><BRFSUM><BTEXT><H LVL="1"><STEXT><PDAT>FIELD</PDAT></STEXT></H>
<PARA ID="P-00002" LVL="0"><PTEXT><PDAT>Plasters of H</PDAT><HIL><SB><PDAT>2</PDAT></SB></HIL><PDAT>O.</PDAT></PTEXT></PARA>
</BTEXT></BRFSUM></SDODE>
<SDOCL><H LVL="1"><STEXT><PDAT>What is claimed is:</PDAT></STEXT></H><CL>
<CLM ID="CLM-00001"><PARA ID="P-00003" LVL="0"><PTEXT><PDAT>1. A plaster comprising:</PDAT></PTEXT></PARA>\
<CLMSTEP LVL="2"><PTEXT><PDAT>3 g of aconite; and</PDAT></PTEXT></CLMSTEP>\
<CLMSTEP LVL="2"><PTEXT><PDAT>2 g of wax.</PDAT></PTEXT></CLMSTEP></CLM>
<CLM ID="CLM-00002"><PARA ID="P-00004" LVL="0"><PTEXT><PDAT>2. The plaster of </PDAT>\
<CLREF ID="CLM-00001"><PDAT>claim 1</PDAT></CLREF><PDAT>, warmed.</PDAT></PTEXT></PARA></CLM></CL></SDOCL>
</PATDOC>
"""

PAP = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE patent-application-publication SYSTEM "pap-v15-2001-01-31.dtd" []>
<patent-application-publication>
<subdoc-bibliographic-information>
<document-id><doc-number>20019999999</doc-number><kind-code>A1</kind-code>
<document-date>20010315</document-date></document-id>
<domestic-filing-data><application-number><doc-number>09000003</doc-number></application-number>
<filing-date>20001129</filing-date></domestic-filing-data>
<foreign-priority-data><priority-application-number><doc-number>11-097727</doc-number></priority-application-number>
<filing-date>19991205</filing-date><country-code>JP</country-code></foreign-priority-data>
<technical-information><classification-ipc><classification-ipc-primary><ipc>A61K035/78</ipc></classification-ipc-primary>
<classification-ipc-secondary><ipc>A61P009/02</ipc></classification-ipc-secondary></classification-ipc>
<title-of-invention>Plaster
 of wax</title-of-invention></technical-information>
<continuity-data><division-of><parent-child><child><document-id><doc-number>09000003</doc-number></document-id></child>
<parent><document-id><doc-number>08000004</doc-number><document-date>19971229</document-date>
<country-code>US</country-code></document-id></parent><parent-patent><document-id><doc-number>6189913</doc-number>
<country-code>US</country-code></document-id></parent-patent></parent-child></division-of></continuity-data>
<inventors><first-named-inventor><name><given-name>Ana</given-name><middle-name>B.</middle-name>
<family-name>Example</family-name></name><residence><residence-us><city>Boston</city><state>MA</state>
<country-code>US</country-code></residence-us></residence><authority-applicant>INV</authority-applicant>
</first-named-inventor></inventors>
<assignee><organization-name>Herbs &amp; Sons</organization-name></assignee>
</subdoc-bibliographic-information>
<subdoc-abstract><paragraph id="A-1" lvl="0">A plaster at 40&deg; C.</paragraph></subdoc-abstract>
<subdoc-description><summary-of-invention><section><heading lvl="1">FIELD</heading>
<paragraph id="P-1" lvl="0"><number>[0001]</number> Plasters &lgr; &minus; 5.</paragraph></section></summary-of-invention>
</subdoc-description>
<subdoc-claims><heading lvl="1">What is claimed is:</heading>
<claim id="CLM-00001"><claim-text><highlight><bold>1</bold></highlight>. A plaster comprising:\
<claim-text>3 g of aconite; and</claim-text><claim-text>2 g of wax.</claim-text></claim-text></claim>
<claim id="CLM-00002"><claim-text><highlight><bold>2</bold></highlight>. The plaster of \
<dependent-claim-reference depends_on="CLM-00001"><claim-text>claim 1</claim-text></dependent-claim-reference>, warmed.\
</claim-text></claim></subdoc-claims>
</patent-application-publication>
"""

GREENBOOK = """PATN
WKU  039999994
SRC  5
APN  5184541
APT  1
APD  19741029
TTL  Plaster of .alpha.-wax
      at 40.degree. C.
ISD  19760210
EXP  Exam; Eve
INVT
NAM  Example; Ana B.
STR  1 Grass Road
CTY  Boston
STA  MA
ZIP  02101
ASSG
NAM  Herbs & Sons
CTY  Bonn
CNT  DTX
PRIR
CNT  JPX
APD  19730710
APN  53/84696
RLAP
COD  72
APN  351745
APD  19730416
CLAS
OCL  224 4207
EDF  2
ICL  A61K 3578
ICL  A61P  902
ICL  A61K 31415
UREF
PNO  2542907
ISD  19510200
FREF
PNO  1,234,567
CNT  GBX
LREP
FRM  Law Firm
FR2  Agent; Al
ABST
PAL  A plaster of H.sub.2 O, 10.sup.6
      parts.
BSUM
PAC  FIELD
PAR  Plasters.
TBL             TABLE 1

      ______
      wax   2 g
CLMS
STM  I claim:
NUM  1.
PAR  1. A plaster comprising:
PA1  3 g of aconite; and
PA1  2 g of wax.
NUM  2.
PAR  2. The plaster of claim 1, warmed.
"""

BRS = """09999999\tB2\t20151201\t13000001\t43247
TTL of nothing
*** BRS DOCUMENT BOUNDARY ***
WKU 09999999
DID US 9999999 B2
GISD 20151201
APP 13/000001
AFD 20121114
TTL Plaster of wax,
      warmed
IPCP A61K36/75 20060101 A61K036/75
IPCS A61P9/02 20060101 A61P009/02
CPOI A61K36/75 20130101
CPOA Y10T29/49121 20150115
URGP US 2003/0169838 A1 20030900 Greenstreet et al. 375/376 cited by examiner
FRGP CN 1402605 A 20030300 cited by examiner
PRCO CN
PRAN 201110000001
PRAD 20111114
COND division parent-doc US 12000001 20110101 US 8947892 child-doc US 13000001
RLPY US
RLAN 12000001
RLFD 20110101
PDID  US 20130120958 A1
AANM Herbs & Sons
AACI Hohhot
AAST N/A
AACO CN
INNM Example; Ana
INCI Boston
INST MA
INCO US
LRFM Law Firm LLP
EXP Exam; Eve
ABPR  A plaster.
BSTX FIELD
BSTX  Plasters
      of wax.
CLST What is claimed is:
CLPR  1. A plaster comprising 3 g of aconite.
CLPR  2. The plaster of claim 1, warmed.
DSRC US
"""
