"""Many small questions to one warehouse in tests that are about its content.

Belongs here: asking over a connection that stays open until another file is asked. Does not belong
here: tests of opening and publishing, which open the file for every question (`run_query`).
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from pipeline.config import Home
from pipeline.warehouse.query import open_readonly


class _Open:
    """The connection to the file asked last, and which file that is."""

    def __init__(self) -> None:
        self.file: tuple[Path, int, int, int] | None = None
        self.connection: duckdb.DuckDBPyConnection | None = None

    def to(self, home: Home) -> duckdb.DuckDBPyConnection:
        seen: os.stat_result = home.warehouse.stat()
        file = (home.warehouse, seen.st_ino, seen.st_mtime_ns, seen.st_size)
        if self.connection is None or file != self.file:
            if self.connection is not None:
                self.connection.close()
            self.connection, self.file = open_readonly(home), file
        return self.connection


_OPEN = _Open()


def ask(home: Home, sql: str) -> pl.DataFrame:
    """The answer as `run_query` gives it, from the file that is published now."""
    return _OPEN.to(home).execute(sql).pl()


def rows(home: Home, sql: str) -> list[tuple[Any, ...]]:
    """All rows of the answer."""
    return ask(home, sql).rows()


def one(home: Home, sql: str) -> Any:
    """The single value of the answer."""
    return ask(home, sql).item()
