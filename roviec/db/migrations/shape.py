"""How models are compared with a database, and how their types are written into a migration."""

from typing import Any, Literal

import sqlalchemy as sa
from alembic.autogenerate.api import AutogenContext
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

import roviec.db.models  # noqa: F401
from roviec.db.models.base import Row


def written(kind: str, thing: Any, _context: AutogenContext) -> str | Literal[False]:
    """Return the code of a column's type in SQLAlchemy's own words, False to leave it to Alembic.

    An enum is text of its length: a new member then needs no migration.
    """
    if kind != "type":
        return False
    if isinstance(thing, sa.Enum):
        return f"sa.String(length={thing.length})"
    if isinstance(thing, AutoString):
        return f"sa.String(length={thing.length})" if thing.length else "sa.String()"
    return "sa.DateTime(timezone=True)" if isinstance(thing, UTCDateTime) else False


SHAPE: dict[str, Any] = {
    "target_metadata": Row.metadata,
    "render_as_batch": True,
    "render_item": written,
    "compare_type": True,
    "compare_server_default": True,
}
