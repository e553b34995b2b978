"""A grid document to an interpreted report: identity and statements together.

Belongs here: the order of the steps of interpretation and checks over all statements.
Does not belong here: any of the steps themselves.
"""

from __future__ import annotations

from pipeline.domain.lexicon import Lexicon
from pipeline.domain.text import squeeze
from pipeline.forms.report_forms import adopt_forms, read_forms
from pipeline.grid.printed_table import GridDocument, PrintedTable
from pipeline.identify.identity import identify, identity_signals
from pipeline.interpret.caption import MAX_TITLE_LENGTH, find_title, read_caption
from pipeline.interpret.codes import code_signals
from pipeline.interpret.interpreted_report import InterpretedReport
from pipeline.interpret.logical_table import logical_table
from pipeline.interpret.statement import Signal, Statement
from pipeline.interpret.statements import read_statements


def interpret(document: GridDocument, lexicon: Lexicon) -> InterpretedReport:
    """Everything that can be understood of a report; what cannot is in `signals`."""
    statements, unidentified, signals = interpret_tables(document, lexicon)
    identity = identify(document, statements, lexicon)
    signals = [
        *signals,
        *(signal for statement in statements for signal in statement.signals),
        *code_signals(statements, lexicon),
        *identity_signals(identity),
    ]
    return InterpretedReport(identity, statements, unidentified, signals, read_forms(statements))


def interpret_tables(
    document: GridDocument, lexicon: Lexicon
) -> tuple[list[Statement], list[PrintedTable], list[Signal]]:
    """Statements in printed order, the tables that are none, and what was not understood."""
    views = {table.ordinal: logical_table(table) for table in document.tables}
    captions = {number: read_caption(view, lexicon) for number, view in views.items()}
    return read_statements(document.tables, views, adopt_forms(views, captions), lexicon)


def listed_statements(document: GridDocument, lexicon: Lexicon) -> dict[str, str]:
    """Statement kinds the table of contents names, with the line that names each.

    A contents page is one without tables that names at least three different statements.
    """
    for page in document.pages[:6]:
        if page.table_ordinals:
            continue
        lines: dict[str, str] = {}
        for line in page.lines:
            _, kind = find_title([squeeze(line.text)], lexicon)
            if kind is not None and kind not in lines:
                lines[kind] = squeeze(line.text)
        if len(lines) >= 3:
            return lines
    return {}


def title_like_texts(document: GridDocument, lexicon: Lexicon) -> list[str]:
    """Distinct texts that look like titles of statements of some form, known or not.

    Lines of text and cells of the first rows of tables are looked at; only pages with tables count,
    so that the contents page of a report without its tables gives none.
    """
    with_tables = {page for table in document.tables for page in table.page_numbers}
    texts = [
        line.text
        for page in document.pages
        if page.page_number in with_tables
        for line in page.lines
    ]
    for table in document.tables:
        texts.extend(c.text for row in table.rows[:2] for c in row.cells if c is not None)
    short = (bare for bare in map(squeeze, texts) if len(bare) <= MAX_TITLE_LENGTH)
    matches = map(lexicon.patterns["statement_title"].search, short)
    return list(dict.fromkeys(match.group(0) for match in matches if match))
