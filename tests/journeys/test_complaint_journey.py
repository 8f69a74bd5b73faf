"""From a report without a name on a telephone to the decision that is published: everything through pages, by whoever may."""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.journeys import (
    complaint_following,
    complaint_penalty,
    complaint_publishing,
    complaint_reporting,
    complaint_triage,
)
from tests.journeys.complaint_people import Cast
from tests.journeys.conftest import Product


def test_a_report_without_a_name_is_routed_filed_decided_in_time_and_published(
    browser: Browser, product: Product
) -> None:
    cast = Cast(browser, product)
    complaint_reporting.report(cast)
    complaint_reporting.strangers(cast)
    complaint_triage.triage(cast)
    complaint_reporting.report_under_a_name(cast)
    complaint_triage.duplicate(cast)
    complaint_triage.check_and_file(cast)
    complaint_following.meanwhile(cast)
    complaint_triage.sealed(cast)
    complaint_penalty.investigate(cast)
    complaint_penalty.notify(cast)
    complaint_penalty.decide(cast)
    complaint_penalty.serve_and_carry_out(cast)
    complaint_publishing.publish_anonymised(cast)
    complaint_penalty.tell(cast)
    complaint_following.at_the_end(cast)
