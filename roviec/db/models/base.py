"""The base of every table, and shared shapes of columns: names of constraints, enums as text, JSON on both databases."""

from collections.abc import Callable, Collection, Mapping
from enum import StrEnum
from typing import Any, ClassVar, Protocol, dataclass_transform

import sqlalchemy as sa
from sqlalchemy.orm import registry

from roviec.db.models.columns import UNSET, Field, column, taken

__all__ = ["JSON", "Field", "HasId", "Row", "enum", "id_of"]

# Named constraints, so that one migration file can alter them on SQLite and PostgreSQL alike.
_TABLES = registry(
    metadata=sa.MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
)


def enum(kind: type[StrEnum]) -> Any:
    """Return a column type that stores the values of `kind` as text."""
    return sa.Enum(
        kind,
        native_enum=False,
        create_constraint=False,
        length=32,
        values_callable=lambda members: [m.value for m in members],
    )


@dataclass_transform(kw_only_default=True, field_specifiers=(Field,))
class Row:
    """The base of every table: what a class writes of its columns becomes the table that it is mapped to.

    Rows hold what our own code puts there, so nothing is validated. As models of pydantic they cost every command
    a tenth of a second before it did anything, and each row twice what it costs now.
    """

    metadata: ClassVar[sa.MetaData] = _TABLES.metadata
    __table__: ClassVar[sa.Table]
    __table_args__: ClassVar[Any] = ()
    """What belongs to the table and to no column: constraints, indexes and, last, a dictionary of options."""
    __tablename__: ClassVar[str]
    _fixed: ClassVar[Mapping[str, Any]]
    _made: ClassVar[Mapping[str, Callable[[], Any]]]

    def __init_subclass__(cls) -> None:
        columns = taken(cls)
        cls._fixed = {name: said.default for name, (_, said) in columns.items() if said.default is not UNSET}
        cls._made = {
            name: said.default_factory for name, (_, said) in columns.items() if said.default_factory
        }
        if "__tablename__" not in cls.__dict__:
            cls.__tablename__ = cls.__name__.lower()
        more = cls.__table_args__
        things: list[Any] = [more] if isinstance(more, dict) else [*more]
        options = things.pop() if things and isinstance(things[-1], dict) else {}
        made = [column(name, *said) for name, said in columns.items()]
        cls.__table__ = sa.Table(cls.__tablename__, cls.metadata, *made, *things, **options)
        _TABLES.map_imperatively(cls, cls.__table__)

    def __init__(self, **values: Any) -> None:
        """Make a row that is not written yet, with the defaults of the columns that are not named."""
        for name in values.keys() - self.__table__.columns.keys():
            raise TypeError(f"{type(self).__name__} has no column {name}")
        made = {name: make() for name, make in self._made.items() if name not in values}
        for name, value in {**self._fixed, **made, **values}.items():
            setattr(self, name, value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, type(self)) and self.model_dump() == other.model_dump()

    def __repr__(self) -> str:
        values = ", ".join(f"{name}={value!r}" for name, value in self.model_dump().items())
        return f"{type(self).__name__}({values})"

    def model_dump(
        self, *, include: Collection[str] | None = None, exclude: Collection[str] = ()
    ) -> dict[str, Any]:
        """Return the values of the columns, or of some of them."""
        names = self.__table__.columns.keys()
        wanted = (name for name in names if name not in exclude and (include is None or name in include))
        return {name: getattr(self, name) for name in wanted}


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
