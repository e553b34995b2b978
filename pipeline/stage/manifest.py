"""What was staged: the manifest of each report's folder, written last and read first.

A module of its own, without data frames, so that what only asks for it starts quickly.

Belongs here: manifests as text, finding staged reports. Does not belong here: tables (`staged_tables`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from pipeline.config import Home
from pipeline.stage.staged_report import StagedReport, StagedTable
from schemas.vocabulary import Outcome

MANIFEST = "manifest.json"


def manifest_text(staged: StagedReport) -> str:
    """The manifest of a staged report."""
    content = {
        "report_key": staged.report_key,
        "sha256": staged.sha256,
        "extractor_version": staged.extractor_version,
        "outcome": staged.outcome,
        "reason_code": staged.reason_code,
        "reason": staged.reason,
        "grade": staged.grade,
        "tables": {
            name: {"rows": table.rows, "sha256": table.sha256}
            for name, table in sorted(staged.tables.items())
        },
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def read_manifest(folder: Path) -> StagedReport | None:
    """The staged report in a folder; None when there is none or it is not whole."""
    try:
        content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        outcome = Outcome(content["outcome"])
    except (OSError, ValueError):
        return None
    return StagedReport(
        report_key=content["report_key"],
        sha256=content["sha256"],
        extractor_version=content["extractor_version"],
        outcome=outcome,
        reason_code=content["reason_code"],
        reason=content["reason"],
        grade=content["grade"],
        tables={
            name: StagedTable(table["rows"], table["sha256"])
            for name, table in content["tables"].items()
        },
        folder=folder,
    )


def find_staged(home: Home, sha256: str) -> StagedReport | None:
    """The staged report of a file's content, or None."""
    return read_manifest(home.reports / sha256)


def all_staged(home: Home) -> Iterator[StagedReport]:
    """Every staged report, by sha256. Folders being written are not seen."""
    if not home.reports.is_dir():
        return
    for folder in sorted(home.reports.iterdir()):
        if not folder.name.startswith("."):
            staged = read_manifest(folder)
            if staged is not None:
                yield staged
