"""Structured facts from the running text of a report (parts 1, 3 and 4 of a report).

Belongs here: sentences to figures, classified items, duties, offices, glossary. The words are data
(`schemas/lexicon/narrative.toml`, `narrative_metrics.csv`).
Does not belong here: tables of the report, comparing its text with them, storage.
"""
