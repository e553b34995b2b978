"""A home in a temporary folder, a shorthand for staging fabricated reports there, and one built home."""

from __future__ import annotations

import dataclasses
import json

import pytest

from pipeline.config import Home
from pipeline.stage.ledger import record_source
from pipeline.stage.write import write_staged
from pipeline.warehouse import build_warehouse
from tests.stage.fabricate import fabricate


@pytest.fixture
def home(tmp_path):
    return Home.of(tmp_path / "wh" / "budget.duckdb")


@pytest.fixture
def load(home, tmp_path):
    """Put a report's file on disk, stage it and enter it in the ledger; returns its key."""
    return loader(home, tmp_path)


def loader(home, folder):
    """`load` for a home and a folder of any scope."""

    def put(
        data: bytes = b"one",
        *,
        name: str | None = None,
        sidecar: dict[str, str] | None = None,
        change=None,
        **arguments,
    ) -> str:
        extraction = fabricate(data, **arguments)
        if change is not None:
            change(extraction.tables)
        path = folder / "raw" / (name or f"{extraction.report_key}.pdf")
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        if sidecar is not None:
            path.with_name(path.name + ".meta.json").write_text(json.dumps(sidecar))
        write_staged(home, dataclasses.replace(extraction))
        record_source(home, path, extraction.sha256)
        return extraction.report_key

    return put


@pytest.fixture(scope="module")
def new_home(tmp_path_factory):
    """Make a home and its `load`, for many cases that one build answers."""

    def make(name: str):
        folder = tmp_path_factory.mktemp(name)
        home = Home.of(folder / "wh" / "budget.duckdb")
        return home, loader(home, folder)

    return make


@pytest.fixture(scope="session")
def published(tmp_path_factory):
    """A home with the warehouse of one plain report, which no test changes."""
    folder = tmp_path_factory.mktemp("published")
    home = Home.of(folder / "wh" / "budget.duckdb")
    loader(home, folder)()
    build_warehouse(home)
    return home
