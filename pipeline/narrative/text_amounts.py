"""Printed numbers of running text, in Decimal only.

Belongs here: digits to Decimal, Chinese numerals of counts, conversion between units of money.
Does not belong here: finding numbers in sentences.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

_GROUPED = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_SIMPLE = re.compile(r"-?\d+(?:\.\d+)?")
_NUMERALS = {char: value for value, char in enumerate("零一二三四五六七八九")}


def parse_number(text: str) -> Decimal | None:
    """The number printed as `text` (uniform characters); None when it is none.

    Thousands are grouped by three or not at all: anything else means that a digit was lost or
    added. A full-width comma separates two numbers, the last of which is meant.
    """
    text = text.rsplit("，", 1)[-1]
    if _GROUPED.fullmatch(text):
        return Decimal(text.replace(",", ""))
    return Decimal(text) if _SIMPLE.fullmatch(text) else None


def parse_count(text: str) -> Decimal | None:
    """A count in digits or in Chinese numerals up to 99; None when it is neither."""
    if text.isdigit():
        return Decimal(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return Decimal(_NUMERALS[text]) if text in _NUMERALS else None
    if (tens and tens not in _NUMERALS) or (ones and ones not in _NUMERALS):
        return None
    return Decimal((_NUMERALS[tens] if tens else 1) * 10 + (_NUMERALS[ones] if ones else 0))


def convert(
    amount: Decimal, unit: str | None, target: str | None, factors: Mapping[str, Decimal]
) -> Decimal:
    """`amount` of `unit` in units of `target`; unchanged when either is not one of money."""
    factor, wanted = factors.get(unit or ""), factors.get(target or "")
    if unit == target or factor is None or wanted is None:
        return amount
    return amount * factor / wanted
