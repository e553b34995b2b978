"""Many files to staged reports: only what is new, in processes, every file with an outcome.

Belongs here: what is read and what is not, the outcomes that staging itself gives (crash, time
limit, fault, unreadable, second copy), the order of ledger and report.
Does not belong here: processes (`pool`), validation (`staged_tables`), extraction.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

from pipeline.config import Home
from pipeline.report.extracted import Extraction, minimal_report_row, report_key_of
from pipeline.sources import printable
from pipeline.stage import atomic
from pipeline.stage.ledger import record_source
from pipeline.stage.pool import Crashed, Done, TimedOut, run_tasks
from pipeline.stage.staged_report import FileResult, StagedReport, find_staged
from schemas.vocabulary import Outcome

Extract = Callable[[Path], Extraction]
OnProgress = Callable[[int, int, str], None]

TIME_LIMIT_SECONDS = 15 * 60.0


def file_sha256(path: Path) -> str:
    """Hash of a file's bytes, in hex. Raises `OSError`."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _extract_and_stage(home: Home, extract: Extract, path: Path) -> StagedReport:
    """The task of a worker."""
    from pipeline.stage.staged_tables import write_staged

    return write_staged(home, extract(path))


def stage_files(
    home: Home,
    paths: Iterable[Path],
    *,
    extract: Extract,
    version_for: Callable[[str], str],
    workers: int = 1,
    force: bool = False,
    preload: Sequence[str] = (),
    on_progress: OnProgress | None = None,
    time_limit: float = TIME_LIMIT_SECONDS,
) -> list[FileResult]:
    """Stage every file, and say what became of each; the results are in the order of `paths`.

    A file whose content is staged already by the version that `version_for` gives for its sha256 is
    not read again, unless `force`. The same bytes under a second path are read once, and the second
    path is a `duplicate`. `extract` must be picklable. `preload` names modules that are loaded once
    and forked into every worker (none that starts threads). `on_progress(done, total, name)` is
    called before the first file and after each.

    A file that kills its process twice is `quarantined`/`worker_crashed`, one that takes longer
    than `time_limit` seconds `timed_out`, one whose extraction raises `internal_error`, one the
    disk does not give `unreadable_file`. Raises only what the staging folder itself raises.
    """
    home.reports.mkdir(parents=True, exist_ok=True)
    home.sources.mkdir(parents=True, exist_ok=True)
    atomic.recover(home.reports)
    atomic.sweep(home.reports)
    files = list(dict.fromkeys(path.resolve() for path in paths))
    batch = _Batch(home, files, version_for, on_progress)
    todo = batch.sort_out(force=force)
    batch.progress("")
    for end in run_tasks(
        partial(_extract_and_stage, home, extract),
        todo,
        workers=max(1, min(workers, len(todo))),
        time_limit=time_limit,
        preload=preload,
    ):
        batch.finish(todo[end.index], end)
    batch.copies()
    return [batch.results[path] for path in files]


class _Batch:
    """The files of one run and what is known of each."""

    def __init__(
        self,
        home: Home,
        files: Sequence[Path],
        version_for: Callable[[str], str],
        on_progress: OnProgress | None,
    ) -> None:
        self.home = home
        self.files = files
        self.version_for = version_for
        self.on_progress = on_progress
        self.results: dict[Path, FileResult] = {}
        self.hashes: dict[Path, str] = {}
        self.first_path: dict[str, Path] = {}

    def progress(self, name: str) -> None:
        if self.on_progress is not None:
            self.on_progress(len(self.results), len(self.files), name)

    def sort_out(self, *, force: bool) -> list[Path]:
        """Hash every file; return those to read."""
        todo: list[Path] = []
        for path in self.files:
            try:
                sha256 = file_sha256(path)
            except OSError as error:
                self._unreadable(path, error)
                continue
            self.hashes[path] = sha256
            if sha256 in self.first_path:
                continue
            self.first_path[sha256] = path
            staged = None if force else find_staged(self.home, sha256)
            if staged is not None and staged.extractor_version == self.version_for(sha256):
                self._record(path, staged, was_read=False, seconds=0.0)
            else:
                todo.append(path)
        return todo

    def finish(self, path: Path, end: Done | Crashed | TimedOut) -> None:
        """Enter the result of one file that was given to a worker."""
        match end:
            case Done(value=StagedReport() as staged, error=None):
                # A file that changed while it was read is staged under what was read.
                self.hashes[path] = staged.sha256
            case Done(error=error):
                staged = self._fault(
                    path,
                    "internal_error",
                    f"程序出错：{error}。请附上文件报告此问题，改正后用 --force 重读",
                )
            case Crashed(detail=detail):
                staged = self._fault(
                    path,
                    "worker_crashed",
                    f"读取此文件时进程两次意外终止（{detail}），可能文件损坏或内存不足；"
                    "请检查文件，之后用 --force 重读",
                )
            case TimedOut(seconds=seconds):
                staged = self._fault(
                    path,
                    "timed_out",
                    f"读取超过时限（{seconds:.0f} 秒）被停止；请检查文件是否异常，之后用 --force 重读",
                )
        self._record(path, staged, was_read=True, seconds=end.seconds)

    def copies(self) -> None:
        """Second and further paths of the same bytes."""
        for path in [path for path in self.files if path not in self.results]:
            sha256 = self.hashes[path]
            first = self.first_path[sha256]
            copy = FileResult(
                path=path,
                sha256=sha256,
                report_key=report_key_of(sha256),
                outcome=Outcome.DUPLICATE,
                reason_code="same_bytes",
                reason=f"与 {printable(first.name)} 内容逐字节相同，只读一次；无需处理",
                grade=self.results[first].grade,
                was_read=False,
                seconds=0.0,
            )
            self._enter(copy)

    def _fault(self, path: Path, reason_code: str, reason: str) -> StagedReport:
        from pipeline.stage.staged_tables import write_staged

        sha256 = self.hashes[path]
        row = minimal_report_row(
            sha256,
            printable(path.name),
            self.version_for(sha256),
            outcome=Outcome.QUARANTINED,
            reason_code=reason_code,
            reason=reason,
        )
        return write_staged(self.home, Extraction(sha256, {"report": [row]}))

    def _record(self, path: Path, staged: StagedReport, *, was_read: bool, seconds: float) -> None:
        result = FileResult(
            path=path,
            sha256=staged.sha256,
            report_key=staged.report_key,
            outcome=staged.outcome,
            reason_code=staged.reason_code,
            reason=staged.reason,
            grade=staged.grade,
            was_read=was_read,
            seconds=seconds,
        )
        self._enter(result)

    def _unreadable(self, path: Path, error: OSError) -> None:
        result = FileResult(
            path=path,
            sha256="",
            report_key="",
            outcome=Outcome.QUARANTINED,
            reason_code="unreadable_file",
            reason=f"无法从磁盘读取：{error.strerror or error}；请检查权限与路径后重新运行",
            grade=None,
            was_read=False,
            seconds=0.0,
        )
        self._enter(result)

    def _enter(self, result: FileResult) -> None:
        # The report is staged by now: a run killed before the ledger is written finds it again.
        why = {name: getattr(result, name) for name in ("outcome", "reason_code", "reason")}
        record_source(self.home, result.path, result.sha256, **(why if not result.sha256 else {}))
        self.results[result.path] = result
        self.progress(printable(result.path.name))
