"""Several channels: where a person hears, what may move, the code that takes a survey elsewhere."""

import sqlalchemy as sa
from alembic import op

revision = "0003_several_channels"
down_revision = "0002_feedback"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("address", schema=None) as batch_op:
        batch_op.add_column(sa.Column("preferred_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("person_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("source", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("tried", sa.JSON(), nullable=True))
    with op.batch_alter_table("surveyrun", schema=None) as batch_op:
        batch_op.add_column(sa.Column("move_hash", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("move_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("moved_from", sa.JSON(), nullable=True))
        batch_op.create_index("ix_surveyrun_move_hash", ["move_hash"], unique=True)


def downgrade() -> None:
    with op.batch_alter_table("surveyrun", schema=None) as batch_op:
        batch_op.drop_index("ix_surveyrun_move_hash")
        for name in ("moved_from", "move_until", "move_hash"):
            batch_op.drop_column(name)
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        for name in ("tried", "source", "person_id"):
            batch_op.drop_column(name)
    with op.batch_alter_table("address", schema=None) as batch_op:
        batch_op.drop_column("preferred_at")
