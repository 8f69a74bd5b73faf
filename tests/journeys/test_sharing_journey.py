"""From the request of a firm to the last fen on a telephone: everything through pages, everybody signed in for real."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser

from tests.journeys import (
    sharing_asking,
    sharing_bank,
    sharing_money,
    sharing_permit,
    sharing_signing,
    sharing_statement,
    sharing_terms,
)
from tests.journeys.conftest import Product
from tests.journeys.sharing_people import Cast


def test_a_request_becomes_a_permit_and_its_money_reaches_three_communities(
    browser: Browser, product: Product, tmp_path: Path
) -> None:
    cast = Cast(browser, product)
    sharing_asking.ask(cast)
    sharing_asking.check(cast)
    sharing_asking.answer(cast)
    sharing_terms.negotiate(cast)
    sharing_signing.sign_all(cast, tmp_path)
    sharing_permit.issue(cast)
    sharing_permit.anybody_reads(cast)
    sharing_permit.programs_ask(cast)
    sharing_money.report(cast)
    sharing_money.split_stands(cast)
    sharing_bank.money_comes(cast)
    sharing_bank.money_goes(cast)
    sharing_statement.read(cast)
    sharing_statement.strangers(cast)
