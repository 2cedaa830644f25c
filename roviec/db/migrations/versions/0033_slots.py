"""What arrived and what leaves carries the slot of its chat, so that processes may divide the chats."""

import sqlalchemy as sa
from alembic import op

from roviec.db.slots import slot_of

revision = "0033_slots"
down_revision = "0032_open_parts"
branch_labels = None
depends_on = None

TABLES = ("inbox", "outbox")


def upgrade() -> None:
    for name in TABLES:
        op.add_column(name, sa.Column("slot", sa.Integer(), nullable=False, server_default="0"))
        _fill(sa.table(name, sa.column("channel"), sa.column("chat"), sa.column("slot")))
        with op.batch_alter_table(name) as table:
            table.alter_column("slot", server_default=None)


def _fill(table: sa.TableClause) -> None:
    """Give every row the slot of its chat; a chat that is erased has none."""
    told = sa.select(table.c.channel, table.c.chat).distinct().where(table.c.chat != "")
    found = op.get_bind().execute(told).all()
    chats = [{"at": channel, "in_chat": chat, "mine": slot_of(channel, chat)} for channel, chat in found]
    mine = (table.c.channel == sa.bindparam("at"), table.c.chat == sa.bindparam("in_chat"))
    if chats:
        op.get_bind().execute(sa.update(table).where(*mine).values(slot=sa.bindparam("mine")), chats)


def downgrade() -> None:
    for name in TABLES:
        with op.batch_alter_table(name) as table:
            table.drop_column("slot")
