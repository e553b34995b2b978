"""Homes in temporary folders and a shorthand for loading reports there; some are built once for many."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path

import pytest

from pipeline.config import Home
from pipeline.warehouse.build import build_warehouse
from tests.warehouse.load_report import Load, load_report
from tests.warehouse.together import Answers


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home.of(tmp_path / "wh" / "budget.duckdb")


@pytest.fixture
def load(home: Home, tmp_path: Path) -> Load:
    """`load_report` into the home."""
    return partial(load_report, home, tmp_path)


@pytest.fixture(scope="module")
def answers(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Answers:
    """The warehouse of all cases of a module (`together`)."""
    folder = tmp_path_factory.mktemp("together")
    return Answers(Home.of(folder / "wh" / "budget.duckdb"), folder, request.module)


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with the warehouse of one plain report, which no test changes."""
    folder = tmp_path_factory.mktemp("published")
    home = Home.of(folder / "wh" / "budget.duckdb")
    load_report(home, folder)
    build_warehouse(home)
    return home


@pytest.fixture
def changeable(published: Home, home: Home) -> Home:
    """A copy of the published home, which a test may change; `load` loads into it."""
    shutil.copytree(published.warehouse.parent, home.warehouse.parent)
    return home
