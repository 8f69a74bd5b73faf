"""Reading patent claims in Chinese and English, with character offsets."""

from erdem.overlap.engine.claims.model import Indication, Language, Mention, ParsedText, Transition
from erdem.overlap.engine.claims.parse import ParsedPatent, language_of, parse_patent, parse_text

__all__ = [
    "Indication",
    "Language",
    "Mention",
    "ParsedPatent",
    "ParsedText",
    "Transition",
    "language_of",
    "parse_patent",
    "parse_text",
]
