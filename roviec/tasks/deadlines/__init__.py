"""Deadlines in the words of official documents: a deterministic grammar over folded text."""

from roviec.tasks.deadlines.model import Deadline, DeadlineSettings, Kind, Recurrence, Rule
from roviec.tasks.deadlines.occur import effective_due, next_occurrence
from roviec.tasks.deadlines.reader import find, parse

__all__ = [
    "Deadline",
    "DeadlineSettings",
    "Kind",
    "Recurrence",
    "Rule",
    "effective_due",
    "find",
    "next_occurrence",
    "parse",
]
