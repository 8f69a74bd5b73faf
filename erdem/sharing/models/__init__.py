"""Tables of sharing: the request with what it asks for, the approvals, the questions to holders and their decisions."""

from erdem.sharing.models.asking import HolderDecision, HolderQuestion
from erdem.sharing.models.requests import AccessRequest, Approval, RequestedRecord

__all__ = ["AccessRequest", "Approval", "HolderDecision", "HolderQuestion", "RequestedRecord"]
