"""Real reports: the seed's truth, and every figure of the family it belongs to."""

from __future__ import annotations

import os
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.grid.assembly import assemble
from pipeline.narrative.metrics import Narrative
from pipeline.narrative.narrative_reader import extract_narrative
from pipeline.narrative.narrative_words import load_narrative_lexicon
from pipeline.read.pdf.pdf_file import open_pdf
from tests.narrative.percent_interval import percent_agrees
from tests.narrative.running_text import metric
from tests.reports.labels import NAME, Label, read_labels

pytestmark = pytest.mark.reports

D = Decimal
SHARED = Path(__file__).resolve().parents[2].parent / "shared"
REPORTS = Path(os.environ.get("QINGZHANG_REPORTS", SHARED / "reports"))
SEED = Path(os.environ.get("QINGZHANG_SEED", SHARED / "seed"))
FAMILY = "广州"


def narrative(path: Path, year: int) -> Narrative:
    with open_pdf(path) as document:
        grid = assemble([page.read_layout() for page in document.pages()])
    return extract_narrative(grid, fiscal_year=year)


@pytest.fixture(scope="module")
def seed() -> Narrative:
    files = sorted(SEED.glob("*.pdf")) if SEED.is_dir() else []
    if not files:
        pytest.skip(f"no seed report in {SEED}")
    return narrative(files[0], 2024)


@pytest.fixture(scope="module")
def family() -> list[tuple[Label, Narrative]]:
    if not (REPORTS / NAME).exists():
        pytest.skip(f"no real reports in {REPORTS}")
    rows = [row for row in read_labels(REPORTS, family=f"{FAMILY}/") if row["kind"] == "budget"]
    return [(row, narrative(REPORTS / row["file"], int(row["fiscal_year"]))) for row in rows]


SEED_FACTS = {
    "INCOME_TOTAL": ("2411.64", "24.16", "1.01", False),
    "EXPENDITURE_TOTAL": ("2411.64", "24.16", "1.01", False),
    "THREE_PUBLIC_TOTAL": ("6.6", "0", "0", False),
    "THREE_PUBLIC_ABROAD": ("0", "0", None, True),
    "THREE_PUBLIC_VEHICLE": ("3.6", "0", "0", False),
    "THREE_PUBLIC_VEHICLE_PURCHASE": ("0", "0", None, True),
    "THREE_PUBLIC_VEHICLE_OPERATION": ("3.6", "0", None, False),
    "THREE_PUBLIC_RECEPTION": ("3", "0", "0", False),
    "AGENCY_OPERATING": ("0", "0", None, True),
    "PROCUREMENT_TOTAL": ("141.6", None, None, False),
    "PROCUREMENT_GOODS": ("119.5", None, None, False),
    "PROCUREMENT_WORKS": ("0", None, None, False),
    "PROCUREMENT_SERVICES": ("22.1", None, None, False),
    "ASSET_FIXED_TOTAL": ("968.31", None, None, False),
    "ASSET_BUILDING_AREA": ("0", None, None, False),
    "ASSET_VEHICLES": ("1", None, None, False),
    "ASSET_EQUIPMENT_OVER_1M": ("0", None, None, False),
    "ASSET_PLANNED_PURCHASE": ("54.5", None, None, False),
    "OFFICE_COUNT": ("7", None, None, False),
    "DUTY_COUNT": ("13", None, None, False),
    "SUBORDINATE_UNIT_COUNT": ("0", None, None, False),
    "COMPOSITION": (None, None, None, False),
}


def test_seed_facts(seed: Narrative) -> None:
    def decimal(text: str | None) -> Decimal | None:
        return None if text is None else D(text)

    found = {
        m.metric: (m.value, m.change_value, m.change_pct, m.base_is_zero) for m in seed.metrics
    }
    expected = {
        code: (decimal(value), decimal(change), decimal(percent), zero)
        for code, (value, change, percent, zero) in SEED_FACTS.items()
    }
    assert found == expected
    assert seed.signals == []


def test_seed_sentences_and_dates(seed: Narrative) -> None:
    income = metric(seed, "INCOME_TOTAL")
    assert income.prev_value == D("2387.48")
    assert income.page_number == 18
    assert income.sentence.startswith("2024年本部门收入预算2,411.64万元")
    assert income.sentence.endswith("人员经费较去年有所增加。")
    assert metric(seed, "ASSET_VEHICLES").as_of == date(2024, 2, 19)
    assert "非参照公务员法管理的事业单位" in (metric(seed, "AGENCY_OPERATING").reason_text or "")


def test_seed_lists(seed: Narrative) -> None:
    assert len(seed.offices) == 7
    assert len(seed.duties) == 13
    assert len(seed.glossary) == 10
    assert metric(seed, "COMPOSITION").detail == "本部门无下属单位，部门预算为中心本级预算。"
    definition = next(t.definition for t in seed.glossary if t.term.startswith("行政经费"))
    assert "专用材料费" in definition


def test_family_prints_every_figure(family: list[tuple[Label, Narrative]]) -> None:
    lexicon = load_narrative_lexicon()
    core = {code for code, spec in lexicon.metrics.items() if spec.is_core}
    assert family
    missing = {row["file"]: sorted(core - {m.metric for m in told.metrics}) for row, told in family}
    assert not {name: codes for name, codes in missing.items() if codes}


def test_family_agrees_with_labels(family: list[tuple[Label, Narrative]]) -> None:
    for row, told in family:
        for column, code in (
            ("total_income_printed", "INCOME_TOTAL"),
            ("total_expenditure_printed", "EXPENDITURE_TOTAL"),
            ("sangong_total_printed", "THREE_PUBLIC_TOTAL"),
        ):
            one = metric(told, code)
            assert (one.value, one.unit) == (D(row[column]), "万元"), (row["file"], code)


def test_family_is_consistent(family: list[tuple[Label, Narrative]]) -> None:
    for row, told in family:
        value = {one.metric: one.value or D(0) for one in told.metrics}
        public = ("ABROAD", "VEHICLE", "RECEPTION")
        vehicle = ("VEHICLE_PURCHASE", "VEHICLE_OPERATION")
        bought = ("GOODS", "WORKS", "SERVICES")
        sums = [
            ("THREE_PUBLIC_TOTAL", [f"THREE_PUBLIC_{item}" for item in public]),
            ("THREE_PUBLIC_VEHICLE", [f"THREE_PUBLIC_{item}" for item in vehicle]),
            ("PROCUREMENT_TOTAL", [f"PROCUREMENT_{item}" for item in bought]),
        ]
        for total, parts in sums:
            assert abs(value[total] - sum(value[part] for part in parts)) <= D("0.02"), (
                row["file"],
                total,
            )
        for one in told.metrics:
            if one.change_pct is not None:
                assert one.value is not None and one.change_value is not None
                assert percent_agrees(one.change_pct, one.value, one.change_value, D("0.01")), (
                    row["file"],
                    one,
                )


def test_family_offices_are_as_many_as_printed(family: list[tuple[Label, Narrative]]) -> None:
    for row, told in family:
        assert metric(told, "OFFICE_COUNT").value == len(told.offices), row["file"]
