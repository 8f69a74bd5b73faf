"""What people handed in to the demonstration's office: two that wait, one that became two cases, one that is settled."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from erdem.base.actor import PUBLIC, Actor, acting_as
from erdem.cases import services as cases
from erdem.cases.choices import Audience, CaseKind, Channel, FilingForm, Subject
from erdem.cases.models import Filing

PLACE = "152530"
SHOP, STALL, FELT_SHOP = "示例商行", "示例旅游商品摊", "示例毡艺商行"
YOU: dict[str, Any] = {"phone": "000-0000000", "address": "示例苏木示例嘎查"}


def load(officer: Actor, second: Actor) -> int:
    """Hand in four filings and bring two of them on their way; return how many."""
    _leave_waiting(officer)
    _split(officer, second, _mixed(officer))
    _settle(officer, _bought_hat(officer))
    return 4


def _leave_waiting(officer: Actor) -> None:
    """Hand in an anonymous report by the website and a letter that asks for help."""
    _hand_in(
        "waits-report",
        FilingForm.REPORT,
        Subject.GEOGRAPHICAL_INDICATION,
        {
            "facts": "示例：网店用“示例草原奶酪”地理标志专用标志销售外地产奶酪，包装没有授权编号。",
            "evidence": "示例：网店商品页面，快递面单。",
            "respondent_name": "示例网店",
            "respondent_address": "示例平台店铺",
            "named": "no",
        },
    )
    _hand_in(
        "waits-letter",
        FilingForm.ASSISTANCE,
        Subject.FOLK_COPYRIGHT,
        {
            "needs": ["advice", "opinion"],
            "facts": "示例：一家公司把我们社区的毡绣纹样印在文具上出售，没有说明出处。",
            "respondent_name": "示例文具公司",
            "name": "示例·绣娘",
            "phone": YOU["phone"],
        },
        by=officer,
        channel=Channel.LETTER,
        days_ago=2,
    )


def _mixed(officer: Actor) -> Filing:
    """Write down a call that is a dispute and a report at once."""
    return _hand_in(
        "mixed",
        FilingForm.COMPLAINT,
        Subject.CONSUMER,
        {
            "facts": "示例：在景区买的“手工奶豆腐”两天后变质，标签没有生产日期。",
            "demand": "退款，并说明产地。",
            "amount": "128",
            "also_report": True,
            "clues": "示例：同一柜台还摆着没有生产日期的袋装奶条。",
            "respondent_name": STALL,
            "respondent_address": "示例景区12号摊",
            "name": "示例·游客",
            **YOU,
        },
        by=officer,
        channel=Channel.HOTLINE_12315,
        days_ago=4,
    )


def _bought_hat(officer: Actor) -> Filing:
    """Write down a complaint about a hat that does not fit."""
    return _hand_in(
        "settled",
        FilingForm.COMPLAINT,
        Subject.CONSUMER,
        {
            "facts": "示例：订购的毡帽尺寸与约定不符，店家不肯换。",
            "demand": "换货。",
            "respondent_name": SHOP,
            "respondent_address": "示例街1号",
            "name": "示例·牧民",
            **YOU,
        },
        by=officer,
        channel=Channel.VISIT,
        days_ago=6,
    )


def _hand_in(
    token: str,
    form: str,
    subject: str,
    answers: dict[str, Any],
    *,
    by: Actor = PUBLIC,
    channel: str = Channel.WEB,
    days_ago: int = 0,
) -> Filing:
    day = timezone.localdate() - dt.timedelta(days=days_ago)
    with acting_as(by):
        given = cases.Submission(
            form=form,
            subject=subject,
            place_code=PLACE,
            answers=answers,
            token=f"demonstration-{token}",
            channel=channel,
            received_on=day,
        )
        return cases.submit_filing(actor=by, given=given).filing


def _split(officer: Actor, second: Actor, filing: Filing) -> None:
    """Make a dispute and a report of one filing: the dispute is in mediation, the report is being checked."""
    with acting_as(officer):
        complaint, report = cases.open_filing(actor=officer, filing=filing, kinds=[CaseKind.COMPLAINT, CaseKind.REPORT])
        for case in (complaint, report):
            cases.assign_case(actor=officer, case=case, handler_id=officer.user_id, second_handler_id=second.user_id)
        cases.take_case_step(actor=officer, case=complaint, step="accept")
        cases.write_note(
            actor=officer, case=complaint, audience=Audience.INTERNAL, body="示例：摊主愿意退款，约定周五到所里调解。"
        )
        cases.take_case_step(actor=officer, case=report, step="begin_check")
        cases.send_message(actor=officer, filing=filing, body="您的投诉已受理，调解时间定下后通知您。")


def _settle(officer: Actor, filing: Filing) -> None:
    """Bring a complaint to an agreement that still has to be written down and archived."""
    with acting_as(officer):
        (case,) = cases.open_filing(actor=officer, filing=filing, kinds=[CaseKind.COMPLAINT])
        cases.assign_case(actor=officer, case=case, handler_id=officer.user_id)
        cases.take_case_step(actor=officer, case=case, step="accept")
        cases.take_case_step(actor=officer, case=case, step="settle")
