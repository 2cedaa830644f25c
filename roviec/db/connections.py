"""How many connections a PostgreSQL server has, of how many it allows to users like ours."""

import sqlalchemy as sa
from sqlmodel.ext.asyncio.session import AsyncSession

_COUNTED = sa.text(
    "SELECT count(*) FILTER (WHERE backend_type = 'client backend'), "
    "current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int "
    "FROM pg_stat_activity"
)


async def of_server(session: AsyncSession) -> tuple[int, int]:
    """Return the connections of everybody at this moment, and the most there may be."""
    used, most = (await (await session.connection()).execute(_COUNTED)).one()
    return int(used), int(most)
