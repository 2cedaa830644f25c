"""How much work something is, told in beats: fixed work measured beside it, for a clock alone measures the machine too.

A beat is a hundredth of a second of a processor that nobody else wants. Where neighbours slow the machine down they
slow the beats down with it, so a bound says what it is about: minutes where a moment would do.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import thread_time

_WORDS = re.compile(r"(?<!\w)(\w+)\s+(?=\w)")
_TEXT = "Rà soát, đơn giản hóa thủ tục hành chính trước ngày 30/6/2026; " * 8


def _work() -> int:
    seen: dict[str, int] = {}
    for at in range(85):
        for found in _WORDS.finditer(unicodedata.normalize("NFD", _TEXT)):
            word = found[1].casefold()
            seen[word] = seen.get(word, at) + len(word)
    return len(seen)


def quickest(run: Callable[[], object]) -> float:
    """Return the seconds of this thread that the quickest of three runs takes."""
    taken = []
    for _ in range(3):
        began = thread_time()
        run()
        taken.append(thread_time() - began)
    return min(taken)


def fits(seconds: float, beats: float) -> bool:
    """Tell whether these seconds of this thread are fewer than so many beats, of a machine at rest or of this one now."""
    return seconds < beats / 100 or seconds < beats * quickest(_work)


@contextmanager
def within(beats: float) -> Iterator[None]:
    """Fail when what is done inside takes this thread more than so many beats."""
    began = thread_time()
    yield
    took = thread_time() - began
    assert fits(took, beats), f"{took:.2f} s is no moment's work"
