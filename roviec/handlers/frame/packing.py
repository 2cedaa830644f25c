"""The wire form of a choice: its verb and its fields, "task.open:42", in at most 64 bytes.

It comes back from anybody and after any time: it is taken only when packing it again gives the very same text,
so no field needs to know of signs, leading zeros, foreign digits or days that do not exist.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache
from types import UnionType
from typing import Annotated, Any, NoReturn, Union, get_args, get_origin, get_type_hints

LIMIT = 64
"""Bytes of a packed choice (Bot API, InlineKeyboardButton.callback_data)."""
HIGHEST = 2**31 - 1
"""The highest id that both databases keep."""
_LETTERS = re.compile(r"[A-Za-z0-9._-]+")


class Unfit(ValueError):
    """What came back is not, or no longer, what its class writes."""


@dataclass(frozen=True)
class Most:
    """The highest number that an int of a choice may be; without one it is an id."""

    number: int


@dataclass(frozen=True)
class Letters:
    """How many letters, digits, dots and dashes a str of a choice may have at most."""

    count: int


@dataclass(frozen=True, eq=False)
class Part:
    """How one field is written: its longest form in bytes, both ways, and whether it may be left out."""

    width: int
    read: Callable[[str], Any]
    write: Callable[[Any], str] = str
    optional: bool = False


def parts_of(kind: type) -> Mapping[str, Part]:
    """Return the fields of a dataclass as they are written; raise `TypeError` for what could not be read back."""
    hints = get_type_hints(kind, include_extras=True)
    found = {field.name: _part(hints[field.name]) for field in fields(kind)}
    left_out = [part.optional for part in found.values()]
    if left_out != sorted(left_out) or any(
        found[field.name].optional != (field.default is not MISSING) for field in fields(kind)
    ):
        raise TypeError(f"{kind.__name__}: only the last fields may be left out, and then default to None")
    return found


def width(verb: str, parts: Mapping[str, Part]) -> int:
    """Return the bytes of the longest choice."""
    return len(verb.encode()) + sum(part.width + 1 for part in parts.values())


def pack(verb: str, parts: Mapping[str, Part], values: object) -> str:
    """Write a choice; raise `ValueError` for a value that its field can't carry."""
    written = [verb]
    for name, part in parts.items():
        value = getattr(values, name)
        if value is None and part.optional:
            continue
        text = _written(part, value)
        if text is None:
            raise ValueError(f"{verb}: {name} can't be {value!r}")
        written.append(text)
    return ":".join(written)


@lru_cache(maxsize=4096, typed=True)
def _written(part: Part, value: object) -> str | None:
    """Return how a value is written; None where it would not come back. All buttons of a question share most of theirs."""
    text = part.write(value)
    try:
        return text if len(text) <= part.width and bool(part.read(text) == value) else None
    except ValueError:
        return None


def unpack(parts: Mapping[str, Part], words: Sequence[str]) -> dict[str, Any]:
    """Read the fields of a choice, leniently: whoever asks packs them again. Raise `Unfit`."""
    needed = sum(not part.optional for part in parts.values())
    if not needed <= len(words) <= len(parts):
        raise Unfit
    try:
        return {name: part.read(word) for (name, part), word in zip(parts.items(), words, strict=False)}
    except (ValueError, OverflowError) as error:
        raise Unfit from error


def _part(hint: Any) -> Part:
    """Return how a field of this type is written."""
    if get_origin(hint) in (Union, UnionType):
        one, *others = (option for option in get_args(hint) if option is not type(None))
        return replace(_part(one), optional=True) if not others else _of_class(hint)
    bound = None
    if get_origin(hint) is Annotated:
        hint, bound, *_ = get_args(hint)
    if hint is int:
        return _number(bound.number if isinstance(bound, Most) else HIGHEST)
    if hint is str and isinstance(bound, Letters):
        return _text(bound.count)
    return _of_class(hint)


def _of_class(kind: Any) -> Part:
    if kind is bool:
        return Part(1, lambda text: bool(int(text)), lambda value: str(int(value)))
    if kind is date:
        return Part(10, date.fromisoformat)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        if bad := [member for member in kind if not _LETTERS.fullmatch(member)]:
            raise TypeError(f"{bad[0]!r} can't travel in a choice")
        return Part(max(map(len, kind)), kind)
    # A value with a written form of its own: its class says how long that gets, and reads it.
    if hasattr(kind, "WIDTH"):
        return Part(kind.WIDTH, kind.read)
    raise TypeError(f"a choice can't carry {kind!r}")


def _number(most: int) -> Part:
    def read(text: str) -> int:
        # Longer ones are not even counted.
        found = int(text) if len(text) <= len(str(most)) else -1
        return found if 0 <= found <= most else _refuse(text)

    return Part(len(str(most)), read)


def _text(count: int) -> Part:
    def read(text: str) -> str:
        return text if _LETTERS.fullmatch(text) and len(text) <= count else _refuse(text)

    return Part(count, read)


def _refuse(text: str) -> NoReturn:
    raise ValueError(text)
