"""Deadlines in the words of documents and chats: a deterministic grammar over folded text."""

from roviec.tasks.deadlines.day_off import EffectiveDue, Reason, effective_due
from roviec.tasks.deadlines.model import (
    Deadline,
    DeadlineSettings,
    Doubt,
    Kind,
    Length,
    Recurrence,
    Rule,
    Unit,
)
from roviec.tasks.deadlines.named import named
from roviec.tasks.deadlines.occur import next_occurrence
from roviec.tasks.deadlines.reader import find, parse

__all__ = [
    "Deadline",
    "DeadlineSettings",
    "Doubt",
    "EffectiveDue",
    "Kind",
    "Length",
    "Reason",
    "Recurrence",
    "Rule",
    "Unit",
    "effective_due",
    "find",
    "named",
    "next_occurrence",
    "parse",
]
