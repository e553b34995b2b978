"""Which percentages a printed value and its printed change leave possible.

Source of the rule: DOMAIN B.1. Both amounts are rounded to the quantum `u` of their unit, so the
true change lies within half a quantum and the year before, being a difference of two rounded
amounts, within one.

Belongs here: interval arithmetic of printed percentages, in Decimal.
Does not belong here: which sentence a percentage was read from, what follows when it disagrees.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext

_HUNDRED = Decimal(100)
_PLACES = Decimal("1e-12")


def percent_interval(
    value: Decimal, change: Decimal, quantum: Decimal
) -> tuple[Decimal, Decimal] | None:
    """The lowest and highest true change in percent, signed as `change`.

    `value` and `change` are in the same unit, `quantum` is the unit's last printed place (0.01 for
    万元 with two places). None when the year before (value - change) cannot be told from zero: then
    no percentage is possible. Raises ValueError for a quantum that is not positive.
    """
    if quantum <= 0:
        raise ValueError(f"quantum must be positive, not {quantum}")
    base = value - change
    if abs(base) <= quantum:
        return None
    half = quantum / 2
    with localcontext() as context:
        context.prec = 40
        corners = [
            (change + shift) / (base + widening) * _HUNDRED
            for shift in (-half, half)
            for widening in (-quantum, quantum)
        ]
        low, high = min(corners), max(corners)
        return (
            low.quantize(_PLACES, rounding=ROUND_FLOOR),
            high.quantize(_PLACES, rounding=ROUND_CEILING),
        )


def percent_agrees(
    percent: Decimal,
    value: Decimal,
    change: Decimal,
    quantum: Decimal,
    *,
    places: int | None = None,
) -> bool:
    """Whether a printed, signed `percent` can be the rounding of a possible change.

    Half a printed digit is allowed on both sides; `places` says how many decimals are printed,
    without it they are those of `percent` itself (`Decimal("7.8")` has one). False when the year
    before is zero: a percentage says nothing then.
    """
    interval = percent_interval(value, change, quantum)
    if interval is None:
        return False
    exponent = percent.as_tuple().exponent
    printed = -exponent if isinstance(exponent, int) else 0
    half = Decimal("0.5").scaleb(-max(printed if places is None else places, 0))
    return interval[0] - half <= percent <= interval[1] + half
