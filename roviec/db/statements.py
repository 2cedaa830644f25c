"""What SQL statements compile to, kept for every engine of one kind."""

from typing import Any

MOST = 1000
"""How many are kept; those that came first give way."""
Key = tuple[Any, ...]


class Statements(dict[Key, Any]):
    """Compiled statements by what they say; SQLAlchemy asks by a dialect object, of which each engine has its own.

    Compiling costs ten times what running does, so the engines that read and write share it, and a process that is
    started anew within a rehearsal finds what the one before it has compiled.
    """

    def get(self, key: Key, default: Any = None) -> Any:
        """Return what a statement compiles to, or `default`."""
        return super().get(_named(key), default)

    def __setitem__(self, key: Key, value: Any) -> None:
        if len(self) >= MOST:
            for old in list(self)[: MOST // 4]:
                del self[old]
        super().__setitem__(_named(key), value)


def _named(key: Key) -> Key:
    dialect, *rest = key
    return (dialect.name, dialect.driver, *rest)
