"""A questionnaire as the columns of a table, one row a response: for spreadsheets and for SPSS. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from roviec.survey.questionnaire import Item, Kind, Questionnaire, say

WITHHELD = -9
"""What stands where the answer would tell whose it is, or names an official."""
_ODD = re.compile(r"[^A-Za-z0-9]+")


@dataclass(frozen=True)
class Variable:
    """One column: `option` is set where it tells whether one of several choices was chosen (1) or not (0)."""

    name: str
    item: str
    label: str
    option: int | None = None
    is_text: bool = False
    values: Mapping[int, str] = field(default_factory=dict)
    """What each number stands for."""


@dataclass(frozen=True)
class Given:
    """What a response says to one item: numbers and words in the order given; `withheld` it says nothing."""

    numbers: Sequence[int] = ()
    words: str | None = None
    withheld: bool = False


def variables(form: Questionnaire, language: str = "vi") -> tuple[Variable, ...]:
    """Return the columns of a form in the order of asking; no two names are the same, whatever the case."""
    found: list[Variable] = []
    taken: set[str] = set()
    for item in form.items:
        for one in _of(item, language):
            found.append(
                Variable(_free(one.name, taken), one.item, one.label, one.option, one.is_text, one.values)
            )
    return tuple(found)


def _of(item: Item, language: str) -> list[Variable]:
    name, text = f"q_{_ODD.sub('_', item.id).strip('_')}", say(item.text, language)
    labels = {n: say(option.label, language) for n, option in enumerate(item.options, 1)}
    if item.kind is Kind.TEXT:
        return [Variable(name, item.id, text, is_text=True)]
    if item.kind is Kind.MULTI:
        return [
            Variable(f"{name}_{n}", item.id, f"{text} – {label}", n, values={0: "–", 1: label})
            for n, label in labels.items()
        ]
    return [Variable(name, item.id, text, values=labels)]


def _free(name: str, taken: set[str]) -> str:
    """Return a name that no other column has: 64 bytes at most, as SPSS wants it."""
    name, n = name[:56], 1
    free = name
    while free.casefold() in taken:
        n += 1
        free = f"{name}_{n}"
    taken.add(free.casefold())
    return free


def value_of(variable: Variable, given: Given | None) -> int | str | None:
    """Return what a column holds of an answer; None where nothing was answered."""
    if given is None:
        return "" if variable.is_text else None
    if variable.is_text:
        return given.words or (WITHHELD if given.withheld else "")
    if given.withheld:
        return WITHHELD
    if variable.option is not None:
        return int(variable.option in given.numbers)
    return given.numbers[0] if given.numbers else None
