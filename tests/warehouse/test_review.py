"""Suspects and decisions of reviewers in the warehouse: views, gates, marked facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from pipeline.report.staged_rows import Tables
from pipeline.warehouse.query import explain_report, first_suspects, stale_reviews
from tests.schemas.rows import money, row_of
from tests.stage.fabricate import OVERVIEW, PROJECT, SPENDING
from tests.warehouse.asking import rows
from tests.warehouse.together import CaseCity, together


def suspect(key: str, **change: object) -> dict[str, object]:
    given: dict[str, object] = {
        "cell_key": f"{key}:{SPENDING}:2:1",
        "table_ordinal": SPENDING,
        "page_number": 2,
        "row_label": "2010301 行政运行",
        "column_path": "预算",
        "printed_text": "60.01",
        "printed_yuan": Decimal(600100),
        "suggested_yuan": Decimal(680100),
        "suggested_text": "68.01",
        "unit": "万元",
        "explains": 2,
        "failing": 2,
        "score": Decimal("0.9"),
    }
    return row_of("suspect", report_key=key, **(given | change))


def decision(key: str, **change: object) -> dict[str, object]:
    given: dict[str, object] = {
        "rule": "W3",
        "scope": "《支出总体情况表》",
        "left_yuan": Decimal(900000),
        "right_yuan": Decimal(1000300),
        "reason": "原件如此",
        "reviewer": "张三",
        "reviewed_on": dt.date(2026, 3, 1),
    }
    return row_of("review", report_key=key, **(given | change))


def key_of(tables: Tables) -> str:
    return str(tables["report"][0]["report_key"])


def stale(place: CaseCity) -> list[dict[str, object]]:
    """What `stale_reviews` lists of a case's reports."""
    return [row for row in stale_reviews(place.home) if row["report_key"] in place.keys]


@together
def test_suspects_are_shown_with_file_and_page(place: CaseCity) -> Iterator[None]:
    def change(tables: Tables) -> None:
        key = key_of(tables)
        tables["suspect"] = [
            suspect(key),
            suspect(
                key, rank=2, alternative=2, cell_key=None, table_ordinal=None, page_number=None
            ),
        ]

    key = place.load(change=change, outcome="quarantined")
    yield
    assert rows(
        place.home,
        f"SELECT 名次, 页码, 行, 印出, 疑应为, 差错种类 FROM 疑点 WHERE 报告键 = '{key}'",
    ) == [
        (1, 2, "2010301 行政运行", "60.01", "68.01", "个别数字有误"),
        (2, None, "2010301 行政运行", "60.01", "68.01", "个别数字有误"),
    ]
    assert [(row["report_key"], row["rank"]) for row in first_suspects(place.home)] == [(key, 1)]
    (found,) = explain_report(place.home, key)
    assert [row["rank"] for row in found.suspects] == [1, 2]


def _unequal(tables: Tables, *, accepted: bool) -> None:
    """The table by function prints 10.03 less in its total row than in its leaves."""
    key = key_of(tables)
    less = Decimal(100_300)
    top = next(c for c in tables["printed_cell"] if c["cell_key"] == f"{key}:{SPENDING}:0:1")
    top["value"] = money(top, "value") - less / 10_000
    top["amount_yuan"] = money(top) - less
    rounding = next(e for e in tables["expenditure"] if e["is_rounding"])
    rounding["amount_yuan"] = money(rounding) - less
    equation = tables["reconciliation"][0] | {
        "rule": "W3",
        "grade": "failed",
        "residual_yuan": rounding["amount_yuan"],
        "table_ordinal": SPENDING,
        "left_cells": rounding["cell_key"],
        "right_cells": f"{key}:{SPENDING}:2:1 {key}:{SPENDING}:3:1",
    }
    across = tables["reconciliation"][0] | {
        "rule": "X7",
        "grade": "failed",
        "residual_yuan": less,
        "table_ordinal": None,
        "left_cells": f"{key}:{OVERVIEW}:1:1",
        "right_cells": f"{key}:{SPENDING}:0:1",
    }
    if accepted:
        for row in (equation, across):
            row.update(accepted_by="张三", accepted_reason="原件如此")
        tables["review"] = [decision(key)]
    tables["reconciliation"] += [equation, across]


@together
def test_a_difference_that_nobody_accepted_is_held_back(place: CaseCity) -> Iterator[None]:
    place.load(change=lambda tables: _unequal(tables, accepted=False))
    yield
    home, mine = place.home, place.mine
    assert rows(home, f"SELECT reason_code FROM dim_report WHERE {mine}") == [("audit_held",)]
    assert rows(
        home,
        "SELECT table_ordinal FROM statement WHERE NOT is_published "
        f"AND held_reason LIKE '%尾数差%' AND {mine}",
    )
    assert rows(home, f"SELECT * FROM expenditure_by_function WHERE {mine}") == []


@together
def test_an_accepted_difference_is_a_row_of_its_own(place: CaseCity) -> Iterator[None]:
    key = place.load(change=lambda tables: _unequal(tables, accepted=True))
    yield
    home, mine, mine_zh = place.home, place.mine, f"报告键 = '{key}'"
    assert rows(home, f"SELECT outcome FROM dim_report WHERE {mine}") == [("accepted",)]
    assert rows(
        home, f"SELECT 金额_元 FROM 支出_按功能 WHERE 不符差额行 AND 尾数差行 AND {mine_zh}"
    ) == [(Decimal("-100400.00"),)]
    assert rows(home, f"SELECT sum(amount_yuan) FROM expenditure_by_function WHERE {mine}") == [
        (Decimal("899900.00"),)
    ]
    assert rows(home, f"SELECT DISTINCT 审核人 FROM 勾稽不符 WHERE {mine_zh}") == [("张三",)]
    assert rows(home, f"SELECT 决定, 效力, 理由 FROM 审核 WHERE {mine_zh}") == [
        ("按原样接受", "生效", "原件如此")
    ]
    assert stale(place) == []


@together
def test_a_corrected_total_counts_as_corrected(place: CaseCity) -> Iterator[None]:
    """The projects print 40.02 as total and 41.02 as the one project; a reviewer reads 41.02."""

    def change(tables: Tables) -> None:
        key = key_of(tables)
        fact = next(e for e in tables["expenditure"] if e["perspective"] == "PROJECT")
        fact["amount_yuan"] = Decimal(410_200)
        tables["review"] = [
            decision(
                key,
                action="correct",
                cell_key=f"{key}:{PROJECT}:{row}:1",
                printed_text="40.02",
                corrected_yuan=Decimal(410_200),
            )
            for row in (0, 1)
        ]

    key = place.load(change=change)
    yield
    assert rows(place.home, f"SELECT 金额_元, 经更正 FROM 项目 WHERE 报告键 = '{key}'") == [
        (Decimal("410200.00"), True)
    ]
    assert rows(
        place.home,
        f"SELECT DISTINCT amount_yuan FROM printed_cell WHERE table_ordinal = {PROJECT} "
        f"AND amount_yuan IS NOT NULL AND {place.mine}",
    ) == [(Decimal("400200.00"),)]


@together
def test_a_decision_about_a_former_version_is_superseded(place: CaseCity) -> Iterator[None]:
    def change(tables: Tables) -> None:
        tables["review"] = [decision(key_of(tables))]

    former = place.load(b"v1", change=change, name="a.pdf", sidecar={"published_on": "2024-02-20"})
    place.load(b"v2", basic="70.00", name="a.pdf", sidecar={"published_on": "2024-03-01"})
    yield
    assert rows(place.home, f"SELECT 效力 FROM 审核 WHERE 报告键 = '{former}'") == [("已有新版本",)]
    assert [row["state"] for row in stale(place)] == ["superseded"]


@together
def test_a_stale_decision_changes_nothing_and_is_listed(place: CaseCity) -> Iterator[None]:
    def change(tables: Tables) -> None:
        key = key_of(tables)
        tables["review"] = [
            decision(
                key,
                action="correct",
                state="stale",
                cell_key=f"{key}:{SPENDING}:0:1",
                note="没有这样的等式",
            )
        ]

    place.load(change=change)
    yield
    home, mine = place.home, place.mine
    assert rows(home, f"SELECT outcome FROM dim_report WHERE {mine}") == [("accepted",)]
    assert rows(home, f"SELECT count(*) FROM fact_expenditure WHERE is_corrected AND {mine}") == [
        (0,)
    ]
    assert [row["note"] for row in stale(place)] == ["没有这样的等式"]
