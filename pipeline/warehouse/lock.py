"""One build at a time for a warehouse, whoever starts it.

Belongs here: the lock, waiting for it, saying who holds it. Does not belong here: building.
"""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import filelock

from pipeline.config import Home
from pipeline.errors import UserError
from pipeline.stage.ledger import now

_POLL_SECONDS = 0.1


class WarehouseBusy(UserError):
    """Another build holds the warehouse and did not finish in time."""

    def __init__(self, warehouse: Path, holder: str) -> None:
        super().__init__(
            f"another build is at work on {warehouse} ({holder}): wait for it to finish, "
            "then run again; what was read is kept"
        )


@contextmanager
def build_lock(
    home: Home, *, wait_seconds: float, on_wait: Callable[[str], None] | None
) -> Iterator[None]:
    """Hold the warehouse for a build. The lock falls by itself when its process dies.

    While another holds it, `on_wait(message)` is called once. Raises `WarehouseBusy` after
    `wait_seconds`.
    """
    home.lock.parent.mkdir(parents=True, exist_ok=True)
    lock = filelock.FileLock(home.lock)
    try:
        lock.acquire(blocking=False)
    except filelock.Timeout:
        if on_wait is not None:
            on_wait(f"等待另一次建库结束（{who_holds(home)}）")
        try:
            lock.acquire(timeout=wait_seconds, poll_interval=_POLL_SECONDS)
        except filelock.Timeout as error:
            raise WarehouseBusy(home.warehouse, who_holds(home)) from error
    try:
        me = {"pid": os.getpid(), "host": socket.gethostname(), "since": now()}
        home.lock_holder.write_text(json.dumps(me), encoding="utf-8")
        yield
    finally:
        home.lock_holder.unlink(missing_ok=True)
        lock.release()


def who_holds(home: Home) -> str:
    """Who holds the lock, in words."""
    try:
        holder = json.loads(home.lock_holder.read_text(encoding="utf-8"))
        return f"process {holder['pid']} on {holder['host']} since {holder['since']} UTC"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"
