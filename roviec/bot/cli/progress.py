"""How far a long command is, on one line of the terminal; where its messages go into a file or a pipe, nothing."""

import asyncio
import sys
import time
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, TextIO, TypeVar

from roviec import going
from roviec.bot.cli.look import say
from roviec.texts.shapes import number

Result = TypeVar("Result")
PAUSE = 0.1
"""Seconds between two looks of the line: a terminal far away is slow."""


class Line:
    """One line, written over again and again."""

    def __init__(self, terminal: TextIO) -> None:
        self._terminal, self._what, self._width, self._last = terminal, "", 0, 0.0

    def __call__(self, what: str, name: str, done: int, total: int) -> None:
        """Show how far it is, its beginning and its end always."""
        now = time.monotonic()
        if what == self._what and now - self._last < PAUSE and done != total:
            return
        self._what, self._last = what, now
        count = number(done)
        if total:
            count = say("cli.progress.of", done=count, total=number(total), percent=done * 100 // total)
        self._write(say.out_of(f"cli.going.{what}", {"name": name, "count": count}))

    def _write(self, words: str) -> None:
        self._terminal.write(f"\r{words:<{self._width}}")
        self._terminal.flush()
        self._width = len(words)

    def end(self) -> None:
        """Leave the line as if nothing had stood there."""
        if self._width:
            self._terminal.write(f"\r{'':<{self._width}}\r")
            self._terminal.flush()


@contextmanager
def shown() -> Iterator[None]:
    """Show how far the work is that is done meanwhile."""
    if not sys.stderr.isatty():
        yield
        return
    line = Line(sys.stderr)
    try:
        with going.heard(line):
            yield
    finally:
        line.end()


def watched(work: Coroutine[Any, Any, Result]) -> Result:
    """Do a command's work and show how far it is."""
    with shown():
        return asyncio.run(work)
