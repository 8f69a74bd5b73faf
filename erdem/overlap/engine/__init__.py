"""The overlap engine: traditional knowledge against patent literature, with reasons. Plain Python and numpy.

lexicon = engine.load_seed("erdem/knowledge/seeds/substances.jsonl")
records, problems = engine.read_tk("formulas.jsonl.gz")
pool = engine.prepare(records, lexicon)
patents, problems = engine.read_literature("patents.jsonl")
for match in engine.screen(pool, patents[0], top=10):
    print(match.as_json())
"""

from erdem.overlap.engine.canonical import Canonical, Canonicaliser
from erdem.overlap.engine.claims import ParsedPatent, ParsedText, parse_patent, parse_text
from erdem.overlap.engine.evaluating.retrieval import evaluate
from erdem.overlap.engine.formula.compare import Relation
from erdem.overlap.engine.grades import Grade, GradeTable, Reason
from erdem.overlap.engine.lexicon import Lexicon, Substance, SubstanceKind, load_seed
from erdem.overlap.engine.match import Match, Matches, SharedRow, StepRow, Variant
from erdem.overlap.engine.pool import Cluster, Pool, prepare
from erdem.overlap.engine.problems import RecordProblem
from erdem.overlap.engine.readers import read_literature, read_rows, read_tk
from erdem.overlap.engine.reasons import WhyNot
from erdem.overlap.engine.records import Ingredient, Patent, Step, TkRecord, patent, tk_record
from erdem.overlap.engine.screening import screen, screen_all
from erdem.overlap.engine.version import ENGINE_VERSION

__all__ = [
    "ENGINE_VERSION",
    "Canonical",
    "Canonicaliser",
    "Cluster",
    "Grade",
    "GradeTable",
    "Ingredient",
    "Lexicon",
    "Match",
    "Matches",
    "ParsedPatent",
    "ParsedText",
    "Patent",
    "Pool",
    "Reason",
    "RecordProblem",
    "Relation",
    "SharedRow",
    "Step",
    "StepRow",
    "Substance",
    "SubstanceKind",
    "TkRecord",
    "Variant",
    "WhyNot",
    "evaluate",
    "load_seed",
    "parse_patent",
    "parse_text",
    "patent",
    "prepare",
    "read_literature",
    "read_rows",
    "read_tk",
    "screen",
    "screen_all",
    "tk_record",
]
