import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def seed_cells() -> Path:
    """Cells of the published report the form was modelled on; skips where it is not at hand."""
    reports = os.environ.get("QINGZHANG_REPORTS")
    shared = Path(reports).parent if reports else ROOT.parent / "shared"
    cells = shared / "seed" / "cells.json"
    if not cells.exists():
        pytest.skip(f"{cells} is not here")
    return cells


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT
