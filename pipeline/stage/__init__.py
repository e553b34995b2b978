"""Staged reports: what was extracted from each file, checked, as Parquet; and the ledger of files.

Belongs here: validation at the door, atomic writing, the process pool, which files were ever seen.
Does not belong here: extraction itself, the warehouse.
"""
