"""What the text says of one figure after its number: change, percentage, reason.

Order and completeness of the clauses are free; what belongs to another item (a part in brackets,
the next item with a number) is cut out before.

Belongs here: the stretch of text that speaks of a figure, and reading it.
Does not belong here: which figure it is, ranking, words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from pipeline.narrative.mentions import Mention
from pipeline.narrative.narrative_words import NarrativeLexicon
from pipeline.narrative.running import RunningText
from pipeline.narrative.sections import Outline
from pipeline.narrative.text_amounts import convert, parse_number

_REACH = 900
# Words that may open the sentence after the figure before it comes to the reason.
_OPENING = 16
_DIGIT = re.compile(r"\d")
_MASK = "\0"
_CLAUSE_END = re.compile("[，。；]")
_SUBJECT = re.compile("[，。；：（]")


@dataclass(slots=True)
class FigureText:
    """Text from the end of a figure to where the next begins, parts of others masked."""

    text: str
    start: int
    next_item: bool


@dataclass(slots=True)
class Clauses:
    """What was read after a figure. `end` is the offset in the scope up to which it was used."""

    change: Decimal | None = None
    percent: Decimal | None = None
    printed_percent: str | None = None
    previous: Decimal | None = None
    zero_base: bool = False
    no_base: bool = False
    reason: str | None = None
    reason_span: tuple[int, int] | None = None
    is_of_item: bool = True
    end: int = 0
    unparsed: list[str] = field(default_factory=list)


def scope_of(
    mention: Mention, mentions: Sequence[Mention], text: RunningText, sections: Outline
) -> FigureText:
    """Cut the text after `mention` at the next item, heading or closing bracket."""
    limit = min(mention.end + _REACH, sections.barrier_after(mention.number_start))
    starts = sorted({m.start for m in mentions if mention.end <= m.start < limit})
    plain = text.plain
    chars: list[str] = []
    index = mention.end
    next_item = False
    while index < limit:
        if index in starts:
            next_item = True
            break
        char = plain[index]
        if char == "（":
            close = _closing(plain, index, limit)
            if close is not None and any(index < start < close for start in starts):
                chars.append(_MASK * (close + 1 - index))
                index = close + 1
                continue
        if char == "）" and not text.in_brackets(mention.end, index):
            break
        chars.append(char)
        index += 1
    return FigureText("".join(chars), mention.end, next_item)


def _closing(plain: str, opening: int, limit: int) -> int | None:
    depth = 0
    for index in range(opening, limit):
        if plain[index] == "（":
            depth += 1
        elif plain[index] == "）":
            depth -= 1
            if depth == 0:
                return index
    return None


def read_clauses(
    mention: Mention, scope: FigureText, value: Decimal | None, lexicon: NarrativeLexicon
) -> Clauses:
    """Read change, percentage and reason out of a scope."""
    result = Clauses()
    reason = lexicon.reason.search(scope.text)
    zone = scope.text[: reason.start()] if reason else scope.text
    if mention.lead.spec.with_change:
        _read_change(result, mention, zone, value, lexicon)
        result.zero_base = bool(lexicon.zero_base.search(zone))
        result.no_base = bool(lexicon.no_base.search(scope.text))
    if reason and result.is_of_item and _follows(scope.text, result.end, reason.start()):
        _read_reason(result, scope, reason.end(), lexicon)
    return result


def _read_change(
    result: Clauses,
    mention: Mention,
    zone: str,
    value: Decimal | None,
    lexicon: NarrativeLexicon,
) -> None:
    compared, of_item, sign = False, True, 1
    for match in lexicon.change.finditer(zone):
        if match["compare"]:
            if result.change is not None or result.percent is not None:
                break
            compared = True
            of_item = of_item or _resumes(mention, zone, match.start())
        elif match["amount"]:
            amount = _number(result, match["amount"], match["amount_unit"], mention, lexicon)
            if (
                compared
                and of_item
                and result.change is None
                and _is_base(zone, match.end(), lexicon)
            ):
                result.previous = amount
                result.end = match.end()
            elif result.change is not None:
                break
            elif amount is None or amount != value:
                of_item, compared = False, False
        elif match["direction"]:
            sign = -1 if match["direction"] in lexicon.decrease else 1
            if not of_item:
                continue
            if match["percent"]:
                if result.percent is None and (compared or result.change is not None):
                    number = parse_number(match["number"])
                    _set_percent(result, number, sign, match["number"], match.end())
            elif result.change is None and compared:
                number = _number(result, match["number"], match["unit"], mention, lexicon)
                result.change = None if number is None else sign * number
                result.end = match.end()
        elif match["dash"] and of_item and result.percent is None:
            result.printed_percent = match["dash"]
            result.end = match.end()
        elif match["flat"] and of_item and compared and result.change is None:
            result.change = Decimal(0)
            result.end = match.end()
        elif (
            match["bare_percent"]
            and of_item
            and result.change is not None
            and result.percent is None
            and zone[match.start() - 1 : match.start()] in "（，、"
        ):
            number = parse_number(match["bare_percent"])
            _set_percent(result, number, sign, match["bare_percent"], match.end())
    result.is_of_item = of_item or result.change is not None or result.percent is not None


def _follows(text: str, start: int, reason: int) -> bool:
    """Whether a reason belongs to what ends at `start`: same sentence, or opening the next."""
    between = text[start:reason]
    stop = between.rfind("。")
    return stop < 0 or (len(between) - stop <= _OPENING and not _DIGIT.search(between[stop:]))


def _set_percent(
    result: Clauses, number: Decimal | None, sign: int, printed: str, end: int
) -> None:
    result.percent = None if number is None else (number if number < 0 else sign * number)
    result.printed_percent = f"{printed}%"
    result.end = end


def _resumes(mention: Mention, zone: str, position: int) -> bool:
    """Whether the comparison at `position` has the item itself for its subject again."""
    if mention.lead.resume is None:
        return False
    subject = _SUBJECT.split(zone[:position])[-1].replace(_MASK, "")
    return bool(mention.lead.resume.search(subject)) or (
        not subject and zone[:position].rstrip(_MASK)[-1:] == "。"
    )


def _is_base(zone: str, position: int, lexicon: NarrativeLexicon) -> bool:
    """Whether a direction follows in the same clause: `比2025年预算数5万元增加1万元`."""
    stop = _CLAUSE_END.search(zone, position)
    rest = zone[position : stop.start() if stop else len(zone)]
    following = lexicon.change.search(rest)
    return bool(following and (following["direction"] or following["flat"]))


def _number(
    result: Clauses, printed: str, unit: str, mention: Mention, lexicon: NarrativeLexicon
) -> Decimal | None:
    number = parse_number(printed)
    if number is None:
        result.unparsed.append(printed)
        return None
    return convert(number, unit, mention.unit, lexicon.unit_factor)


def _read_reason(result: Clauses, scope: FigureText, start: int, lexicon: NarrativeLexicon) -> None:
    text = scope.text
    end = text.find("。", start)
    while end >= 0 and lexicon.reason_continues.search(text[end + 1 :]):
        end = text.find("。", end + 1)
    if end < 0:
        end = len(text)
        if scope.next_item:
            cut = max(text.rfind(mark, start) for mark in "；。")
            end = cut if cut > start else end
    reason = text[start:end]
    semicolon = reason.find("；" + _MASK)
    if semicolon >= 0:
        reason = reason[:semicolon]
    trimmed = reason.rstrip(_MASK + "，；、：（")
    trimmed = lexicon.reason_tail.sub("", trimmed).rstrip("，；、：。（")
    if not trimmed.replace(_MASK, ""):
        return
    result.reason_span = (scope.start + start, scope.start + start + len(trimmed))
    result.reason = trimmed.replace(_MASK, "")
    result.end = max(result.end, start + len(trimmed))
