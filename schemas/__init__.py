"""What the data is: one declaration a table, from which everything else about it is made.

Belongs here: declarations of tables and views (`staged`, `star`, `views`) and of lexicons
(`lexicons`), the members they name (`vocabulary`), what is made from them (`frames`: pandera and
polars; `ddl`: DuckDB; `dictionary`: the data dictionary), and as data files the lexicons and code
lists. Does not belong here: anything that reads, derives, checks or builds.
"""
