"""Patent numbers: read every usual spelling, write one form, compare by one key, tell what a kind code says.

Publications and applications are different numbers of one case and never equal. Sources of the rules: WIPO
ST.6, ST.13 and ST.16; for China ZC 0006-2003, ZC 0007-2012 (year, kind digit, serial, check digit) and ZC 0008-2012
(kind codes); for Japan and Korea the notation of the offices beside that of DOCDB and EPODOC; for India the office
codes of the journal.
"""

from erdem.literature.numbers.kinds import KindFacts, kind_facts
from erdem.literature.numbers.number import Number, Sort, check_digit
from erdem.literature.numbers.reading import parse

__all__ = ["KindFacts", "Number", "Sort", "check_digit", "kind_facts", "parse"]
