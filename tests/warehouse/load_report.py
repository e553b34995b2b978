"""A fabricated report put on disk, staged and entered in the ledger, as `ingest` does with a real one.

Belongs here: that. Does not belong here: homes (`conftest`), what is fabricated (`tests.stage`).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pipeline.config import Home
from pipeline.report.staged_rows import Tables
from pipeline.stage.ledger import record_source
from pipeline.stage.staged_tables import write_staged
from tests.stage.fabricate import fabricate

# `load_report` into a home and folder that are set.
Load = Callable[..., str]


def load_report(
    home: Home,
    folder: Path,
    data: bytes = b"one",
    *,
    name: str | None = None,
    sidecar: dict[str, str] | None = None,
    change: Callable[[Tables], object] | None = None,
    **arguments: Any,
) -> str:
    """Load the report of the bytes `data` into a home; returns its key.

    Its file stands below `folder`. `change` changes its rows before they are staged; `arguments` are
    those of `fabricate`. Raises `AssertionError` with the reason where rows are not as declared.
    """
    extraction = fabricate(data, **arguments)
    if change is not None:
        change(extraction.tables)
    path = folder / "raw" / (name or f"{extraction.report_key}.pdf")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    if sidecar is not None:
        path.with_name(path.name + ".meta.json").write_text(json.dumps(sidecar))
    staged = write_staged(home, extraction)
    assert staged.reason_code != "schema_violation", staged.reason
    record_source(home, path, extraction.sha256)
    return extraction.report_key
