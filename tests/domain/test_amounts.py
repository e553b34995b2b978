"""Printed numbers to exact decimals, anything else an error, never a silent None; when they agree."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import pytest

from pipeline.domain.amounts import (
    UnparsedNumber,
    agree,
    decimals,
    parse_amount,
    rounding_quanta,
    tolerance,
)
from pipeline.domain.lexicon import load_lexicon
from pipeline.interpret.nesting import nested

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


@dataclass(frozen=True)
class Printed:
    """An amount in yuan, of a table in 万元 with two decimals."""

    yuan: Decimal
    quantum_yuan: Decimal = Decimal(100)


def amounts(*wan: str) -> list[Printed]:
    return [Printed(Decimal(one) * 10000) for one in wan]


@pytest.mark.parametrize("parts", range(20))
def test_searches_in_quanta_allow_what_the_tolerance_allows(parts: int) -> None:
    bound = tolerance(amounts("9"), amounts(*["1"] * parts)).bound
    assert bound == 100 * rounding_quanta(parts)


def test_parts_agree_with_their_total_within_half_a_quantum_each() -> None:
    assert agree(amounts("2.01"), amounts("1", "1"))
    assert not agree(amounts("2.02"), amounts("1", "1"))
    assert agree(amounts("3.02"), amounts("1", "1", "1"))
    # A printed zero is a true zero: it does not widen the bound.
    assert not agree(amounts("2.02"), amounts("1", "1", "0", "0", "0"))


def test_a_blank_total_is_zero() -> None:
    assert agree([], amounts("0", "0"))
    assert agree([], amounts("1", "-1"))
    assert agree([], amounts("0.01"))
    assert not agree([], amounts("0.02"))


def test_nested_zeros_do_not_widen_the_bound() -> None:
    """Three rows of which two print nothing in the second column: one quantum there, not two."""
    rows = [(10, 7), (10, 0), (10, 0)]
    assert nested(rows, (30, 8)) == [None, None, None]
    assert nested(rows, (30, 9)) is None
