"""The golden master: hashes of every row that is extracted from many reports, kept with the code.

A change of structure leaves them as they are. A change of behaviour is listed by report, table, row
and column (`python -m tests.golden diff REV`), looked at, and pinned anew in the commit that names
it (`python -m tests.golden write`).
"""
