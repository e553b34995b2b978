"""Several reports bound into one file: each its own, the file one outcome, no money twice."""

from __future__ import annotations

from pathlib import Path

import pypdfium2 as pdfium
import pytest

from pipeline.report.extracted import Extraction, of_file
from pipeline.report.extraction import extract_report
from tests.e2e.run_command import command, query
from tests.generate.guangdong import default_spec, mutate_amount
from tests.generate.printing import render_report
from tests.generate.samples_of_forms import central_spec


def bind(files: list[Path], out: Path) -> Path:
    """The pages of all files, one after the other."""
    whole = pdfium.PdfDocument.new()
    for file in files:
        part = pdfium.PdfDocument(file)
        whole.import_pages(part)
        part.close()
    whole.save(out)
    whole.close()
    return out


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Path], Path]:
    folder = tmp_path_factory.mktemp("bound")
    single = [
        render_report(default_spec(), folder / "first.pdf"),
        render_report(central_spec(), folder / "second.pdf"),
    ]
    (folder / "raw").mkdir()
    return single, bind(single, folder / "raw" / "汇编.pdf")


def facts(extraction: Extraction, report_key: str | None = None) -> set[tuple[object, ...]]:
    """Facts without what says where they are printed."""
    return {
        tuple(row[c] for c in sorted(row) if c not in ("report_key", "cell_key", "table_ordinal"))
        for name in ("expenditure", "revenue", "three_public")
        for row in extraction.tables[name]
        if report_key in (None, row["report_key"])
    }


def test_each_report_of_a_file_is_read_as_if_it_stood_alone(files: tuple[list[Path], Path]) -> None:
    single, bound = files
    together = extract_report(bound)
    reports = together.tables["report"]
    assert [row["report_key"] for row in reports] == [
        together.report_key,
        f"{together.report_key}-2",
    ]
    outcome, _, reason = of_file(together.tables["report"])
    assert outcome == "accepted", reason
    first = 1
    for file, row in zip(single, reports, strict=True):
        alone = extract_report(file)
        (expected,) = alone.tables["report"]
        for column in (
            "entity_name",
            "fiscal_year",
            "document_kind",
            "scope",
            "outcome",
            "page_count",
            "content_hash",
            "token_count",
            "equations_exact",
        ):
            assert row[column] == expected[column], column
        assert row["page_from"] == first
        first += int(str(expected["page_count"]))
        assert facts(together, str(row["report_key"])) == facts(alone)
    (told, _) = [s for s in together.tables["signal"] if s["signal"] == "several_reports"]
    assert "2份报告" in str(told["message"])


def test_one_file_two_reports_in_the_warehouse(
    files: tuple[list[Path], Path], tmp_path: Path
) -> None:
    _, bound = files
    warehouse = tmp_path / "budget.duckdb"
    command("ingest", bound.parent, "-w", warehouse)
    (source,) = query(warehouse, "SELECT * FROM source_file")
    assert (source["outcome"], source["reason_code"]) == ("accepted", "several_reports")
    reports = query(warehouse, "SELECT * FROM dim_report ORDER BY page_from")
    assert [r["entity_name"] for r in reports] == [default_spec().entity, central_spec().entity]
    assert all(r["is_current"] for r in reports)
    (cell,) = query(
        warehouse,
        f"SELECT cell_key FROM report_total WHERE report_key = '{reports[1]['report_key']}' "
        "AND side = 'income'",
    )
    picture = tmp_path / "page.png"
    said = command("explain", str(cell["cell_key"]), "--picture", picture, "-w", warehouse)
    assert str(reports[1]["entity_name"]) in said
    assert picture.stat().st_size > 0


def test_a_fault_in_one_report_does_not_touch_the_other(
    files: tuple[list[Path], Path], tmp_path: Path
) -> None:
    single, _ = files
    broken = render_report(
        mutate_amount(default_spec(), 1, "本年收入合计", "预算", "=1.00"), tmp_path / "broken.pdf"
    )
    found = extract_report(bind([broken, single[1]], tmp_path / "bound.pdf"))
    assert [r["outcome"] for r in found.tables["report"]] == ["quarantined", "accepted"]
    outcome, _, reason = of_file(found.tables["report"])
    assert outcome == "partial"
    assert "（quarantined）" in reason
