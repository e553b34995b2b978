"""The forms of a report, all of them: which tables are forms, and what they say, read once.

Belongs here: captions of forms without a title of their own, putting together what the readers of
performance forms and procurement tables give.
Does not belong here: reading a form (`target_forms`, `procurement`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.forms.procurement import is_procurement, read_procurement
from pipeline.forms.target_forms import read_target_forms
from pipeline.forms.target_words import OBJECTIVES, TARGETS, TargetLexicon, load_target_lexicon
from pipeline.grid.printed_table import PrintedTable
from pipeline.interpret.caption import Caption
from pipeline.interpret.form_values import ReportForms
from pipeline.interpret.logical_table import LogicalTable
from pipeline.interpret.statement import Statement
from schemas.vocabulary import FormLabel, StatementKind

# A table that prints so many of the labels only a form has is one.
MIN_LABELS = 3
_LABELS_OF_FORMS = {FormLabel.PROJECT, FormLabel.SUPERVISING_DEPARTMENT, *OBJECTIVES}


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


def adopt_forms(
    views: Mapping[int, LogicalTable], captions: Mapping[int, Caption]
) -> dict[int, Caption]:
    """Captions by table ordinal in which tables that are performance forms are named such.

    Forms follow each other under one title, and go on over pages without any: a table nobody knows
    is one when it prints a form's labels, or goes on with indicators right after one. Key projects
    are forms when they print indicators.
    """
    words = load_target_lexicon()
    result = dict(captions)
    last_page: int | None = None
    for ordinal in sorted(views):
        table, kind = views[ordinal].table, captions[ordinal].kind
        follows = last_page is not None and table.page_numbers[0] - last_page <= 1
        if (kind in (None, StatementKind.KEY_PROJECTS) and _is_form(table, words)) or (
            kind is None and follows and any(words.is_level(cell.text) for cell in table.cells())
        ):
            kind = StatementKind.PERFORMANCE_TARGETS
            result[ordinal] = replace(captions[ordinal], kind=kind)
        last_page = table.page_numbers[-1] if kind == StatementKind.PERFORMANCE_TARGETS else None
    return result


def _is_form(table: PrintedTable, words: TargetLexicon) -> bool:
    printed: set[FormLabel | None] = set()
    for row in table.rows:
        labels = {words.label(cell.text) for cell in row.cells if cell is not None}
        if labels & {*TARGETS} and labels & {FormLabel.INDICATOR, FormLabel.LEVEL_2}:
            return True
        printed |= labels
    return len(printed & _LABELS_OF_FORMS) >= MIN_LABELS
