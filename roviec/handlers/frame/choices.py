"""What a person may choose, and what a chat may be asked: one class each, with its data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar, Self, dataclass_transform

from pydantic import TypeAdapter, ValidationError

from roviec.handlers.frame import packing
from roviec.handlers.frame.packing import LIMIT, Part, Unfit
from roviec.messages.outgoing import Choice

DAY = timedelta(hours=24)


@dataclass_transform(frozen_default=True)
class Action:
    """Something to choose. A subclass is a frozen dataclass; with a `verb` it can be packed."""

    verb: ClassVar[str] = ""
    parts: ClassVar[Mapping[str, Part]] = {}
    means: ClassVar[bool | None] = None
    """True or False for what answers a question of yes or no, whatever its label."""

    def __init_subclass__(cls, verb: str = "", means: bool | None = None) -> None:
        dataclass(frozen=True)(cls)
        cls.means = means
        cls.verb, cls.parts = verb, packing.parts_of(cls)
        if packing.width(verb, cls.parts) > LIMIT:
            raise TypeError(f"{cls.__name__} may get longer than {LIMIT} bytes")

    def pack(self) -> str:
        """Return the choice as it travels: "task.open:42"."""
        return packing.pack(self.verb, self.parts, self)

    @classmethod
    def unpack(cls, packed: str) -> Self:
        """Return what was packed; raise `Unfit` for anything that this class would not write itself."""
        if len(packed) > LIMIT:
            raise Unfit
        found = cls(**packing.unpack(cls.parts, packed.split(":")[1:]))
        if found.pack() != packed:
            raise Unfit
        return found

    def named(self, label: str, *, spoken: bool = False) -> Choice:
        """Return the choice under a label; `spoken`, it is said by that and takes no number."""
        return Choice(label, self.pack(), spoken)


@dataclass_transform(frozen_default=True)
class Dialogue:
    """A question that waits for words. A subclass is a frozen dataclass of what the answer needs.

    `of_chat`: it is the chat's own and never follows its person to another chat.
    `stale_after`: when it is over unanswered; None: it waits as long as what it is about.
    `quotes`: what was forwarded answers it too; a choice confirms it later.
    `files_too`: it takes files itself; else an official's are kept as evidence and the question stays.
    `names`: somebody's name answers it, and Huy is one: only "hủy" with its accent, or "/huy", cancels.
    """

    name: ClassVar[str] = ""
    of_chat: ClassVar[bool] = False
    stale_after: ClassVar[timedelta | None] = DAY
    quotes: ClassVar[bool] = False
    files_too: ClassVar[bool] = False
    names: ClassVar[bool] = False

    def __init_subclass__(
        cls,
        name: str = "",
        of_chat: bool = False,
        stale_after: timedelta | None = DAY,
        quotes: bool = False,
        files_too: bool = False,
        names: bool = False,
    ) -> None:
        dataclass(frozen=True)(cls)
        cls.name, cls.of_chat, cls.stale_after = name, of_chat, stale_after
        cls.quotes, cls.files_too, cls.names = quotes, files_too, names

    def dump(self) -> dict[str, Any]:
        """Return the data as the database keeps it."""
        kept: dict[str, Any] = _adapter(type(self)).dump_python(self, mode="json")
        return kept

    @classmethod
    def load(cls, data: Mapping[str, Any]) -> Self:
        """Return what was kept; raise `Unfit` for the data of another version."""
        try:
            found: Self = _adapter(cls).validate_python(data)
        except ValidationError as error:
            raise Unfit from error
        return found


_ADAPTERS: dict[type, TypeAdapter[Any]] = {}


def _adapter(kind: type) -> TypeAdapter[Any]:
    """Return what reads and writes a class, made at its first use."""
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]
