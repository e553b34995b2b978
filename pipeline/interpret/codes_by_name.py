"""Classified rows that print names without codes: their codes by the code lists.

A name alone is not unique (行政运行 stands under many groups), but under the class and the group
printed above it, it is.

Belongs here: names to codes along a printed classification.
Does not belong here: the code lists (`schemas/codes`), trees of rows.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.domain.lexicon import Lexicon
from pipeline.interpret.statement import Row
from schemas.vocabulary import Scheme


def name_codes(rows: Sequence[Row], scheme: Scheme, lexicon: Lexicon) -> int:
    """Give rows without a code the one their name has at its place; returns how many have one.

    The most special reading comes first: an item of the group above, a group of the class above, a
    class.
    """
    stem = ""
    named = 0
    for row in rows:
        candidates = lexicon.codes_of(scheme, row.name)
        code = _best(candidates, stem)
        if code is None:
            continue
        row.code, row.scheme = code, scheme
        row.level = (len(code) - 1) // 2
        stem = code
        named += 1
    return named


def _best(candidates: Sequence[str], stem: str) -> str | None:
    """The candidate nearest to the row above (`stem` is its code)."""
    for length in (7, 5, 3):
        if len(stem) < length:
            continue
        above = stem[:length]
        below = [c for c in candidates if len(c) == length + 2 and c.startswith(above)]
        if below:
            return below[0]
    return next((c for c in candidates if len(c) == 3), None)
