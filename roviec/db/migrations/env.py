"""Where Alembic runs a migration: on the connection that it is handed, inside the caller's transaction.

A batch operation rebuilds a table on SQLite and forgets WITHOUT ROWID and AUTOINCREMENT: give such a batch
`table_kwargs={"sqlite_with_rowid": False}` or `{"sqlite_autoincrement": True}`.
"""

from alembic import context
from sqlalchemy import Connection

from roviec.db.migrations.shape import SHAPE


def run(connection: Connection) -> None:
    """Run the migrations that the caller asked for; `begin_transaction` joins the open one."""
    context.configure(connection=connection, **SHAPE)
    with context.begin_transaction():
        context.run_migrations()


run(context.config.attributes["connection"])
