"""What a person can do in a form. `item` names the question a button belongs to; None for typed words."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Choose:
    """Choose an option; on a multiple choice, tick it (`on` True), untick it (False) or flip it (None)."""

    number: int
    item: str | None = None
    on: bool | None = None


@dataclass(frozen=True)
class ChooseMany:
    """Choose several options of a multiple choice and go on."""

    numbers: tuple[int, ...]
    item: str | None = None


@dataclass(frozen=True)
class Finish:
    """Xong: go on with the ticks of a multiple choice."""

    item: str | None = None


@dataclass(frozen=True)
class Text:
    """Say anything: a number, a label, a command, or the words of an open answer."""

    text: str
    item: str | None = None


@dataclass(frozen=True)
class Skip:
    """Bỏ qua: leave the question unanswered, taking back an earlier answer to it."""

    item: str | None = None


@dataclass(frozen=True)
class Keep:
    """Giữ nguyên: go on with the answer given before coming back."""

    item: str | None = None


@dataclass(frozen=True)
class Back:
    """Quay lại: return to the question before."""

    item: str | None = None


@dataclass(frozen=True)
class Pause:
    """Tạm dừng: nothing is asked until Resume."""

    item: str | None = None


@dataclass(frozen=True)
class Resume:
    """Tiếp tục: ask the current question again."""

    item: str | None = None


@dataclass(frozen=True)
class Go:
    """Stand at a question that was asked before, at the next one, or at the last look once nothing is left to ask."""

    to: str
    item: str | None = None


Input = Choose | ChooseMany | Finish | Text | Skip | Keep | Back | Pause | Resume | Go
_BY_NAME: dict[str, type[Input]] = {
    kind.__name__.lower(): kind
    for kind in (Choose, ChooseMany, Finish, Text, Skip, Keep, Back, Pause, Resume, Go)
}


def input_to_dict(given: Input) -> dict[str, Any]:
    """Return an input as plain JSON values, its kind under "input"."""
    return {"input": type(given).__name__.lower(), **asdict(given)}


def input_from_dict(data: dict[str, Any]) -> Input:
    """Return the input that `input_to_dict` wrote; KeyError or TypeError on anything else."""
    rest = {key: tuple(value) if key == "numbers" else value for key, value in data.items() if key != "input"}
    kind: Callable[..., Input] = _BY_NAME[data["input"]]
    return kind(**rest)
