"""What is wrong with the database and says nothing of what it was asked reaches everybody as `OperationalError`.

asyncpg tells a server that shuts down, a deadlock or a full disk apart by a code alone, and SQLAlchemy then raises a bare
`DBAPIError`; a connection that is gone is an `InterfaceError`, a server that does not answer no error of SQLAlchemy at
all. Whoever would blame a payload or a row for any of these would give up what nothing is wrong with.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

TROUBLE = (OperationalError, PoolTimeout)
"""The database could not be asked at all, or every connection is in use: nothing is wrong with what was asked."""

CLASSES = frozenset({"08", "40", "53", "55", "57", "58"})
"""The classes of codes (PostgreSQL, appendix A) of lost connections, rollbacks, want, locks, operators and the system."""
CODES = frozenset({"25006", "25P03"})
"""Codes besides: a server that only reads since a fail-over, a transaction that stood still too long."""


def translated(engine: sa.Engine) -> None:
    """Let an engine raise `OperationalError` for every trouble of its database."""
    event.listen(engine, "handle_error", _renamed, retval=True)
    event.listen(engine, "do_connect", _connected)


def _renamed(context: ExceptionContext) -> BaseException | None:
    error, original = context.sqlalchemy_exception, context.original_exception
    if isinstance(error, OperationalError) or not is_trouble(error or original):
        return None
    statement, lost = context.statement, context.is_disconnect
    return OperationalError(statement, None, original, hide_parameters=True, connection_invalidated=lost)


def is_trouble(error: BaseException) -> bool:
    """Tell whether an error is one of the database and not of what it was asked."""
    if not isinstance(error, DBAPIError):
        return isinstance(error, OSError)  # a broken connection, or the end of a command's time
    if isinstance(error, OperationalError) or error.connection_invalidated:
        return True
    if code := getattr(error.orig, "sqlstate", None):
        return code in CODES or code[:2] in CLASSES
    # asyncpg's own: a value that it can't send is a ValueError too, all else a connection that can't be used.
    of_value = isinstance(error.orig and error.orig.__cause__, ValueError)
    return type(error) is sa.exc.DatabaseError or (_is_asyncpg(error) and not of_value)


def _is_asyncpg(error: DBAPIError) -> bool:
    return isinstance(error, InterfaceError) and "asyncpg" in type(error.orig).__module__


def _connected(dialect: Any, _record: Any, words: Any, options: Any) -> Any:
    """Connect as usual; nobody at the other end is a trouble of the database too."""
    try:
        return dialect.connect(*words, **options)
    except OSError as error:
        raise dialect.loaded_dbapi.OperationalError(type(error).__name__) from error
