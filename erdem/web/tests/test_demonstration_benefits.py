"""The demonstration goes the whole way: terms, signatures, a permit, reports, what is owed, what was paid; made once."""

from __future__ import annotations

import pytest

from erdem.base.actor import PUBLIC, SYSTEM, acting_as, job_actor
from erdem.base.jobs import JobRun
from erdem.knowledge.tests.factories import make_record
from erdem.ledger.models import BankLine, BankMatch, Book, PaymentOrder
from erdem.ledger.queries import trial_balance
from erdem.sharing.models import Agreement, AgreementComment, Delivery, PublicPermit, ReportAudit, UseReport
from erdem.sharing.queries.signing import is_completed
from erdem.web import (
    demonstration,
    demonstration_agreements,
    demonstration_benefits,
    demonstration_ledger,
    demonstration_sharing,
)

pytestmark = pytest.mark.django_db


def test_the_whole_way_is_gone_once() -> None:
    run = JobRun("", job_actor("web.load_demonstration"))
    assert demonstration_agreements.load(run) == 0  # nobody and nothing is there yet
    with acting_as(SYSTEM):
        demonstration._open_accounts()
    for name in ("示例奶食", "示例奶酒", "示例黄油"):
        make_record(name=name, diffusion_tier="D3", community_id=demonstration.community_id())
    demonstration_ledger.load()
    demonstration_sharing.load(run)
    assert demonstration_agreements.load(run) == 2
    assert demonstration_benefits.load(run) == 2
    assert (demonstration_agreements.load(run), demonstration_benefits.load(run)) == (0, 0)
    with acting_as(SYSTEM):
        running, signed = Agreement.objects.order_by("pk")
        assert (running.status, running.versions.count()) == ("negotiating", 2)
        assert AgreementComment.objects.filter(version__agreement=running).count() == 3
        assert signed.settled is not None
        assert is_completed(signed.settled)
        assert list(UseReport.objects.order_by("period_from").values_list("status", flat=True)[:3]) == [
            "accepted", "expected", "submitted",
        ]  # fmt: skip
        assert sorted(Delivery.objects.values_list("status", flat=True)) == ["confirmed"] * 3 + ["reported"]
        assert ReportAudit.objects.count() == 1
        assert sorted(PaymentOrder.objects.values_list("status", flat=True)) == ["proposed", "settled"]
        assert (
            BankMatch.objects.count() == BankLine.objects.count() - 2
        )  # the bank's fee and money from somebody unknown
        (book,) = Book.objects.all()
        assert sum(held for _account, held in trial_balance(SYSTEM, book)) == 0
    with acting_as(PUBLIC):
        assert PublicPermit.objects.count() == 1
