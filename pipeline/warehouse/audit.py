"""Audits: queries that return failing rows. One failing row, and nothing is published.

Belongs here: running audits, those made from declarations (keys, references, rows of staged tables),
the error.
Does not belong here: the SQL of audits that are not made from declarations (`warehouse/audits`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipeline.errors import UserError
from schemas.ddl import quoted
from schemas.model import Table
from schemas.staged import FACT_TABLES, STAGED
from schemas.star import STAR_TABLES, carried_in

SAMPLE_ROWS = 5


@dataclass(frozen=True, slots=True)
class AuditFailure:
    """One audit that found something: how many rows, and the first of them."""

    audit: str
    row_count: int
    columns: tuple[str, ...]
    sample: tuple[tuple[object, ...], ...]

    def __str__(self) -> str:
        rows = "; ".join(
            ", ".join(f"{name}={value}" for name, value in zip(self.columns, row, strict=True))
            for row in self.sample
        )
        return f"{self.audit}: {self.row_count} rows, for example {rows}"


class AuditFailed(UserError):
    """Audits failed; the published file is as it was."""

    def __init__(self, warehouse: Path, failures: Sequence[AuditFailure]) -> None:
        lines = "\n".join(f"  - {failure}" for failure in failures)
        super().__init__(
            f"{len(failures)} audits failed, so {warehouse} was not replaced and is as before:\n"
            f"{lines}\nThis is a fault of the program or of its code lists: report it with these rows"
        )
        self.failures = tuple(failures)


def declared_audits() -> Iterator[tuple[str, str]]:
    """Name and query of each audit that follows from the declarations."""
    yield "nothing_is_lost", _nothing_is_lost()
    yield "facts_are_published", _facts_are_published()
    for table in STAR_TABLES:
        name = quoted(table.name)
        if table.key and table.name != "printed_cell":
            key = ", ".join(quoted(column) for column in table.key)
            yield (
                f"key of {table.name}",
                f"SELECT {key}, count(*) AS times FROM {name} GROUP BY {key} HAVING count(*) > 1",
            )
        for column in table.columns:
            if column.references is None:
                continue
            target, target_column = column.references.split(".")
            mine, theirs = quoted(column.name), quoted(target_column)
            yield (
                f"{table.name}.{column.name} resolves in {target}",
                f"SELECT {mine} AS value, count(*) AS times FROM {name} AS mine "
                f"ANTI JOIN (SELECT {theirs} AS found FROM {quoted(target)}) AS known "
                f"ON mine.{mine} = known.found "
                f"WHERE {mine} IS NOT NULL GROUP BY {mine}",
            )


def _nothing_is_lost() -> str:
    """As many rows as were staged: all of the audit layer, and all facts that are not held back."""
    counted = []
    for staged in STAGED.values():
        built = "dim_report" if staged.name == "report" else carried_in(staged)
        kept = ""
        if staged.name in FACT_TABLES and _is_of_a_statement(staged):
            kept = "SEMI JOIN loaded_statement USING (report_key, table_ordinal)"
        elif staged.name in FACT_TABLES:
            kept = "SEMI JOIN loaded_report USING (report_key)"
        counted.append(
            f"SELECT '{built}' AS name, (SELECT count(*) FROM staged_{staged.name} {kept}) AS staged, "
            f"(SELECT count(*) FROM {built}) AS built"
        )
    return f"FROM ({' UNION ALL '.join(counted)}) WHERE staged <> built"


def _facts_are_published() -> str:
    """No fact without a published statement of an accepted or partial report."""
    facts = " UNION ALL ".join(
        f"SELECT report_key, table_ordinal, '{carried_in(staged)}' AS fact FROM {carried_in(staged)}"
        for staged in STAGED.values()
        if staged.name in FACT_TABLES and _is_of_a_statement(staged)
    )
    return (
        f"SELECT f.*, r.outcome, s.is_published FROM ({facts}) f "
        "LEFT JOIN dim_report r USING (report_key) "
        "LEFT JOIN statement s USING (report_key, table_ordinal) "
        "WHERE coalesce(r.outcome NOT IN ('accepted', 'partial') OR NOT s.is_published, true)"
    )


def _is_of_a_statement(table: Table) -> bool:
    return "table_ordinal" in table.column_names


def run_audits(connection: duckdb.DuckDBPyConnection, files: Sequence[Path]) -> list[AuditFailure]:
    """Every audit that found failing rows: declared ones first, then the files by name."""
    failures: list[AuditFailure] = []
    audits = [*declared_audits(), *((file.stem, file.read_text("utf-8")) for file in files)]
    for name, query in audits:
        cursor = connection.execute(query)
        columns = tuple(column[0] for column in cursor.description or ())
        rows = cursor.fetchall()
        if rows:
            sample = tuple(sorted(rows, key=str)[:SAMPLE_ROWS])
            failures.append(AuditFailure(name, len(rows), columns, sample))
    return failures
