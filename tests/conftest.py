"""The run as a whole: the order of test files, and what the garbage collector need not look at.

Belongs here: what makes the run short without touching any test. Does not belong here: fixtures.
"""

from __future__ import annotations

import gc

import pytest

# Folders whose files start processes, build warehouses or print reports.
LONG = ("reports", "golden", "e2e", "warehouse", "stage", "report", "generate_test")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those that take long first, so that no worker is left with one at the end."""

    def rank(item: pytest.Item) -> int:
        folder = item.path.parent.name
        return LONG.index(folder) if folder in LONG else len(LONG)

    items.sort(key=rank)


def pytest_collection_finish() -> None:
    """All libraries and tests are loaded now and stay: going through them again takes a tenth."""
    gc.collect()
    gc.freeze()
