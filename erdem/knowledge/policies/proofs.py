"""Who sees the proofs of consents and permits: whoever sees these. Second lock: ``sql/act_proofs.sql``."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Exists, Model, OuterRef, Q

from erdem.base.actor import Actor
from erdem.base.policy import built_once
from erdem.knowledge.models import AccessGrant, ConsentProof, GrantProof
from erdem.knowledge.policies.consent import visible_with_consent
from erdem.knowledge.policies.wall import visible_grants


@built_once
def visible_with_grant(actor: Actor) -> Q:
    """The proof of a permit is seen with it."""
    return Q(Exists(AccessGrant.objects.filter(visible_grants(actor), pk=OuterRef("grant_id"))))


VISIBLE: dict[type[Model], Callable[[Actor], Q]] = {
    ConsentProof: visible_with_consent,
    GrantProof: visible_with_grant,
}
