"""The session of both databases: what it has in hand already is given without asking it."""

from typing import Any

import sqlalchemy as sa
from sqlmodel.ext.asyncio.session import AsyncSession


class Session(AsyncSession):
    """Spares the switch to the database's side where a row is at hand: a turn asks for the same few again and again."""

    async def get(self, entity: Any, ident: Any, **more: Any) -> Any:
        """Return a row by its key, None where there is none; `more` as in SQLAlchemy's own."""
        found = None if more else self._at_hand(entity, ident)
        return found if found is not None else await super().get(entity, ident, **more)

    async def get_one(self, entity: Any, ident: Any, **more: Any) -> Any:
        """Return a row by its key; raise `NoResultFound` where there is none."""
        found = None if more else self._at_hand(entity, ident)
        return found if found is not None else await super().get_one(entity, ident, **more)

    def _at_hand(self, entity: Any, ident: Any) -> Any:
        found = self.sync_session.identity_map.get((entity, (ident,), None))
        if found is None:
            return None
        state = sa.inspect(found)
        return None if state.expired or state.deleted or state.expired_attributes else found
