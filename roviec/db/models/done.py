"""Tasks that are done, counted once: what changed since, how each was counted, and the sums that a digest reads.

The database itself notes each change (triggers), so that no verb can forget it.
"""

from collections.abc import Sequence

import sqlalchemy as sa

from roviec.db.models.base import Field, Row


class DoneChange(Row):
    """A done task that changed since it was counted; noted as often as it changes, so that nobody waits for it."""

    id: int | None = Field(default=None, primary_key=True)
    task_id: int


class DoneCount(Row):
    """How a done task was counted: under which lead units (their ids: 3,17), too late or not."""

    task_id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    leads: str
    late: bool
    moved: bool
    """On time only because the deadline was moved."""


class DoneTally(Row):
    """How many tasks were counted alike."""

    leads: str = Field(primary_key=True)
    late: bool = Field(primary_key=True)
    moved: bool = Field(primary_key=True)
    count: int


DERIVED = ("donechange", "donecount", "donetally")
"""Tables that the office makes anew from its tasks: no backup has them."""

_JUDGED = "state, due, original_due, completed_on, hour, hour_on, completed_hour"
_WHEN = {
    "insert": ("INSERT ON task", "NEW.state = 'done'"),
    "update": (f"UPDATE OF {_JUDGED} ON task", "(OLD.state = 'done' OR NEW.state = 'done')"),
    "delete": ("DELETE ON task", "OLD.state = 'done'"),
}
_LEADS = {"insert": "INSERT", "update": "UPDATE OF task_id, unit_id, part", "delete": "DELETE"}


def _ends(what: str) -> tuple[str, ...]:
    """Return the rows that a change has: before it, after it."""
    return {"insert": ("NEW",), "update": ("OLD", "NEW"), "delete": ("OLD",)}[what]


def _of_task(row: str) -> str:
    return f"INSERT INTO donechange (task_id) VALUES ({row}.id);"


def _of_lead(row: str) -> str:
    done = f"SELECT id FROM task WHERE id = {row}.task_id AND state = 'done'"
    return f"INSERT INTO donechange (task_id) {done};"


def _changes() -> list[tuple[str, str, str, str]]:
    """Return each trigger: its name, upon what, on which condition, and what it says."""
    tasks = [(f"done_task_{what}", *when, _of_task(_ends(what)[-1])) for what, when in _WHEN.items()]
    leads = [
        (f"done_lead_{what}", f"{upon} ON taskunit", "", "".join(map(_of_lead, _ends(what))))
        for what, upon in _LEADS.items()
    ]
    return [*tasks, *leads]


def triggers(dialect: str) -> list[str]:
    """Return the statements that let a database note which done tasks change."""
    made = []
    for name, upon, condition, said in _changes():
        when = f" WHEN ({condition})" if condition else ""
        if dialect == "postgresql":
            made.append(
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql "
                f"AS $$ BEGIN {said} RETURN NULL; END $$"
            )
            made.append(f"CREATE TRIGGER {name} AFTER {upon} FOR EACH ROW{when} EXECUTE FUNCTION {name}()")
        else:
            made.append(f"CREATE TRIGGER {name} AFTER {upon} FOR EACH ROW{when} BEGIN {said} END")
    return made


def _noting(_: sa.MetaData, connection: sa.Connection, tables: Sequence[sa.Table] = (), **__: object) -> None:
    for words in triggers(connection.dialect.name) if DoneChange.__table__ in tables else ():
        connection.exec_driver_sql(words)


# With the tables that a test makes; an office gets both by a migration.
sa.event.listen(Row.metadata, "after_create", _noting)
