"""English words of craft and food operations, by the class slugs of `operations`; their verb forms are made here."""

from __future__ import annotations

import re

_VERBS: dict[str, str] = {
    "select": "select collect gather harvest",
    "slaughter": "slaughter bleed",
    "clean": "clean wash rinse scrape debone degrease peel",
    "milk": "milk",
    "filter": "filter strain sieve sift screen clarify",
    "ferment": "ferment inoculate acidify sour curdle coagulate",
    "stand": "stand rest age",
    "skim": "skim",
    "heat": "heat boil cook simmer decoct warm melt anneal",
    "steam": "steam",
    "sterilise": "sterilise sterilize pasteurise pasteurize disinfect",
    "drain": "drain dewater dehydrate",
    "press": "press mould mold compress squeeze compact",
    "knead": "knead rub",
    "dry": "dry air-dry sun-dry freeze-dry lyophilise lyophilize bake",
    "hang": "hang suspend",
    "freeze": "freeze",
    "cool": "cool chill refrigerate",
    "cut": "cut slice dice chop saw trim",
    "salt": "salt cure pickle brine",
    "soak": "soak steep immerse macerate",
    "mix": "mix blend stir combine dissolve add",
    "churn": "churn whip beat",
    "grind": "grind mill pulverise pulverize powder crush pound",
    "distil": "distil distill condense",
    "fry": "fry parch",
    "roast": "roast grill toast",
    "smoke": "smoke fumigate",
    "tan": "tan",
    "smear": "smear coat spread",
    "beat_wool": "card comb",
    "lay": "lay",
    "sprinkle": "sprinkle spray",
    "roll": "roll felt full stretch",
    "sew": "sew stitch",
    "carve": "carve engrave chase",
    "colour": "dye colour color paint lacquer",
    "inlay": "inlay gild polish",
    "weave": "weave braid plait twist",
    "set_up": "erect",
    "assemble": "assemble connect install mount fix",
    "cover": "cover wrap",
    "tie": "tie bind fasten",
    "extract": "extract reflux percolate",
    "concentrate": "concentrate evaporate",
    "pill": "pelletise pelletize granulate tablet",
    "calcine": "calcine",
    "bathe": "bathe",
    "forge": "forge hammer",
    "sow": "sow plant irrigate",
    "pack": "pack package bottle bag seal",
}
_NOUNS = {
    "ferment": ("fermentation", "inoculation", "starter culture"),
    "distil": ("distillation",),
    "extract": ("extraction",),
    "filter": ("filtration",),
    "dry": ("dehydration", "lyophilization"),
    "tan": ("tannage",),
    "sterilise": ("sterilization", "pasteurization"),
    "concentrate": ("concentration", "evaporation"),
}
_IRREGULAR = {
    "freeze": ("froze", "frozen"),
    "grind": ("ground",),
    "hang": ("hung",),
    "weave": ("woven",),
    "lay": ("laid",),
}
_DOUBLED = re.compile(r"[^aeiou][aeiou][bdglmnprt]$")


def verb_forms(verb: str) -> tuple[str, ...]:
    """The forms of a verb that a claim uses: dry, dries, dried, drying; irregular pasts by a small table."""
    if verb.endswith("ye"):
        return (verb, f"{verb}s", f"{verb}d", f"{verb}ing")
    stem = verb[:-1] if verb.endswith("e") else verb
    if _DOUBLED.search(verb):
        stem += verb[-1]
    past = f"{verb[:-1]}ied" if re.search(r"[^aeiou]y$", verb) else f"{stem}ed"
    third = f"{verb[:-1]}ies" if re.search(r"[^aeiou]y$", verb) else f"{verb}es" if verb[-1] in "hsx" else f"{verb}s"
    return (verb, third, past, f"{stem}ing", *_IRREGULAR.get(verb, ()))


# Short forms that stand for something else more often than for the operation.
_OTHER_MEANINGS = frozenset(
    {
        "rest",
        "stand",
        "stands",
        "age",
        "ages",
        "salt",
        "salts",
        "milk",
        "milks",
        "card",
        "cards",
        "full",
        "felt",
        "felts",
    }
    | {
        "plant",
        "plants",
        "bag",
        "bags",
        "tablet",
        "tablets",
        "color",
        "colour",
        "coat",
        "coats",
        "cover",
        "covers",
        "tan",
    }
    | {"ground", "powder", "powders", "mold", "mould", "molds", "moulds", "screen", "screens", "seal", "seals", "spray"}
    | {
        "bottle",
        "bottles",
        "package",
        "packages",
        "fix",
        "lay",
        "beat",
        "combine",
        "press",
        "extract",
        "extracts",
        "comb",
    }
    | {"ferment", "sour", "starter culture", "dice", "paint", "mount", "mounts", "filter", "filters", "concentrate"}
)


def english_words() -> dict[str, str]:
    """Word or verb form -> class slug."""
    words = {form: slug for slug, verbs in _VERBS.items() for verb in verbs.split() for form in verb_forms(verb)}
    return words | {noun: slug for slug, nouns in _NOUNS.items() for noun in nouns}


def is_ambiguous(word: str) -> bool:
    """True for a form that in running text is mostly a noun; as the name of a step it counts all the same."""
    return word in _OTHER_MEANINGS
