"""Numbers as tokens and their conservation."""

from __future__ import annotations

import pytest

from pipeline.reconcile.tokens import TokenCount, count_tokens, numeric_tokens


def is_conserved(count: TokenCount) -> bool:
    """Whether no printed number was lost."""
    return count.conserved == count.printed


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("合计 1,234.56 0.00", ["1,234.56", "0.00"]),
        ("减少 -1.2", ["-1.2"]),
        ("(1.20) （3.40）", ["-1.20", "-3.40"]),
        ("１，２３４．５６", ["1,234.56"]),
        ("2010350事业运行", ["2010350"]),
        ("[30101]基本工资 272.58", ["30101", "272.58"]),
        ("2023-2024年", ["2023", "2024"]),
        ("（1）1.公务用车", ["1", "1"]),
        ("无", []),
    ],
)
def test_tokens(text: str, tokens: list[str]) -> None:
    assert numeric_tokens(text) == tokens


def test_a_lost_number_is_named() -> None:
    count = count_tokens(3, "邮电费 0.02 合计 5.00", ["邮电费", "合计", "5.00"])
    assert (count.printed, count.conserved, count.missing) == (2, 1, ("0.02",))


def test_a_number_wrapped_in_print_is_whole_in_its_cell() -> None:
    assert is_conserved(count_tokens(1, "1,942.\n41 7.00", ["1,942.41", "7.00"]))


def test_a_number_wrapped_in_its_cell_is_whole_in_print() -> None:
    count = count_tokens(1, "项目 446.953858 元", ["项目", "44\n6.9\n53858", "元"])
    assert is_conserved(count)
    assert not count.extra


def test_letter_spaced_digits_are_conserved() -> None:
    assert is_conserved(count_tokens(1, "1 2 3 . 4 5", ["123.45"]))


def test_a_number_cut_into_two_cells_is_a_loss() -> None:
    count = count_tokens(1, "267.80", ["267.8", "0"])
    assert not is_conserved(count)
    assert count.extra == ("0", "267.8")


def test_a_dash_at_the_start_of_a_line_is_no_sign() -> None:
    assert is_conserved(count_tokens(1, "1\n月\n-12\n月", ["1月-12月"]))


def test_a_lost_minus_is_seen() -> None:
    assert not is_conserved(count_tokens(1, "-12.50", ["12.50"]))
