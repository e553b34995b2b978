"""The Dagster code location: definitions found below `assets/`, and their resource.

Belongs here: putting the two together. Does not belong here: any definition.
"""

from __future__ import annotations

from pathlib import Path

import dagster as dg

from pipeline.resources import Warehouse


@dg.definitions
def defs() -> dg.Definitions:
    """Everything below `assets/`, with the warehouse resource from the environment or defaults."""
    loaded = dg.load_from_defs_folder(path_within_project=Path(__file__).resolve().parent)
    resource = Warehouse(
        raw=dg.EnvVar("QINGZHANG_RAW").get_value("") or "",
        warehouse=dg.EnvVar("QINGZHANG_WAREHOUSE").get_value("") or "",
    )
    return dg.Definitions.merge(loaded, dg.Definitions(resources={"qingzhang": resource}))
