"""A row of the grammar: a pattern and what it means."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from roviec.tasks.deadlines.model import Deadline
from roviec.tasks.deadlines.patterns import compiled
from roviec.tasks.deadlines.resolve import Context

Build = Callable[[re.Match[str], Context], Deadline | None]


@dataclass(frozen=True)
class Form:
    """A wording; `alone` ones mean a deadline only where they fill a cell, `inside` ones only in a sentence."""

    pattern: str
    build: Build
    alone: bool = False
    inside: bool = False

    def matches(self, marked: str) -> list[re.Match[str]]:
        """Return where the wording occurs in marked text."""
        return list(compiled(self.pattern).finditer(marked))
