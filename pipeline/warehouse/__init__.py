"""The warehouse: one DuckDB file, built anew from all staged reports, audited, then published.

Belongs here: building, auditing, publishing by rename, and read-only questions to the result.
Does not belong here: SQL of the star (`warehouse/*.sql`), declarations (`schemas`), extraction.
"""
