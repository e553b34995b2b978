"""What differs between the rows of two commits: report, table, row, column, before, after.

Belongs here: rows of another commit (read by that commit's own code, in a work tree of its own),
pairing rows, telling differences. Does not belong here: pins.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from pathlib import Path

from tests.golden.subjects import CASES, REPORTS, ROOT, Subject

Rows = Mapping[str, Sequence[str]]


def rows_at(revision: str, subjects: Sequence[Subject]) -> dict[str, Rows]:
    """Subject key to canonical rows by table, as the code of `revision` gives them.

    Raises `subprocess.CalledProcessError` where that commit has no golden master of its own.
    """
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        _git("worktree", "add", "--detach", "--quiet", str(tree), revision)
        try:
            return _rows_in(tree, Path(folder) / "rows.json", subjects)
        finally:
            _git("worktree", "remove", "--force", str(tree))


def _rows_in(tree: Path, out: Path, subjects: Sequence[Subject]) -> dict[str, Rows]:
    answer: dict[str, Rows] = {}
    for group in dict.fromkeys(subject.group for subject in subjects):
        keys = [subject.key for subject in subjects if subject.group == group]
        subprocess.run(
            [sys.executable, "-m", "tests.golden", "rows", group, *keys, "--out", str(out)],
            cwd=tree,
            check=True,
            env=os.environ
            | {
                "PYTHONPATH": str(tree),
                "QINGZHANG_REPORTS": str(REPORTS),
                "QINGZHANG_CASES": str(CASES),
            },
        )
        answer |= json.loads(out.read_text(encoding="utf-8"))
    return answer


def _git(*arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def differences(before: Rows, after: Rows) -> Iterator[str]:
    """A line for each row that is gone, new or changed: table, row, column, before, after."""
    for table in sorted(before.keys() | after.keys()):
        old, new = before.get(table, ()), after.get(table, ())
        if list(old) == list(new):
            continue
        if sorted(old) == sorted(new):
            yield f"{table}: the same rows in another order"
            continue
        for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if tag != "equal":
                yield from _block(table, old[i1:i2], new[j1:j2], j1)


def _block(table: str, old: Sequence[str], new: Sequence[str], first: int) -> Iterator[str]:
    for offset in range(max(len(old), len(new))):
        where = f"{table}[{first + offset}]"
        if offset >= len(old):
            yield f"{where} new: {new[offset]}"
        elif offset >= len(new):
            yield f"{where} gone: {old[offset]}"
        else:
            yield from _columns(where, json.loads(old[offset]), json.loads(new[offset]))


def _columns(where: str, old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[str]:
    at = old.get("cell_key") or old.get("rule") or ""
    for name in sorted(old.keys() | new.keys()):
        if old.get(name) != new.get(name):
            yield f"{where} {at} {name}: {old.get(name)!r} -> {new.get(name)!r}"
