"""What Dagster hands to the assets: where reports and the warehouse are.

Belongs here: settings as a Dagster resource. Only this module and `definitions` know Dagster.
Does not belong here: the work.
"""

from __future__ import annotations

from pathlib import Path

import dagster as dg
from pydantic import Field

from pipeline.config import Home, default_raw, default_warehouse, default_workers
from pipeline.sources import collect_files


class Warehouse(dg.ConfigurableResource[None]):
    """The raw folder, the warehouse file and how many processes read. Empty means the default."""

    raw: str = Field(default="", description="Folder of published files; default raw/")
    warehouse: str = Field(
        default="", description="DuckDB file; default warehouse/data/budget.duckdb"
    )
    workers: int = Field(default=0, description="Reading processes; 0 means one a core")

    def raw_path(self) -> Path:
        """The folder of published files, absolute."""
        return Path(self.raw).resolve() if self.raw else default_raw().resolve()

    def home(self) -> Home:
        """The warehouse file and what belongs to it."""
        return Home.of(Path(self.warehouse) if self.warehouse else default_warehouse())

    def worker_count(self) -> int:
        """How many processes read."""
        return self.workers or default_workers()

    def files(self) -> list[Path]:
        """Every report file below the raw folder."""
        raw = self.raw_path()
        return collect_files([raw]) if raw.exists() else []
