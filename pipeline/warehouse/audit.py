"""Audits: queries that return failing rows. One failing row, and nothing is published.

Belongs here: running audits, those made from declarations (keys, references), the error.
Does not belong here: the SQL of audits that are not made from declarations (`warehouse/audits`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipeline.errors import UserError
from schemas.ddl import quoted
from schemas.star import STAR_TABLES

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
