"""Figures as reports print them: half-up, decimal comma (80,075 → "80,08")."""

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

Exact = Fraction | Decimal | int


def half_up(value: Exact | float, digits: int = 2) -> Decimal:
    """Round to `digits` decimals, half away from zero, as published indices do.

    A float is taken as the decimal it prints, so that 80.075 is 80.075 and not a hair below.
    """
    if isinstance(value, float):
        value = Decimal(repr(value))
    step = Decimal(1).scaleb(-digits)
    with localcontext() as context:
        context.prec = 60
        if isinstance(value, Fraction):
            value = Decimal(value.numerator) / Decimal(value.denominator)
        return Decimal(value).quantize(step, rounding=ROUND_HALF_UP)


def comma(value: Exact | float, digits: int = 2) -> str:
    """Return a figure with a decimal comma and points between thousands: 24275.5 → "24.275,50"."""
    return f"{half_up(value, digits):,.{digits}f}".translate(str.maketrans(",.", ".,"))
