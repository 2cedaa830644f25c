"""Nothing that counts: what is done leaves the road's tables, what stays has random ids and no place."""

import hashlib
import hmac
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0007_nothing_that_counts"
down_revision = "0006_own_dialogues"
branch_labels = None
depends_on = None

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
CHUNK = 1000
_RANDOM = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_INDEXES = {
    "inbox": ("ix_inbox_open", "ix_inbox_chat"),
    "outbox": ("ix_outbox_open", "ix_outbox_chat", "ix_outbox_external"),
    "webevent": ("ix_web_event_stream",),
}
_UNIQUE = {
    "inbox": "uq_inbox_channel_external_id",
    "outbox": "uq_outbox_key",
    "webevent": "uq_webevent_chat_key",
}


def upgrade() -> None:
    op.create_table(
        "seen",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_seen")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_seen_month"), "seen", ["month"])
    op.create_table(
        "senttally",
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("on", name=op.f("pk_senttally")),
    )
    op.create_table(
        "webstream",
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("epoch", sa.String(), nullable=False),
        sa.Column("hushed_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("chat", name=op.f("pk_webstream")),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(sa.schema.CreateSequence(sa.Sequence("outbox_place")))
    _inbox()
    _outbox()
    _webevent()
    with op.batch_alter_table("surveyrun", schema=None) as batch_op:
        batch_op.add_column(sa.Column("begun_with", sa.String(), nullable=False, server_default=""))
        batch_op.drop_column("first_inbox_id")
    with op.batch_alter_table("surveyrun", schema=None) as batch_op:
        batch_op.alter_column("begun_with", server_default=None)


def _inbox() -> None:
    old = _aside("inbox")
    _create_inbox(
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("id", _RANDOM, nullable=False),
        key="place",
    )
    key, month = _secret(), datetime.now(UTC).year * 100 + datetime.now(UTC).month
    new, seen = _table("inbox"), sa.table("seen", sa.column("digest"), sa.column("month"))
    for row in _rows(old):
        name = hmac.digest(key, f"{row['channel']}\0{row['external_id']}".encode(), hashlib.sha256)
        _write(seen, {"digest": name.hex()[:32], "month": month})
        if row["state"] != "done":
            row.pop("id")
            _write(new, row | {"id": secrets.randbits(62)})
    op.drop_table(old.name)


def _secret() -> bytes:
    key = secrets.token_hex(32)
    fact = sa.table("fact", sa.column("name"), sa.column("value", sa.JSON()))
    _write(fact, {"name": "seen/secret", "value": {"key": key}})
    return bytes.fromhex(key)


def _outbox() -> None:
    old = _aside("outbox")
    _create_outbox(sa.Column("id", _RANDOM, nullable=False), sa.Column("place", _RANDOM, nullable=True))
    op.create_index(op.f("ix_outbox_place"), "outbox", ["place"])
    new, days = _table("outbox"), dict[Any, int]()
    for row in _rows(old):
        row.pop("id")
        is_sent = row["state"] == "sent"
        if is_sent and row["key"] is None and row["task_id"] is None and not row["possibly_twice"]:
            day = row["created_at"].astimezone(ZONE).date()
            days[day] = days.get(day, 0) + 1
            continue
        _write(new, row | {"id": secrets.randbits(62), "place": None if is_sent else _place(new)})
    tally = sa.table("senttally", sa.column("on", sa.Date()), sa.column("count"))
    for day, count in days.items():
        _write(tally, {"on": day, "count": count})
    op.drop_table(old.name)


def _place(table: sa.Table) -> Any:
    if op.get_bind().dialect.name == "postgresql":
        return sa.Sequence("outbox_place").next_value()
    return sa.select(sa.func.coalesce(sa.func.max(table.c.place), 0) + 1).scalar_subquery()


def _webevent() -> None:
    old = _aside("webevent")
    op.create_table(
        "webevent",
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        *_line_columns(),
        sa.PrimaryKeyConstraint("chat", "id", name=op.f("pk_webevent")),
        sa.UniqueConstraint("chat", "key", name=op.f("uq_webevent_chat_key")),
        sqlite_with_rowid=False,
    )
    new, last = _table("webevent"), dict[str, int]()
    for row in _rows(old):
        if row["kind"] in ("said", "heard"):
            last[row["chat"]] = last.get(row["chat"], 0) + 1
            _write(new, row | {"id": last[row["chat"]]})
    stream = sa.table("webstream", sa.column("chat"), sa.column("epoch"))
    for chat in last:
        _write(stream, {"chat": chat, "epoch": secrets.token_hex(8)})
    op.drop_table(old.name)


def _aside(name: str) -> sa.Table:
    """Rename a table, its names freed for the new one; return it."""
    for index in _INDEXES[name]:
        op.drop_index(index, table_name=name)
    if op.get_bind().dialect.name == "postgresql":
        # There the names of constraints are names of indexes.
        op.drop_constraint(_UNIQUE[name], name, type_="unique")
        op.drop_constraint(f"pk_{name}", name, type_="primary")
    op.rename_table(name, f"old_{name}")
    return _table(f"old_{name}")


def _table(name: str) -> sa.Table:
    found = sa.Table(name, sa.MetaData(), autoload_with=op.get_bind())
    for column in found.columns:
        if column.name.endswith("_at") or column.name in ("at", "not_before", "lease_until"):
            column.type = sa.DateTime(timezone=True)
    return found


def _rows(table: sa.Table) -> Iterator[dict[str, Any]]:
    """Yield the rows in the order of their ids, some at a time."""
    last = 0
    while True:
        some = sa.select(table).where(table.c.id > last).order_by(table.c.id).limit(CHUNK)
        rows = [dict(row) for row in op.get_bind().execute(some).mappings()]
        for row in rows:
            last = row["id"]
            for name, value in row.items():
                if isinstance(value, datetime) and value.tzinfo is None:
                    row[name] = value.replace(tzinfo=UTC)
            yield dict(row)
        if len(rows) < CHUNK:
            return


def _write(table: sa.TableClause, row: dict[str, Any]) -> None:
    op.get_bind().execute(sa.insert(table).values(row))


def _create_inbox(*first: sa.Column[Any], key: str, **options: Any) -> None:
    op.create_table(
        "inbox",
        *first,
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint(key, name=op.f("pk_inbox")),
        sa.UniqueConstraint("channel", "external_id", name=op.f("uq_inbox_channel_external_id")),
        **options,
    )
    op.create_index("ix_inbox_chat", "inbox", ["channel", "chat", "state"])
    op.create_index("ix_inbox_open", "inbox", ["state", key])


def _create_outbox(*first: sa.Column[Any], order: str = "place", **options: Any) -> None:
    op.create_table(
        "outbox",
        *first,
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("lane", sa.Integer(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("key", sa.String(), nullable=True),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.JSON(), nullable=True),
        sa.Column("tried", sa.JSON(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("possibly_twice", sa.Boolean(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_key")),
        **options,
    )
    op.create_index("ix_outbox_chat", "outbox", ["channel", "chat", "state", order])
    op.create_index("ix_outbox_external", "outbox", ["channel", "chat", "external_id"])
    op.create_index("ix_outbox_open", "outbox", ["channel", "state", "lane", order])


def _line_columns() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    """Make the older tables again, empty: what was open is decided and sent before a version is taken back."""
    for name in ("inbox", "outbox", "webevent", "webstream", "senttally", "seen"):
        op.drop_table(name)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(sa.schema.DropSequence(sa.Sequence("outbox_place")))
    op.execute(sa.text("DELETE FROM fact WHERE name = 'seen/secret' OR name LIKE 'heard/%'"))
    number = partial(sa.Column, "id", sa.Integer(), nullable=False)
    _create_inbox(number(), key="id", sqlite_autoincrement=True)
    _create_outbox(number(), order="id", sqlite_autoincrement=True)
    op.create_table(
        "webevent",
        number(),
        sa.Column("chat", sa.String(), nullable=False),
        *_line_columns(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webevent")),
        sa.UniqueConstraint("chat", "key", name=op.f("uq_webevent_chat_key")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_web_event_stream", "webevent", ["chat", "id"])
    with op.batch_alter_table("surveyrun", schema=None) as batch_op:
        batch_op.add_column(sa.Column("first_inbox_id", sa.Integer(), nullable=False, server_default="0"))
        batch_op.drop_column("begun_with")
