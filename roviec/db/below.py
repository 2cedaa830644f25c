"""A unit and all that belong to it, however deep: one rule for what is shown, told and counted of them."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlmodel import col

from roviec.db.models import Unit

Ids = sa.Select[tuple[int]]


def below(unit_ids: Collection[int]) -> Ids:
    """Return the ids of some units and of all below them; a circle of units ends."""
    found = sa.select(col(Unit.id).label("id")).where(col(Unit.id).in_(list(unit_ids))).cte(recursive=True)
    # A union without "all" drops what was met before.
    found = found.union(sa.select(col(Unit.id)).where(col(Unit.parent_id) == found.c.id))
    return sa.select(found.c.id)
