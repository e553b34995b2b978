"""What a lexicon's words are checked for beside types, keys and allowed values.

Pandera and the loader of lexicons ask the same functions.

Belongs here: the words of a list, the members that may stand beside another word, regular expressions.
Does not belong here: declarations (`lexicons`), files (`pipeline.domain.lexicon_files`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from schemas.model import Column, Depends, Regex, Table

# A text of no word at all: what matches it and the empty text matches everything.
_NO_WORD = "\ufffe"
_ANYTHING = ("",)

Values = Callable[[str], tuple[str, ...]]


def words_of(column: Column, value: object) -> tuple[str, ...]:
    """The words of a value: those of a list, else the value alone."""
    if isinstance(value, tuple):
        return value
    return tuple(str(value).split()) if column.is_list else (str(value),)


def regex_problem(column: Column, word: str, flags: int = 0) -> str:
    """Why a regular expression cannot be used; empty for one that can."""
    try:
        pattern = re.compile(word, flags)
    except re.error as error:
        return f"正则表达式不能用：{error}"
    search = pattern.fullmatch if column.regex is Regex.WHOLE else pattern.search
    if column.regex is not Regex.PIECE and search("") and search(_NO_WORD):
        return "正则表达式什么都匹配"
    return ""


def are_words(column: Column, value: str) -> bool:
    """Whether a text is what a list or a regular expression is declared to be, word by word."""
    words = words_of(column, value)
    return len(set(words)) == len(words) and all(
        (not column.allowed or word in column.allowed)
        and (not column.pattern or re.match(column.pattern, word) is not None)
        and (not column.regex or not regex_problem(column, word))
        for word in words
    )


def misplaced(
    column: Column, words: tuple[str, ...], beside: tuple[str, ...]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Words that may not stand beside the others, with those that may."""
    assert column.depends is not None
    allowed = dict(column.depends.allowed)
    if not column.depends.on:
        parted = [word.partition(":") for word in words]
        beside, words = tuple(p[0] for p in parted), tuple(p[2] for p in parted)
        yield from ((tag, tuple(allowed)) for tag in beside if tag not in allowed)
    # Of a word that is not allowed itself, anything may follow.
    expected = [members for tag in beside if (members := allowed.get(tag, _ANYTHING))]
    words = tuple(filter(None, words))
    if len(words) != len(expected):
        yield " ".join(words), (f"共 {len(expected)} 个",)
        return
    for word, members in zip(words, expected, strict=True):
        if members is not _ANYTHING and word not in members:
            yield word, tuple(members)


def resolved(table: Table, values: Values) -> Table:
    """The table with what its columns refer to as their allowed values."""

    def known(reference: tuple[str, ...] | str) -> tuple[str, ...]:
        return values(reference) if isinstance(reference, str) else reference

    def column(of: Column) -> Column:
        allowed = values(of.references) if of.references else of.allowed
        depends = of.depends and Depends(
            of.depends.on, tuple((word, known(members)) for word, members in of.depends.allowed)
        )
        return replace(of, allowed=allowed, depends=depends)

    return replace(table, columns=tuple(map(column, table.columns)))
