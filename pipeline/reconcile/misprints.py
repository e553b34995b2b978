"""How a number comes to be printed or read as another one, and how likely that is.

`likeness` answers: if the true number is `suggested`, by which mistake is it read as `printed`, and
how likely is that compared with a number that is right? The answer is the natural logarithm of

    P(true number) · P(mistake) / P(the printed number is the true one),

so that a mistake which can turn a number into few others (a sign, a shifted point, two digits in
each other's place) counts for more than one that can turn it into any other. The shares of the
kinds are judgement, not measurement; they only order what the sums leave open.

Belongs here: the kinds of mistake and their likelihood. Does not belong here: which cells the sums
allow (`localisation`), what a number means.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal

from schemas.vocabulary import Mistake

# Shares of the kinds among mistakes.
_SHARE = {
    Mistake.DIGIT_MISREAD: 0.40,
    Mistake.DIGITS_SWAPPED: 0.10,
    Mistake.SIGN: 0.05,
    Mistake.SCALE: 0.08,
    Mistake.DIGIT_LOST_OR_ADDED: 0.08,
    Mistake.BLANK_OR_ZERO: 0.14,
    Mistake.OTHER: 0.03,
}
# Two numbers of which one stands where the other belongs, each.
SHIFT_LIKELIHOOD = math.log(0.06)
# A number where there is none at all (a row or column too many is far likelier); money that is
# negative in truth and printed positive.
_FROM_NOTHING, _NEGATIVE = math.log(1e-8), math.log(0.02)
# Log odds of a fault that no number's being wrong accounts for: a table taken for another, a
# heading in the wrong place, a source that contradicts itself. About that of one number replaced by
# any other; so one such number is believed in, two of them are not.
NO_NUMBER_WRONG = -20.0
# Digits whose shapes are taken for one another make up this share of misread digits.
_ALIKE_SHARE = 0.7
_ALIKE = {
    frozenset(pair)
    for pair in ("08", "17", "27", "38", "35", "49", "56", "68", "69", "89", "06", "14", "23")
}
_ANY_DIGIT = math.log(10)


@dataclass(frozen=True, slots=True)
class Misprint:
    """A kind of mistake with its log likelihood against the printed number being right."""

    kind: Mistake
    likelihood: float


def likeness(
    printed: Decimal, suggested: Decimal, quantum: Decimal, filled: float = 0.5
) -> Misprint:
    """The likeliest mistake that turns `suggested` into `printed` (both yuan).

    `quantum` is the value of one unit in the last printed place, above zero. `filled` is the share
    of numbers other than zero where this one stands (0 to 1): nothing is rarely lost where nothing
    is printed.
    """
    one, other = _digits(printed, quantum), _digits(suggested, quantum)
    if not suggested:
        return Misprint(Mistake.OTHER, _FROM_NOTHING)
    if not printed:
        # Against a blank that is right: the true number is one of very many.
        filled = min(0.95, max(0.01, filled))
        odds = math.log(filled / (1 - filled)) - len(other) * _ANY_DIGIT
        return Misprint(Mistake.BLANK_OR_ZERO, math.log(_SHARE[Mistake.BLANK_OR_ZERO]) + odds)
    side = _NEGATIVE if suggested < 0 < printed else 0.0
    mistakes = [
        Misprint(Mistake.OTHER, math.log(_SHARE[Mistake.OTHER]) - len(other) * _ANY_DIGIT + side)
    ]
    if suggested == -printed:
        mistakes.append(Misprint(Mistake.SIGN, math.log(_SHARE[Mistake.SIGN]) + side))
    if (printed < 0) == (suggested < 0):
        if _is_scaled(printed, suggested, quantum):
            mistakes.append(Misprint(Mistake.SCALE, math.log(_SHARE[Mistake.SCALE] / 6)))
        mistakes.extend(_digit_mistakes(one, other))
    return max(mistakes, key=lambda mistake: mistake.likelihood)


def _digit_mistakes(printed: str, suggested: str) -> list[Misprint]:
    if abs(len(printed) - len(suggested)) == 1:
        long, short = sorted((printed, suggested), key=len, reverse=True)
        if any(long[:at] + long[at + 1 :] == short for at in range(len(long))):
            ways = 10 * len(suggested)
            return [
                Misprint(
                    Mistake.DIGIT_LOST_OR_ADDED,
                    math.log(_SHARE[Mistake.DIGIT_LOST_OR_ADDED] / ways),
                )
            ]
    width = max(len(printed), len(suggested))
    one, other = printed.zfill(width), suggested.zfill(width)
    different = [at for at in range(width) if one[at] != other[at]]
    if len(different) == 1:
        alike = frozenset((one[different[0]], other[different[0]])) in _ALIKE
        # About three shapes are like a given one, six are not.
        share = _ALIKE_SHARE / 3 if alike else (1 - _ALIKE_SHARE) / 6
        return [
            Misprint(Mistake.DIGIT_MISREAD, math.log(_SHARE[Mistake.DIGIT_MISREAD] * share / width))
        ]
    if len(different) == 2:
        a, b = different
        if b == a + 1 and one[a] == other[b] and one[b] == other[a]:
            return [
                Misprint(
                    Mistake.DIGITS_SWAPPED,
                    math.log(_SHARE[Mistake.DIGITS_SWAPPED] / max(1, width - 1)),
                )
            ]
    return []


def _is_scaled(printed: Decimal, suggested: Decimal, quantum: Decimal) -> bool:
    """Whether the point moved; digits that fell off the end are forgiven."""
    return any(
        printed == suggested * factor or abs(printed * factor - suggested) < factor * quantum / 2
        for factor in (Decimal(10) ** power for power in range(1, 5))
    )


def _digits(yuan: Decimal, quantum: Decimal) -> str:
    """The printed digits, without sign and point, at least those of 0.00."""
    return str(int((abs(yuan) / quantum).to_integral_value())).zfill(3)
