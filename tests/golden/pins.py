"""Pins: for each subject, the number of rows of every table and a hash of them.

A pin file is a CSV of one line a subject and one column a table, `rows:hash`, empty without rows.

Belongs here: the canonical text of a row, its hash, reading and writing pin files.
Does not belong here: where rows come from (`subjects`), what differs in them (`differences`).
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from tests.golden.subjects import Subject, Tables, tables_of

FOLDER = Path(__file__).with_name("pins")
HASH_LENGTH = 10
Pin = dict[str, str]


def canonical(tables: Tables) -> dict[str, list[str]]:
    """Each row as JSON with sorted names; keys and hashes of the file by a fixed word.

    Generated workbooks and Word files hold the moment they were made, so their hashes differ.
    """
    sha256 = next((str(row["sha256"]) for row in tables.get("report", ())), "")
    return {
        name: [_text(row, sha256) for row in rows] for name, rows in sorted(tables.items()) if rows
    }


def _text(row: Mapping[str, object], sha256: str) -> str:
    text = json.dumps(row, ensure_ascii=False, sort_keys=True, default=str)
    return text.replace(sha256, "<sha256>").replace(sha256[:16], "<key>") if sha256 else text


def pin(subject: Subject) -> Pin:
    """Table to `rows:hash` of a subject."""
    return {
        name: f"{len(rows)}:{_hash(rows)}" for name, rows in canonical(tables_of(subject)).items()
    }


def _hash(rows: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()[:HASH_LENGTH]


def pins_of(subjects: Sequence[Subject], workers: int | None = None) -> dict[Subject, Pin]:
    """The pins of all subjects as the code gives them now, read in processes of their own."""
    if len(subjects) == 1:
        return {subjects[0]: pin(subjects[0])}
    count = workers or os.cpu_count() or 1
    # Spawned: this process may have loaded what starts threads.
    with ProcessPoolExecutor(min(count, 4), get_context("spawn")) as pool:
        return dict(zip(subjects, pool.map(pin, subjects, chunksize=1), strict=True))


def kept(group: str) -> dict[str, Pin]:
    """The committed pins of a group by subject key; none where it was never pinned."""
    file = FOLDER / f"{group}.csv"
    if not file.exists():
        return {}
    with file.open(encoding="utf-8", newline="") as lines:
        return {
            row.pop("subject"): {name: value for name, value in row.items() if value}
            for row in csv.DictReader(lines)
        }


def keep(group: str, pins: Mapping[str, Pin]) -> None:
    """Write the pins of a group."""
    names = sorted({name for one in pins.values() for name in one})
    FOLDER.mkdir(exist_ok=True)
    with (FOLDER / f"{group}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["subject", *names], restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows({"subject": key, **pins[key]} for key in pins)


def changed(found: Mapping[Subject, Pin]) -> dict[Subject, list[str]]:
    """Subjects whose pins are not the committed ones, with the tables that differ."""
    by_group = {group: kept(group) for group in {subject.group for subject in found}}
    answer = {}
    for subject, now in found.items():
        then = by_group[subject.group].get(subject.key)
        if then != now:
            answer[subject] = _tables_that_differ(then or {}, now)
    return answer


def _tables_that_differ(then: Pin, now: Pin) -> list[str]:
    return [
        f"{name} {then.get(name, '-')} -> {now.get(name, '-')}"
        for name in sorted(then.keys() | now.keys())
        if then.get(name) != now.get(name)
    ]


def gone(group: str, subjects: Iterable[Subject]) -> list[str]:
    """Keys of a group that are pinned and are there no more."""
    return sorted(kept(group).keys() - {subject.key for subject in subjects})
