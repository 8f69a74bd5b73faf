"""Records for tests; every name of a person or community is obviously invented."""

from __future__ import annotations

from typing import Any

from erdem.base import blobs
from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.knowledge import services
from erdem.knowledge.content import IngredientLine, PlaceLine, RecordContent, SourceLine, StepLine
from erdem.knowledge.models import Record, RecordImport, SecrecyCheck

BANNER = "152530"
ELSEWHERE = "150621"


def a_formula(name: str = "示例三味散", **given: Any) -> RecordContent:
    """A formula with three ingredients and an old book."""
    values: dict[str, Any] = {
        "kind": "formula",
        "name": name,
        "tk_class": "2",
        "tk_type": "2.5",
        "diffusion_tier": "D4",
        "ingredients": (
            IngredientLine("诃子", "三两", "去核"),
            IngredientLine("栀子", "二两"),
            IngredientLine("川楝子", "少许"),
        ),
        "sources": (SourceLine("示例方书", kind="classic", year=1330, chapter="卷一"),),
        "places": (PlaceLine(BANNER),),
    }
    return RecordContent(**{**values, **given})


def a_process(name: str = "示例奶豆腐", **given: Any) -> RecordContent:
    """A process with two steps."""
    values: dict[str, Any] = {
        "kind": "process",
        "name": name,
        "tk_class": "3",
        "tk_type": "3.4",
        "diffusion_tier": "D4",
        "steps": (StepLine("静置发酵", "鲜奶", "木桶", duration="约24小时"), StepLine("入模压实", "凝乳", "木模")),
        "materials": ("鲜牛奶",),
        "products": ("奶豆腐",),
        "sources": (SourceLine("示例口述", kind="oral"),),
        "places": (PlaceLine(BANNER),),
    }
    return RecordContent(**{**values, **given})


def make_record(
    content: RecordContent | None = None, *, status: str = "registered", actor: Actor = SYSTEM, **given: Any
) -> Record:
    """Make a record and take it along the steps to a status."""
    with acting_as(actor):
        sign_no_secret(actor)
        record = services.draft_record(actor=actor, content=content or a_formula(**given))
        if status in ("submitted", "registered"):
            services.submit(actor=actor, record=record)
        if status == "registered":
            services.register_record(actor=actor, record=record)
        if status == "withdrawn":
            services.withdraw_record(actor=actor, record=record, reason="示例原因")
        record.refresh_from_db()
        return record


def community_of(actor: Actor) -> int:
    """Return the one organisation of an actor."""
    (organisation,) = actor.organisation_ids
    return organisation


def sign_no_secret(actor: Actor) -> None:
    """Answer the question about state secrets as a person does before writing; machines are not asked."""
    if not actor.is_machine:
        services.answer_secrecy(actor=actor, answer="no", signed_name=actor.label)


def sign_a_file(actor: Actor) -> None:
    """Hand in an empty file as a person does before its lines are imported, signed for and running; machines need none."""
    if actor.is_machine or actor.user_id is None:
        return
    with acting_as(actor):
        upload = RecordImport.objects.create(
            user_id=actor.user_id, file_name="示例.csv", state="running", blob=blobs.keep(b"x", media_type="text/csv")
        )
        SecrecyCheck.objects.create(user_id=actor.user_id or 0, signed_name=actor.label, upload=upload)
