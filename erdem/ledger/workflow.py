"""How a payment order moves."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from erdem.base.workflow import Step, Workflow
from erdem.ledger import policies
from erdem.ledger.payment_choices import OrderStatus

PAYMENT_ORDER = Workflow(
    document_type="ledger.paymentorder",
    initial=(OrderStatus.DRAFT,),
    final=(OrderStatus.SETTLED, OrderStatus.CANCELLED),
    shapes={
        OrderStatus.DRAFT: "new",
        OrderStatus.PROPOSED: "wait",
        OrderStatus.RETURNED: "due",
        OrderStatus.APPROVED: "work",
        OrderStatus.SENT: "work",
        OrderStatus.SETTLED: "done",
        OrderStatus.CANCELLED: "stop",
    },
    steps=(
        Step(
            "propose",
            (OrderStatus.DRAFT, OrderStatus.RETURNED),
            OrderStatus.PROPOSED,
            label=pgettext_lazy("payment order", "Propose the order"),
            allowed=policies.can_handle_order,
            emphasis="main",
        ),
        Step(
            "approve",
            (OrderStatus.PROPOSED,),
            OrderStatus.APPROVED,
            label=pgettext_lazy("payment order", "Approve the order"),
            allowed=policies.can_approve_order,
            emphasis="main",
        ),
        Step(
            "send",
            (OrderStatus.APPROVED,),
            OrderStatus.SENT,
            label=pgettext_lazy("payment order", "Hand it to the bank"),
            allowed=policies.can_handle_order,
            emphasis="main",
        ),
        Step(
            "settle",
            (OrderStatus.SENT,),
            OrderStatus.SETTLED,
            label=pgettext_lazy("payment order", "Close the order"),
            allowed=policies.can_close_order,
        ),
        Step(
            "hand_back",
            (OrderStatus.PROPOSED, OrderStatus.APPROVED),
            OrderStatus.RETURNED,
            label=pgettext_lazy("payment order", "Hand it back"),
            allowed=policies.can_handle_order,
            required=("status_reason",),
        ),
        Step(
            "cancel",
            (OrderStatus.DRAFT, OrderStatus.RETURNED, OrderStatus.PROPOSED, OrderStatus.APPROVED),
            OrderStatus.CANCELLED,
            label=pgettext_lazy("payment order", "Cancel the order"),
            allowed=policies.can_handle_order,
            required=("status_reason",),
            emphasis="stop",
        ),
    ),
)
