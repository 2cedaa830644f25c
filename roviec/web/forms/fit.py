"""How large a question is set: as large as leaves every choice in sight on a small phone. Pure.

A level below the fold is chosen less. Nothing on the page can be measured here: what is reckoned is on the safe side,
and tests/web/test_web_forms_fold.py looks at every question of every shipped form in a browser.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

from roviec.survey.questionnaire import Kind
from roviec.survey.view import View

HEIGHT, WIDTH = 614, 332
"""What a phone of 360 by 620 shows, without the edges."""
_BUTTONS, _NOTICE, _MODE, _WAY, _LINK = 152, 56, 24, 36, 36
"""What is not a question: the width of two buttons beside the office's name, the heights of a notice, of who writes,
of how far one is, of a folded text."""
_BLANK = 46
"""The height of what leaves a question of a page of many blank, below its choices."""
_LATIN, _OTHER = 0.53, 0.92
"""How wide a letter is to its height: Khmer and its like are wider."""
_SAFE = 1.06
"""Lines break between words."""


@dataclass(frozen=True)
class Type:
    """Sizes of letters, the least height of a choice and what it has around it; form.css says the same by `name`."""

    name: str
    ask: int
    option: int
    small: int
    least: int
    around: int
    gap: int


ROOMY = Type("roomy", 26, 22, 18, 50, 16, 6)
USUAL = Type("usual", 22, 19, 16, 46, 16, 5)
DENSE = Type("dense", 18, 17, 15, 44, 8, 4)
TIGHT = Type("tight", 16, 16, 14, 44, 4, 3)
STEPS = (ROOMY, USUAL, DENSE, TIGHT)


@dataclass(frozen=True)
class Fit:
    """How a question is set, and whether what explains it is folded."""

    name: str
    folded: bool


def top_of(office: str, desk: str, *, is_unreviewed: bool, is_for_another: bool) -> int:
    """Return how high it is what stands above every question."""
    names = sum(_high(name, 16, WIDTH - _BUTTONS, 1.2) for name in (office, desk))
    return ceil(12 + max(44, names) + _NOTICE * is_unreviewed + _MODE * is_for_another + _WAY)


def fit(shown: View, *, large: bool, above: int) -> Fit:
    """Return how a question with a page of its own is set, `above` pixels of the screen being taken."""
    return _first(lambda step, folded: above + _question(shown, step, folded), shown, large)


def fit_within(shown: View, *, large: bool, above: int = 0) -> Fit:
    """Return how a question on a page of many is set, `above` pixels of the screen being taken."""
    # Whoever comes back to it finds it whole on one screen, from its words to leaving it blank.
    blank = 0 if shown.kind is Kind.MULTI else _BLANK
    return _first(lambda step, folded: max(above, blank) + _field(shown, step, folded), shown, large)


def head_of(heading: str, intro: str) -> int:
    """Return how high the head of a page of many questions is."""
    words = _high(heading, TIGHT.ask + 1, WIDTH, 1.25) + _high(intro, TIGHT.small, WIDTH, 1.25)
    return ceil(words + 28)


def _first(reckoned: Callable[[Type, bool], float], shown: View, large: bool) -> Fit:
    steps = STEPS if large else STEPS[1:]
    ways = [(step, False) for step in steps[:-1]]
    if shown.help or shown.intro:
        ways += [(step, True) for step in steps]
    for step, folded in ways:
        if reckoned(step, folded) <= HEIGHT:
            return Fit(step.name, folded)
    return Fit(TIGHT.name, True)


def _question(shown: View, step: Type, folded: bool) -> float:
    words = _high(shown.heading, step.small, WIDTH, 1.25) + _high(shown.text, step.ask, WIDTH, 1.25) + 18
    if folded:
        words += _LINK * (bool(shown.help) + bool(shown.intro))
    else:
        words += sum(
            _high(text, step.small + 1, WIDTH, 1.3) + 6 for text in (shown.help, shown.intro) if text
        )
    return words + sum(_option(label, step, WIDTH - 64) for _, label in shown.options) + 12


def _field(shown: View, step: Type, folded: bool) -> float:
    words = _high(f"Câu 99/99 {shown.text}", step.option * 1.06, WIDTH - 66, 1.25) + 24
    if shown.help:
        words += _LINK if folded else _high(shown.help, step.small + 1, WIDTH - 26, 1.3) + 6
    return words + sum(_option(label, step, WIDTH - 90) for _, label in shown.options) + 4


def _option(label: str, step: Type, width: int) -> float:
    return max(step.least, _high(label, step.option, width, 1.2) + step.around) + step.gap


def _high(text: str, size: float, width: int, line: float) -> float:
    """Return how high some words are."""
    return ceil(_wide(text) * size * _SAFE / width) * ceil(size * line)


def _wide(text: str) -> float:
    """Return how wide some words are, in heights of a letter."""
    return sum(_letter(one) for one in unicodedata.normalize("NFC", text))


def _letter(one: str) -> float:
    if unicodedata.category(one) in ("Mn", "Cf"):
        return 0.0
    return _LATIN if ord(one) < 0x300 or 0x1E00 <= ord(one) <= 0x206F else _OTHER
