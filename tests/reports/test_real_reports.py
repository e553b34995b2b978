"""Real published reports against what was read from them by eye; skipped where they are not here."""

from __future__ import annotations

import csv
import json
import os
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from benchmarks.report_shares import MONEY, Result, compare, is_report, totals_of
from pipeline.extract import extract_report
from pipeline.stage.model import Extraction

ROOT = Path(__file__).resolve().parents[2]
REPORTS = Path(os.environ.get("QINGZHANG_REPORTS", ROOT.parent / "shared" / "reports"))
SEED = REPORTS.parent / "seed"
# The family whose form the project knew first: nothing of it may be held back.
FIRST = "广州"
FACTS = ("expenditure", "revenue", "three_public")
IDENTITY = ("entity", "year", "kind", "scope", "city")
LEAST_TOTALS, LEAST_TOKENS = Decimal("0.99"), Decimal("0.999")
# Reports print errors of their own, which hold a statement back; most print none.
LEAST_ACCEPTED, LEAST_ACCEPTED_OF_A_FAMILY = Decimal("0.85"), Decimal("0.5")

pytestmark = [
    pytest.mark.reports,
    pytest.mark.skipif(not REPORTS.is_dir(), reason=f"no folder of real reports at {REPORTS}"),
]


@dataclass(frozen=True)
class Taken:
    """What the tests look at of one file."""

    label: dict[str, str]
    report: dict[str, object]
    totals: dict[str, Decimal]
    # Facts of money, and those of statements that are not published.
    facts: int
    foreign_facts: int

    @property
    def family(self) -> str:
        return self.label["file"].split("/")[0]

    @property
    def answers(self) -> dict[str, bool | None]:
        """What the label says: equal, different, or (None) not said."""
        return compare(Result(self.label, self.report, self.totals, []))

    def number(self, name: str) -> int:
        return int(str(self.report[name]))


def labels() -> list[dict[str, str]]:
    if not REPORTS.is_dir():
        return []
    with (REPORTS / "labels.csv").open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def families() -> list[str]:
    return sorted({row["file"].split("/")[0] for row in labels() if is_report(row)})


def take(label: dict[str, str]) -> Taken:
    """Read one file (in a process of its own)."""
    tables = extract_report(REPORTS / label["file"]).tables
    held = {s["table_ordinal"] for s in tables.get("statement", []) if not s["is_published"]}
    facts = [row for name in FACTS for row in tables.get(name, [])]
    foreign = sum(row.get("table_ordinal") in held for row in facts)
    return Taken(label, tables["report"][0], totals_of(tables), len(facts), foreign)


@pytest.fixture(scope="module")
def taken() -> list[Taken]:
    """All files, the longest first so that no process waits for another at the end."""
    longest = sorted(labels(), key=lambda row: -int(row["pages"] or 0))
    with ProcessPoolExecutor(min(os.cpu_count() or 1, 4)) as pool:
        return list(pool.map(take, longest))


def share(reports: list[Taken], holds: Callable[[Taken], bool]) -> Decimal:
    return Decimal(sum(holds(report) for report in reports)) / len(reports)


def is_accepted(taken: Taken) -> bool:
    return taken.report["outcome"] == "accepted"


def check(reports: list[Taken]) -> None:
    """What holds for the reports of a family and for all of them."""
    wrong = {
        t.label["file"]: [k for k in IDENTITY if t.answers[k] is False and t.label["city"]]
        for t in reports
    }
    assert not {file: names for file, names in wrong.items() if names}
    for each in reports:
        assert each.report["outcome"] in ("accepted", "partial"), each.report["reason"]
    money = [(t.label["file"], k, v) for t in reports for k, v in t.answers.items() if k in MONEY]
    told = [entry for entry in money if entry[2] is not None]
    differ = [entry[:2] for entry in told if not entry[2]]
    assert Decimal(len(told) - len(differ)) >= LEAST_TOTALS * len(told), differ
    tokens = sum(t.number("token_count") for t in reports)
    conserved = sum(t.number("tokens_conserved") for t in reports)
    assert Decimal(conserved) >= LEAST_TOKENS * tokens


@pytest.mark.parametrize("family", families())
def test_family(family: str, taken: list[Taken]) -> None:
    reports = [t for t in taken if t.family == family and is_report(t.label)]
    check(reports)
    assert share(reports, is_accepted) >= LEAST_ACCEPTED_OF_A_FAMILY


def test_all_reports_together(taken: list[Taken]) -> None:
    reports = [t for t in taken if is_report(t.label)]
    check(reports)
    assert share(reports, is_accepted) >= LEAST_ACCEPTED


def test_nothing_of_the_first_family_is_held_back(taken: list[Taken]) -> None:
    for report in (t for t in taken if t.family == FIRST and is_report(t.label)):
        assert is_accepted(report), report.report["reason"]
        assert report.number("tokens_conserved") == report.number("token_count")
        assert report.number("equations_failed") == 0
        assert not [k for k, v in report.answers.items() if v is False], report.label["file"]


def test_every_file_gets_an_outcome_and_no_noise_is_accepted(taken: list[Taken]) -> None:
    for each in taken:
        assert each.report["reason"], each.label["file"]
        if not is_report(each.label):
            assert each.report["outcome"] in ("rejected", "quarantined"), each.label["file"]


def test_no_facts_of_what_is_not_vouched_for(taken: list[Taken]) -> None:
    for each in taken:
        assert each.foreign_facts == 0, each.label["file"]
        if each.report["outcome"] not in ("accepted", "partial"):
            assert each.facts == 0, each.label["file"]


@cache
def extracted(path: Path) -> Extraction:
    return extract_report(path)


def seed() -> Extraction:
    (file,) = SEED.glob("*.pdf")
    return extracted(file)


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
