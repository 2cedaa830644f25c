"""Errors that a person can cause: the class's docstring is the sentence they read."""

import inspect
from typing import ClassVar

from roviec.filling import fill


class PersonError(Exception):
    """Yêu cầu chưa thực hiện được. Ông/Bà vui lòng kiểm tra và thử lại."""

    exit_code: ClassVar[int] = 2

    def __init__(self, **values: object) -> None:
        self.values = values
        super().__init__(fill(self.sentence(), values, type(self).__name__))

    @classmethod
    def sentence(cls) -> str:
        """Return the Vietnamese sentence, its {placeholders} unfilled, on one line."""
        return " ".join((inspect.getdoc(cls) or "").split())
