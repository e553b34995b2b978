"""Which number is the first suspect, over small statements and faults of each kind."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.interpret.statement import Statement
from pipeline.reconcile.engine import reconcile
from pipeline.reconcile.localisation import Localisation, localise, number_text, suspect_rows
from pipeline.reconcile.misprints import likeness
from tests.page_layouts import Texts
from tests.reconcile.hand_made_statements import (
    SEED_METRICS,
    build,
    column,
    report,
    seed_folder,
    seed_report,
)
from tests.reconcile.mutations import Bench
from tests.reconcile.single_faults import Tally, localised, single_faults

COLUMNS = [
    column(0, "科目编码", "code"),
    column(1, "科目名称", "label"),
    column(2, "合计", sum_of=[3, 4]),
    column(3, "基本支出", nature="BASIC"),
    column(4, "项目支出", nature="PROJECT"),
]
SOUND: Texts = [
    [None, "合计", "1,529.70", "1,140.55", "389.15"],
    ["201", "一般公共服务支出", "1,325.27", "936.12", "389.15"],
    ["20103", "政府办公厅及相关机构事务", "1,325.27", "936.12", "389.15"],
    ["2010301", "行政运行", "936.12", "936.12", None],
    ["2010302", "一般行政管理事务", "389.15", None, "389.15"],
    ["208", "社会保障和就业支出", "204.43", "204.43", None],
    ["20805", "行政事业单位养老支出", "204.43", "204.43", None],
    ["2080505", "基本养老保险缴费支出", "136.28", "136.28", None],
    ["2080506", "职业年金缴费支出", "68.15", "68.15", None],
]


def statement(changes: dict[tuple[int, int], str | None]) -> Statement:
    lines = [list(line) for line in SOUND]
    for (row, index), text in changes.items():
        lines[row][index] = text
    return build("EXPENDITURE_OVERVIEW", COLUMNS, lines, ordinal=3, title="支出总体情况表")


def located(changes: dict[tuple[int, int], str | None]) -> Localisation:
    return localise(reconcile(report([statement(changes)])).results)


def suspects(found: Localisation) -> list[tuple[tuple[int, int] | None, Decimal, str]]:
    return [
        (s.number.position, s.suggested / 10000, s.kind)
        for s in found.suspects
        if s.alternative == 1
    ]


def test_a_sound_report_has_no_suspects() -> None:
    found = located({})
    assert (found.suspects, found.note) == ([], None)


@pytest.mark.parametrize(
    ("place", "misprint", "true", "kind"),
    [
        ((3, 3), "986.12", "936.12", "digit_misread"),
        ((3, 3), "963.12", "936.12", "digits_swapped"),
        ((5, 2), "-204.43", "204.43", "sign"),
        ((5, 2), "2,044.30", "204.43", "scale"),
        ((5, 2), "2.04", "204.43", "scale"),
        ((5, 2), "24.43", "204.43", "digit_lost_or_added"),
        ((3, 3), None, "936.12", "blank_or_zero"),
        ((3, 3), "0.00", "936.12", "blank_or_zero"),
        ((0, 2), "7,777.77", "1529.70", "other"),
    ],
)
def test_one_wrong_number_is_the_first_suspect(
    place: tuple[int, int], misprint: str | None, true: str, kind: str
) -> None:
    found = located({place: misprint})
    assert suspects(found) == [(place, Decimal(true), kind)]
    first = found.suspects[0]
    assert (first.rank, first.fault, first.set_size) == (1, 1, 1)
    assert first.explains == first.of > 0
    assert found.note is None


def test_two_numbers_in_each_others_place() -> None:
    found = located({(3, 3): None, (3, 4): "936.12"})
    assert sorted(suspects(found)) == [
        ((3, 3), Decimal("936.12"), "column_shift"),
        ((3, 4), Decimal(0), "column_shift"),
    ]
    assert {s.set_size for s in found.suspects if s.alternative == 1} == {2}


def test_a_leaf_of_a_block_is_told_from_its_sisters_by_likeness() -> None:
    """Each sister could make up the difference; only one of them by one misread digit."""
    lines: Texts = [
        [None, "合计", "321.54"],
        ["301", "工资福利支出", "321.54"],
        ["30101", "基本工资", "112.40"],
        ["30102", "津贴补贴", "87.03"],
        ["30103", "奖金", "102.11"],
    ]
    columns = [*COLUMNS[:2], column(2, "预算")]
    table = build("GENERAL_BASIC_BY_ECON", columns, lines, ordinal=6)
    found = localise(reconcile(report([table])).results)
    # 321.54 - (112.40 + 87.03 + 102.11) = 20.00: 102.11 is 122.11 read wrong, 112.40 is 132.40.
    assert found.suspects[0].kind == "digit_misread"
    assert {s.number.position for s in found.suspects[:2]} == {(2, 2), (4, 2)}
    assert all(s.suggested - s.number.yuan == 200000 for s in found.suspects[:2])


def test_independent_faults_are_counted_apart() -> None:
    found = located({(3, 2): "986.12", (7, 2): "186.28"})
    assert {s.number.position for s in found.suspects if s.alternative == 1} == {(3, 2), (7, 2)}
    assert [s.rank for s in found.suspects] == list(range(1, len(found.suspects) + 1))


def test_what_no_few_numbers_explain_is_said() -> None:
    """A column of other money altogether."""
    other: dict[tuple[int, int], str | None] = {
        (row, 3): f"{row * 317 + 11}.73" for row in range(9)
    }
    found = located(other)
    assert found.note is not None and "不能由改动少数几个数字解释" in found.note
    assert [signal.signal for signal in found.signals()] == ["fault_not_located"]


def test_no_time_is_no_fault() -> None:
    results = reconcile(report([statement({(3, 3): None, (3, 4): "936.12"})])).results
    found = localise(results, time_limit=0.0)
    assert found.seconds < 1


def test_rows_say_where_to_look_and_what_to_expect() -> None:
    (row, *_) = suspect_rows(
        located({(3, 3): "986.12"}), lambda s, r, c: f"k:{s.table.ordinal}:{r}:{c}"
    )
    assert row == {
        "rank": 1,
        "fault": 1,
        "alternative": 1,
        "set_size": 1,
        "cell_key": "k:3:3:3",
        "table_ordinal": 3,
        "page_number": 1,
        "row_label": "行政运行",
        "column_path": "基本支出",
        "printed_text": "986.12",
        "printed_yuan": Decimal("9861200.00"),
        "suggested_yuan": Decimal("9361200.00"),
        "suggested_text": "936.12",
        "unit": "万元",
        "explains": 2,
        "failing": 2,
        "kind": "digit_misread",
        "score": row["score"],
    }
    assert Decimal("0.9") < Decimal(str(row["score"])) <= 1


def test_a_blank_place_has_a_key_and_no_text() -> None:
    (row, *_) = suspect_rows(located({(3, 3): None}), lambda s, r, c: f"{r}:{c}")
    assert (row["cell_key"], row["printed_text"], row["suggested_text"]) == ("3:3", "", "936.12")
    assert (row["page_number"], row["row_label"]) == (1, "行政运行")


def test_look_alike_digits_are_likelier() -> None:
    true, quantum = Decimal("8361200"), Decimal(100)
    alike = likeness(Decimal("3361200"), true, quantum)
    other = likeness(Decimal("5361200"), true, quantum)
    anything = likeness(Decimal("1234500"), true, quantum)
    assert alike.kind == other.kind == "digit_misread"
    assert alike.likelihood > other.likelihood > anything.likelihood


def test_numbers_are_written_as_their_table_prints_them() -> None:
    assert number_text(Decimal("9361200"), Decimal(100), Decimal(10000)) == "936.12"
    assert number_text(Decimal("12345678.9"), Decimal("0.01"), Decimal(1)) == "12,345,678.90"
    assert number_text(Decimal("12340000"), Decimal(10000), Decimal(10000)) == "1,234"


@pytest.mark.reports
@pytest.mark.skipif(not (seed_folder() / "cells.json").exists(), reason="no seed folder")
def test_misread_digits_of_the_seed() -> None:
    """The number is the first suspect always, but among the leaves of one block (tables 6 and 7),
    of which the sums know nothing but their sum."""
    bench = Bench(seed_report(), SEED_METRICS)
    tally = Tally()
    for place, (changed, truth) in enumerate(single_faults(bench, "digit misread")):
        found = localised(bench, changed) if place % 3 == 0 else None
        if found is not None:
            tally.add(changed, truth, found)
    assert tally.first >= Decimal("0.92") * tally.detected
    for table in (1, 2, 3, 4, 5, 8, 11, 12):
        assert tally.first_by_table[table] == tally.by_table[table] > 0
    assert tally.seconds < 1
