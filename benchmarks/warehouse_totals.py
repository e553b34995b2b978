"""What analysts get: the whole folder through the real command, then totals asked of the views.

    uv run python benchmarks/warehouse_totals.py [--reports ../shared/reports] [--warehouse FILE]

Ingests the folder (into a temporary place, or FILE, which is used again when it is there) and prints
the outcomes of the files in the warehouse, reports that only the gates of the build hold back, and,
for each labelled report, whether the totals in the views are the printed ones of `labels.csv`:
income and expenditure of `report_total`, three public of `three_public`, basic and project spending of
`expenditure_by_function`. Labels that are zero count as equal where nothing is stored.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path

import duckdb

from benchmarks.options import parser_of
from tests.reports.labels import Label, read_labels
from tests.reports.totals import UNIT

WAN = 10000
QUERIES = {
    "income": "SELECT amount_yuan FROM report_total WHERE report_key = ? AND side = 'income'",
    "expenditure": "SELECT amount_yuan FROM report_total WHERE report_key = ? AND side = 'expenditure'",
    "three_public": "SELECT sum(amount_yuan) FROM three_public WHERE report_key = ?",
    "basic": "SELECT sum(amount_yuan) FROM expenditure_by_function WHERE report_key = ? AND nature = 'BASIC'",
    "project": "SELECT sum(amount_yuan) FROM expenditure_by_function WHERE report_key = ? AND nature = 'PROJECT'",
}


def wanted(label: Label) -> dict[str, Decimal]:
    """The printed totals of a label in yuan."""
    main = UNIT.get(label["unit_of_main_table"], WAN)
    columns = {
        "income": ("total_income_printed", main),
        "expenditure": ("total_expenditure_printed", main),
        "three_public": ("sangong_total_printed", UNIT.get(label["sangong_unit"], WAN)),
        "basic": ("basic_total_printed", main),
        "project": ("project_total_printed", main),
    }
    return {
        name: Decimal(label[column]) * factor
        for name, (column, factor) in columns.items()
        if label[column]
    }


def ingest(reports: Path, warehouse: Path) -> float:
    """Run the command; seconds of wall time."""
    started = time.monotonic()
    subprocess.run(
        [sys.executable, "-m", "pipeline.cli.app", "ingest", str(reports), "-w", str(warehouse)],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return time.monotonic() - started


def measure(warehouse: Path, reports: Path) -> None:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        outcomes = connection.execute(
            "SELECT outcome, count(*) FROM source_file WHERE is_latest GROUP BY 1 ORDER BY 1"
        ).fetchall()
        print("files:", ", ".join(f"{name} {count}" for name, count in outcomes))
        gated = connection.execute(
            "SELECT file_name, reason FROM dim_report WHERE reason_code = 'audit_held' ORDER BY 1"
        ).fetchall()
        print(f"held back by the gates of the build: {len(gated)}")
        for name, reason in gated:
            print(f"- {name}: {reason[:200]}")
        equal = total = 0
        for label in read_labels(reports, reports_only=True):
            key = label["sha256"][:16]
            for name, printed in wanted(label).items():
                row = connection.execute(QUERIES[name], [key]).fetchone()
                found = row[0] if row else None
                total += 1
                if (found or Decimal(0)) == printed:
                    equal += 1
                else:
                    print(f"- {label['file']}: {name} printed {printed}, in the view {found}")
        print(f"totals in the views equal {equal}/{total}")


def main() -> None:
    parser = parser_of(__doc__, family=False)
    parser.add_argument("--warehouse", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        warehouse = options.warehouse or Path(folder) / "measured.duckdb"
        if not warehouse.exists():
            print(f"ingested in {ingest(options.reports, warehouse):.0f} s")
        measure(warehouse, options.reports)


if __name__ == "__main__":
    main()
