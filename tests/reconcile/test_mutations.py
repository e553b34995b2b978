"""What the rules see of faults in the seed: shares computed, never lower than the study's."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from pipeline.interpret.interpreted_report import InterpretedReport
from pipeline.reconcile.engine import reconcile
from tests.reconcile.hand_made_statements import SEED_METRICS, seed_folder, seed_report
from tests.reconcile.mutations import (
    CELL_FAULTS,
    Bench,
    failed,
    hard,
    in_unit,
    moved_fund,
    shifted_block,
)

pytestmark = [
    pytest.mark.reports,
    pytest.mark.skipif(not (seed_folder() / "cells.json").exists(), reason="no seed folder"),
]


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    yield Bench(seed_report())


@pytest.fixture
def seed() -> InterpretedReport:
    return seed_report()


@pytest.mark.parametrize(
    ("fault", "least"),
    [
        ("lost", Decimal(218) / 219),
        ("sign flipped", Decimal(218) / 219),
        ("divided by 100", Decimal(218) / 219),
        ("times 10", Decimal(1)),
        ("digits swapped", Decimal(1)),
        ("digit misread", Decimal("0.952")),
    ],
)
def test_faults_in_one_cell_break_a_hard_rule(bench: Bench, fault: str, least: Decimal) -> None:
    share = bench.run(fault)
    assert share.faults >= 219
    assert share.hard_share >= least, share.missed


def test_only_the_smallest_amount_can_be_lost_unseen(bench: Bench) -> None:
    """30207 邮电费 0.02 is smaller than the bound of its block; T0 sees it."""
    assert [name.split()[1] for name in bench.run("lost").missed] == ["邮电费"]


def test_one_unit_in_the_last_place_is_noticed_but_is_rounding(bench: Bench) -> None:
    """A difference of one quantum is what rounding may do: no hard rule fails, the grade changes."""
    share = bench.run("off by 0.01")
    assert share.hard == 0
    assert share.noticed_share >= Decimal("0.466")


def test_adjacent_columns_swapped_in_a_row(bench: Bench) -> None:
    share = bench.swap_columns()
    assert share.faults
    assert share.hard == share.faults, share.missed


def test_a_row_lost(bench: Bench) -> None:
    share = bench.row_lost()
    assert [name.split()[1] for name in share.missed] == ["邮电费"]


@pytest.mark.parametrize("step", [1, -1])
@pytest.mark.parametrize("block", ["301", "302"])
def test_a_block_of_basic_spending_shifted_by_one_row(
    seed: InterpretedReport, block: str, step: int
) -> None:
    changed = shifted_block(seed, "GENERAL_BASIC_BY_ECON", block, step)
    outcome = reconcile(changed, SEED_METRICS)
    assert {r.rule for r in hard(outcome)} == {"L1"}
    assert {r.rule for r in failed(outcome)} - {"L1"} <= {"S1", "X19"}
    assert set(outcome.held_back) == {6}


def test_three_public_moved_to_another_fund(seed: InterpretedReport) -> None:
    outcome = reconcile(moved_fund(seed, "GENERAL_PUBLIC", "GOV_FUND"), SEED_METRICS)
    assert {r.rule for r in failed(outcome)} == {"X19", "X21"}
    assert set(outcome.held_back) == {8}


@pytest.mark.parametrize("ordinal", [1, 2, 3, 4, 5, 6, 7, 8, 11, 12])
def test_one_table_in_the_wrong_unit_is_held_back_alone(
    seed: InterpretedReport, ordinal: int
) -> None:
    kind = seed.statements[ordinal - 1].kind
    outcome = reconcile(in_unit(seed, Decimal(1), [kind]), SEED_METRICS)
    assert hard(outcome)
    assert set(outcome.held_back) == {ordinal}


def test_the_whole_document_in_the_wrong_unit(seed: InterpretedReport) -> None:
    """Every sum holds: only the text tells."""
    outcome = reconcile(in_unit(seed, Decimal(1)), SEED_METRICS)
    assert {r.rule for r in hard(outcome)} == {"N1", "N3"}
    assert outcome.grade == "failed"
    assert "单位" in (outcome.main_failure or "")


def test_substituted_faults_are_what_a_whole_run_finds(bench: Bench) -> None:
    """The quick way of the benchmark agrees with a full reconciliation of a changed report."""
    for fault in ("lost", "times 10", "off by 0.01"):
        for number, (statement, row, column, amount) in enumerate(list(bench.amounts())):
            if number % 20:
                continue
            printed = CELL_FAULTS[fault][0](amount)
            assert printed is not None
            worse = {r.scope for r in bench.cell_fault(statement, amount, printed) if r.failed}
            changed = in_unit(bench.report, Decimal(10000))
            target = changed.statements[statement.table.ordinal - 1].rows[row.position]
            old = target.amounts[column.index]
            target.amounts[column.index] = type(old)(
                old.row_index,
                old.column_index,
                old.cell,
                printed,
                printed * 10000,
                old.quantum_yuan,
            )
            whole = {r.scope for r in reconcile(changed).results if r.failed and r.is_equation}
            assert worse == whole
