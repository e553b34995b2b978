"""What passes between staging and the warehouse.

Belongs here: plain values. Does not belong here: reading or writing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from schemas.vocabulary import Outcome


@dataclass(frozen=True, slots=True)
class StagedTable:
    """One Parquet file of a staged report: its number of rows and the hash of its bytes."""

    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class StagedReport:
    """A file's reports as they lie in the staging folder, after validation (its manifest).

    `report_key` and `grade` are those of the first, outcome and reason the file's (`of_file`).
    """

    report_key: str
    sha256: str
    extractor_version: str
    outcome: Outcome
    reason_code: str
    reason: str
    grade: str | None
    tables: Mapping[str, StagedTable]
    folder: Path

    def file(self, table: str) -> Path | None:
        """The Parquet file of a table; None when it has no rows."""
        return self.folder / f"{table}.parquet" if table in self.tables else None


@dataclass(frozen=True, slots=True)
class FileResult:
    """What became of one file in one run of staging.

    `was_read` is False for files staged before and for second copies of the same bytes.
    """

    path: Path
    sha256: str
    report_key: str
    outcome: Outcome
    reason_code: str
    reason: str
    grade: str | None
    was_read: bool
    seconds: float
