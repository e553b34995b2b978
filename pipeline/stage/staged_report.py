"""A staged report: a folder of Parquet files and its manifest, written last and read first.

Without data frames, so that what only asks what was staged starts quickly.

Belongs here: what is known of a staged report without its tables, manifests, finding staged reports.
Does not belong here: tables (`staged_tables`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from pipeline.config import Home
from schemas.vocabulary import Outcome

MANIFEST = "manifest.json"


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


def manifest_text(staged: StagedReport) -> str:
    """The manifest of a staged report."""
    content = asdict(staged)
    del content["folder"]
    content["tables"] = dict(sorted(content["tables"].items()))
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def read_manifest(folder: Path) -> StagedReport | None:
    """The staged report in a folder; None when there is none or it is not whole."""
    try:
        content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        content["outcome"] = Outcome(content["outcome"])
    except (OSError, ValueError):
        return None
    tables = {name: StagedTable(**table) for name, table in content.pop("tables").items()}
    return StagedReport(**content, tables=tables, folder=folder)


def find_staged(home: Home, sha256: str) -> StagedReport | None:
    """The staged report of a file's content, or None."""
    return read_manifest(home.reports / sha256)


def all_staged(home: Home) -> Iterator[StagedReport]:
    """Every staged report, by sha256. Folders being written are not seen."""
    for folder in sorted(home.reports.glob("[!.]*")):
        if staged := read_manifest(folder):
            yield staged
