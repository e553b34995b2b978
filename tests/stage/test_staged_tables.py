"""One report: validated at the door, written whole or not at all."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.config import Home
from pipeline.stage import atomic
from pipeline.stage.ledger import all_sources, record_source
from pipeline.stage.staged_report import all_staged, find_staged
from pipeline.stage.staged_tables import check_extraction, staged_frame, write_staged
from schemas.staged import EXPENDITURE, PRINTED_CELL, REPORT, STATEMENT
from tests.stage.fabricate import fabricate


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home.of(tmp_path / "budget.duckdb")


def test_a_sound_report_is_staged_as_it_is(home: Home) -> None:
    extraction = fabricate()
    staged = write_staged(home, extraction)
    assert (staged.outcome, staged.report_key) == ("accepted", extraction.report_key), staged.reason
    assert find_staged(home, extraction.sha256) == staged
    assert list(all_staged(home)) == [staged]
    facts = staged_frame(staged, EXPENDITURE)
    assert facts.height == len(extraction.tables["expenditure"])
    assert facts["amount_yuan"].sum() == Decimal("1000200") + Decimal("600100") + Decimal("400200")


def test_the_same_extraction_gives_the_same_bytes(home: Home) -> None:
    first = write_staged(home, fabricate())
    assert write_staged(home, fabricate()) == first


def test_a_broken_row_quarantines_with_the_failing_case_and_keeps_the_cells(home: Home) -> None:
    extraction = fabricate()
    extraction.tables["expenditure"][1]["nature"] = "杂项"
    staged = write_staged(home, extraction)
    assert (staged.outcome, staged.reason_code) == ("quarantined", "schema_violation")
    assert "expenditure.nature第2行" in staged.reason and "杂项" in staged.reason
    assert staged_frame(staged, EXPENDITURE).is_empty()
    assert "revenue" not in staged.tables and "report_total" not in staged.tables
    assert staged_frame(staged, PRINTED_CELL).height == len(extraction.tables["printed_cell"])
    assert not staged_frame(staged, STATEMENT)["is_published"].any()
    assert staged_frame(staged, REPORT)["entity_name"][0] == "岭南市测试局"


def test_a_column_that_no_row_has_is_told_once(home: Home) -> None:
    """As when a column is declared and the code that derives the rows does not fill it."""
    extraction = fabricate()
    for row in extraction.tables["expenditure"]:
        del row["is_rounding"], row["cost_group"]
        row["is_invented"] = True
    staged = write_staged(home, extraction)
    assert staged.reason_code == "schema_violation"
    assert (
        "expenditure.cost_group：声明了此列，行中却没有（全部5行）；"
        "expenditure.is_invented：行中有此列，却没有声明（全部5行）；"
        "expenditure.is_rounding：声明了此列，行中却没有（全部5行）。" in staged.reason
    )


@pytest.mark.parametrize(
    ("table", "column", "value", "check"),
    [
        ("expenditure", "amount_yuan", 1.5, "type_DECIMAL(18,2)"),
        ("expenditure", "cell_key", "0123456789abcdef:1:1:1", "is_printed"),
        ("expenditure", "report_key", "0123456789abcdef", "is_this_report"),
        ("revenue", "table_ordinal", 77, "has_statement"),
        ("printed_cell", "cell_key", "7692c3ad3540bb80:9:9:9", "says_where"),
        ("printed_cell", "page_number", None, "not_nullable"),
        ("report", "outcome", "fine", "isin"),
    ],
)
def test_what_fails_is_named(table: str, column: str, value: object, check: str) -> None:
    extraction = fabricate()
    extraction.tables[table][0][column] = value
    _, failures = check_extraction(extraction)
    assert any(
        f.table == table and f.column == column and f.check.startswith(check) and f.row_index == 0
        for f in failures
    ), [str(f) for f in failures]


def test_a_report_without_its_own_row_still_has_an_outcome(home: Home) -> None:
    extraction = fabricate()
    extraction.tables["report"] = []
    staged = write_staged(home, extraction)
    assert (staged.outcome, staged.reason_code) == ("quarantined", "schema_violation")
    assert staged.sha256 == extraction.sha256


def test_replacing_a_report_leaves_one_whole_report(home: Home) -> None:
    write_staged(home, fabricate())
    staged = write_staged(home, fabricate(version="test+2"))
    assert [s.extractor_version for s in all_staged(home)] == ["test+2"]
    assert [p.name for p in home.reports.iterdir()] == [staged.sha256]


def test_killed_between_the_two_renames_the_former_report_comes_back(home: Home) -> None:
    staged = write_staged(home, fabricate())
    staged.folder.rename(home.reports / f".old-{staged.sha256}-0")
    assert find_staged(home, staged.sha256) is None
    atomic.recover(home.reports)
    assert find_staged(home, staged.sha256) == staged


def test_unfinished_folders_are_not_seen_and_are_swept(home: Home) -> None:
    write_staged(home, fabricate())
    (home.reports / ".tmp-999999999-x").mkdir()
    assert len(list(all_staged(home))) == 1
    atomic.sweep(home.reports)
    assert not list(home.reports.glob(".tmp-*"))


def test_the_ledger_keeps_the_first_and_notes_the_last(home: Home, tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(b"x")
    first = record_source(home, file, "ab")
    sidecar = tmp_path / "a.pdf.meta.json"
    sidecar.write_text(
        json.dumps(
            {
                "source_url": "https://x.example/a.pdf",
                "published_on": "2024-02-20",
                "fetched_at": "2024-02-21T08:00:00+08:00",
            }
        )
    )
    second = record_source(home, file, "ab")
    assert second.first_seen == first.first_seen <= second.last_seen
    assert second.source_url == "https://x.example/a.pdf"
    assert (second.published_on, second.fetched_at) == ("2024-02-20", "2024-02-21T00:00:00")
    sidecar.unlink()
    record_source(home, file, "cd")
    third = record_source(home, file, "ab")
    assert third.published_on == "2024-02-20"
    assert sorted(entry.sha256 for entry in all_sources(home)) == ["ab", "cd"]


@pytest.mark.parametrize("text", ["{", "[]", '{"published_on": "soon", "source_url": 4}'])
def test_a_broken_sidecar_is_as_if_not_there(home: Home, tmp_path: Path, text: str) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(b"x")
    (tmp_path / "a.pdf.meta.json").write_text(text)
    entry = record_source(home, file, "ab")
    assert (entry.source_url, entry.published_on, entry.fetched_at) == (None, None, None)
