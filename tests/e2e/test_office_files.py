"""The sample report as workbook, Word file and web page gives the facts of its PDF."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from pipeline.cli.app import app
from pipeline.read.document import readers
from pipeline.report.extracted import Extraction
from pipeline.report.extraction import extract_report
from tests.generate.carriers import write_docx, write_html, write_xls, write_xlsx
from tests.generate.guangdong import (
    default_spec,
    mixed_funds_spec,
    mutate_amount,
)
from tests.generate.printing import render_report
from tests.generate.spec import ReportSpec

Writer = Callable[[ReportSpec, Path], Path]

WRITERS: dict[str, Writer] = {
    "xlsx, a sheet a table": write_xlsx,
    "xlsx, all tables on one sheet": lambda s, p: write_xlsx(s, p, one_sheet=True),
    "xlsx, no lines drawn": lambda s, p: write_xlsx(s, p, borders=False),
    "xlsx, one sheet, no lines, amounts as text": lambda s, p: write_xlsx(
        s, p, one_sheet=True, borders=False, as_text=True
    ),
    "xlsx, noise of binary sums": lambda s, p: write_xlsx(s, p, noise=1e-9),
    "xls, a sheet a table": write_xls,
    "xls, one sheet, no lines": lambda s, p: write_xls(s, p, one_sheet=True, borders=False),
    "docx, a section a table": lambda s, p: write_docx(s, p, header="岭南市2026年预算"),
    "docx, no page ends": lambda s, p: write_docx(s, p, page_breaks=False),
    "html": write_html,
    "html, inside layout tables, gb18030": lambda s, p: write_html(
        s, p, encoding="gb18030", layout=True
    ),
    "html, no lines drawn": lambda s, p: write_html(s, p, border=False),
}
TABLES = ("expenditure", "revenue", "three_public", "report_total", "project_objective")
# Where a thing is printed differs from carrier to carrier, what it says does not.
PLACES = {"report_key", "cell_key", "page_number"}


def facts(extraction: Extraction, table: str) -> Counter[tuple[tuple[str, str], ...]]:
    return Counter(
        tuple(
            sorted((k, str(v)) for k, v in row.items() if k not in PLACES and "cell_key" not in k)
        )
        for row in extraction.tables[table]
    )


def figures(extraction: Extraction) -> Counter[tuple[str, ...]]:
    names = ("topic", "metric", "item", "amount_yuan", "value", "percent", "count")
    return Counter(
        tuple(str(row.get(name)) for name in names) for row in extraction.tables["narrative_metric"]
    )


@pytest.fixture(scope="module", params=["default", "mixed"])
def printed(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[ReportSpec, Extraction]:
    """A spec and what its PDF gives."""
    spec = default_spec() if request.param == "default" else mixed_funds_spec()
    folder = tmp_path_factory.mktemp("pdf")
    return spec, extract_report(render_report(spec, folder / "report.pdf"))


def test_every_carrier_but_pdf_is_tried() -> None:
    tried = {name.partition(",")[0] for name in WRITERS}
    assert tried == {carrier.value for carrier in readers()} - {"pdf"}


@pytest.mark.parametrize("name", WRITERS)
def test_same_facts_as_the_pdf(
    name: str, printed: tuple[ReportSpec, Extraction], tmp_path: Path
) -> None:
    spec, pdf = printed
    # The name says nothing of the carrier: content decides.
    other = extract_report(WRITERS[name](spec, tmp_path / "report"))
    (report,) = other.tables["report"]
    assert report["outcome"] == "accepted", report["reason"]
    assert report["equations_failed"] == 0
    assert report["tokens_conserved"] == report["token_count"]
    assert int(str(report["token_count"])) > 500
    for table in TABLES:
        assert facts(pdf, table), table
        assert facts(other, table) == facts(pdf, table), table
    assert figures(other) == figures(pdf)
    for field in ("entity_name", "fiscal_year", "document_kind", "scope", "city"):
        assert report[field] == pdf.tables["report"][0][field]


@pytest.fixture(scope="module")
def printed_wrong(tmp_path_factory: pytest.TempPathFactory) -> tuple[ReportSpec, Extraction]:
    """A spec with a wrong digit and what its PDF gives."""
    spec = mutate_amount(default_spec(), 3, "2010301", "基本支出", "digit")
    folder = tmp_path_factory.mktemp("wrong")
    return spec, extract_report(render_report(spec, folder / "report.pdf"))


@pytest.mark.parametrize("write", [write_xlsx, write_xls, write_docx, write_html])
def test_wrong_digit_is_caught_in_every_carrier(
    write: Writer, printed_wrong: tuple[ReportSpec, Extraction], tmp_path: Path
) -> None:
    spec, of_pdf = printed_wrong
    (pdf,) = of_pdf.tables["report"]
    (report,) = extract_report(write(spec, tmp_path / "report")).tables["report"]
    assert report["outcome"] != "accepted"
    assert (report["outcome"], report["reason_code"]) == (pdf["outcome"], pdf["reason_code"])
    assert report["equations_failed"] == pdf["equations_failed"] != 0


def test_formula_without_a_result_is_said(tmp_path: Path) -> None:
    path = write_xlsx(default_spec(), tmp_path / "report.xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book["1收支总体情况表"]
    place = next(cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, float))
    place.value = "=1+1"
    book.save(path)
    (report,) = extract_report(path).tables["report"]
    assert report["outcome"] == "quarantined"
    assert place.coordinate in str(report["reason"])


def test_hidden_sheet_is_a_signal_and_no_fact(tmp_path: Path) -> None:
    path = write_xlsx(default_spec(), tmp_path / "report.xlsx")
    before = extract_report(path)
    book = openpyxl.load_workbook(path)
    copy = book.copy_worksheet(book.worksheets[5])
    copy.sheet_state = "hidden"
    book.save(path)
    after = extract_report(path)
    (report,) = after.tables["report"]
    assert report["outcome"] == "accepted", report["reason"]
    assert facts(after, "expenditure") == facts(before, "expenditure")
    (signal,) = [s for s in after.tables["signal"] if s["signal"] == "hidden_sheet"]
    assert "隐藏" in str(signal["message"])


def test_command_over_all_carriers(tmp_path: Path) -> None:
    """One folder, one report in five carriers: accepted once, then the same report again."""
    raw, warehouse = tmp_path / "raw", tmp_path / "a.duckdb"
    raw.mkdir()
    spec = default_spec()
    render_report(spec, raw / "a.pdf")
    other = mixed_funds_spec()
    write_xlsx(other, raw / "b.xlsx")
    write_docx(spec, raw / "c.doc")
    write_html(spec, raw / "d.xls")
    write_xls(spec, raw / "e.bin")
    run = CliRunner()
    result = run.invoke(app, ["ingest", str(raw), "-w", str(warehouse), "-n", "1"])
    assert result.exit_code == 0, result.output

    def query(sql: str) -> list[dict[str, object]]:
        answer = run.invoke(app, ["sql", sql, "--format", "json", "-w", str(warehouse)])
        assert answer.exit_code == 0, answer.output
        rows: list[dict[str, object]] = json.loads(answer.output)
        return rows

    outcomes = Counter(
        str(row["outcome"]) for row in query("SELECT outcome FROM source_file WHERE is_latest")
    )
    assert outcomes == {"accepted": 2, "duplicate": 3}
    (cell,) = query(
        "SELECT c.cell_key FROM printed_cell c JOIN dim_report r USING (report_key) "
        "WHERE r.file_name = 'b.xlsx' AND c.amount_yuan IS NOT NULL ORDER BY c.cell_key LIMIT 1"
    )
    told = run.invoke(
        app,
        ["explain", str(cell["cell_key"]), "-o", str(tmp_path / "p.png"), "-w", str(warehouse)],
    )
    assert told.exit_code == 0, told.output
    assert "个工作表" in told.output
    assert not (tmp_path / "p.png").exists()
