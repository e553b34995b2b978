"""What an indicator is to reach: comparison, number and unit of a printed target.

Belongs here: taking a printed target apart. Does not belong here: where it is printed.
"""

from __future__ import annotations

import re
from decimal import Decimal

from pipeline.domain.text import squeeze
from pipeline.forms.target_words import TargetLexicon
from pipeline.interpret.form_values import Target

QUALITATIVE = "定性"
_NUMBER = re.compile(r"^(?P<number>-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)(?P<rest>.*)$")
# A unit holds no number of its own and no second target.
_UNIT = re.compile(r"^[^\d，,；;。、≥≤<>＞＜=＝：:~～]{0,10}$")
# Words or the unit before the sign: 满意度≥80%, 万元≤184.94, 开展不少于5次.
_INNER = re.compile(
    r"^(?P<head>[^\d]{1,12}?)(?P<sign>SIGN)(?P<number>\d[\d,]*(?:\.\d+)?)(?P<tail>[^\d]{0,4})$"
)
MAX_UNIT_BEFORE = 4
_REMARK = re.compile(r"[（(][^（）()]*[）)]?$")
_YEAR = re.compile(r"^(?:19|20)\d{2}$")
# Dates are no measures: 2026年, 12月底, 6月30日前.
_DATE = re.compile(r"^(?:年|月)(?:度|底|末|初|份|前|底前|末前|内|以前|之前)?$")


def parse_target(
    text: str,
    words: TargetLexicon,
    *,
    nature: str = "",
    unit: str = "",
    name: str = "",
) -> Target:
    """The target a cell prints, such as `≥95%`, `不超过3次`, `100`, `逐年递增`.

    `nature` and `unit` are columns of their own where the form has them; `name` is the indicator's
    name, whose closing brackets may hold the unit. Several targets in one cell, dates and ranges
    have no number.
    """
    bare = squeeze(text)
    operator, rest = _before(squeeze(nature), words)
    if rest:
        operator = None
    if operator == QUALITATIVE:
        return Target(QUALITATIVE)
    own, rest = _before(bare, words)
    operator = own or operator
    if own is None and operator is None and rest and not rest[0].isdigit():
        inner = _inside(rest, words)
        if inner is not None:
            return inner
    match = _NUMBER.match(rest.replace("，", ",") if "，" in rest[:5] else rest)
    if match is None:
        if bare and not re.search(r"\d", bare):
            return Target(QUALITATIVE)
        return Target(operator)
    after, rest = _after(match["rest"], words)
    tail = _unit(rest)
    if tail is None or _is_date(match["number"], tail):
        return Target()
    number = Decimal(match["number"].replace(",", ""))
    found = tail or squeeze(unit).strip("/-—") or _unit_of(name, words)
    return Target(after or operator, number, found or None)


def _inside(text: str, words: TargetLexicon) -> Target | None:
    """A target whose sign stands within the text; None when there is none or more than one."""
    signs = "|".join(re.escape(word) for word, _ in words.operators)
    match = re.match(_INNER.pattern.replace("SIGN", signs), text)
    if match is None:
        return None
    head, tail = match["head"], match["tail"].strip("。；;（）()")
    unit = tail
    if not tail and len(head) <= MAX_UNIT_BEFORE:
        unit = head
    elif len(head) == 1:
        # A unit broken over two lines around the number.
        unit = head + tail
    sign = next(sign for word, sign in words.operators if word == match["sign"])
    return Target(sign, Decimal(match["number"].replace(",", "")), unit or None)


def _unit(text: str) -> str | None:
    """The unit after a number, a remark in brackets aside; None when more than a unit stands there."""
    for tail in (text.strip("。；;."), _REMARK.sub("", text)):
        if _UNIT.match(tail):
            inner = re.fullmatch(r"[（(](.+)[）)]", tail)
            return inner[1] if inner else tail
    return None


def _before(text: str, words: TargetLexicon) -> tuple[str | None, str]:
    for word, sign in words.operators:
        if text.startswith(word):
            return sign, text[len(word) :].lstrip("：:")
    return None, text


def _after(text: str, words: TargetLexicon) -> tuple[str | None, str]:
    for word, sign in words.operators_after:
        if text.endswith(word):
            return sign, text[: -len(word)]
    return None, text


def _is_date(number: str, tail: str) -> bool:
    return bool(_DATE.match(tail)) and (bool(_YEAR.match(number)) or tail not in ("年", "月"))


def _unit_of(name: str, words: TargetLexicon) -> str:
    match = words.patterns["name_unit"].search(squeeze(name))
    return match["unit"] if match else ""


def parse_weight(text: str) -> Decimal | None:
    """The weight a cell prints (`10`, `10分`, `10%`); None for anything else."""
    match = re.fullmatch(r"(\d{1,3}(?:\.\d+)?)(?:分|%|％)?", squeeze(text))
    return Decimal(match[1]) if match else None
