"""Reading patent claims in Chinese and English, with character offsets."""

from erdem.overlap.engine.claims.full import FullClaim
from erdem.overlap.engine.claims.model import Indication, Language, Mention, Openness, ParsedText, Phrase, Transition
from erdem.overlap.engine.claims.parse import ParsedPatent, language_of, parse_patent, parse_text

__all__ = [
    "FullClaim",
    "Indication",
    "Language",
    "Mention",
    "Openness",
    "ParsedPatent",
    "ParsedText",
    "Phrase",
    "Transition",
    "language_of",
    "parse_patent",
    "parse_text",
]
