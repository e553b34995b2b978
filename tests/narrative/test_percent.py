"""Intervals of printed percentages (DOMAIN B.1)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.narrative.percent_interval import percent_agrees, percent_interval

D = Decimal
CENT = D("0.01")


def test_example_of_the_rule() -> None:
    interval = percent_interval(D("2411.64"), D("24.16"), CENT)
    assert interval is not None
    low, high = interval
    assert (round(low, 4), round(high, 4)) == (D("1.0117"), D("1.0122"))
    assert percent_agrees(D("1.01"), D("2411.64"), D("24.16"), CENT)
    assert not percent_agrees(D("1.02"), D("2411.64"), D("24.16"), CENT)


def test_decreases_are_negative() -> None:
    assert percent_agrees(D("-17.2"), D("4.8"), D("-1"), CENT)
    assert not percent_agrees(D("17.2"), D("4.8"), D("-1"), CENT)


def test_no_change() -> None:
    assert percent_agrees(D("0"), D("6.6"), D("0"), CENT)


@pytest.mark.parametrize(("value", "change"), [("0", "0"), ("5", "5"), ("5", "4.99")])
def test_base_of_zero(value: str, change: str) -> None:
    assert percent_interval(D(value), D(change), CENT) is None
    assert not percent_agrees(D(100), D(value), D(change), CENT)


def test_printed_places() -> None:
    assert percent_agrees(D("7.8"), D("3944.08"), D("286.07"), CENT)
    assert not percent_agrees(D("7.80"), D("3944.08"), D("286.07"), CENT, places=2)


def test_quantum_must_be_positive() -> None:
    with pytest.raises(ValueError, match="quantum"):
        percent_interval(D(1), D(1), D(0))


cents = st.integers(min_value=0, max_value=10**9).map(lambda n: D(n) / 1000)


@given(this_year=cents, last_year=cents)
def test_rounding_alone_never_leaves_the_interval(this_year: Decimal, last_year: Decimal) -> None:
    value = this_year.quantize(CENT)
    change = (this_year - last_year).quantize(CENT)
    interval = percent_interval(value, change, CENT)
    if interval is None or last_year == 0:
        return
    true = (this_year - last_year) / last_year * 100
    assert interval[0] <= true <= interval[1]
    assert percent_agrees(true.quantize(CENT), value, change, CENT)
