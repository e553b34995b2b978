"""How long a build takes: fabricated reports of the size of real ones, staged, then built.

    uv run python -m benchmarks.build_speed --reports 300 --cells 6000 [--keep DIR]

Prints seconds and rows a second of staging (one process) and of the build, and the file's size.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from pipeline.config import Home
from pipeline.report.extracted import Extraction
from pipeline.stage.staged_tables import write_staged
from pipeline.warehouse.build import build_warehouse
from tests.stage.fabricate import ECON, fabricate


def reports(count: int, cells: int, years: int) -> Iterator[Extraction]:
    for index in range(count):
        extraction = fabricate(
            f"report {index}".encode(),
            entity=f"岭南市第{index // years}局",
            year=2020 + index % years,
        )
        _fill(extraction, cells)
        yield extraction


def _fill(extraction: Extraction, cells: int) -> None:
    """Printed cells, and one expenditure fact for each twentieth, up to the size asked for."""
    tables = extraction.tables
    template = dict(tables["printed_cell"][-1])
    fact = next(row for row in tables["expenditure"] if row["table_ordinal"] == ECON)
    start = 1000
    for number in range(max(0, cells - len(tables["printed_cell"]))):
        row, column = start + number // 10, number % 10
        key = f"{extraction.report_key}:{ECON}:{row}:{column}"
        tables["printed_cell"].append(
            template
            | {
                "cell_key": key,
                "table_ordinal": ECON,
                "row_index": row,
                "column_index": column,
                "row_label": f"第{row}行的名称",
                "raw_text": f"{number}.00",
                "value": Decimal(number),
                "amount_yuan": Decimal(number) * 10_000,
            }
        )
        if number % 20 == 0:
            # A pair that cancels out keeps the table's total as printed.
            for column_more, sign in ((column, 1), (column + 1, -1)):
                tables["expenditure"].append(
                    fact
                    | {
                        "cell_key": f"{extraction.report_key}:{ECON}:{row}:{column_more}",
                        "amount_yuan": Decimal(number * sign),
                        "econ_code": f"302{number // 20 % 30 + 1:02d}",
                        "econ_name": "商品",
                    }
                )
    printed = {row["cell_key"] for row in tables["printed_cell"]}
    tables["expenditure"] = [row for row in tables["expenditure"] if row["cell_key"] in printed]
    equation = tables["reconciliation"][0]
    tables["reconciliation"] = [equation | {"scope": f"式{n}"} for n in range(cells // 10)]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--reports", type=int, default=300)
    arguments.add_argument("--cells", type=int, default=6000, help="printed cells a report")
    arguments.add_argument("--years", type=int, default=5)
    arguments.add_argument("--keep", type=Path, default=None, help="folder to keep the result in")
    options = arguments.parse_args()
    folder = options.keep or Path(tempfile.mkdtemp(prefix="build-speed-"))
    home = Home.of(folder / "budget.duckdb")
    try:
        started = time.perf_counter()
        written = 0.0
        for extraction in reports(options.reports, options.cells, options.years):
            before = time.perf_counter()
            staged = write_staged(home, extraction)
            written += time.perf_counter() - before
            assert staged.outcome == "accepted", staged.reason
        print(
            f"made and staged {options.reports} reports: {time.perf_counter() - started:.1f} s, "
            f"of which staging {written:.1f} s ({written / options.reports * 1000:.0f} ms a report)"
        )
        steps: list[tuple[str, float]] = []
        result = build_warehouse(
            home, on_step=lambda name: steps.append((name, time.perf_counter()))
        )
        ends = [*[moment for _, moment in steps[1:]], time.perf_counter()]
        for (name, begun), ended in zip(steps, ends, strict=True):
            print(f"  {name}: {ended - begun:.2f} s")
        rows = sum(result.row_counts.values())
        size = home.warehouse.stat().st_size / 1e6
        print(
            f"build: {result.seconds:.1f} s, {rows} rows, {rows / result.seconds:,.0f} rows/s, "
            f"{size:.0f} MB, {result.held_statements} statements held back"
        )
        again = build_warehouse(home)
        assert not again.published
        print(f"second run, nothing changed: {again.seconds:.2f} s")
    finally:
        if options.keep is None:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
