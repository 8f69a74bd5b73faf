"""Words in the header of a table, in Chinese and English, and the field that each of them names.

The words are those of the exports of CNIPA, IncoPat, PatSnap (智慧芽), PatentHub and the like, as far as known; they
differ in brackets, spaces and capitals, which `folded` takes away: `公开（公告）号` is `公开公告号`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Final

# Our field, then the words for it, the most exact first.
WORDS: Final[Mapping[str, str]] = {
    "publication_number": (
        "公开公告号 公开公告号码 公开号 公告号 授权公告号 申请公布号 公布号 公开公告专利号 专利公开号 公开文献号 文献号 "
        "publicationnumber publicationno pubnumber pubno displaykey documentnumber publication pn 专利号 patentnumber patentno"
    ),
    "application_number": "申请号 专利申请号 申请专利号 申请号码 applicationnumber applicationno applno appnumber an",
    "title": (
        "发明名称 专利名称 标题 标题中文 中文标题 名称 专利标题 题名 题目 发明创造名称 发明名称中文 名称中文 "
        "title inventiontitle patenttitle titleoriginal"
    ),
    "title_english": "标题英文 英文标题 发明名称英文 名称英文 标题译英文 英文名称 titleenglish englishtitle titleen",
    "abstract": "摘要 摘要中文 中文摘要 说明书摘要 专利摘要 abstract summary abstractoriginal",
    "abstract_english": "摘要英文 英文摘要 摘要译英文 abstractenglish englishabstract abstracten",
    "claims": "权利要求 权利要求书 全部权利要求 权利要求中文 claims claim",
    "first_claim": "首项权利要求 首权 主权项 主权利要求 独立权利要求 第一权利要求 firstclaim mainclaim independentclaims",
    "description": "说明书 说明书全文 说明书正文 说明书中文 description specification",
    "applicants": (
        "申请人 申请专利权人 申请人专利权人 原始申请专利权人 原始申请人 标准申请人 申请权利人 专利权人 申请人中文 "
        "applicants applicant applicantname applicantnames patentee patenteename"
    ),
    "assignees": "当前申请专利权人 当前专利权人 当前权利人 权利人 受让人 assignees assignee currentassignee owners owner",
    "inventors": "发明人 发明设计人 发明人设计人 设计人 发明人中文 inventors inventor inventorname inventornames",
    "agents": "代理人 专利代理人 专利代理师 代理师 agent agents attorney",
    "agencies": "代理机构 专利代理机构 代理机构名称 agency",
    "examiners": "审查员 examiner examiners",
    "main_ipc": "主分类号 ipc主分类 ipc主分类号 主分类 国际主分类号 mainipc ipcmain",
    "ipc": (
        "ipc分类号 ipc 国际专利分类号 国际分类号 分类号 ipc分类 分类号ipc 国际专利分类 副分类号 "
        "ipcclassification ipcrclassifications ipcs ipcr"
    ),
    "cpc": "cpc cpc分类号 cpc分类 联合分类号 合作专利分类 cpcclassifications cpcs",
    "locarno": "洛迦诺分类号 loc分类号 外观分类号 locarno locarnoclassification 外观设计洛迦诺分类号",
    "filing_date": "申请日 申请日期 申请时间 applicationdate filingdate appdate datefiled",
    "publication_date": (
        "公开公告日 公开日 公开日期 公开公告日期 公告日 公布日 申请公布日 公布公告日 公开时间 publicationdate pubdate"
    ),
    "grant_date": "授权公告日 授权日 授权日期 授权时间 grantdate issuedate dateofgrant",
    "priority_date": "最早优先权日 优先权日 优先权日期 最早优先权日期 prioritydate earliestprioritydate",
    "priorities": "优先权号 优先权 优先权信息 优先权号码 优先权申请号 prioritynumber prioritynumbers prioritydata priority",
    "legal_status": (
        "当前法律状态 法律状态 简单法律状态 专利法律状态 法律状态信息 专利状态 有效性 专利有效性 法律状态事件 legalstatus status"
    ),
    "address": (
        "申请人地址 地址 申请专利权人地址 当前申请专利权人地址 第一申请人地址 专利权人地址 联系地址 通讯地址 "
        "原始申请专利权人地址 address applicantaddress applicantsaddress"
    ),
    "country": "申请人国别 申请人国别代码 申请人国家 国别 国家地区 申请人国家地区 applicantcountry",
    "province": (
        "申请人省份 省份 申请人省 申请人所在省 省 申请人所在国省 国省代码 申请人省市代码 申请人省市 省市 申请人州省 province"
    ),
    "city": "申请人城市 城市 地市 申请人地市 申请人市 市 city",
    "county": "申请人区县 区县 旗县 县区 申请人县 县 county district",
    "postcode": "邮编 邮政编码 申请人邮编 postcode zipcode",
    "family_members": (
        "简单同族 简单同族成员 同族专利 同族 简单同族专利 扩展同族 inpadoc同族 inpadoc同族成员 同族公开号 "
        "simplefamilymembers familymembers simplefamily"
    ),
    "family_id": "同族号 简单同族号 简单同族id familyid",
    "citations": "引证专利 引用专利 引用文献 引证文献 引用 引证 citations citedpatents citespatents",
    "patent_type": "专利类型 文献类型 类型 专利种类 patenttype documenttype publicationtype type",
    "url": "链接 网址 详情链接 专利链接 链接到incopat url link",
}
SYNONYMS: Final = {field: tuple(words.split()) for field, words in WORDS.items()}
NUMBERS: Final = ("publication_number", "application_number")


def folded(word: str) -> str:
    """A header word without brackets, spaces, underscores and capitals."""
    return re.sub(r"[\s()\[\]{}<>【】〔〕_\-:：*./\\\"'#]+", "", unicodedata.normalize("NFKC", word[:200]).lower())


def guess_columns(header: Sequence[str]) -> dict[str, str]:
    """Our field and the column that holds it, for every field whose word stands in the header; a column serves once."""
    known: dict[str, str] = {}
    for column in header:
        known.setdefault(folded(column), column)
    found: dict[str, str] = {}
    for field, words in SYNONYMS.items():
        word = next((word for word in words if word in known), None)
        if word is not None:
            found[field] = known.pop(word)
    return found


def tells_publications(mapping: Mapping[str, str]) -> bool:
    """Whether a table with these columns is one of publications beyond doubt: a number and a title."""
    return "title" in mapping and any(field in mapping for field in NUMBERS)
