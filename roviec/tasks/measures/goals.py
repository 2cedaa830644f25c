"""A value against its goal, a rate of two values, and what changed since the value before. Pure."""

import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from operator import eq, ge, gt, le, lt

from roviec.errors import PersonError
from roviec.tasks.measures.numbers import read_number, write_number
from roviec.tasks.reading.figures import operator_of
from roviec.texts.shapes import short

OPERATORS: dict[str, Callable[[float, float], bool]] = {">": gt, ">=": ge, "=": eq, "<=": le, "<": lt}
SIGNS = {">": ">", ">=": "≥", "=": "=", "<=": "≤", "<": "<"}


_NUMBER = re.compile(r"\d(?:[\d.,]*\d)?", re.ASCII)


class GoalUnread(PersonError):
    """Chưa rõ mục tiêu trong «{words}». Ông/Bà ghi như: từ 90 trở lên, dưới 1, trên 75, hoặc một con số."""


class Way(StrEnum):
    """Where a value went since the one before."""

    up = "up"
    down = "down"
    same = "same"


def reached(value: float, op: str, goal: float) -> bool:
    """Tell whether a value keeps its goal."""
    return OPERATORS[op](value, goal)


def goal_words(op: str, goal: float, noun: str = "") -> str:
    """Write a goal: ≥ 90%."""
    return f"{SIGNS[op]} {write_number(goal, noun)}"


def read_goal(words: str) -> tuple[str, float]:
    """Return how a value is compared with which number, "≥" for a number alone; raise `GoalUnread`."""
    numbers = _NUMBER.findall(words)
    try:
        said = read_number(numbers[0] if len(numbers) == 1 else "")
    except PersonError:
        raise GoalUnread(words=short(words, 60) or "…") from None
    if said.value is None:
        raise GoalUnread(words=short(words, 60))
    op = operator_of(words.strip())
    is_bare = op == "=" and "=" not in words and not words.strip().lower().startswith(("bằng", "đúng"))
    return (">=" if is_bare else op), said.value


def rate(over: float | None, under: float | None) -> float | None:
    """Return a share in percent to two decimals, half up; None without both, or of nothing."""
    if over is None or not under:
        return None
    exact = Decimal(repr(over)) * 100 / Decimal(repr(under))
    return float(exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP))


def change(before: float | None, now: float | None) -> tuple[Way, float] | None:
    """Return where a value went and how far; None without both."""
    if before is None or now is None:
        return None
    gap = Decimal(repr(now)) - Decimal(repr(before))
    way = Way.up if gap > 0 else Way.down if gap < 0 else Way.same
    return way, float(abs(gap))
