"""Answers of the warehouse: to the screen or to a file.

Belongs here: formats of output.
Does not belong here: how the warehouse is opened and guarded (`pipeline.warehouse.query`).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import polars as pl
from rich.console import Console
from rich.table import Table

from pipeline.config import Home
from pipeline.errors import UserError
from pipeline.warehouse.query import ANALYST_VIEWS, run_query

# Rows shown on the screen; a file gets all.
MAX_ROWS_SHOWN = 200


def write_answer(home: Home, sql: str, format_: str, output: Path | None, out: Console) -> None:
    """Run one SQL statement and write its answer in 'table', 'csv', 'json' or 'parquet'."""
    frame = run_query(home, sql)
    if format_ == "table":
        if output is not None:
            raise UserError("a table goes to the screen: choose --format csv, json or parquet for a file")
        _print_table(frame, out)
    elif format_ == "parquet":
        if output is None:
            raise UserError("parquet is not for the screen: say where with --output FILE")
        frame.write_parquet(output)
    else:
        text = _text(frame, format_)
        if output is None:
            sys.stdout.write(text)
        else:
            output.write_text(text, encoding="utf-8")


def _text(frame: pl.DataFrame, format_: str) -> str:
    if format_ == "csv":
        return frame.write_csv()
    # Decimals as text: a JSON number would be read back as a float.
    decimals = [name for name, dtype in frame.schema.items() if isinstance(dtype, pl.Decimal)]
    return frame.with_columns(pl.col(decimals).cast(pl.String)).write_json() + "\n"


def _print_table(frame: pl.DataFrame, out: Console) -> None:
    table = Table(*[str(name) for name in frame.columns])
    for name, dtype in frame.schema.items():
        if dtype.is_numeric():
            table.columns[frame.columns.index(name)].justify = "right"
    for row in frame.head(MAX_ROWS_SHOWN).iter_rows():
        table.add_row(*("" if value is None else _shown(value) for value in row))
    out.print(table)
    if frame.height > MAX_ROWS_SHOWN:
        out.print(f"……共 {frame.height} 行，只显示 {MAX_ROWS_SHOWN} 行；用 --format csv 取全部")


def _shown(value: object) -> str:
    text = f"{value:,}" if hasattr(value, "as_tuple") else str(value)
    return text.rstrip("0").rstrip(".") if hasattr(value, "as_tuple") and "." in text else text


def export_views(home: Home, folder: Path, format_: str) -> Iterator[tuple[Path, int]]:
    """Write every analyst view to `folder`; yields each file with its number of rows."""
    folder.mkdir(parents=True, exist_ok=True)
    for view in ANALYST_VIEWS:
        frame = run_query(home, f'SELECT * FROM "{view}"')
        path = folder / f"{view}.{format_}"
        if format_ == "parquet":
            frame.write_parquet(path)
        else:
            path.write_text(_text(frame, format_), encoding="utf-8")
        yield path, frame.height
