"""Answers of the warehouse: to the screen or to a file.

Belongs here: formats of output.
Does not belong here: how the warehouse is opened and guarded (`pipeline.warehouse.query`).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pipeline.config import Home
from pipeline.errors import UserError
from pipeline.warehouse.query import ANALYST_VIEWS, run_query

if TYPE_CHECKING:
    import polars as pl

# Rows shown on the screen; a file gets all.
MAX_ROWS_SHOWN = 200
# Answers too wide for the screen are shown a row at a time, so many of them.
MAX_BLOCKS_SHOWN = 10
# A column wider than this is folded.
MAX_COLUMN_WIDTH = 40


def write_answer(home: Home, sql: str, format_: str, output: Path | None, out: Console) -> None:
    """Run one SQL statement and write its answer in 'table', 'csv', 'json' or 'parquet'."""
    frame = run_query(home, sql)
    if format_ == "table":
        if output is not None:
            raise UserError(
                "a table goes to the screen: choose --format csv, json or parquet for a file"
            )
        _print_table(frame, out)
    elif output is not None:
        _write(frame, format_, output)
    elif format_ == "parquet":
        raise UserError("parquet is not for the screen: say where with --output FILE")
    else:
        sys.stdout.write(_text(frame, format_))


def _write(frame: pl.DataFrame, format_: str, path: Path) -> None:
    if format_ == "parquet":
        frame.write_parquet(path)
    else:
        path.write_text(_text(frame, format_), encoding="utf-8")


def _text(frame: pl.DataFrame, format_: str) -> str:
    if format_ == "csv":
        return frame.write_csv()
    import polars as pl

    # Decimals as text: a JSON number would be read back as a float.
    decimals = [name for name, dtype in frame.schema.items() if isinstance(dtype, pl.Decimal)]
    return frame.with_columns(pl.col(decimals).cast(pl.String)).write_json() + "\n"


def _print_table(frame: pl.DataFrame, out: Console) -> None:
    """A table, or where it is too wide for the screen one block a row."""
    rows = [
        ["" if v is None else _shown(v) for v in row] for row in frame.head(MAX_ROWS_SHOWN).rows()
    ]
    widths = [
        max(cell_len(str(name)), *(cell_len(row[i]) for row in rows), 1)
        for i, name in enumerate(frame.columns)
    ]
    if sum(min(width, MAX_COLUMN_WIDTH) + 3 for width in widths) > out.width and rows:
        for number, row in enumerate(rows[:MAX_BLOCKS_SHOWN], start=1):
            block = Table(f"第 {number} 行", "", show_header=True)
            for name, value in zip(frame.columns, row, strict=True):
                block.add_row(escape(name), escape(value))
            out.print(block)
        shown = min(len(rows), MAX_BLOCKS_SHOWN)
    else:
        table = Table()
        for name, dtype in frame.schema.items():
            table.add_column(
                escape(name), justify="right" if dtype.is_numeric() else "left", overflow="fold"
            )
        for row in rows:
            table.add_row(*(escape(value) for value in row))
        out.print(table)
        shown = len(rows)
    if frame.height > shown:
        out.print(f"……共 {frame.height} 行，只显示 {shown} 行；用 --format csv 取全部")


def _shown(value: object) -> str:
    if not isinstance(value, Decimal):
        return str(value)
    whole, dot, places = f"{value:,f}".partition(".")
    return whole + dot + places[:2] + places[2:].rstrip("0")


def export_views(home: Home, folder: Path, format_: str) -> Iterator[tuple[Path, int]]:
    """Write every analyst view to `folder`; yields each file with its number of rows."""
    folder.mkdir(parents=True, exist_ok=True)
    for view in ANALYST_VIEWS:
        frame = run_query(home, f'SELECT * FROM "{view}"')
        path = folder / f"{view}.{format_}"
        _write(frame, format_, path)
        yield path, frame.height
