"""What the small world holds of filings: one by an account, one by receipt with a sealed name that two officers have opened."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from erdem.base.actor import PUBLIC, Actor, acting_as
from erdem.base.testing.actors import People
from erdem.cases.models import Filing
from erdem.cases.services import (
    HandedFile,
    ReceiptWrong,
    Submission,
    Submitted,
    ask_unlock,
    decide_unlock,
    open_identity,
    open_receipt,
    send_message,
    submit_filing,
)
from erdem.cases.tests.filing import colleague_of

PDF = HandedFile("示例材料.pdf", b"%PDF-1.7 example")
REPORT = {
    "facts": "示例线索",
    "respondent_name": "示例商行",
    "named": "yes",
    "name": "示例举报人",
    "phone": "000-0000000",
}


@dataclass
class Intake:
    """The filings of the world, and who has opened the receipt of the second."""

    own: Filing
    by_receipt: Filing
    file_id: int
    own_file_id: int
    unlock_id: int
    waiting_unlock_id: int
    reader: Actor


def add_intake(people: People) -> Intake:
    """Hand in two reports of the banner, write about one of them, and open who handed it in."""
    own = _hand_in(people.holder, "示例账号表单").filing
    made = _hand_in(PUBLIC, "示例匿名表单")
    reader = replace(PUBLIC, receipts=frozenset({made.filing.pk}))
    with acting_as(reader):
        send_message(actor=reader, filing=made.filing, body="示例补充说明")
    with acting_as(PUBLIC), pytest.raises(ReceiptWrong):
        open_receipt(code=made.code, phrase="示例", source="示例")
    officer, second = people.officer, colleague_of(people.officer)
    with acting_as(officer):
        unlock = ask_unlock(actor=officer, filing=made.filing, reason="示例：核实奖励。")
    with acting_as(second):
        decide_unlock(actor=second, unlock=unlock, approve=True)
        waiting = ask_unlock(actor=second, filing=made.filing, reason="示例：第二次申请。")
    with acting_as(officer):
        open_identity(actor=officer, unlock=unlock)
        file_id, own_file_id = made.filing.files.get().pk, own.files.get().pk
    return Intake(own, made.filing, file_id, own_file_id, unlock.pk, waiting.pk, reader)


def _hand_in(actor: Actor, token: str) -> Submitted:
    with acting_as(actor):
        given = Submission(
            form="F11",
            subject="geographical_indication",
            place_code="152530",
            answers=REPORT,
            token=token,
            files=(PDF,),
        )
        return submit_filing(actor=actor, given=given)
