"""Marks on hasty or mechanical answers: nothing is deleted, the index is shown with and without them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from roviec.survey.index import Index
from roviec.survey.session import Answer

BURST = 10
"""Responses of one unit within ten minutes that are still usual; more are told by the day, never marked one by one."""

SAME_NETWORK = 5
"""The same for what came from one network: a counter's tablet stays under it."""

AT_NIGHT = 5
"""Responses of one unit in a day's night hours that are still usual."""


def is_night(hour: int) -> bool:
    """Tell whether the office's hour lies between ten in the evening and five in the morning."""
    return hour >= 22 or hour < 5


class Flag(StrEnum):
    """Why a response deserves a second look."""

    SPEEDER = "speeder"
    STRAIGHT_LINER = "straight_liner"


@dataclass(frozen=True)
class Compared:
    """The index of all responses, and of those without a flag."""

    everyone: Index
    unflagged: Index
    flagged: int
    """Marked responses that are in the figures."""
    total: int
    """Responses so far: their number may be known at once, what they say only in steps."""


def is_speeder(seconds: float, questions: int, *, at_least: float = 2.0) -> bool:
    """Tell whether `questions` answers took less than `at_least` seconds each; too few to tell under 5."""
    return questions >= 5 and seconds < questions * at_least


def is_straight_liner(answers: Mapping[str, Answer], criteria: Sequence[str], *, at_least: int = 10) -> bool:
    """Tell whether one level was given to all the criteria answered, of which there are `at_least`."""
    levels = [answers[item] for item in criteria if isinstance(answers.get(item), int)]
    return len(levels) >= at_least and len(set(map(str, levels))) == 1


def is_mechanical(
    answers: Mapping[str, Answer], criteria: Sequence[str], seconds: float | None, *, at_least: float = 3.0
) -> bool:
    """Tell whether one level was given throughout, and faster than `at_least` seconds a question where that is known.

    Many who are satisfied with everything say so of everything: whoever took the time to read is not marked.
    """
    given = sum(1 for answer in answers.values() if answer is not None)
    return is_straight_liner(answers, criteria) and (seconds is None or seconds < given * at_least)


def flags(
    answers: Mapping[str, Answer],
    criteria: Sequence[str],
    *,
    seconds: float | None,
) -> frozenset[Flag]:
    """Return the flags of a finished response; `seconds` is None when the time is not known.

    None of them depends on its moment or on its place among others: that would lead back to who gave it.
    """
    given = sum(1 for answer in answers.values() if answer is not None)
    found = {
        Flag.SPEEDER: seconds is not None and is_speeder(seconds, given),
        Flag.STRAIGHT_LINER: is_mechanical(answers, criteria, seconds),
    }
    return frozenset(flag for flag, raised in found.items() if raised)
