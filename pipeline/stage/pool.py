"""One document a process at a time, with a time limit, surviving workers that die.

A worker holds one task at most, so when it dies or overruns, the document it held is known and no
other is lost. A document whose worker died gets a second try in a process of its own: something
else may have killed the first.

Where the system allows, workers are forked by a server that has loaded what every worker needs
(`preload`) and does nothing else: starting one costs milliseconds instead of the imports. Modules
that start threads must not be preloaded, a fork does not take threads along.

Belongs here: processes, deadlines, retries. Does not belong here: what a task does.
"""

from __future__ import annotations

import multiprocessing as mp
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerContext, SpawnContext
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

# A worker is replaced after so many documents, so that what a library leaks stays bounded.
DOCUMENTS_PER_WORKER = 200
_EXIT_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Done:
    """What became of the task at `index`: a `value`, or `error` for what the task raised."""

    index: int
    value: object
    error: str | None
    seconds: float


@dataclass(frozen=True, slots=True)
class Crashed:
    """The process of the task died, twice. `detail` says how."""

    index: int
    detail: str
    seconds: float


@dataclass(frozen=True, slots=True)
class TimedOut:
    """The task was stopped at its time limit."""

    index: int
    seconds: float


Task = Callable[[Any], object]
Argument = TypeVar("Argument")
_Context = ForkServerContext | SpawnContext


def _context(preload: Sequence[str]) -> _Context:
    """How workers start. What the server has loaded is decided once in the life of a process."""
    # Elsewhere the server is missing, or the system's own libraries do not survive a fork.
    if sys.platform != "linux":
        return mp.get_context("spawn")
    context = mp.get_context("forkserver")
    context.set_forkserver_preload(list(preload))
    return context


def _work(task: Task, pipe: Connection) -> None:
    """A worker's life: take an argument, send what the task makes of it, until asked to stop."""
    # Ctrl+C reaches the whole group: the parent decides what becomes of its workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try:
            message = pipe.recv()
        except (EOFError, OSError):
            return
        if message is None:
            return
        try:
            answer: tuple[object, str | None] = (task(message[0]), None)
        except Exception as error:  # noqa: BLE001 - a task may raise anything; it is reported
            answer = (None, f"{type(error).__name__}: {error}")
        try:
            pipe.send(answer)
        except OSError:
            return


class _Worker:
    """One process and the task it holds."""

    def __init__(self, context: _Context, task: Task) -> None:
        self.pipe, far_end = context.Pipe()
        self.process: BaseProcess = context.Process(target=_work, args=(task, far_end), daemon=True)
        self.process.start()
        far_end.close()
        self.index = -1
        self.is_busy = False
        self.retried = False
        self.started = 0.0
        self.finished_count = 0

    def give(self, index: int, argument: object, *, retried: bool) -> bool:
        """Hand over a task; False when the worker is dead already."""
        try:
            self.pipe.send((argument,))
        except OSError:
            return False
        self.index, self.retried, self.started = index, retried, time.monotonic()
        self.is_busy = True
        return True

    @property
    def is_spent(self) -> bool:
        """Whether it died with its task, was made for one task, or has done its share."""
        return self.is_busy or self.retried or self.finished_count >= DOCUMENTS_PER_WORKER

    def stop(self) -> None:
        """Let an idle worker end, or kill a busy one."""
        if not self.is_busy and self.process.is_alive():
            with suppress(OSError):
                self.pipe.send(None)
                self.process.join(_EXIT_SECONDS)
        if self.process.is_alive():
            self.process.kill()
        self.process.join(_EXIT_SECONDS)
        self.pipe.close()


def run_tasks(
    task: Callable[[Argument], object],
    arguments: Sequence[Argument],
    *,
    workers: int,
    time_limit: float,
    preload: Sequence[str] = (),
) -> Iterator[Done | Crashed | TimedOut]:
    """Run `task` (picklable) over the arguments and yield what became of each, as they finish.

    `time_limit` is in seconds for each argument. `preload` names modules that all workers need.
    Workers are stopped when the caller stops iterating, also by an exception.
    """
    context = _context(preload)
    waiting: deque[tuple[int, bool]] = deque((index, False) for index in range(len(arguments)))
    crew: list[_Worker] = []
    try:
        while waiting or any(worker.is_busy for worker in crew):
            _assign(context, task, arguments, waiting, crew, workers)
            busy = [worker for worker in crew if worker.is_busy]
            deadline = min(worker.started for worker in busy) + time_limit
            ready = set(wait([w.pipe for w in busy], max(0.0, deadline - time.monotonic())))
            for worker in busy:
                seconds = time.monotonic() - worker.started
                if worker.pipe in ready:
                    outcome = _receive(worker, waiting, seconds)
                    if worker.is_spent:
                        worker.stop()
                        crew.remove(worker)
                    if outcome is not None:
                        yield outcome
                elif seconds >= time_limit:
                    worker.stop()
                    crew.remove(worker)
                    yield TimedOut(worker.index, seconds)
    finally:
        for worker in crew:
            worker.stop()


def _assign(
    context: _Context,
    task: Task,
    arguments: Sequence[object],
    waiting: deque[tuple[int, bool]],
    crew: list[_Worker],
    workers: int,
) -> None:
    """Give every free worker a task; a second try gets a process of its own."""
    while waiting:
        index, retried = waiting[0]
        worker = next((worker for worker in crew if not worker.is_busy), None)
        if worker is None:
            if len(crew) >= workers:
                return
            worker = _Worker(context, task)
            crew.append(worker)
        is_fresh = worker.finished_count == 0
        if (is_fresh or not retried) and worker.give(index, arguments[index], retried=retried):
            waiting.popleft()
        else:
            worker.stop()
            crew.remove(worker)


def _receive(
    worker: _Worker, waiting: deque[tuple[int, bool]], seconds: float
) -> Done | Crashed | None:
    """Take a worker's answer. It stays busy when it has died without one."""
    try:
        value, error = worker.pipe.recv()
    except (EOFError, OSError):
        worker.process.join(_EXIT_SECONDS)
        if not worker.retried:
            waiting.append((worker.index, True))
            return None
        code = worker.process.exitcode
        detail = f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"
        return Crashed(worker.index, detail, seconds)
    worker.is_busy = False
    worker.finished_count += 1
    return Done(worker.index, value, error, seconds)
