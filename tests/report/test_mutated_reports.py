"""A report printed wrong is caught: every mutation of a sound report, from PDF to outcome."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.report.extraction import extract_report
from pipeline.report.staged_rows import Tables
from tests.generate.guangdong import (
    ReportSpec,
    change_unit_label,
    default_spec,
    drop_row,
    mixed_funds_spec,
    move_three_public_fund,
    mutate_amount,
    shift_block,
    swap_columns,
)
from tests.generate.printing import render_report

Mutation = Callable[[ReportSpec], ReportSpec]

MUTATIONS: dict[str, tuple[Mutation, str]] = {
    "a digit misread in the overview": (
        lambda s: mutate_amount(s, 1, "支出总计", "支出/预算", "digit"),
        "reconciliation_failed",
    ),
    "a digit misread in the table of spending": (
        lambda s: mutate_amount(s, 3, "2010301", "基本支出", "digit"),
        "statements_held_back",
    ),
    "a sign lost": (
        lambda s: mutate_amount(s, 5, "2010301", "小计", "sign"),
        "statements_held_back",
    ),
    "an amount that is not a number": (
        lambda s: mutate_amount(s, 5, "合计", "小计", "=1,23O.00"),
        "statements_held_back",
    ),
    "a row lost": (lambda s: drop_row(s, 6, "30201"), "statements_held_back"),
    "two columns swapped": (
        lambda s: swap_columns(s, 3, "基本支出", "项目支出"),
        "statements_held_back",
    ),
    "a block shifted by a row": (lambda s: shift_block(s, "302"), "statements_held_back"),
    "three public items in another fund": (move_three_public_fund, "statements_held_back"),
    "unit of one table": (lambda s: change_unit_label(s, "元", 3), "statements_held_back"),
    "unit of all tables": (lambda s: change_unit_label(s, "元"), "reconciliation_failed"),
}


def outcome(spec: ReportSpec, folder: Path) -> dict[str, object]:
    (row,) = extract_report(render_report(spec, folder / "report.pdf")).tables["report"]
    return row


@pytest.mark.parametrize("spec", [default_spec(), mixed_funds_spec()], ids=["default", "mixed"])
def test_sound_report_is_accepted(spec: ReportSpec, tmp_path: Path) -> None:
    row = outcome(spec, tmp_path)
    assert (row["outcome"], row["equations_failed"]) == ("accepted", 0), row["reason"]
    assert row["tokens_conserved"] == row["token_count"]


@pytest.mark.parametrize("name", MUTATIONS)
def test_mutation_is_caught(name: str, tmp_path: Path) -> None:
    mutate, code = MUTATIONS[name]
    row = outcome(mutate(default_spec()), tmp_path)
    assert row["reason_code"] == code, row["reason"]


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """What the report in its usual print gives."""
    folder = tmp_path_factory.mktemp("plain")
    return extract_report(render_report(default_spec(), folder / "plain.pdf")).tables


@pytest.mark.parametrize(
    "options",
    [
        {"rotate_tables": True, "embed_font": True},
        {"thin_rects_as_lines": True},
        {"doubled_hairlines": True},
        {"repeat_header": False},
        {"kangxi_lookalikes": True, "embed_font": True},
        {"fullwidth_digits": True},
        {"watermark": "内部资料"},
        {"objective_split": default_spec().projects[0].name},
    ],
    ids=lambda options: next(iter(options)),
)
def test_other_ways_of_printing_give_the_same_facts(
    options: dict[str, object], plain: Tables, tmp_path: Path
) -> None:
    other = extract_report(
        render_report(default_spec().with_options(**options), tmp_path / "other.pdf")
    ).tables
    assert other["report"][0]["outcome"] == "accepted", other["report"][0]["reason"]

    def money(tables: Tables) -> list[tuple[str, ...]]:
        fields = (
            "perspective",
            "function_code",
            "econ_code",
            "nature",
            "fund",
            "unit_name",
            "project_name",
            "amount_yuan",
        )
        return [tuple(str(row[f]) for f in fields) for row in tables["expenditure"]]

    assert money(other) == money(plain)
    objectives = [str(row["objective_text"]) for row in plain["project_objective"]]
    assert [str(row["objective_text"]) for row in other["project_objective"]] == objectives
