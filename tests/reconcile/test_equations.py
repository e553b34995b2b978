"""The derived tolerance and the three grades."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.domain.amounts import tolerance
from pipeline.reconcile.equations import Equation, Result, Term, amount_text, grade
from schemas.vocabulary import Severity

U = Decimal(100)


def term(wan: str, quantum: Decimal = U, coefficient: int = 1) -> Term:
    return Term(coefficient, Decimal(wan) * 10000, quantum)


def graded(left: list[Term], right: list[Term], leaf_count: int = 0) -> Result:
    return grade(Equation("W6", "某处", Severity.HARD, tuple(left), tuple(right), leaf_count))


@pytest.mark.parametrize(("n", "units"), [(1, 1), (2, 1), (3, 2), (11, 6), (14, 7), (40, 20)])
def test_the_bound_follows_from_the_number_of_printed_terms(n: int, units: int) -> None:
    bound, _ = tolerance([term("9")], [term("1")] * n)
    assert bound == U * units


def test_printed_zeros_do_not_widen_the_bound() -> None:
    bound, _ = tolerance([term("2")], [term("1"), term("1"), term("0"), term("0"), term("0")])
    assert bound == U


def test_no_part_at_all_tolerates_nothing() -> None:
    result = graded([term("0.01")], [term("0"), term("0")])
    assert (result.grade, result.tolerance_yuan) == ("failed", Decimal(0))


def test_same_quantity_in_two_tables_is_bounded_by_its_leaves() -> None:
    assert graded([term("10.00")], [term("10.01")], 1).grade == "rounding"
    assert graded([term("10.00")], [term("10.02")], 1).grade == "failed"
    assert graded([term("10.00")], [term("10.02")], 3).grade == "rounding"


def test_tables_of_different_quantum() -> None:
    """A table in yuan against one in 万元: half of each, so ¥50 and half a yuan, whole yuan down."""
    bound, _ = tolerance([term("1.00")], [term("1.0049", Decimal(1))])
    assert bound == 50
    assert graded([term("1.00")], [term("1.005", Decimal(1))]).grade == "rounding"
    assert graded([term("1.00")], [term("1.0051", Decimal(1))]).grade == "failed"


def test_exact_trivial_and_suspicious() -> None:
    assert graded([term("3")], [term("1"), term("2")]).grade == "exact"
    assert graded([term("0")], [term("0")]).is_trivial
    assert not graded([term("1")], [term("0")]).is_trivial
    # n = 14: the bound is 0.07, three sigma 0.034.
    near = graded([term("14.03")], [term("1")] * 14)
    far = graded([term("14.04")], [term("1")] * 14)
    assert (near.grade, near.is_suspicious) == ("rounding", False)
    assert (far.grade, far.is_suspicious) == ("rounding", True)


def test_a_blank_cell_counts_as_zero_and_a_lost_total_fails() -> None:
    blank = Term(1, Decimal(0), Decimal(0))
    assert graded([blank], [term("5")]).grade == "failed"
    assert graded([term("5")], [blank, term("5")]).grade == "exact"


def test_a_failure_says_both_sides_the_difference_and_what_is_allowed() -> None:
    message = graded([term("10.00")], [term("4.00"), term("5.00")]).message
    assert message == (
        "某处：左边 100,000.00 元，右边 90,000.00 元（= 40,000.00 + 50,000.00），不相等，"
        "差 10,000.00 元，允许 ±100.00 元（规则 W6）"
    )


def test_amounts_are_shown_in_the_unit_of_the_table() -> None:
    assert amount_text(Decimal(24116400), "万元", Decimal(10000)) == "2,411.64 万元"
    assert amount_text(Decimal("12345678.9012"), "万元", Decimal(10000)) == "1,234.56789012 万元"
