"""Every file ever seen: one small JSON file for each path and content, and never one less.

A changed file (same path, other bytes) is a new entry; the former one stays. What the sidecar
`<file>.meta.json` says of source and date is kept with the entry.

Belongs here: entries and their files. Does not belong here: outcomes of reading (`staging`).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from pipeline.config import Home
from pipeline.sources import SIDECAR_SUFFIX, printable
from pipeline.stage import atomic


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """One path with one content. Moments are ISO 8601, UTC.

    `sha256` is empty for a file that could not even be read from the disk; then `outcome`,
    `reason_code` and `reason` stand here, as there is no staged report to hold them.
    """

    path: str
    sha256: str
    size: int
    modified_at: str | None
    first_seen: str
    last_seen: str
    source_url: str | None = None
    published_on: str | None = None
    fetched_at: str | None = None
    outcome: str | None = None
    reason_code: str | None = None
    reason: str | None = None


def now() -> str:
    """This moment, UTC, to the microsecond."""
    return dt.datetime.now(dt.UTC).replace(tzinfo=None).isoformat(timespec="microseconds")


def read_sidecar(path: Path) -> dict[str, str | None]:
    """Source, day of publication and moment of fetching from the sidecar; None where not said.

    A sidecar that is not valid JSON, or a date that is none, is as if not there.
    """
    sidecar = path.with_name(path.name + SIDECAR_SUFFIX)
    try:
        content = json.loads(sidecar.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        content = {}
    if not isinstance(content, Mapping):
        content = {}
    url = content.get("source_url")
    return {
        "source_url": url if isinstance(url, str) else None,
        "published_on": _iso_date(content.get("published_on")),
        "fetched_at": _iso_moment(content.get("fetched_at")),
    }


def _iso_date(value: object) -> str | None:
    try:
        return dt.date.fromisoformat(str(value)[:10]).isoformat()
    except ValueError:
        return None


def _iso_moment(value: object) -> str | None:
    try:
        moment = dt.datetime.fromisoformat(str(value))
    except ValueError:
        return None
    if moment.tzinfo is not None:
        moment = moment.astimezone(dt.UTC).replace(tzinfo=None)
    return moment.isoformat()


def record_source(
    home: Home,
    path: Path,
    sha256: str,
    *,
    outcome: str | None = None,
    reason_code: str | None = None,
    reason: str | None = None,
) -> SourceEntry:
    """Enter a file into the ledger, or note that it was seen again.

    The first size, time of change and moment of an entry are kept; what the sidecar says now
    replaces what it said before, unless it is gone.
    """
    absolute = printable(str(path.resolve()))
    name = hashlib.sha256(f"{absolute}\0{sha256}".encode()).hexdigest()[:32]
    file = home.sources / f"{name}.json"
    moment = now()
    try:
        stat = path.stat()
        changed = dt.datetime.fromtimestamp(stat.st_mtime, dt.UTC).replace(tzinfo=None)
        size, modified = stat.st_size, changed.isoformat()
    except OSError:
        size, modified = 0, None
    entry = SourceEntry(
        path=absolute,
        sha256=sha256,
        size=size,
        modified_at=modified,
        first_seen=moment,
        last_seen=moment,
        outcome=outcome,
        reason_code=reason_code,
        reason=reason,
        **read_sidecar(path),
    )
    known = _read(file)
    if known is not None:
        entry = replace(
            entry,
            size=known.size,
            modified_at=known.modified_at,
            first_seen=known.first_seen,
            source_url=entry.source_url or known.source_url,
            published_on=entry.published_on or known.published_on,
            fetched_at=entry.fetched_at or known.fetched_at,
        )
    data = json.dumps(asdict(entry), ensure_ascii=False, indent=1) + "\n"
    atomic.write_file(file, data.encode())
    return entry


def _read(file: Path) -> SourceEntry | None:
    try:
        return SourceEntry(**json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def all_sources(home: Home) -> Iterator[SourceEntry]:
    """Every entry, in a fixed order."""
    for file in sorted(home.sources.glob("*.json")):
        if entry := _read(file):
            yield entry
