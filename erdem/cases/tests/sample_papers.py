"""Every paper of cases with invented facts, to be read by eye: ``python -m erdem.cases.tests.sample_papers FOLDER``."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django

LONG = (
    "经查，当事人自2025年3月起在其经营场所销售标有“示例草原奶皮子”字样的预包装食品。该标识与第00000000号地理标志证明商标近似，"
    "当事人未取得该商标的使用许可，现场查获涉案产品20盒、包装100个。\n上述事实有现场检查笔录、询问笔录、进货票据和照片为证。"
)
FACTS = {
    "case_number": "CF152530-2026-000001",
    "number": "CF152530-2026-000001",
    "office": "正蓝旗市场监督管理局（示例）",
    "title": "示例商行涉嫌侵犯地理标志证明商标专用权案",
    "facts": LONG,
    "demand": "责令停止侵权并销毁侵权产品",
    "reason": "当事人在收到告知书后五个工作日内未陈述、申辩，也未要求听证。",
    "received_on": "2026年9月1日",
    "happened_on": "2026年8月20日",
    "channel": "来访",
    "subject": "商标、地理标志",
    "outcome": "已处罚",
    "right_number": "ZL202010000001.1",
    "handler": "示例甲",
    "second_handler": "示例乙",
    "respondent": "正蓝旗示例商行",
    "respondent_code": "91152530MA0EXAMPL5",
    "respondent_address": "内蒙古自治区锡林郭勒盟正蓝旗示例路1号",
    "complainant": "示例投诉人",
}
RIGHTS_FACTS = {
    **FACTS,
    "to": "锡林郭勒盟市场监督管理局（示例）",
    "claimant": "正蓝旗示例奶食合作社",
    "claimant_address": "正蓝旗示例苏木1号",
    "claimant_contact": "示例电话",
    "claimant_head": "示例某某，理事长",
    "agent": "示例代理人",
    "standing_words": "专利权人",
    "patent_type_words": "发明",
    "respondents": "示例甲公司，示例市示例路2号\n示例乙公司，示例市示例路3号",
    "respondent_line": "示例甲公司、示例乙公司",
    "respondent_contact": "示例电话",
    "grounds": "被控产品的加工步骤落入权利要求1的保护范围。",
    "copies": "2",
    "precheck_note": "材料齐备，请求人适格。",
    "precheck_by": "示例甲",
    "precheck_on": "2026年9月3日",
    "today": "2026年9月4日",
    "applicant": "示例牧民",
    "ground_words": "经济困难",
    "need_words": "咨询意见",
    "provider": "示例律师",
    "provider_firm": "示例律师事务所",
    "provider_licence": "示例证号",
    "kind_words": "法律援助",
    "author": "示例律师",
    "opinion_on": "2026年9月10日",
    "opinion_facts": LONG,
    "opinion": "被控产品缺少权利要求1的一个技术特征，未落入保护范围的可能性较大。",
    "advice": "保全购买凭证和产品实物，在三年时效届满前提出请求。",
    "organ": "正蓝旗人民政府（示例）",
    "organ_number": "示例复〔2026〕1号",
    "decision_number": "示例旗市监罚〔2026〕1号",
    "challenged_case": "CF152530-2026-000001",
    "review_grounds": "《中华人民共和国商标法》第五十七条\n程序合法，告知和送达均有记录。",
    "case_facts": LONG,
    "target": "CN100000001A",
    "application_number": "202010000001.1",
    "patent_title": "一种示例奶制品的加工方法",
    "applicants": "示例乳业有限公司",
    "filing_date": "2020-01-01",
    "priority_date": "2019-12-01",
    "publication_date": "2020-07-01",
    "dossier_number": "DS-2026-000001",
    "dossier_sha256": "0123456789abcdef " * 3 + "0123456789abcdef",
    "manifest_sha256": "fedcba9876543210 " * 3 + "fedcba9876543210",
    "basis_on": "2026-08-01",
    "window_end": "2026-11-02",
}
DIGEST = "0123456789abcdef 0123456789abcdef 0123456789abcdef 0123456789abcdef"
ROWS: dict[str, Any] = {
    "contents": [(str(n), f"{n:02d} 示例文件.pdf", "12345", DIGEST) for n in range(1, 6)],
    "points": [("请求人身份证明", "齐备", "—"), ("专利登记簿副本", "缺", "请补交")],
    "evidence": [
        (
            "1",
            "示例照片",
            "示例请求人",
            "2026-09-01 10:00，示例路1号，示例甲",
            "示例乙，2026-09-02",
            f"{DIGEST}\n{DIGEST}",
        ),
    ],
    "custody": [("1", "2026-09-01 10:00", "收取", "示例甲", "收入案卷：示例请求人")],
    "grounds_rows": [("专利法第二十二条第三款", "不具备创造性", "在先公开的加工方法已给出全部步骤。")],
    "chart_rows": [("1", "将鲜奶静置发酵", "鲜奶静置发酵", "相同", "时间范围重叠")],
    "source_rows": [("《示例县志》", "1998年版，第100页", "1998-01-01", "在先公开")],
}
GIVEN = {
    "line": "示例内容",
    "text": LONG,
    "date": "2026年9月5日",
    "money": 300_000,
    "rows": [["示例包装", "100个"], ["示例产品", "20盒"]],
}


def all_papers() -> Iterator[tuple[str, Any]]:
    """Yield every paper by name, with what is printed of it; periods stand in words, one of them unverified."""
    from erdem.cases.paper.composing import compose
    from erdem.cases.paper.printing import Printed
    from erdem.cases.paper.registry import TEMPLATES
    from erdem.cases.papers.sheets import paper_of, wordings

    for key, template in TEMPLATES.items():
        given = {field.name: GIVEN[field.kind] for field in template.fields}
        content = compose(template, FACTS, given, lambda name: "七个工作日（待核）" if "hearing" in name else "十五日")
        number = f"示例旗市监{template.series}〔2026〕1号" if template.series else ""
        yield key, Printed(content, number, "2026年9月6日")
    for slug in wordings():
        yield f"draft_{slug}", paper_of(slug, RIGHTS_FACTS, ROWS, draft="草稿　无正式文号")


def main(folder: Path) -> None:
    """Write every paper as PDF and Word file."""
    django.setup()
    from erdem.cases.paper.printing import docx_of, pdf_of

    folder.mkdir(parents=True, exist_ok=True)
    now = dt.datetime(2026, 9, 6, 2, tzinfo=dt.UTC)
    for name, printed in all_papers():
        (folder / f"{name}.pdf").write_bytes(pdf_of(printed, issued_at=now))
        (folder / f"{name}.docx").write_bytes(docx_of(printed, issued_at=now))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
