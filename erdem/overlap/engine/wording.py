"""Sentences for relations and reasons, in Chinese and English, for the files that `erdem screen` writes.

The slugs are the contract; these words are one way to say them. The web pages have their own translations.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from erdem.overlap.engine.reasons import BARRING, WhyNot

RELATIONS: dict[str, dict[str, str]] = {
    "zh": {
        "identical": "组成相同",
        "tk_plus_additions": "原方加味",
        "reduced": "原方减味",
        "modified": "加减",
        "combination": "数方相合",
        "single_substance": "单味相同",
        "same_process": "同一做法",
        "similar_process": "相近做法",
        "process_only": "仅步骤相同",
        "name_only": "仅名称相同",
        "neighbouring": "相邻",
    },
    "en": {
        "identical": "identical composition",
        "tk_plus_additions": "TK formula with additions",
        "reduced": "TK formula reduced",
        "modified": "TK formula modified",
        "combination": "combination of TK formulas",
        "single_substance": "one substance shared",
        "same_process": "same process",
        "similar_process": "similar process",
        "process_only": "same steps only",
        "name_only": "same name only",
        "neighbouring": "neighbouring",
    },
}

_REASONS: dict[str, dict[str, str]] = {
    "zh": {
        "added": "专利增{n}味：{names}",
        "missing": "专利减{n}味：{names}",
        "named_in_tk_text_only": "古书正文提到而所列药味中没有：{names}",
        "indication_not_stated": "一侧没有写用途",
        "indication_differs": "用途不同：古书“{tk}”，专利“{patent}”",
        "processing_not_written": "{substance}：专利未写炮制，古书有炮制",
        "processing_differs": "{substance}：炮制不同",
        "not_the_same_substance": "{claim}与{tk}只是相近，记{grade}",
        "unknown_substance": "词表中没有“{name}”，按字面比对",
        "dose_ratio_differs": "用量比例不同：专利{claim}，古书{tk}",
        "dose_not_written": "没有写用量：{names}",
        "dose_free": "用量不定（少许、适量）：{names}",
        "dose_unreadable": "用量读不出：{names}",
        "counted_dose_not_converted": "以枚、个计，不折算：{names}",
        "other_unit_not_converted": "单位不同，不折算：{names}",
        "full_text_not_seen": "没有取得专利全文",
        "claim_is_open": "权利要求为开放式，可以另加他物",
        "tk_date_unknown": "传统知识一侧没有年代",
        "priority_date_unknown": "专利日期不详",
        "tk_date_not_before_priority": "已知最早年代{tk}不早于专利日期{priority}",
        "steps_not_written": "一侧没有写步骤",
        "steps_added": "专利增{n}步",
        "steps_omitted": "专利减{n}步",
        "name_differs": "名称不同",
        "name_is_everyday_word": "只有通用词相同：{term}",
        "materials_missing": "传统用料中有{n}样不见于专利：{names}",
        "declares_own_source": "专利自称的来源：{text}",
        "one_substance_only": "只有一味相同，分值已压低",
        "other_field": "专利分类属于另一技术领域：{classes}",
        "read_from_text": "所列药味中缺，从古书正文读出：{names}",
        "no_ingredients": "没有读到药味或用料",
        "language_not_supported": "文字不是中文或英文，没有比对",
        "range_reversed": "有一处用量上下限写反，按从小到大读",
        "percent_over_100": "有一处百分比超过100",
        "negative_amount": "有一处用量为负，没有采用",
        "zero_amount": "有一处用量为零",
        "too_many_ingredients": "药味过多，只比对了前面的",
        "text_cut": "文字过长，只读了前面的部分",
        "reference_missing": "引用的权利要求不在文中",
        "reference_forward": "引用了后面的权利要求",
        "reference_cycle": "权利要求互相引用",
    },
    "en": {
        "added": "the patent adds {n}: {names}",
        "missing": "the patent lacks {n}: {names}",
        "named_in_tk_text_only": "named in the TK text but not in its list: {names}",
        "indication_not_stated": "one side states no use",
        "indication_differs": "different use: TK “{tk}”, patent “{patent}”",
        "processing_not_written": "{substance}: the patent leaves the processing open, the TK source names one",
        "processing_differs": "{substance}: different processing",
        "not_the_same_substance": "{claim} and {tk} are only close, graded {grade}",
        "unknown_substance": "“{name}” is not in the lexicon and was compared by its letters",
        "dose_ratio_differs": "different dose ratio: patent {claim}, TK {tk}",
        "dose_not_written": "no dose written: {names}",
        "dose_free": "dose left free: {names}",
        "dose_unreadable": "dose could not be read: {names}",
        "counted_dose_not_converted": "counted, not converted: {names}",
        "other_unit_not_converted": "another unit, not converted: {names}",
        "full_text_not_seen": "the full text of the patent was not seen",
        "claim_is_open": "the claim is open: more may be added",
        "tk_date_unknown": "no date for the TK source",
        "priority_date_unknown": "no date for the patent",
        "tk_date_not_before_priority": "earliest known year {tk} is not before {priority}",
        "steps_not_written": "one side writes no steps",
        "steps_added": "the patent adds {n} steps",
        "steps_omitted": "the patent omits {n} steps",
        "name_differs": "different names",
        "name_is_everyday_word": "only an everyday word is shared: {term}",
        "materials_missing": "{n} TK materials are not in the patent: {names}",
        "declares_own_source": "the patent declares its source: {text}",
        "one_substance_only": "only one substance is shared: the score is held down",
        "other_field": "the patent is classified in another field: {classes}",
        "read_from_text": "missing from the list, read from the text of the book: {names}",
        "no_ingredients": "no ingredient could be read",
        "language_not_supported": "the text is neither Chinese nor English and was not compared",
        "range_reversed": "a range is written the wrong way round and was read from low to high",
        "percent_over_100": "a percentage is over 100",
        "negative_amount": "an amount is negative and was not used",
        "zero_amount": "an amount is zero",
        "too_many_ingredients": "there are too many ingredients; only the first were compared",
        "text_cut": "the text is very long; only its beginning was read",
        "reference_missing": "a claim refers to one that is not there",
        "reference_forward": "a claim refers to a later one",
        "reference_cycle": "claims refer to each other in a circle",
    },
}
REASON_SLUGS = frozenset(_REASONS["zh"])


def relation_text(slug: str, language: str = "zh") -> str:
    """Name of a relation; the slug itself when there is none."""
    return RELATIONS.get(language, RELATIONS["zh"]).get(slug, slug)


def cannot_compare(notes: Sequence[str], language: str = "zh") -> str:
    """Sentence that says why nothing could be compared; empty when nothing stood in the way."""
    said = [_REASONS.get(language, _REASONS["zh"]).get(slug, slug) for slug in notes if slug in BARRING]
    if not said:
        return ""
    return f"不能比对，因为{'；'.join(said)}。" if language == "zh" else f"Cannot compare because {'; '.join(said)}."


def reason_text(reason: WhyNot, language: str = "zh") -> str:
    """Sentence of a reason with its parameters filled in."""
    template = _REASONS.get(language, _REASONS["zh"]).get(reason.slug)
    if template is None:
        return reason.slug
    mark = "、" if language == "zh" else ", "
    return template.format_map(_Filled({key: _said(value, mark) for key, value in reason.params.items()}))


class _Filled(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "…"


def _said(value: object, mark: str) -> str:
    if isinstance(value, list | tuple):
        return mark.join(str(item) for item in value)
    if isinstance(value, Mapping):
        return mark.join(str(item) for item in value.values())
    return str(value)
