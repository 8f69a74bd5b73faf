"""Entries of a Chinese list: which words between the marks are a name, and which amount belongs to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from erdem.lib.quantity import NOTHING, Kind, Quantity
from erdem.overlap.engine.canonical import Canonicaliser
from erdem.overlap.engine.claims.lists import Token

MAX_UNKNOWN = 16
_LEAD = re.compile(
    r"^.*(?:组成|制成|制备而成|包括有?|包含有?|含有|加入|添加|原料药?为|如下|下述|所述的?|上述的?|其中|其特征在?于?|"
    r"优选|称取|选取|量取|取以下|"
    r"分别为|配方|药材|重量份数?|质量份数?|任选地?|可选地?|还含|以下|下列|选自|余量|其余|组分[a-z\d一二三四五]?|"
    r"成分[a-z\d一二三四五]?|一种|至少)"
    r"(?:为|是|的|由|有|取|将)?(?=\S)"
)
_LEAD_ONE = re.compile(r"^(?:取|的|由|为|是|按|将|用|以|含|还|另|占|有|在|步骤|具有|再|每|中)+(?=[\u4e00-\u9fff]{2})")
_TRAIL = re.compile(
    r"(?:的?(?:加入|添加|使)?(?:用量|含量|重量|质量|份数|比例|加入量|添加量|重量份数?|质量份数?|配比|剂量|"
    r"重量百分[比数]|质量百分[比数]|百分比)"
    r"(?:比|数)?)?(?:(?:以|按照?|依)?(?:重量|质量|体积)?配?比例?|组成(?:的组.{0,12})?|制成|制备而成|构成|配制而成|"
    r"混合而成)?(?:分别)?(?:为|是|占|在|约|各|均|的|至|取)?[:(=\-~ ]*$"
)
_BRACKETS = re.compile(r"^[\s()\[\]{}<>《》【】\"'“”:=.\-~·+]+|[\s(\[{<《【\"'“”:=.\-~·+]+$")
_BULLET = re.compile(
    r"^(?:\(?(?:\d{1,2}|[a-z]|[ivx]{1,4}|[一二三四五六七八九十]{1,2})[).、]|第[一二三四五六七八九十]+[,、]?|步骤\d{0,2})+"
)
_NAME = re.compile(r"[\u4e00-\u9fffa-z\d\u0370-\u03ff()\-,'\[\]·.%+/]{1,24}")
_HAS_LETTER = re.compile("[\u4e00-\u9fffa-z\u0370-\u03ff]")
_SINGLE = frozenset("水盐糖酒醋蜜姜葱茶奶油蛋")
_NOT_A_NAME = re.compile(
    r"重量|质量|原料|组合|药物|方法|步骤|时间|温度|混合|粉碎|所述|其中|权利|要求|总量|用量|剂量|每日|每次|"
    r"加水|煎煮|过滤|比例|以下|制剂|成分|组分|余量|倍量|浓度|体积|含量|小时|分钟|目筛|颗粒剂|胶囊|片剂|"
    r"优选|制备|得到|进行|其余|上述|以上|该|用于|治疗|适量|任意|至少|一种|几种|粒径|粒度|纯度|水分|收率|密度|可以|使得|"
    r"特征|产品|说明|"
    r"不[少低小超高大]于|大于|小于|分别|份数|百分|配方|加入|添加|包括|包含|组成|制成|或者|各组|范围|满足|次服|"
    r"^(?:的|是|为|在|与|和|及|或|中|后|时|内|上|下|再|则|即|而|并|且|可|能|将|由|按|经|至|从|对|于|若|当|如|较|更|最|"
    r"取|称|约|用|混匀|均|各|共|另)|"
    r"(?:时|后|中|上|下|内|得|成|于|的|为|至|和|或|及|用|取|等)$"
)
_NOT_BARE = re.compile(
    r"[的了将把在经于使按可能被个项该此其]|方剂|功[效能]|疾病|病|症|炎|痛|[丸散汤膏剂片贴酊]$|作用|食品|保健|饮料|应用|"
    r"用途|装置|系统|设备|机|器|"
    r"中药|药$|酒$|茶$|制作|加工|生产|酱$|处理|具有|压榨|成型|搅拌|加热|冷却|杀菌|灭菌|混匀|静置|发酵$|为|技术|材料$|"
    r"辅料|载体|药味|药效|治|患者|人群|动物"
)
_CONCENTRATION = re.compile(
    r"(?:浓度|纯度|含水[量率]|水分|收率|回收率|度数|酒精度|含水|脂肪含量|蛋白质?含量)(?:为|是|在|约)?$"
)
_SOLVENT = re.compile(r"(?:食用|药用)?(?:乙醇|酒精|甲醇|盐酸|醋酸|氨水|丙酮|白酒|氢氧化钠|硫酸|醇)")
_PREFERRED = re.compile(
    r"(?:优选|较佳|最佳|较优|最优|特别优选|更优选)(?:地|的|是|为|用量|范围|值)*(?:重量份|份数)?(?:为|是)?[:(]*$"
)
_PREFERRED_HEAD = re.compile(r"优选|最佳|较佳")
# One or two characters before a known name that make another name of it (蓝沙菊花); a place (新疆雪莲花) does not.
_KIND = re.compile(
    r"(?:(?![药料剂材方份组成主辅君臣佐使取加用含由以将中的各和与及或为是称量入需共物者])[\u4e00-\u9fff]){1,2}"
)
_PLACE = re.compile(
    r"新疆|内蒙|蒙古|宁夏|甘肃|青海|西藏|四川|云南|贵州|广西|广东|海南|福建|浙江|江苏|安徽|江西|湖南|湖北|河南|河北|"
    r"山东|山西|陕西|辽宁|吉林|"
    r"黑龙江|东北|华北|西北|长白|道地|优质|特级|一级|上等|精选|天然|野生|新鲜|进口|国产|有机|炮制|干燥|纯净|原料|药材|"
    r"主药|辅药|炒制|精制"
)
_CHOSEN = re.compile(r"任选地?|可选地?|选择性地?|视需要|必要时")


@dataclass(frozen=True, slots=True)
class Entry:
    """A name's folded span with its amount; `weak` is an unknown name without an amount, `best` marks 优选."""

    start: int
    end: int
    quantity: Quantity = NOTHING
    preferred: Quantity = NOTHING
    weak: bool = False
    best: bool = False
    chosen: bool = False
    known: bool = False
    flags: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Run:
    """Names and words that stand together, without an amount between them."""

    start: int
    end: int
    names: list[tuple[int, int]]


def entries(text: str, found: Sequence[Token], canonicalise: Canonicaliser) -> list[Entry]:
    """The entries of a text in order."""
    kept: list[Entry] = []
    for segment in _segments(text, found):
        _read_segment(text, segment, kept, canonicalise)
    return kept


def _segments(text: str, found: Sequence[Token]) -> list[list[Token]]:
    """Tokens parted at marks and joints; a colon between a name and its amount parts nothing."""
    parted: list[list[Token]] = [[]]
    for index, token in enumerate(found):
        if token.kind not in ("mark", "joint"):
            parted[-1].append(token)
        elif not (text[token.start] == ":" and _leads_to_amount(found, index) and parted[-1]):
            parted.append([])
    return [segment for segment in parted if segment]


def _leads_to_amount(found: Sequence[Token], index: int) -> bool:
    return index + 1 < len(found) and found[index + 1].kind == "amount"


def _read_segment(text: str, segment: list[Token], kept: list[Entry], canonicalise: Canonicaliser) -> None:
    pieces = _without_concentrations(text, _pieces(segment))
    amounts = [piece for piece in pieces if isinstance(piece, Token)]
    first = pieces[0] if pieces else None
    names = [
        _named(text, piece, canonicalise, bare=not amounts) if isinstance(piece, _Run) else None for piece in pieces
    ]
    before = (isinstance(first, Token) and any(names)) or _leads(names, pieces)
    for index, piece in enumerate(pieces):
        if isinstance(piece, _Run):
            kept.extend(names[index] or ())
            if not before:
                continue
            previous = pieces[index - 1] if index else None
            if isinstance(previous, Token) and names[index]:
                _give(kept, len(kept) - len(names[index] or ()), previous)
        elif not before:
            _attach(text, pieces, index, kept)


def _leads(names: Sequence[list[Entry] | None], pieces: Sequence[_Run | Token]) -> bool:
    """Words that are no name, then amount and name (称取10份黄芪): the amounts stand before their names."""
    return (
        len(pieces) >= 3 and not names[0] and isinstance(pieces[1], Token) and bool(names[2]) and len(pieces) % 2 == 1
    )


def _pieces(segment: list[Token]) -> list[_Run | Token]:
    pieces: list[_Run | Token] = []
    for token in segment:
        if token.kind == "amount":
            pieces.append(token)
            continue
        last = pieces[-1] if pieces else None
        if not isinstance(last, _Run):
            last = _Run(token.start, token.end, [])
            pieces.append(last)
        last.end = token.end
        if token.kind == "name":
            last.names.append((token.start, token.end))
    return pieces


def _without_concentrations(text: str, pieces: list[_Run | Token]) -> list[_Run | Token]:
    """60%乙醇20份, 浓度为60%的乙醇: the per cent is part of the solvent's name, not its amount."""
    kept: list[_Run | Token] = []
    for index, piece in enumerate(pieces):
        if isinstance(piece, Token) and _is_concentration(text, pieces, index):
            continue
        last = kept[-1] if kept else None
        if isinstance(piece, _Run) and isinstance(last, _Run):
            last.names.extend(piece.names)
            if not piece.names or last.names == piece.names:
                kept[-1] = piece
            continue
        kept.append(piece)
    return kept


def _is_concentration(text: str, pieces: Sequence[_Run | Token], index: int) -> bool:
    piece = pieces[index]
    if not isinstance(piece, Token) or piece.amount is None or "%" not in piece.amount.quantity.unit:
        return False
    if _CONCENTRATION.search(text, max(0, piece.start - 12), piece.start):
        return True
    follows = _SOLVENT.match(text, piece.end + (text[piece.end : piece.end + 1] == "的"))
    return follows is not None and index + 2 < len(pieces) and (index == 0 or isinstance(pieces[index - 1], _Run))


def _attach(text: str, pieces: Sequence[_Run | Token], index: int, kept: list[Entry]) -> None:
    """Gives an amount to the name before it, or notes it as the preferred one of that name."""
    token = pieces[index]
    if not isinstance(token, Token) or token.amount is None or not kept:
        return
    last = kept[-1]
    if _PREFERRED.search(text, max(last.end, token.start - 12), token.start):
        if last.preferred.kind is Kind.NONE:
            kept[-1] = replace(last, preferred=token.amount.quantity)
        return
    near = token.start - last.end <= 14 and _TRAIL.fullmatch(text, last.end, token.start)
    if not near and (index or text[last.end : token.start].strip(",、;: ()")):
        return
    if last.quantity.kind is Kind.NONE:
        _give(kept, len(kept) - 1, token)


def _give(kept: list[Entry], index: int, token: Token) -> None:
    if token.amount is not None and kept[index].quantity.kind is Kind.NONE:
        kept[index] = replace(kept[index], quantity=token.amount.quantity, flags=token.amount.flags, weak=False)


def _named(text: str, run: _Run, canonicalise: Canonicaliser, *, bare: bool) -> list[Entry]:
    """The names a run stands for: known ones, or one unknown name; nothing for words that name no substance."""
    start, end = _trimmed(text, run)
    names = [span for span in run.names if span[0] >= start and span[1] <= end] or [
        span for span in run.names if span[1] > start and span[0] < end
    ]
    best = _PREFERRED_HEAD.search(text, run.start, names[0][0] if names else max(start, run.start)) is not None
    chosen = _CHOSEN.search(text, run.start, names[0][0] if names else max(start, run.start)) is not None
    if not names:
        if not _is_unknown_name(text[start:end], bare=bare):
            return []
        return [Entry(start, end, weak=bare, best=best, chosen=chosen)]
    if len(names) == 1:
        names = [_whole(text, start, end, names[0], canonicalise, bare=bare)]
    return [Entry(*span, best=best, chosen=chosen, known=True) for span in names]


def _whole(
    text: str, start: int, end: int, name: tuple[int, int], canonicalise: Canonicaliser, *, bare: bool
) -> tuple[int, int]:
    """The known name, widened to the words around it when all of it is a name (黄芪多糖, 新疆雪莲花)."""
    if (start, end) == name:
        return name
    whole = text[start:end]
    if len(whole) > MAX_UNKNOWN or not _NAME.fullmatch(whole):
        return name
    if not canonicalise(whole).is_provisional:
        return start, end
    before = text[start : name[0]]
    listed = not bare or text[start - 1 : start] in tuple("、和与及或:")
    if before and end == name[1] and listed and _KIND.fullmatch(before) and not _PLACE.match(before):
        return start, end
    after = text[name[1] : end]
    if after and not bare and len(after) <= 6 and _HAS_LETTER.search(after) and not _NOT_A_NAME.search(after):
        return (start if _is_unknown_name(whole, bare=False) else name[0]), end
    return name


def _trimmed(text: str, run: _Run) -> tuple[int, int]:
    """The run without leading words (由…制成, 所述), bullets, brackets and the words before an amount (的用量为)."""
    start, end = run.start, run.end
    if not run.names:
        end = _without_trail(text, start, end)
    limit = run.names[0][0] if run.names else end
    if end - start > 400:
        start = max(limit - 60, start)
    for pattern in (_LEAD, _BULLET, _BRACKETS, _LEAD_ONE):
        match = pattern.match(text[start:limit]) if pattern is _BRACKETS else _led(pattern, text, start, limit)
        if match:
            start += match.end()
    floor = run.names[-1][1] if run.names else start
    end = _without_trail(text, floor, end)
    bracket = re.search(r"[\s(\[{<《【\"'“”:=.\-~·+]+$", text[floor:end])
    if bracket:
        end = floor + bracket.start()
    return start, _closed(text, max(start, floor), end)


def _without_trail(text: str, floor: int, end: int) -> int:
    """Before the words that lead from a name to its amount (的用量为)."""
    tail = text[floor:end][-60:]
    trail = _TRAIL.search(tail)
    return end - len(tail) + trail.start() if trail else end


def _led(pattern: re.Pattern[str], text: str, start: int, limit: int) -> re.Match[str] | None:
    """A match within [start, limit) that may look at the two characters behind it."""
    match = pattern.match(text[start : limit + 2])
    if match and start + match.end() > limit:
        match = pattern.match(text[start:limit])
    return match


def _closed(text: str, start: int, end: int) -> int:
    """Before a closing bracket whose opening one is not part of the name."""
    while end > start and text[end - 1] in ")]}》】" and text.count("(", start, end) < text.count(")", start, end):
        end -= 1
    return end


def _is_unknown_name(name: str, *, bare: bool) -> bool:
    if len(name) == 1:
        return name in _SINGLE and not bare
    if not 2 <= len(name) <= MAX_UNKNOWN or not _NAME.fullmatch(name) or not _HAS_LETTER.search(name):
        return False
    if name[0].isdigit() and not re.match(r"\d+(?:,\d+)*-|\d{1,3}%", name):
        return False
    if name.isascii() and (len(name) < 3 or bare):
        return False
    return not _NOT_A_NAME.search(name) and not (bare and (len(name) > 8 or _NOT_BARE.search(name)))
