"""What the small world holds of the ledger: a book in which an enterprise owes two communities, with a closed period."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from django.utils import timezone

from erdem.base.actor import SYSTEM, acting_as
from erdem.base.testing.actors import People
from erdem.ledger import services
from erdem.ledger.choices import AccountKind, PayeeKind, Unit
from erdem.ledger.services import Guardian, Line, Party
from erdem.people.models import Organisation


def add_ledger(people: People) -> None:
    """Open the book of the officer's office and enter one event into it."""
    keeper, day = people.officer, timezone.localdate() - dt.timedelta(days=9)
    (office,), (own,), (firm,) = (
        keeper.organisation_ids,
        people.holder.organisation_ids,
        people.applicant.organisation_ids,
    )
    with acting_as(keeper):
        book = services.open_book(actor=keeper, keeper=Organisation.objects.get(pk=office), name="示例惠益账")
        owes = services.add_payee(
            actor=keeper, book=book, party=Party(PayeeKind.ENTERPRISE, "示例企业", organisation_id=firm)
        )
        owed = services.add_payee(
            actor=keeper, book=book, party=Party(PayeeKind.COMMUNITY, "示例持有社区", organisation_id=own)
        )
        person = services.add_payee(
            actor=keeper, book=book, party=Party(PayeeKind.PERSON, "示例·外地人", user_id=people.stranger.user_id)
        )
        lines = [
            Line(services.account_of(book, AccountKind.DUE, Unit.CNY, owes), 100),
            Line(services.account_of(book, AccountKind.OWED, Unit.CNY, owed), -70, "70 %"),
            Line(services.account_of(book, AccountKind.OWED, Unit.CNY, person), -30, "30 %"),
        ]
        services.post(actor=keeper, book=book, day=day, memo="示例分成", lines=lines, calculation=["示例算式"])
        old = services.add_payee(actor=keeper, book=book, party=Party(PayeeKind.PERSON, "示例·老人"))
        services.settle_estate(actor=keeper, payee=old, heirs=[(person, Fraction(1))], document="示例公证书")
        child = services.add_payee(actor=keeper, book=book, party=Party(PayeeKind.PERSON, "示例·孩子"))
        guardian = Guardian("示例·监护人", "示例证明", day, user_id=people.holder.user_id)
        services.name_guardian(actor=keeper, payee=child, guardian=guardian)
        services.account_of(book, AccountKind.OWED, Unit.CNY, child)
        with acting_as(SYSTEM):
            services.mark_balances(actor=SYSTEM, book=book, least=1)
        services.close_period(actor=keeper, book=book, until=day)
