"""Shared shapes of columns: names of constraints, enums as text, JSON that works on both databases."""

from enum import StrEnum
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute
from sqlmodel import SQLModel

# Named constraints, so that one migration file can alter them on SQLite and PostgreSQL alike.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def enum(kind: type[StrEnum]) -> Any:
    """Return a column type that stores the values of `kind` as text."""
    return sa.Enum(
        kind,
        native_enum=False,
        create_constraint=False,
        length=32,
        values_callable=lambda members: [m.value for m in members],
    )


class Row(SQLModel):
    """The base of every table."""

    def __setattr__(self, name: str, value: Any) -> None:
        """Set a column once: SQLModel sets it for pydantic as well, at four times the cost, for checks we don't have."""
        column = type(self).__dict__.get(name)
        if isinstance(column, InstrumentedAttribute):
            column.__set__(self, value)
        else:
            super().__setattr__(name, value)


class HasId(Protocol):
    """A row that gets its number when it is written."""

    @property
    def id(self) -> int | None:
        """The number; None until then."""


def id_of(row: HasId) -> int:
    """Return the number of a row that was written."""
    assert row.id is not None, row
    return row.id


JSON = sa.JSON
"""Works on both databases; assign a new dict to change a value."""
