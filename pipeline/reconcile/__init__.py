"""Rules over an interpreted report: what must agree on paper, to within what printing allows.

A rule is a row of `schemas/lexicon/rules.csv`, a function in one of the modules `rules_*`
(`registry`), and a passing and a failing example (`tests/reconcile/examples.py`).

Belongs here: equations, their derived tolerance, rules, token conservation, what a failure means.
Does not belong here: reading or interpreting tables, finding figures in text, storage.
"""
