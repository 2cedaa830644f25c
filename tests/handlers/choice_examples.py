"""Choices drawn at random: of every class, with every value that its fields may have, and spoiled ones."""

from dataclasses import fields
from datetime import UTC, date, datetime
from enum import StrEnum
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from roviec.db.surveys import RunRef
from roviec.handlers.all import everything
from roviec.handlers.frame.choices import Action, Dialogue
from roviec.handlers.frame.packing import HIGHEST, Letters, Most

KINDS = sorted((door.kind for door in everything().actions.values()), key=lambda kind: str(kind.verb))
_LETTERS = "abcXYZ019._-"
_STRANGE = "²٣９ \n:/\x00-+_eăn0"


def values(hint: Any, highest: int) -> st.SearchStrategy[Any]:
    """Return what a field of this type may hold, ids up to `highest`."""
    if get_origin(hint) in (Union, UnionType):
        return st.one_of(
            *(st.none() if one is type(None) else values(one, highest) for one in get_args(hint))
        )
    bound = None
    if get_origin(hint) is Annotated:
        hint, bound, *_ = get_args(hint)
    if isinstance(bound, Letters):
        return st.text(_LETTERS, min_size=1, max_size=bound.count)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return st.sampled_from(list(hint))
    plain: dict[Any, st.SearchStrategy[Any]] = {
        int: st.integers(0, min(bound.number, highest) if isinstance(bound, Most) else highest),
        bool: st.booleans(),
        date: st.dates(),
        RunRef: st.builds(RunRef, st.integers(0, highest), st.integers(0, 65535)),
    }
    return plain[hint]


def of(kind: type[Action], highest: int = HIGHEST) -> st.SearchStrategy[Action]:
    """Return instances of a class, with ids up to `highest`."""
    hints = get_type_hints(kind, include_extras=True)
    return st.builds(kind, **{field.name: values(hints[field.name], highest) for field in fields(kind)})  # type: ignore[arg-type]


choices = st.sampled_from(KINDS).flatmap(of)
"""A choice of any class."""
near = st.sampled_from(KINDS).flatmap(lambda kind: of(kind, 6))
"""The same with small numbers, as a new office has them."""


@st.composite
def spoiled(draw: st.DrawFn) -> str:
    """Return a packed choice with one place cut out, doubled or made strange."""
    packed = draw(choices).pack()
    start = draw(st.integers(0, len(packed)))
    end = draw(st.integers(start, min(len(packed), start + 4)))
    new = draw(st.one_of(st.text(_STRANGE, max_size=3), st.just(packed[start:end] * 2), st.just("9" * 30)))
    return packed[:start] + new + packed[end:]


anything = st.one_of(st.text(max_size=80), spoiled(), st.one_of(choices, near, near).map(Action.pack))
"""Whatever may come back from a messenger as a choice."""


def dialogue_data(kind: type[Dialogue]) -> dict[str, Any]:
    """Return what the database keeps of a dialogue of this class, each field as small as it may be."""
    hints = get_type_hints(kind)
    return kind(**{field.name: _least(hints[field.name]) for field in fields(kind)}).dump()  # type: ignore[arg-type]


def _least(hint: Any) -> Any:
    if get_origin(hint) in (Union, UnionType):
        return None if type(None) in get_args(hint) else _least(get_args(hint)[0])
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return next(iter(hint))
    known: dict[Any, Any] = {
        int: 1,
        str: "",
        bool: False,
        date: date(2026, 7, 10),
        datetime: datetime(2026, 7, 10, tzinfo=UTC),
        RunRef: RunRef(1, 1),
    }
    known |= {list: [], tuple: (), dict: {}}
    return known[get_origin(hint) or hint]
