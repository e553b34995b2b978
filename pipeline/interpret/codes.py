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

import csv
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from pipeline.grid.assemble import squeeze
from pipeline.interpret.lexicon import SCHEMAS, Lexicon, LexiconError
from pipeline.interpret.model import Row, Signal, Statement

CodeKey = tuple[str, str]

# Economic classes have three digits and items five; local forms break items down once more, under
# the item's own digits. Anything else longer is another classification.
MAX_ECON_DIGITS = 5
# A cut name must keep so many characters, and half of the whole, to be told from others.
MIN_CUT = 4

_LOCAL_ITEM = re.compile(r"^\d{7}$")
_OUTLINE = re.compile(
    r"^(?:\d+[.．、]|[一二三四五六七八九十]+[、.．]|\([一二三四五六七八九十\d]+\))"
)
_OF_WHICH = re.compile(r"^(?:其中|其)[:：]?(?=[^他])")
_QUALIFIER = re.compile(r"(?<=.)\([^()]*\)$")
_MARKS = re.compile(r"[()\[\]【】〔〕《》“”\"'‘’、,，;；:：.。·的—–－\-_/*※]")
_SPENDING = re.compile(r"(?<=..)支出$")


@lru_cache(maxsize=16384)
def bare_name(name: str) -> str:
    """A name in one width without white space; nothing else is changed."""
    return squeeze(unicodedata.normalize("NFKC", name)).replace("—", "-").replace("–", "-")


@lru_cache(maxsize=16384)
def fold(name: str) -> str:
    """The comparable form of a name: no list number, marks or brackets, 的 or final 支出."""
    text = bare_name(name)
    text = _OF_WHICH.sub("", _OUTLINE.sub("", text)) or text
    text = _MARKS.sub("", text) or text
    return _SPENDING.sub("", text)


@lru_cache(maxsize=4)
def load_aliases(schemas: Path = SCHEMAS) -> Mapping[CodeKey, frozenset[str]]:
    """(scheme, code) to other spellings of its names. Raises `LexiconError` for a broken file."""
    path = schemas / "codes" / "code_aliases.csv"
    found: dict[CodeKey, set[str]] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                found.setdefault((row["scheme"], row["code"]), set()).add(row["alias"])
    except (FileNotFoundError, KeyError) as error:
        raise LexiconError(f"code list {path} is missing or has no such column: {error}") from error
    return {key: frozenset(names) for key, names in found.items()}


class NameBook:
    """All names known of each code, by their comparable form.

    `names` maps (scheme, code) to its names in all versions; `aliases` adds other spellings (those
    of `schemas/codes` when not given).
    """

    def __init__(
        self,
        names: Mapping[CodeKey, Collection[str]],
        aliases: Mapping[CodeKey, Collection[str]] | None = None,
    ) -> None:
        self.names = names
        self._folds: dict[CodeKey, set[str]] = {}
        self._known: set[tuple[str, str]] = set()
        for source in (names, load_aliases() if aliases is None else aliases):
            for key, spellings in source.items():
                if key in names:
                    self._folds.setdefault(key, set()).update(map(fold, spellings))
        for (scheme, _), folds in self._folds.items():
            self._known.update((scheme, folded) for folded in folds)

    def knows(self, scheme: str, code: str) -> bool:
        """Whether the code is in the lists."""
        return (scheme, code) in self._folds

    def is_name_of(self, scheme: str, code: str, printed: str) -> bool:
        """Whether the printed name is, marks aside, a known name of the code in full."""
        return fold(printed) in self._folds.get((scheme, code), ())

    def agrees(self, scheme: str, code: str, printed: str) -> bool:
        """Whether the printed name may stand for the code: in full, cut short, or qualified.

        True as well for a code or a name nothing is known of: there is nothing to disagree with.
        """
        known = self._folds.get((scheme, code))
        text = fold(printed)
        if not known or not text or text in known:
            return True
        if (scheme, text) in self._known:
            return False
        return any(_is_cut(text, name) for name in known) or self._is_qualified(known, printed)

    def _is_qualified(self, known: Collection[str], printed: str) -> bool:
        """行政运行（统计信息事务）: the name, then in brackets whose or which."""
        text = bare_name(printed)
        shorter = _QUALIFIER.sub("", text)
        return shorter != text and fold(shorter) in known

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
                    fold(rest + name) == fold(row.name)
                    for rest in self._rests(above)
                    for name in own
                )
            result.append(good)
        return result

    def _rests(self, row: Row) -> Iterable[str]:
        """What a cut name lacks of the known names of its code."""
        text = fold(row.name)
        for name in self._folds.get((row.scheme or "", row.code or ""), ()):
            if _is_cut(text, name):
                yield name.removeprefix(text)


def _is_cut(text: str, name: str) -> bool:
    return (
        len(text) >= MIN_CUT
        and len(text) * 2 >= len(name)
        and name != text
        and name.startswith(text)
    )


def code_signals(statements: Iterable[Statement], lexicon: Lexicon) -> list[Signal]:
    """Codes never seen (provisional members) and codes printed with a name nobody knows for them.

    `unknown_code` is information: the code is taken in; it is an error for an economic code of
    another form, whose statement cannot be trusted. `code_name_conflict` is a warning: the name is
    that of another code, or of none.
    """
    book = NameBook(lexicon.code_names)
    signals: list[Signal] = []
    for statement in statements:
        rows = [
            row
            for row in statement.rows
            if row.code and row.scheme and row.role == "code" and row.name
        ]
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


def _judge(row: Row, agrees: bool, book: NameBook) -> tuple[str, str, str] | None:
    """Signal, severity and message on a row with code, scheme and name; None when all is well."""
    scheme, code = row.scheme or "", row.code or ""
    if scheme != "function" and len(code) > MAX_ECON_DIGITS:
        if _LOCAL_ITEM.match(code) and book.knows(scheme, code[:MAX_ECON_DIGITS]):
            return (
                "unknown_code",
                "info",
                f"{row.name} 是 {code[:MAX_ECON_DIGITS]} 的地方细目，暂收",
            )
        return "unknown_code", "error", f"{row.name} 不是三位或五位的经济科目"
    if not book.knows(scheme, code):
        return "unknown_code", "info", f"{row.name} 不在科目表中，暂收"
    if agrees:
        return None
    listed = "、".join(sorted(book.names.get((scheme, code), ())))
    return "code_name_conflict", "warning", f"印为“{row.name}”，科目表中为“{listed}”"
