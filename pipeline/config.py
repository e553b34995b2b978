"""Where things are: the project, the raw folder, the warehouse and what lies beside it.

Belongs here: paths and defaults, and the environment variables that move them.
Does not belong here: reading or writing any of these places.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

HOME_VARIABLE = "QINGZHANG_HOME"
ACCEPTANCES_VARIABLE = "QINGZHANG_ACCEPTANCES"
PROJECT_ROOT = Path(__file__).resolve().parent.parent
"""The checkout: code, lexicons and SQL files lie below it."""

SQL_ROOT = PROJECT_ROOT / "warehouse"
"""The `.sql` files that build, show and audit the warehouse."""


def data_root() -> Path:
    """The folder with `raw/` and `warehouse/data/`: `QINGZHANG_HOME`, or the project itself."""
    moved = os.environ.get(HOME_VARIABLE)
    return Path(moved).expanduser().resolve() if moved else PROJECT_ROOT


def default_raw() -> Path:
    """Where published files are looked for when nothing is named."""
    return data_root() / "raw"


def acceptances_file() -> Path:
    """What reviewers decided: `QINGZHANG_ACCEPTANCES`, or `acceptances.csv` in the raw folder."""
    named = os.environ.get(ACCEPTANCES_VARIABLE)
    return Path(named).expanduser().resolve() if named else default_raw() / "acceptances.csv"


def default_warehouse() -> Path:
    """The warehouse that is built and asked when nothing is named."""
    return data_root() / "warehouse" / "data" / "budget.duckdb"


def default_workers() -> int:
    """Reading processes: one for each core this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return max(1, os.cpu_count() or 1)


@dataclass(frozen=True, slots=True)
class Home:
    """A warehouse file and the places that belong to it, all beside it."""

    warehouse: Path
    staged: Path
    lock: Path

    @classmethod
    def of(cls, warehouse: Path) -> Home:
        """The home of a warehouse file, whether it exists or not."""
        file = warehouse.expanduser().resolve()
        return cls(file, file.with_suffix(".staged"), file.with_suffix(".lock"))

    @property
    def reports(self) -> Path:
        """One folder a staged report, named by sha256."""
        return self.staged / "reports"

    @property
    def sources(self) -> Path:
        """The ledger: one small JSON file for each (path, content) ever seen."""
        return self.staged / "sources"

    @property
    def lock_holder(self) -> Path:
        """Who holds the lock, for the message to the one who waits."""
        return self.lock.with_suffix(".lock.json")
