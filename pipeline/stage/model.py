"""What passes between extraction, staging and the warehouse.

Belongs here: plain values. Does not belong here: reading or writing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ACCEPTED, PARTIAL, QUARANTINED, REJECTED = "accepted", "partial", "quarantined", "rejected"
DUPLICATE = "duplicate"

KEY_LENGTH = 16


def report_key_of(sha256: str) -> str:
    """The report key of a file's hash: its first 16 characters."""
    return sha256[:KEY_LENGTH]


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything known of one file: rows of the staged tables (`schemas.staged`), plain dicts.

    A table that is not there has no rows. `tables["report"]` has exactly one row.
    """

    report_key: str
    sha256: str
    tables: dict[str, list[dict[str, object]]]

    def _of_report(self, name: str) -> str:
        rows = self.tables.get("report") or [{}]
        return str(rows[0].get(name, ""))

    @property
    def outcome(self) -> str:
        """Outcome of the file."""
        return self._of_report("outcome")

    @property
    def reason_code(self) -> str:
        """Reason, for programs."""
        return self._of_report("reason_code")

    @property
    def reason(self) -> str:
        """Reason, for people."""
        return self._of_report("reason")

    @property
    def extractor_version(self) -> str:
        """Version of the extraction that made this."""
        return self._of_report("extractor_version")


@dataclass(frozen=True, slots=True)
class StagedTable:
    """One Parquet file of a staged report: its number of rows and the hash of its bytes."""

    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class StagedReport:
    """A report as it lies in the staging folder, after validation (its manifest)."""

    report_key: str
    sha256: str
    extractor_version: str
    outcome: str
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
    outcome: str
    reason_code: str
    reason: str
    grade: str | None
    was_read: bool
    seconds: float
