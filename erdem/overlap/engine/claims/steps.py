"""Preparation steps in Chinese claims: operation, material, tool, temperature and time, in order."""

from __future__ import annotations

import re

from erdem.lib.folding import FoldedText
from erdem.overlap.engine.process.operations import operation_words
from erdem.overlap.engine.records import Step

_METHOD = re.compile(r"步骤|方法|工艺|制法|制备|加工|流程")
_SEGMENT = re.compile(r"[^，。；;:,\n]+")
_TEMPERATURE = re.compile(
    r"(?:零下|-)?\d+(?:\.\d+)?\s*(?:°c|℃|摄氏度|度)?(?:\s*(?:-|~|至)\s*-?\d+(?:\.\d+)?)?\s*(?:°c|℃|摄氏度)|常温|室温|低温|高温|文火|小火"
)
_TIME = re.compile(
    r"\d+(?:\.\d+)?(?:\s*(?:-|~|至)\s*\d+(?:\.\d+)?)?\s*(?:小时|分钟|天|日|周|个月|h|min|秒)|过夜|一宿|数日|数天"
)
_TOOL = re.compile(
    r"(?:用|采用|使用|通过|置于|放入|装入|经)([\u4e00-\u9fff0-9]{1,8}?(?:机|锅|桶|罐|器|筛|炉|箱|网|布|袋|刀|架|模|池|床|泵|车|缸|瓮))"
)
_MATERIAL = re.compile(r"(?:将|把|取|对)([\u4e00-\u9fff]{1,10}?)(?=进行|用|放|置|加|切|洗|经|在|按|于|混|粉|\d|$)")
_PREAMBLE = re.compile(r"方法|工艺|步骤|流程")
MAX_STEPS = 60


def find_steps(folded: FoldedText) -> tuple[Step, ...]:
    """Steps of a text that speaks of a method; empty for one that does not."""
    if not _METHOD.search(folded.text):
        return ()
    steps: list[Step] = []
    for segment in _SEGMENT.finditer(folded.text):
        words = [] if _PREAMBLE.search(segment.group()) else operation_words(segment.group())
        if words and len(steps) < MAX_STEPS:
            steps.append(_step(folded, segment, words))
    return tuple(steps)


def _step(folded: FoldedText, segment: re.Match[str], words: list[tuple[int, int, str]]) -> Step:
    text = segment.group()
    first, last = words[0][0], words[-1][1] if words[-1][1] - words[0][0] <= 12 else words[0][1]
    base = segment.start()
    material, tool = _MATERIAL.search(text), _TOOL.search(text)
    temperature, time = _TEMPERATURE.search(text), _TIME.search(text)
    return Step(
        operation=folded.quote(base + first, base + last),
        material=material.group(1) if material else "",
        tool=tool.group(1) if tool else "",
        temperature=temperature.group() if temperature else "",
        time=time.group() if time else "",
        other=text if len(text) < 60 else "",
        span=folded.span(base + first, base + last),
    )
