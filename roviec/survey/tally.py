"""What a response adds to the figures, and when: never alone. Pure.

A figure that moved with one response would give it away to whoever looks before and after. What is new therefore
waits, criterion by criterion, until enough people have given it, and then moves as one block. Whatever is shown (a
unit, a period, with or without marked responses) is a union of blocks, and so is every difference of two views:
none of them is about fewer people than a block.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from roviec.survey.counting import LEVELS, NOTHING, Counts
from roviec.survey.points import grade
from roviec.survey.questionnaire import Content, Questionnaire
from roviec.survey.session import Answer

Addition = dict[str, Counts]
"""Part → what is added: a criterion's level, or one person under the name of a group."""
_PERSON: Counts = (1, 0, 0, 0, 0)


def people_of(group: str) -> str:
    """Return the part that counts who rated at least one criterion of a group; "" is the whole form.

    No item's id begins like this (survey/item_check.py).
    """
    return f"@{group}"


def addition(contents: Iterable[Content], answers: Mapping[str, Answer]) -> Addition:
    """Return what one response adds: a level per rated criterion, one person per group that has any."""
    added: Addition = {}
    for content in contents:
        for factor in content.factors:
            rated = {item: level for item in factor.criteria if (level := _level(answers.get(item)))}
            added |= {item: _at(level) for item, level in rated.items()}
            if rated:
                added |= dict.fromkeys(map(people_of, ("", content.id, factor.id)), _PERSON)
    return added


GRADES = "@@grade"
"""The part that counts the grades of a per-dossier evaluation, weak (n1) to excellent (n5)."""


def graded(form: Questionnaire, answers: Mapping[str, Answer]) -> Addition:
    """Return what one response adds to the grades of its form; nothing where it has none."""
    found = grade(form, answers)
    return {GRADES: _at(found)} if found else {}


def plus(one: Counts, other: Counts) -> Counts:
    """Add two distributions."""
    a, b, c, d, e = (x + y for x, y in zip(one, other, strict=True))
    return a, b, c, d, e


def minus(one: Counts, other: Counts) -> Counts:
    """Take a distribution out of one that holds it."""
    a, b, c, d, e = (x - y for x, y in zip(one, other, strict=True))
    return a, b, c, d, e


def moves(waiting: Counts, minimum_cell: int) -> bool:
    """Tell whether what waits is enough people to be shown together."""
    return sum(waiting) >= minimum_cell


def replay(days: Iterable[tuple[date, Counts]], minimum_cell: int) -> tuple[dict[date, Counts], Counts]:
    """Return the blocks that answers of these days, in order, have made, each on the day it moved; and what waits."""
    moved: dict[date, Counts] = {}
    waiting = NOTHING
    for day, counts in days:
        waiting = plus(waiting, counts)
        if moves(waiting, minimum_cell):
            moved[day] = plus(moved.get(day, NOTHING), waiting)
            waiting = NOTHING
    return moved, waiting


def _level(answer: Answer) -> int:
    return answer if isinstance(answer, int) and 1 <= answer <= LEVELS else 0


def _at(level: int) -> Counts:
    a, b, c, d, e = (int(level == place) for place in range(1, LEVELS + 1))
    return a, b, c, d, e
