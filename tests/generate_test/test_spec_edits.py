"""Every mutation changes what it says, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.generate.guangdong import (
    change_unit_label,
    default_spec,
    drop_row,
    move_three_public_fund,
    mutate_amount,
    printed_tables,
    shift_block,
    swap_columns,
)
from tests.generate.spec import ReportSpec

SPEC = default_spec()


def changed_cells(spec: ReportSpec) -> set[tuple[int, str, int, str, str]]:
    """(table, first cell of the row, column, before, after) where `spec` differs from SPEC."""
    found = set()
    for before, after in zip(printed_tables(SPEC), printed_tables(spec), strict=True):
        assert len(before.rows) == len(after.rows)
        for one, two in zip(before.rows, after.rows, strict=True):
            for index, (old, new) in enumerate(zip(one.cells, two.cells, strict=True)):
                if old != new:
                    found.add((before.number, one.cells[0].strip("　"), index, old, new))
    return found


@pytest.mark.parametrize(
    ("how", "after"),
    [
        ("digit", "2,325.27"),
        ("x10", "13,252.70"),
        ("/100", "13.25"),
        ("sign", "-1,325.27"),
        ("lost", ""),
        ("+0.01", "1,325.28"),
        ("swap", "3,125.27"),
        ("=9.99", "9.99"),
    ],
)
def test_mutate_amount(how: str, after: str) -> None:
    spec = mutate_amount(SPEC, 3, "2010301", "基本支出", how)
    assert changed_cells(spec) == {(3, "2010301", 3, "1,325.27", after)}


def test_mutation_that_changes_nothing_is_refused() -> None:
    spec = mutate_amount(SPEC, 3, "2010301", "基本支出", "=1,325.27")
    with pytest.raises(ValueError, match="leaves"):
        printed_tables(spec)


def test_printed_override_of_a_list_table_finds_its_side() -> None:
    spec = replace(SPEC, printed_overrides={(1, "社会保障和就业支出", "支出/预算"): "1.00"})
    (cell,) = changed_cells(spec)
    assert cell[0] == 1
    assert cell[2:] == (3, "481.30", "1.00")
    spec = replace(SPEC, printed_overrides={(1, "社会保障和就业支出", "支出/项目"): "1.00"})
    with pytest.raises(ValueError, match="0 columns"):
        printed_tables(spec)


def test_row_of_a_unit_is_told_from_its_namesake() -> None:
    name = "岭南市政务服务中心/工资福利支出"
    spec = replace(SPEC, printed_overrides={(11, name, "总计"): "0.00"})
    (cell,) = changed_cells(spec)
    assert cell[3] == "658.41"


def test_drop_row() -> None:
    before, after = (
        {table.number: len(table.rows) for table in printed_tables(spec)}
        for spec in (SPEC, drop_row(SPEC, 6, "30217"))
    )
    assert {number for number in before if before[number] != after[number]} == {6}
    assert before[6] - after[6] == 1


def test_swap_columns_in_one_row() -> None:
    spec = swap_columns(SPEC, 3, "基本支出", "项目支出", "2010301")
    assert {cell[1:3] for cell in changed_cells(spec)} == {("2010301", 3), ("2010301", 4)}


def test_shift_block_keeps_the_multiset_of_the_block() -> None:
    spec = shift_block(SPEC, "302")
    changed = changed_cells(spec)
    assert {cell[0] for cell in changed} == {6}
    assert all(cell[1].startswith("[302") and not cell[1].startswith("[302]") for cell in changed)
    amounts = [
        sorted(row.cells[1] for row in printed_tables(each)[5].rows) for each in (SPEC, spec)
    ]
    assert amounts[0] == amounts[1]


def test_move_three_public_fund_leaves_totals() -> None:
    changed = changed_cells(move_three_public_fund(SPEC))
    assert {cell[0] for cell in changed} == {8}
    assert {cell[2] for cell in changed} == {2, 3}


def test_change_unit_label() -> None:
    spec = change_unit_label(SPEC, "元", table=3)
    assert not changed_cells(spec)
    labels = [table.unit_label for table in printed_tables(spec)]
    assert labels == ["万元", "万元", "元", *["万元"] * 9]
    assert {table.unit_label for table in printed_tables(change_unit_label(SPEC, "元"))} == {"元"}
