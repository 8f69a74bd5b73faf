"""What an English claim is about: something made of ingredients, or a thing that is not (an apparatus, a circuit, data)."""

from __future__ import annotations

import enum
import re

from erdem.overlap.engine.claims.phrases import is_material, list_phrase


class Subject(enum.StrEnum):
    """COMPOSITION is a thing made of ingredients or a process that prepares or gives one; THING is anything else."""

    COMPOSITION = "composition"
    THING = "thing"
    UNKNOWN = "unknown"


_NUMBER = re.compile(
    r"\s*\d{0,4}\s*[.)]?\s*(?:in\s+)?(?:(?:an?|the|said|at least one|one or more|our|new|improved)\s+)*"
)
_HEAD_END = re.compile(
    r"[,:;(]|\b(?:compris|consist|contain|includ)\w*|\b(?:wherein|where|which|that|having|has|according|as|of|in|for|to|"
    r"with|from|by|based|made|obtained|obtainable|prepared|produced|suitable|adapted|configured|capable|used|useful|"
    r"formed|characteri[sz]ed|selected|comprised|composed|being|is|on|at|under|whose|using|effective)\b"
)
_METHOD = re.compile(r"\b(?:methods?|process(?:es)?|procedures?|techniques?|uses?)$")
_MAKES = re.compile(
    r"\s*(?:of|for|to)\s+(?:the\s+)?(?:\w+ly\s+)?(?:(?:prepar|produc|mak|manufactur|form|fabricat|obtain|synthesi[sz]|"
    r"extract|isolat|purif|process|ferment|cook|brew|bak|dry|cur|tann?|felt|dye|weav|preserv|compound|formulat|"
    r"concentrat|improv|enhanc)\w*|(?:preparation|production|manufacture|formation|synthesis|extraction|isolation|"
    r"fermentation|processing|treatment)\s+of)\s+(?:(?:an?|the|said|one or more)\s+)*"
)
_GIVES = re.compile(r"\b(?:administ(?:er|ration)\w*|ingest\w*|topically appl\w*|giving|feeding|consum\w*)\b")
_COMPOSITION = re.compile(
    r"\b(?:compositions?|formulations?|mixtures?|preparations?|foods?|foodstuffs?|beverages?|drinks?|creams?|ointments?|"
    r"lotions?|tablets?|capsules?|pills?|extracts?|alloys?|emulsions?|suspensions?|dispersions?|medicaments?|medicines?|"
    r"remed(?:y|ies)|supplements?|shampoos?|solutions?|powders?|gels?|pastes?|teas?|drugs?|cheeses?|yogh?urts?|milks?|"
    r"leathers?|felts?|adhesives?|glues?|blends?|syrups?|soaps?|dentifrices?|toothpastes?|tonics?|liquids?|granules?|"
    r"oils?|salves?|balms?|pharmaceuticals?|cosmetics?|nutraceuticals?|fertili[sz]ers?|feeds?|feedstuffs?|doughs?|"
    r"breads?|noodles?|sausages?|meats?|jerky|wines?|beers?|vinegars?|sauces?|seasonings?|condiments?|snacks?|"
    r"inks?|paints?|varnish(?:es)?|cements?|concretes?|ceramics?|glass(?:es)?|enamels?|polymers?|copolymers?|"
    r"(?:nano)?composites?|resins?|rubbers?|elastomers?|plastics?|dyes?|pigments?|detergents?|cleansers?|"
    r"electrolytes?|vaccines?|plasters?|poultices?|decoctions?|infusions?|tinctures?|fuels?|waxes|catalysts?|agents?)$"
)
_THING = re.compile(
    r"\b(?:apparatus|devices?|machines?|systems?|containers?|assembl(?:y|ies)|batter(?:y|ies)|vehicles?|tools?|circuits?|"
    r"circuitry|displays?|panels?|sensors?|housings?|tapes?|designs?|cookers?|engines?|motors?|pumps?|valves?|kits?|"
    r"antennas?|connectors?|boards?|chips?|transistors?|semiconductors?|diodes?|photodiodes?|lasers?|memor(?:y|ies)|"
    r"computers?|media|medium|programs?|software|networks?|terminals?|telephones?|receivers?|transmitters?|instruments?|"
    r"garments?|gloves?|shoes?|footwear|masks?|helmets?|bits?|saws?|knives|knife|locks?|doors?|windows?|brackets?|"
    r"mechanisms?|structures?|units?|modules?|cells?|stacks?|articles?|packages?|packaging|bottles?|dispensers?|"
    r"furniture|chairs?|beds?|tables?|toys?|games?|balls?|bags?|box(?:es)?|brakes?|disks?|discs?|bearings?|gears?|"
    r"switch(?:es)?|cables?|wires?|fibers? optic|cameras?|lens(?:es)?|projectors?|printers?|controllers?|processors?|"
    r"servers?|databases?|nodes?|stations?|reactors?|vessels?|furnaces?|ovens?|boilers?|filters?|tanks?|appliances?|"
    r"holders?|supports?|frames?|handrails?|conveyors?|robots?|aircraft|airfoils?|turbines?|components?|"
    r"images?|signals?|data|information|messages?|documents?|videos?|channels?|interfaces?|elements?)$|"
    r"\b(?:optical|electrical|electronic|electromagnetic|mechanical|hydraulic|digital|wireless) "
)
_AGENT = re.compile(r"[a-z]{3,}(?:ct|at|mitt|ss|ll|dd)(?:or|er)s?$")
_WORKS = re.compile(
    r"\b(?:mix|blend|dissolv|knead|ferment|extract|grind|stir|soak|boil|steep|pulveri[sz]|filter|evaporat|distil|"
    r"roast|salt|curdl|churn|simmer|decoct|macerat|crush|squeez|knead|inoculat|emulsif|crystalli[sz]|precipitat|"
    r"centrifug|steam|smok|marinat|cur|tann?|felt|dye|reflux|neutrali[sz]|polymeri[sz]|react|sinter)(?:t|l|n|p)?ing\b"
)
_COMPRISES = re.compile(r"\b(?:compris(?:ing|es)|consist(?:ing|s)(?: essentially)? of|contain(?:ing|s))\b[\s:]*")
_REFERS = re.compile(r"\bclaims? \d")
PREAMBLE = 240


def subject_of(text: str, parent: Subject = Subject.UNKNOWN) -> Subject:
    """What a folded English claim is about; `parent` is what the claim it refers to is about.

    Read from the noun before comprising, of or for; for a method from what it makes, from whether it gives something to
    a body, or from the operations of its steps. UNKNOWN when none of these tells.
    """
    own = _own(text)
    if _REFERS.search(text[:PREAMBLE]) and parent is not Subject.UNKNOWN:
        return parent if own is Subject.UNKNOWN or parent is Subject.COMPOSITION else own
    return own


def _own(text: str) -> Subject:
    begin = _NUMBER.match(text)
    start = begin.end() if begin else 0
    close = _HEAD_END.search(text, start, start + PREAMBLE)
    end = close.start() if close else min(len(text), start + PREAMBLE)
    head = text[start:end].strip()
    method = _METHOD.search(head)
    if method is None:
        told = _of_noun(head)
        return _of_first_component(text, end) if told is Subject.UNKNOWN else told
    told = _of_noun(head[: method.start()].strip().removesuffix("production").removesuffix("manufacturing").strip())
    if told is Subject.UNKNOWN:
        told = _of_made(text, end)
    if told is Subject.UNKNOWN and not _REFERS.search(text[:PREAMBLE]):
        works = {match.group() for match in _WORKS.finditer(text, end)}
        told = Subject.COMPOSITION if _GIVES.search(text, end) or len(works) > 1 else Subject.UNKNOWN
    return told


def _of_first_component(text: str, position: int) -> Subject:
    """COMPOSITION when what follows comprising is a material and no part of a machine."""
    opens = _COMPRISES.search(text, position, position + PREAMBLE)
    span = list_phrase(text, opens.end(), opens.end() + 120) if opens else None
    phrase = text[slice(*span)] if span else ""
    if phrase and is_material(phrase) and not _THING.search(phrase):
        return Subject.COMPOSITION
    return Subject.UNKNOWN


def _of_made(text: str, position: int) -> Subject:
    """What the object of "for preparing …" is."""
    makes = _MAKES.match(text, position)
    if makes is None:
        return Subject.UNKNOWN
    close = _HEAD_END.search(text, makes.end(), makes.end() + 120)
    return _of_noun(text[makes.end() : close.start() if close else makes.end() + 120].strip())


def _of_noun(phrase: str) -> Subject:
    if not phrase:
        return Subject.UNKNOWN
    if _COMPOSITION.search(phrase):
        return Subject.COMPOSITION
    if _THING.search(phrase) or _AGENT.search(phrase):
        return Subject.THING
    return Subject.COMPOSITION if is_material(phrase) else Subject.UNKNOWN
