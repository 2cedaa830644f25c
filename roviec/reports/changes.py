"""How a change since the period before is written; what did not change is said once, in one line."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from roviec.texts import Texts
from roviec.texts.shapes import number


@dataclass(frozen=True)
class Told:
    """A figure now and before; `tell` puts what is written of it into its words."""

    now: int
    before: int
    tell: Callable[[str], str]


def changed(change: int, say: Texts) -> str:
    """Write a change in words, which a screen reader reads out: tăng 3, giảm 2, không đổi."""
    if change == 0:
        return say("digest.change.same")
    return say("digest.change.up" if change > 0 else "digest.change.down", count=number(abs(change)))


def with_change(one: Told, say: Texts) -> str:
    """Tell a figure with its change: "Lời khen: 8 (tăng 2)"."""
    return one.tell(f"{number(one.now)} ({changed(one.now - one.before, say)})")


def told_once(figures: Iterable[Told], say: Texts) -> list[str]:
    """Return a line for each figure that changed, and one for all those that did not."""
    every = list(figures)
    moved = [with_change(one, say) for one in every if one.now != one.before]
    same = [one.tell(number(one.now)) for one in every if one.now == one.before]
    return [*moved, say("digest.same", figures="; ".join(same))] if same else moved
