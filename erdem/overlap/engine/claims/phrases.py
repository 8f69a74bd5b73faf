"""English noun phrases beside amounts and in lists: where a name begins, where it ends, what is no name."""

from __future__ import annotations

import re

_STOP = (
    r"based|wherein|which|that|as|having|for|to|from|with|by|selected|being|is|are|was|were|has|have|per|relative|"
    r"calculated|present|"
    r"including|includes?|compris(?:ing|es?|ed)|consist(?:ing|s)?|contain(?:ing|s|ed)?|where|when|if|so|such|each|in(?! \d)|"
    r"on|at|into|onto|"
    r"respectively|thereof|optionally|preferably|more|wherein|dissolved|dispersed|mixed|obtained|prepared|made|"
    r"the|said|can|may|and/or|under|through|after|before|until|using|over|within|without|but|except|provided|"
    r"sufficient|between|included|contained|effective|an amount|amount|added|applied|derived|produced|used|ranging|up|"
    r"not|no|than|less|greater|least|about|"
    r"thereby|characterized|while|followed|then|will|further|also"
)
STOP = re.compile(rf"(?:^|(?<=[\s,(]))(?:{_STOP})(?=[\s,;:.)]|$)")
_END = re.compile(
    r"\s(?:of|according to|as claimed|as defined|as set forth) (?:any|in |claims?)|[;:\[\]]|(?<!\w)(?!\(meth\))\(|(?<!\w)\)|"
    r"(?<!\(meth)\)(?!\w)|"
    r"\((?=[^)]*$)|,(?=\s|$)|(?<!\b[a-z])\.(?=\s|$)|\s(?:and|or|plus|&)\s"
)
_LEAD = re.compile(
    r"^\s*(?:of (?:the total [a-z]+ of )?)?(?:(?:a|an|the|one or more|at least one|one|first|second|third|said|other|another|"
    r"some|any|each|of|optionally|preferably|and|or|finely|freshly|"
    r"effective amounts? of|therapeutically effective amounts? of|total|dry|by weight|weight|w/w)\s+(?:of\s+)?)*"
)
_LABEL = re.compile(r"\s*(?:\(?(?:[a-z]|\d{1,2}|[ivx]{1,4})[).]\s*)?")
_ABBREVIATION = re.compile(r"\s*\([a-z\d\-]{1,8}\)\s*$")
_REFERS = re.compile(
    r"\s*(?:,? ?(?:of|according to|as claimed in|as defined in|as set forth in|prepared by|made by))(?: the)? (?:any |"
    r"method of |process of )?(?:one of )?claims?\b"
)
_JOINED = re.compile(r"\s*(?:and|or)\b")
_VERBAL = re.compile(
    r"^\d+ |\b(?!dressing|seasoning|pudding|dumpling|chuling|pudding|ginseng)[a-z]{3,}ing (?:an?|the)\b|\b(?:heat|"
    r"pre)[a-z \-]*ing$"
)
_COUNTED = re.compile(r"\d+(?:\.\d+)? ?(?:%|wt|weight|parts?\b|percent|g\b|mg\b|kg\b|ml\b|grams?\b)")
_ELEMENTS = frozenset("cnspbvwk")
_TRIM = re.compile(r"[\s,:;.\-*\"']+$")
_WORD = re.compile(r"[a-z\u0370-\u03ff][a-z\u0370-\u03ff\d'\-/,.+]*|\d[\d,'\-]*-[a-z][a-z\d\-]*|\d+[a-z]*|[a-z]")
_NOT_NAME = re.compile(
    r"\b(?:composition|formulation|total|weights?|mixture|claim|claims|percent|amounts?|ratio|invention|method|process|step|"
    r"temperature|minutes?|hours?|seconds?|days?|degrees?|product|range|group|combination|combinations|whole|balance|volume|"
    r"concentration|molecular|basis|solids?|foil|time|times|day|dose|doses|daily|body|subject|patient|person|area|surface|layer|"
    r"thickness|diameter|size|length|width|pressure|rate|speed|frequency|power|one|two|three|following|"
    r"first|second|third|value|number|average|mean|content|identity|homology|sequence|reduction|increase|"
    r"probability|confidence|users?|data|signal|device|apparatus|system|ones|portion|all|example|embodiment|said|same|"
    r"it|its|them|"
    r"respective|respectively|aforementioned|yield|purity|humidity|moisture|transmission|"
    r"transmittance|energy|water content|dry matter|resulting|least|lesser|most|less|greater|alignment|coverage|error|loss|"
    r"there|"
    r"samples?|diseases?|disorders?|syndromes?|cancers?|infections?|injur(?:y|ies)|"
    r"region|regions|zone|phase|phases|areas|open area|space|distance|height|depth|angle|efficiency)\b"
)
_WHOLE_PHRASE = re.compile(
    r"^(?:(?:active|dry|solid|main|principal|remaining|other|essential|functional|herbal|total|following|of|the|these|"
    r"such|all)? ?"
    r"(?:weight|water content|solids|ingredients?|components?|constituents?|others?|comprised|according|essentially|"
    r"combining|comprising|containing|including|having|using|adding|mixing|heating|being|cooling|drying|stirring|"
    r"applying|providing|following|"
    r"extracting|grinding|boiling|dissolving|administering|treating|forming|making|producing|preparing|obtaining))$"
)
_ADVERB_OR_PLACE = re.compile(r"ally$|[a-z]{3}s \d+$")
_ABSTRACT = re.compile(r"(?:tion|sion|ity|ness|ment|ance|ence|ism|degree|property|properties)$")
_CONCRETE = re.compile(
    r"(?:solution|emulsion|suspension|dispersion|fraction|preparation|lotion|decoction|infusion|pigment|ointment|"
    r"essence|substance|liniment)$"
)
_ELEMENT = r"(?:cl|br|na|ca|mg|al|si|ti|fe|cu|zn|sn|bi|in|nb|li|zr|mn|co|ni|cr|ag|au|pt|ba|sr|pb|hg|[honcspfk])"
_FORMULA = re.compile(
    rf"(?!c ?\d+$|s ?\d|p ?\d|n ?(?!2$)\d|k ?\d){_ELEMENT} ?\d(?: ?{_ELEMENT} ?\d?){{0,4}}|{_ELEMENT}(?: ?{_ELEMENT} "
    rf"?\d?){{0,3}} ?\d|(?:cu|zn|mg|ca|fe|pb|ba|ni|co|mn)o"
)
_MATERIAL = re.compile(
    r"\b(?:extracts?|oils?|powders?|juices?|roots?|rhizomes?|barks?|leaf|leaves|seeds?|fruits?|flowers?|herbs?|peels?|"
    r"stems?|tubers?|bulbs?|gum|resin|"
    r"waxe?s?|starch(?:es)?|sugars?|syrup|honey|milk|whey|casein|cheese|butter|cream|yogh?urt|kefir|koumiss|flour|"
    r"protein|proteins|fib(?:er|re)s?|"
    r"acids?|salts?|vitamins?|water|ethanol|alcohol|glycerin|glycerol|vinegar|tea|"
    r"gelatin|pectin|cellulose|clay|tannins?|leather|wool|collagen|yeast|bacteria|lactobacillus|streptococcus|"
    r"bifidobacterium|rubber|silica|carbon black|"
    r"beef|mutton|pork|lamb|venison|meats?|fish|hides?|pelts?|furs?|cashmere|felt|doughs?|rice|wheat|barley|millet|"
    r"cultures?|clays?|alloys?|terephthalate|"
    r"platinum|silver|tin|lead|lanthanum|tantalum|molybdenum|tungsten|cobalt|manganese|arsenic|antimony|bismuth|mercury|"
    r"alumini?um|calcium|magnesium|isomers?|carbon|sulfur|sulphur|phosphorus|boron|silicon|argon|neon|"
    r"ether|furan|pyran|particles?|derivatives?|metals?|steel|iron|zinc|copper|nickel|titanium|zirconium|hafnium|gold|"
    r"[a-z]{2,}(?:ine|ose|ol|ate|ite|ide|one|ium|ene|ane|in|oxide|ase|gen|osan|icone|amide|ester|ether|imide|ylene|"
    r"amine|nitrile|furan|pyran|alumina|silica|fibrate|ic acid))\b"
)
_CLASS_WORD = re.compile(
    r"\b(?:carriers?|excipients?|vehicles?|diluents?|binders?|fillers?|agents?|additives?|compounds?|polymers?|"
    r"solvents?|materials?|substances?|actives?|"
    r"surfactants?|plasticizers?|emulsifiers?|preservatives?|stabilizers?|thickeners?|adjuvants?|fragrances?|"
    r"colorants?|lubricants?|"
    r"acceptable|grate|coatings?|medium|media|members?|machine|engine|line|zone|membrane|frame|plane|domain|gene|chain|"
    r"region|pane|one|cone|tone|zone|phone|alone|bone|control|protocol|tool|"
    r"plate|substrate|gate|state|rate|estate|template|coordinate|side|guide|slide|outside|inside|width|magazine|"
    r"turbine|spine|examine|"
    r"determine|combine|cabin|bin|pin|skin|thin|within|margin|origin|begin|main|chain|train|brain|gain|domain|terrain|"
    r"drain|strain)\b"
)
_PART = re.compile(
    r"(?:filament|structure|layer|wire|pot|tube|pipe|rod|sheet|strip|plate|bod(?:y|ie)|core|shell|electrode|contact|"
    r"housing|element|bag|vessel|container|bottle|mat|mesh|electrolyte|melt|ring|atom|sample|section)s?"
)
# Plurals that name what they are made of.
_POLYMERS = re.compile(r"copolymers? of [a-z]|poly(?!mer|peptide|nucleotide|ol)[a-z ]+ (?:olefins?|oxides?|ethers?)$")
_POLYMER_OF = re.compile(r"\bpolymer (?=[a-z])")
_GENERIC = re.compile(
    r"(?:extract|oil|powder|juice|mixture|herb|plant|acid|salt|root|leaf|fruit|seed|bark|metal|protein|particle|"
    r"derivative|antibody|antibodie|antigen|allergen|(?:poly)?peptide|(?:antisense )?(?:oligo)?nucleotide|enzyme|hormone|"
    r"compound|polymer|alcohol|amine|oxide|sugar|vitamin|alloy|drug|agent|solution)s?"
)
_ROLE = re.compile(
    r"\b(?:polymer|copolymer|clay|wax|oil|acid|solvent|medium|surfactant|plasticizer|plasticiser|binder|carrier|"
    r"sweetener|salt|metal|oxide|filler|compound|amine|alcohol|sugar|starch|protein|activator|catalyst|herb|plant|"
    r"extract|antioxidant|preservative|emulsifier|thickener|stabili[sz]er|pigment|dye|fragrance|fiber|fibre|resin|"
    r"molecule|particle|powder|monomer|crosslinker|initiator|excipient|diluent|agent|additive|component|ingredient|"
    r"strain|bacteri(?:um|a)|microorganism|yeast|enzyme|culture|material|substance|base|buffer|workpiece|vegetable|"
    r"fruit|meat|milk|flour|grain|cereal|solution)s?$"
)
_MATTER = re.compile(r"\b(?:molecules?|feedstocks?|argon|helium|gas|liquid|solvent|binder|surfactant|plasticizer)$")
_PLURAL_CLASS = re.compile(
    r"(?:amines|peptides|inhibitors|antioxidants|vitamins|acids|salts|oxides|esters|ethers|halides|alcohols|oils|waxes|"
    r"resins|gums|sugars|"
    r"starches|proteins|fibers|fibres|extracts|ates|ides|ines|ones|enes|anes|ols|oses|ases)$"
)


def name_after(text: str, position: int, limit: int) -> tuple[int, int] | None:
    """Span of the noun phrase that begins at `position`, or None when none does."""
    window = text[position : min(limit, position + 120)]
    if _JOINED.match(window):
        return None
    lead = _LEAD.match(window)
    begin = lead.end() if lead else 0
    end = _ends(window, begin)
    return _checked(text, position + begin, position + end)


def list_phrase(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Span of the noun phrase of one entry of a list, without label, article and relative clause."""
    label = _LABEL.match(text, start, end)
    begin = label.end() if label else start
    return name_after(text, begin, end)


def name_before(text: str, floor: int, position: int) -> tuple[int, int] | None:
    """Span of the noun phrase that ends at `position`, or None."""
    floor = max(floor, position - 120)
    window = text[floor:position]
    begin = 0
    last = len(_ABBREVIATION.sub("", window).rstrip(" ,(:="))
    for pattern in (_END, STOP):
        for match in pattern.finditer(window, begin):
            if match.end() < last:
                begin = match.end()
            elif match.end() - len(match.group()) + len(match.group().rstrip()) == last and pattern is STOP:
                return None
    lead = _LEAD.match(window[begin:])
    begin += lead.end() if lead else 0
    return _checked(text, floor + begin, floor + last)


def _ends(window: str, begin: int) -> int:
    ends = [len(window)]
    for pattern in (_END, STOP):
        match = pattern.search(window, begin)
        if match:
            ends.append(match.start())
    return min(ends)


def _checked(text: str, start: int, end: int) -> tuple[int, int] | None:
    trim = _TRIM.search(text[start:end])
    end = start + trim.start() if trim else end
    phrase = text[start:end]
    if phrase.count("(") > phrase.count(")"):
        closes = text[end : end + 1] == ")" and phrase[phrase.rindex("(") - 1].isalnum()
        end = end + 1 if closes else start + len(phrase[: phrase.rindex("(")].rstrip())
        phrase = text[start:end]
    if (
        not 2 <= len(phrase) <= 80
        or not _WORD.match(phrase.removeprefix("(meth) "))
        or not re.search("[a-z\u0370-\u03ff]{2}", phrase)
    ):
        element = (phrase in _ELEMENTS and text.endswith(" of ", 0, start)) or _FORMULA.fullmatch(phrase) is not None
        return (start, end) if element else None
    if phrase in ("and", "or", "and/or", "comprising", "as", "of"):
        return None
    if (
        "+" in phrase
        or _VERBAL.search(phrase)
        or _COUNTED.match(phrase)
        or phrase in ("equal", "each", "both")
        or phrase.endswith(" of")
    ):
        return None
    if _ADVERB_OR_PLACE.search(phrase) or (_ABSTRACT.search(phrase) and not _CONCRETE.search(phrase)):
        return None
    if _NOT_NAME.search(phrase) or _WHOLE_PHRASE.match(phrase) or len(phrase.split()) > 8:
        return None
    return start, end


def is_material(phrase: str) -> bool:
    """True when a phrase without amount names a material and not only the role of one."""
    last = phrase.split(" of ")[0].split()[-1:] or [""]
    if _POLYMERS.match(phrase):
        return True
    if " of " in phrase and not _MATERIAL.search(last[0]):
        return False
    if _PLURAL_CLASS.search(last[0]) or _GENERIC.fullmatch(phrase) or _PART.fullmatch(last[0]):
        return False
    return (
        _MATERIAL.search(phrase) is not None
        and _CLASS_WORD.fullmatch(last[0]) is None
        and _CLASS_WORD.search(_POLYMER_OF.sub("", phrase)) is None
    )


def is_plain(phrase: str) -> bool:
    """True for an entry of a choice of materials that reads like one name: few words, no role, no plural class."""
    last = phrase.split()[-1]
    return (
        len(phrase.split()) <= 5
        and _CLASS_WORD.search(phrase) is None
        and _GENERIC.fullmatch(phrase) is None
        and not _PLURAL_CLASS.search(last)
        and (not last.endswith("s") or last.endswith(("us", "is", "ss")))
    )


def refers(text: str, end: int) -> bool:
    """True when what stands before `end` is only what another claim describes (… according to claim 1)."""
    return _REFERS.match(text, end) is not None


def is_substance(phrase: str) -> bool:
    """True for a material, a formula or the symbol of an element: what an amount may stand beside in any claim."""
    return (
        is_material(phrase)
        or len(phrase) <= 2
        or _MATTER.search(phrase) is not None
        or _FORMULA.fullmatch(phrase) is not None
    )


def is_formula(phrase: str) -> bool:
    """True for the formula of a compound (SiO 2)."""
    return _FORMULA.fullmatch(phrase) is not None


def is_class(phrase: str) -> bool:
    """True when a phrase ends in a class of materials or a role of one (polymer, non-polar activator, charge molecule)."""
    return _ROLE.search(phrase) is not None


def is_generic(phrase: str) -> bool:
    """True for the bare word of a kind (compound, extract, protein), which names nothing."""
    return _GENERIC.fullmatch(phrase) is not None


def is_matter(phrase: str) -> bool:
    """True for a material or formula: what an amount may stand beside in a claim about an apparatus."""
    return is_material(phrase) or _MATTER.search(phrase) is not None or is_formula(phrase)
