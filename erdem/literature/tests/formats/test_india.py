"""Tables of the Indian journal."""

from __future__ import annotations

import datetime

from erdem.literature.tests.formats.sample import problems, publications, take

HEADER = (
    "Serial No.,Patent Number,Application Number,Date of Application,Date of Priority,Title of Invention,Patentee Name,"
    "Date of Application Publication,Office,journal\n"
)
ROW = '1,291162,10300/DELNP/2012,07/08/2011,05/07/2010,"HERBAL, PLASTER",EXAMPLE LTD,05/09/2014,DELHI,01/2018 Dated 05/01/2018\n'


def test_it_reads_days_before_months_and_the_day_of_grant_from_the_journal() -> None:
    (found,) = publications(take(HEADER + ROW))
    assert (found.identifier, found.application, found.title) == ("IN291162", "IN10300/DELNP/2012", "HERBAL, PLASTER")
    assert (found.filing_date, found.priority_date) == (datetime.date(2011, 8, 7), datetime.date(2010, 7, 5))
    assert (found.grant_date, found.publication_date) == (datetime.date(2018, 1, 5), None)
    assert [(one.date, one.text) for one in found.legal_events] == [
        (datetime.date(2014, 9, 5), "application published")
    ]
    assert [(one.role, one.name) for one in found.parties] == [("applicant", "EXAMPLE LTD")]


def test_rows_of_another_table_of_the_journal_are_refused_and_can_be_corrected() -> None:
    items = take(HEADER + "2,DELHI,3531/DEL/2012,26/02/2018,GURGAON,gpo@example.in,,,,\n" + ROW)
    assert len(publications(items)) == 1
    (refused,) = problems(items)
    assert (refused.code, refused.line, refused.field) == ("unreadable-number", 2, "Patent Number")
    assert refused.raw.startswith("Serial No.,Patent Number")
    (again,) = publications(take(refused.raw.replace(",DELHI,", ",291999,", 1).replace("GURGAON", "")))
    assert again.identifier == "IN291999"


def test_a_doubtful_day_costs_only_the_day() -> None:
    items = take(HEADER + ROW.replace("07/08/2011", "31/02/2011"))
    assert publications(items)[0].filing_date is None
    assert [(one.code, one.kept) for one in problems(items)] == [("unreadable-date", True)]
