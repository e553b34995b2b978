"""The order of test files: those that take long first, so that no worker is left with one at the end."""

from __future__ import annotations

import pytest

# Folders whose files start processes, build warehouses or print reports.
LONG = ("reports", "e2e", "warehouse", "stage", "generate_test")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def rank(item: pytest.Item) -> int:
        folder = item.path.parent.name
        return LONG.index(folder) if folder in LONG else len(LONG)

    items.sort(key=rank)
