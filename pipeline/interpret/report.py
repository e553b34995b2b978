"""A grid document to an interpreted report: identity and statements together.

Belongs here: the order of the steps of interpretation and checks over all statements.
Does not belong here: any of the steps themselves.
"""

from __future__ import annotations

from pipeline.grid.assemble import squeeze
from pipeline.grid.model import GridDocument
from pipeline.interpret.identity import identify
from pipeline.interpret.lexicon import Lexicon
from pipeline.interpret.model import InterpretedReport, Signal, Statement
from pipeline.interpret.statements import MAX_TITLE_LENGTH, find_title, interpret_tables

# Economic classes have three digits and items five; more is another classification.
MAX_ECON_DIGITS = 5


def interpret(document: GridDocument, lexicon: Lexicon) -> InterpretedReport:
    """Everything that can be understood of a report; what cannot is in `signals`."""
    statements, unidentified, signals = interpret_tables(document, lexicon)
    identity = identify(document, statements, lexicon)
    for statement in statements:
        signals.extend(statement.signals)
    signals.extend(_code_signals(statements, lexicon))
    return InterpretedReport(identity, statements, unidentified, signals)


def listed_statements(document: GridDocument, lexicon: Lexicon) -> dict[str, str]:
    """Statement kinds the table of contents names, with the line that names each.

    A contents page is one without tables that names at least three different statements.
    """
    for page in document.pages[:6]:
        if page.table_ordinals:
            continue
        found: dict[str, str] = {}
        for line in page.lines:
            _, kind = find_title([line], lexicon)
            if kind is not None and kind not in found:
                found[kind] = squeeze(line.text)
        if len(found) >= 3:
            return found
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
    found: dict[str, None] = {}
    for text in texts:
        bare = squeeze(text)
        match = lexicon.patterns["statement_title"].search(bare)
        if match and len(bare) <= MAX_TITLE_LENGTH:
            found.setdefault(match.group(0), None)
    return list(found)


def _code_signals(statements: list[Statement], lexicon: Lexicon) -> list[Signal]:
    """Codes never seen (provisional members) and codes printed with a name nobody knows for them.

    A wrong name beside a code is the sign of labels shifted against numbers (sums cannot see it).
    """
    signals: list[Signal] = []
    for statement in statements:
        for row in statement.rows:
            if not row.code or not row.scheme or row.role != "code" or not row.name:
                continue
            known = lexicon.code_names.get((row.scheme, row.code))
            if row.scheme != "function" and len(row.code) > MAX_ECON_DIGITS:
                signal, severity = "unknown_code", "error"
                message = (
                    f"“{statement.title}”的科目 {row.code} {row.name} 不是三位或五位的经济科目"
                )
            elif known is None:
                signal, severity = "unknown_code", "info"
                message = f"“{statement.title}”的科目 {row.code} {row.name} 不在科目表中，暂收"
            elif not any(_same_name(row.name, name) for name in known):
                signal, severity = "code_name_conflict", "warning"
                message = (
                    f"“{statement.title}”的科目 {row.code} 印为“{row.name}”，"
                    f"科目表中为“{'、'.join(sorted(known))}”"
                )
            else:
                continue
            signals.append(
                Signal(
                    signal=signal,
                    severity=severity,
                    text=f"{row.code} {row.name}",
                    message=message,
                    table_ordinal=statement.table.ordinal,
                    page_number=row.page_number,
                    cell=row.label_cell,
                )
            )
    return signals


def _same_name(printed: str, listed: str) -> bool:
    return _bare_name(printed) == _bare_name(listed)


def _bare_name(name: str) -> str:
    table = str.maketrans({"（": "(", "）": ")", "－": "-", "　": "", "、": "、"})
    return squeeze(name).translate(table)
