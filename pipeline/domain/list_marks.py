"""List marks: what stands before the items of a list and tells how deep they are.

Belongs here: the kinds of marks. Does not belong here: hierarchies of rows (`interpret.hierarchy`), taking marks off (`Lexicon.bare`).
"""

from __future__ import annotations

import re

from pipeline.domain.text import squeeze

_MARKS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("一、", re.compile(r"^[一二三四五六七八九十]{1,3}[、.．]")),
    ("（一）", re.compile(r"^[（(][一二三四五六七八九十]{1,3}[）)]")),
    ("1、", re.compile(r"^\d{1,2}[、.．](?!\d)")),
    ("（1）", re.compile(r"^[（(]\d{1,2}[）)]")),
    ("①", re.compile(r"^[①-⑳]")),
)
_FIRST = re.compile(r"^[（(]?(一|1|①)[）)]?[、.．]?(?![一二三四五六七八九十\d])")


def mark_of(label: str) -> str | None:
    """The kind of list mark a label starts with ('一、', '（一）', '1、', '（1）', '①'), or None."""
    text = squeeze(label)
    return next((name for name, pattern in _MARKS if pattern.match(text)), None)


def is_first(label: str) -> bool:
    """Whether a label's mark is the first of its kind: 一, 1, ①."""
    return bool(_FIRST.match(squeeze(label)))
