"""What goes into a build: staged Parquet, the ledger, the code lists, the SQL; and its fingerprint.

Belongs here: naming inputs and giving them to a DuckDB connection as temporary views.
Does not belong here: what is made of them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter
from pathlib import Path

import duckdb
import polars as pl

from pipeline.config import Home
from pipeline.domain.lexicon_files import SCHEMAS, LexiconFiles, file_of
from pipeline.stage.ledger import SourceEntry, all_sources
from pipeline.stage.staged_report import StagedReport, all_staged
from schemas import lexicons
from schemas.ddl import (
    create_table,
    create_twin,
    create_view,
    literal,
    quoted,
    table_comments,
    view_comments,
)
from schemas.model import Table
from schemas.staged import STAGED_TABLES
from schemas.star import SOURCE_FILE, STAR_TABLES
from schemas.views import COUNTED_REPORT, VIEWS

STORAGE_VERSION = "v1.5.0"

# The lexicons and code lists a build asks, by the name of their temporary table.
LISTS: Mapping[str, Table] = {
    "list_function_codes": lexicons.FUNCTION_CODES,
    "list_econ_codes": lexicons.ECON_CODES,
    "list_fund_sources": lexicons.FUND_SOURCES,
    "list_natures": lexicons.NATURES,
    "list_stages": lexicons.STAGES,
    "list_perspectives": lexicons.PERSPECTIVES,
    "list_items": lexicons.THREE_PUBLIC_ITEMS,
    "list_statements": lexicons.STATEMENTS,
    "list_regions": lexicons.REGIONS,
    "list_department_name_rules": lexicons.DEPARTMENT_NAME_RULES,
    "list_department_renames": lexicons.DEPARTMENT_RENAMES,
}

# What a build reads of a ledger entry; moments and days are text there.
_ENTRY = tuple(field.name for field in fields(SourceEntry) if field.name != "last_seen")


@dataclass(frozen=True, slots=True)
class Sql:
    """The SQL files of a build, by kind, in the order they run."""

    build: tuple[Path, ...]
    gates: tuple[Path, ...]
    views: tuple[Path, ...]
    audits: tuple[Path, ...]

    @classmethod
    def below(cls, root: Path) -> Sql:
        """The files below a folder, by name. Raises `FileNotFoundError` when there are none."""
        kinds = {
            kind: tuple(sorted((root / kind).glob("*.sql")))
            for kind in ("build", "gates", "views", "audits")
        }
        if not all(kinds.values()):
            empty = ", ".join(kind for kind, files in kinds.items() if not files)
            raise FileNotFoundError(f"no .sql files in {empty} below {root}")
        return cls(**kinds)


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything a build is made from, as it was when the build began."""

    reports: tuple[StagedReport, ...]
    sources: tuple[SourceEntry, ...]
    sql: Sql
    fingerprint: str


def gather(home: Home, sql_root: Path) -> Inputs:
    """Look at all inputs and fingerprint them; the same inputs give the same fingerprint."""
    reports = tuple(all_staged(home))
    sources = tuple(all_sources(home))
    sql = Sql.below(sql_root)
    digest = hashlib.sha256()
    digest.update(f"{duckdb.__version__} {STORAGE_VERSION}\n".encode())
    for table in STAR_TABLES:
        digest.update("\n".join([create_table(table), *table_comments(table)]).encode())
    for view in VIEWS:
        digest.update("\n".join([create_twin(view), *view_comments(view)]).encode())
    for view in (COUNTED_REPORT, *VIEWS):
        digest.update(create_view(view, "").encode())
    for file in (*sql.build, *sql.gates, *sql.views, *sql.audits):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    for table in (*LISTS.values(), lexicons.ENTITY_SUFFIXES, lexicons.PLACELESS_WORDS):
        name = file_of(table)
        digest.update(name.encode() + b"\0" + (SCHEMAS / name).read_bytes())
    for report in reports:
        tables = sorted((name, table.sha256) for name, table in report.tables.items())
        digest.update(
            json.dumps([report.sha256, report.extractor_version, tables]).encode() + b"\n"
        )
    for row in source_rows(sources):
        digest.update(json.dumps(row, ensure_ascii=False, sort_keys=True).encode() + b"\n")
    return Inputs(reports, sources, sql, digest.hexdigest())


def source_rows(sources: Sequence[SourceEntry]) -> list[dict[str, object]]:
    """Ledger entries as rows, with `is_latest`: the content its path was last seen with."""
    by_time = sorted(sources, key=attrgetter("last_seen", "first_seen", "sha256"))
    latest = {entry.path: entry for entry in by_time}
    return [
        {
            **{name: getattr(entry, name) for name in _ENTRY},
            "is_latest": latest[entry.path] is entry,
        }
        for entry in sorted(sources, key=attrgetter("path", "sha256"))
    ]


def offer(connection: duckdb.DuckDBPyConnection, inputs: Inputs) -> None:
    """Make all inputs visible as temporary views and tables: `staged_*`, `sources`, `list_*`."""
    for table in STAGED_TABLES:
        _offer_staged(connection, table, inputs.reports)
    entries: dict[str, type[pl.DataType]] = dict.fromkeys(_ENTRY, pl.String)
    entries |= {"size": pl.Int64, "is_latest": pl.Boolean}
    frame = pl.DataFrame(source_rows(inputs.sources), schema=entries)
    types = {column.name: column.type.value for column in SOURCE_FILE.columns}
    columns = ", ".join(
        f"{quoted(name)}::{types[name]} AS {quoted(name)}" if name in types else quoted(name)
        for name in frame.columns
    )
    _offer_frame(connection, "sources", frame, columns)
    files = LexiconFiles(SCHEMAS)
    for name, table in LISTS.items():
        _offer_frame(connection, name, _list_frame(files, table), "*")
    suffix = "|".join(_list_frame(files, lexicons.ENTITY_SUFFIXES)["pattern"])
    connection.execute(f"SET VARIABLE entity_suffix = {literal(suffix)}")
    placeless = "|".join(_list_frame(files, lexicons.PLACELESS_WORDS)["pattern"])
    connection.execute(f"SET VARIABLE no_place = {literal(f'^(?:{placeless})')}")


def _offer_staged(
    connection: duckdb.DuckDBPyConnection, table: Table, reports: Sequence[StagedReport]
) -> None:
    files = [str(file) for report in reports if (file := report.file(table.name)) is not None]
    name = quoted(f"staged_{table.name}")
    columns = ", ".join(
        f"{quoted(c.name)}::{c.type.value} AS {quoted(c.name)}" for c in table.columns
    )
    if files:
        listing = ", ".join(literal(file) for file in files)
        source = f"SELECT {columns} FROM read_parquet([{listing}])"
    else:
        nothing = ", ".join(f"NULL::{c.type.value} AS {quoted(c.name)}" for c in table.columns)
        source = f"SELECT {nothing} WHERE false"
    # All but the cells are small and asked many times: their files are read once.
    kind = "VIEW" if table.name == "printed_cell" else "TABLE"
    connection.execute(f"CREATE TEMP {kind} {name} AS {source}")


def _offer_frame(
    connection: duckdb.DuckDBPyConnection, name: str, frame: pl.DataFrame, columns: str
) -> None:
    connection.register("offered_frame", frame.to_arrow())
    connection.execute(f"CREATE TEMP TABLE {quoted(name)} AS SELECT {columns} FROM offered_frame")
    connection.unregister("offered_frame")


def _list_frame(files: LexiconFiles, table: Table) -> pl.DataFrame:
    """A checked list as text columns; an empty field is an empty string. Raises `LexiconError`."""
    files.rows(table)
    rows = [
        {name: value or "" for name, value in row.items()} for row in files.raw(table.name).rows
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(table.column_names, pl.String))
