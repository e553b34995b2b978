"""Generated fixtures: budget reports typeset from made-up figures, and files that are none.

Belongs here: what makes documents for tests. Does not belong here: tests, real reports.
"""
