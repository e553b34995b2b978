"""Partitions: one a report file, named by its path below the raw folder.

Belongs here: the partition set and how a path becomes a key.
Does not belong here: assets, file contents.
"""

from pathlib import Path

import dagster as dg

reports_partitions = dg.DynamicPartitionsDefinition(name="report")

# Dagster reads a range of partitions as `first...last`, so a key must not hold three dots.
_ELLIPSIS, _SAFE_ELLIPSIS = "...", "…"


def partition_key(file: Path, raw: Path) -> str:
    """The partition key of a file: its path below `raw`, with forward slashes."""
    return file.relative_to(raw).as_posix().replace(_ELLIPSIS, _SAFE_ELLIPSIS)
