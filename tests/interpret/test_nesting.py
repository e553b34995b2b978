"""Numbers are nested so that each that has others below it is their sum."""

from __future__ import annotations

from pipeline.interpret.nesting import nested


def columns(*values: int) -> list[tuple[int, ...]]:
    """Rows of one column."""
    return [(value,) for value in values]


def test_parents_add_up_at_every_depth() -> None:
    rows = columns(60, 10, 50, 20, 30, 40)
    assert nested(rows, (100,)) == [None, 0, 0, 2, 2, None]


def test_a_row_equal_to_the_next_is_what_it_breaks_down_into() -> None:
    assert nested(columns(7, 7, 7), (7,)) == [None, 0, 1]


def test_all_columns_must_add_up() -> None:
    rows = [(3, 30), (1, 20), (2, 10), (3, 5)]
    assert nested(rows, (6, 35)) == [None, 0, 0, None]


def test_rounding_is_allowed_for_as_the_rules_do() -> None:
    assert nested(columns(101, 50, 50, 30), (131,)) == [None, 0, 0, None]


def test_rows_that_do_not_add_up_are_not_nested() -> None:
    assert nested(columns(60, 10, 40), (100,)) is None
    assert nested([], (0,)) is None


def test_negative_numbers_may_lie_beyond_the_total() -> None:
    assert nested(columns(10, 60, -50), (10,)) == [None, 0, 0]


def test_a_long_list_needs_no_deeper_stack() -> None:
    chain = columns(*[5_000_000 - 7_000 * n for n in range(400)])
    flat = columns(*[1_000_003 + 17 * n * n for n in range(900)])
    total = (sum(value for (value,) in flat),)
    assert nested(flat, total) == [None] * 900
    assert nested(columns(*[9] * 900), (9,)) == [None, *range(899)]
    assert nested(chain, (1,)) is None
