"""Tables without a title of their own that are performance forms by their labels.

Belongs here: captions of such tables. Does not belong here: reading the forms (`target_forms`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pipeline.forms.label_groups import OBJECTIVES, TARGETS
from pipeline.forms.target_words import TargetLexicon, load_target_lexicon
from pipeline.grid.printed_table import PrintedTable
from pipeline.interpret.caption import Caption
from pipeline.interpret.logical_table import LogicalTable
from schemas.vocabulary import FormLabel, StatementKind

# A table that prints so many of the labels only a form has is one.
MIN_LABELS = 3
_LABELS_OF_FORMS = {FormLabel.PROJECT, FormLabel.SUPERVISING_DEPARTMENT, *OBJECTIVES}


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
