"""Numbers of a page as tokens: those printed against those in cells and lines.

Belongs here: numbers of a text as tokens, the comparison of two multisets of them.
Does not belong here: reading pages, cells; the rule (`rules_tokens`).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

# Digits with thousands separators and decimals; separators only between digits.
_TOKEN = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?|\.\d+")
_NORMAL = str.maketrans({"，": ",", "．": ".", "−": "-", "（": "(", "）": ")"})


def numeric_tokens(text: str) -> list[str]:
    """The numbers of a text in order, as written but of one width: `1,234.56`, `-1.2`, `2010350`.

    Full-width digits become plain, `(1.20)` is `-1.20`. A minus counts only where no digit stands
    before it (`2023-2024` is two positive numbers); thousands separators stay, so that a number
    that lost one is another token.
    """
    plain = unicodedata.normalize("NFKC", text).translate(_NORMAL)
    return [_sign(plain, match) + match.group() for match in _TOKEN.finditer(plain)]


def _sign(plain: str, match: re.Match[str]) -> str:
    before = plain[max(match.start() - 2, 0) : match.start()]
    if before.endswith("-"):
        earlier = before[:-1]
        return "" if earlier == ")" or earlier.isalnum() else "-"
    if (
        before.endswith("(")
        and plain[match.end() : match.end() + 1] == ")"
        and "." in match.group()
    ):
        return "-"
    return ""


@dataclass(frozen=True, slots=True)
class TokenCount:
    """Numbers of one page: how many are printed, how many of them stand in cells or lines.

    `missing` are printed and in no cell; `extra` are in cells and not printed so.
    """

    page_number: int
    printed: int
    conserved: int
    missing: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()


def count_tokens(page_number: int, printed_text: str, read_texts: Iterable[str]) -> TokenCount:
    """Count the numbers of a page in its plain text and in the texts of its cells and lines."""
    printed = Counter(numeric_tokens(printed_text))
    read: Counter[str] = Counter()
    wrapped: list[tuple[Counter[str], Counter[str]]] = []
    for text in read_texts:
        tokens = Counter(numeric_tokens(text))
        read.update(tokens)
        if "\n" in text and tokens:
            wrapped.append((tokens, Counter(numeric_tokens(text.replace("\n", "")))))
    missing, extra = compare(printed, read)
    for pieces, whole in wrapped:
        # A number broken over lines inside its cell is whole in print.
        parts, joined = pieces - whole, whole - pieces
        if parts and joined and parts <= extra and joined <= missing:
            missing, extra = missing - joined, extra - parts
    if _same_digits(missing, extra):
        missing, extra = Counter(), Counter()
    total = sum(printed.values())
    return TokenCount(
        page_number,
        total,
        total - sum(missing.values()),
        tuple(sorted(missing.elements())),
        tuple(sorted(extra.elements())),
    )


def _same_digits(missing: Counter[str], extra: Counter[str]) -> bool:
    """Whether the print is the same numbers in smaller pieces (letter-spaced digits)."""
    if not extra or missing.total() < 2 * extra.total():
        return False
    return Counter("".join(map(_digits, missing.elements()))) == Counter(
        "".join(map(_digits, extra.elements()))
    )


def compare(printed: Counter[str], read: Counter[str]) -> tuple[Counter[str], Counter[str]]:
    """(missing, extra) after pieces of numbers broken over lines are put together.

    A number wrapped in its cell is printed in pieces (`1,942.` `41`) and whole in the cell: pieces
    that together are one number of a cell are not missing. The other way round, a printed number
    that the grid cut into two cells, is a loss and stays one.
    """
    missing, extra = printed - read, read - printed
    for token in [t for t in missing if t.startswith("-") and t[1:].isdigit()]:
        # A dash of a range at the start of a line (`1月` `-12月`) is no sign.
        same = min(missing[token], extra[token[1:]])
        missing = missing - Counter({token: same})
        extra = extra - Counter({token[1:]: same})
    for whole in sorted(extra.elements(), key=len, reverse=True):
        pieces = _pieces(_digits(whole), missing)
        if pieces:
            missing = missing - Counter(pieces)
            extra = extra - Counter([whole])
    return missing, extra


def _digits(token: str) -> str:
    return re.sub(r"\D", "", token)


def _pieces(digits: str, pool: Counter[str]) -> list[str] | None:
    """Two to four tokens of the pool whose digits in some order make `digits`; None when none do."""

    def search(rest: str, available: Counter[str], depth: int) -> list[str] | None:
        if not rest:
            return []
        if depth == 0:
            return None
        for token in sorted(available, key=len, reverse=True):
            start = _digits(token)
            if start and rest.startswith(start):
                tail = search(rest[len(start) :], available - Counter([token]), depth - 1)
                if tail is not None:
                    return [token, *tail]
        return None

    pieces = search(digits, pool, 4)
    return pieces if pieces is not None and len(pieces) > 1 else None
