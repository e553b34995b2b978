"""Target values of indicators taken apart: comparison, number and unit; weights.

Belongs here: taking a printed target apart. Does not belong here: where it is printed.
"""

from __future__ import annotations

import re
from decimal import Decimal

from pipeline.domain.text import squeeze
from pipeline.forms.target_words import TargetLexicon
from pipeline.interpret.form_values import Target
from schemas.vocabulary import TargetOperator

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
    comparison: str = "",
    measure: str = "",
    name: str = "",
) -> Target:
    """The target a cell prints, such as `≥95%`, `不超过3次`, `100`, `逐年递增`.

    `comparison` and `measure` (the unit) are columns of their own where the form has them; `name`
    is the indicator's name, whose closing brackets may hold the unit. Several targets in one cell,
    dates and ranges have no number.
    """
    beside, more = _leading_operator(squeeze(comparison), words)
    operator = None if more else beside
    if operator is TargetOperator.QUALITATIVE:
        return Target(operator)
    bare = squeeze(text)
    printed, rest = _leading_operator(bare, words)
    operator = printed or operator
    if operator is None and rest and not rest[0].isdigit():
        inner = _with_inner_operator(rest, words)
        if inner is not None:
            return inner
    match = _NUMBER.match(rest.replace("，", ",") if "，" in rest[:5] else rest)
    if match is None:
        is_qualitative = bare and not re.search(r"\d", bare)
        return Target(TargetOperator.QUALITATIVE if is_qualitative else operator)
    after, rest = _closing_operator(match["rest"], words)
    unit = _unit(rest)
    if unit is None or _is_date(match["number"], unit):
        return Target()
    unit = unit or squeeze(measure).strip("/-—") or _unit_of(name, words)
    return Target(after or operator, _number(match["number"]), unit or None)


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def _with_inner_operator(text: str, words: TargetLexicon) -> Target | None:
    """A target whose operator stands within the text; None when there is none or more than one."""
    signs = "|".join(re.escape(word) for word, _ in words.operators)
    match = re.match(_INNER.pattern.replace("SIGN", signs), text)
    if match is None:
        return None
    head, unit = match["head"], match["tail"].strip("。；;（）()")
    if len(head) == 1 or (not unit and len(head) <= MAX_UNIT_BEFORE):
        # Also a unit broken over two lines around the number.
        unit = head + unit
    operator, _ = _leading_operator(match["sign"], words)
    return Target(operator, _number(match["number"]), unit or None)


def _unit(text: str) -> str | None:
    """The unit after a number, a remark in brackets aside; None when more than a unit stands there."""
    for tail in (text.strip("。；;."), _REMARK.sub("", text)):
        if _UNIT.match(tail):
            inner = re.fullmatch(r"[（(](.+)[）)]", tail)
            return inner[1] if inner else tail
    return None


def _leading_operator(text: str, words: TargetLexicon) -> tuple[TargetOperator | None, str]:
    """The comparison a text begins with, and the rest of the text."""
    for word, operator in words.operators:
        if text.startswith(word):
            return operator, text.removeprefix(word).lstrip("：:")
    return None, text


def _closing_operator(text: str, words: TargetLexicon) -> tuple[TargetOperator | None, str]:
    """The comparison a text ends with, and the text before it."""
    for word, operator in words.operators_after:
        if text.endswith(word):
            return operator, text.removesuffix(word)
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
