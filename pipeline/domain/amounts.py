"""Printed amounts: how a cell's text becomes an exact decimal, and when amounts add up.

A printed amount is the true one to within half a unit of its last place, its quantum. Rounded parts
may therefore miss their rounded total by a bound that follows from the quanta alone; nothing is
tolerated by percentage or by guess. A blank, a dash and a printed zero all count as true zero: they
bring no rounding error of their own. Which texts are blank is said once, in `text.toml`
(`[numbers] blank`), and handed to `parse_amount`; `0` and `0.00` parse to zero.

Whether a text is a number is asked with other answers, on purpose, by `identify.evidence.is_money` (no
code, year or serial number), `interpret.logical_table.is_numbering` (numbers of columns),
`forms.target_values` (a number with its unit), `narrative.text_amounts` (running text: no brackets, no
currency sign), `reconcile.tokens` (every digit on the page, zeros and codes included) and by the
carriers in `read`, which see characters before the look-alikes among them are repaired.

Belongs here: parsing, quanta, the one derived tolerance and `agree`, which everything that asks
"do these add up?" calls.
Does not belong here: units of currency, columns, which equations must hold and how a difference is
graded (`pipeline.reconcile`), whether a text looks like an amount (`pipeline.domain.text`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from decimal import ROUND_FLOOR, Decimal
from typing import NamedTuple, Protocol

from pipeline.domain.text import squeeze

_NUMBER = re.compile(r"^\d{1,3}(?:,\d{3})+(?:\.\d+)?$|^\d+(?:\.\d+)?$|^\.\d+$")
_MINUS = "-−－–—"
_CURRENCY = "¥￥"


# Running text gives an amount to at least so many places of its unit.
TEXT_PLACES = 2
ZERO = Decimal(0)


class RoundedAmount(Protocol):
    """An amount known to within half its quantum, the value of one unit of its last place."""

    @property
    def yuan(self) -> Decimal:
        """The amount in yuan."""

    @property
    def quantum_yuan(self) -> Decimal:
        """One unit of the last printed place in yuan; zero for a blank."""


class Tolerance(NamedTuple):
    """How far a total may miss its parts: `bound` in yuan, and 36σ² of the difference in yuan²."""

    bound: Decimal
    variances: Decimal


class UnparsedNumber(ValueError):
    """A cell that should hold a number holds something else."""


def parse_amount(text: str, blanks: Collection[str]) -> Decimal | None:
    """The number a cell prints; None for a blank or a dash (`blanks`).

    Takes `1,234.56`, `1234.56`, `-1.2`, `(1.20)`, `（1.20）`, `￥1.20`; `1.20-` is refused; a number
    broken over lines or with inner spaces is joined. Raises `UnparsedNumber` for anything else, also for
    thousands separators in the wrong place (a sign of a digit lost in print).
    """
    bare = squeeze(text).replace("，", ",").replace("．", ".")
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
    value = Decimal(bare.replace(",", ""))
    return -value if negative else value


def tolerance(
    total: Sequence[RoundedAmount], parts: Sequence[RoundedAmount], leaf_count: int = 0
) -> Tolerance:
    """The bound on |Σ total − Σ parts|, each amount added or subtracted once (σ² is Σq²/12).

    Every printed non-zero amount may be off by half its quantum; blanks and zeros are true zeros,
    but the total side counts at least once. With one quantum u and n parts the bound is u·⌊(n+1)/2⌋
    (`rounding_quanta`); with several quanta half of each, rounded down to a multiple of the
    smallest. `leaf_count` widens the side of the parts to that many amounts, for a quantity that
    one table rounds and another adds up from rounded leaves.
    """
    quanta = [amount.quantum_yuan for amount in (*total, *parts) if amount.quantum_yuan]
    if not quanta:
        return Tolerance(ZERO, ZERO)
    widest, smallest = max(quanta), min(quanta)
    above = [amount.quantum_yuan for amount in total if amount.yuan]
    if not above:
        above = [next((a.quantum_yuan for a in total if a.quantum_yuan), widest)]
    below = [amount.quantum_yuan for amount in parts if amount.yuan]
    if leaf_count > len(below):
        below.extend([max(below, default=widest)] * (leaf_count - len(below)))
    twice = sum(above, ZERO) + sum(below, ZERO)
    bound = (twice / (2 * smallest)).to_integral_value(ROUND_FLOOR) * smallest
    return Tolerance(bound, 3 * sum((q * q for q in (*above, *below)), ZERO))


def agree(total: Sequence[RoundedAmount], parts: Sequence[RoundedAmount]) -> bool:
    """Whether `parts` add up to `total` within what rounding explains (`tolerance`).

    `total` is empty where the total is blank, and holds several amounts where two groups are to
    have the same sum.
    """
    difference = sum((a.yuan for a in total), ZERO) - sum((a.yuan for a in parts), ZERO)
    return not difference or abs(difference) <= tolerance(total, parts).bound


def rounding_quanta(parts: int) -> int:
    """`tolerance` of one total and so many non-zero parts of one quantum, in quanta: ⌊(n+1)/2⌋.

    For searches that count in whole quanta and cannot afford decimals.
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
