"""Real published reports against what was read from them by eye; skipped where they are not here."""

from __future__ import annotations

import csv
import json
import os
from collections import Counter, defaultdict
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from pipeline.report.extracted import Extraction
from pipeline.report.extraction import extract_report
from tests.reports.labels import NAME, Label, by_family, family_of, is_report, read_labels
from tests.reports.totals import MONEY, compare, totals_of

ROOT = Path(__file__).resolve().parents[2]
REPORTS = Path(os.environ.get("QINGZHANG_REPORTS", ROOT.parent / "shared" / "reports"))
SEED = REPORTS.parent / "seed"
# The family whose form the project knew first: nothing of it may be held back.
FIRST = "广州"
FACTS = ("expenditure", "revenue", "three_public")
IDENTITY = ("entity", "year", "kind", "scope", "city")
# Reports of which some statements are held back, each with why: most print errors of their own.
HELD_BACK = Path(__file__).with_name("held_back.csv")
# Numbers of pages with tables that are in no cell and no line, in all reports together.
MOST_TOKENS_LOST = 21

pytestmark = [
    pytest.mark.reports,
    pytest.mark.skipif(not REPORTS.is_dir(), reason=f"no folder of real reports at {REPORTS}"),
]


@dataclass(frozen=True)
class Taken:
    """What the tests look at of one file."""

    label: Label
    report: dict[str, object]
    totals: dict[str, Decimal]
    # Facts of money, and those of statements that are not published.
    facts: int
    foreign_facts: int

    @property
    def family(self) -> str:
        return family_of(self.label)

    @property
    def outcome(self) -> str:
        return str(self.report["outcome"])

    @property
    def told(self) -> str:
        """The report with its outcome and reason, for the message of a failing test."""
        return f"{self.label['file']}: {self.outcome} [{self.report['reason_code']}] {self.report['reason']}"

    @property
    def answers(self) -> dict[str, bool | None]:
        """What the label says: equal, different, or (None) not said."""
        return compare(self.label, self.report, self.totals)

    def number(self, name: str) -> int:
        return int(str(self.report[name]))


def labels() -> list[Label]:
    return read_labels(REPORTS) if (REPORTS / NAME).exists() else []


def held_back() -> dict[str, str]:
    """File to the code of the reason for which some of its statements are held back today."""
    with HELD_BACK.open(encoding="utf-8", newline="") as file:
        return {row["file"]: row["reason_code"] for row in csv.DictReader(file)}


def take(label: Label) -> Taken:
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


def of_family(family: str, taken: list[Taken]) -> list[Taken]:
    return [t for t in taken if t.family == family and is_report(t.label)]


FAMILIES = [name for name, of in by_family(labels()).items() if any(map(is_report, of))]


@pytest.mark.parametrize("family", FAMILIES)
def test_every_report_of_a_family_is_accepted_but_those_known(
    family: str, taken: list[Taken]
) -> None:
    known = held_back()
    wanted = {t.label["file"]: known.get(t.label["file"]) for t in of_family(family, taken)}
    worse = [
        t.told
        for t in of_family(family, taken)
        if t.outcome != "accepted"
        and (t.outcome != "partial" or t.report["reason_code"] != wanted[t.label["file"]])
    ]
    assert not worse, "\n".join(worse)
    better = [
        t.told
        for t in of_family(family, taken)
        if t.outcome == "accepted" and wanted[t.label["file"]]
    ]
    assert not better, f"take them off {HELD_BACK.name}:\n" + "\n".join(better)


@pytest.mark.parametrize("family", FAMILIES)
def test_every_report_of_a_family_is_identified(family: str, taken: list[Taken]) -> None:
    wrong = {
        t.told: names
        for t in of_family(family, taken)
        if (names := [k for k in IDENTITY if t.answers[k] is False and t.label["city"]])
    }
    assert not wrong, wrong


@pytest.mark.parametrize("family", FAMILIES)
def test_every_printed_total_of_a_family_is_equal(family: str, taken: list[Taken]) -> None:
    differ = [
        (t.told, name, str(t.totals))
        for t in of_family(family, taken)
        for name in MONEY
        if t.answers[name] is False
    ]
    assert not differ, differ


def test_totals_are_compared_at_all(taken: list[Taken]) -> None:
    reports = [t for t in taken if is_report(t.label)]
    told = [t.answers[name] for t in reports for name in MONEY if t.answers[name] is not None]
    assert len(told) > 4 * len(reports)


def test_numbers_are_conserved(taken: list[Taken]) -> None:
    lost = {
        t.label["file"]: t.number("token_count") - t.number("tokens_conserved")
        for t in taken
        if is_report(t.label)
    }
    assert sum(lost.values()) <= MOST_TOKENS_LOST, {f: n for f, n in lost.items() if n}


def test_nothing_of_the_first_family_is_held_back(taken: list[Taken]) -> None:
    for report in (t for t in taken if t.family == FIRST and is_report(t.label)):
        assert report.outcome == "accepted", report.told
        assert report.number("tokens_conserved") == report.number("token_count")
        assert report.number("equations_failed") == 0
        assert not [k for k, v in report.answers.items() if v is False], report.label["file"]


def test_every_file_gets_an_outcome_and_no_noise_is_accepted(taken: list[Taken]) -> None:
    for each in taken:
        assert each.report["reason"], each.label["file"]
        if not is_report(each.label):
            assert each.outcome in ("rejected", "quarantined"), each.told


def test_no_facts_of_what_is_not_vouched_for(taken: list[Taken]) -> None:
    for each in taken:
        assert each.foreign_facts == 0, each.label["file"]
        if each.outcome not in ("accepted", "partial"):
            assert each.facts == 0, each.told


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
        if row["value"] is not None and int(str(row["table_ordinal"])) <= 12
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
    sums: dict[tuple[str, bool], Decimal] = defaultdict(Decimal)
    for row in tables["expenditure"]:
        amount = row["amount_yuan"]
        assert isinstance(amount, Decimal)
        sums[str(row["perspective"]), bool(row["is_rounding"])] += amount
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
