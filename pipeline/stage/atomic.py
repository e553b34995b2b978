"""Files and folders that appear whole or not at all, whenever the process is killed.

Belongs here: write aside, fsync, rename. Does not belong here: what is written.
"""

from __future__ import annotations

import os
import shutil
import time
import uuid
from contextlib import suppress
from pathlib import Path

TEMPORARY = ".tmp-"
_REPLACED = ".old-"
_ATTEMPTS = 5
# Writing a folder takes seconds; after this it is abandoned, whoever has its process id by now.
_ABANDONED_SECONDS = 3600.0


def fsync(path: Path) -> None:
    """Flush a file or folder to the disk. Folders are skipped where the system cannot."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except PermissionError:
        return
    try:
        with suppress(OSError):
            os.fsync(handle)
    finally:
        os.close(handle)


def write_file(path: Path, data: bytes) -> None:
    """Write a file that is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.parent / f"{TEMPORARY}{uuid.uuid4().hex}"
    try:
        with aside.open("wb") as handle:
            handle.write(data)
            handle.flush()
            os.fsync(handle.fileno())
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
    fsync(path.parent)


def new_folder(parent: Path) -> Path:
    """A fresh folder beside the final ones, invisible to readers until `publish_folder`."""
    folder = parent / f"{TEMPORARY}{os.getpid()}-{uuid.uuid4().hex}"
    folder.mkdir(parents=True)
    return folder


def publish_folder(folder: Path, final: Path) -> None:
    """Give a finished folder its final name, in place of a former one.

    A folder that is there cannot be replaced in one step: it is set aside first. A process killed
    between the two steps leaves it set aside, and `recover` puts it back.
    """
    for file in folder.iterdir():
        fsync(file)
    fsync(folder)
    for attempt in range(_ATTEMPTS):
        former = final.parent / f"{_REPLACED}{final.name}-{uuid.uuid4().hex}"
        with suppress(FileNotFoundError):
            final.rename(former)
        try:
            folder.rename(final)
        except OSError:
            if attempt == _ATTEMPTS - 1:
                raise
            continue
        fsync(final.parent)
        shutil.rmtree(former, ignore_errors=True)
        return


def recover(parent: Path) -> None:
    """Put back folders that a killed process had set aside, and drop what replaced ones left."""
    for former in sorted(parent.glob(f"{_REPLACED}*")):
        final = parent / former.name.removeprefix(_REPLACED).rsplit("-", 1)[0]
        if final.exists():
            shutil.rmtree(former, ignore_errors=True)
        else:
            with suppress(OSError):
                former.rename(final)


def sweep(parent: Path) -> None:
    """Remove unfinished folders of processes that are gone."""
    for folder in parent.glob(f"{TEMPORARY}*"):
        owner = folder.name.removeprefix(TEMPORARY).split("-", 1)[0]
        try:
            is_old = time.time() - folder.stat().st_mtime > _ABANDONED_SECONDS
        except OSError:
            continue
        if is_old or not (owner.isdigit() and _is_alive(int(owner))):
            shutil.rmtree(folder, ignore_errors=True)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except OSError as error:
        return not isinstance(error, ProcessLookupError)
    return True
