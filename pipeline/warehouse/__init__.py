"""The warehouse: one DuckDB file, built anew from all staged reports, audited, then published.

Belongs here: building, auditing, publishing by rename, and read-only questions to the result.
Does not belong here: SQL of the star (`warehouse/*.sql`), declarations (`schemas`), extraction.
"""

from pipeline.warehouse.audit import AuditFailed, AuditFailure
from pipeline.warehouse.build import BuildResult, build_warehouse
from pipeline.warehouse.lock import WarehouseBusy

__all__ = ["AuditFailed", "AuditFailure", "BuildResult", "WarehouseBusy", "build_warehouse"]
