"""Staged reports: what was extracted from each file, checked, as Parquet; and the ledger of files.

Belongs here: validation at the door, atomic writing, the process pool, which files were ever seen.
Does not belong here: extraction itself, the warehouse.
"""

from pipeline.stage.manifest import all_staged, find_staged
from pipeline.stage.staged_report import FileResult, StagedReport, StagedTable
from pipeline.stage.staging import stage_files

__all__ = [
    "FileResult",
    "StagedReport",
    "StagedTable",
    "all_staged",
    "find_staged",
    "stage_files",
]
