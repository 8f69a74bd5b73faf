"""Every number the overlap engine decides with, in one place.

A score orders candidates for a reader; it is not a verdict. `ALARM` is the score from which a match is
put before an officer; weaker matches stay in the list.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FormulaWeights:
    """Weights of the formula score; the three base parts sum to 1."""

    linear: float = 0.75  # matched - 0.4 missing - 0.1 added + 2.4 dose evidence, by information content
    tversky: float = 0.1  # forgiving to additions
    jaccard: float = 0.15  # forgiving to omissions
    linear_missing: float = 0.4
    linear_added: float = 0.10
    tversky_missing: float = 0.7
    tversky_added: float = 0.15
    dose_evidence: float = 2.4  # what the evidence of the doses counts in the linear part
    dose: float = 0.12  # share of the score that dose agreement can move besides
    dose_neutral: float = 0.5  # taken when no doses can be compared: absence must not sink a match
    optional: float = 0.3  # weight of an added ingredient that the claim makes optional
    provisional: float = 0.6  # weight of a name the lexicon does not know
    prose: float = 0.08  # weight of a fragment of running text taken for a name
    recovered: float = 0.9  # weight of an ingredient read from a book's text because the parsed list lost it
    in_text: float = 0.3  # an added ingredient that the TK record's text names outside its list
    in_text_added: float = 0.4  # ... and how much such an ingredient still counts as added
    in_text_limit: float = 3.0  # such ingredients weigh at most so many times what the lists share
    complete: float = 0.12  # the claim holds all of a formula of `COMPLETE_FROM` substances or more
    named: float = 0.08  # the patent names the formula
    named_only: float = 0.5  # the patent names the formula and gives no ingredients
    tradition: float = 0.40  # the patent names the tradition the formula belongs to, and shares substances
    transmission: float = 0.08  # how much of the score a formula of no name or one book loses against one of many books
    indication: float = 0.02  # tie-breaker
    text: float = 0.01  # tie-breaker: words of the record's text in the patent's
    classes: float = 0.05  # what a patent of another field of technology loses
    single: float = 0.55  # what a match of one substance loses: it is never a confident one


@dataclass(frozen=True, slots=True)
class ProcessWeights:
    """Weights of the process score; they sum to 1."""

    name: float = 0.50
    steps: float = 0.30
    materials: float = 0.20
    generic_name: float = 0.3  # what an everyday word (奶茶, 酸奶) counts as a name match
    name_in_text: float = 0.7  # the name stands in claims or abstract, not in title or product
    near: float = 0.6  # a near step against 1.0 for a same step
    least_information: float = 2.5  # steps that tell less than this together are not worth full marks
    least_materials: float = 1.2  # and materials that tell less than this
    core: float = (
        0.5  # share of the steps' part that the tradition's own steps make, whatever the patent adds around them
    )
    gap_open: float = 0.08  # cost of a gap between two matched steps, in information of a step
    gap_longer: float = 0.02  # cost of each further step in the gap
    parameters: float = 0.4  # what a pair loses at most when temperature, time, mesh or ratio lie apart
    process_only: float = (
        0.5  # steps without name and materials are named a process from this share of the tradition on
    )


@dataclass(frozen=True, slots=True)
class NameWeights:
    """Grades of the ways in which a text is near a watched name, and how much a name tells."""

    same: float = 1.0
    same_mongolian: float = 0.95
    contains: float = 0.9
    look_alike: float = 0.8
    same_sound: float = 0.7
    one_character: float = 0.6
    near_sound: float = 0.5
    transliteration: float = 0.5
    part_of: float = 0.4
    place: float = 0.2  # distinctiveness of a bare place or of the region itself
    everyday: float = 0.3  # ... of an everyday word (奶茶, 酸奶)
    compound: float = 0.7  # ... at least, of an everyday word with a further character (蒙古刀)
    short: float = 0.8  # ... of a name of fewer characters than `short_below`
    short_below: int = 3
    least: float = 0.28  # a weaker hit is not reported, unless mark and name are the same
    one_character_from: int = 4  # characters of a mark that may differ in one
    one_character_in_text: int = 5  # and of a name in running text
    look_alike_in_text: int = 3
    same_sound_in_text: int = 3  # syllables
    near_sound_in_text: int = 4
    letters_in_text: int = 6  # Latin letters read as pinyin
    sounds_in_text: int = 4  # sounds of a name in another script


FORMULA = FormulaWeights()
PROCESS = ProcessWeights()
NAMES = NameWeights()


@dataclass(frozen=True, slots=True)
class BandLimits:
    """Where the bands begin; calibrated on the labelled pairs of `erdem eval bands`."""

    upper_score: float = 0.30
    upper_strength: float = 1.1  # shared information and dose evidence; 1 singles out one formula of the pool
    upper_coverage: float = 0.7  # share of the record's information that the patent holds
    whole: float = 0.85  # a formula held to this share ...
    middle_strength: float = 0.8  # ... with this strength is worth a look whatever else is claimed
    upper_process: float = 0.6


BANDS_AT = BandLimits()


@dataclass(frozen=True, slots=True)
class DoseWeights:
    """How the logarithms of claimed over old amounts scatter around their common scale."""

    kept_closely: float = 0.3  # share of sources whose amounts were kept, rounded or within some percent
    scatter_closely: float = 0.15  # standard deviation then, natural logarithm
    kept_loosely: float = 0.3  # share of sources whose amounts were kept with changes
    scatter_loosely: float = 0.4
    scatter_unrelated: float = 1.0  # and when nothing was kept


DOSES = DoseWeights()


@dataclass(frozen=True, slots=True)
class CombinationLimits:
    """When several records are said to make up a claim together."""

    covered: float = 0.85  # share of the claimed substances that they hold together
    alone: float = 0.75  # a record that holds this share by itself needs no other
    substances: int = 3  # a formula takes part from this size on, whatever the uses


COMBINATION_AT = CombinationLimits()

ALARM = 0.45  # from this score a match raises an alarm ...
ALARM_SHARED = 3  # ... a formula only with at least this many shared substances, or when it is identical ...
ALARM_SHARED_TRADITION = 2  # enough when the patent itself names the tradition
ALARM_COVERAGE = 0.5  # ... and only when they carry at least this share of the TK formula's information

SAME_USE = 0.34  # from this similarity two stated uses are called alike
DOSE_DIFFERS = 0.7  # below this agreement the doses are said to differ
TELLING_MATERIAL = 0.2  # a shared material tells something from this information on: water and salt alone do not
MOST_COMBINED = 12  # records in a combination, and claimed substances up to which single plants are combined
COMBINED_AMONG = 60  # best clusters among which records that make up a claim together are looked for
COMPLETE_FROM = 4
SAME_GRADE = 0.9  # from this grade a substance counts as the same for the relation name
SHARED_GRADE = 0.5  # from this grade a substance counts as shared
CANDIDATES = 300  # records scored exactly for each patent at most
CANDIDATES_EACH = 25  # ... and so many more for each claimed substance above ten
CANDIDATE_SHARE = 0.12  # ... and only those whose first score reaches this share of the best first score
PROCESS_CANDIDATES = 60  # processes aligned for each patent at most
DOSE_SHARE = 0.3  # doses are compared from this share of the best first score on
CLUSTER_LIMIT = 50  # variants named for each cluster
