"""What the class of a row says of its columns: `name: type`, `name: type = default` or `name: type = Field(...)`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from inspect import get_annotations
from types import UnionType
from typing import Any, get_args

import sqlalchemy as sa
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

UNSET: Any = object()
TYPES: Mapping[Any, Any] = {
    bool: sa.Boolean,
    bytes: sa.LargeBinary,
    date: sa.Date,
    datetime: UTCDateTime,
    float: sa.Float,
    int: sa.Integer,
    str: AutoString,
    time: sa.Time,
}
"""What a column without an `sa_type` of its own is in the database."""


@dataclass(frozen=True)
class Written:
    """What `Field` was given."""

    default: Any = UNSET
    default_factory: Callable[[], Any] | None = None
    sa_type: Any = None
    primary_key: bool = False
    foreign_key: str = ""
    ondelete: str | None = None
    index: bool = False
    unique: bool = False
    sa_column_kwargs: Mapping[str, Any] = field(default_factory=dict)


def Field(
    *,
    default: Any = UNSET,
    default_factory: Callable[[], Any] | None = None,
    sa_type: Any = None,
    primary_key: bool = False,
    foreign_key: str = "",
    ondelete: str | None = None,
    index: bool = False,
    unique: bool = False,
    sa_column_kwargs: Mapping[str, Any] | None = None,
) -> Any:
    """Say more of a column than its type; a row made without it gets the default, or what the factory makes."""
    more = sa_column_kwargs or {}
    return Written(default, default_factory, sa_type, primary_key, foreign_key, ondelete, index, unique, more)


def taken(row: type) -> dict[str, tuple[Any, Written]]:
    """Take from a class what it says of its columns: the type of each, and what else; mapped ones stand there then."""
    found = {}
    for name, kind in get_annotations(row).items():
        if not name.startswith("_"):
            said = row.__dict__.get(name, UNSET)
            found[name] = (kind, said if isinstance(said, Written) else Written(said))
            if said is not UNSET:
                delattr(row, name)
    return found


def column(name: str, kind: Any, said: Written) -> "sa.Column[Any]":
    """Return the column; it may be NULL where its type has None, but in a primary key."""
    kinds = get_args(kind) if isinstance(kind, UnionType) else (kind,)
    base = next(one for one in kinds if one is not type(None))
    options: dict[str, Any] = dict(said.sa_column_kwargs)
    default = said.default_factory or said.default
    if default is not UNSET:
        options["default"] = default
    refers = [sa.ForeignKey(said.foreign_key, ondelete=said.ondelete)] if said.foreign_key else []
    return sa.Column(
        name,
        TYPES[base] if said.sa_type is None else said.sa_type,
        *refers,
        primary_key=said.primary_key,
        nullable=not said.primary_key and type(None) in kinds,
        index=said.index,
        unique=said.unique,
        **options,
    )
