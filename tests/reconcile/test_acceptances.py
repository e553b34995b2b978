"""Decisions of reviewers: the file, the guard, what they change."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.cli.review_lines import acceptance_lines
from pipeline.interpret.interpreted_report import InterpretedReport
from pipeline.interpret.statement import Signal
from pipeline.reconcile.acceptances import (
    COLUMNS,
    Acceptance,
    Acceptances,
    MalformedAcceptances,
    load_acceptances,
)
from pipeline.reconcile.engine import Reconciliation, reconcile
from pipeline.reconcile.localisation import localise
from pipeline.reconcile.review import Review
from schemas.vocabulary import SignalSeverity
from tests.reconcile.hand_made_statements import build, column, report

SHA = "0123456789abcdef" * 4
KEY = SHA[:16]
GOOD = {
    "sha256": SHA,
    "table_ordinal": "3",
    "rule": "W3",
    "scope": "",
    "left_yuan": "100.00",
    "right_yuan": "90.00",
    "action": "accept",
    "cell_key": "",
    "value": "",
    "reason": "原件如此",
    "reviewer": "张三",
    "date": "2026-03-01",
}
FIX = GOOD | {"action": "correct", "cell_key": f"{KEY}:3:2:3", "value": "1,936.12"}


def written(folder: Path, *rows: dict[str, str]) -> Path:
    file = folder / "acceptances.csv"
    lines = [",".join(COLUMNS)]
    lines += [",".join(f'"{row[name]}"' for name in COLUMNS) for row in rows]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
    return file


def test_no_file_is_no_decision(tmp_path: Path) -> None:
    assert len(load_acceptances(tmp_path / "acceptances.csv")) == 0


def test_entries_are_found_by_the_hash_or_its_beginning(tmp_path: Path) -> None:
    found = load_acceptances(written(tmp_path, GOOD | {"sha256": KEY}, FIX))
    accept, correct = found.of(SHA[:16])
    assert (accept.left_yuan, accept.equation_table, accept.cell) == (Decimal("100.00"), 3, None)
    assert (correct.cell, correct.value) == ((3, 2, 3), Decimal("1936.12"))
    assert found.of("f" * 16) == ()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"sha256": "xyz"}, "sha256"),
        ({"rule": " "}, "rule is empty"),
        ({"reason": ""}, "reason is empty"),
        ({"reviewer": ""}, "reviewer is empty"),
        ({"date": "1.3.2026"}, "date must be"),
        ({"left_yuan": ""}, "figures of the failing equation"),
        ({"right_yuan": "NaN"}, "figures of the failing equation"),
        ({"table_ordinal": "three"}, "table_ordinal"),
        ({"action": "ignore"}, "action must be"),
        ({"value": "1.00"}, "accept takes no"),
        ({"action": "correct", "value": "1.00"}, "correct needs the cell_key"),
        ({"action": "correct", "cell_key": f"{'f' * 16}:1:1:1", "value": "1"}, "of this report"),
        ({"action": "correct", "cell_key": f"{KEY}:3:2:3"}, "correct needs a number"),
    ],
)
def test_a_line_that_cannot_be_used_is_named(
    change: dict[str, str], words: str, tmp_path: Path
) -> None:
    file = written(tmp_path, FIX, GOOD | change)
    with pytest.raises(MalformedAcceptances) as caught:
        load_acceptances(file)
    assert f"{file}: line 3: " in str(caught.value) and words in str(caught.value)


def test_all_bad_lines_are_named_at_once(tmp_path: Path) -> None:
    file = written(tmp_path, GOOD, GOOD, GOOD | {"reason": ""}, FIX, FIX | {"value": "2.00"})
    with pytest.raises(MalformedAcceptances) as caught:
        load_acceptances(file)
    text = str(caught.value)
    assert "line 3: says the same as line 2" in text
    assert "line 4: reason is empty" in text
    assert "line 6: says the same as line 5" in text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("sha256,rule\n", "columns missing: table_ordinal"),
        (",".join(COLUMNS) + "\na,b\n", "line 2: a row has 12 fields"),
    ],
)
def test_a_file_of_another_form_is_refused(text: str, words: str, tmp_path: Path) -> None:
    file = tmp_path / "acceptances.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(MalformedAcceptances, match=words):
        load_acceptances(file)


def test_the_version_changes_with_the_entries_of_the_file_alone(tmp_path: Path) -> None:
    other = GOOD | {"sha256": "f" * 64}
    one = load_acceptances(written(tmp_path, GOOD, other))
    moved = load_acceptances(written(tmp_path, other, GOOD))
    changed = load_acceptances(written(tmp_path, GOOD | {"reason": "另一理由"}, other))
    assert one.version(SHA) == moved.version(SHA) != changed.version(SHA)
    assert one.version("f" * 64) == changed.version("f" * 64) != ""
    assert one.version("e" * 64) == Acceptances().version(SHA) == ""


# --- applying -----------------------------------------------------------------------------------

COLUMNS_OF_3 = [
    column(0, "科目编码", "code"),
    column(1, "科目名称", "label"),
    column(2, "合计", sum_of=[3, 4]),
    column(3, "基本支出", nature="BASIC"),
    column(4, "项目支出", nature="PROJECT"),
]


def printed(basic: str = "1,936.12") -> InterpretedReport:
    """A table of which one leaf is 936.12 and printed as `basic`."""
    lines = [
        [None, "合计", "946.12", "946.12", None],
        ["201", "一般公共服务支出", "946.12", "946.12", None],
        ["20103", "政府办公厅及相关机构事务", "946.12", "946.12", None],
        ["2010301", "行政运行", "936.12", basic, None],
        ["2010302", "一般行政管理事务", "10.00", "10.00", None],
    ]
    return report(
        [build("EXPENDITURE_OVERVIEW", COLUMNS_OF_3, lines, ordinal=3, title="支出总体情况表")]
    )


def failing(outcome: Reconciliation) -> list[dict[str, object]]:
    rows = outcome.rows(lambda s, c: f"{KEY}:{s.table.ordinal}:{c.row}:{c.column}")
    return [row for row in rows if row["grade"] == "failed" and row["left_yuan"] is not None]


def entries(rows: list[str], folder: Path) -> tuple[Acceptance, ...]:
    """Ready-made lines with reason, reviewer and date filled in."""
    file = folder / "acceptances.csv"
    text = [
        ",".join(COLUMNS),
        *(row.removesuffix(",,,") + ",原件如此,张三,2026-03-01" for row in rows),
    ]
    file.write_text("\n".join(text), encoding="utf-8")
    return tuple(load_acceptances(file).of(SHA[:16]))


def reviewed(source: InterpretedReport, review: Review) -> Reconciliation:
    review.correct(reconcile(source).results, source)
    return reconcile(source, accept=review.accept)


def test_accepted_failures_hold_nothing_back(tmp_path: Path) -> None:
    source = printed()
    before = reconcile(source)
    assert set(before.held_back) == {3}
    review = Review(entries(acceptance_lines(SHA, failing(before)), tmp_path))
    after = reviewed(source, review)
    assert after.held_back == {} and after.main_failure is None
    assert (after.grade, after.statement_grades[3]) == ("failed", "failed")
    assert {row["accepted_by"] for row in failing(after)} == {"张三"}
    assert review.words() == "经人工审核（张三）：2处不符按原样接受"
    assert [row["state"] for row in review.rows()] == ["applied", "applied"]
    assert localise(after.results).suspects == []


def test_one_of_two_failures_accepted_is_not_enough(tmp_path: Path) -> None:
    source = printed()
    lines = acceptance_lines(SHA, failing(reconcile(source)))
    after = reviewed(source, Review(entries(lines[:1], tmp_path)))
    assert set(after.held_back) == {3}


def test_a_decision_holds_for_its_figures_alone(tmp_path: Path) -> None:
    lines = acceptance_lines(SHA, failing(reconcile(printed())))
    source = printed("1,836.12")
    review = Review(entries(lines, tmp_path))
    after = reviewed(source, review)
    assert set(after.held_back) == {3}
    assert not review.corrections and not review.accepted and review.words() == ""
    assert [row["state"] for row in review.rows()] == ["stale", "stale"]
    (first, _) = review.signals()
    assert (first.signal, first.severity) == ("stale_acceptance", "warning")
    assert "第2行（张三 2026-03-01）未生效" in first.message


def test_changed_words_of_a_rule_do_not_make_a_decision_stale(tmp_path: Path) -> None:
    source = printed()
    rows = [row | {"scope": "旧的说法"} for row in failing(reconcile(source))]
    review = Review(entries(acceptance_lines(SHA, rows), tmp_path))
    reviewed(source, review)
    assert review.stale == []


def test_a_corrected_cell_lets_the_sums_hold_and_stays_as_printed(tmp_path: Path) -> None:
    source = printed()
    before = reconcile(source)
    suspect = {
        "set_size": 1,
        "alternative": 1,
        "printed_text": "1,936.12",
        "cell_key": f"{KEY}:3:3:3",
        "suggested_text": "936.12",
    }
    lines = acceptance_lines(SHA, failing(before), [suspect])
    review = Review(entries(lines[-1:], tmp_path))
    after = reviewed(source, review)
    assert (after.held_back, after.grade) == ({}, "exact")
    (row,) = review.rows()
    assert (row["state"], row["printed_text"], row["corrected_yuan"]) == (
        "applied",
        "1,936.12",
        Decimal("9361200.00"),
    )
    assert review.words() == "经人工审核（张三）：1个单元格按审核更正"
    cells: list[dict[str, object]] = [
        {"table_ordinal": 3, "row_index": 3, "column_index": 3, "value": 0, "amount_yuan": 0}
    ]
    review.as_printed(cells)
    assert (cells[0]["value"], cells[0]["amount_yuan"]) == (Decimal("1936.12"), Decimal("19361200"))


def test_a_cell_that_was_no_number_can_be_corrected(tmp_path: Path) -> None:
    source = printed("0.00")
    statement = source.statements[0]
    cell = statement.rows[3].amounts.pop(3).cell
    source.signals.append(
        Signal("unreadable_amount", SignalSeverity.ERROR, "936.1Z", "", 3, 1, cell)
    )
    before = reconcile(source)
    suspect = {
        "set_size": 1,
        "alternative": 1,
        "printed_text": "936.1Z",
        "cell_key": f"{KEY}:3:3:3",
        "suggested_text": "936.12",
    }
    guard = failing(before)[0] | {"right_cells": f"{KEY}:3:3:3"}
    line = acceptance_lines(SHA, [guard], [suspect])[-1]
    after = reviewed(source, Review(entries([line], tmp_path)))
    assert after.held_back == {}
    assert [signal.severity for signal in source.signals] == ["info"]


def test_a_place_that_is_no_printed_amount_cannot_be_corrected(tmp_path: Path) -> None:
    source = printed()
    row = failing(reconcile(source))[0]
    figures = f"{row['left_yuan']},{row['right_yuan']}"
    line = f"{SHA},3,{row['rule']},,{figures},correct,{KEY}:3:1:1,1.00,,,"
    review = Review(entries([line], tmp_path))
    reviewed(source, review)
    assert [row["state"] for row in review.rows()] == ["stale"]
    assert "不是这张表的金额格" in str(next(review.rows())["note"])


def test_lines_are_offered_for_failures_with_figures_alone() -> None:
    row = failing(reconcile(printed()))[0]
    assert acceptance_lines(SHA, [row | {"accepted_by": "张三"}]) == []
    assert acceptance_lines(SHA, [row | {"severity": "info"}]) == []
    assert acceptance_lines(SHA, [row | {"left_yuan": None}]) == []
    (line,) = acceptance_lines(SHA, [row])
    assert line.startswith(f"{SHA},3,") and line.endswith(",accept,,,,,")
