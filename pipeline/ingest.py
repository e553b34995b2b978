"""The main job: files to staged reports to the published warehouse.

The command line and Dagster both call the functions here, so both give the same rows.

Belongs here: the order of staging and building, what a run reports back.
Does not belong here: either step's own work, anything of the screen or of Dagster.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.config import Home, acceptances_file
from pipeline.domain.lexicon_files import SCHEMAS, check_lexicons
from pipeline.errors import UserError
from pipeline.reconcile.acceptances import load_acceptances
from pipeline.reconcile.engine import check_declared_rules
from pipeline.report.extraction import ReviewedExtraction
from pipeline.report.preload import PRELOADED
from pipeline.sources import collect_files, printable
from pipeline.stage.staged_report import FileResult
from pipeline.stage.staging import OnProgress, stage_files
from pipeline.warehouse.build import BuildResult, build_warehouse, published_fingerprint
from pipeline.warehouse.query import outcome_rows

OnText = Callable[[str], None]

# Reasons that are the program's fault or the machine's, not the file's.
FAULT_CODES = frozenset({"internal_error", "worker_crashed", "timed_out", "schema_violation"})


@dataclass(frozen=True, slots=True)
class IngestResult:
    """What a run of the main job did. `rows` are the outcomes of the files given."""

    files: Sequence[FileResult]
    build: BuildResult
    rows: Sequence[dict[str, object]]

    @property
    def read_count(self) -> int:
        """Files read in this run."""
        return sum(result.was_read for result in self.files)

    @property
    def unchanged_count(self) -> int:
        """Files whose content was read before."""
        return len(self.files) - self.read_count


def is_fault(result: FileResult) -> bool:
    """Whether a file's outcome is the program's fault, not the file's."""
    return result.reason_code in FAULT_CODES


def stage(
    files: Sequence[Path],
    home: Home,
    *,
    workers: int,
    force: bool = False,
    on_progress: OnProgress | None = None,
) -> list[FileResult]:
    """Read, check and stage files with a process pool; what was staged before is not read again.

    What reviewers decided is taken from `acceptances.csv`; a file is read again when the decisions
    about it have changed. Raises `MalformedAcceptances`, and `LexiconError` before any file is read:
    a worker without its words would make each file a fault of the program.
    """
    check_lexicons(SCHEMAS)
    check_declared_rules()
    extract = ReviewedExtraction(load_acceptances(acceptances_file()))
    return stage_files(
        home,
        files,
        workers=workers,
        force=force,
        extract=extract,
        version_for=extract.version_for,
        preload=PRELOADED,
        on_progress=on_progress,
    )


def refuse_foreign(home: Home) -> None:
    """Refuse a warehouse path where something else stands: publishing would replace it.

    Raises `UserError` for a folder and for a file that is no warehouse of ours.
    """
    if not home.warehouse.exists():
        return
    if home.warehouse.is_dir() or published_fingerprint(home) is None:
        raise UserError(
            f"{home.warehouse} is there and is no warehouse made by qingzhang: "
            "choose another --warehouse, or move it away first"
        )


def ingest(
    paths: Sequence[Path],
    home: Home,
    *,
    workers: int,
    force: bool = False,
    on_progress: OnProgress | None = None,
    on_stage: OnText | None = None,
) -> IngestResult:
    """The main job over files and folders.

    Raises `NoSuchPath` for a path that is not there and `UserError` kinds when the warehouse is
    busy or an audit refuses it; files themselves never raise, each gets an outcome.
    """
    refuse_foreign(home)
    files = collect_files(paths)
    results = stage(files, home, workers=workers, force=force, on_progress=on_progress)
    if on_stage:
        on_stage("建库、审计、发布")
    build = build_warehouse(home, on_wait=on_stage)
    given = {printable(str(result.path)) for result in results}
    rows = [row for row in outcome_rows(home) if str(row["path"]) in given]
    return IngestResult(results, build, rows)
