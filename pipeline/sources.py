"""Which files are reports to ingest: the files a user names, and all below the folders named.

Belongs here: walking folders, what is never a report (sidecars, notes, hidden files).
Does not belong here: what a file is (that is read from its content), fetching.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pipeline.errors import UserError

SIDECAR_SUFFIX = ".meta.json"
# The furniture of a folder of published files, written by people or by fetching.
_NOT_REPORTS = frozenset(
    {"readme.md", "readme.zh-cn.md", "sources.csv", "acceptances.csv", "labels.csv", ".gitkeep"}
)


class NoSuchPath(UserError):
    """A path given by the user does not exist."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"there is no file or folder {path}: check the spelling")
        self.path = path


def printable(name: str) -> str:
    """A file name or path as text that can be stored and shown.

    Bytes that are no UTF-8 (names from an old archive) become replacement characters.
    """
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def collect_files(paths: Iterable[Path]) -> list[Path]:
    """Files to ingest, sorted, each once. A file named by the user is always taken.

    Below folders every file is taken, whatever its ending (a report may be misnamed), but hidden
    files, sidecars and folder notes. Raises `NoSuchPath`.
    """
    files: set[Path] = set()
    for path in paths:
        if path.is_file():
            files.add(path.resolve())
        elif path.is_dir():
            files.update(
                file.resolve()
                for file in path.rglob("*")
                if file.is_file() and _may_be_report(file, path)
            )
        else:
            raise NoSuchPath(path)
    return sorted(files)


def _may_be_report(file: Path, root: Path) -> bool:
    name = file.name.lower()
    hidden = any(part.startswith(".") for part in file.relative_to(root).parts)
    return not hidden and not name.endswith(SIDECAR_SUFFIX) and name not in _NOT_REPORTS
