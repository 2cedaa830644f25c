"""Own dialogues: whether a dialogue is the chat's own, and when it ends, stand beside its name."""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

revision = "0006_own_dialogues"
down_revision = "0005_digest"
branch_labels = None
depends_on = None

DAY = timedelta(hours=24)
SURVEYS = ("survey", "survey.paused")
OWN = (
    *SURVEYS,
    "code",
    "data.erase",
    *(f"feedback.{step}" for step in ("kind", "words", "unit", "sure", "reason")),
)
"""What the dialogues were called that are a chat's own when these columns came."""
TALKS = sa.table(
    "conversation",
    sa.column("address_id", sa.Integer),
    sa.column("dialogue", sa.String),
    sa.column("own", sa.Boolean),
    sa.column("stale_at", sa.DateTime(timezone=True)),
    sa.column("updated_at", sa.DateTime(timezone=True)),
)


def upgrade() -> None:
    with op.batch_alter_table("conversation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("own", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("stale_at", sa.DateTime(timezone=True), nullable=True))
    _say_whose_they_are()
    with op.batch_alter_table("conversation", schema=None) as batch_op:
        batch_op.alter_column("own", server_default=None)


def _say_whose_they_are() -> None:
    talks = TALKS.c
    op.execute(TALKS.update().where(talks.dialogue.in_(OWN)).values(own=True))
    ending = sa.select(talks.address_id, talks.updated_at)
    ending = ending.where(talks.dialogue.is_not(None), talks.dialogue.not_in(SURVEYS))
    connection = op.get_bind()
    for address_id, updated_at in connection.execute(ending).all():
        mine = TALKS.update().where(talks.address_id == address_id)
        connection.execute(mine.values(stale_at=updated_at + DAY))


def downgrade() -> None:
    with op.batch_alter_table("conversation", schema=None) as batch_op:
        batch_op.drop_column("stale_at")
        batch_op.drop_column("own")
