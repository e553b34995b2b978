"""Real published reports against what was read from them by eye; skipped where they are not here."""

from __future__ import annotations

import csv
import json
import os
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from pipeline.extract import extract_report
from pipeline.stage.model import Extraction

ROOT = Path(__file__).resolve().parents[2]
REPORTS = Path(os.environ.get("QINGZHANG_REPORTS", ROOT.parent / "shared" / "reports"))
SEED = REPORTS.parent / "seed"
FAMILY = "广州"
YUAN = {"元": 1, "万元": 10000, "": 10000}

pytestmark = [
    pytest.mark.reports,
    pytest.mark.skipif(not REPORTS.is_dir(), reason=f"no folder of real reports at {REPORTS}"),
]


@cache
def labels() -> list[dict[str, str]]:
    with (REPORTS / "labels.csv").open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


@cache
def extracted(path: Path) -> Extraction:
    return extract_report(path)


def family() -> list[dict[str, str]]:
    if not REPORTS.is_dir():
        return []
    return [row for row in labels() if row["file"].startswith(FAMILY) and row["kind"] == "budget"]


def seed() -> Extraction:
    (file,) = SEED.glob("*.pdf")
    return extracted(file)


@pytest.mark.parametrize("label", family(), ids=lambda label: Path(label["file"]).stem)
def test_report_is_identified_accepted_and_adds_up(label: dict[str, str]) -> None:
    tables = extracted(REPORTS / label["file"]).tables
    (report,) = tables["report"]
    assert report["outcome"] == "accepted", report["reason"]
    assert (report["entity_name"], str(report["fiscal_year"]), report["scope"], report["city"]) == (
        label["entity"],
        label["fiscal_year"],
        label["scope"],
        label["city"],
    )
    factor = YUAN[label["unit_of_main_table"]]
    totals = {str(row["side"]): row["amount_yuan"] for row in tables["report_total"]}
    assert totals == {
        "income": Decimal(label["total_income_printed"]) * factor,
        "expenditure": Decimal(label["total_expenditure_printed"]) * factor,
    }
    natures: Counter[str] = Counter()
    for row in tables["expenditure"]:
        if row["perspective"] == "FUNCTION_ALL":
            natures[str(row["nature"])] += row["amount_yuan"]  # type: ignore[assignment]
    assert natures["BASIC"] == Decimal(label["basic_total_printed"]) * factor
    assert natures["PROJECT"] == Decimal(label["project_total_printed"]) * factor
    public = sum(row["amount_yuan"] for row in tables["three_public"] if not row["is_memo"])  # type: ignore[misc]
    assert public == Decimal(label["sangong_total_printed"]) * YUAN[label["sangong_unit"]]
    assert report["tokens_conserved"] == report["token_count"]
    assert report["equations_failed"] == 0


@pytest.mark.skipif(not SEED.is_dir(), reason="no seed report")
def test_every_cell_of_the_seed() -> None:
    cells = json.loads((SEED / "cells.json").read_text(encoding="utf-8"))
    tables = seed().tables
    printed = Counter(
        (row["table_ordinal"], str(row["raw_text"]))
        for row in tables["printed_cell"]
        if row["value"] is not None and row["table_ordinal"] <= 12  # type: ignore[operator]
    )
    wanted = Counter(
        (table["no"], cell)
        for table in cells["tables"]
        for row in table["rows"]
        for cell in row
        if cell and cell.replace(",", "").replace(".", "").isdigit() and "." in cell
    )
    assert printed.total() == 600
    assert printed == wanted


@pytest.mark.skipif(not SEED.is_dir(), reason="no seed report")
def test_facts_of_the_seed() -> None:
    tables = seed().tables
    sums: Counter[tuple[str, bool]] = Counter()
    for row in tables["expenditure"]:
        sums[str(row["perspective"]), bool(row["is_rounding"])] += row["amount_yuan"]  # type: ignore[assignment]
    assert sums["FUNCTION_ALL", False] == Decimal("24116400.00")
    assert sums["ECON_GENERAL", False] == Decimal("24116600.00")
    assert sums["ECON_GENERAL", True] == Decimal("-200.00")
    assert sums["PROJECT", False] == Decimal("6015000.00")
    objectives = {
        row["project_name"]: str(row["objective_text"]) for row in tables["project_objective"]
    }
    assert len(objectives) == 7
    assert all(text.endswith("。") for text in objectives.values())
    assert "无" not in objectives


@pytest.mark.skipif(not SEED.is_dir(), reason="no seed report")
def test_narrative_of_the_seed() -> None:
    metrics = {row["metric"]: row for row in seed().tables["narrative_metric"]}
    income = metrics["INCOME_TOTAL"]
    assert (
        income["value"],
        income["change_value"],
        income["change_pct"],
        income["prev_value"],
    ) == (
        Decimal("2411.64"),
        Decimal("24.16"),
        Decimal("1.01"),
        Decimal("2387.48"),
    )
    assert metrics["THREE_PUBLIC_ABROAD"]["base_is_zero"]
    assert metrics["THREE_PUBLIC_ABROAD"]["change_pct"] is None
    assert [
        metrics[f"PROCUREMENT_{part}"]["value"] for part in ("TOTAL", "GOODS", "WORKS", "SERVICES")
    ] == [
        Decimal("141.6"),
        Decimal("119.5"),
        Decimal("0"),
        Decimal("22.1"),
    ]
    assert str(metrics["ASSET_FIXED_TOTAL"]["as_of"]) == "2024-02-19"
    assert metrics["OFFICE_COUNT"]["value"] == 7
    assert all(row["sentence"] and row["page_number"] for row in metrics.values())


def test_every_file_gets_an_outcome_and_no_noise_is_accepted() -> None:
    with ProcessPoolExecutor(2) as pool:
        rows = list(pool.map(_outcome, [REPORTS / label["file"] for label in labels()]))
    for label, (outcome, code, reason) in zip(labels(), rows, strict=True):
        assert reason, label["file"]
        if label["kind"] in ("budget", "final"):
            assert outcome != "rejected", (label["file"], code)
        else:
            assert outcome in ("rejected", "quarantined"), (label["file"], code)


def _outcome(path: Path) -> tuple[str, str, str]:
    (row,) = extract_report(path).tables["report"]
    return str(row["outcome"]), str(row["reason_code"]), str(row["reason"])
