"""What has to be said of single tables and fields: who may know them, which hold no words, how a copy is made valid."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from erdem.knowledge.models import ReviewRound
from erdem.notary.models import Leaf
from erdem.notary.tlog import leaf_hash
from tests.leak.cards import Card

OF_RECORDS = {
    "number": "title", "name": "title", "name_mn": "title", "sort_key": "title",
    "item_code": "metadata", "people_group": "metadata", "place_search": "metadata",
    "summary": "abstract",
}  # fmt: skip
"""From which level a field of a record may be known; all others with all of it."""


def another_leaf(number: int) -> Leaf:
    """Return an entry of the log for a copied proof."""
    entry = f'{{"erdem":"v1","kind":"register_version","n":{number}}}'.encode()
    return Leaf.objects.create(log="register", kind="register_version", entry=entry, leaf_hash=leaf_hash(entry))


RULES: dict[str, str] = {
    # Findings and what is made of them: for those who read the record and look after it.
    **dict.fromkeys(
        (
            "overlap.Finding", "overlap.Review", "overlap.ComparedRecord", "overlap.AnnotationPair",
            "overlap.AnnotationPrediction", "overlap.Adjudication", "overlap.SpanReading",
        ),
        "looked after",
    ),
    "overlap.Annotation": "note of officer",  # who wrote a note reads it
    # The way into the register: for the keepers of the record; who objected, for the office alone.
    **dict.fromkeys(
        (
            "knowledge.Certificate", "knowledge.CertificateAct",
            "knowledge.VersionProof", "knowledge.RecordVersion", "knowledge.RegisterStep",
            "knowledge.KinHint", "knowledge.YearlyReview",
            "knowledge.ExpertAssignment", "knowledge.ExpertVote", "knowledge.Objection", "knowledge.Tombstone",
            "knowledge.Removal",
        ),
        "looked after",
    ),
    "knowledge.Objector": "office",
    "knowledge.NoticeUse": "metadata",  # shown where labels are
    "knowledge.HolderCall": "title",  # put to the public at the agreed level
    "knowledge.HolderAnswer": "answer of stranger",  # for who wrote it and the office that put the call
    **dict.fromkeys(("knowledge.ChecklistAnswer", "knowledge.Leak"), "looked after"),  # work beside the record
    "knowledge.MediaTrace": "kept",  # what an original betrays is for those who hold the record
    "knowledge.Upload": "sender of holder",  # a file on its way is the sender's
    "knowledge.ProtocolVersion": "stewards of own",  # what a protocol said before is for those who decided it
}  # fmt: skip
"""The rule of tables that others than the readers of the record may know, or that fewer may know: reason beside it."""

TECHNICAL: dict[str, str] = {
    "sharing.RequestedRecord.label_code": "the code of a label",
    "knowledge.Record.number": "checked by its own form; searched for as it is",
    "knowledge.Record.place_search": "codes of divisions; decides who reads",
    "knowledge.Record.search_text": "folded from the other fields; holds their words",
    "knowledge.Record.extra": "left empty by the product",
    "knowledge.Ingredient.quantity_kind": "a code of the reader of amounts",
    "knowledge.Ingredient.dimension": "a code of the reader of amounts",
    "knowledge.NoticeUse.replaced_by": "the code of a label",
    "knowledge.MediaFile.sha256": "a hash",
    "knowledge.MediaFile.sm3": "a hash",
    "knowledge.MediaFile.format": "the code of a format",
    "knowledge.Upload.fault": "the code of a refusal",
    "knowledge.HolderCall.number": "counted",
    "knowledge.HolderCall.term_unit": "a unit of the list of terms",
    "knowledge.HolderCall.term_confidence": "a word of the list of terms",
    "knowledge.HolderCall.place_search": "codes of divisions; decides who reads",
    "knowledge.HolderAnswer.place_search": "codes of divisions; decides who reads",
    "knowledge.PublicNotice.number": "counted",
    "knowledge.PublicNotice.name": "copied from the record by trigger, as far as the public may know it",
    "knowledge.PublicNotice.name_mn": "copied from the record by trigger, as far as the public may know it",
    "knowledge.PublicNotice.facts": "copied from the record by trigger, as far as the public may know it",
    "knowledge.PublicNotice.summary": "copied from the record by trigger, as far as the public may know it",
    "knowledge.Objection.fingerprint": "a digest",
    "overlap.Finding.number": "counted",
    "overlap.Dossier.number": "counted",
    "overlap.DossierSeal.sha256": "a digest",
}
"""Text fields that get no word, and why."""
NO_WAY: set[str] = {"cases.Case.record", "cases.Case.finding", "cases.TargetGround.finding"}
"""Foreign keys that do not make a table belong to a record: a case is for who works on it and copies no word of a record; a
ground of a target has no words where it has a finding, and is for who sees that finding."""
MADE_OTHERWISE: dict[str, str] = {
    "knowledge.RecordFace": "rows made from the record by trigger",
    "knowledge.Holding": "what the card says of its communities, written by the scene",
    "knowledge.LabelUse": "what the card says of its labels, written by the scene",
    "knowledge.ConsentRecord": "ids only; fixed once the consent was asked for",
    "knowledge.ConsentAct": "only under a consent of its record in force; planted in the world of consents",
    "knowledge.DisclosureDecision": "only on a consent of its record in force; planted in the world of consents",
    "knowledge.SecrecyCheck": "one a record, signed by its writer; holds a name alone",
    "knowledge.GrantProof": "numbers, days and hashes; no word of the record, nor of a person",
    "sharing.RequestedRecord": "an id and words of the applicant; seen with the request, not with the record",
    "sharing.QuorumChoice": "ids and a number; for the community that chose",
    "sharing.PermitRecord": "ids and a level; seen with the permit, only written at its issue",
    "sharing.HolderDecision": "ids, yes or no; seen with the request",
    "knowledge.AccessGrant": "what the card says of its permits, written by the scene",
}
"""Tables whose rows are no copies."""
GIVEN: dict[str, dict[str, Any | Callable[[Card, Any], Any]]] = {
    "knowledge.RecordPlace": {"place_id": None},
    "knowledge.MediaFile": {"role": "screen"},
    "knowledge.Upload": {"user_id": lambda _card, planter: planter.actors["holder"].user_id, "media_id": None},
    "knowledge.Segment": {"confirmed_at": timezone.now()},
    "knowledge.TextLine": {"confirmed_at": timezone.now()},
    "knowledge.HolderCall": {"number": lambda _card, planter: f"ZJ-2026-{next(planter.counter)}"},
    "knowledge.RecordVersion": {"diffusion_tier": lambda card, _planter: card.tier},
    "knowledge.VersionProof": {"leaf": lambda _card, planter: another_leaf(next(planter.counter))},
    "knowledge.Certificate": {"number": lambda _card, planter: f"DJ-2026-{next(planter.counter)}-00000000"},
    "knowledge.CertificateAct": {"leaf": lambda _card, planter: another_leaf(next(planter.counter))},
    "knowledge.YearlyReview": {"outcome": "right", "done_at": timezone.now()},
    "knowledge.PublicNotice": {"number": lambda _card, planter: f"GS-2026-{next(planter.counter)}"},
    "knowledge.Objection": {"user_id": None},
    "knowledge.ExpertAssignment": {"round": lambda card, planter: planter.rows[ReviewRound][card.key]},
    "knowledge.ExpertVote": {"round": lambda card, planter: planter.rows[ReviewRound][card.key]},
    "knowledge.Tombstone": {"readers": "keepers"},
    "overlap.AnnotationPair": {"position": lambda _card, planter: next(planter.counter) % 30000},
    "overlap.Finding": {"number": lambda _card, planter: f"XS-2026-{next(planter.counter)}", "status": "new"},
    "overlap.Dossier": {"number": lambda _card, planter: f"JZ-2026-{next(planter.counter)}"},
    "overlap.DossierSeal": {"leaf": lambda _card, planter: another_leaf(next(planter.counter)), "dates": []},
}
"""Values that a copied row needs to be valid: of a workflow its first state, of a counted document another number."""
WRITTEN_BY = {
    "overlap.Annotation": "annotator_id",
    "overlap.Adjudication": "adjudicator_id",
    "overlap.SpanReading": "reader_id",
}
"""Tables that even the system writes only in the name of a person: the field that names the person."""


def is_open(card: Card) -> bool:
    """Say whether everybody reads a card before its communities have decided."""
    return card.tier == "D4" and card.status == "registered" and card.place == "152530"


PLANTED_FOR: dict[str, Callable[[Card], bool]] = {
    **dict.fromkeys(WRITTEN_BY, is_open),
    **dict.fromkeys(("overlap.Dossier", "overlap.DossierSeal"), lambda card: card.tier == "D4"),
    "knowledge.SealedRecipient": lambda card: (
        bool(card.holds) and card.holds[0].community == "own"
    ),  # the key is of own
}
"""Tables that some cards cannot have rows of: of these only the cards named."""


def rule_of(label: str, field: str) -> str:
    """Return the rule that says who may meet a word in a field."""
    if label == "knowledge.Record":
        return OF_RECORDS.get(field, "all of it")
    return RULES.get(label, "all of it")


def is_planted(label: str, card: Card) -> bool:
    """Say whether a card has a row of a table."""
    return label not in PLANTED_FOR or PLANTED_FOR[label](card)
