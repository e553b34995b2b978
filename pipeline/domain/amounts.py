"""Printed numbers to exact decimals.

Belongs here: the ways a number is printed in a table cell; how far rounded numbers miss their total.
Does not belong here: units, columns, the rules and their grades (`pipeline.reconcile`).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from decimal import Decimal, InvalidOperation

_NUMBER = re.compile(r"^\d{1,3}(?:,\d{3})+(?:\.\d+)?$|^\d+(?:\.\d+)?$|^\.\d+$")
_MINUS = "-−－–—"
_CURRENCY = "¥￥"
_SPACE = re.compile(r"\s+")


# Running text gives an amount to at least so many places of its unit.
TEXT_PLACES = 2


class UnparsedNumber(ValueError):
    """A cell that should hold a number holds something else."""


def parse_amount(text: str, blanks: Collection[str]) -> Decimal | None:
    """The number a cell prints; None for a blank or a dash (`blanks`).

    Takes `1,234.56`, `1234.56`, `-1.2`, `(1.20)`, `（1.20）`, `￥1.20`; `1.20-` is refused; a number
    broken over lines or with inner spaces is joined. Raises `UnparsedNumber` for anything else, also for
    thousands separators in the wrong place (a sign of a digit lost in print).
    """
    bare = _SPACE.sub("", text).replace("，", ",").replace("．", ".")
    if bare in blanks:
        return None
    negative = False
    if bare[:1] in "(（" and bare[-1:] in ")）":
        negative, bare = True, bare[1:-1]
    elif bare[:1] in _MINUS:
        negative, bare = True, bare[1:]
    if bare[:1] in _CURRENCY:
        bare = bare[1:]
        if bare[:1] in _MINUS and not negative:
            negative, bare = True, bare[1:]
    if not _NUMBER.match(bare):
        raise UnparsedNumber(text)
    try:
        value = Decimal(bare.replace(",", ""))
    except InvalidOperation as error:  # pragma: no cover - the pattern admits numbers only
        raise UnparsedNumber(text) from error
    return -value if negative else value


def rounding_quanta(parts: int) -> int:
    """Quanta by which `parts` printed non-zero numbers may miss the printed total they add up to.

    The total and each part are off by half a quantum at most: ⌊(n+1)/2⌋, as in
    `pipeline.reconcile.equations.tolerance` when all print the same quantum.
    """
    return (parts + 1) // 2


def text_quantum(value: Decimal, factor: Decimal) -> Decimal:
    """One unit, in yuan, of the last place to which running text gives an amount.

    Text drops trailing zeros (6.6万元), but gives at least two places of its unit; `factor` is the
    yuan in one.
    """
    return factor.scaleb(-max(TEXT_PLACES, decimals(value)))


def half_digit(value: Decimal) -> Decimal:
    """Half of the last digit a number is printed with."""
    return Decimal("0.5").scaleb(-decimals(value))


def decimals(value: Decimal) -> int:
    """How many decimal places a number is printed with."""
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
