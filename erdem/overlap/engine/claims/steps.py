"""Preparation steps in Chinese and English claims, in order, with material, tool, solvent, ratio, temperature, time and mesh."""

from __future__ import annotations

import re
from dataclasses import replace

from erdem.lib.folding import FoldedText
from erdem.overlap.engine.claims.model import Language
from erdem.overlap.engine.process.operations import operation_words
from erdem.overlap.engine.records import Step

_METHOD = re.compile(r"步骤|方法|工艺|制法|制备|加工|流程|加水|煎煮|浸泡|回流|提取(?!物)")
_SEGMENT = re.compile(r"[^，。；;:,\n]+")
_TEMPERATURE = re.compile(
    r"(?:零下|-)?\d{1,5}(?:\.\d{1,4})?\s*(?:°c|℃|摄氏度|度)?(?:\s*(?:-|~|至)\s*-?\d{1,5}(?:\.\d{1,4})?)?\s*(?:°c|℃|"
    r"摄氏度)|常温|室温|低温|高温|文火|小火"
)
_TIME = re.compile(
    r"\d{1,5}(?:\.\d{1,4})?(?:\s*(?:-|~|至)\s*\d{1,5}(?:\.\d{1,4})?)?\s*(?:小时|分钟|天|日|周|个月|h|min|秒)|过夜|一宿|数日|数天"
)
_TOOL = re.compile(
    r"(?:用|采用|使用|通过|置于|放入|装入|经)([\u4e00-\u9fff0-9]{1,8}?(?:机|锅|桶|罐|器|筛|炉|箱|网|布|袋|刀|架|模|池|"
    r"床|泵|车|缸|瓮))"
)
_MATERIAL = re.compile(r"(?:将|把|取|对)([\u4e00-\u9fff]{1,10}?)(?=进行|用|放|置|加|切|洗|经|在|按|于|混|粉|\d|$)")
_PREAMBLE = re.compile(r"方法|工艺|步骤|流程")
_NUMBER = r"\d{1,5}(?:\.\d{1,4})?(?:\s*(?:-|~|至|to)\s*\d{1,5}(?:\.\d{1,4})?)?"
_SOLVENT = re.compile(
    rf"(?:(?:{_NUMBER}\s*%(?:\(v/v\))?(?:的)?)?(?:食用)?(?:乙醇|酒精|甲醇|丙酮|乙酸乙酯|正丁醇|石油醚|盐酸|黄酒|白酒|"
    rf"米醋)(?:水?溶液)?|(?:纯化|蒸馏|去离子|清)?水(?=煎|提|浸|煮|,|，|$|回流))"
)
_RATIO = re.compile(
    rf"{_NUMBER}\s*倍(?:重?量|体积)?|料液比(?:为)?\s*1\s*:\s*{_NUMBER}|[一二三四五六七八九十]{{1,3}}倍量?"
)
_MESH = re.compile(rf"{_NUMBER}\s*目")
_REPEATS = re.compile(rf"(?:{_NUMBER}|[一二两三四五六])\s*次")
# A stretch that only says how long, how hot, how often: it belongs to the step before it.
_TELLS = re.compile(r"^(?:每次|各|共|时间|温度|合并|第[一二三]次|再|于)?[^\u4e00-\u9fff]{0,4}")
MAX_STEPS = 60

_EN_METHOD = re.compile(
    r"\b(?:method|process|steps?|prepared by|obtained by|made by|produced by|extracted with|obtainable by)\b"
)
_EN_VERBS = (
    "extract|decoct|boil|soak|steep|macerat|grind|pulveri[sz]|crush|mill|dry|sun-dry|freeze-dry|filter|filtrat|"
    "concentrat|evaporat|mix|blend|combin|stir|"
    "ferment|inoculat|heat|cool|sterili[sz]|pasteuri[sz]|homogeni[sz]|press|squeez|cut|slic|chop|wash|clean|rins|peel|"
    "roast|fr(?:y|i)|bak|steam|cook|simmer|reflux|"
    "distil|dissolv|precipitat|centrifug|sieve?|siev|screen|granulat|tablet|encapsulat|compress|knead|roll|mold|mould|"
    "shap|pack|fill|bottl|age|aging|"
    "curdl|coagulat|churn|skim|separat|strain|tan|smok|salt|pickl|add|collect|harvest|milk|defat|decolou?ri[sz]|purif|"
    "elut|adsorb|spray-dry|allow"
)
_EN_OPERATION = re.compile(
    rf"\b(?:{_EN_VERBS})(?:ing|ting|ning|ping|ling|ring|ming|ding)\b|\b(?:{_EN_VERBS})(?:ed|ted|ned|ped|led|red)\b"
)
# the dried beef, a fermented drink: the form tells of a state, not of a step.
_EN_STATE = re.compile(r"(?:\b(?:the|an?|said|of|with|into|from|and/or)|[a-z]{3,}ing) $")
_EN_FORM = re.compile(r"(?:ing|ed|hung|woven|laid)$")
_EN_SEGMENT = re.compile(r"(?:[^;,:.]|\.(?=\d)|,(?=\d))+")
_EN_TEMPERATURE = re.compile(
    rf"-?{_NUMBER}\s*(?:° ?[cf]\b|°|degrees? (?:c|f|celsius|centigrade|fahrenheit)\b)|\b(?:room|ambient) temperature\b"
)
_EN_TIME = re.compile(
    rf"\b(?:{_NUMBER}|one|two|three|several|overnight)\s*-?(?:hours?|hrs?|h|minutes?|mins?|days?|weeks?|months?|"
    rf"seconds?)\b|\bovernight\b"
)
_EN_SOLVENT = re.compile(
    rf"(?:{_NUMBER}\s*%\s*(?:\(?v/v\)?\s*)?)?(?:aqueous )?(?:ethanol|methanol|alcohol|acetone|ethyl acetate|n-?butanol|"
    rf"hexane|petroleum ether|water|chloroform|vinegar|wine)\b"
)
_EN_RATIO = re.compile(rf"\b{_NUMBER}\s*(?:times|fold|volumes|-fold)\b|\bratio of \d{{1,4}}\s*:\s*{_NUMBER}")
_EN_MESH = re.compile(rf"\b{_NUMBER}\s*-?mesh\b")
_EN_REPEATS = re.compile(r"\b(?:once|twice|thrice|(?:\d{1,2}|two|three|four) times)\b")
_EN_MATERIAL = re.compile(
    r"\s+(?:the |said |a |an )?((?:[a-z\-]+ ){0,4}?[a-z\-]+)(?=\s+(?:with|in|at|for|to|into|by|using|and|from|until|"
    r"through|under|on|of)\b|$|\s*\d)"
)


def find_steps(folded: FoldedText, language: Language = Language.CHINESE) -> tuple[Step, ...]:
    """Steps of a text that speaks of a method; empty for one that does not."""
    if language is Language.ENGLISH:
        return _english(folded)
    if language is Language.OTHER or not _METHOD.search(folded.text):
        return ()
    steps: list[Step] = []
    for segment in _SEGMENT.finditer(folded.text):
        words = [] if _PREAMBLE.search(segment.group()) else operation_words(segment.group())
        if words and len(steps) < MAX_STEPS:
            steps.append(_step(folded, segment, words))
        elif steps and len(segment.group()) < 40:
            steps[-1] = _completed(steps[-1], segment.group())
        if len(steps) >= MAX_STEPS:
            break
    return tuple(steps)


def _step(folded: FoldedText, segment: re.Match[str], words: list[tuple[int, int, str]]) -> Step:
    text = segment.group()
    first, last = words[0][0], words[-1][1] if words[-1][1] - words[0][0] <= 12 else words[0][1]
    base = segment.start()
    material, tool = _MATERIAL.search(text), _TOOL.search(text)
    return Step(
        operation=folded.quote(base + first, base + last),
        material=material.group(1) if material else "",
        tool=tool.group(1) if tool else "",
        temperature=_said(_TEMPERATURE, text),
        time=_said(_TIME, text),
        other=text if len(text) < 60 else "",
        span=folded.span(base + first, base + last),
        solvent=_said(_SOLVENT, text),
        ratio=_said(_RATIO, text),
        mesh=_said(_MESH, text),
        repeats=_said(_REPEATS, text),
    )


def _completed(step: Step, text: str) -> Step:
    """The step with what a following stretch without an operation says of it (每次2小时)."""
    return replace(
        step,
        temperature=step.temperature or _said(_TEMPERATURE, text),
        time=step.time or _said(_TIME, text),
        solvent=step.solvent or _said(_SOLVENT, text),
        ratio=step.ratio or _said(_RATIO, text),
        mesh=step.mesh or _said(_MESH, text),
        repeats=step.repeats or (_said(_REPEATS, text) if "每次" not in text else ""),
    )


def _said(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return match.group().strip() if match else ""


def _english(folded: FoldedText) -> tuple[Step, ...]:
    method = _EN_METHOD.search(folded.text)
    if method is None:
        return ()
    steps: list[Step] = []
    for segment in _EN_SEGMENT.finditer(folded.text, method.start()):
        operations = _english_operations(segment.group())
        if not operations and steps and len(segment.group()) < 80:
            steps[-1] = _completed_english(steps[-1], segment.group())
        for index, operation in enumerate(operations):
            ends = operations[index + 1][0] if index + 1 < len(operations) else len(segment.group())
            steps.append(_english_step(folded, segment, operation, ends))
            if len(steps) >= MAX_STEPS:
                return tuple(steps)
    return tuple(steps)


def _english_operations(text: str) -> list[tuple[int, int]]:
    """Verbal forms of operations: those of the classes of operations and those the parser knows beside them."""
    spans = {match.span() for match in _EN_OPERATION.finditer(text)}
    spans.update((start, end) for start, end, _ in operation_words(text) if _EN_FORM.search(text, start, end))
    kept: list[tuple[int, int]] = []
    for span in sorted(spans, key=lambda span: (span[0], -span[1])):
        state = text.endswith("ed", 0, span[1]) and _EN_STATE.search(text, max(0, span[0] - 20), span[0])
        if not state and (not kept or span[0] >= kept[-1][1]):
            kept.append(span)
    return kept


def _english_step(folded: FoldedText, segment: re.Match[str], operation: tuple[int, int], ends: int) -> Step:
    text = segment.group()[operation[0] : ends]
    base = segment.start() + operation[0]
    length = operation[1] - operation[0]
    material = _EN_MATERIAL.match(text, length)
    return Step(
        operation=folded.quote(base, base + length),
        material=material.group(1) if material else "",
        temperature=_said(_EN_TEMPERATURE, text),
        time=_said(_EN_TIME, text),
        other=text.strip() if len(text) < 120 else "",
        span=folded.span(base, base + length),
        solvent=_said(_EN_SOLVENT, text),
        ratio=_said(_EN_RATIO, text),
        mesh=_said(_EN_MESH, text),
        repeats=_said(_EN_REPEATS, text),
    )


def _completed_english(step: Step, text: str) -> Step:
    return replace(
        step,
        temperature=step.temperature or _said(_EN_TEMPERATURE, text),
        time=step.time or _said(_EN_TIME, text),
        mesh=step.mesh or _said(_EN_MESH, text),
        repeats=step.repeats or _said(_EN_REPEATS, text),
    )
