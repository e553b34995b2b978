"""Printed numbers to exact decimals; anything else is an error, never a silent None."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.domain.amounts import UnparsedNumber, decimals, parse_amount
from pipeline.domain.lexicon import load_lexicon

BLANKS = load_lexicon().blank_amounts


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234.56", "1234.56"),
        ("9746.50", "9746.50"),
        ("0.00", "0.00"),
        ("-1.2", "-1.2"),
        ("(1.20)", "-1.20"),
        ("（1.20）", "-1.20"),
        ("1,942.\n41", "1942.41"),
        ("97,851.506510", "97851.506510"),
        ("12", "12"),
        ("￥1,234.56", "1234.56"),
        ("-￥1.20", "-1.20"),
        ("￥-1.20", "-1.20"),
        ("—1.20", "-1.20"),
    ],
)
def test_numbers(text: str, value: str) -> None:
    assert parse_amount(text, BLANKS) == Decimal(value)


@pytest.mark.parametrize("text", ["", "-", "--", "—", "——", "  ", "－－", "―", "\\", "无"])
def test_blanks(text: str) -> None:
    assert parse_amount(text, BLANKS) is None


@pytest.mark.parametrize("text", ["1,23.45", "1.2.3", "￥", "12a", "无数", "1,234,5", "."])
def test_not_numbers_raise(text: str) -> None:
    with pytest.raises(UnparsedNumber):
        parse_amount(text, BLANKS)


def test_decimals() -> None:
    assert decimals(Decimal("1.50")) == 2
    assert decimals(Decimal("12")) == 0
