"""From the editor to a document of terms and back. What cannot be read becomes an error of its field."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from erdem.sharing.forms.term_numbers import NotANumber, day_of, money_of, rate_of, scaled, written
from erdem.sharing.forms.term_rows import MoneyRow, Row, SharedRow
from erdem.sharing.forms.terms import WORDED, TermsForm
from erdem.sharing.terms.choices import Deduction
from erdem.sharing.terms.model import FORMAT

NESTED: Final = (
    "transfer",
    "property",
    "confidentiality",
    "bearers",
    "reports",
    "payment",
    "audit",
    "breach",
    "settlement",
)
"""Clauses whose words stand under ``wording``; the others are words alone."""
KINDS: Final = tuple(str(kind) for kind in Deduction)


def document_of(form: TermsForm, parties: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """Return the document that the form makes; None when a number or a day could not be read, which the fields then say."""
    if not form.is_valid():
        return None
    told = form.clauses.cleaned_data
    payees = _payees(form)
    document: dict[str, Any] = {
        "format": FORMAT,
        "parties": [dict(party) for party in parties],
        "subject": [
            {"record": row["record"], "number": row["number"], "name": row["name"], "scope": row["scope"]}
            for row in form.rows["subject"].cleaned()
            if row["included"]
        ],
        "permitted": [_use(row) for row in form.rows["permitted"].cleaned()],
        "forbidden": [_use(row) for row in form.rows["forbidden"].cleaned()],
        "transfer": {"rule": told["transfer"]},
        "property": {"ownership": told["ownership"], "notice_days": told["notice_days"]},
        "confidentiality": {"years": told["secret_years"]},
        "bearers": {"lines": told["bearer_lines"].replace(",", " ").replace("、", " ").split()},
        "reports": {"every": told["report_every"], "days": told["report_days"]},
        "payment": {"days": told["payment_days"]},
        "audit": {"allowed": told["audit_allowed"], "notice_days": told["audit_days"]},
        "breach": {"cure_days": told["cure_days"]},
        "settlement": {"way": told["settlement"]},
        "term": {"begins": told["begins"], "ends": told["ends"] or None},
        "money": [_money(row, payees) for row in form.rows["money"].forms if isinstance(row, MoneyRow)],
        "in_kind": [_kind(row, payees) for row in form.rows["in_kind"].forms if isinstance(row, SharedRow)],
        "extra": [
            {"title": row["title"], "wording": {"text": _lines(row["text"]), "clause": ""}}
            for row in form.rows["extra"].cleaned()
        ],
    }
    for name in WORDED:
        wording = {"text": _lines(told[f"w_{name}"]), "clause": told[f"c_{name}"]}
        if name in NESTED:
            document[name]["wording"] = wording
        else:
            document[name] = wording
    return document if form.is_valid() else None


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _use(row: Mapping[str, Any]) -> dict[str, str]:
    return {"code": row["code"], "note": row["note"]}


def _payees(form: TermsForm) -> list[dict[str, Any]]:
    named = [{"kind": "community", "id": key, "name": name} for key, name in form.communities]
    return named + [{"kind": row["kind"], "id": row["id"] or 0, "name": row["name"]} for row in form.payees.cleaned()]


def _split(row: SharedRow, payees: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The shares that say something; the whole is a hundred where they are percentages, else their sum."""
    parts = row.parts()
    shares = [{"payee": dict(payee), "part": part} for payee, part in zip(payees, parts, strict=False) if part]
    return {"of": _whole_of(sum(parts)), "shares": shares}


def _whole_of(total: int) -> int:
    """Shares are percentages when their sum is near a hundred; then they must be a hundred."""
    return 100 if 90 <= total <= 110 else total


def _read(row: Row, name: str, read: Callable[[str], Any], *, needed: bool = False) -> Any:
    text = str(row.cleaned_data.get(name) or "").strip()
    if not text and not needed:
        return None
    try:
        return read(text)
    except NotANumber as wrong:
        row.add_error(name, str(wrong))
        return None


def _day(text: str) -> str:
    return day_of(text).isoformat()


def _money(row: MoneyRow, payees: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    told = row.cleaned_data
    make = {"fixed": _fixed, "milestone": _milestone, "royalty": _royalty}[row.chosen()]
    return {
        "key": told["line"],
        "benefit": told["benefit"],
        "label": told["label"],
        "currency": told["currency"],
        "rule": make(row),
        "split": _split(row, payees),
    }


def _fixed(row: MoneyRow) -> dict[str, Any]:
    return {
        "kind": "fixed",
        "amount": _read(row, "amount", money_of, needed=True),
        "first_due": _read(row, "first_due", _day, needed=True),
        "every": row.cleaned_data["every"] or None,
    }


def _milestone(row: MoneyRow) -> dict[str, Any]:
    return {
        "kind": "milestone",
        "amount": _read(row, "amount", money_of, needed=True),
        "reached_when": row.cleaned_data["reached_when"],
        "expected": _read(row, "expected", _day),
    }


def _royalty(row: MoneyRow) -> dict[str, Any]:
    told = row.cleaned_data
    by_quantity = told["base"] == "quantity"
    allowed = [
        {"kind": kind, "most": most}
        for kind in KINDS
        if (most := _read(row, kind, lambda text: scaled(text, 4))) is not None
    ]
    return {
        "kind": "royalty",
        "base": told["base"],
        "rate": _read(row, "rate", lambda text: rate_of(text, by_quantity=by_quantity), needed=True),
        "unit": told["unit"],
        "deductions": allowed,
        "floor": _read(row, "floor", money_of),
        "cap": _read(row, "cap", money_of),
        "cap_total": _read(row, "cap_total", money_of),
        "step_scope": told["step_scope"] or "cumulative",
        "steps": _read(row, "steps", lambda text: _steps(text, by_quantity=by_quantity)) or [],
    }


def _steps(text: str, *, by_quantity: bool) -> list[dict[str, int]]:
    steps = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        above, _gap, rate = line.replace("：", " ").replace(":", " ").partition(" ")
        steps.append({"above": scaled(above, 0 if by_quantity else 2), "rate": rate_of(rate, by_quantity=by_quantity)})
    return steps


def _kind(row: SharedRow, payees: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    told = row.cleaned_data
    days = _read(row, "due", lambda text: [_day(line) for line in text.replace("、", "\n").replace(",", "\n").split()])
    return {
        "key": told["line"],
        "benefit": told["benefit"],
        "label": told["label"],
        "unit": told["unit"],
        "quantity": told["quantity"],
        "due": days or [],
        "split": _split(row, payees),
    }


def initial_of(document: Mapping[str, Any], communities: Sequence[tuple[int, str]]) -> dict[str, Any]:
    """Return the initial values of the editor for a document of terms."""
    others = _others(document)
    keys = [f"community:{key}" for key, _name in communities] + [_key_of(payee) for payee in others]
    return {
        "clauses": _clauses(document),
        "permitted": document["permitted"],
        "forbidden": document["forbidden"],
        "payees": others,
        "subject": [{**subject, "included": True} for subject in document["subject"]],
        "money": [_money_initial(line, keys) for line in document["money"]],
        "in_kind": [
            {**_shares(line, keys), **line, "line": line["key"], "due": "\n".join(line["due"])}
            for line in document["in_kind"]
        ],
        "extra": [{"title": each["title"], "text": each["wording"]["text"]} for each in document["extra"]],
    }


def _key_of(payee: Mapping[str, Any]) -> str:
    return f"{payee['kind']}:{payee['id'] or payee['name']}"


def _others(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for line in (*document["money"], *document["in_kind"]):
        for share in line["split"]["shares"]:
            if share["payee"]["kind"] != "community":
                found[_key_of(share["payee"])] = dict(share["payee"])
    return list(found.values())


def _shares(line: Mapping[str, Any], keys: Sequence[str]) -> dict[str, int]:
    parts = {_key_of(share["payee"]): share["part"] for share in line["split"]["shares"]}
    return {f"share{at}": parts[key] for at, key in enumerate(keys) if key in parts}


def _clauses(document: Mapping[str, Any]) -> dict[str, Any]:
    told = {
        "begins": document["term"]["begins"],
        "ends": document["term"]["ends"] or "",
        "transfer": document["transfer"]["rule"],
        "ownership": document["property"]["ownership"],
        "notice_days": document["property"]["notice_days"],
        "secret_years": document["confidentiality"]["years"],
        "bearer_lines": " ".join(document["bearers"]["lines"]),
        "report_every": document["reports"]["every"],
        "report_days": document["reports"]["days"],
        "payment_days": document["payment"]["days"],
        "audit_allowed": document["audit"]["allowed"],
        "audit_days": document["audit"]["notice_days"],
        "cure_days": document["breach"]["cure_days"],
        "settlement": document["settlement"]["way"],
    }
    for name in WORDED:
        wording = document[name]["wording"] if name in NESTED else document[name]
        told |= {f"w_{name}": wording["text"], f"c_{name}": wording["clause"]}
    return told


def _money_initial(line: Mapping[str, Any], keys: Sequence[str]) -> dict[str, Any]:
    rule = line["rule"]
    told = {
        **_shares(line, keys),
        "line": line["key"],
        "rule": rule["kind"],
        "label": line["label"],
        "benefit": line["benefit"],
        "currency": line["currency"],
    }
    if rule["kind"] != "royalty":
        return told | {**rule, "rule": rule["kind"], "amount": written(rule["amount"], 2)}
    by_quantity = rule["base"] == "quantity"
    places = 8 if by_quantity else 4
    steps = [
        f"{written(step['above'], 0 if by_quantity else 2)} {written(step['rate'], places)}" for step in rule["steps"]
    ]
    bounds = {name: written(rule[name], 2) for name in ("floor", "cap", "cap_total") if rule[name] is not None}
    return told | {
        "base": rule["base"],
        "rate": written(rule["rate"], places),
        "unit": rule["unit"],
        "step_scope": rule["step_scope"],
        "steps": "\n".join(steps),
        **bounds,
        **{each["kind"]: written(each["most"], 4) for each in rule["deductions"]},
    }
