"""Build a new warehouse beside the published one, audit it, and put it in its place by rename.

A reader that holds the former file keeps it; whoever opens afterwards sees the new one; nobody
sees a half. A build that is killed leaves only a file that the next build removes.

Belongs here: the order of the steps. Does not belong here: SQL, declarations, the lock.
"""

from __future__ import annotations

import os
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipeline.config import SQL_ROOT, Home
from pipeline.stage import atomic
from pipeline.warehouse.audit import AuditFailed, run_audits
from pipeline.warehouse.declared import check_filled, fill_tables, make_views
from pipeline.warehouse.inputs import STORAGE_VERSION, Inputs, gather, offer
from pipeline.warehouse.lock import build_lock
from pipeline.warehouse.query import NoWarehouse, WarehouseUnreadable, open_readonly
from schemas.ddl import create_table, create_twin, literal, quoted, table_comments, view_comments
from schemas.star import BUILD_INFO, STAR, STAR_TABLES
from schemas.views import COUNTED_REPORT, VIEWS

WAIT_SECONDS = 600.0
_ASIDE = ".building-"
# A staged report may be replaced while a build reads it; the build then starts over.
_ATTEMPTS = 3
# Up to so many reports one thread builds faster than several that wait for each other.
_REPORTS_OF_ONE_THREAD = 32
# Tables that the files in warehouse/build fill: all but the one that tells of the build itself.
_FILLED = {name: table for name, table in STAR.items() if table is not BUILD_INFO}


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build did. `published` is False when nothing had changed and the file was left."""

    warehouse: Path
    published: bool
    fingerprint: str
    row_counts: Mapping[str, int]
    held_statements: int
    seconds: float


def build_warehouse(
    home: Home,
    *,
    force: bool = False,
    wait_seconds: float = WAIT_SECONDS,
    on_wait: Callable[[str], None] | None = None,
    on_step: Callable[[str], None] = lambda _: None,
    sql_root: Path = SQL_ROOT,
) -> BuildResult:
    """Build, audit and publish the warehouse from all staged reports.

    Nothing is built when the inputs are those of the published file, unless `force`. Raises
    `WarehouseBusy` when another build does not end within `wait_seconds`, and `AuditFailed` with
    every failing audit; in both cases the published file is as before.
    """
    started = time.monotonic()
    with build_lock(home, wait_seconds=wait_seconds, on_wait=on_wait):
        _clean(home)
        atomic.recover(home.reports)
        attempts = _ATTEMPTS
        while True:
            attempts -= 1
            inputs = gather(home, sql_root)
            is_new = force or published_fingerprint(home) != inputs.fingerprint
            try:
                counts, held = _build(home, inputs, on_step) if is_new else (_row_counts(home), 0)
            except duckdb.IOException:
                if not attempts:
                    raise
                continue
            seconds = time.monotonic() - started
            return BuildResult(home.warehouse, is_new, inputs.fingerprint, counts, held, seconds)


def _clean(home: Home) -> None:
    """Remove what builds left that were killed."""
    for file in home.warehouse.parent.glob(f"{_ASIDE}{home.warehouse.name}-*"):
        file.unlink(missing_ok=True)


def published_fingerprint(home: Home) -> str | None:
    """Fingerprint of the published file; None when there is none or it is not a warehouse."""
    try:
        with open_readonly(home) as connection:
            row = connection.execute("SELECT fingerprint FROM build_info").fetchone()
    except (NoWarehouse, WarehouseUnreadable):
        return None
    return str(row[0]) if row else None


def _row_counts(home: Home) -> dict[str, int]:
    with open_readonly(home) as connection:
        return _count(connection)


def _count(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    each = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM {quoted(name)}" for name in STAR)
    return dict(connection.execute(each).fetchall())


def _build(
    home: Home, inputs: Inputs, on_step: Callable[[str], None]
) -> tuple[dict[str, int], int]:
    home.warehouse.parent.mkdir(parents=True, exist_ok=True)
    aside = home.warehouse.parent / f"{_ASIDE}{home.warehouse.name}-{uuid.uuid4().hex}"
    try:
        with duckdb.connect(":memory:") as connection:
            connection.execute(
                f"ATTACH {literal(str(aside))} AS building "
                f"(STORAGE_VERSION {literal(STORAGE_VERSION)})"
            )
            connection.execute("USE building")
            if len(inputs.reports) <= _REPORTS_OF_ONE_THREAD:
                connection.execute("SET threads = 1")
            held = _fill(connection, inputs, on_step)
            on_step("审计")
            failures = run_audits(connection, inputs.sql.audits)
            if failures:
                raise AuditFailed(home.warehouse, failures)
            counts = _count(connection)
            on_step("发布")
            connection.execute("CHECKPOINT building")
            connection.execute("USE memory")
            connection.execute("DETACH building")
        _publish(aside, home.warehouse)
    finally:
        aside.unlink(missing_ok=True)
        _wal(aside).unlink(missing_ok=True)
    return counts, held


def _fill(
    connection: duckdb.DuckDBPyConnection, inputs: Inputs, on_step: Callable[[str], None]
) -> int:
    """Tables, rows, views, comments. Returns how many statements the gates held back."""
    on_step("读取分段文件")
    _together(connection, [create_table(table) for table in STAR_TABLES])
    offer(connection, inputs)
    first, *others = inputs.sql.build
    filled = [fill_tables(connection, first, _FILLED)]
    for file in inputs.sql.gates:
        gate = file.read_text("utf-8").rstrip().rstrip(";")
        connection.execute(
            f"INSERT INTO held SELECT report_key, table_ordinal, problem FROM ({gate}\n)"
        )
    for file in others:
        on_step(f"装载 {file.stem}")
        filled.append(fill_tables(connection, file, _FILLED))
    check_filled(_FILLED, filled, first.parent)
    make_views(connection, [COUNTED_REPORT, *VIEWS], inputs.sql.views)
    described = [statement for table in STAR_TABLES for statement in table_comments(table)]
    for view in VIEWS:
        described += [create_twin(view), *view_comments(view)]
    _together(connection, described)
    connection.execute(
        "INSERT INTO build_info VALUES (?, ?, ?, ?, ?)",
        [
            inputs.fingerprint,
            len(inputs.reports),
            len(inputs.sources),
            duckdb.__version__,
            STORAGE_VERSION,
        ],
    )
    held = connection.execute("SELECT DISTINCT report_key, table_ordinal FROM held")
    return len(held.fetchall())


def _together(connection: duckdb.DuckDBPyConnection, statements: Sequence[str]) -> None:
    """Many small declarations in one transaction: each of its own would wait for the disk.

    There is nothing to optimise in them, and a thousand passes of the optimiser are felt.
    """
    connection.execute("PRAGMA disable_optimizer")
    connection.execute("\n".join(["BEGIN;", *statements, "COMMIT;"]))
    connection.execute("PRAGMA enable_optimizer")


def _wal(file: Path) -> Path:
    return file.with_name(file.name + ".wal")


def _publish(aside: Path, final: Path) -> None:
    """Rename the finished file over the published one."""
    atomic.fsync(aside)
    # A log left by somebody who wrote into the published file would be played into the new one.
    _wal(final).unlink(missing_ok=True)
    os.replace(aside, final)  # noqa: PTH105 - replaces on every system
    atomic.fsync(final.parent)
