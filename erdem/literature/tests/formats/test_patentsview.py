"""Tables of PatentsView."""

from __future__ import annotations

import datetime

from hypothesis import given
from hypothesis import strategies as st

from erdem.literature.formats.model import Party
from erdem.literature.tests.formats.sample import problems, publications, take


def table(*rows: tuple[str, ...]) -> str:
    return "".join("\t".join(f'"{cell}"' for cell in row) + "\n" for row in rows)


PATENTS = table(
    ("patent_id", "patent_type", "patent_date", "patent_title", "wipo_kind", "num_claims", "withdrawn", "filename"),
    ("10000000", "utility", "2018-06-19", "Herbal plaster", "B2", "20", "0", "ipg180619.xml"),
    ("D534340", "design", "2007-01-02", "Tent", "S1", "1", "1", "ipg070102.xml"),
    ("", "utility", "2007-01-02", "Nothing", "B2", "1", "0", "x"),
)


def test_it_reads_the_main_table_with_numbers_as_text() -> None:
    items = take(PATENTS)
    first, second = publications(items)
    assert (first.number, first.kind, first.patent_type) == ("US10000000B2", "B2", "utility")
    assert (first.grant_date, first.withdrawn) == (datetime.date(2018, 6, 19), False)
    assert (second.number, second.patent_type, second.withdrawn) == ("USD534340S1", "design", True)
    (refused,) = problems(items)
    assert (refused.code, refused.line) == ("no-number", 4)
    assert "Nothing" in refused.raw


def test_sister_tables_complete_the_publication_under_its_plain_number() -> None:
    claims = take(
        table(
            ("patent_id", "claim_sequence", "claim_text", "dependent", "claim_number", "exemplary"),
            ("10000000", "0", "1. A plaster.", "", "1", "1"),
            ("10000000", "1", "2. The plaster of claim 1, warm.", "claim 1", "2", "0"),
            ("10000001", "0", "1. A tent.", "", "1", "1"),
        )
    )
    first, second = publications(claims)
    assert (first.number, second.number) == ("US10000000", "US10000001")
    assert [(one.n, one.text, one.depends_on) for one in first.claims] == [
        (1, "A plaster.", ()),
        (2, "The plaster of claim 1, warm.", (1,)),
    ]


def test_inventors_assignees_classes_and_citations_are_read() -> None:
    (inventors,) = publications(
        take(
            table(
                ("patent_id", "inventor_sequence", "disambig_inventor_name_first", "disambig_inventor_name_last"),
                ("10000000", "0", "Ana", "Example"),
                ("10000000", "1", "", "Bo"),
            )
        )
    )
    assert inventors.inventors == ("Ana Example", "Bo")
    (assignees,) = publications(
        take(
            table(
                (
                    "patent_id",
                    "disambig_assignee_individual_name_first",
                    "disambig_assignee_individual_name_last",
                    "disambig_assignee_organization",
                ),
                ("10000000", "", "", "Example Ltd"),
                ("10000000", "Ana", "Example", ""),
            )
        )
    )
    assert assignees.parties == (Party("assignee", "Example Ltd"), Party("assignee", "Ana Example"))
    (classes,) = publications(
        take(
            table(
                ("patent_id", "cpc_sequence", "cpc_group"),
                ("10000000", "0", "A61K36/756"),
                ("10000000", "1", "A61P1/00"),
            )
        )
    )
    assert classes.cpc == ("A61K36/756", "A61P1/00")
    (cited,) = publications(
        take(table(("patent_id", "citation_sequence", "citation_patent_id"), ("10000000", "0", "5401504")))
    )
    assert cited.citations == ("US5401504",)
    (abstract,) = publications(take(table(("patent_id", "patent_abstract"), ("10000000", "A plaster."))))
    assert abstract.abstracts == {"en": "A plaster."}


@given(st.lists(st.tuples(st.sampled_from(["1000001", "1000002"]), st.integers(1, 30)), min_size=1, max_size=40))
def test_no_claim_of_a_run_is_lost_and_numbers_rise(rows: list[tuple[str, int]]) -> None:
    header = ("patent_id", "claim_sequence", "claim_text", "claim_number")
    found = publications(take(table(header, *((key, "", f"claim text {n}", str(n)) for key, n in rows))))
    assert sum(len(one.claims) for one in found) >= len({(key, n) for key, n in rows})
    for one in found:
        assert [claim.n for claim in one.claims] == sorted({claim.n for claim in one.claims})
