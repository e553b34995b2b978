"""The forms of a report, all of them, read once: performance forms and procurement tables.

Belongs here: which statements are forms, and putting together what their readers give.
Does not belong here: reading a form (`target_forms`, `procurement`).
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.forms.procurement import is_procurement, read_procurement
from pipeline.forms.target_forms import read_target_forms
from pipeline.forms.target_words import load_target_lexicon
from pipeline.interpret.form_values import ReportForms
from pipeline.interpret.statement import Statement


def read_forms(statements: Sequence[Statement]) -> ReportForms:
    """Everything that the forms among these statements say; what cannot be read is in `signals`."""
    words = load_target_lexicon()
    targets, signals = read_target_forms(statements, words)
    bought = [read_procurement(s, words) for s in statements if is_procurement(s)]
    return ReportForms(
        targets=tuple(targets),
        procurement=tuple(table for table, _ in bought if table is not None),
        signals=(*signals, *(signal for _, signal in bought if signal is not None)),
    )
