"""How a change since last week is written."""

from roviec.texts import Texts
from roviec.texts.shapes import number


def changed(change: int, say: Texts) -> str:
    """Write a change in words, which a screen reader reads out: tăng 3, giảm 2, không đổi."""
    if change == 0:
        return say("digest.change.same")
    return say("digest.change.up" if change > 0 else "digest.change.down", count=number(abs(change)))
