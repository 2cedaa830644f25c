"""Errors that a person can cause: the class's docstring is the sentence they read."""

import asyncio
import inspect
import traceback
from typing import ClassVar

from roviec.filling import fill


class PersonError(Exception):
    """Yêu cầu chưa thực hiện được. Ông/Bà vui lòng kiểm tra và thử lại."""

    exit_code: ClassVar[int] = 2
    leads_on: ClassVar[bool] = False
    """A citizen who reads it is shown what else can be done here."""

    def __init__(self, **values: object) -> None:
        self.values = values
        super().__init__(fill(self.sentence(), values, type(self).__name__))

    @classmethod
    def sentence(cls) -> str:
        """Return the Vietnamese sentence, its {placeholders} unfilled, on one line."""
        return " ".join((inspect.getdoc(cls) or "").split())


def trace(error: BaseException) -> str:
    """Describe an error by its type and place; its message may hold personal data and stays out of logs."""
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    places = " < ".join(f"{f.filename.rpartition('/')[2]}:{f.lineno}" for f in reversed(frames))
    return f"{type(error).__name__} at {places or 'unknown'}"


def heed_cancellation() -> None:
    """Raise `CancelledError` in a task that was told to stop: an error on its way out must not keep it alive."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError
