"""Codes and the names printed beside them: which names are the same, which belong elsewhere.

A name beside a code is what tells labels that slid against numbers (no sum sees that), so a name
is compared with every name known of its code, versions and aliases alike, and small differences of
print are forgiven: width and place of brackets, marks, 的, a final 支出, list numbers, a name cut
by its cell, a name its cell shares with the end of the one above. A name that is known of another
code and not of this one is never forgiven.

Belongs here: comparison of names, the known names of codes by their comparable form, signals on
codes of a report.
Does not belong here: the lists (`schemas/codes`), codes for rows that print none, rules on codes
(`pipeline.reconcile`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from pipeline.domain.lexicon import Lexicon
from pipeline.domain.text import code_name, letters, one_width
from pipeline.interpret.statement import Row, Signal, Statement
from schemas.vocabulary import RowRole, SignalSeverity

CodeKey = tuple[str, str]

# A cut name must keep so many characters, and half of the whole, to be told from others.
MIN_CUT = 4

_QUALIFIER = re.compile(r"(?<=.)\([^()]*\)$")


class NameBook:
    """All names known of each code, by their comparable form.

    `names` maps (scheme, code) to its names in all versions and its other spellings.
    """

    def __init__(self, names: Mapping[CodeKey, Collection[str]]) -> None:
        self.names = names
        self._folds: dict[CodeKey, set[str]] = {}
        self._whole: dict[CodeKey, set[str]] = {}
        self._known: set[tuple[str, str]] = set()
        for key, spellings in names.items():
            self._folds[key] = set(map(code_name, spellings))
            self._whole[key] = set(map(letters, spellings))
            self._known.update((key[0], folded) for folded in self._folds[key])

    def knows(self, scheme: str, code: str) -> bool:
        """Whether the code is in the lists."""
        return (scheme, code) in self._folds

    def is_name_of(self, scheme: str, code: str, printed: str) -> bool:
        """Whether the printed name is, marks aside, a known name of the code in full."""
        return code_name(printed) in self._folds.get((scheme, code), ())

    def agrees(self, scheme: str, code: str, printed: str) -> bool:
        """Whether the printed name may stand for the code: in full, cut short, or qualified.

        True as well for a code or a name nothing is known of: there is nothing to disagree with.
        """
        known = self._folds.get((scheme, code))
        text = code_name(printed)
        if not known or not text or text in known:
            return True
        if (scheme, text) in self._known:
            return False
        if any(_is_cut(letters(printed), name) for name in self._whole[scheme, code]):
            return True
        return self._is_qualified(known, printed)

    def _is_qualified(self, known: Collection[str], printed: str) -> bool:
        """行政运行（统计信息事务）: the name, then in brackets whose or which."""
        text = one_width(printed)
        shorter = _QUALIFIER.sub("", text)
        return shorter != text and code_name(shorter) in known

    def agreements(self, rows: Sequence[Row]) -> list[bool]:
        """For each row whether its name may stand for its code, seen with the row above.

        A name too long for its cell runs on into the cell below, hidden on paper but not in the
        text: 职业年金缴费 then begins with the last character of the name above.
        """
        result: list[bool] = []
        for position, row in enumerate(rows):
            scheme, code = row.scheme or "", row.code or ""
            good = self.agrees(scheme, code, row.name)
            if not good and position:
                above = rows[position - 1]
                own = self._folds.get((scheme, code), set())
                good = any(
                    code_name(rest + name) == code_name(row.name)
                    for rest in self._rests(above)
                    for name in own
                )
            result.append(good)
        return result

    def _rests(self, row: Row) -> Iterable[str]:
        """What a cut name lacks of the known names of its code."""
        text = letters(row.name)
        for name in self._whole.get((row.scheme or "", row.code or ""), ()):
            if _is_cut(text, name):
                yield name.removeprefix(text)


def _is_cut(text: str, name: str) -> bool:
    return (
        len(text) >= MIN_CUT
        and len(text) * 2 >= len(name)
        and name != text
        and name.startswith(text)
    )


def coded_rows(statement: Statement, lexicon: Lexicon) -> list[Row]:
    """Rows that print a classification code with its name.

    Not those of free tables (procurement, performance targets, details): a number of three digits
    is a quantity there, and the text beside a code is what is bought.
    """
    if lexicon.statements[statement.kind].is_free:
        return []
    return [
        row
        for row in statement.rows
        if row.code and row.scheme and row.role == RowRole.CODE and row.name
    ]


def code_signals(statements: Iterable[Statement], lexicon: Lexicon) -> list[Signal]:
    """Codes never seen (provisional members) and codes printed with a name nobody knows for them.

    `unknown_code` is information: the code is taken in. `code_name_conflict` is a warning: the name
    is that of another code, or of none.
    """
    book = NameBook(lexicon.code_names)
    signals: list[Signal] = []
    for statement in statements:
        rows = coded_rows(statement, lexicon)
        for row, agrees in zip(rows, book.agreements(rows), strict=True):
            found = _judge(row, agrees, book)
            if found is None:
                continue
            signal, severity, message = found
            signals.append(
                Signal(
                    signal=signal,
                    severity=severity,
                    text=f"{row.code} {row.name}",
                    message=f"“{statement.title}”的科目 {row.code} {message}",
                    table_ordinal=statement.table.ordinal,
                    page_number=row.page_number,
                    cell=row.label_cell,
                )
            )
    return signals


def _judge(row: Row, agrees: bool, book: NameBook) -> tuple[str, SignalSeverity, str] | None:
    """Signal, severity and message on a row with code, scheme and name; None when all is well."""
    scheme, code = row.scheme or "", row.code or ""
    if not book.knows(scheme, code):
        return "unknown_code", SignalSeverity.INFO, f"{row.name} 不在科目表中，暂收"
    if agrees:
        return None
    listed = "、".join(sorted(book.names.get((scheme, code), ())))
    return "code_name_conflict", SignalSeverity.WARNING, f"印为“{row.name}”，科目表中为“{listed}”"
