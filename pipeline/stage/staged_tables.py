"""One extraction (the reports of one file) to one staged folder: validated, Parquet, whole or not at all.

Belongs here: validation at the door and what it leads to, writing.
Does not belong here: many files at once (`staging`), the ledger of paths (`ledger`), the
manifest (`staged_report`).
"""

from __future__ import annotations

import hashlib
import io
import shutil

import polars as pl

from pipeline.config import Home
from pipeline.report.extracted import Extraction, minimal_report_row, of_file, report_key_of
from pipeline.stage import atomic
from pipeline.stage.staged_report import MANIFEST, StagedReport, StagedTable, manifest_text
from schemas.frames import Failure, empty_frame, to_frame, validate
from schemas.model import Table
from schemas.staged import FACT_TABLES, PRINTED_CELL, REPORT, STAGED, STATEMENT
from schemas.vocabulary import Outcome

# Failing cases spelt out in the reason of a quarantined report.
_SHOWN = 3

Frames = dict[str, pl.DataFrame]


def check_extraction(extraction: Extraction) -> tuple[Frames, list[Failure]]:
    """All tables as frames and every failing case, over all tables at once.

    Besides the declared checks of each table: undeclared tables, rows of another report, cell keys
    that do not say where the cell is, facts whose cell was not printed, and statements missing of
    facts.
    """
    frames: Frames = {}
    failures: list[Failure] = [
        Failure(name, None, "table_undeclared", None, f"{len(rows)}行")
        for name, rows in extraction.tables.items()
        if name not in STAGED
    ]
    for name, table in STAGED.items():
        frames[name], unfit = to_frame(table, extraction.tables.get(name, []))
        failed_before = {(failure.column, failure.row_index) for failure in unfit}
        failures += unfit
        failures += [
            f
            for f in validate(table, frames[name])
            if not {(f.column, f.row_index), (f.column, None)} & failed_before
        ]
    failures += _belongs(extraction, frames)
    return frames, failures


def _belongs(extraction: Extraction, frames: Frames) -> list[Failure]:
    """Failures that only a look across tables can see."""
    failures: list[Failure] = []

    def fail(table: str, column: str, check: str, bad: pl.Series, values: pl.Series) -> None:
        # Nearly all hold: the rows are looked for only where one does not.
        if not bad.any():
            return
        failures.extend(
            Failure(table, column, check, index, str(values[index]))
            for index in bad.fill_null(value=False).arg_true().to_list()
        )

    numbered = [
        report_key_of(extraction.sha256, number + 1)
        for number in range(max(1, frames["report"].height))
    ]
    cells = frames["printed_cell"]
    printed = cells["cell_key"].drop_nulls().implode()
    ordinals = frames["statement"]["table_ordinal"].drop_nulls().implode()
    for name, frame in frames.items():
        if frame.is_empty():
            continue
        keys = frame["report_key"]
        fail(name, "report_key", "is_this_report", ~keys.is_in(numbered), keys)
        for column in STAGED[name].columns:
            if column.references == "printed_cell.cell_key":
                values = frame[column.name]
                fail(name, column.name, "is_printed", ~values.is_in(printed), values)
        if name in FACT_TABLES and "table_ordinal" in frame.columns:
            values = frame["table_ordinal"]
            fail(name, "table_ordinal", "has_statement", ~values.is_in(ordinals), values)
    spelt = cells.select(
        pl.concat_str(
            "report_key", "table_ordinal", "row_index", "column_index", separator=":"
        ).alias("spelt")
    )["spelt"]
    fail("printed_cell", "cell_key", "says_where", cells["cell_key"] != spelt, cells["cell_key"])
    return failures


def _quarantine(extraction: Extraction, frames: Frames, failures: list[Failure]) -> None:
    """Keep what is sound, empty the facts and what failed, and say why in the report's row."""
    failed = {failure.table for failure in failures}
    for name in (*FACT_TABLES, *(failed & frames.keys())):
        frames[name] = empty_frame(STAGED[name])
    shown = "；".join(str(failure) for failure in failures[:_SHOWN])
    more = f"；另有{len(failures) - _SHOWN}处" if len(failures) > _SHOWN else ""
    reason = (
        f"抽取结果不合表结构，事实未入库（印刷单元格{'未' if 'printed_cell' in failed else '已'}保留）："
        f"{shown}{more}。请附上文件报告此问题，改正后用 --force 重读"
    )
    reports = extraction.tables.get("report") or [{}]
    row = minimal_report_row(
        extraction.sha256,
        str(reports[0].get("file_name") or extraction.report_key),
        str(reports[0].get("extractor_version") or "unknown"),
        outcome=Outcome.QUARANTINED,
        reason_code="schema_violation",
        reason=reason,
    )
    rows = [row]
    if "report" not in failed:
        why = {name: row[name] for name in ("outcome", "reason_code", "reason")}
        rows = [{**report, **why} for report in reports]
    frames["report"], problems = to_frame(REPORT, rows)
    if problems:
        raise ValueError(f"the row of a quarantined report is not sound: {problems[0]}")
    held = frames["statement"]
    if not held.is_empty():
        frames["statement"] = held.with_columns(
            pl.lit(value=False).alias("is_published"),
            pl.coalesce("held_reason", pl.lit("抽取结果不合表结构")).alias("held_reason"),
        ).select(STATEMENT.column_names)


def write_staged(home: Home, extraction: Extraction) -> StagedReport:
    """Validate and write one report to `<staged>/reports/<sha256>`, in place of a former one.

    A report whose rows break any check is staged as quarantined (`schema_violation`), with the
    failing cases in its reason, its facts emptied, its printed cells kept when they are sound.
    Other processes see the former folder or the new one, never a half. Raises `OSError` when the
    disk refuses.
    """
    frames, failures = check_extraction(extraction)
    if failures:
        _quarantine(extraction, frames, failures)
    home.reports.mkdir(parents=True, exist_ok=True)
    folder = atomic.new_folder(home.reports)
    try:
        tables: dict[str, StagedTable] = {}
        for name, frame in frames.items():
            if frame.is_empty():
                continue
            buffer = io.BytesIO()
            frame.write_parquet(buffer, compression="zstd", compression_level=3, statistics=False)
            data = buffer.getvalue()
            (folder / f"{name}.parquet").write_bytes(data)
            tables[name] = StagedTable(frame.height, hashlib.sha256(data).hexdigest())
        final = home.reports / extraction.sha256
        rows = frames["report"].rows(named=True)
        outcome, reason_code, reason = of_file(rows)
        staged = StagedReport(
            report_key=rows[0]["report_key"],
            sha256=extraction.sha256,
            extractor_version=rows[0]["extractor_version"],
            outcome=outcome,
            reason_code=reason_code,
            reason=reason,
            grade=rows[0]["grade"],
            tables=tables,
            folder=final,
        )
        (folder / MANIFEST).write_text(manifest_text(staged), encoding="utf-8")
        atomic.publish_folder(folder, final)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return staged


def staged_frame(staged: StagedReport, table: Table = PRINTED_CELL) -> pl.DataFrame:
    """One table of a staged report; empty when it has no rows."""
    file = staged.file(table.name)
    return pl.read_parquet(file) if file is not None else empty_frame(table)
