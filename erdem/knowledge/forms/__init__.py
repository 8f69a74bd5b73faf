"""Parsing of what comes with an address or a form."""

from erdem.knowledge.forms.other import ReasonForm, SubstanceForm, UploadForm, initial_substance, read_filter
from erdem.knowledge.forms.record import WholeForm
from erdem.knowledge.forms.rows import rearranged
from erdem.knowledge.forms.sealing import EndKeyForm, HolderKeyForm, SealForm, SecretForm, SplitForm

__all__ = [
    "EndKeyForm",
    "HolderKeyForm",
    "ReasonForm",
    "SealForm",
    "SecretForm",
    "SplitForm",
    "SubstanceForm",
    "UploadForm",
    "WholeForm",
    "initial_substance",
    "read_filter",
    "rearranged",
]
