"""The certificate in the field names of the ABS Clearing-House, and drafts of disclosures. Plain Python."""

from erdem.sharing.ircc.checking import check
from erdem.sharing.ircc.faults import FaultCode, IrccProblem, IrccRefused
from erdem.sharing.ircc.geography import is_geography
from erdem.sharing.ircc.model import Certificate, Confidential, Entity, Intent, Link, Usage
from erdem.sharing.ircc.reading import read, read_bytes
from erdem.sharing.ircc.writing import as_bytes, as_document, digest

__all__ = [
    "Certificate",
    "Confidential",
    "Entity",
    "FaultCode",
    "Intent",
    "IrccProblem",
    "IrccRefused",
    "Link",
    "Usage",
    "as_bytes",
    "as_document",
    "check",
    "digest",
    "is_geography",
    "read",
    "read_bytes",
]
